"""What a person usually chooses."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from familjecentral.contacts.defaults import (
    COUNTED,
    FEWEST,
    MOST,
    CountChoices,
    count_choices,
    forget_choices,
    usual_choices,
)
from familjecentral.contacts.model import WorkingLevel
from tests.factories import contact_values
from tests.unit.contacts.both import House
from tests.unit.contacts.test_rules import INDIVIDUAL as VALUES
from tests.unit.fakes import FakeStore

INDIVIDUAL, GROUP = WorkingLevel.INDIVIDUAL, WorkingLevel.GROUP
TALK = contact_values(arena="open_preschool", interpreter="none", participants=("mother",))


def count(house: House, values=TALK, times: int = 1) -> None:
    for _ in range(times):
        with house.begin() as uow:
            count_choices(CountChoices(values), uow)


def usual(house: House):
    with house.begin() as uow:
        return usual_choices(uow)


def test_a_habit_is_proposed_from_the_fifth_time(house: House) -> None:
    """Four times may be chance."""
    count(house, times=FEWEST - 1)
    assert usual(house) == {}
    count(house)
    assert usual(house) == {
        (INDIVIDUAL, "arena"): "open_preschool",
        (INDIVIDUAL, "interpreter"): "none",
    }


def test_what_is_mostly_left_empty_is_not_proposed(house: House) -> None:
    """Leaving a field empty is a choice too."""
    count(house, times=FEWEST)
    count(house, replace(TALK, interpreter=None), times=FEWEST)
    assert usual(house) == {(INDIVIDUAL, "arena"): "open_preschool"}


def test_an_arena_that_follows_the_form_is_no_choice(house: House) -> None:
    """Every telephone call is remote; that says nothing of where she works."""
    count(house, replace(TALK, contact_form="phone", arena="remote"), times=FEWEST)
    assert usual(house) == {(INDIVIDUAL, "interpreter"): "none"}


def test_each_working_level_has_its_own_habits(house: House) -> None:
    """And a colleague's are not mine."""
    count(house, contact_values(working_level=GROUP, arena="home"), times=FEWEST)
    assert usual(house) == {(GROUP, "arena"): "home"}
    with house.begin_as_colleague() as uow:
        assert usual_choices(uow) == {}


def test_habits_can_be_forgotten(house: House) -> None:
    """All counters of the person, nobody else's."""
    count(house, times=FEWEST)
    with house.begin_as_colleague() as uow:
        forget_choices(uow)
    assert usual(house)
    with house.begin() as uow:
        forget_choices(uow)
    assert usual(house) == {}


def test_what_a_contact_was_about_is_never_counted() -> None:
    """A default there would be a guess in the statistics, and a trace of the family."""
    fields = {name for names in COUNTED.values() for name in names}
    assert not fields & {"topics", "child_age_band", "participants", "contact_ordinal"}


@given(st.lists(st.sampled_from(["open_preschool", "home", "other"]), max_size=150))
def test_counters_stay_small_and_follow_the_newest_habit(chosen: list[str]) -> None:
    """No number says how many contacts there were; a new habit wins within a halving or two."""
    store = FakeStore()

    def choose(arena: str) -> None:
        with store.unit_of_work() as uow:
            count_choices(CountChoices(replace(VALUES, arena=arena)), uow)

    for arena in chosen:
        choose(arena)
        for counted in store.kept.choices.values():
            assert 0 < sum(counted.values()) < MOST
            assert min(counted.values()) > 0
    for _ in range(2 * MOST):
        choose("centre_room")
    with store.unit_of_work() as uow:
        assert usual_choices(uow)[INDIVIDUAL, "arena"] == "centre_room"
