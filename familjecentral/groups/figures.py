"""What a month's groups count for in the statistics: declared measures, counted at the lock.

Each share is one measure whose parts, *yes* and *no*, add up to its base: numerator, denominator
and difference then stand in one table and are protected together. Source: domain 5. Means are no
counts and stay out; so does a list as it stands on a day, which does not add up over months: the
queue is counted as what was left of it when the group ended.
"""

from __future__ import annotations

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
    "groups_started", "groups_completed", "groups_due", "group_seats", "group_waiting",
    "group_attendance", "group_completion", "group_dropout", "group_fathers", "group_booster",
    "group_benefit", "group_goal", "group_recommend", "group_response",
)  # fmt: skip
YES, NO = "yes", "no"
_EXIT = {"benefit": "group_benefit", "goal": "group_goal", "recommend": "group_recommend"}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of something a group adds to a month.

    ``fields``: what a declared dimension can ask for: ``prevention_level``, ``programme``,
    ``part`` (yes, no), ``cancel_reason``.
    """

    measure: str
    fields: tuple[tuple[str, str], ...]
    n: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A group with what its attendance and forms came to."""

    group: Group
    outcome: Outcome
    ratings: Sequence[Rating] = ()
    handed_out: tuple[int | None, int | None] = (None, None)


def figures_of(ended: Ended, month: Month) -> Iterator[Figure]:
    """Yield what a group counts for in a month; parts that are zero are left out."""
    group = ended.group
    common = (("prevention_level", group.prevention_level), ("programme", group.values.programme))
    for measure, part, n in _parts(ended, month):
        if n > 0:
            own = [("part", part)] if part in (YES, NO) else [("part", NO), ("cancel_reason", part)]
            yield Figure(measure, (*common, *own), n)


def _parts(ended: Ended, month: Month) -> Iterator[tuple[str, str, int]]:
    group, outcome = ended.group, ended.outcome
    course = [s for s in group.sessions if s.is_course]
    held = [s for s in course if s.status is SessionStatus.HELD]
    if course and _in(course[0], month):
        yield from _beginning(group, outcome, held)
    if held and _in(held[-1], month) and _is_done(group, course):
        yield from _ending(ended)
    boosters = [s for s in group.sessions if s.kind is SessionKind.BOOSTER]
    for booster in boosters:
        if booster.status is SessionStatus.HELD and _in(booster, month):
            came, of = booster.present or 0, outcome.completed or 0
            yield "group_booster", YES, min(came, of)
            yield "group_booster", NO, max(of - came, 0)


def _beginning(
    group: Group, outcome: Outcome, held: Sequence[Session]
) -> Iterator[tuple[str, str, int]]:
    if group.status is GroupStatus.CANCELLED:
        yield "groups_due", group.cancel_reason or "other", 1
    elif held:
        yield "groups_due", YES, 1
        yield "groups_started", YES, 1
        filled = min(outcome.at_first, group.seats)
        yield "group_seats", YES, filled
        yield "group_seats", NO, group.seats - filled


def _ending(ended: Ended) -> Iterator[tuple[str, str, int]]:
    group, outcome = ended.group, ended.outcome
    if group.status is not GroupStatus.ABORTED:
        yield "groups_completed", YES, 1
    yield "group_waiting", YES, outcome.waiting
    yield "group_attendance", YES, outcome.present
    yield "group_attendance", NO, outcome.possible - outcome.present
    for measure, part, base in (
        ("group_completion", outcome.completed, outcome.participants),
        ("group_dropout", outcome.only_first, outcome.at_first),
        ("group_fathers", outcome.fathers, outcome.role_known),
    ):
        if part is not None and base is not None:
            yield measure, YES, part
            yield measure, NO, base - part
    after = {r.question: r for r in ended.ratings if r.moment is Moment.AFTER}
    for question, measure in _EXIT.items():
        if question in after:
            yield measure, YES, after[question].positive
            yield measure, NO, after[question].n - after[question].positive
    handed_out = ended.handed_out[1]
    if handed_out is not None:
        answered = max((r.n for r in after.values()), default=0)
        yield "group_response", YES, min(answered, handed_out)
        yield "group_response", NO, max(handed_out - answered, 0)


def _is_done(group: Group, course: Sequence[Session]) -> bool:
    """Tell whether nothing of the course is still to come."""
    left = any(s.status in (SessionStatus.PLANNED, SessionStatus.MOVED) for s in course)
    return group.status.is_over or not left


def _in(session: Session, month: Month) -> bool:
    return Month.of(session.day) == month
