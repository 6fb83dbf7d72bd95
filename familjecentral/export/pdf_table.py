"""Tables on paper: rules above and below the head and around the total, hairlines between rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familjecentral.export import paper
from familjecentral.export.charts import Anchor
from familjecentral.export.document import CIRCLE, DIAMOND, Column, Row, Table
from familjecentral.export.figures import Figure
from familjecentral.export.pdf_pen import Pen
from familjecentral.export.pdf_text import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    Placed,
    text_width,
    wrap,
    wrap_runs,
)

_SIZE = paper.TABLE
_STEP = 12.0
_ROW = 17.6
_HEAVY, _MIDDLE, _HAIR = 1.1, 0.7, 0.4
_SUPERIOR = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKER = 14.0


def entry_text(entry: Figure | str) -> str:
    """Return what stands in one place of a table."""
    return entry if isinstance(entry, str) else entry.text


def marker(pen: Pen, shape: str, x: float, y: float) -> None:
    """Draw the shape of a prevention level around a point."""
    colour = paper.LEVELS[shape]
    if shape == CIRCLE:
        pen.disc(x, y, 3.1, colour)
    elif shape == DIAMOND:
        pen.shape(((x, y - 3.9), (x + 3.9, y), (x, y + 3.9), (x - 3.9, y)), colour)
    else:
        pen.shape(((x, y - 3.7), (x + 3.9, y + 3.1), (x - 3.9, y + 3.1)), colour)


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table measured for the page's width.

    Attributes:
        label: width of the column of labels. columns: right edges of the others.
        title, heads, labels, notes: wrapped lines.
    """

    table: Table
    label: float
    rights: tuple[float, ...]
    title: list[list[Placed]]
    heads: list[list[str]]
    row_head: list[str]
    labels: list[list[str]]
    notes: list[list[str]]

    @property
    def has_groups(self) -> bool:
        """Whether a line of groups stands above the heads."""
        return any(column.group for column in self.table.columns)

    @property
    def group_height(self) -> float:
        """Height of the line of groups."""
        if not self.has_groups:
            return 0.0
        two = any(column.group_unit for column in self.table.columns)
        return 6 + _STEP * (2 if two else 1)

    @property
    def head_height(self) -> float:
        """Height from the top rule to the rule below the head."""
        lines = max(len(self.row_head), *(len(head) for head in self.heads))
        return self.group_height + 6.5 + _STEP * lines

    @property
    def title_height(self) -> float:
        """Height of the title with the space below it."""
        return len(self.title) * 13.6 + 5

    @property
    def notes_height(self) -> float:
        """Height of the notes with the space above them."""
        return 3 + sum(map(len, self.notes)) * 11.2 + 14

    def row_height(self, place: int) -> float:
        """Height of a row; wrapped labels make it taller."""
        return _ROW + (len(self.labels[place]) - 1) * _STEP

    def height(self, rows: range) -> float:
        """Height of a part of the table with its title, head and (at the end) notes."""
        last = rows.stop == len(self.table.rows)
        return (
            self.title_height
            + self.head_height
            + sum(self.row_height(place) for place in rows)
            + (self.notes_height if last else 14)
        )


def lay_out(table: Table) -> TableLayout:
    """Measure a table: columns as wide as they need, the rest for the labels."""
    count = len(table.columns)
    needs = [_need(table, place, column) for place, column in enumerate(table.columns)]
    natural = max(
        [text_width(row.label, REGULAR, _SIZE) + _indent(row) for row in table.rows]
        + [text_width(table.row_head, SEMIBOLD, _SIZE)]
    )
    least = min(natural + 10, max(paper.WIDTH * 0.36, paper.WIDTH - sum(needs)))
    if sum(needs) > paper.WIDTH - least:
        least = max(paper.WIDTH - sum(needs), paper.WIDTH * 0.15)
        scale = min(1.0, (paper.WIDTH - least) / sum(needs))
        needs = [need * scale for need in needs]
    spare = (paper.WIDTH - least - sum(needs)) / count
    widest = 92.0 if count <= 4 else 66.0
    widths = [min(need + spare, max(need, widest)) for need in needs]
    label = paper.WIDTH - sum(widths)
    rights, x = [], label
    for width in widths:
        x += width
        rights.append(x)
    number = f"Tabell {table.number}."
    runs = [(f"{number} {table.title}.", SEMIBOLD)]
    if table.unit:
        runs.append((f" {table.unit}", REGULAR))
    return TableLayout(
        table=table,
        label=label,
        rights=tuple(rights),
        title=wrap_runs(runs, paper.CAPTION, paper.WIDTH),
        heads=[
            wrap(column.head, SEMIBOLD, _SIZE, width - 8 - (_MARKER if column.marker else 0))
            for column, width in zip(table.columns, widths, strict=True)
        ],
        row_head=wrap(table.row_head, SEMIBOLD, _SIZE, label - 6),
        labels=[
            wrap(noted(row), SEMIBOLD if row.is_total else REGULAR, _SIZE, label - 8 - _indent(row))
            for row in table.rows
        ],
        notes=[wrap(note, REGULAR, paper.SMALL, paper.WIDTH) for note in table.notes],
    )


def noted(row: Row) -> str:
    """Return a row's words with the sign of its footnote."""
    return row.label + row.note.translate(_SUPERIOR)


def _indent(row: Row) -> float:
    return _MARKER if row.marker or row.is_part else 0.0


def _need(table: Table, place: int, column: Column) -> float:
    entries = [text_width(entry_text(row.entries[place]), SEMIBOLD, _SIZE) for row in table.rows]
    words = [text_width(word, SEMIBOLD, _SIZE) for word in column.head.split(" ")]
    marked = _MARKER if column.marker else 0
    return max([*entries, *(word + marked for word in words)]) + 12


def draw_table(pen: Pen, layout: TableLayout, rows: range, y: float) -> None:
    """Draw a part of a table with its top at y; every part repeats title and head."""
    x, table = paper.MARGIN, layout.table
    key = f"Tabell {table.number}"
    with pen.inside("Table", key):
        if rows.start:
            again = [(f"{key}. {table.title}.", SEMIBOLD), (" Forts.", REGULAR)]
            title = wrap_runs(again, paper.CAPTION, paper.WIDTH)
            with pen.outside():
                pen.lines(x, y, title, size=paper.CAPTION, step=13.6)
        else:
            with pen.inside("Caption"):
                pen.lines(x, y, layout.title, size=paper.CAPTION, step=13.6)
        y += layout.title_height
        pen.line(x, y, x + paper.WIDTH, y, width=_HEAVY, colour=paper.TEXT)
        with pen.outside() if rows.start else pen.inside("THead"):
            _draw_head(pen, layout, y)
        y += layout.head_height
        pen.line(x, y, x + paper.WIDTH, y, width=_MIDDLE, colour=paper.TEXT)
        with pen.inside("TBody", f"{key} TBody"):
            y = _draw_rows(pen, layout, rows, y)
    if rows.stop == len(table.rows):
        y += 3 + 8.6
        for note in layout.notes:
            with pen.inside("P"):
                pen.column(x, y, note, step=11.2, size=paper.SMALL, colour=paper.TEXT_2)
            y += 11.2 * len(note)


def _draw_rows(pen: Pen, layout: TableLayout, rows: range, y: float) -> float:
    for place in rows:
        with pen.inside("TR"):
            _draw_row(pen, layout, place, y)
        y += layout.row_height(place)
        last = place == rows.stop - 1
        pen.line(
            paper.MARGIN,
            y,
            paper.MARGIN + paper.WIDTH,
            y,
            width=_HEAVY if last else _HAIR,
            colour=paper.TEXT if last else paper.LINE,
        )
    return y


def _draw_head(pen: Pen, layout: TableLayout, y: float) -> None:
    """Draw the heads row by row: groups, and heads that no group stands over; then the rest."""
    groups = {group[2]: group for group in column_groups(layout.table.columns)}
    under = [bool(column.group) for column in layout.table.columns]
    deep = 2 if groups else 1
    bottom = y + layout.head_height
    with pen.inside("TR"):
        with pen.inside("TH", scope="Column", rows=deep):
            _draw_words(pen, layout.row_head, paper.MARGIN, bottom, Anchor.START)
        for place, is_under in enumerate(under):
            if place in groups:
                _draw_group(pen, layout, groups[place], y)
            elif not is_under:
                _draw_column_head(pen, layout, place, bottom, rows=deep)
    if groups:
        with pen.inside("TR"):
            for place, is_under in enumerate(under):
                if is_under:
                    _draw_column_head(pen, layout, place, bottom, rows=1)


def _draw_group(pen: Pen, layout: TableLayout, group: tuple[str, str, int, int], y: float) -> None:
    words, unit, first, last = group
    x = paper.MARGIN
    left = x + (layout.rights[first - 1] if first else layout.label) + 8
    with pen.inside("TH", scope="Column", columns=last - first + 1):
        base = y + 3.5 + _SIZE
        pen.text(left, base, words, font=SEMIBOLD, size=_SIZE, goes_on=bool(unit))
        if unit:
            pen.text(left, base + _STEP, unit, size=_SIZE, colour=paper.TEXT_2)
    rule = y + layout.group_height
    pen.line(left, rule, x + layout.rights[last], rule, width=_HAIR, colour=paper.OUTLINE)


def _draw_column_head(
    pen: Pen, layout: TableLayout, place: int, bottom: float, *, rows: int
) -> None:
    column, lines = layout.table.columns[place], layout.heads[place]
    right = paper.MARGIN + layout.rights[place]
    with pen.inside("TH", scope="Column", rows=rows):
        _draw_words(pen, lines, right, bottom, Anchor.END)
    if column.marker:
        wide = max(text_width(line, SEMIBOLD, _SIZE) for line in lines)
        marker(pen, column.marker, right - wide - 9, bottom - 8.5)


def column_groups(columns: Sequence[Column]) -> Iterator[tuple[str, str, int, int]]:
    """Yield (group, unit, first, last) for neighbours with the same group."""
    start = 0
    for place, column in enumerate(columns):
        following = columns[place + 1].group if place + 1 < len(columns) else None
        if following != column.group:
            if column.group:
                yield column.group, column.group_unit, start, place
            start = place + 1


def _draw_words(pen: Pen, lines: Sequence[str], x: float, bottom: float, anchor: Anchor) -> None:
    y = bottom - 5 - (len(lines) - 1) * _STEP
    pen.column(x, y, lines, step=_STEP, font=SEMIBOLD, size=_SIZE, anchor=anchor)


def _draw_row(pen: Pen, layout: TableLayout, place: int, y: float) -> None:
    x, row = paper.MARGIN, layout.table.rows[place]
    base = y + _ROW / 2 + _SIZE * 0.34
    if row.marker:
        marker(pen, row.marker, x + 4, base - _SIZE * 0.32)
    font = SEMIBOLD if row.is_total else REGULAR
    with pen.inside("TH", scope="Row"):
        pen.column(x + _indent(row), base, layout.labels[place], step=_STEP, font=font, size=_SIZE)
    for index, (entry, right) in enumerate(zip(row.entries, layout.rights, strict=True)):
        strong = index in layout.table.strong
        with pen.inside("TD"):
            pen.text(
                x + right,
                base,
                entry_text(entry),
                font=BOLD
                if strong and row.is_total
                else SEMIBOLD
                if strong or row.is_total
                else font,
                size=_SIZE,
                anchor=Anchor.END,
            )
