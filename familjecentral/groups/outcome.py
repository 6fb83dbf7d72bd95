"""Attendance counted: per session, per group by the stated rule, and what ratings may be shown.

Completion (domain 5): participants present at 75 per cent of the sessions held or more, of the
participants at the first or second session. The threshold is a setting and is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from familjecentral.groups.model import (
    Grid,
    Group,
    Mark,
    Moment,
    Outcome,
    Rating,
    Seat,
    Session,
    SessionId,
    SessionKind,
    SessionStatus,
)

COMPLETION_SETTING = "groups.completion_threshold"
COMPLETION = 75
LEAST_ANSWERS = 5
"""Answers from which on a mean is shown (product.md)"""


@dataclass(frozen=True, slots=True)
class Scale:
    """A question of the forms: lowest and highest answer, and from which on it is a yes."""

    low: int
    high: int
    positive: int
    moments: tuple[Moment, ...]


# The questions of domain 5: perceived security before and after; benefit, goal, recommendation
# at the exit. The wording is the form's; only numbers come in.
QUESTIONS = {
    "confidence": Scale(1, 10, 7, (Moment.BEFORE, Moment.AFTER)),
    "benefit": Scale(1, 5, 4, (Moment.AFTER,)),
    "goal": Scale(1, 3, 2, (Moment.AFTER,)),  # not at all, partly, wholly
    "recommend": Scale(0, 1, 1, (Moment.AFTER,)),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a screen may show of one question: nothing of it below five answers.

    Attributes:
        n: answers, None when fewer than five. mean: two decimals. positive: how many said yes.
        handed_out: forms handed out at that moment.
    """

    question: str
    moment: Moment
    n: int | None
    mean: float | None
    positive: int | None
    handed_out: int | None


def shown_ratings(
    ratings: Iterable[Rating], handed_out: tuple[int | None, int | None]
) -> tuple[Shown, ...]:
    """Return every question of both moments; numbers only from five answers on."""
    kept = {(r.question, r.moment): r for r in ratings}
    forms = dict(zip(Moment, handed_out, strict=True))
    found = []
    for question, scale in QUESTIONS.items():
        for moment in scale.moments:
            rating = kept.get((question, moment))
            if rating is None or rating.n < LEAST_ANSWERS:
                found.append(Shown(question, moment, None, None, None, forms[moment]))
                continue
            mean = round(rating.total / rating.n, 2)
            found.append(Shown(question, moment, rating.n, mean, rating.positive, forms[moment]))
    return tuple(found)


def seats_marked(grid: Grid, session: SessionId) -> int:
    """Return how many squares of a session are filled in."""
    return sum(where == session for _, where in grid)


def count_session(grid: Grid, session: Session, seats: int) -> tuple[int, int]:
    """Return (present, expected) of a session: expected are those who had begun and not left."""
    if session.present is not None:
        return session.present, session.expected or session.present
    marks = Counter(mark for (_, where), mark in grid.items() if where == session.id)
    away = marks[Mark.LEFT] + marks[Mark.NOT_STARTED]
    return marks[Mark.PRESENT], max(seats - away, marks[Mark.PRESENT])


def counted(group: Group, grid: Grid, seats: int) -> Group:
    """Return the group with present and expected on every held session of the grid."""
    sessions = []
    for session in group.sessions:
        if session.is_course and session.status is SessionStatus.HELD:
            present, expected = count_session(grid, session, seats)
            session = replace(session, present=present, expected=expected)  # noqa: PLW2901
        sessions.append(session)
    return replace(group, sessions=tuple(sessions))


def outcome_of(
    group: Group,
    seats: Sequence[Seat],
    grid: Grid,
    *,
    waiting: int = 0,
    threshold: int = COMPLETION,
) -> Outcome:
    """Return the numbers that stay of a group's attendance.

    Participants are the seats present at the first or the second session held. Where any of the
    sessions has a number only, no seat can be followed, and the highest of the first two
    numbers stands for the participants in ``possible``.
    """
    held = [s for s in group.course if s.status is SessionStatus.HELD]
    present = [count_session(grid, s, len(seats))[0] for s in held]
    sources = Counter(seat.source or "unknown" for seat in seats)
    there = {
        seat.number: [grid.get((seat.number, s.id)) is Mark.PRESENT for s in held] for seat in seats
    }
    begun = [came for came in there.values() if any(came[:2])]
    followed = not any(s.counts_only for s in held)
    many = len(begun) if followed else max(present[:2], default=0)
    booster = [s.present for s in group.sessions if s.kind is SessionKind.BOOSTER and s.is_on]
    known = [n for n in booster if n is not None]
    return Outcome(
        at_first=present[0] if present else 0,
        present=sum(present),
        possible=max(many * len(held), sum(present)),
        threshold=threshold,
        registered=len(seats),
        sources=tuple(sorted(sources.items())),
        waiting=waiting,
        participants=len(begun) if followed else None,
        completed=sum(sum(came) * 100 >= threshold * len(held) for came in begun)
        if followed
        else None,
        only_first=sum(came[0] and not any(came[1:]) for came in begun) if followed else None,
        fathers=group.fathers,
        role_known=group.role_known,
        booster=sum(known) if known else None,
    )
