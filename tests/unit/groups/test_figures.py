"""What a group counts for in a month: each number once, each share with its base beside it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from familjecentral.calendar.periods import Month
from familjecentral.groups.figures import MEASURES, Ended, figures_of
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
from tests.factories import uuid_of
from tests.unit.groups.test_series import group

DAY = dt.date(2026, 9, 1)
SEPTEMBER = Month(2026, 9)
HELD = tuple(
    Session(uuid_of(n), n, DAY + dt.timedelta(weeks=n), 600, 120, status=SessionStatus.HELD)
    for n in range(1, 5)
)
CAME = Outcome(at_first=8, present=24, possible=32, threshold=75, registered=8)


def course(**changes: object) -> Group:
    return replace(group(sessions=HELD), **changes)  # type: ignore[arg-type]


def counted(
    one: Group,
    outcome: Outcome = CAME,
    ratings: Sequence[Rating] = (),
    handed_out: int | None = None,
    month: Month = SEPTEMBER,
) -> Counter[tuple[str, ...]]:
    """Return (measure, answers but level and programme …) → number."""
    found: Counter[tuple[str, ...]] = Counter()
    for figure in figures_of(Ended(one, outcome, ratings, (None, handed_out)), month):
        assert figure.n > 0
        assert figure.measure in MEASURES
        assert dict(figure.fields)["programme"] == one.values.programme
        found[figure.measure, *(f"{name}={code}" for name, code in figure.fields[2:])] += figure.n
    return found


def answers(found: Counter[tuple[str, ...]], measure: str, field: str) -> dict[str, int]:
    """Return one field of a measure added up, as a table by it alone would hold it."""
    sums: Counter[str] = Counter()
    for (name, *own), n in found.items():
        if name == measure:
            given_answers = dict(part.split("=") for part in own)
            sums[given_answers.get(field, "missing")] += n
    return dict(sums)


def test_every_session_held_counts_but_the_talk_before_the_group() -> None:
    """A booster counts as a session, and those present at it by themselves."""
    booster = replace(HELD[3], id=uuid_of(9), kind=SessionKind.BOOSTER, present=6)
    talk = replace(HELD[0], id=uuid_of(8), kind=SessionKind.PRE_INTERVIEW)
    found = counted(course(sessions=(*HELD, booster, talk)))
    assert found["group_sessions",] == 5
    assert found["group_booster",] == 6
    unknown = counted(course(sessions=(*HELD, replace(booster, present=None))))
    assert ("group_booster",) not in unknown


def test_a_group_that_was_never_held_and_not_cancelled_counts_for_nothing() -> None:
    """Planned sessions in a locked month tell nothing."""
    planned = tuple(replace(s, status=SessionStatus.PLANNED) for s in HELD)
    assert not counted(course(sessions=planned))
    assert not counted(course(sessions=()))
    assert not counted(course(), month=Month(2027, 1))


def test_a_group_with_sessions_to_come_has_not_ended() -> None:
    """It has started, and its people are counted when the last session has been held."""
    coming = replace(HELD[3], status=SessionStatus.PLANNED)
    found = counted(course(sessions=(*HELD[:3], coming)))
    assert found["groups_started",] == 1
    assert not any(name in ("groups_completed", "group_attendance") for name, *_ in found)


def test_a_cancelled_group_without_a_reason_has_another_reason() -> None:
    """It is due all the same."""
    found = counted(course(status=GroupStatus.CANCELLED, cancel_reason=None, sessions=HELD[:1]))
    assert found["groups_due", "cancel_reason=other"] == 1
    assert ("groups_started",) not in found


def test_more_who_came_than_places_fill_them_all() -> None:
    """The occupancy is at most one hundred per cent."""
    assert counted(course(seats=6))["group_places",] == 8
    assert counted(course(seats=12))["group_places",] == 12


def test_attendance_is_of_participants_times_sessions() -> None:
    """Whoever joined later fills no more than that; how the group was held goes with it."""
    way = "held=4:3"
    found = counted(course())
    assert found["group_attendance", way, "present=yes"] == 24
    assert found["group_attendance", way, "present=no"] == 8
    joined = counted(course(), replace(CAME, present=35, possible=35))
    assert joined["group_attendance", way, "present=yes"] == 32
    assert ("group_attendance", way, "present=no") not in joined


def test_who_was_counted_in_numbers_only_is_no_part_of_completion() -> None:
    """Nobody can be followed; the roles are known all the same."""
    found = counted(course(), replace(CAME, fathers=3, role_known=7))
    assert answers(found, "group_participants", "course") == {"missing": 8}
    assert answers(found, "group_participants", "father") == {"yes": 3, "no": 4, "missing": 1}


def test_one_session_is_both_first_and_enough() -> None:
    """Who came to the only session completed, and is not counted as gone too."""
    outcome = replace(CAME, participants=8, completed=8, only_first=8)
    assert answers(counted(course(), outcome), "group_participants", "course") == {"completed": 8}


def test_forms_that_came_back_are_the_base_where_nobody_noted_how_many_were_handed_out() -> None:
    """The response rate is then one hundred per cent, and the definition says so."""
    ratings = (Rating("benefit", Moment.AFTER, 6, 25, 5), Rating("goal", Moment.AFTER, 5, 12, 4))
    found = counted(course(), ratings=ratings)
    assert answers(found, "group_forms", "returned") == {"yes": 6}
    assert answers(found, "group_forms", "benefit") == {"yes": 5, "no": 1}
    assert answers(found, "group_forms", "goal") == {"yes": 4, "no": 1, "missing": 1}
    assert answers(found, "group_forms", "recommend") == {"missing": 6}
    more = counted(course(), ratings=ratings, handed_out=8)
    assert answers(more, "group_forms", "returned") == {"yes": 6, "no": 2}
    before = counted(course(), ratings=[Rating("confidence", Moment.BEFORE, 6, 30, 2)])
    assert not answers(before, "group_forms", "returned")
    assert answers(before, "group_forms_before", "confidence") == {"yes": 2, "no": 4}


def test_confidence_is_told_before_and_after_the_group() -> None:
    """By how many answered 7 or more of the forms of that moment; whose they are nobody knows."""
    ratings = (
        Rating("confidence", Moment.BEFORE, 8, 48, 3),
        Rating("confidence", Moment.AFTER, 6, 44, 5),
        Rating("benefit", Moment.AFTER, 7, 30, 6),
    )
    found = counted(course(), ratings=ratings, handed_out=9)
    assert answers(found, "group_forms_before", "returned") == {"yes": 8}
    assert answers(found, "group_forms_before", "confidence") == {"yes": 3, "no": 5}
    assert answers(found, "group_forms", "returned") == {"yes": 7, "no": 2}
    assert answers(found, "group_forms", "confidence") == {"yes": 5, "no": 1, "missing": 3}


@given(
    people=st.integers(0, 12), shares=st.tuples(*[st.integers(0, 12)] * 4), place=st.integers(6, 14)
)
def test_the_parts_of_a_measure_have_one_sum(
    people: int, shares: tuple[int, int, int, int], place: int
) -> None:
    """Whatever is asked of the participants, the answers add up to all of them."""
    completed, left, fathers, known = (min(n, people) for n in shares)
    outcome = replace(
        CAME,
        at_first=people,
        participants=people,
        completed=completed,
        only_first=min(left, people - completed),
        fathers=min(fathers, known),
        role_known=known,
    )
    found = counted(course(seats=place), outcome)
    assert sum(answers(found, "group_participants", "course").values()) == people
    assert sum(answers(found, "group_participants", "father").values()) == people
    assert answers(found, "group_participants", "course").get("completed", 0) == completed
    assert answers(found, "group_participants", "father").get("yes", 0) == min(fathers, known)
    assert found["group_places",] == max(place, people, known)
    assert sum(answers(found, "group_attendance", "present").values()) == 4 * people
