"""The attendance sheet on A4: seat by session, blank, to be destroyed after the last session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from familjecentral.calendar.names import listed
from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.paper import MM, Fonts
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import BOLD, REGULAR, SEMIBOLD, text_width, wrap
from familjecentral.export.sheet_pen import RIGHT, Draw, X, sheet_pdf
from familjecentral.export.sheets import (
    AttendanceSheet,
    Meeting,
    short_day,
    skipped_sentence,
    usual_time,
    weeks_of,
)
from familjecentral.whole import write_whole

T = TypeVar("T")

# One key each, as in the grid on screen.
SIGNS = (
    ("X", "närvarande"),
    ("A", "anmäld frånvaro"),
    ("O", "oanmäld frånvaro"),
    ("E", "ej börjat"),
    ("V", "avslutat"),
)
_SESSIONS = 12  # to a page
_SEATS = 20  # to a page
_SEAT, _SUM = 40 * MM, 24 * MM
_HEAD, _FOOT_ROW = 12 * MM, 9.6 * MM
_ROW, _LOWEST = 13.2 * MM, 7.4 * MM
_TOP = 60 * MM
_ROOM = 172 * MM
_BOX = 58.5 * MM


def write_attendance(path: Path, sheet: AttendanceSheet, *, fonts: Fonts) -> None:
    """Write the sheet; the same content gives the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    pages: list[Draw] = [
        partial(_page, sheet=sheet, seats=seats, meetings=meetings)
        for seats in _parts(range(1, sheet.seats + 1), _SEATS)
        for meetings in _parts(sheet.meetings, _SESSIONS)
    ]
    title = f"Närvarolista, {sheet.title}"
    write_whole(path, sheet_pdf(sheet.frame, title=title, pages=pages, fonts=fonts))


def _parts(whole: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """Cut into parts of at most so many, as equal as can be; one empty part of nothing."""
    count = -(-len(whole) // most) or 1
    size = -(-len(whole) // count) or 1
    return [tuple(whole[n * size : (n + 1) * size]) for n in range(count)]


def _page(
    pen: Pen, sheet: AttendanceSheet, seats: tuple[int, ...], meetings: tuple[Meeting, ...]
) -> None:
    top = max(_TOP, _title(pen, sheet) + 2 * MM)
    with pen.inside("P"):
        y = _grid(pen, top, seats, meetings)
    with pen.inside("P"):
        y = _signs(pen, y + 8 * MM)
    with pen.inside("P"):
        _last_words(pen, sheet, y + 6 * MM)


def _title(pen: Pen, sheet: AttendanceSheet) -> float:
    """Draw what the sheet is about; return the y below it."""
    wide = paper.WIDTH - _BOX - 6 * MM
    with pen.inside("H1"):
        pen.text(X, 34 * MM, "Närvarolista", font=SEMIBOLD, size=24)
    with pen.inside("P"):
        return _details(pen, sheet, wide)


def _details(pen: Pen, sheet: AttendanceSheet, wide: float) -> float:
    y = 41.8 * MM
    for line in wrap(sheet.title, SEMIBOLD, 14, wide)[:2]:
        pen.text(X, y, line, font=SEMIBOLD, size=14)
        y += 5.6 * MM
    details = [usual_time(sheet.meetings), sheet.place, sheet.term, weeks_of(sheet.meetings)]
    leaders = f"Ledare: {listed(sheet.leaders)}" if sheet.leaders else ""
    for text in (" · ".join(filter(None, details)), leaders):
        for line in wrap(text, REGULAR, 10.5, wide) if text else ():
            pen.text(X, y, line, size=10.5, colour=paper.TEXT_2)
            y += 4.9 * MM
    left, top = RIGHT - _BOX, 27.3 * MM
    pen.box(left, top, _BOX, 25 * MM, stroke=paper.PRIMARY, line=1.4, radius=6)
    pen.text(left + 12, top + 17, "Skriv inga namn på listan.", font=SEMIBOLD, colour=paper.PRIMARY)
    told = "Varje familj har ett platsnummer. Numret gäller bara den här gruppen."
    for place, line in enumerate(wrap(told, REGULAR, paper.BODY, _BOX - 22)):
        pen.text(left + 12, top + 30.5 + place * 13.4, line)
    return y


def _grid(pen: Pen, top: float, seats: tuple[int, ...], meetings: tuple[Meeting, ...]) -> float:
    """Draw the grid; return the y below it."""
    cell = (paper.WIDTH - _SEAT - _SUM) / max(len(meetings), 1)
    edges = [X, *(X + _SEAT + n * cell for n in range(len(meetings) + 1)), RIGHT]
    row = max(_LOWEST, min(_ROW, (_ROOM + _TOP - top - _HEAD - 2 * _FOOT_ROW) / max(len(seats), 1)))
    bottom = top + _HEAD + row * len(seats)
    end = bottom + 2 * _FOOT_ROW
    pen.box(X, bottom, paper.WIDTH, 2 * _FOOT_ROW, fill=paper.TINT)
    _heads(pen, top, edges, meetings)
    for place, seat in enumerate(seats):
        y = top + _HEAD + place * row
        pen.text(X + 8, y + row / 2 + 3.6, f"Plats {seat}", font=SEMIBOLD)
        pen.line(X, y, RIGHT, y, colour=paper.OUTLINE)
    for place, (text, font) in enumerate((("Närvarande", BOLD), ("Ledarens initial", REGULAR))):
        pen.text(X + 8, bottom + (place + 0.5) * _FOOT_ROW + 3.6, text, font=font)
    for meeting, left in zip(meetings, edges[1:], strict=False):
        if meeting.cancelled:
            pen.line(left + 3, bottom - 3, left + cell - 3, top + _HEAD + 3, colour=paper.OUTLINE)
    for x in edges:
        pen.line(x, top, x, end, colour=paper.OUTLINE)
    for y in (top, top + _HEAD, bottom, bottom + _FOOT_ROW, end):
        pen.line(X, y, RIGHT, y, width=0.8, colour=paper.TEXT)
    return end


def _heads(pen: Pen, top: float, edges: list[float], meetings: tuple[Meeting, ...]) -> None:
    pen.text(X + 8, top + 13.5, "Träff", font=BOLD)
    pen.text(X + 8, top + 27, "datum")
    for meeting, left, right in zip(meetings, edges[1:], edges[2:], strict=False):
        middle = (left + right) / 2
        day = "inställd" if meeting.cancelled else short_day(meeting.day)
        size = min(paper.BODY, paper.BODY * (right - left - 3) / text_width(day, REGULAR, 10.5))
        pen.text(middle, top + 13.5, str(meeting.number), font=BOLD, anchor=Anchor.MIDDLE)
        pen.text(middle, top + 27, day, size=size, anchor=Anchor.MIDDLE)
    pen.text((edges[-2] + RIGHT) / 2, top + 20, "Summa", font=BOLD, anchor=Anchor.MIDDLE)


def _signs(pen: Pen, y: float) -> float:
    x = X
    for sign, meaning in SIGNS:
        pen.text(x, y, sign, font=BOLD)
        x += text_width(sign, BOLD, paper.BODY) + 4
        pen.text(x, y, meaning)
        x += text_width(meaning, REGULAR, paper.BODY) + 20
    return y


def _last_words(pen: Pen, sheet: AttendanceSheet, y: float) -> None:
    pen.line(X, y, RIGHT, y)
    y += 6.6 * MM
    skipped = skipped_sentence(sheet.skipped)
    after = " ".join(filter(None, ("för in rutorna under Grupper › Närvaro.", skipped)))
    end = "listan förstörs efter sista träffen. Lägg den i sekretessåtervinningen; programmet"
    for head, text in (
        ("Efter träffen:", after),
        ("När gruppen är slut:", f"{end} behåller bara antalen."),
    ):
        first = text_width(f"{head} ", SEMIBOLD, paper.BODY)
        pen.text(X, y, head, font=SEMIBOLD)
        lines = wrap(text, REGULAR, paper.BODY, paper.WIDTH - first)
        for line in lines:
            pen.text(X + first, y, line)
            y += 4.9 * MM
