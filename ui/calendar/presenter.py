"""The flow of the calendar: which weeks, by what, the draft, saving it. No Qt widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from familjecentral.calendar.names import capital, period_name
from familjecentral.errors import ClashesLeft, FamiljecentralError, StaleEdit
from familjecentral.groups.house import Booking, BookingId
from familjecentral.groups.model import Clash, Group, GroupId, SessionId
from familjecentral.groups.reading import CalendarView, read_calendar, term_at
from familjecentral.groups.rules import term_of
from familjecentral.groups.saving import SaveGroups, save_groups
from familjecentral.groups.series import cancel_session, move_session, with_session
from familjecentral.groups.steps import Saved
from familjecentral.order import by_name
from ui.calendar.cells import By, Card, GridData, Span, Target, term_grid, week_grid
from ui.calendar.clashes import Answer, Item
from ui.calendar.draft import Absent, Draft, Piece
from ui.calendar.edits import Option, accepted, moved_booking, moved_group, options, skipped
from ui.calendar.words import week_title, words_of
from ui.codes import choices
from ui.widgets.combo import Choice

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk

_WEEK = dt.timedelta(weeks=1)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the grid, its title, the clashes in it, the draft's size."""

    grid: GridData
    title: str
    clashes: tuple[Clash, ...]
    groups: int
    sessions: int
    bookings: int
    left: int
    may_plan: bool


class View(Protocol):
    """What the flow needs of the page."""

    def show_calendar(self, shown: Shown) -> None:
        """Show weeks and draft."""

    def edit(self, before: tuple[Piece, ...], after: tuple[Piece, ...], text: str) -> None:
        """Put a change on the undo stack, which applies it."""

    def decide(self, items: tuple[Item, ...], reasons: tuple[Choice, ...]) -> None:
        """Ask about every clash of the draft."""

    def saved(self, sessions: int, bookings: int) -> None:
        """Say that the draft has been saved; its undo steps go."""

    def stale(self, error: StaleEdit) -> None:
        """Show both versions of a group or booking that somebody else changed."""


class CalendarPresenter:
    """Holds day, span, order and draft. An answer to an older question is let fall."""

    def __init__(self, view: View, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self.day = desk.clock.today()
        self.span: Span = "week"
        self.by: By = "room"
        self.view: CalendarView | None = None
        self.draft: Draft | None = None
        self._kept: dict[UUID, Piece] = {}
        self._question = 0
        self._options: dict[str, tuple[Group, Option]] = {}

    # --- reading --------------------------------------------------------------------------------

    @property
    def term(self) -> str:
        """Key of the term in sight."""
        return str(term_at(self.day))

    @property
    def monday(self) -> dt.date:
        """First day of the week in sight."""
        return self.day - self.day.weekday() * _DAY

    def load(self, then: Callable[[], None] | None = None) -> None:
        """Read the term that the day lies in; the draft stays. ``then`` is called after it."""
        desk = self._desk
        self._question += 1
        question = self._question
        period = term_at(self.day)
        first, last = min(period.first, self.monday), max(period.last, self.monday + 6 * _DAY)

        def done(view: CalendarView) -> None:
            if question == self._question:
                self._take(view)
                if then is not None:
                    then()

        desk.ask(lambda uow: read_calendar(first, last, uow, desk.clock), done)

    def _take(self, view: CalendarView) -> None:
        self.view = view
        if self.draft is not None:
            self._keep()
        there = {*view.schedule.groups, *(one.id for one in view.schedule.bookings)}
        fit = [
            one
            for one in self._kept.values()
            if one.id in there or (not isinstance(one, Absent) and one.version == 0)
        ]
        self.draft = Draft(view.schedule, fit)
        self.show()

    def show(self) -> None:
        """Show what is read, as span and order say."""
        if self.view is None or self.draft is None:
            return
        draft, today = self.draft, self.view.today
        period = term_at(self.day)
        if self.span == "week":
            grid = week_grid(draft, self.monday, self.by, today)
            title = f"{week_title(self.monday)} · {capital(period_name(period)).lower()}"
            ids = {c.id for row in grid.rows for cell in row.cells for c in cell}
            clashes = tuple(c for c in draft.all_clashes() if c.session in ids)
        else:
            grid = term_grid(draft, period.first, period.last, self.by, today, _corner(self.by))
            title = self._term_title(grid)
            clashes = draft.all_clashes()
        may_plan = self.view.may_plan
        self._view.show_calendar(
            Shown(
                replace(grid, may_plan=may_plan),
                title,
                clashes,
                groups=len(draft.edited),
                sessions=len(draft.changed_sessions()),
                bookings=len(draft.booked),
                left=len(draft.to_decide()),
                may_plan=may_plan,
            )
        )

    def _term_title(self, grid: GridData) -> str:
        period = term_at(self.day)
        weeks = f"vecka {grid.columns[0].head}–{grid.columns[-1].head}" if grid.columns else ""
        groups = len({c.group_id for r in grid.rows for cell in r.cells for c in cell})
        parts = [f"{capital(period_name(period))}, {weeks}", f"{groups} grupper"]
        parts.append(f"{grid.count()} träffar")
        return f"{parts[0]} · {', '.join(parts[1:])}"

    def step(self, step: int) -> None:
        """Go a week or a term on or back; 0 goes to the present."""
        before = self.term
        if step == 0:
            self.day = self._desk.clock.today()
        elif self.span == "week":
            self.day += step * _WEEK
        else:
            period = term_at(self.day)
            self.day = period.last + 32 * _DAY if step > 0 else period.first - _DAY
            if self.day.month == 7 and step < 0:
                self.day = self.day.replace(month=6)
        if self.term == before and self.view and self.view.first <= self.monday:
            self.show()
        else:
            self.load()

    def go_to_term(self, term: str, then: Callable[[], None]) -> None:
        """Read the first week of a term, unless one of its days is in sight."""
        period = term_of(term)
        if period is not None and not period.first <= self.day <= period.last:
            self.day = max(period.first, self._desk.clock.today())
        self.load(then)

    def look(self, span: Span, by: By) -> None:
        """Show week or term, by room, leader or group."""
        self.span, self.by = span, by
        self.show()

    # --- the draft ------------------------------------------------------------------------------

    def preview(self, grid: GridData, card: Card, origin: Target, to: Target) -> str:
        """Return the words of what would clash where a card is held."""
        draft, group, booking = self.draft, self._group_of(card), self.booking_of(card)
        if draft is None:
            return ""
        if booking is not None:
            held = moved_booking(grid, booking, card, origin, to)
            return words_of(draft.preview_booking(held))
        if group is None:
            return ""
        moved = moved_group(grid, group, card, origin, to)
        return words_of(draft.preview(moved, SessionId(card.id)))

    def move(self, grid: GridData, card: Card, origin: Target, to: Target) -> None:
        """Move a session or another booking in the draft."""
        group, booking = self._group_of(card), self.booking_of(card)
        if group is not None:
            after = self._as_saved(moved_group(grid, group, card, origin, to), SessionId(card.id))
            self._view.edit((group,), (after,), f"{card.title}, {card.part}")
        elif booking is not None:
            held = moved_booking(grid, booking, card, origin, to)
            self._view.edit((booking,), (held,), card.title)

    def _as_saved(self, group: Group, session_id: SessionId) -> Group:
        """Return the group with a session as it is saved, where it lies there again."""
        was = self.draft.saved.groups.get(group.id) if self.draft else None
        old, new = (was.session(session_id) if was else None), group.session(session_id)
        if old is None or new is None or replace(new, status=old.status) != old:
            return group
        return with_session(group, old)

    def cancel(self, card: Card, reason: str) -> None:
        """Cancel a session in the draft."""
        group = self._group_of(card)
        if group is not None:
            after = cancel_session(group, SessionId(card.id), reason)
            self._view.edit((group,), (after,), f"{card.title}, {card.part}")

    def change(self, pieces: Iterable[Piece], text: str) -> None:
        """Take other versions of groups and bookings into the draft, in one step that can be
        undone."""
        after = tuple(pieces)
        draft = self.draft
        if draft is not None and after:
            self._view.edit(tuple(draft.same(one) for one in after), after, text)

    def apply(self, pieces: Iterable[Piece]) -> None:
        """Put groups and bookings into the draft as a step of the undo stack says."""
        if self.draft is not None:
            self.draft.put(pieces)
            self._kept = {}
            self._keep()
            self.show()

    def _keep(self) -> None:
        """Remember the draft, so that it outlives another reading."""
        if self.draft is not None:
            self._kept.update({one.id: one for one in self.draft.pieces})

    def saved_pieces(self) -> tuple[Piece, ...]:
        """Return what the draft holds as it is saved."""
        draft = self.draft
        found = [draft.as_saved(one) for one in draft.pieces] if draft else []
        return tuple(one for one in found if one is not None)

    def _group_of(self, card: Card) -> Group | None:
        if self.draft is None or card.group_id is None:
            return None
        return self.draft.group(card.group_id)

    def booking_of(self, card: Card) -> Booking | None:
        """Return the booking of a card as the draft has it."""
        if self.draft is None or card.group_id is not None:
            return None
        return self.draft.booking(BookingId(card.id))

    def next_clash(self, after: UUID | None, step: int) -> Clash | None:
        """Return the clash after (or before) the one of a session, round and round."""
        clashes = self.draft.all_clashes() if self.draft else ()
        if not clashes:
            return None
        order = list(dict.fromkeys(clash.session for clash in clashes))
        here = order.index(SessionId(after)) if after in order else (-1 if step > 0 else 0)
        wanted = order[(here + step) % len(order)]
        return next(clash for clash in clashes if clash.session == wanted)

    # --- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Save the draft; first every clash in it is decided."""
        draft = self.draft
        if draft is None or draft.is_empty:
            return
        left = draft.to_decide()
        if left:
            self._view.decide(self._items(left), self.reasons())
            return
        desk, saved_now = self._desk, {one.id: one for one in draft.saved.bookings}
        # Titles have been read for personal data when they were typed, and confirmed then.
        command = SaveGroups(
            tuple(draft.edited.values()),
            confirmed=True,
            bookings=tuple(one for one in draft.booked.values() if one is not None),
            removed=tuple(saved_now[key] for key, one in draft.booked.items() if one is None),
        )
        n = len(draft.changed_sessions()), len(draft.booked)

        def work(saved: Saved) -> None:
            self._kept = {}
            self.draft = None
            self._view.saved(*n)
            desk.tell(saved.changes)
            self.load()

        def in_store(uow: UnitOfWork) -> Saved:
            saved = save_groups(command, uow, desk.clock, desk.ids, guard=desk.guard())
            desk.group_undo.push(saved.step)
            return saved

        desk.ask(in_store, work, self._on_refused)

    def _on_refused(self, error: FamiljecentralError) -> None:
        if isinstance(error, StaleEdit):
            self._view.stale(error)
        elif isinstance(error, ClashesLeft):
            # Somebody booked meanwhile: read anew, and the draft shows what clashes now.
            self._desk.voice.failed(error)
            self.load()
        else:
            self._desk.voice.failed(error)

    def reasons(self) -> tuple[Choice, ...]:
        """Return the reasons for which a clash can be accepted."""
        if self.view is None:
            return ()
        return choices(self.view.codes, "clash_reason", self.view.today)

    def cancel_reasons(self) -> tuple[Choice, ...]:
        """Return the reasons for which a session can be cancelled."""
        if self.view is None:
            return ()
        return choices(self.view.codes, "cancel_reason", self.view.today)

    def items(self, session_ids: Iterable[SessionId]) -> tuple[Item, ...]:
        """Return the clashes of some sessions as items to be decided."""
        return self._items(session_ids)

    def _items(self, session_ids: Iterable[SessionId]) -> tuple[Item, ...]:
        draft = self.draft
        assert draft is not None
        self._options = {}
        found = []
        for session_id in session_ids:
            pair = draft.find(session_id)
            clashes = draft.clashes(session_id)
            if pair is None or not clashes:
                continue
            group, session = pair
            moves = []
            for n, option in enumerate(options(draft.now, group, session)):
                key = f"{session_id}.{n}"
                self._options[key] = group, option
                moves.append(Choice(key, option.text))
            found.append(Item(str(session_id), session.day, clashes, tuple(moves), group.title))
        return tuple(sorted(found, key=lambda item: (item.day, by_name(item.title))))

    def outcome(self, answers: Mapping[str, Answer]) -> tuple[str, bool]:
        """Return how long the groups last with the choices made so far."""
        draft = self.draft
        if draft is None or not answers:
            return "", False
        groups = self._decided(answers)
        last = max((g.last_day for g in groups if g.last_day), default=None)
        if last is None:
            return "", False
        late = last > term_at(self.day).last
        text = f"Med dina val blir sista träffen {last:%Y-%m-%d}."
        return (f"{text} Det är efter terminens slut." if late else text), late

    def decided_one(self, answers: Mapping[str, Answer]) -> None:
        """Put the answers into the draft as one step."""
        self.change(self._decided(answers), f"{len(answers)} beslut")

    def decided(self, answers: Mapping[str, Answer]) -> None:
        """Put the answers into the draft as one step, and save."""
        self.change(self._decided(answers), f"{len(answers)} beslut")
        self.save()

    def _decided(self, answers: Mapping[str, Answer]) -> tuple[Group, ...]:
        draft = self.draft
        assert draft is not None
        changed: dict[GroupId, Group] = {}
        schedule = draft.now
        for key, answer in answers.items():
            session_id = SessionId(UUID(key))
            pair = draft.find(session_id)
            if pair is None:
                continue
            group = changed.get(pair[0].id, pair[0])
            if answer.act == "move" and answer.value in self._options:
                group = move_session(group, session_id, self._options[answer.value][1].move)
            elif answer.act == "accept":
                group = accepted(group, draft.clashes(session_id), answer.value)
            elif answer.act == "skip":
                session = group.session(session_id)
                assert session is not None
                group = skipped(schedule, group, session)
            changed[group.id] = group
        return tuple(changed.values())

    def take_theirs(self, error: StaleEdit) -> None:
        """Let the stored version of a group count; the own edits of it go."""
        draft, mine = self.draft, error.theirs or error.mine
        if isinstance(mine, Group | Booking) and draft is not None:
            self._kept.pop(mine.id, None)
            draft.edited.pop(GroupId(mine.id), None)
            draft.booked.pop(BookingId(mine.id), None)
        self.load()

    def keep_mine(self, merged: Group | Booking) -> None:
        """Let what was chosen count, on top of the stored version, and save again."""
        if self.draft is not None:
            self.apply((merged,))
            self.save()


def _corner(by: By) -> str:
    return {"room": "Lokal", "leader": "Ledare", "group": "Grupp"}[by]
