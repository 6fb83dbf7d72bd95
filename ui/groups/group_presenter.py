"""The flow of one group's page: every act is one use case and one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from familjecentral.changes import Changes
from familjecentral.errors import ClashesLeft, FamiljecentralError, InvalidInput, StaleEdit
from familjecentral.groups.attendance import (
    CountOnly,
    EnterRatings,
    MarkAllPresent,
    MarkHeld,
    MarkSeats,
    count_only,
    enter_ratings,
    mark_all_present,
    mark_held,
    mark_seats,
)
from familjecentral.groups.closing import CloseGroup, close_group
from familjecentral.groups.model import (
    Group,
    GroupId,
    Mark,
    Relation,
    SessionId,
    WaitingId,
)
from familjecentral.groups.reading import GroupPage, TermPage, list_groups, read_group
from familjecentral.groups.registering import (
    Answer,
    Ask,
    LeaveQueue,
    Register,
    Registered,
    Unregister,
    answer,
    ask,
    leave_queue,
    register,
    unregister,
)
from familjecentral.groups.saving import (
    CancelGroup,
    RelateGroups,
    RemoveGroup,
    SaveGroups,
    cancel_group,
    relate_groups,
    remove_group,
    save_groups,
    schedule_of_days,
)
from familjecentral.groups.series import with_interpreters
from familjecentral.groups.steps import Saved, Step
from ui.groups.presenter import guard_of
from ui.groups.words import tr
from ui.widgets.copied import forget_copied

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk


class Outcome(Protocol):
    """What use cases of groups hand back."""

    @property
    def changes(self) -> Changes: ...
    @property
    def step(self) -> Step | None: ...


class GroupPageView(Protocol):
    """What the flow needs of the page."""

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show a group, with the others of its term for who plans."""

    def show_problems(self, error: InvalidInput) -> None:
        """Show what is wrong at its fields."""

    def show_stale(self, error: StaleEdit) -> None:
        """Show both versions and let her choose."""

    def show_clashes(self, group: Group, error: ClashesLeft) -> None:
        """Show what stands against the sessions of a group that was to be saved."""

    def show_rated(self) -> None:
        """The bundle of forms is in: its form can be emptied."""

    def show_gone(self) -> None:
        """The group is not there any more."""


class GroupPresenter:
    """Holds which group is open."""

    def __init__(self, view: GroupPageView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._question = 0
        self._marking = 0
        self.group_id: GroupId | None = None
        self.page: GroupPage | None = None

    def open(self, group_id: GroupId) -> None:
        """Read a group."""
        self.group_id = group_id
        self.page = None
        self.load()

    def load(self) -> None:
        """Read it anew."""
        desk, group_id = self._desk, self.group_id
        if group_id is None:
            return
        self._question += 1
        question = self._question

        def work(uow: UnitOfWork) -> tuple[GroupPage, TermPage | None]:
            page = read_group(group_id, uow, desk.clock)
            others = list_groups(page.group.term, uow, desk.clock) if page.may_plan else None
            return page, others

        def done(found: tuple[GroupPage, TermPage | None]) -> None:
            # While a mark is under way the grid knows better than this answer.
            if question == self._question and not self._marking:
                self.page = found[0]
                self._view.show_group(*found)

        def failed(error: FamiljecentralError) -> None:
            desk.voice.failed(error)
            self._view.show_gone()

        desk.ask(work, done, failed)

    # --- the group ------------------------------------------------------------------------------

    def save(self, group: Group, text: str, *, confirmed: bool = False) -> None:
        """Keep the group as it was edited."""
        desk, before = self._desk, self._group()

        def work(uow: UnitOfWork) -> Saved:
            kept = group
            if set(group.languages) - set(before.languages) and group.sessions:
                days = [session.day for session in group.sessions]
                schedule = schedule_of_days(uow, min(days), max(days)).with_groups([group])
                kept = with_interpreters(group, schedule)
            command = SaveGroups((kept,), confirmed)
            return save_groups(command, uow, desk.clock, desk.ids, guard=guard_of(desk))

        def failed(error: FamiljecentralError) -> None:
            if isinstance(error, ClashesLeft):
                self._view.show_clashes(group, error)
            else:
                self._failed(error)

        self._do(work, text, failed)

    def cancel(self, reason: str, text: str) -> None:
        """Cancel the group, or abort it when it has begun."""
        desk, group = self._desk, self._group()
        command = CancelGroup(group.id, group.version, reason)
        self._do(lambda uow: cancel_group(command, uow, desk.clock, desk.ids), text)

    def remove(self) -> None:
        """Delete a group laid up by mistake."""
        desk, group = self._desk, self._group()
        command = RemoveGroup(group.id, group.version)
        text = tr("{title} togs bort").format(title=group.title)

        def work(uow: UnitOfWork) -> Changes:
            saved = remove_group(command, uow, desk.clock, desk.ids)
            desk.group_undo.push(saved.step)
            return saved.changes

        def done(changes: Changes) -> None:
            desk.voice.planned(text)
            self._view.show_gone()
            desk.tell(changes)

        desk.ask(work, done, self._failed)

    def close(self, fathers: int | None, role_known: int | None) -> None:
        """Close the group for good."""
        desk, group = self._desk, self._group()
        command = CloseGroup(group.id, group.version, fathers, role_known)

        def done(changes: Changes) -> None:
            forget_copied()  # it may hold aliases, which are destroyed
            desk.voice.told(tr("Gruppen är avslutad. Rutnät och alias är förstörda."))
            desk.tell(changes)

        desk.ask(
            lambda uow: close_group(command, uow, desk.clock, desk.ids, desk.group_undo),
            done,
            self._failed,
        )

    def relate(self, relation: Relation, text: str, *, holds: bool) -> None:
        """Say what must hold between two groups, or no longer."""
        desk, command = self._desk, RelateGroups(relation, holds)
        self._do(lambda uow: relate_groups(command, uow, desk.clock, desk.ids), text)

    # --- seats and queue ------------------------------------------------------------------------

    def register(self, source: str | None, *, queue: bool = False) -> None:
        """Give a seat, or a place in the queue."""
        desk, command = self._desk, Register(self._group().id, source, queue)

        def say(found: Registered) -> str:
            if found.alias is not None:
                return tr("{alias} står i kön").format(alias=found.alias)
            return tr("Plats {n} är tagen").format(n=found.seat)

        self._do_registering(lambda uow: register(command, uow, desk.clock, desk.ids), say)

    def unregister(self, seat: int) -> None:
        """Free a seat."""
        desk, command = self._desk, Unregister(self._group().id, seat)
        text = tr("Plats {n} är ledig igen").format(n=seat)
        self._do_registering(
            lambda uow: unregister(command, uow, desk.clock, desk.ids), lambda _: text
        )

    def ask(self, waiting: WaitingId) -> None:
        """Note that somebody in the queue is asked."""
        desk, command = self._desk, Ask(self._group().id, waiting)
        self._do_registering(
            lambda uow: ask(command, uow, desk.clock, desk.ids),
            lambda found: tr("{alias} är tillfrågad").format(alias=found.alias),
        )

    def answer(self, waiting: WaitingId, *, accepts: bool) -> None:
        """Note what she said."""
        desk, command = self._desk, Answer(self._group().id, waiting, accepts)
        text = tr("{alias} har tackat ja") if accepts else tr("{alias} har tackat nej")
        self._do_registering(
            lambda uow: answer(command, uow, desk.clock, desk.ids),
            lambda found: text.format(alias=found.alias),
        )

    def leave_queue(self, waiting: WaitingId) -> None:
        """Take somebody out of the queue."""
        desk, command = self._desk, LeaveQueue(self._group().id, waiting)
        self._do_registering(
            lambda uow: leave_queue(command, uow, desk.clock, desk.ids),
            lambda _: tr("Aliaset är struket ur kön"),
        )

    def _do_registering(
        self, act: Callable[[UnitOfWork], Registered], say: Callable[[Registered], str]
    ) -> None:
        desk = self._desk

        def work(uow: UnitOfWork) -> Registered:
            found = act(uow)
            desk.group_undo.push(found.step)
            return found

        def done(found: Registered) -> None:
            desk.voice.planned(say(found))
            desk.tell(found.changes)

        desk.ask(work, done, self._failed)

    # --- attendance -----------------------------------------------------------------------------

    def mark_held(self, session: SessionId, *, held: bool) -> None:
        """Mark a session as held, or not."""
        desk, command = self._desk, MarkHeld(session, held)
        text = tr("Träffen är genomförd") if held else tr("Träffen är inte genomförd")
        self._do(lambda uow: mark_held(command, uow, desk.clock, desk.ids), text)

    def mark(
        self, session: SessionId, marks: Mapping[int, Mark | None], seen: Mapping[int, Mark | None]
    ) -> None:
        """Fill in squares; each is saved at once."""
        desk, command = self._desk, MarkSeats(session, marks, seen)
        self._mark(
            lambda uow: mark_seats(command, uow, desk.clock, desk.ids), tr("Närvaron är sparad")
        )

    def mark_all(self, session: SessionId) -> None:
        """Fill every empty square of a session."""
        desk, command = self._desk, MarkAllPresent(session)
        self._mark(
            lambda uow: mark_all_present(command, uow, desk.clock, desk.ids),
            tr("Hela träffen är ifylld"),
        )

    def _mark(self, act: Callable[[UnitOfWork], Outcome], text: str) -> None:
        self._marking += 1

        def failed(error: FamiljecentralError) -> None:
            self._marking -= 1
            self._failed(error)
            self.load()

        def landed() -> None:
            self._marking -= 1

        self._do(act, text, failed, landed)

    def count(
        self,
        session: SessionId,
        present: int,
        expected: int | None,
        seen: tuple[int | None, int | None],
    ) -> None:
        """Keep a number instead of the squares of a session; ``seen`` is what was shown there."""
        desk, command = self._desk, CountOnly(session, present, expected, seen)
        self._do(
            lambda uow: count_only(command, uow, desk.clock, desk.ids, desk.group_undo),
            tr("Antalet är sparat"),
        )

    def rate(self, command: EnterRatings) -> None:
        """Add a bundle of forms."""
        desk = self._desk

        def done(changes: Changes) -> None:
            self._view.show_rated()
            desk.voice.told(tr("Bunten är inlagd. Bara antal och summor är sparade."))
            desk.tell(changes)

        desk.ask(lambda uow: enter_ratings(command, uow, desk.clock, desk.ids), done, self._failed)

    # --- shared ---------------------------------------------------------------------------------

    def _group(self) -> Group:
        assert self.page is not None  # nothing can be pressed before it is shown
        return self.page.group

    def _do(
        self,
        act: Callable[[UnitOfWork], Outcome],
        text: str,
        failed: Callable[[FamiljecentralError], None] | None = None,
        landed: Callable[[], None] | None = None,
    ) -> None:
        desk = self._desk

        def work(uow: UnitOfWork) -> Outcome:
            found = act(uow)
            if found.step is not None:
                desk.group_undo.push(found.step)
            return found

        def done(found: Outcome) -> None:
            if landed is not None:
                landed()
            if found.step is not None:
                desk.voice.planned(text)
            elif found.changes.kinds:
                desk.voice.told(text)
            desk.tell(found.changes)

        desk.ask(work, done, failed or self._failed)

    def _failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, StaleEdit):
            self._view.show_stale(error)
        elif isinstance(error, InvalidInput):
            self._view.show_problems(error)
        else:
            self._desk.voice.failed(error)
