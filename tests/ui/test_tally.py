"""The tally pad in a real window on a real store, by the keyboard alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel

from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import Counter, HalfDay, Tally
from tests.factories import TODAY, SeededIds
from tests.ui.stage import HOUSE, PEOPLE, Sample, Stage
from ui.today.tally import TallyPad
from ui.widgets.text import Card

SARA = PEOPLE[-1]


@pytest.fixture(autouse=True)
def in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The half of the day that is proposed follows the machine's clock."""
    monkeypatch.setattr("ui.today.tally.is_morning", lambda: True)


def pad(stage: Stage) -> TallyPad:
    return stage.window.shell.page_of("today").pad


def shown(stage: Stage) -> list[str]:
    return [tile.spoken for tile in pad(stage).tiles.values()]


def kept(stage: Stage, day: dt.date = TODAY) -> list[Tally]:
    """Return what the store holds; the session's own store answers."""
    store = stage.window._store
    found: list[Tally] = []

    def read() -> tuple[Tally, ...]:
        with store.unit_of_work() as uow:
            return tuple(uow.tallies.on_day(HOUSE.id, day))

    stage.jobs.run(read, found.extend, lambda error: None)
    stage.settle()
    return found


def test_a_tick_is_one_key(stage: Stage) -> None:
    """Ctrl T goes to the pad; each letter counts one, and it is saved with that key."""
    stage.key("Ctrl+T")
    assert stage.keys("b") == 1
    (tally,) = kept(stage)
    assert (tally.children, tally.key.half_day) == (1, HalfDay.MORNING)
    assert stage.keys("v", "b", "n", "k") == 4
    assert shown(stage) == ["Vuxna 1", "Barn 2", "Nya besökare 1", "Korta samtal 1"]
    assert stage.find("today_tally_last_lbl").text() == "Senast: korta samtal +1"
    stage.key("Ctrl+N")
    assert stage.focus().objectName() == "today_level_btn_universal_individual"


def test_shift_subtracts_and_zero_is_the_floor(stage: Stage) -> None:
    """Below 0 nothing happens; minus is off and says why."""
    stage.key("Ctrl+T")
    stage.keys("b", "B", "B")
    assert shown(stage)[1] == "Barn 0"
    assert kept(stage) == []
    minus = stage.find("today_tally_btn_child_minus")
    assert not minus.isEnabled()
    assert minus.accessibleDescription() == "Det finns inget att dra ifrån"
    assert not stage.window.shell.banner.isVisible()


def test_backspace_takes_back_the_last_tick_and_ctrl_z_too(stage: Stage) -> None:
    """In words, with the two numbers; Ctrl Y counts it again."""
    stage.key("Ctrl+T")
    stage.keys("b", "b", "v", "Backspace")
    assert shown(stage)[:2] == ["Vuxna 0", "Barn 2"]
    stage.key("Ctrl+Z")
    assert stage.window.shell.undo_bar.text() == "Barn 2 → 1"
    stage.key("Ctrl+Y")
    assert stage.window.shell.undo_bar.text() == "Barn 1 → 2"
    assert kept(stage)[0].children == 2


def test_backspace_leaves_a_contact_alone_that_was_logged_after_the_tick(
    empty_stage: Stage,
) -> None:
    """The pad's key is the pad's; the window's undo still finds the contact."""
    stage = empty_stage
    stage.key("Ctrl+T")
    stage.key("b")
    stage.key("Ctrl+N")
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    stage.key("Ctrl+T")
    stage.key("Backspace")
    assert shown(stage)[1] == "Barn 0"
    saved = stage.window.shell.page_of("today").saved_today
    assert len(saved.shown) == 1
    stage.key("Ctrl+Z")
    assert saved.shown == ()


def test_a_short_talk_stands_among_the_contacts_of_today(empty_stage: Stage) -> None:
    """One key, one row; taken back with it."""
    stage = empty_stage
    saved = stage.window.shell.page_of("today").saved_today
    stage.key("Ctrl+T")
    stage.key("k")
    (row,) = saved.shown
    assert (row.values.contact_form, row.values.topics) == ("drop_in_talk", ())
    stage.key("K")
    assert saved.shown == ()


def test_buttons_count_as_keys_do(stage: Stage) -> None:
    """Plus and minus by Tab and Space; a minus that goes off hands on the focus."""
    stage.key("Ctrl+T")
    assert stage.focus().objectName() == "today_tally_btn_adult_plus"
    assert stage.focus().accessibleName() == "Vuxna, en till"
    stage.keys("Space", "Shift+Tab")
    assert stage.focus().objectName() == "today_tally_btn_adult_minus"
    assert stage.focus().accessibleDescription() == "Vuxna 1. Skift V"
    stage.key("Space")
    assert shown(stage)[0] == "Vuxna 0"
    assert stage.focus().objectName() == "today_tally_btn_adult_plus"


def test_each_half_of_the_day_has_its_own_numbers(stage: Stage) -> None:
    """Chosen in the list; the choice stays until the day is over."""
    stage.key("Ctrl+T")
    stage.key("b")
    combo = stage.find("today_tally_cmb")
    assert combo.currentText() == "Öppna förskolan · förmiddag"
    assert len(combo.choices) == 10
    combo.setFocus()
    stage.key("Down")
    assert combo.currentText() == "Öppna förskolan · eftermiddag"
    assert shown(stage)[1] == "Barn 0"
    stage.key("Ctrl+T")
    stage.keys("b", "b")
    stage.keys("Ctrl+2", "Ctrl+1")
    assert combo.currentText() == "Öppna förskolan · eftermiddag"
    assert sorted(tally.children for tally in kept(stage)) == [1, 2]


def test_ctrl_t_opens_the_pad_from_another_page(stage: Stage) -> None:
    """As Ctrl N opens the log."""
    stage.keys("Ctrl+2", "Ctrl+T")
    assert stage.focus().objectName() == "today_tally_btn_adult_plus"


def test_a_number_is_said_at_most_once_a_second(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first at once, then only the newest."""
    said: list[str] = []
    monkeypatch.setattr(stage.window.shell.announcer, "announce", lambda t, **_: said.append(t))
    stage.key("Ctrl+T")
    stage.keys("b", "b", "b", "v")
    assert said == ["Barn 1"]
    spy = QSignalSpy(pad(stage)._quiet.timeout)
    assert spy.wait(3000)
    assert said == ["Barn 1", "Vuxna 1"]


def test_a_closed_day_is_a_hint_and_no_block(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """On a Saturday the calendar says closed; counting goes on."""
    stage = make_stage(sample)
    stage.clock.day = dt.date(2026, 10, 10)
    stage.log_in()
    assert "stängd i dag enligt kalendern" in stage.find("today_tally_closed_bar").text()
    stage.key("Ctrl+T")
    stage.key("b")
    assert kept(stage, dt.date(2026, 10, 10))[0].children == 1


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (dt.date(2026, 10, 15), True),
        (dt.date(2026, 10, 14), False),
        (dt.date(2022, 10, 15), False),  # a Saturday
        (dt.date(2022, 10, 17), True),  # the Monday after
    ],
)
def test_the_yearly_count_is_ready_on_its_day(
    make_stage: Callable[..., Stage], sample: Sample, day: dt.date, offered: bool
) -> None:
    """Chosen when the pad opens, kept apart from ordinary days; on a working day."""
    stage = make_stage(sample)
    stage.clock.day = day
    stage.log_in()
    combo = stage.find("today_tally_cmb")
    assert combo.currentText().startswith("15 oktober · ") is offered
    stage.key("Ctrl+T")
    stage.key("b")
    assert (kept(stage, day)[0].key.occasion == "october_count") is offered


def test_women_and_men_can_be_counted_apart(stage: Stage) -> None:
    """Chosen in the settings; V for a woman, M for a man; together again they are adults."""
    stage.keys("Ctrl+T", "Ctrl+8")
    check = stage.find("settings_tally_apart_chk")
    check.setFocus()
    stage.key("Space")
    stage.key("Ctrl+T")
    stage.keys("v", "m", "m")
    assert shown(stage)[:2] == ["Kvinnor 1", "Män 2"]
    (tally,) = kept(stage)
    assert [tally.count(c) for c in (Counter.WOMEN, Counter.MEN, Counter.ADULTS)] == [1, 2, 0]
    stage.keys("Ctrl+8", *["Ctrl+Z"] * 4)
    assert not check.isChecked()
    stage.key("Ctrl+T")
    assert shown(stage)[0] == "Vuxna 0"
    assert kept(stage) == []


def test_a_locked_month_says_so_in_a_sentence(stage: Stage) -> None:
    """The pad stays as it was."""
    stage.key("Ctrl+T")
    store = stage.window._store
    done: list[int] = []

    def lock() -> int:
        with store.unit_of_work() as uow:
            uow.periods.lock(HOUSE.id, [Month.of(TODAY)], dt.date(2026, 11, 1), SeededIds(8))
            uow.commit()
        return 1

    stage.jobs.run(lock, done.append, lambda error: None)
    stage.settle()
    stage.key("b")
    assert "är låst och dess pinnar är räknade" in stage.window.shell.banner.text()
    assert shown(stage)[1] == "Barn 0"


# --- the tally keeper -------------------------------------------------------------------------


@pytest.fixture
def keeper(make_stage: Callable[..., Stage], empty_sample: Sample) -> Stage:
    """Return a window unlocked by somebody who only counts."""
    stage = make_stage(empty_sample)
    stage.log_in(SARA)
    return stage


def test_a_tally_keeper_sees_the_pad_and_nothing_else(keeper: Stage) -> None:
    """One page in the navigation, no other key leads anywhere, no words of contacts."""
    shell = keeper.window.shell
    assert [spec.key for spec in shell._specs] == ["today"]
    keeper.keys("Ctrl+2", "Ctrl+8", "Ctrl+N")
    assert shell.page.key == "today"
    texts = " ".join(label.text() for label in shell.page.findChildren(QLabel))
    assert "Snabblogg" not in texts
    assert "Sparat i dag" not in texts
    shell.chip.open_menu()
    offered = [a.objectName() for a in shell.chip._menu.actions() if a.isVisible()]
    assert offered == ["shell_session_act_lock", "shell_session_act_switch"]
    shell.chip._menu.close()


def test_a_tally_keeper_counts_from_the_first_key(keeper: Stage) -> None:
    """The pad has the focus; a talk is nobody's; undo works to the last tick."""
    assert keeper.keys("b") == 1
    keeper.keys("k", "K", "k")
    assert shown(keeper)[1::2] == ["Barn 1", "Korta samtal 1"]
    keeper.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert kept(keeper) == []
    keeper.key("F1")
    assert keeper.window.shell.help.isVisible()
    assert "Så pinnar du" in keeper.find("shell_help_txt").toPlainText()


def test_the_levels_are_explained_where_the_pad_leaves_room(stage: Stage) -> None:
    """In a tall window, and again when it has grown."""
    card = stage.window.findChild(Card, "today_levels_card")
    assert not card.isVisible()
    stage.window.resize(1440, 1100)
    stage.settle()
    assert card.isVisible()


def test_the_pad_is_a_tab_of_its_own_where_it_is_narrow(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Ctrl T opens the tab; the log and the saved contacts have theirs."""
    stage = make_stage(sample, width=960, height=600)
    stage.log_in()
    assert not pad(stage).isVisible()
    stage.key("Ctrl+T")
    assert pad(stage).isVisible()
    assert not stage.window.shell.page.form.isVisible()
    stage.key("b")
    assert shown(stage)[1] == "Barn 1"
    stage.key("Ctrl+N")
    assert not pad(stage).isVisible()
