"""A person's own quarter."""

from __future__ import annotations

import datetime as dt

from familjecentral.contacts.model import Contact, ContactId, PreventionLevel, WorkingLevel
from familjecentral.contacts.overview import MINUTES, Share, own_overview
from familjecentral.contacts.rules import RULES
from tests.factories import TODAY, contact_values, seed_codes, staff, uuid_of
from tests.unit.contacts.both import COLLEAGUE, House

SELECTIVE, INDIVIDUAL = PreventionLevel.SELECTIVE, WorkingLevel.INDIVIDUAL


def log(house: House, number: int, **changes: object) -> None:
    with house.begin() as uow:
        values = contact_values(**{"date": TODAY, "prevention_level": SELECTIVE} | changes)
        uow.contacts.add(Contact(ContactId(uuid_of(number)), staff().id, values))
        uow.commit()


def test_own_rows_of_the_quarter_are_counted_by_both_levels(house: House) -> None:
    """With their bands and about how long; rows of another quarter are not in it."""
    log(house, 1, duration_band="lt15")
    log(house, 2, duration_band="m31_60")
    log(house, 3, duration_band="m31_60")
    log(house, 4)
    log(house, 5, working_level=WorkingLevel.GROUP, duration_band="gt60")
    log(house, 6, date=dt.date(2026, 9, 30), duration_band="gt60")
    with house.begin() as uow:
        overview = own_overview(uow, house.clock)
    assert str(overview.quarter) == "2026-Q4"
    found = overview.at("selective", "individual")
    assert found == Share(4, {"lt15": 1, "m31_60": 2})
    assert found.minutes == MINUTES["lt15"] + 2 * MINUTES["m31_60"]
    assert found.without_length == 1
    assert overview.at("selective", "group").rows == 1
    assert overview.at("indicated", "structural") == Share()


def test_a_colleagues_rows_are_not_in_it(house: House) -> None:
    """Manager or not: everybody sees her own."""
    log(house, 1)
    with house.begin_as_colleague() as uow:
        assert uow.actor.staff_id == COLLEAGUE.id
        assert own_overview(uow, house.clock).shares == {}


def test_a_band_of_the_centres_own_has_no_estimate() -> None:
    """It counts as without length: nobody has said how long it is."""
    share = Share(3, {"half_day": 2, "lt15": 1})
    assert (share.minutes, share.without_length) == (MINUTES["lt15"], 2)


def test_every_band_of_the_list_has_an_estimate() -> None:
    """A band that is added must get its minutes."""
    bands = {code.key for code in seed_codes() if code.list == RULES["duration_band"].code_list}
    assert bands == set(MINUTES)


def test_an_overview_says_nothing_in_its_repr(house: House) -> None:
    """Small counts do not belong in a log."""
    log(house, 1)
    with house.begin() as uow:
        assert repr(own_overview(uow, house.clock)) == "OwnOverview(2026-Q4)"
