"""Sheets of groups: every seat and session on paper once, and nobody's name but the leaders'."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from familjecentral.export.attendance_pdf import write_attendance
from familjecentral.export.poster_pdf import write_poster
from familjecentral.export.programme_pdf import write_programme, write_room
from familjecentral.export.sheets import (
    AttendanceSheet,
    Meeting,
    Poster,
    PosterFact,
    ProgrammeEntry,
    RoomSheet,
    SheetFrame,
    TermProgramme,
    clock,
    seats_in_words,
    skipped_sentence,
    usual_time,
    weeks_of,
)
from tests.unit.export.sample import FONTS

FRAME = SheetFrame("Familjecentralen Eken", dt.date(2026, 9, 14), sample=True)
FIRST = dt.date(2026, 9, 17)
POSTER = Poster(
    FRAME, "Föräldragrupp", "Vägledande samspel", "Kom och prata. " * 30,
    tuple(PosterFact(sign, f"Rubrik {sign}", "och mer") for sign in ("time", "place", "x")),
    "Anmäl dig från 12 oktober", "Prata med Maja", "0123-45 67 89",
    "Ekeby kommun och Region Norrvik",
)  # fmt: skip


def meetings(count: int, **more) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(n, FIRST + dt.timedelta(weeks=n - 1), 810, 120, "ICDP", "Lilla salen", **more)
        for n in range(1, count + 1)
    )


def attendance(seats: int, sessions: tuple[Meeting, ...], **more) -> AttendanceSheet:
    return AttendanceSheet(
        FRAME, "Vägledande samspel", "Lilla salen", "hösttermin 2026", ("Maja", "Johan"),
        sessions, seats, **more,
    )  # fmt: skip


def programme_of(groups: int) -> TermProgramme:
    """Return a term with so many groups, a break and how to sign up."""
    entries = tuple(
        ProgrammeEntry(
            f"Grupp {n}",
            "För alla",
            meetings(8, leaders=("Maja", "Åke")),
            "Lilla salen",
            "8 platser",
        )
        for n in range(groups)
    )
    closed = ((dt.date(2026, 10, 26), dt.date(2026, 10, 30), "höstlov"),)
    return TermProgramme(FRAME, "Hösten 2026", entries, "Ring oss.", closed)


def pages(path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


@settings(max_examples=15, deadline=None)
@given(seats=st.integers(1, 45), count=st.integers(0, 27))
def test_every_seat_meets_every_session_once(tmp_path_factory, seats, count) -> None:
    """However many pages it takes, and each page says its number."""
    path = tmp_path_factory.mktemp("sheet") / "lista.pdf"
    write_attendance(path, attendance(seats, meetings(count)), fonts=FONTS)
    found = pages(path)
    pairs = [
        (int(seat), day)
        for page in found
        for seat in re.findall(r"Plats (\d+)", page)
        for day in re.findall(r"\b\d+/\d+\b", page) or [""]
    ]
    days = [f"{m.day.day}/{m.day.month}" for m in meetings(count)] or [""]
    assert sorted(pairs) == sorted((seat, day) for seat in range(1, seats + 1) for day in days)
    assert all(f"Sida {n} av {len(found)}" in page for n, page in enumerate(found, 1))
    assert all("förstörs efter sista träffen" in page for page in found)


def test_the_sheet_tells_when_where_and_what_falls_out(tmp_path) -> None:
    """Weekday and time, room, term, weeks, leaders, skipped weeks, sample data."""
    sessions = (*meetings(2), Meeting(3, dt.date(2026, 10, 1), 810, 120, cancelled=True))
    path = tmp_path / "lista.pdf"
    write_attendance(path, attendance(8, sessions, skipped=((44, "höstlov"),)), fonts=FONTS)
    (text,) = pages(path)
    for part in (
        "Torsdagar 13.30–15.30 · Lilla salen · hösttermin 2026",
        "vecka 38–39",
        "Ledare: Maja och Johan",
        "Ingen träff vecka 44 (höstlov).",
        "Skriv inga namn på listan.",
        "inställd",
        "Exempeldata",
        "Utskriven 2026-09-14",
    ):
        assert part in text
    first = path.read_bytes()
    write_attendance(path, attendance(8, sessions, skipped=((44, "höstlov"),)), fonts=FONTS)
    assert path.read_bytes() == first


def test_a_long_title_pushes_the_grid_down(tmp_path) -> None:
    """Nothing is drawn over anything else."""
    sheet = attendance(12, meetings(12))
    long = AttendanceSheet(
        FRAME, "En mycket lång titel som inte får plats " * 2, "Stora salen på andra våningen",
        sheet.term, sheet.leaders, sheet.meetings, sheet.seats,
    )  # fmt: skip
    write_attendance(tmp_path / "lista.pdf", long, fonts=FONTS)
    heights: dict[str, float] = {}

    def note(text, _cm, matrix, _font, _size) -> None:
        if text.strip():
            heights.setdefault(text.strip(), matrix[5])

    PdfReader(tmp_path / "lista.pdf").pages[0].extract_text(visitor_text=note)
    assert heights["Ledare: Maja och Johan"] > heights["Träff"] + 10


def test_the_poster_holds_its_facts_and_the_centres_logo(tmp_path) -> None:
    """A picture of the centre takes the place of the program's mark."""
    logo = io.BytesIO()
    Image.new("RGB", (300, 90), "navy").save(logo, "PNG")
    for picture in (None, logo.getvalue()):
        path = tmp_path / "affisch.pdf"
        write_poster(path, replace(POSTER, logo=picture), fonts=FONTS)
        (page,) = PdfReader(path).pages
        text = page.extract_text()
        assert len(page.images) == (picture is not None)
        for part in ("Rubrik time", "Anmäl dig från 12 oktober", "0123-45 67 89", "Region Norrvik"):
            assert part in text


def test_the_programme_holds_every_group_of_the_term(tmp_path) -> None:
    """With days, number of times, leaders in their order, and what is closed."""
    write_programme(tmp_path / "program.pdf", programme_of(15), fonts=FONTS)
    found = pages(tmp_path / "program.pdf")
    assert len(found) > 1
    text = "\n".join(found)
    assert all(f"Grupp {n}\n" in text for n in range(15))
    assert text.count("17 september–5 november") == 15
    assert "Ledare: Maja och Åke" in text
    assert "Inga träffar: höstlov 26/10–30/10." in text
    assert "Ring oss." in text
    empty = TermProgramme(FRAME, "Hösten 2026", (), "")
    write_programme(tmp_path / "program.pdf", empty, fonts=FONTS)
    assert "Inga grupper är planerade" in pages(tmp_path / "program.pdf")[0]


@pytest.mark.parametrize("groups", range(5, 10))
def test_how_to_sign_up_never_stands_on_a_page_of_its_own(tmp_path, groups: int) -> None:
    """However full the page before is, a group stands above it."""
    write_programme(tmp_path / "program.pdf", programme_of(groups), fonts=FONTS)
    last = pages(tmp_path / "program.pdf")[-1]
    assert f"Grupp {groups - 1}\n" in last
    assert "Inga träffar" in last
    assert "Ring oss." in last


def test_the_room_sheet_goes_by_week_and_leaves_out_what_is_cancelled(tmp_path) -> None:
    """A heading never stands alone at the foot of a page."""
    held = meetings(70, leaders=("Maja",), note="flyttad")
    gone = Meeting(9, FIRST, 600, 60, "Inställd grupp", cancelled=True)
    sheet = RoomSheet(FRAME, "Lilla salen", 12, FIRST, held[-1].day, (gone, *reversed(held)))
    write_room(tmp_path / "lokal.pdf", sheet, fonts=FONTS)
    found = pages(tmp_path / "lokal.pdf")
    text = "\n".join(found)
    assert "Inställd grupp" not in text
    assert text.count("Torsdag ") == 70
    assert text.index("Vecka 38") < text.index("Vecka 53") < text.index("Vecka 1\n")
    body = [[line for line in page.splitlines() if "Sida" not in line] for page in found]
    assert all(not lines[-1].startswith("Vecka") for lines in body)
    write_room(
        tmp_path / "lokal.pdf", RoomSheet(FRAME, "Lilla salen", 12, FIRST, FIRST, ()), fonts=FONTS
    )
    assert "Inget är planerat i lokalen" in pages(tmp_path / "lokal.pdf")[0]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (clock(570), "9.30"),
        (seats_in_words(8), "Åtta platser"),
        (seats_in_words(1), "En plats"),
        (usual_time(()), ""),
        (usual_time(meetings(1)), "Torsdagar 13.30–15.30"),
        (weeks_of(()), ""),
        (weeks_of(meetings(1)), "vecka 38"),
        (weeks_of(meetings(16)), "vecka 38–53"),
        (skipped_sentence(()), ""),
        (skipped_sentence(((44, "höstlov"), (52, ""))), "Ingen träff vecka 44 (höstlov) och 52."),
    ],
)
def test_words_of_the_sheets(said: str, expected: str) -> None:
    """Swedish for times, weeks and seats."""
    assert said == expected
