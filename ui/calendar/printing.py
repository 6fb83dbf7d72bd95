"""The calendar on paper and on the clipboard: what is shown, as a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QMarginsF, QMimeData, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ui.calendar.cells import Card, GridData
from ui.calendar.model import evening_text
from ui.calendar.words import clock, status_word, times
from ui.widgets.copied import OWN_ROWS
from ui.widgets.daytext import WEEKDAYS
from ui.widgets.printers import name_fields
from ui.widgets.theme import FAMILY

MARGIN = 16.5
"""Of the page, millimetres (design 8)"""
_PAD = 1.4
_FIRST_COLUMN = 0.13
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def tr(text: str) -> str:
    """Translate a text of the calendar."""
    return QCoreApplication.translate("calendar", text)


def copy_rows(lines: Sequence[Sequence[str]]) -> None:
    """Put a table on the clipboard, tab-separated; the screen lock takes it back."""
    text = "\n".join("\t".join(line) for line in lines)
    data = QMimeData()
    data.setText(text)
    data.setData(OWN_ROWS, b"1")
    QGuiApplication.clipboard().setMimeData(data)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: ``marks`` stand at the right of the head (*Exempeldata*, *UTKAST*)."""

    title: str
    subtitle: str
    marks: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    foot: str


def sheet_of(
    grid: GridData, title: str, subtitle: str, marks: tuple[str, ...], day: dt.date
) -> Sheet:
    """Return the calendar as it is shown, in the words of paper; ``day``: when it is printed."""
    is_term = grid.span == "term"
    text = _term_text if is_term else _week_text
    heads = [
        "\n".join(filter(None, (c.head, c.sub if is_term else "", c.note))) for c in grid.columns
    ]
    apart = "\n" if is_term and grid.by == "group" else "\n\n"
    rows = [
        (row.title, *(apart.join(text(card, grid) for card in cell) for cell in row.cells))
        for row in grid.rows
    ]
    evenings = [
        (
            tr("Kvällar, {name}").format(name=load.name),
            *(evening_text(load, n) for n in range(len(load.evenings))),
        )
        for load in grid.loads
    ]
    foot = tr("Samtal visas bara som Upptaget. Innehåller inga uppgifter om deltagare.")
    foot = tr("Utskriven {day}. {rest}").format(day=day.isoformat(), rest=foot)
    lines = ((grid.corner, *heads), *rows, *evenings)
    return Sheet(title, subtitle, marks, lines, foot)


def _week_text(card: Card, _: GridData) -> str:
    """Return a card as in the week: when, what, who, what has become of it."""
    part = card.part.replace(" ", "\N{NO-BREAK SPACE}")
    head = f"{card.title}, {part}" if part else card.title
    parts = [f"{times(card.start, card.end)} {head}", card.below]
    if card.group_id is not None and card.state.value in ("cancelled", "held"):
        parts.append(status_word(card.state))
    if card.clash:
        parts.append(tr("Krock: {word}").format(word=card.clash))
    return "\n".join(part for part in parts if part)


def _term_text(card: Card, grid: GridData) -> str:
    """Return a card as in the term: number, day and time; whose where the row does not say it."""
    number = f"{card.number}" if card.of else card.part
    parts = [number, f"{WEEKDAYS[card.day.weekday()][:3]} {clock(card.start)}"]
    if grid.by != "group":
        parts = [card.title, " ".join(parts)]
    if card.state.value == "cancelled":
        parts.append(status_word(card.state))
    if card.clash:
        parts.append(tr("krock"))
    return "\n".join(parts)


def landscape(printer: QPrinter) -> QPrinter:
    """Set a printer up for the calendar: A4 across."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    return printer


_VOWELS = frozenset("aeiouyåäö")
_LEAST = 3
"""Letters on either side of a hyphen"""


def in_parts(word: str, room: float, width_of: Callable[[str], float]) -> str:
    """Return a word with a hyphen and a new line wherever it is too wide for the room, if it can
    be before a consonant with a vowel after it."""
    if width_of(word) <= room:
        return word
    most = max((n for n in range(1, len(word)) if width_of(f"{word[:n]}-") <= room), default=1)
    most = max(min(most, len(word) - _LEAST), 1)
    good = [
        n
        for n in range(min(_LEAST, most), most + 1)
        if word[n].isalpha() and word[n].lower() not in _VOWELS and word[n + 1].lower() in _VOWELS
    ]
    at = good[-1] if good else most
    return f"{word[:at]}-\n{in_parts(word[at:], room, width_of)}"


def _fitted(text: str, room: float, width_of: Callable[[str], float]) -> str:
    return re.sub(r"\S+", lambda word: in_parts(word[0], room, width_of), text)


class Pages:
    """A sheet laid out for a printer: rows are never cut, the head line is on every page."""

    def __init__(self, sheet: Sheet, printer: QPrinter) -> None:
        self._sheet = sheet
        self._printer = printer
        self._mm = printer.resolution() / 25.4
        area = printer.pageLayout().paintRectPixels(printer.resolution())
        self._width, self._height = float(area.width()), float(area.height())
        many = max(len(sheet.lines[0]) - 1, 1)
        first = self._width * _FIRST_COLUMN
        self._columns = [first, *[(self._width - first) / many] * many]
        self._size = 8.0 if many < 8 else 7.0
        self._top = 15 * self._mm
        self._bottom = self._height - 8 * self._mm
        head, *lines = sheet.lines
        self._head, self._lines = self._fitted(head), [self._fitted(line) for line in lines]
        self.rows = self._paged()

    def _font(self, size: float, *, bold: bool = False) -> QFont:
        made = QFont(FAMILY)
        made.setPointSizeF(size)
        made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return made

    def _fitted(self, line: Sequence[str]) -> tuple[str, ...]:
        """Return the texts of a line with every word that is too wide for its column in parts."""
        metrics = QFontMetricsF(self._font(self._size, bold=True), self._printer)
        pad = _PAD * self._mm
        return tuple(
            _fitted(text, width - 2 * pad, metrics.horizontalAdvance)
            for text, width in zip(line, self._columns, strict=True)
        )

    def _height_of(self, line: Sequence[str]) -> float:
        metrics = QFontMetricsF(self._font(self._size, bold=True), self._printer)
        pad = _PAD * self._mm
        heights = [
            metrics.boundingRect(QRectF(0, 0, width - 2 * pad, 10_000), _FLAGS, text).height()
            for text, width in zip(line, self._columns, strict=True)
        ]
        return max(heights) + 2 * pad

    def _paged(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Return the rows of each page, without the head line."""
        start = self._top + self._height_of(self._head)
        pages: list[list[tuple[str, ...]]] = [[]]
        y = start
        for line in self._lines:
            high = self._height_of(line)
            if pages[-1] and y + high > self._bottom:
                pages.append([])
                y = start
            pages[-1].append(line)
            y += high
        return tuple(map(tuple, pages))

    def paint(self) -> None:
        """Print all pages."""
        painter = QPainter(self._printer)
        for number, rows in enumerate(self.rows, 1):
            if number > 1:
                self._printer.newPage()
            self._paint_frame(painter, number)
            y = self._line(painter, self._top, self._head, bold=True)
            for row in rows:
                y = self._line(painter, y, row)
        painter.end()

    def _paint_frame(self, painter: QPainter, number: int) -> None:
        sheet, mm = self._sheet, self._mm
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        painter.setPen(QColor("black"))
        head = QRectF(0, 0, self._width, 7 * mm)
        painter.setFont(self._font(14, bold=True))
        painter.drawText(head, _FLAGS, sheet.title)
        painter.setFont(self._font(10, bold=True))
        painter.drawText(head, right, " · ".join(sheet.marks))
        painter.setFont(self._font(9))
        painter.drawText(QRectF(0, 7.5 * mm, self._width, 6 * mm), _FLAGS, sheet.subtitle)
        foot = QRectF(0, self._height - 5 * mm, self._width, 5 * mm)
        painter.setFont(self._font(8))
        painter.drawText(foot, _FLAGS, sheet.foot)
        page = tr("Sida {n} av {all}").format(n=number, all=len(self.rows))
        painter.drawText(foot, right, page)

    def _line(
        self, painter: QPainter, y: float, line: Sequence[str], *, bold: bool = False
    ) -> float:
        """Draw one row and the hairline under it; return where the next one begins."""
        high, pad, x = self._height_of(line), _PAD * self._mm, 0.0
        for place, (text, width) in enumerate(zip(line, self._columns, strict=True)):
            painter.setFont(self._font(self._size, bold=bold or not place))
            cell = QRectF(x + pad, y + pad, width - 2 * pad, high - 2 * pad)
            painter.drawText(cell, _FLAGS, text)
            x += width
        painter.setPen(QPen(QColor("black"), (0.35 if bold else 0.12) * self._mm))
        painter.drawLine(0, round(y + high), round(self._width), round(y + high))
        return y + high


class PrintRun:
    """Asks for a printer and prints one calendar, or another table of texts."""

    def __init__(self, parent: QWidget, sheet: Sheet, name: str = "calendar_print_dlg") -> None:
        self._sheet = sheet
        self.printer = landscape(QPrinter(QPrinter.PrinterMode.HighResolution))
        self.dialog = name_fields(QPrintDialog(self.printer, parent))
        self.dialog.setObjectName(name)
        self.dialog.accepted.connect(self.print)
        self.dialog.setModal(True)

    def print(self) -> None:
        """Print it."""
        Pages(self._sheet, self.printer).paint()
