"""The year in the window: to date, by centre with coarser tables, and a correction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.commands.rule_file import read_rule
from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.table import Hierarchy
from familjecentral.readers.tables_csv import read_tables
from tests.factories import PASSPHRASE
from tests.ui.quarter import accept_by_keys, dialog, focus_in, press
from tests.ui.stage import Sample, Stage
from tests.ui.test_report import open_page, until
from tests.ui.year import published_year
from tests.walks.houses import ASKEN, TO_DATE
from ui.report.dialogs import PriceQuestion
from ui.report.page import ReportPage
from ui.report.state import ReportState, Step
from ui.widgets.combo import CodedCombo

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support \w+")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store of two houses with three published quarters."""
    return published_year(tmp_path_factory.mktemp("år"))


def choose(stage: Stage, name: str, value: str) -> None:
    combo = stage.find(name)
    assert isinstance(combo, CodedCombo)
    combo.set_value(value)
    combo.changed.emit()


def shown(state: ReportState) -> int | None:
    """Return the number of the release whose pages are shown."""
    draft = state.draft if state.busy is None and state.step is Step.EXPORT else None
    return draft.number if draft is not None else None


def publish(stage: Stage, page: ReportPage) -> None:
    """Go from the pages to the registered release by keys."""
    stage.key("Alt+N")
    until(page, lambda s: s.proved and s.busy is None)
    stage.key("Alt+N")
    accept_by_keys("report_publish")
    focus_in(dialog()).setProperty("text", PASSPHRASE)
    press(focus_in(dialog()), Qt.Key.Key_Return)
    until(page, lambda s: s.step is Step.EXPORT and s.busy is None)


def save(page: ReportPage, folder: Path) -> None:
    page.presenter.save(folder, ("csv",))
    until(page, lambda s: bool(s.saved) and s.busy is None)


def test_a_year_to_date_and_a_breakdown_are_published_and_cannot_be_solved(
    make_stage: Callable[..., Stage], year: Sample, tmp_path: Path
) -> None:
    """Three quarters, the year to date, then a breakdown by centre: it is refused, and the
    coarser tables that are shown in its place can be published."""
    stage = make_stage(year)
    page = open_page(stage)
    until(page, lambda s: shown(s) == 3)
    out = tmp_path / "ut"
    for number in (1, 2, 3):
        page.presenter.open_release(number)
        until(page, lambda s, n=number: shown(s) == n)
        save(page, out)
    choose(stage, "report_kind_cmb", PeriodType.YEAR_TO_DATE.value)
    until(page, lambda s: s.period == TO_DATE and s.is_locked)
    stage.key("Alt+N")
    until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    publish(stage, page)
    save(page, out)
    choose(stage, "report_kind_cmb", PeriodType.QUARTER.value)
    until(page, lambda s: shown(s) == 3)
    choose(stage, "report_centre_cmb", str(ASKEN.id))
    until(page, lambda s: s.centre == ASKEN.id and s.is_locked)
    stage.key("Alt+N")
    state = until(page, lambda s: bool(s.proposal) and s.busy is None)
    assert len(state.releases) == 4
    assert state.draft is None
    assert page.middle.currentWidget() is page.middle.proposal
    said = page.middle.proposal.accessibleName()
    assert "räknas ihop" in said or "utan uppdelning" in said or "utelämnas" in said
    stage.key("Alt+G")
    until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    publish(stage, page)
    save(page, out)
    files = sorted(out.glob("*.csv"))
    assert len(files) == 5
    inner = Hierarchy({"level": {"selective+indicated": ("selective", "indicated")}})
    rule = read_policy(read_rule(next(iter(out.glob("*.json")))))
    report = attack([read_tables(f, hierarchy=inner).tables for f in files], thresholds=rule)
    assert report.safe


def test_a_longer_period_is_one_key_away(make_stage: Callable[..., Stage], year: Sample) -> None:
    """The half-year that holds the quarter, then the year."""
    stage = make_stage(year)
    page = open_page(stage)
    until(page, lambda s: shown(s) == 3)
    page.presenter.choose_longer()
    until(page, lambda s: s.period == Period.parse("2026-H2") and bool(s.centres))
    page.presenter.choose_longer()
    until(page, lambda s: s.period == Period.parse("2026") and bool(s.centres))


def test_a_correction_shows_its_price_before_its_pages(
    make_stage: Callable[..., Stage], year: Sample
) -> None:
    """*Vänta* is the default and changes nothing; the act leads to a draft that replaces."""
    stage = make_stage(year)
    page = open_page(stage)
    until(page, lambda s: shown(s) == 3)
    button = stage.find("report_correct_btn")
    assert isinstance(button, QPushButton)
    button.click()
    stage.settle()
    asked = _asked()
    assert asked is not None
    assert "Inget tal som visas i dag döljs." in asked.said[0]
    press(focus_in(asked), Qt.Key.Key_Return)
    stage.settle()
    assert page.presenter.state.step is Step.EXPORT
    button.click()
    stage.settle()
    accept_by_keys("report_reissue")
    state = until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    assert state.correcting == 3
    publish(stage, page)
    state = page.presenter.state
    assert state.release is not None
    assert (state.release.number, state.release.replaces) == (4, 3)


def _asked() -> PriceQuestion | None:
    from PySide6.QtWidgets import QApplication

    found: QWidget | None = QApplication.activeModalWidget()
    return found if isinstance(found, PriceQuestion) else None
