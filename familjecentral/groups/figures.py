"""What a month's groups count for in the statistics: declared measures, counted at the lock.

A share's numerator, denominator and difference are cells of one measure and are protected
together. No number stands in two measures: an equal number, hidden in one and shown in the other,
would be given away. So what is asked of the same people (or forms) is a yes or no of one measure,
and nobody who completed is counted again when the booster comes. Source: domain 5. Means are no
counts and stay out: confidence is told by how many answered 7 or more. So does a list as it stands
on a day, which does not add up over months: the queue is counted as what was left of it when the
group ended.

Participants, places and attendance are counted together, when the group ends: places are never
fewer than participants, and possible attendance is participants times sessions. What follows from
that for publishing is decided in ``statistics.standing``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familjecentral.calendar.periods import Month
from familjecentral.groups.model import (
    Group,
    GroupStatus,
    Moment,
    Outcome,
    Rating,
    Session,
    SessionKind,
    SessionStatus,
)

SOURCE = "group_run"
"""What a declared measure names as its working level when it counts groups and not rows"""
MEASURES = (
    "groups_due", "groups_started", "groups_completed", "group_sessions", "group_places",
    "group_attendance", "group_participants", "group_waiting", "group_booster", "group_forms",
    "group_forms_before",
)  # fmt: skip
YES, NO = "yes", "no"
_ASKED = ("confidence", "benefit", "goal", "recommend")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of something a group adds to a month.

    ``fields``: what a declared dimension can ask for: ``prevention_level``, ``programme``,
    ``cancel_reason``, ``course`` (completed, only_first, other), ``held`` (sessions held, and how
    many of them are enough to complete: ``8:6``), and yes or no to ``present``, ``father``,
    ``returned``, ``confidence``, ``benefit``, ``goal``, ``recommend``.
    """

    measure: str
    fields: Fields
    n: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A group with what its attendance and forms came to."""

    group: Group
    outcome: Outcome
    ratings: Sequence[Rating] = ()
    handed_out: tuple[int | None, int | None] = (None, None)


def figures_of(ended: Ended, month: Month) -> Iterator[Figure]:
    """Yield what a group counts for in a month; nothing for what is zero."""
    group = ended.group
    common = (("prevention_level", group.prevention_level), ("programme", group.values.programme))
    for measure, own, n in _parts(ended, month):
        if n > 0:
            yield Figure(measure, (*common, *own), n)


def _parts(ended: Ended, month: Month) -> Iterator[tuple[str, Fields, int]]:
    group = ended.group
    course = [s for s in group.sessions if s.is_course]
    held = [s for s in course if s.status is SessionStatus.HELD]
    if course and _in(course[0], month):
        yield from _beginning(group, started=bool(held))
    if held and _in(held[-1], month) and _is_done(group, course):
        yield from _ending(ended, len(held))
    for session in group.sessions:
        if session.status is SessionStatus.HELD and _in(session, month):
            if session.kind is not SessionKind.PRE_INTERVIEW:
                yield "group_sessions", (), 1
            if session.kind is SessionKind.BOOSTER:
                yield "group_booster", (), session.present or 0


def _beginning(group: Group, *, started: bool) -> Iterator[tuple[str, Fields, int]]:
    if group.status is GroupStatus.CANCELLED:
        yield "groups_due", (("cancel_reason", group.cancel_reason or "other"),), 1
    elif started:
        yield "groups_due", (), 1
        yield "groups_started", (), 1


def _ending(ended: Ended, held: int) -> Iterator[tuple[str, Fields, int]]:
    group, outcome = ended.group, ended.outcome
    if group.status is not GroupStatus.ABORTED:
        yield "groups_completed", (), 1
    yield "group_waiting", (), outcome.waiting
    people = _people(outcome)
    possible = people * held
    present = min(outcome.present, possible)  # who came later on may have filled more squares
    way = ("held", f"{held}:{-(-outcome.threshold * held // 100)}")
    yield "group_places", (), max(group.seats, people)
    yield "group_attendance", (way, ("present", YES)), present
    yield "group_attendance", (way, ("present", NO)), possible - present
    for measure, marks in (
        ("group_participants", _participants(outcome)),
        ("group_forms", _forms(ended, Moment.AFTER)),
        ("group_forms_before", _forms(ended, Moment.BEFORE)),
    ):
        for fields, n in Counter(marks).items():
            yield measure, fields, n


def _people(outcome: Outcome) -> int:
    """Return how many took part; where no seat can be followed, as many as came to the first."""
    return max(outcome.participants or outcome.at_first, outcome.role_known or 0)


def _participants(outcome: Outcome) -> Iterator[Fields]:
    """Yield the answers on each participant.

    Which of them is which, nobody knows: the answers are put beside each other in any way, so only
    tables by one of them mean something.
    """
    known = outcome.role_known or 0
    followed = outcome.participants is not None
    people = _people(outcome)
    completed, left = outcome.completed or 0, people - (outcome.only_first or 0)
    for n in range(people):
        fields = []
        if followed:
            way = "completed" if n < completed else "only_first" if n >= left else "other"
            fields.append(("course", way))
        if n < known:
            fields.append(("father", YES if n < (outcome.fathers or 0) else NO))
        yield tuple(fields)


def _forms(ended: Ended, moment: Moment) -> Iterator[Fields]:
    """Yield the answers of each form handed out at the beginning or the end. Where nobody noted
    how many were handed out, it is those that came back."""
    given = {r.question: r for r in ended.ratings if r.moment is moment}
    returned = max((r.n for r in given.values()), default=0)
    handed_out = dict(zip(Moment, ended.handed_out, strict=True))[moment]
    for n in range(max(handed_out or 0, returned)):
        yield (
            ("returned", YES if n < returned else NO),
            *(
                (question, YES if n < given[question].positive else NO)
                for question in _ASKED
                if question in given and n < given[question].n
            ),
        )


def _is_done(group: Group, course: Sequence[Session]) -> bool:
    """Tell whether nothing of the course is still to come."""
    left = any(s.status in (SessionStatus.PLANNED, SessionStatus.MOVED) for s in course)
    return group.status.is_over or not left


def _in(session: Session, month: Month) -> bool:
    return Month.of(session.day) == month
