"""First start, unlock, wrong passphrase, recovery: the real window on real files."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QDialog, QLabel

from tests.factories import PASSPHRASE
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage
from ui.widgets.feedback import Banner

NEW = "fyra nya ord i rad"


def test_at_a_cold_start_no_name_is_offered(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Nothing in or beside the store tells who works there: no list, no name on screen."""
    stage = make_stage(sample)
    stage.start()
    door = stage.window.door
    assert door.findChildren(QComboBox) == []
    words = " ".join(label.text() for label in door.findChildren(QLabel))
    assert not any(person.first_name in words for person in (MAJA, *PEOPLE))
    assert stage.focus().objectName() == "unlock_login_edt"


def test_the_passphrase_opens_the_log(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """Name, passphrase, Enter: Idag, focus in the level field."""
    stage = make_stage(sample)
    stage.log_in()
    assert stage.window.shell.page.key == "today"
    assert stage.focus().objectName() == "today_level_btn_universal_individual"
    assert stage.window.windowTitle() == "Familjecentral – Familjecentralen Eken (exempeldata)"


def test_a_wrong_passphrase_waits(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """Three sentences, and the button rests for five seconds."""
    stage = make_stage(sample)
    stage.start()
    stage.type("unlock_login_edt", "maja")
    stage.type("unlock_passphrase_edt", "fel fel fel fel")
    stage.key("Return", "unlock_passphrase_edt")
    text = stage.find("unlock_banner").text()
    assert text == (
        "Lösenfrasen stämmer inte. Inga data är skadade. "
        "Försök igen om 5 sekunder, eller använd återställningsnyckeln."
    )
    assert not stage.find("unlock_open_btn").isEnabled()
    assert stage.window.shell is None


def test_caps_lock_is_told(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """Capitals without Shift."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    stage = make_stage(sample)
    stage.start()
    field = stage.find("unlock_passphrase_edt")
    heard: list[bool] = []
    field.caps_changed.connect(heard.append)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(field, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, none, "A"))
    assert heard == [True]


def test_a_missing_file_gives_a_sentence(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """The key file is gone: the store is untouched, and it says what to do."""
    stage = make_stage(sample)
    before = stage.path.read_bytes()
    stage.path.with_suffix(".fckeys").unlink()
    stage.log_in()
    assert "Nyckelfilen bredvid lagret saknas." in stage.find("unlock_banner").text()
    assert stage.path.read_bytes() == before


def test_the_recovery_key_opens_and_is_spent(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Key, name, a new passphrase twice; a new key is shown before the log opens."""
    stage = make_stage(sample)
    stage.start()
    stage.key("Alt+N")
    stage.type("recover_key_edt", sample.recovery_key.lower().replace("-", " "))
    stage.type("recover_login_edt", "maja")
    stage.type("recover_new_edt", NEW)
    stage.keys("Tab", *NEW, "Return")
    assert stage.window.door.objectName() == "newkey_card"
    stage.type_groups("newkey")
    stage.find("newkey_next_btn").click()
    stage.settle()
    assert stage.window.shell is not None


def test_a_wrong_group_of_the_key_is_named(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Each group carries its own check."""
    stage = make_stage(sample)
    stage.start()
    stage.key("Alt+N")
    groups = sample.recovery_key.split("-")
    groups[6] = groups[6][:3] + ("0" if groups[6][3] != "0" else "1")
    stage.type("recover_key_edt", "-".join(groups))
    stage.type("recover_login_edt", "maja")
    stage.type("recover_new_edt", NEW)
    stage.type("recover_again_edt", NEW)
    stage.key("Return", "recover_again_edt")
    words = " ".join(label.text() for label in stage.window.door.findChildren(QLabel))
    assert "Grupp 7 stämmer inte." in words


def test_the_first_start_by_keys_alone(make_stage: Callable[..., Stage]) -> None:
    """Enter, names, passphrase twice, two groups typed back, Enter: the first contact."""
    stage = make_stage(None)
    stage.start()
    stage.key("Return")
    stage.window.door.take_place(str(stage.folder / "ny.fcdb"))
    for text in ("Familjecentralen Eken", "Lindköping", "Region Ek", "Maja", "maja"):
        assert stage.focus().objectName().startswith("start_")
        stage.keys(*text)
        stage.key("Tab")
    stage.key("Return", "start_name_edt")
    assert stage.focus().objectName() == "start_new_edt"
    stage.keys(*NEW, "Tab", *NEW, "Return")
    assert not stage.find("start_next_btn").isEnabled()
    stage.type_groups("start")
    assert stage.find("start_next_btn").isEnabled()
    stage.key("Return", stage.focus().objectName())
    stage.key("Return", "start_next_btn")
    shell = stage.window.shell
    assert shell is not None
    assert [item.key for item in shell.rail.pages.items][:2] == ["today", "contacts"]
    assert stage.focus().objectName() == "today_level_btn_universal_individual"
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    assert len(shell.page.saved_today.shown) == 1


def test_two_phrases_that_differ_are_told(make_stage: Callable[..., Stage]) -> None:
    """Nothing is made."""
    stage = make_stage(None)
    stage.start()
    stage.key("Return")
    stage.window.door.take_place(str(stage.folder / "ny.fcdb"))
    for name, text in (("name", "Eken"), ("first_name", "Maja"), ("login_name", "maja")):
        stage.type(f"start_{name}_edt", text)
    stage.key("Return", "start_name_edt")
    stage.type("start_new_edt", NEW)
    stage.type("start_again_edt", NEW + "x")
    stage.key("Return", "start_again_edt")
    words = [label.text() for label in stage.window.door.findChildren(QLabel)]
    assert "Fraserna är inte lika." in words
    assert not (stage.folder / "ny.fcdb").exists()


def test_another_person_takes_over_at_the_locked_screen(stage: Stage) -> None:
    """The list of names appears over a running session only; the pages are the other's."""
    stage.key("Ctrl+L")
    combo = stage.find("unlock_person_cmb")
    assert [choice.text for choice in combo.choices][-1] == "Någon annan"
    combo.set_value(str(PEOPLE[1].id))
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    shell = stage.window.shell
    assert shell.desk.person.first_name == "Eva"
    assert "contacts" not in [item.key for item in shell.rail.pages.items]


def test_the_screen_locks_by_itself(stage: Stage) -> None:
    """After ten minutes without a touch; the chip tells the time that is left."""
    watch = stage.window._idle
    watch._steady = time.monotonic() - 545
    watch.tick()
    assert stage.window.shell.chip.countdown == "Låses om 55 s – rör en tangent"
    watch._steady -= 60
    watch.tick()
    assert stage.window.door is not None


def test_a_computer_that_slept_wakes_locked(stage: Stage) -> None:
    """The steady clock stands still while it sleeps; the one on the wall does not."""
    watch = stage.window._idle
    watch._wall -= 3600
    watch.tick()
    assert stage.window.door is not None


def test_no_dialog_stays_over_a_locked_screen(stage: Stage) -> None:
    """A dialog shows rows as the pages do; it goes as Esc would let it go."""
    stage.keys("Ctrl+2", "Down", "F2")
    (dialog,) = (d for d in stage.window.findChildren(QDialog) if d.isVisible())
    stage.window.lock()
    assert not dialog.isVisible()
    assert stage.focus().objectName() == "unlock_passphrase_edt"


def test_what_nobody_foresaw_is_told(stage: Stage, make_stage: Callable[..., Stage]) -> None:
    """At work and at the door: three sentences instead of a window that is silent."""
    stage.window.tell_bug()
    said = "Ett fel i programmet stoppade åtgärden."
    assert stage.find("shell_banner").text().startswith(said)
    stage.key("Ctrl+L")
    stage.window.tell_bug()
    assert stage.find("unlock_banner").text().startswith(said)
    first = make_stage(None)
    first.start()
    first.window.tell_bug()
    assert any(b.text().startswith(said) for b in first.window.findChildren(Banner))
