"""Attendance counted: by seat, by number only, and what follows from the stated rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from familjecentral.groups.model import Mark, Seat, Session, SessionStatus
from familjecentral.groups.outcome import count_session, counted, outcome_of
from tests.factories import uuid_of
from tests.unit.groups.test_series import group

DAY = dt.date(2026, 9, 15)
HELD = tuple(
    Session(uuid_of(n), n, DAY + dt.timedelta(weeks=n), 600, 120, status=SessionStatus.HELD)
    for n in range(1, 5)
)
SEATS = tuple(Seat(n, "self" if n % 2 else None) for n in range(1, 5))
P, A, L, N = Mark.PRESENT, Mark.ABSENT, Mark.LEFT, Mark.NOT_STARTED
ROWS = {1: (P, P, P, P), 2: (P, A, P, P), 3: (P, L, L, L), 4: (N, N, P, P)}
GRID = {
    (seat, session.id): mark
    for seat, marks in ROWS.items()
    for session, mark in zip(HELD, marks, strict=True)
}


def test_who_took_part_who_completed_and_who_left_after_the_first() -> None:
    """Participants were there at the first or second session; three of four is 75 per cent."""
    found = outcome_of(group(sessions=HELD), SEATS, GRID, waiting=2)
    assert (found.at_first, found.participants) == (3, 3)
    assert (found.completed, found.only_first) == (2, 1)
    assert (found.present, found.possible) == (10, 12)
    assert found.sources == (("self", 2), ("unknown", 2))
    assert (found.registered, found.waiting, found.booster) == (4, 2, None)
    stricter = outcome_of(group(sessions=HELD), SEATS, GRID, threshold=80)
    assert (stricter.completed, stricter.threshold) == (1, 80)


def test_a_number_only_says_how_many_and_not_who() -> None:
    """No seat can be followed through such a session."""
    counting = replace(HELD[1], present=3, expected=4, counts_only=True)
    found = outcome_of(group(sessions=(HELD[0], counting, *HELD[2:])), SEATS, GRID)
    assert (found.participants, found.completed, found.only_first) == (None, None, None)
    assert (found.present, found.possible) == (3 + 3 + 3 + 3, 12)


def test_expected_are_those_who_have_begun_and_not_left() -> None:
    """The sum row of the grid: present of expected."""
    one = group(sessions=HELD)
    kept = counted(one, GRID, len(SEATS))
    assert [(s.present, s.expected) for s in kept.sessions] == [(3, 3), (1, 2), (3, 3), (3, 3)]
    given_number = replace(HELD[0], present=3)
    assert count_session(GRID, given_number, 4) == (3, 3)
    planned = tuple(replace(s, status=SessionStatus.PLANNED) for s in HELD)
    assert counted(group(sessions=planned), GRID, 4).sessions == planned
    empty = outcome_of(group(), (), {})
    assert (empty.at_first, empty.present, empty.possible, empty.participants) == (0, 0, 0, 0)


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 4), st.sampled_from([s.id for s in HELD])),
        st.sampled_from(Mark),
    )
)
def test_parts_never_exceed_their_base(grid: dict) -> None:
    """Whatever is marked, every share lies between nothing and all of its base."""
    found = outcome_of(group(sessions=HELD), SEATS, grid)
    assert found.participants is not None
    assert 0 <= (found.completed or 0) <= found.participants <= found.registered
    assert 0 <= (found.only_first or 0) <= found.at_first <= found.registered
    assert found.at_first <= found.participants
    assert 0 <= found.present <= found.possible or found.present == found.possible
