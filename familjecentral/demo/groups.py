"""Groups of a demo: laid without a clash, held up to the day that the demo has come to.

Everything is drawn when a term begins; what is kept at the end of each quarter is the group as
it stands then. Grid and queue are there for groups that still run; the others left numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from familjecentral.calendar.periods import Period
from familjecentral.demo import group_weights as weights
from familjecentral.demo.dice import Dice, Table
from familjecentral.demo.house import furnish
from familjecentral.demo.plan import DemoPlan
from familjecentral.gate import UnitOfWork
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import House, LeaderId, RoomId
from familjecentral.groups.model import (
    Grid,
    Group,
    GroupId,
    GroupStatus,
    LeaderRole,
    Mark,
    Moment,
    Rating,
    Relation,
    RelationType,
    Seat,
    SessionId,
    SessionStatus,
    TeamMember,
    Waiting,
    WaitingId,
)
from familjecentral.groups.outcome import counted, outcome_of
from familjecentral.groups.programme import Programme, Values, proposed
from familjecentral.groups.reading import special_days
from familjecentral.groups.series import SeriesPlan, cancelled_group, lay_series

_WEEK = dt.timedelta(weeks=1)
_CLOSED_AFTER = dt.timedelta(days=14)
_STARTS = {"VT": (4, 3), "HT": (36, 3)}
_TIMES = (9 * 60 + 30, 13 * 60, 15 * 60, 17 * 60)
_DAYS = ("måndag", "tisdag", "onsdag", "torsdag")
_PAIR = "BIFF"


@dataclass(slots=True)
class _Made:
    """A group as it will have been, with what is short-lived, and the version last kept."""

    group: Group
    seats: tuple[Seat, ...]
    grid: Grid
    queue: tuple[Waiting, ...]
    ratings: tuple[tuple[Rating, int], ...]
    end: GroupStatus
    version: int = 0


@dataclass(slots=True)
class GroupMaker:
    """Makes the groups of a demo, quarter by quarter; ask for them in order."""

    plan: DemoPlan
    _houses: list[House] = field(default_factory=list)
    _made: list[_Made] = field(default_factory=list)
    _relations: list[Relation] = field(default_factory=list)
    _terms: set[str] = field(default_factory=set)

    def furnish(self, uow: UnitOfWork) -> None:
        """Keep rooms, leaders, hours and breaks of every house."""
        first, last = self.plan.quarters[0].first, self.plan.quarters[-1].last
        for house in self.plan.houses:
            found, days = furnish(house, self.plan.parameters.seed, first, last, uow)
            special = special_days(first, last + 26 * _WEEK)
            self._houses.append(replace(found, days=(*special, *days)))

    def quarter(self, quarter: Period, until: dt.date, uow: UnitOfWork) -> None:
        """Keep the groups as they stand on the last day of a quarter, or on the demo's."""
        term = f"{quarter.year}-{'VT' if quarter.number <= 2 else 'HT'}"
        if term not in self._terms:
            self._terms.add(term)
            known = {programme.code: programme for programme in uow.house.programmes()}
            birds = [c.label for c in uow.codes().lists.get("waiting_alias", {}).values()]
            for number in range(len(self.plan.houses)):
                self._term(number, term, known, birds)
        for made in self._made:
            _keep(made, until, uow)
        for relation in self._relations:
            uow.groups.put_relation(relation)
        self._relations.clear()
        self._made = [made for made in self._made if made.group.closed_on is None]

    def _term(
        self, number: int, term: str, known: dict[str, Programme], birds: Sequence[str]
    ) -> None:
        dice = Dice(self.plan.parameters.seed, f"groups {number} {term}")
        house = self._houses[number]
        laid: list[Group] = []
        for code in (code for code in _programmes(dice, term) if code in known):
            parts = ("mammor", "pappor") if code == _PAIR else ("",)
            pair = []
            for part in parts:
                drawn = self._lay(dice, number, term, known[code], part, laid, house)
                if drawn is not None:
                    laid.append(drawn)
                    pair.append(drawn.id)
                    self._made.append(_drawn(drawn, dice, birds))
            if len(pair) == 2:
                for kind in (RelationType.APART, RelationType.SEPARATE_LEADERS):
                    self._relations.append(Relation(kind, pair[0], pair[1]))

    def _lay(
        self,
        dice: Dice,
        number: int,
        term: str,
        programme: Programme,
        part: str,
        laid: list[Group],
        house: House,
    ) -> Group | None:
        """Lay a group where nothing is in its way; None when the house is full."""
        values = _values(programme)
        low, weeks = _STARTS[term[5:]]
        monday = dt.date.fromisocalendar(int(term[:4]), low + dice.below(weeks), 1)
        group = Group(
            GroupId(dice.new_id()), 0, self.plan.houses[number].centre.id, "", values,
            programme.levels[0], *_size(programme), term,
            avoid_school_breaks=values.avoid_school_breaks,
        )  # fmt: skip
        for weekday, start, room, team in _places(dice, house, values.leaders):
            title = f"{programme.short}, {part or _DAYS[weekday]}"
            proposal = lay_series(
                replace(group, title=title),
                SeriesPlan(
                    monday + dt.timedelta(days=weekday), start, room, team, skip_closed=True
                ),
                Schedule(house, [*laid, group]),
                dice,
            )
            if not proposal.clashes and not proposal.after_term:
                return replace(proposal.group, decision_day=monday - _WEEK)
        return None


def _programmes(dice: Dice, term: str) -> Iterator[str]:
    """Yield the programmes of a term (formats/demo.md): two ICDP, one or two ABC, one COS-P, one
    FÖS, every second term a children's group and a BIFF pair."""
    if (int(term[:4]) * 2 + (term[5:] == "HT")) % 2 == 1:
        yield "CHILD_SEP"
        yield _PAIR
    yield from ("ICDP", "COSP", "FOS", "ICDP")
    for _ in range(1 + dice.below(2)):
        yield "ABC_0_2" if dice.happens(50) else "ABC_3_12"


def _values(programme: Programme) -> Values:
    values = proposed(programme)
    return replace(values, certified=min(values.certified, 1), leaders=2)


def _size(programme: Programme) -> tuple[int, int]:
    size = programme.size
    return (min(size.high, 12), max(min(size.low, 5), 1)) if size else (8, 4)


def _places(
    dice: Dice, house: House, leaders: int
) -> Iterator[tuple[int, int, RoomId, tuple[TeamMember, ...]]]:
    """Yield weekdays, times, rooms and teams in an order drawn once."""
    people, rooms = list(house.leaders), list(house.rooms)
    turn = dice.below(len(_DAYS) * len(_TIMES))
    for n in range(len(_DAYS) * len(_TIMES)):
        weekday, time = divmod((turn + 5 * n) % (len(_DAYS) * len(_TIMES)), len(_TIMES))
        for step in range(len(rooms)):
            room = rooms[(n + step) % len(rooms)]
            for shift in range(len(people)):
                chosen = [people[(n + shift + m) % len(people)] for m in range(leaders)]
                yield weekday, _TIMES[time], room, _team(chosen)


def _team(people: Sequence[LeaderId]) -> tuple[TeamMember, ...]:
    return tuple(
        TeamMember(one, LeaderRole.CO_LEAD if n else LeaderRole.LEAD)
        for n, one in enumerate(people)
    )


def _drawn(group: Group, dice: Dice, birds: Sequence[str]) -> _Made:
    """Draw who comes, how often, and how the group ends."""
    taken = min(dice.pick(weights.PARTICIPANTS), group.seats)
    seats = tuple(Seat(n, dice.pick(weights.SOURCES)) for n in range(1, taken + 1))
    end = GroupStatus.COMPLETED
    if dice.happens(weights.CANCELLED):
        reason = "too_few" if dice.happens(67) else dice.pick(weights.REASONS)
        end = GroupStatus.CANCELLED
        group = cancelled_group(group, reason)
        seats = seats[: max(group.minimum - 1, 0)] if reason == "too_few" else seats
    elif dice.happens(weights.ABORTED):
        end = GroupStatus.ABORTED
    grid = _grid(group, taken, dice)
    queue = _queue(group, dice, birds)
    return _Made(group, seats, grid, queue, tuple(_ratings(taken, dice)), end)


def _grid(group: Group, taken: int, dice: Dice) -> dict[tuple[int, SessionId], Mark]:
    base = weights.ATTENDANCE + dice.below(2 * weights.SPREAD + 1) - weights.SPREAD
    grid = {}
    for seat in range(1, taken + 1):
        left = False
        for n, session in enumerate(group.course):
            if n == 1:
                left = dice.happens(weights.DROP_OUT)
            here = dice.happens(weights.AT_FIRST if n == 0 else base - n)
            away = Mark.ABSENT_NOTIFIED if dice.happens(70) else Mark.ABSENT
            grid[seat, session.id] = Mark.LEFT if left else Mark.PRESENT if here else away
    return grid


def _queue(group: Group, dice: Dice, birds: Sequence[str]) -> tuple[Waiting, ...]:
    if not group.course:
        return ()
    found = []
    start = dice.below(max(len(birds), 1))
    for n in range(dice.pick(weights.QUEUE)):
        since = (group.course[0].day - (1 + dice.below(5)) * _WEEK).isocalendar()
        alias = birds[(start + n) % len(birds)] if birds else f"Fågel {n + 1}"
        found.append(
            Waiting(
                WaitingId(dice.new_id()),
                alias,
                since.year,
                since.week,
                dice.below(2**31),
                source=dice.pick(weights.SOURCES),
            )
        )
    return tuple(found)


def _ratings(taken: int, dice: Dice) -> Iterator[tuple[Rating, int]]:
    """Yield what is kept of the forms, and how many were handed out."""
    for moment, share in ((Moment.BEFORE, weights.BEFORE), (Moment.AFTER, weights.AFTER)):
        answering = sum(dice.happens(share) for _ in range(taken))
        questions: dict[str, tuple[Table[int], int]] = {
            "confidence": (
                weights.CONFIDENT_AFTER if moment is Moment.AFTER else weights.CONFIDENT_BEFORE,
                7,
            )
        }
        if moment is Moment.AFTER:
            questions["benefit"] = (weights.BENEFIT, 4)
            questions["goal"] = (weights.GOAL, 2)
            questions["recommend"] = (weights.RECOMMEND, 1)
        for question, (table, yes) in questions.items():
            answers = [dice.pick(table) for _ in range(answering)]
            if answers:
                positive = sum(answer >= yes for answer in answers)
                yield Rating(question, moment, len(answers), sum(answers), positive), taken


def _keep(made: _Made, day: dt.date, uow: UnitOfWork) -> None:
    """Keep a group as it stands on a day, and what is short-lived while it runs."""
    group = _as_of(made, day)
    made.version += 1
    uow.groups.put(replace(group, version=made.version))
    ended = group.last_day is not None and group.last_day <= day
    for rating, handed_out in made.ratings:
        began = any(s.status is SessionStatus.HELD for s in group.sessions)
        if began and (ended or rating.moment is Moment.BEFORE):
            uow.groups.put_rating(group.id, rating)
            uow.groups.put_handed_out(group.id, handed_out, handed_out if ended else None)
    if group.closed_on is not None:
        made.group = group
        uow.groups.put_queue(group.id, ())
        uow.groups.put_seats(group.id, ())
        return
    uow.groups.put_seats(group.id, made.seats)
    uow.groups.put_queue(group.id, made.queue)
    held = {s.id for s in group.course if s.status is SessionStatus.HELD}
    uow.groups.put_marks(
        group.id, [(seat, one, mark) for (seat, one), mark in made.grid.items() if one in held]
    )


def _as_of(made: _Made, day: dt.date) -> Group:
    """Return a group as it stands on a day."""
    group = made.group
    waiting = len(made.queue)
    if made.end is GroupStatus.CANCELLED:
        outcome = outcome_of(group, made.seats, {}, waiting=waiting)
        closed = group.sessions[0].day
        return replace(group, closed_on=closed, outcome=outcome) if closed <= day else group
    sessions = tuple(
        replace(s, status=SessionStatus.HELD) if s.day <= day else s for s in group.sessions
    )
    group = replace(group, sessions=sessions)
    held = sum(s.status is SessionStatus.HELD for s in sessions)
    if made.end is GroupStatus.ABORTED and held > 2:
        short = tuple(
            s if n < 2 else replace(s, status=SessionStatus.PLANNED) for n, s in enumerate(sessions)
        )
        group = cancelled_group(replace(group, sessions=short), "staff_shortage")
    elif held:
        group = replace(group, status=GroupStatus.RUNNING)
    else:
        full = len(made.seats) >= group.seats
        group = replace(group, status=GroupStatus.FULL if full else GroupStatus.OPEN)
    last = group.last_day
    over = group.status is GroupStatus.ABORTED or held == len(sessions)
    if not over or last is None or last + _CLOSED_AFTER > day:
        return group
    fathers = len(made.seats) * weights.FATHERS // 100
    grid = {square: mark for square, mark in made.grid.items() if _was_held(group, square[1])}
    group = replace(group, fathers=fathers, role_known=len(made.seats))
    outcome = outcome_of(group, made.seats, grid, waiting=waiting)
    status = group.status if group.status.is_over else GroupStatus.COMPLETED
    return replace(
        counted(group, grid, len(made.seats)),
        status=status,
        closed_on=last + _CLOSED_AFTER,
        outcome=outcome,
    )


def _was_held(group: Group, session_id: SessionId) -> bool:
    session = group.session(session_id)
    return session is not None and session.status is SessionStatus.HELD
