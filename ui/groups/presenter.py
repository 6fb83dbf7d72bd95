"""The flow of the list of a term's groups: reading, new groups, copying a term. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from familjecentral.calendar.periods import Period
from familjecentral.errors import FamiljecentralError
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import RoomId
from familjecentral.groups.model import Group, GroupId, TeamMember
from familjecentral.groups.programme import Values
from familjecentral.groups.reading import TermPage, list_groups, term_at
from familjecentral.groups.rules import term_of
from familjecentral.groups.saving import (
    CopyTerm,
    SaveGroups,
    copy_term,
    save_groups,
    schedule_of_days,
)
from familjecentral.groups.series import SeriesPlan, lay_series
from familjecentral.groups.steps import Saved

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from familjecentral.groups.rules import Reads
    from ui.desk import Desk

_SEARCHED = dt.timedelta(weeks=60)


@dataclass(frozen=True, slots=True)
class Draft:
    """Alike groups as the form holds them. With ``first`` their series is laid too."""

    title: str
    many: int
    values: Values
    prevention_level: str
    seats: int
    minimum: int
    room: RoomId | None = None
    team: tuple[TeamMember, ...] = ()
    languages: tuple[str, ...] = ()
    first: dt.date | None = None
    start: int | None = None


class GroupsView(Protocol):
    """What the flow needs of the page."""

    def show_term(self, page: TermPage) -> None:
        """Show the groups of a term."""

    def show_added(self, groups: tuple[Group, ...]) -> None:
        """Say that groups were laid up."""

    def show_copied(self, groups: tuple[Group, ...], from_term: str) -> None:
        """Say that a term was copied."""


def guard_of(desk: Desk) -> Reads:
    """Return what finds personal data in titles."""
    assert desk.imports is not None  # the page is absent without it
    return desk.imports.guard()


def titles(title: str, many: int) -> tuple[str, ...]:
    """Return the titles of alike groups: numbered when they are several."""
    return (title,) if many == 1 else tuple(f"{title} {n}" for n in range(1, many + 1))


def days_for(first: dt.date | None, many: int) -> tuple[dt.date | None, ...]:
    """Return the first day of each of several alike groups: one weekday after the other, since
    at the same time they would need the same room and leaders."""
    if first is None:
        return (None,) * many
    found, day = [first], first
    while len(found) < many:
        day += dt.timedelta(days=1)
        if day.isoweekday() <= 5:
            found.append(day)
    return tuple(found)


def earlier_term(term: str) -> str:
    """Return the key of the term before one."""
    period = term_of(term)
    assert period is not None
    return str(term_at(period.first - dt.timedelta(days=40)))


def later_term(term: str) -> str:
    """Return the key of the term after one."""
    period = term_of(term)
    assert period is not None
    return str(term_at(period.last + dt.timedelta(days=20)))


class GroupsPresenter:
    """Holds the term. An answer to an older question is let fall."""

    def __init__(self, view: GroupsView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._question = 0
        self.term = str(term_at(desk.clock.today()))

    def load(self, term: str | None = None, then: Callable[[], None] | None = None) -> None:
        """Read the groups of a term; None: of the one in sight. ``then`` is called after it."""
        desk = self._desk
        self.term = term or self.term
        self._question += 1
        question, wanted = self._question, self.term

        def done(page: TermPage) -> None:
            if question == self._question:
                self._view.show_term(page)
                if then is not None:
                    then()

        desk.ask(lambda uow: list_groups(wanted, uow, desk.clock), done)

    def step(self, by: int) -> None:
        """Go to the term before or after; 0: to the present one."""
        if by == 0:
            self.load(str(term_at(self._desk.clock.today())))
        else:
            self.load(later_term(self.term) if by > 0 else earlier_term(self.term))

    def copy_term(self, from_term: str) -> None:
        """Lay up the groups of another term in this one."""
        desk, command = self._desk, CopyTerm(from_term, self.term)

        def work(uow: UnitOfWork) -> Saved:
            saved = copy_term(command, uow, desk.clock, desk.ids)
            desk.group_undo.push(saved.step)
            return saved

        def done(saved: Saved) -> None:
            desk.tell(saved.changes)
            self._view.show_copied(saved.groups, from_term)

        desk.ask(work, done)

    def lay(self, draft: Draft, done: Callable[[tuple[Group, ...]], None]) -> None:
        """Lay the series of new groups without saving. What the calendar closes is left out;
        what stands against the rest is asked about when they are saved."""
        desk, first = self._desk, draft.first
        assert first is not None

        def work(uow: UnitOfWork) -> tuple[Group, ...]:
            return self._laid(draft, schedule_of_days(uow, first, first + _SEARCHED))

        desk.ask(work, done)

    def _laid(self, draft: Draft, schedule: Schedule) -> tuple[Group, ...]:
        found = []
        days = days_for(draft.first, draft.many)
        for group, day in zip(self.drafted(draft), days, strict=True):
            assert day is not None
            assert draft.start is not None
            plan = SeriesPlan(day, draft.start, draft.room, draft.team, skip_closed=True)
            laid = lay_series(group, plan, schedule, self._desk.ids)
            schedule = schedule.with_groups([laid.group])
            found.append(laid.group)
        return tuple(found)

    def drafted(self, draft: Draft) -> tuple[Group, ...]:
        """Return the groups of a draft, without sessions and not saved."""
        desk = self._desk
        return tuple(
            Group(
                id=GroupId(desk.ids.new_id()),
                version=0,
                centre_id=desk.actor.centre_id,
                title=title.strip(),
                values=draft.values,
                prevention_level=draft.prevention_level,
                seats=draft.seats,
                minimum=draft.minimum,
                term=self.term,
                room=draft.room,
                team=draft.team,
                languages=draft.languages,
                avoid_school_breaks=draft.values.avoid_school_breaks,
            )
            for title in titles(draft.title, draft.many)
        )

    def add(
        self,
        groups: tuple[Group, ...],
        added: Callable[[], None],
        failed: Callable[[FamiljecentralError], None],
        *,
        confirmed: bool = False,
    ) -> None:
        """Keep new groups, all or none, as one step."""
        desk, command = self._desk, SaveGroups(groups, confirmed)

        def work(uow: UnitOfWork) -> Saved:
            saved = save_groups(command, uow, desk.clock, desk.ids, guard=guard_of(desk))
            desk.group_undo.push(saved.step)
            return saved

        def done(saved: Saved) -> None:
            added()
            self._view.show_added(saved.groups)
            desk.tell(saved.changes)

        desk.ask(work, done, failed)


def term_choices(page: TermPage, today: dt.date) -> tuple[str, ...]:
    """Return the terms that can be chosen, newest first: those with groups, the shown one, and
    three around today."""
    now = str(term_at(today))
    known = {*page.terms, page.term, now, later_term(now), earlier_term(now)}
    return tuple(sorted(known, key=_first_day, reverse=True))


def _first_day(term: str) -> dt.date:
    period = term_of(term)
    return period.first if isinstance(period, Period) else dt.date.min
