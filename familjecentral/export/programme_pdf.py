"""The term's programme for the notice board, and the sheet for a room's door; both on A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from familjecentral.calendar.names import listed, span
from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.paper import MM, Fonts
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import REGULAR, SEMIBOLD, register, wrap
from familjecentral.export.sheet_pen import RIGHT, Draw, X, sheet_pdf
from familjecentral.export.sheets import (
    WEEKDAYS,
    Meeting,
    ProgrammeEntry,
    RoomSheet,
    TermProgramme,
    long_day,
    short_day,
    usual_time,
)
from familjecentral.export.words import number_word
from familjecentral.order import by_name
from familjecentral.whole import write_whole

_TITLE_HEIGHT = 31 * MM
_STEP = 13.6
_LEFT = 54 * MM  # of what stands beside the time


@dataclass(frozen=True, slots=True)
class _Block:
    height: float
    draw: Callable[[Pen, float], None]
    with_next: bool = False
    is_head: bool = False


def write_programme(path: Path, programme: TermProgramme, *, fonts: Fonts) -> None:
    """Write the programme of a term.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    register(fonts)
    blocks = [_entry(entry) for entry in programme.entries]
    notes = _notes(programme)
    # What is said below all groups stands with the last of them, never on a page of its own.
    bound = blocks[-1:] + notes
    blocks = [*blocks[:-1], *(replace(block, with_next=True) for block in bound[:-1]), *bound[-1:]]
    _write(
        path, programme.frame.centre, "Föräldragrupper", programme.term, blocks, programme, fonts
    )


def write_room(path: Path, sheet: RoomSheet, *, fonts: Fonts) -> None:
    """Write who has a room, by ISO week.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    register(fonts)
    held = sorted(
        (m for m in sheet.meetings if not m.cancelled),
        key=lambda m: (m.day, m.start, by_name(m.title)),
    )
    blocks: list[_Block] = []
    for (year, week), meetings in groupby(held, key=lambda m: m.day.isocalendar()[:2]):
        del year
        blocks.append(_week(week))
        blocks += [_row(meeting) for meeting in meetings]
    if not held:
        blocks.append(_sentence("Inget är planerat i lokalen under tiden."))
    about = f"{sheet.seats} platser · {span(sheet.first, sheet.last)}"
    _write(path, sheet.frame.centre, sheet.room, about, blocks, sheet, fonts)


def _write(
    path: Path,
    centre: str,
    title: str,
    about: str,
    blocks: Sequence[_Block],
    sheet: TermProgramme | RoomSheet,
    fonts: Fonts,
) -> None:
    pages = [_page(title, about, part) for part in _stacked(blocks)]
    whole = sheet_pdf(sheet.frame, title=f"{title}, {centre}", pages=pages, fonts=fonts)
    write_whole(path, whole)


def _stacked(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Put blocks on pages; a heading stands with what follows it."""
    room = paper.BOTTOM - paper.TOP - _TITLE_HEIGHT
    pages: list[list[_Block]] = [[]]
    used = 0.0
    for place, block in enumerate(blocks):
        end = place
        while blocks[end].with_next:
            end += 1
        needed = sum(bound.height for bound in blocks[place : end + 1])
        if pages[-1] and used + needed > room:
            pages.append([])
            used = 0.0
        pages[-1].append(block)
        used += block.height
    return pages


def _page(title: str, about: str, blocks: Iterable[_Block]) -> Draw:
    def draw(pen: Pen) -> None:
        with pen.inside("H1"):
            pen.text(X, 36 * MM, title, font=SEMIBOLD, size=26)
        with pen.inside("P"):
            pen.text(X, 44 * MM, about, size=13, colour=paper.TEXT_2)
        y = paper.TOP + _TITLE_HEIGHT - 6 * MM
        for block in blocks:
            with pen.inside("H2" if block.is_head else "P"):
                block.draw(pen, y)
            y += block.height

    return draw


def _entry(entry: ProgrammeEntry) -> _Block:
    wide = paper.WIDTH - _LEFT
    held = [m for m in entry.meetings if not m.cancelled]
    first = min((m.day for m in held), default=None)
    last = max((m.day for m in held), default=None)
    days = f"{long_day(first)}–{long_day(last)}" if first and last and first != last else ""
    when = [usual_time(entry.meetings), days or (long_day(first) if first else "")]
    number = len(held)
    often = f"{number_word(number)} {'gång' if number == 1 else 'gånger'}" if number else ""
    leaders = listed(list(dict.fromkeys(name for m in held for name in m.leaders)))
    beside = [
        *((line, REGULAR) for line in wrap(entry.audience, REGULAR, 11, wide) if entry.audience),
        *(
            (line, REGULAR)
            for text in (
                " · ".join(filter(None, (entry.place, often, entry.seats))),
                f"Ledare: {leaders}" if leaders else "",
                entry.note,
            )
            if text
            for line in wrap(text, REGULAR, 11, wide)
        ),
    ]
    titles = wrap(entry.title, SEMIBOLD, 14, wide)
    lines = [line for text in when if text for line in wrap(text, SEMIBOLD, 11, _LEFT - 10)]
    height = max(len(titles) * 18 + len(beside) * _STEP, len(lines) * _STEP + 4) + 20

    def draw(pen: Pen, y: float) -> None:
        pen.line(X, y, RIGHT, y, colour=paper.OUTLINE)
        for place, line in enumerate(lines):
            pen.text(X, y + 22 + place * _STEP, line, font=SEMIBOLD, size=11, colour=paper.PRIMARY)
        below = y + 23
        for line in titles:
            pen.text(X + _LEFT, below, line, font=SEMIBOLD, size=14)
            below += 18
        for line, font in beside:
            pen.text(X + _LEFT, below - 2, line, font=font, size=11, colour=paper.TEXT_2)
            below += _STEP

    return _Block(height, draw)


def _notes(programme: TermProgramme) -> list[_Block]:
    notes = []
    if not programme.entries:
        notes.append(_sentence("Inga grupper är planerade för terminen än."))
    if programme.closed:
        spans = [
            f"{reason} {short_day(first)}{'' if first == last else f'–{short_day(last)}'}"
            for first, last, reason in programme.closed
        ]
        notes.append(_sentence(f"Inga träffar: {listed(spans)}."))
    if programme.sign_up:
        notes.append(_sentence(programme.sign_up, font=SEMIBOLD))
    return notes


def _sentence(text: str, *, font: str = REGULAR) -> _Block:
    lines = wrap(text, font, 11.5, paper.WIDTH)

    def draw(pen: Pen, y: float) -> None:
        pen.line(X, y, RIGHT, y, colour=paper.LINE)
        for place, line in enumerate(lines):
            pen.text(X, y + 22 + place * 15, line, font=font, size=11.5)

    return _Block(len(lines) * 15 + 18, draw)


def _week(week: int) -> _Block:
    def draw(pen: Pen, y: float) -> None:
        pen.text(X, y + 20, f"Vecka {week}", font=SEMIBOLD, size=12, colour=paper.PRIMARY)
        pen.line(X, y + 26, RIGHT, y + 26, width=0.8, colour=paper.OUTLINE)

    return _Block(27, draw, with_next=True, is_head=True)


def _row(meeting: Meeting) -> _Block:
    wide = paper.WIDTH - 78 * MM
    titles = wrap(meeting.title, SEMIBOLD, 11, wide)
    about = " · ".join(filter(None, (listed(meeting.leaders), meeting.note)))
    lines = wrap(about, REGULAR, 10, wide) if about else []
    height = len(titles) * 14 + len(lines) * 12.5 + 9

    def draw(pen: Pen, y: float) -> None:
        pen.text(X, y + 15, f"{_weekday(meeting.day)} {short_day(meeting.day)}", size=11)
        pen.text(X + 72 * MM, y + 15, meeting.times, size=11, anchor=Anchor.END)
        below = y + 15
        for line in titles:
            pen.text(X + 78 * MM, below, line, font=SEMIBOLD, size=11)
            below += 14
        for line in lines:
            pen.text(X + 78 * MM, below - 1, line, size=10, colour=paper.TEXT_2)
            below += 12.5
        pen.line(X, y + height, RIGHT, y + height)

    return _Block(height, draw)


def _weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()].capitalize()
