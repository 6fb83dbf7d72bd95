"""Named sets of codes."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from familjecentral.commands.composition import guard
from familjecentral.contacts.favourites import (
    KEPT,
    MOST_FAVOURITES,
    Favourite,
    KeepFavourite,
    RemoveFavourite,
    keep_favourite,
    list_favourites,
    remove_favourite,
    restore_favourite,
)
from familjecentral.contacts.model import PreventionLevel, WorkingLevel
from familjecentral.contacts.rules import RULES
from familjecentral.errors import InvalidInput, NotFound
from tests.unit.contacts.both import House

GROUP = WorkingLevel.GROUP
PHONE = KeepFavourite(
    "Telefon om sömn",
    PreventionLevel.UNIVERSAL,
    WorkingLevel.INDIVIDUAL,
    {"contact_form": ("phone",), "topics": ("routines", "separation"), "arena": ("remote",)},
)


def keep(house: House, command: KeepFavourite = PHONE, *confirmed: str) -> Favourite:
    with house.begin() as uow:
        return keep_favourite(command, uow, house.ids, guard=guard(), confirmed=confirmed)


def listed(house: House) -> tuple[Favourite, ...]:
    with house.begin() as uow:
        return list_favourites(uow)


def refused(house: House, **changes: object) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        keep(house, replace(PHONE, **changes))
    return [f"{p.field}:{p.problem}" for p in caught.value.problems]


def test_a_favourite_keeps_levels_and_codes_in_their_order(house: House) -> None:
    """By name, whatever came first; spaces in a name are evened out."""
    kept = keep(house, replace(PHONE, name="  Telefon   om sömn "))
    assert (kept.name, kept.codes) == ("Telefon om sömn", PHONE.codes)
    other = keep(house, replace(PHONE, name="besök hemma", codes={}))
    assert listed(house) == (other, kept)


def test_only_what_belongs_to_the_level_is_kept(house: House) -> None:
    """A group has no contact form; counts and days are no codes."""
    codes = {**PHONE.codes, "open_group": ("cafe",), "women": ("3",), "partners": ()}
    kept = keep(house, replace(PHONE, working_level=GROUP, codes=codes))
    assert set(kept.codes) == {"topics", "arena", "open_group"}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("  ", "name:required"),
        ("x" * 41, "name:out_of_range"),
        ("TELEFON OM SÖMN", "name:taken"),
        ("Ring 070-174 06 05", "name:personal_data"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(house: House, name: str, problem: str) -> None:
    """A name that is somebody's number is no name of a favourite."""
    keep(house)
    assert refused(house, name=name) == [problem]
    assert len(listed(house)) == 1


def test_a_doubtful_name_is_asked_about(house: House) -> None:
    """The guard warns; confirmed, the name is kept."""
    assert refused(house, name="Samtal med Johanna") == ["name:personal_data_possible"]
    assert keep(house, replace(PHONE, name="Samtal med Johanna"), "name")


def test_an_unknown_code_is_refused(house: House) -> None:
    """Nothing that is not in a list can be kept."""
    assert refused(house, codes={"topics": ("routines", "made_up")}) == ["topics:unknown_code"]


def test_there_is_one_for_each_digit(house: House) -> None:
    """Nine, and no tenth; nor one that is put back too late."""
    first = keep(house)
    with house.begin() as uow:
        remove_favourite(RemoveFavourite(first.id), uow)
    for n in range(MOST_FAVOURITES):
        keep(house, replace(PHONE, name=f"nummer {'abcdefghi'[n]}"))
    assert refused(house, name="en till") == ["name:too_many"]
    with pytest.raises(InvalidInput), house.begin() as uow:
        restore_favourite(first, uow)


def test_a_removed_favourite_can_be_put_back(house: House) -> None:
    """As it was, with its id."""
    kept = keep(house)
    for _ in range(2):
        with house.begin() as uow:
            assert remove_favourite(RemoveFavourite(kept.id), uow) == kept
        assert listed(house) == ()
        with house.begin() as uow:
            restore_favourite(kept, uow)
        assert listed(house) == (kept,)


def test_a_colleagues_favourite_is_not_there(house: House) -> None:
    """Neither to see nor to take away."""
    kept = keep(house)
    with house.begin_as_colleague() as uow:
        assert list_favourites(uow) == ()
        for favourite_id in (kept.id, uuid.UUID(int=4)):
            with pytest.raises(NotFound):
                remove_favourite(RemoveFavourite(favourite_id), uow)
    assert listed(house) == (kept,)


def test_the_fields_of_a_favourite_are_fields_of_a_contact() -> None:
    """With the lists that the field table names."""
    assert {name: RULES[name].code_list for name in KEPT} == dict(KEPT)


def test_reprs_tell_no_name() -> None:
    """A name is free text."""
    favourite = Favourite(uuid.UUID(int=1), "Sommar", PHONE.prevention_level, GROUP, {})
    assert "Sommar" not in repr(favourite)
    assert "Telefon" not in repr(PHONE)
