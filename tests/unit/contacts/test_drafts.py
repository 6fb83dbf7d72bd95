"""The half-filled form: kept, brought back, dropped; nobody else's, and not in a locked month."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from familjecentral.calendar.periods import Month
from familjecentral.contacts import drafts
from familjecentral.contacts.drafts import (
    FormDraft,
    KeepDraft,
    drop_draft,
    keep_draft,
    mark_of,
    read_draft,
)
from familjecentral.contacts.use_cases import (
    CorrectContact,
    LogContact,
    correct_contact,
    log_contact,
)
from familjecentral.errors import Stale
from tests.factories import TODAY, contact, contact_values
from tests.unit.contacts.both import House

HALF = FormDraft(
    TODAY,
    day=dt.date(2026, 9, 30),
    level=("selective", "individual"),
    codes={"contact_form": ("phone",), "topics": ("routines", "separation")},
    numbers={"colleagues": 2},
    warm=True,
    alike=3,
)


def keep(house: House, draft: FormDraft = HALF) -> bool:
    with house.begin() as uow:
        return keep_draft(KeepDraft(draft), uow, house.clock)


def found(house: House) -> FormDraft | None:
    with house.begin() as uow:
        return read_draft(uow)


def test_a_form_comes_back_as_it_was_left(house: House) -> None:
    """Day, level, codes, numbers; kept on the day it was last typed in."""
    assert found(house) is None
    house.clock.day = TODAY + dt.timedelta(days=1)
    assert keep(house)
    assert found(house) == replace(HALF, kept_on=house.clock.day)


def test_the_slot_holds_the_newest_form_only(house: House) -> None:
    """One slot for each person."""
    keep(house)
    keep(house, FormDraft(TODAY, codes={"arena": ("home",), "partners": ()}))
    assert found(house) == FormDraft(TODAY, codes={"arena": ("home",)})


def test_a_colleague_does_not_meet_it(house: House) -> None:
    """She has a slot of her own."""
    keep(house)
    with house.begin_as_colleague() as uow:
        assert read_draft(uow) is None
        keep_draft(KeepDraft(FormDraft(TODAY)), uow, house.clock)
        drop_draft(uow)
    assert found(house) == HALF


def test_dropping_empties_the_slot(house: House) -> None:
    """Twice is no error."""
    keep(house)
    for _ in range(2):
        with house.begin() as uow:
            drop_draft(uow)
    assert found(house) is None


@pytest.mark.parametrize("ends", [True, False])
def test_the_draft_goes_in_the_transaction_of_the_save(house: House, ends: bool) -> None:
    """Neither before nor after: a crash in between can bring back nothing that was saved."""
    keep(house)
    with house.begin() as uow:
        log_contact(LogContact(contact_values(), None, ends), uow, house.clock, house.ids)
    assert (found(house) is None) is ends


def test_a_lock_takes_the_drafts_of_its_months(house: House) -> None:
    """A form dated in September goes with September, one of October stays."""
    keep(house)
    house.lock(Month(2026, 8))
    assert found(house) == HALF
    house.lock(Month(2026, 9))
    assert found(house) is None
    october = replace(HALF, day=None)
    keep(house, october)
    assert found(house) == october


def test_a_form_of_a_locked_month_is_not_kept(house: House) -> None:
    """And what the slot held before it got that date goes too."""
    house.lock(Month(2026, 9))
    assert keep(house, replace(HALF, day=TODAY))
    assert not keep(house)
    assert found(house) is None


def test_codes_that_the_store_does_not_know_are_left_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form of another program version brings back what can be chosen here, or nothing."""
    codes = {"contact_form": ("phone", "telepathy"), "women": ("phone",), "made_up": ("phone",)}
    keep(house, FormDraft(TODAY, codes=codes, numbers={"women": 4, "horses": 2}))
    back = found(house)
    assert back == FormDraft(TODAY, codes={"contact_form": ("phone",)}, numbers={"women": 4})
    monkeypatch.setattr(drafts, "VERSION", 3)
    assert found(house) is None


CHANGE = FormDraft(
    TODAY,
    day=dt.date(2026, 9, 29),
    level=("universal", "individual"),
    codes={"contact_form": ("video",)},
    row=contact(1).id,
    seen=mark_of(contact_values()),
)


def test_a_change_of_a_stored_row_puts_the_new_form_aside(house: House) -> None:
    """Both lie in the slot; when the change ends, the new form lies there as before."""
    keep(house)
    for draft in (CHANGE, replace(CHANGE, numbers={"colleagues": 1})):
        assert keep(house, draft)
        assert found(house) == replace(draft, aside=HALF)
    with house.begin() as uow:
        drop_draft(uow)
    assert found(house) == HALF


def test_a_change_never_drives_a_new_form_of_another_month_out(house: House) -> None:
    """The stored row is safe already, and a lock must reach both by the month of the slot."""
    keep(house)
    assert not keep(house, replace(CHANGE, day=TODAY))
    assert found(house) == HALF


def test_a_change_ends_in_the_transaction_of_its_save(house: House) -> None:
    """And it is refused when the row says something else than when it began."""
    row = contact(1)
    with house.begin() as uow:
        uow.contacts.add(row)
        uow.commit()
    keep(house, CHANGE)
    values = replace(row.values, contact_form="video", arena="remote")
    for seen in (values, row.values):
        command = CorrectContact(row.id, values, seen=seen, ends_draft=True)
        with house.begin() as uow:
            if seen == values:
                with pytest.raises(Stale):
                    correct_contact(command, uow, house.clock, house.ids)
            else:
                correct_contact(command, uow, house.clock, house.ids)
    assert found(house) is None


def test_the_mark_of_a_row_changes_with_everything_in_it() -> None:
    """A change that meets another one is told so."""
    one = contact_values()
    assert mark_of(one) == mark_of(replace(one))
    assert mark_of(one) != mark_of(replace(one, date=one.date - dt.timedelta(1)))


def test_a_draft_says_nothing_in_its_repr() -> None:
    """It could end up in a log."""
    assert "phone" not in repr(HALF) + repr(KeepDraft(HALF))
