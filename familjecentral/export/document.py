"""A report as blocks in reading order, before any page exists.

Writers draw it, spreadsheets and the window list its tables. It holds only what may be shown:
every number in it is a :class:`~familjecentral.export.figures.Figure` made from protected cells,
or a sentence built from one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.export.charts import Chart
from familjecentral.export.figures import Figure

# The shapes that stand beside a prevention level, so that colour is never alone.
CIRCLE, DIAMOND, TRIANGLE = "circle", "diamond", "triangle"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading; ``new_page`` starts a page."""

    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, with an optional first sentence in bold."""

    text: str
    lead: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The title of the report: a line above, the title in two lines, who and when below.
    ``mark``: the house's own mark as a plain PNG, instead of the tree."""

    kicker: str
    title: str
    period: str
    centre: str
    parties: str
    days: str
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure in large type with the lines that explain it."""

    title: str
    figure: Figure
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Key figures side by side, three in a row."""

    cards: tuple[Card, ...]


class ColumnKind(StrEnum):
    """What a column holds: counts of this release, or numbers derived or repeated."""

    COUNT = "count"
    SHARE = "share"
    EARLIER = "earlier"
    CHANGE = "change"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers. ``group`` stands above neighbours that share it, ``group_unit`` below
    the group's name; ``marker`` is a level's shape."""

    head: str
    kind: ColumnKind = ColumnKind.COUNT
    group: str = ""
    group_unit: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its words and one entry per column (a figure, or a text such as ``39 / 176``); a part
    of the row above it is indented."""

    label: str
    entries: tuple[Figure | str, ...]
    marker: str = ""
    is_total: bool = False
    note: str = ""
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table by Swedish convention: number and title above, notes and source below.

    Attributes:
        key: key of the declared tables (their column ``table`` in statistics files).
        unit: words after the title, in regular weight.
        notes: lines below, the signs that the table uses among them.
        strong: columns in heavier type.
    """

    key: str
    number: str
    title: str
    unit: str
    row_head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    strong: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A chart with its number and title above and notes below."""

    number: str
    title: str
    unit: str
    chart: Chart
    notes: tuple[str, ...]


class WeekSign(StrEnum):
    """A week's status; several centres may differ, then the worst stands."""

    REPORTED = "✓"
    NOTHING = "–"
    MISSING = "?"


WEEK_MEANS = {
    WeekSign.REPORTED: "redovisad",
    WeekSign.NOTHING: "inget att redovisa",
    WeekSign.MISSING: "ingen uppgift lämnad",
}


@dataclass(frozen=True, slots=True)
class Weeks:
    """The completeness strip: (number of the ISO week, status)."""

    weeks: tuple[tuple[int, WeekSign], ...]
    legend: str


@dataclass(frozen=True, slots=True)
class Box:
    """A text in a frame or on a tinted ground."""

    lead: str
    paragraphs: tuple[str, ...]
    tinted: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """The explanation of signs, with a box beside it (None: no box)."""

    title: str
    signs: tuple[tuple[str, str], ...]
    box: Box | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A term, and lines of (head, text); ``with_next``: on the page of the one that follows."""

    term: str
    lines: tuple[tuple[str, str], ...]
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side."""

    titles: tuple[str, ...]
    line: str


Block = (
    Heading
    | Prose
    | Cover
    | Cards
    | Table
    | Diagram
    | Weeks
    | Box
    | Signs
    | Definition
    | Signatures
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes:
        title: title of the file; holds no counts.
        file_name: stem of file names, ASCII.
        head_left, head_right: page head. badge: word in a frame beside it ("" for none).
        foot: lines of the page foot. page: words for the page number with ``{page}``, ``{pages}``.
        watermark: word across every page ("" for none).
        day: the day of the release or draft; the only time in the file.
    """

    title: str
    file_name: str
    author: str
    head_left: str
    head_right: str
    badge: str
    foot: tuple[str, ...]
    page: str
    watermark: str
    day: dt.date
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def signs(self) -> tuple[tuple[str, str], ...]:
        """The signs that are explained."""
        return next((block.signs for block in self.blocks if isinstance(block, Signs)), ())
