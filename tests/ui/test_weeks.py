"""Own weeks on Idag, and the overview of the own quarter."""

from __future__ import annotations

import datetime as dt

from familjecentral.contacts.model import Contact, ContactId
from familjecentral.contacts.weeks import WeekStatus
from tests.factories import TODAY, contact_values, uuid_of
from tests.ui.stage import MAJA, Stage
from tests.ui.test_today import page


def log_weeks_ago(stage: Stage, *weeks: int) -> None:
    """Keep a row so many weeks ago, and let the page read anew."""
    days = [TODAY - dt.timedelta(weeks=n) for n in weeks]

    def work(uow) -> None:
        for number, day in enumerate(days):
            values = contact_values(date=day, duration_band="m31_60")
            uow.contacts.add(Contact(ContactId(uuid_of(900 + number)), MAJA.id, values))
        uow.commit()

    stage.window.shell.desk.ask(work, lambda _: page(stage)._presenter.load())
    stage.settle()


def test_nobody_is_reminded_of_weeks_before_her_first(empty_stage: Stage) -> None:
    """She may not have worked here then."""
    assert page(empty_stage).weeks.isHidden()


def test_a_missing_week_is_answered_and_taken_back(empty_stage: Stage) -> None:
    """F6 to it, Svara, Inget att redovisa; Ctrl Z asks again."""
    stage = empty_stage
    log_weeks_ago(stage, 4, 2)
    card = page(stage).weeks
    assert card.accessibleName() == "Vecka 38 saknar registrering, mån 14/9 – sön 20/9, och 2 till"
    stage.keys("F6", "F6")
    assert stage.focus().objectName() == "today_weeks_btn_answer"
    stage.key("Return")
    assert stage.focus().objectName() == "today_weeks_btn_nothing"
    stage.key("Return")
    assert stage.window.shell.undo_bar.text() == "Vecka 38: inget att redovisa"
    assert card.accessibleName().startswith("Vecka 40 saknar registrering")
    stage.key("Ctrl+Z")
    assert card.accessibleName().startswith("Vecka 38 saknar registrering")


def test_the_overview_shows_numbers_time_and_weeks(empty_stage: Stage) -> None:
    """Alt V; zero is a dash; only the quarter's own rows; Esc closes."""
    stage = empty_stage
    log_weeks_ago(stage, 0, 1, 5)
    stage.key("Alt+V")
    assert stage.find("overview_individual_universal_lbl").text() == "2"
    assert stage.find("overview_individual_universal_hours_lbl").text() == "ca 1,5 h"
    assert stage.find("overview_individual_indicated_lbl").text() == "–"
    assert stage.find("overview_bands_lbl").text() == "Längd: 31–60 min: 2."
    strip = stage.find("overview_weeks_list")
    assert [week for week, _ in strip.model_of_weeks.weeks][:2] == [40, 41]
    assert strip.model_of_weeks.weeks[0][1] is WeekStatus.REPORTED
    stage.key("Esc", stage.focus().objectName())


def test_a_week_in_the_overview_can_be_answered(empty_stage: Stage) -> None:
    """Enter on ? leads to the question on the page."""
    stage = empty_stage
    stage.key("Alt+V")
    strip = stage.find("overview_weeks_list")
    strip.setFocus()
    stage.key("Return", "overview_weeks_list")
    assert stage.focus().objectName() == "today_weeks_btn_nothing"
    stage.key("Return")
    assert page(stage)._shown.weeks[-14].status is WeekStatus.NOTHING
