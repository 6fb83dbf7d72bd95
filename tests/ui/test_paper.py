"""Sheets and calendars in a real window on a real store: previewed, saved, printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from icalendar import Calendar
from PIL import Image
from PySide6.QtPrintSupport import QPrinter

from familjecentral.groups.model import Group
from familjecentral.groups.series import cancel_session
from tests.ui.grouping import LEILA, TERM, make_groups
from tests.ui.scenes_paper import drawn
from tests.ui.stage import PEOPLE, Sample, Stage
from ui.report.printing import a4, send_to

TORSDAG = "Vägledande samspel, torsdag"


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with the groups of a term."""
    return make_groups(tmp_path_factory.mktemp("papper"))


@pytest.fixture
def groups(make_stage: Callable[..., Stage], grouped: Sample) -> Stage:
    """Return a window of the coordinator with the list of groups open."""
    stage = make_stage(grouped)
    stage.log_in(LEILA)
    stage.key("Ctrl+4")
    return stage


def open_group(stage: Stage, title: str) -> Any:
    """Open a group by its row; return the page."""
    page = stage.window.shell.page
    place = next(n for n, one in enumerate(page.model.rows) if one.group.title == title)
    page.table.choose_row(place)
    stage.key("Return", "groups_list_tbl")
    return page


def kept(stage: Stage, title: str) -> Group:
    """Return a group as the store has it."""
    with stage.window.shell.desk.store.unit_of_work() as uow:
        return next(g for g in uow.groups.in_term(TERM) if g.title == title)


def words_of(path: Path) -> str:
    """Return the text of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def saved(stage: Stage, dialog: Any, path: Path) -> str:
    """Save what a dialog shows; return the text of the file."""
    dialog.save(path)
    stage.settle()
    assert "Sparad" in dialog.banner.text()
    return words_of(path)


def test_ctrl_p_on_a_group_shows_its_attendance_sheet(groups: Stage, tmp_path: Path) -> None:
    """The very page is shown, and the file is the same page: seats, no names."""
    page = open_group(groups, TORSDAG)
    groups.key("Ctrl+P")
    dialog = page.group_paper.dialog
    drawn(dialog)
    assert dialog.preview.pages == 1
    assert dialog.preview.sheet.image.width() > 100
    text = saved(groups, dialog, tmp_path / "lista.pdf")
    assert "Plats 8" in text
    assert "Skriv inga namn" in text
    printer = a4(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFileName(str(tmp_path / "utskrift.pdf"))
    assert send_to(printer, dialog.preview.document) == (1, 1)


def test_nothing_of_a_sheet_is_left_when_its_dialog_closes(groups: Stage) -> None:
    """The pages drawn for the preview lie in a folder that goes."""
    page = open_group(groups, TORSDAG)
    page.group_paper.attendance()
    groups.settle()
    folder = Path(page.group_paper.dialog._folder.path())
    assert list(folder.glob("*.pdf"))
    groups.key("Esc")
    assert not folder.exists()


def test_the_poster_starts_from_the_group_and_takes_the_houses_words(
    groups: Stage, tmp_path: Path
) -> None:
    """Title, times and seats are there; principals and telephone as typed."""
    page = open_group(groups, TORSDAG)
    page.group_paper.poster()
    groups.settle()
    dialog = page.group_paper.dialog
    groups.type("paper_poster_phone_edt", "0123-45 67 89")
    groups.type("paper_poster_parties_edt", "Ekeby kommun och Region Norrvik")
    text = saved(groups, dialog, tmp_path / "inbjudan.pdf")
    for words in ("Torsdagar 13.30", "Åtta platser", "0123-45 67 89", "Region Norrvik"):
        assert words in text


def test_a_poster_with_personal_data_is_neither_shown_nor_saved(
    groups: Stage, tmp_path: Path
) -> None:
    """The guard marks the place while it is typed, and the core refuses the file."""
    page = open_group(groups, TORSDAG)
    page.group_paper.poster()
    groups.settle()
    dialog = page.group_paper.dialog
    groups.type("paper_poster_intro_edt", " Fråga Lisa Andersson, 070-123 45 67.")
    field = dialog.fields["intro"]
    assert not field.is_clear
    assert "Skriv om" in field.finding
    path = tmp_path / "inbjudan.pdf"
    dialog.save(path)
    groups.settle()
    assert not path.exists()
    assert "Inget är utskrivet" in dialog.banner.text()


def test_a_doubt_in_the_poster_is_answered_and_then_saved(groups: Stage, tmp_path: Path) -> None:
    """A first name may be the house's own; the person says that it is nobody."""
    page = open_group(groups, TORSDAG)
    page.group_paper.poster()
    groups.settle()
    dialog = page.group_paper.dialog
    dialog._edits["sign_up_text"].clear()
    groups.type("paper_poster_sign_up_text_edt", "Prata med Maja")
    field = dialog.fields["sign_up_text"]
    assert not field.is_clear
    path = tmp_path / "inbjudan.pdf"
    dialog.save(path)
    groups.settle()
    assert not path.exists()
    field._sure.setChecked(True)
    assert "Prata med Maja" in saved(groups, dialog, path)


def test_a_logo_is_taken_without_what_lies_beside_the_picture(
    groups: Stage, tmp_path: Path
) -> None:
    """The poster shows it; place and comment of the photograph are nowhere in the file."""
    picture = tmp_path / "logo.jpg"
    image = Image.new("RGB", (300, 120), "#B5472E")
    exif = image.getexif()
    exif[0x010E] = "hemlig beskrivning"
    image.save(picture, exif=exif, comment=b"hemlig kommentar")
    page = open_group(groups, TORSDAG)
    page.group_paper.poster()
    groups.settle()
    dialog = page.group_paper.dialog
    dialog.take_logo(picture)
    groups.settle()
    logo = dialog.said().logo
    assert logo is not None
    assert b"hemlig" not in logo
    assert Image.open(io.BytesIO(logo)).size == (300, 120)
    saved(groups, dialog, tmp_path / "inbjudan.pdf")
    (shown,) = pypdf.PdfReader(tmp_path / "inbjudan.pdf").pages[0].images
    assert shown.image is not None
    groups.find("paper_poster_btn_no_logo").click()
    assert dialog.said().logo is None


def test_a_file_that_is_no_picture_is_refused_in_words(groups: Stage, tmp_path: Path) -> None:
    """The poster stays as it was."""
    broken = tmp_path / "logo.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnej")
    page = open_group(groups, TORSDAG)
    page.group_paper.poster()
    groups.settle()
    dialog = page.group_paper.dialog
    dialog.take_logo(broken)
    groups.settle()
    assert "Bilden går inte att använda" in dialog.banner.text()
    assert dialog.said().logo is None


def test_the_page_follows_what_is_typed(groups: Stage) -> None:
    """A moment after the last key the page is drawn anew."""
    page = open_group(groups, TORSDAG)
    page.group_paper.poster()
    groups.settle()
    dialog = page.group_paper.dialog
    before = dialog._shown
    groups.type("paper_poster_title_edt", "!")
    assert dialog._pause.isActive()
    groups.key("Return", "paper_poster_title_edt")
    assert dialog._shown > before
    assert not dialog._pause.isActive()


def test_the_programme_of_a_term_leaves_cancelled_groups_out(groups: Stage, tmp_path: Path) -> None:
    """Everything that families may come to, and how; the telephone is the house's."""
    page = groups.window.shell.page
    page.paper.programme()
    groups.settle()
    groups.type("paper_programme_phone_edt", "0123-45 67 89")
    text = saved(groups, page.paper.dialog, tmp_path / "program.pdf")
    assert "ABC 0–2 år" in text
    assert "BIFF" not in text
    assert "Telefon 0123-45 67 89." in text


def test_a_room_sheet_has_the_weeks_that_were_chosen(groups: Stage, tmp_path: Path) -> None:
    """The week of the day, and so many after it; a wrong day is said at its field."""
    page = groups.window.shell.page
    page.paper.room()
    groups.settle()
    dialog = page.paper.dialog
    room = next(c.key for c in dialog._room.choices if c.text == "Lilla salen")
    dialog._room.set_value(room)
    dialog._first.setText("2026-10-14")
    dialog._weeks.set_value(2)
    text = saved(groups, dialog, tmp_path / "lokal.pdf")
    assert "12 oktober–25 oktober 2026" in text or "12–25 oktober 2026" in text
    assert "Vecka 42" in text
    assert "Vecka 44" not in text
    dialog._first.setText("i förrgår kanske")
    dialog.refresh()
    assert dialog.fields["first"].error
    dialog._weeks.set_value(None)
    dialog._room.set_value(None)
    dialog.refresh()
    assert dialog.fields["weeks"].error
    assert dialog.fields["room"].error


def test_calendars_are_written_for_what_is_checked(groups: Stage, tmp_path: Path) -> None:
    """A group's page offers its own calendar, its room's and its leaders', each whole; a session
    that was cancelled lies in a file beside, METHOD:CANCEL."""
    desk = groups.window.shell.desk
    group = kept(groups, TORSDAG)
    with desk.store.unit_of_work() as uow:
        uow.groups.put(
            _next(cancel_session(group, group.sessions[-1].id, "leader_ill"), group.version)
        )
        uow.commit()
    page = open_group(groups, TORSDAG)
    groups.key("Ctrl+E")
    dialog = page.group_paper.dialog
    assert {kind for kind, _ in dialog.checks} == {"group", "room", "leader"}
    groups.find("paper_calendar_none_btn").click()
    assert not dialog._save.isEnabled()
    assert "Välj minst en" in dialog._save.toolTip()
    dialog.checks["group", str(group.id)].setChecked(True)
    dialog.save(tmp_path)
    groups.settle()
    assert "2 filer sparade" in dialog.banner.text()
    on, off = sorted(tmp_path.glob("*.ics"), key=lambda path: "installda" in path.name)
    assert on.name.startswith("grupp-vagledande-samspel-torsdag-")
    methods = [str(Calendar.from_ical(path.read_bytes())["METHOD"]) for path in (on, off)]
    assert methods == ["PUBLISH", "CANCEL"]
    (cancelled,) = Calendar.from_ical(off.read_bytes()).walk("VEVENT")
    assert str(cancelled["UID"]).startswith(str(group.sessions[-1].id))


def test_a_folder_that_cannot_be_written_is_said(groups: Stage, tmp_path: Path) -> None:
    """What to do stands in the banner of the dialog."""
    page = groups.window.shell.page
    page.paper.calendars()
    groups.settle()
    dialog = page.paper.dialog
    dialog.save(tmp_path / "finns" / "inte")
    groups.settle()
    assert dialog.banner.text()


def test_a_term_without_sessions_says_so(groups: Stage) -> None:
    """There is nothing to choose, and the button says why."""
    page = groups.window.shell.page
    groups.key("Alt+Right")
    page.paper.calendars()
    groups.settle()
    assert "Inga träffar än" in page.paper.dialog.banner.text()
    assert not page.paper.dialog._save.isEnabled()


def test_a_counsellor_prints_her_own_groups_only(
    make_stage: Callable[..., Stage], grouped: Sample, tmp_path: Path
) -> None:
    """Johan has list, poster and calendars of what he leads; programme and room are absent."""
    stage = make_stage(grouped)
    stage.log_in(PEOPLE[0])
    stage.key("Ctrl+4")
    page = stage.window.shell.page
    offered = [act.objectName() for act in page.paper.button.menu_acts.actions()]
    assert offered == ["groups_more_act_calendar"]
    open_group(stage, TORSDAG)
    page.group_paper.attendance()
    stage.settle()
    assert "Plats 1" in saved(stage, page.group_paper.dialog, tmp_path / "lista.pdf")
    stage.key("Esc")
    page.group_paper.calendars()
    stage.settle()
    leaders = [text.text() for (kind, _), text in page.group_paper.dialog.checks.items()
               if kind == "group"]  # fmt: skip
    assert leaders == [f"{TORSDAG}, 8 träffar"]


def test_a_manager_has_no_paper_of_groups(
    make_stage: Callable[..., Stage], grouped: Sample
) -> None:
    """She sees when rooms are occupied and nothing of groups, so the calendar has no *Mer*."""
    stage = make_stage(grouped)
    stage.log_in(PEOPLE[1])
    stage.key("Ctrl+5")
    assert not stage.window.shell.page.paper.button.isVisible()


def test_the_calendar_offers_term_room_and_files(groups: Stage) -> None:
    """*Mer* opens by the keyboard; the shown day gives term and weeks."""
    groups.key("Ctrl+5")
    page = groups.window.shell.page
    button = page.paper.button
    button.setFocus()
    groups.key("Down", "calendar_more_btn")
    assert button.menu_acts.isVisible()
    assert [act.text() for act in button.menu_acts.actions()] == [
        "Terminsprogram…",
        "Lokalblad…",
        "Till kalendern (.ics)…",
        "Ny bokning…",
        "Ledare borta…",
    ]
    groups.key("Down")
    groups.key("Return")
    groups.settle()
    assert page.paper.dialog._first.text() == "2026-10-05"


def _next(group: Group, version: int) -> Group:
    from dataclasses import replace

    return replace(group, version=version + 1)
