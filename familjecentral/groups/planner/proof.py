"""Proofs that groups cannot be planned together; silence is no proof of the contrary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from familjecentral.groups.planner.bound import cannot_all
from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.occupancy import Occupancy
from familjecentral.groups.planner.possible import led_weeks
from familjecentral.groups.planner.spec import Spec
from familjecentral.groups.planner.term import Term, at_least

MOST_PAIRS = 40_000


@dataclass(frozen=True, slots=True)
class Option:
    """A series that a group could have if it were alone."""

    weekday: int
    start: int
    begin: int
    end: int
    room: int
    centre: int
    weeks: int


class Lonely:
    """A group as if nobody else were there."""

    def __init__(self, term: Term, spec: Spec) -> None:
        self.term = term
        self.spec = replace(spec, relations=())
        self.ins = Insertion(Occupancy(term, [self.spec]), self.spec, Random(0))  # noqa: S311
        group = spec.group
        self.options = [
            Option(
                slot.weekday,
                slot.start,
                slot.start - group.setup_minutes,
                slot.start + group.minutes + group.cleanup_minutes,
                room,
                term.room_centre[room],
                weeks,
            )
            for slot in spec.slots
            for room, calendar in slot.rooms
            if (weeks := led_weeks(self.ins, slot, room, self.ins.weeks_at(slot, room, calendar)))
            and self.ins.skips(slot.weekday, weeks) is not None
        ]

    @property
    def simple(self) -> bool:
        """Say whether every session lies in the series: nothing moved, nothing announced."""
        return not self.spec.group.max_moved and not self.spec.given


def cannot_both(term: Term, one: Spec, other: Spec, *, related: bool = True) -> bool:
    """Say whether it is shown that two groups cannot be planned together.

    Args:
        related: count the relations between them.
    """
    a, b = Lonely(term, one), Lonely(term, other)
    kinds = [(kind, gap) for kind, at, gap in one.relations if related and at == other.at]
    if not (a.simple and b.simple) or len(a.options) * len(b.options) > MOST_PAIRS:
        return False
    if any(kind == "parallel" for kind, _ in kinds) and (
        one.group.sessions != other.group.sessions
    ):
        return True
    if any(kind == "separate_leaders" for kind, _ in kinds) and _too_few_people(a, b):
        return True
    return not any(_compatible(a, x, b, y, kinds) for x in a.options for y in b.options)


def _too_few_people(a: Lonely, b: Lonely) -> bool:
    one, other = a.spec.group, b.spec.group
    if len({*a.spec.pool, *b.spec.pool}) < one.leaders + other.leaders:
        return True
    able = {
        x
        for lonely in (a, b)
        for x in lonely.spec.pool
        if any(
            c.programme == (lonely.spec.group.certificate or lonely.spec.group.programme)
            for c in a.term.problem.leaders[x].certificates
        )
    }
    return len(able) < one.certified + other.certified


def _compatible(
    a: Lonely, x: Option, b: Lonely, y: Option, kinds: Sequence[tuple[str, int]]
) -> bool:
    """Say whether two series leave weeks enough; false only where that is certain."""
    if any(kind == "parallel" for kind, _ in kinds):
        if (x.weekday, x.start) != (y.weekday, y.start) or x.room == y.room:
            return False
        both = _both_led(a, x, b, y)
        return a.ins.skips(x.weekday, both) is not None and (
            b.ins.skips(y.weekday, both) is not None
        )
    if x.weekday != y.weekday:
        return True
    travel = a.term.travel
    near = x.begin < y.end + travel[y.centre][x.centre] and (
        y.begin < x.end + travel[x.centre][y.centre]
    )
    both = x.weeks & y.weeks
    if near:
        overlap = x.begin < y.end and y.begin < x.end
        both = 0 if x.room == y.room and overlap else _both_led(a, x, b, y)
    for kind, gap in kinds:
        x_stop, y_stop = x.start + a.spec.group.minutes, y.start + b.spec.group.minutes
        if kind == "no_overlap" and x.start < y_stop + gap and y.start < x_stop + gap:
            both = 0
        apart = x.begin < y.end + gap and y.begin < x.end + gap
        if kind == "apart" and x.centre == y.centre and apart:
            both = 0
    room = (x.weeks | y.weeks).bit_count() + both.bit_count()
    return a.spec.group.sessions + b.spec.group.sessions <= room


def _both_led(a: Lonely, x: Option, b: Lonely, y: Option) -> int:
    """Weeks with leaders and certificates enough for both sessions, nobody counted twice."""
    weeks = x.weeks & y.weeks
    one, other = a.spec.group, b.spec.group
    here = {p: a.ins.leader_at(p, x.weekday, x.start, x.centre, weeks) for p in a.ins.helpers}
    there = {p: b.ins.leader_at(p, y.weekday, y.start, y.centre, weeks) for p in b.ins.helpers}
    people = sorted({*here, *there})
    weeks &= at_least(
        one.leaders + other.leaders, [here.get(p, 0) | there.get(p, 0) for p in people], weeks
    )
    valid = [
        (here.get(p, 0) & a.ins.certified(p, x.weekday))
        | (there.get(p, 0) & b.ins.certified(p, y.weekday))
        for p in people
    ]
    return weeks & at_least(one.certified + other.certified, valid, weeks)


def shown_together(term: Term, specs: Sequence[Spec], seconds: float) -> bool:
    """Say whether it is shown that these groups cannot all be planned."""
    if len(specs) == 2 and cannot_both(term, specs[0], specs[1], related=False):
        return True
    return cannot_all(term, list(specs), seconds=seconds)
