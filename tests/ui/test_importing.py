"""Importera: the window over the engine, with the real store and the real sample files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QToolButton,
    QWidget,
)

from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.use_cases import count_contacts
from tests.ui.importing import FILES, choose, find, keep_mapping, open_import, press, type_file
from tests.ui.stage import PEOPLE, Sample, Stage
from tests.ui.test_names import LOOKS, check_inside, check_label, is_shown
from ui.importing.dialog import ImportDialog
from ui.widgets.naming import interactive

ROWS_BEFORE = 38
HEAD = "Datum;Preventionsnivå;Arbetsnivå;Kontaktform"


def expected(name: str) -> dict[str, object]:
    """Return what the engine's own samples expect."""
    found: dict[str, object] = json.loads((FILES / f"{name}.expected.json").read_text("utf-8"))
    return found


def log(folder: Path, *rows: str, head: str = HEAD, name: str = "egen.csv") -> Path:
    """Write a log of a few rows."""
    path = folder / name
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return path


def talk(day: int, more: str = "") -> str:
    return f"2026-10-0{day};universal;individual;booked_talk{more}"


def kept(stage: Stage) -> int:
    """Return how many contacts the store holds."""
    assert stage.window.shell is not None
    with stage.window.shell.desk.store.unit_of_work() as uow:
        return count_contacts(ContactQuery(), uow)


def open_file(stage: Stage, path: Path) -> ImportDialog:
    """Open the import and read a file."""
    dialog = open_import(stage)
    type_file(stage, dialog, path)
    return dialog


def run_text(dialog: ImportDialog) -> str:
    button = find(dialog, "import_run_btn")
    return button.text() if button.isEnabled() else f"({button.accessibleDescription()})"


def import_now(stage: Stage, dialog: ImportDialog) -> None:
    press(stage, dialog, Qt.Key.Key_Return, ctrl=True)


def test_keys_alone_lead_from_the_list_to_the_imported_rows(stage: Stage) -> None:
    """Ctrl I, the path, Enter, Ctrl Enter, Enter: the sample's 405 contacts are in the list."""
    dialog = open_file(stage, FILES / "kontakter-2026-kv1-kv2.csv")
    wanted = expected("kontakter-2026-kv1-kv2")
    assert run_text(dialog) == f"Importera {wanted['accepted_rows']} rader"
    assert find(dialog, "import_about_lbl").text().endswith("CSV · UTF-8 · semikolon")
    import_now(stage, dialog)
    assert find(dialog, "import_done_lbl").text() == f"{wanted['contacts']} kontakter importerade."
    assert kept(stage) == ROWS_BEFORE + 405
    import_now(stage, dialog)
    assert stage.window.shell is not None
    assert stage.window.shell.undo_bar.text() == "405 kontakter importerade"
    stage.key("Ctrl+Z")
    assert kept(stage) == ROWS_BEFORE


def test_the_whole_import_is_undone_from_the_last_step(stage: Stage) -> None:
    """Ctrl Z in the dialog; afterwards there is no step left to undo twice."""
    dialog = open_file(stage, FILES / "kontakter-2026-kv1-kv2.csv")
    import_now(stage, dialog)
    press(stage, dialog, Qt.Key.Key_Z, ctrl=True)
    assert find(dialog, "import_done_lbl").text() == "Importen är ångrad."
    assert kept(stage) == ROWS_BEFORE
    assert stage.window.shell is not None
    assert not stage.window.shell.undo_stack.can_undo


def test_a_saved_mapping_reads_the_log_as_expected(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Every reject of the sample stands with row and column; the row in doubt waits, No first."""
    stage = make_stage(sample)
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_file(stage, FILES / "logg-2026.xlsx")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    wanted = expected("logg-2026")
    shown = dialog.review.rows.model.rows
    rejected = [(r.number, r.column) for r in shown if not r.id]
    aside = [(r.number, r.column) for r in shown if r.id]
    assert rejected == [(r["row"], r["column"]) for r in wanted["rejected"]]  # type: ignore[attr-defined]
    assert aside == [(80, "Anteckning")]
    assert run_text(dialog) == "Importera 77 rader"
    assert "läses inte in" in dialog.review._note.text()
    assert "7 celler" in dialog.review._note.text()
    examples = {line.text: line.example for line in dialog.review._columns._lines}
    assert examples["Anteckning"] == ""
    assert examples["Dag"] == "2026-01-07"


def test_space_lets_in_one_row_at_a_time(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """The answer counts at once, can be taken back, and 78 rows come in."""
    stage = make_stage(sample)
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_file(stage, FILES / "logg-2026.xlsx")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    table = dialog.review.rows.table
    table.setFocus()
    for _ in range(6):
        press(stage, dialog, Qt.Key.Key_Down)
    press(stage, dialog, Qt.Key.Key_Space)
    assert run_text(dialog) == "Importera 78 rader"
    press(stage, dialog, Qt.Key.Key_Space)
    assert run_text(dialog) == "Importera 77 rader"
    press(stage, dialog, Qt.Key.Key_Space)
    import_now(stage, dialog)
    assert kept(stage) == ROWS_BEFORE + 78


def test_rows_come_in_without_their_notes(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """The check box leaves the column unread: all 84 rows come in."""
    stage = make_stage(sample)
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_file(stage, FILES / "logg-2026.xlsx")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    find(dialog, "import_notes_chk").setFocus()
    press(stage, dialog, Qt.Key.Key_Space)
    assert run_text(dialog) == "Importera 84 rader"


def test_a_tally_sheet_needs_only_its_working_level(stage: Stage) -> None:
    """Kind, year and headings are found; 350 contacts as the sample expects."""
    dialog = open_file(stage, FILES / "pinnark-2026.xlsx")
    assert find(dialog, "import_title_lbl").text().startswith("Importera pinnlista")
    assert run_text(dialog) == "(Välj först arbetsnivå.)"
    choose(stage, dialog, "import_level_cmb_working", "individual")
    import_now(stage, dialog)
    wanted = expected("pinnark-2026")
    assert dialog._presenter.report is not None
    found = dialog._presenter.report.as_json()
    for name in ("accepted_rows", "contacts", "counts", "ignored_rows", "rejected"):
        assert found[name] == wanted[name]


def test_columns_and_words_of_an_old_system_are_chosen_and_saved(stage: Stage) -> None:
    """No column is dropped in silence: each waits for its answer; the choices make the sample's
    counts, and serve the next file under a name."""
    dialog = open_file(stage, FILES / "gamla-systemet-2026.csv")
    assert run_text(dialog) == "(Välj först vad varje kolumn blir.)"
    assert "har ingen plats" in find(dialog, "import_problem_bar").text()
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.objectName() == "import_column_cmb_a"
    fields = ("date", "prevention_level", "working_level", "contact_form", "duration_minutes")
    for letter, field in zip("abcde", fields, strict=True):
        choose(stage, dialog, f"import_column_cmb_{letter}", field)
    choose(stage, dialog, "import_column_cmb_g", "topic")
    choose(stage, dialog, "import_column_cmb_h", "child_age_band")
    lists = {"1": "universal", "2": "selective", "3": "indicated", "gravid": "pregnancy"}
    asked = [(line.key, line.text.split(": ")[1]) for line in dialog.review._asked._lines]
    for key, text in asked:
        if text in lists:
            choose(stage, dialog, f"import_word_cmb_{key}", lists[text])
    report = dialog._presenter.looked.report  # type: ignore[union-attr]
    assert report is not None
    wanted = expected("gamla-systemet-2026")
    assert report.as_json()["counts"] == wanted["counts"]
    find(dialog, "import_name_edt").setText("Gamla systemet")
    find(dialog, "import_name_edt").setFocus()
    press(stage, dialog, Qt.Key.Key_Return)
    dialog.leave()
    again = open_file(stage, FILES / "gamla-systemet-2026.csv")
    choose(stage, again, "import_mapping_cmb", "Gamla systemet")
    assert run_text(again) == "Importera 80 rader"
    find(again, "import_forget_btn").click()
    stage.settle()
    assert find(again, "import_mapping_cmb").findData("Gamla systemet") == -1


def test_a_name_of_a_person_is_no_name_for_a_mapping(stage: Stage) -> None:
    """The guard stops it below the field; the mapping is not kept."""
    dialog = open_file(stage, FILES / "kontakter-2026-kv1-kv2.csv")
    find(dialog, "import_name_edt").setText("Anna Andersson 19850102-1234")
    find(dialog, "import_save_btn").click()
    stage.settle()
    assert "personuppgift" in dialog.review._name_field.error
    assert find(dialog, "import_mapping_cmb").count() == 1


def test_the_same_file_again_is_refused_until_insisted(stage: Stage) -> None:
    """The day of the first import is named; the check box opens the way."""
    dialog = open_file(stage, FILES / "kontakter-2026-kv1-kv2.csv")
    import_now(stage, dialog)
    import_now(stage, dialog)
    again = open_file(stage, FILES / "kontakter-2026-kv1-kv2.csv")
    day = stage.clock.today().isoformat()
    assert f"Filen är redan importerad {day}." in find(again, "import_again_bar").text()
    assert run_text(again) == "(Filen är redan importerad.)"
    import_now(stage, again)
    assert kept(stage) == ROWS_BEFORE + 405
    find(again, "import_insist_chk").setFocus()
    press(stage, again, Qt.Key.Key_Space)
    import_now(stage, again)
    assert kept(stage) == ROWS_BEFORE + 810


def test_cancel_leaves_nothing(stage: Stage, tmp_path: Path) -> None:
    """Esc while rows are being stored: none of them stays, and the import can be begun again."""
    rows = [talk(1 + n % 5) for n in range(3000)]
    dialog = open_file(stage, log(tmp_path, *rows))
    dialog._presenter.start()
    assert dialog._busy == "import"
    dialog.reject()
    stage.settle()
    assert kept(stage) == ROWS_BEFORE
    assert "Du avbröt." in find(dialog, "import_banner").text()
    assert run_text(dialog) == "Importera 3000 rader"


def test_the_list_of_left_rows_holds_no_content(stage: Stage, tmp_path: Path) -> None:
    """Row, column and reason; the words of the file stay there."""
    path = log(tmp_path, talk(1), "2026-10-02;hemligt ord;individual;phone", "2026-13-04;universal")
    dialog = open_file(stage, path)
    assert [r.number for r in dialog.review.rows.model.rows] == [3, 4]
    out = tmp_path / "kvar.csv"
    dialog._presenter.save_list(out)
    stage.settle()
    text = out.read_text("utf-8-sig")
    assert [line[:2] for line in csv.reader(text.splitlines(), delimiter=";")] == [
        ["Rad", "Kolumn"],
        ["3", "Preventionsnivå"],
        ["4", "Datum"],
    ]
    assert "hemligt" not in text
    assert "kvar.csv" in find(dialog, "import_banner").text()


def test_a_column_of_unknown_text_gives_no_example(stage: Stage, tmp_path: Path) -> None:
    """Names never reach the screen; left out, the rows come in."""
    path = log(tmp_path, talk(1, ";Anna Svensson"), talk(2, ";Mamman grät"), head=f"{HEAD};Övrigt")
    dialog = open_file(stage, path)
    assert [line.example for line in dialog.review._columns._lines][-1] == ""
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Anna" not in words
    assert "grät" not in words
    choose(stage, dialog, "import_column_cmb_e", "-")
    assert run_text(dialog) == "Importera 2 rader"


def test_a_column_of_text_taken_for_codes_shows_no_person(stage: Stage, tmp_path: Path) -> None:
    """Whatever it is said to become: what the guard finds is not asked about."""
    path = log(tmp_path, talk(1, ";Anna Svensson"), talk(2, ";070-174 06 05"), head=f"{HEAD};Vem")
    dialog = open_file(stage, path)
    choose(stage, dialog, "import_column_cmb_e", "topic")
    assert [line.text for line in dialog.review._asked._lines] == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("finns-inte.csv", None, "Filen finns inte."),
        ("bild.xlsx", b"\x89PNG no spreadsheet", "Filen går inte att läsa."),
        ("nollor.csv", b"a;b\0c", "Filen går inte att läsa."),
    ],
)
def test_an_unreadable_file_says_so_at_the_field(
    stage: Stage, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    """The first step stays, with the path in it."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    dialog = open_file(stage, tmp_path / name)
    assert dialog.choose.field.error.startswith(said)
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.objectName() == "import_file_edt"


def test_who_may_not_import_sees_no_button(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """The coordinator has no own contacts to add to."""
    stage = make_stage(sample)
    stage.log_in(PEOPLE[2])
    stage.key("Ctrl+2")
    buttons = stage.window.findChildren(QAbstractButton, "contacts_import_btn")
    assert not any(button.isVisible() for button in buttons)


def test_the_lock_stops_an_import(stage: Stage, tmp_path: Path) -> None:
    """Locked while rows are being stored: nothing of it stays."""
    rows = [talk(1 + n % 5) for n in range(3000)]
    dialog = open_file(stage, log(tmp_path, *rows))
    dialog._presenter.start()
    stage.window.lock()
    stage.settle()
    assert QApplication.activeModalWidget() is None
    assert kept(stage) == ROWS_BEFORE
    assert stage.window.shell is not None
    assert not stage.window.shell.undo_stack.can_undo


def controls(dialog: ImportDialog) -> list[QWidget]:
    return [widget for widget in interactive(dialog) if is_shown(widget)]


@pytest.mark.parametrize(("width", "height", "text_size"), LOOKS)
def test_every_step_is_named_and_uncut(
    make_stage: Callable[..., Stage], sample: Sample, width: int, height: int, text_size: int
) -> None:
    """Each control has both names, each text its room, and the foot stays in the window."""
    stage = make_stage(sample, width=width, height=height, text_size=text_size)
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_import(stage)
    check_step(dialog, stage, "file")
    type_file(stage, dialog, FILES / "logg-2026.xlsx")
    check_step(dialog, stage, "columns")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    check_step(dialog, stage, "rows")
    import_now(stage, dialog)
    find(dialog, "import_open_btn").click()
    check_step(dialog, stage, "done")


def check_step(dialog: ImportDialog, stage: Stage, place: str) -> None:
    """Check one step."""
    stage.settle()
    assert dialog.height() <= stage.window.height()
    assert dialog.width() <= stage.window.width()
    names = [widget.objectName() for widget in controls(dialog)]
    assert len(set(names)) == len(names), f"{place}: {sorted(names)}"
    for widget in controls(dialog):
        assert widget.objectName().isascii(), place
        assert widget.objectName(), f"{place}: {widget}"
        assert widget.accessibleName(), f"{place}: {widget.objectName()}"
    for label in dialog.findChildren(QLabel):
        if is_shown(label) and label.text() and type(label) is QLabel:
            check_label(label, place)
            is_plain = label.textFormat() is Qt.TextFormat.PlainText
            assert not (is_plain and "</" in label.text()), f"{place}: {label.text()}"
    for button in dialog.findChildren(QAbstractButton):
        if is_shown(button) and button.text() and type(button) is not QToolButton:
            assert button.width() >= button.minimumSizeHint().width() - 1, button.objectName()
            check_inside(button, place)
    for combo in dialog.findChildren(QComboBox):
        if is_shown(combo):
            check_inside(combo, place)


def test_what_the_guard_found_stands_first_in_the_list(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """The kind is what tells the rows apart; the whole sentence is read aloud and in the tip."""
    stage = make_stage(sample)
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_import(stage)
    type_file(stage, dialog, FILES / "logg-2026.xlsx")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    model = dialog.review.rows.model
    first, last = model.index(0, 2), model.index(model.rowCount() - 1, 2)
    assert first.data() == "Namn och ålder (personuppgift)"
    assert last.data() == "Förnamn (kanske)"
    assert "innehåller en personuppgift: namn" in first.data(Qt.ItemDataRole.ToolTipRole)
    assert "ser ut som en personuppgift" in last.data(Qt.ItemDataRole.AccessibleTextRole)
