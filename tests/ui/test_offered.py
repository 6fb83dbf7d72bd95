"""Planned sessions of today in the quick log: marked as held instead of logged once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from familjecentral.contacts.store import ContactQuery
from familjecentral.groups.model import Session, SessionStatus
from tests.ui.grouping import TERM, make_groups
from tests.ui.stage import MAJA, Sample, Stage

THURSDAY = "Vägledande samspel, torsdag"


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with the groups of a term; one of them meets today."""
    return make_groups(tmp_path_factory.mktemp("erbjuden"))


@pytest.fixture
def today(make_stage: Callable[..., Stage], grouped: Sample) -> Stage:
    """Return *Idag* of somebody who leads today's group."""
    stage = make_stage(grouped)
    stage.log_in(MAJA)
    return stage


def meeting(stage: Stage) -> Session:
    """Return today's session as it is stored."""
    with stage.window.shell.desk.store.unit_of_work() as uow:
        group = next(g for g in uow.groups.in_term(TERM) if g.title == THURSDAY)
    return next(s for s in group.course if s.day == stage.clock.today())


def rows(stage: Stage) -> int:
    """Return how many contacts there are."""
    with stage.window.shell.desk.store.unit_of_work() as uow:
        return uow.contacts.count(ContactQuery())


def offer(stage: Stage) -> QWidget:
    """Return what is offered, shown or not."""
    found = stage.window.findChild(QWidget, "today_offered")
    assert isinstance(found, QWidget)
    return found


@pytest.mark.parametrize("digit", ["2", "5", "8"])
def test_two_keys_mark_the_session_and_add_no_row(today: Stage, digit: str) -> None:
    """The group level offers it first; Enter marks it, no contact is saved, undo takes it back."""
    before = rows(today)
    today.keys("Ctrl+N", digit)
    assert today.focus().objectName() == f"today_offered_btn_{meeting(today).id.hex[:8]}"
    today.key("Return")
    assert meeting(today).status is SessionStatus.HELD
    assert rows(today) == before
    assert today.window.shell.page.form.entry().is_blank()
    assert not offer(today).isVisible()
    today.key("Ctrl+Z")
    assert meeting(today).status is SessionStatus.PLANNED


def test_only_the_group_level_of_today_offers_it(today: Stage) -> None:
    """Not at the other levels, and not while another day is filled in."""
    for digit in "13467":
        today.keys("Ctrl+N", digit)
        assert not offer(today).isVisible(), digit
    today.keys("Ctrl+N", "2")
    assert offer(today).isVisible()
    today.key("Alt+D")
    assert not offer(today).isVisible()


def test_tab_goes_past_the_offer_to_the_fields(today: Stage) -> None:
    """A group that nobody planned is logged as before."""
    before = rows(today)
    today.keys("Ctrl+N", "2", "Tab", "ö", "Tab", "Tab")
    today.keys("5", "Tab", "2", "Tab", "7", "Tab", "1", "Return")
    assert rows(today) == before + 1
    assert meeting(today).status is SessionStatus.PLANNED


def test_what_was_typed_before_a_session_was_taken_comes_back(today: Stage) -> None:
    """The form is emptied by the choice; one more undo brings it back."""
    today.keys("Ctrl+N", "2", "Tab", "ö", "Ctrl+N", "2", "Return", "Ctrl+Z", "Ctrl+Z")
    entry = today.window.shell.page.form.entry()
    assert str(entry.fields["group"]).startswith("open_group:")


def test_who_leads_no_group_is_offered_nothing(
    make_stage: Callable[..., Stage], empty_sample: Sample
) -> None:
    """Without planned sessions the field comes first, as ever."""
    stage = make_stage(empty_sample)
    stage.log_in(MAJA)
    stage.keys("Ctrl+N", "2")
    assert not offer(stage).isVisible()
    assert stage.focus().objectName() == "today_group_cmb"
