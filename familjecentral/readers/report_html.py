"""Reads the printed tables of a report back from its web page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from familjecentral.disclosure.table import TableSet
from familjecentral.errors import UnusableFile
from familjecentral.readers.report_grid import Definitions, Grid, Head, cells_of

_WIDEST = 200  # columns; no report has so many


def read_report_html(path: Path, known: Definitions) -> TableSet:
    """Return the cells of a report's web page.

    Raises:
        UnusableFile: not a page of tables, or not one that the definitions explain.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UnusableFile("unreadable", path.name) from error
    except UnicodeDecodeError as error:
        raise UnusableFile("not_utf8", path.name) from error
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return cells_of((_grid(table) for table in parser.tables), known)


@dataclass(slots=True)
class _Cell:
    """A cell: whether it is a head, and over how many rows and columns it goes."""

    is_head: bool
    rows: int
    columns: int
    text: str = ""


@dataclass(slots=True)
class _Found:
    """A table as its tags say."""

    place: str
    caption: str = ""
    head: list[list[_Cell]] = field(default_factory=list)
    body: list[list[_Cell]] = field(default_factory=list)


class _Tables(HTMLParser):
    """Collects the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Found] = []
        self._in_head = self._in_caption = False
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow what opens."""
        if tag == "table":
            self.tables.append(_Found(f"rad {self.getpos()[0]}"))
        elif not self.tables:
            return
        table = self.tables[-1]
        if tag in ("thead", "tbody"):
            self._in_head = tag == "thead"
        elif tag == "caption":
            self._in_caption = True
        elif tag == "tr":
            (table.head if self._in_head else table.body).append([])
        elif tag in ("th", "td"):
            rows = table.head if self._in_head else table.body
            said = dict(attrs)
            if not rows:
                raise UnusableFile("no_head", table.place)
            high, wide = (_span(said.get(name), table.place) for name in ("rowspan", "colspan"))
            self._cell = _Cell(tag == "th", high, wide)
            rows[-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        """Follow what closes."""
        if tag in ("th", "td"):
            self._cell = None
        elif tag == "caption":
            self._in_caption = False

    def handle_data(self, data: str) -> None:
        """Keep the words of captions and cells."""
        if self._cell is not None:
            self._cell.text += data
        elif self._in_caption:
            self.tables[-1].caption += data


def _span(text: str | None, place: str) -> int:
    if text is None:
        return 1
    if not text.isdecimal() or not 1 <= int(text) <= _WIDEST:
        raise UnusableFile("no_head", place)
    return int(text)


def _grid(table: _Found) -> Grid:
    if not table.head or len(table.head) > 2:
        raise UnusableFile("no_head", table.place)
    heads = list(_heads(table))
    rows = []
    for row in table.body:
        if not row or not row[0].is_head or any(cell.is_head for cell in row[1:]):
            raise UnusableFile("unknown_row", table.place)
        rows.append((row[0].text, tuple(cell.text for cell in row[1:])))
    return Grid(table.caption, tuple(heads[1:]), tuple(rows), table.place)


def _heads(table: _Found) -> Iterator[Head]:
    """Yield the heads of the columns: of a group each of its columns, named by the lower row."""
    upper, lower = table.head[0], iter(table.head[1] if len(table.head) > 1 else ())
    for cell in upper:
        if cell.rows == len(table.head):
            yield Head(cell.text)
            continue
        for _ in range(cell.columns):
            below = next(lower, None)
            if below is None:
                raise UnusableFile("no_head", table.place)
            yield Head(below.text, cell.text)
