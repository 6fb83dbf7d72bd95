"""The tables of one release as they are looked at in the window: parts of them, charts, files.

Made from the same cells and shapes as the report, so a number is the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from familjecentral.calendar.names import capital, period_short
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.safe import SafeTable, reopen
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.export.build import framed
from familjecentral.export.build_tables import (
    GROUP_FIELDS,
    group_source,
    kind_notes,
    marker_of,
    notes_of,
    now_head,
    row_notes,
    source,
    threshold_of,
    title_of,
    total_hidden,
    visit_source,
)
from familjecentral.export.charts import Bars, Chart, StackedShares
from familjecentral.export.charts_screen import ChartPicture, Lines, StackedBars
from familjecentral.export.cubes import cubes_of
from familjecentral.export.document import Column, ColumnKind, Diagram, Document, Row, Table
from familjecentral.export.figures import NOTHING, Cells, Figure, Status, change, share, total
from familjecentral.export.paper import Fonts
from familjecentral.export.report import STATISTICS, write_report
from familjecentral.export.report_input import ReportInput
from familjecentral.releases.draft import Draft
from familjecentral.releases.known import registered
from familjecentral.releases.late import CONTACTS
from familjecentral.releases.model import RULE_ENDING
from familjecentral.releases.view import TableChoice, View, ViewCell, ViewHead, ViewRow
from familjecentral.statistics.printed import MONTH, Line, Shape, level_of, shapes
from familjecentral.statistics.projection import Compare, Pick, can_merge, key_of, project
from familjecentral.statistics.rule import policy_text
from familjecentral.whole import write_whole

Progress = Callable[[float], None]
LONGEST = 12
"""Periods in a line over time."""
_WHOLE = Line("")


class ReportBook:
    """The tables of one release or draft."""

    def __init__(self, report: ReportInput, fonts: Fonts) -> None:
        draft, labels = report.draft, report.words.labels
        self._report = report
        self._fonts = fonts
        self._shapes = {
            shape.number: shape
            for shape in shapes(draft.declared, labels, report.centre_keys, draft.period)
        }
        self._series = tuple(_series(report))

    @property
    def draft(self) -> Draft:
        """The release or draft that it shows."""
        return self._report.draft

    @property
    def tables(self) -> tuple[TableChoice, ...]:
        """The printed tables in order."""
        return tuple(
            TableChoice(
                shape.number,
                shape.title,
                shape.row_head,
                tuple((key_of(line), line.label) for line in shape.rows),
                tuple((key_of(line), _column_words(shape, line)) for line in shape.columns),
                _by_measure(shape),
                can_merge(shape),
                self._measures(shape),
            )
            for shape in self._shapes.values()
        )

    def _measures(self, shape: Shape) -> tuple[tuple[str, str], ...]:
        """Return what a table counts: (measure, words)."""
        lines = (*shape.rows, *shape.columns)
        keys = [shape.measure, *(line.measure for line in lines)]
        texts = self._report.words.labels.measures
        return tuple((key, capital(texts[key].many)) for key in dict.fromkeys(filter(None, keys)))

    def _shape(self, pick: Pick) -> Shape:
        """Return the table that is picked, or the first where a release lacks it."""
        return self._shapes.get(pick.table) or next(iter(self._shapes.values()))

    # --- the table ------------------------------------------------------------------------------

    def view(self, pick: Pick) -> View:
        """Return a part of a table with its charts."""
        whole = self._shape(pick)
        shape = project(whole, pick)
        table = self._table(shape, pick)
        declared = self.draft.declared
        return View(
            title=f"Tabell {table.number}. {table.title}",
            unit=table.unit,
            row_head=table.row_head,
            heads=tuple(
                ViewHead(c.head, c.kind, c.group, c.marker, place in table.strong)
                for place, c in enumerate(table.columns)
            ),
            rows=tuple(
                ViewRow(key_of(line), row.label, _cells(row), row.marker, row.is_total)
                for line, row in zip(shape.rows, table.rows, strict=True)
            ),
            notes=table.notes,
            charts=tuple(self._charts(whole, shape)),
            threshold=threshold_of(self._report, shape),
            sensitive=max((r.threshold for r in declared.sensitive), default=declared.threshold),
        )

    def _compared(self, pick: Pick) -> Iterator[tuple[str, Cells]]:
        """Yield (head, cells) of the earlier periods beside the table."""
        beside = self._report.beside
        wanted = {
            Compare.PREVIOUS: beside[:1],
            Compare.YEAR_BEFORE: beside[-1:],
            Compare.BOTH: beside,
        }
        for head, cells in wanted.get(pick.compare, ()):
            yield capital(head), cells

    def _table(self, shape: Shape, pick: Pick) -> Table:
        report = self._report
        crossed = not _by_measure(shape) and len(shape.columns) > 1
        columns: list[Column] = []
        for line in shape.columns:
            kind = ColumnKind.SHARE if pick.as_share else ColumnKind.COUNT
            head, group = (line.label if crossed else now_head(report)), line.group
            if shape.is_matrix:
                head, group = line.group, line.label
            elif shape.is_side_by_side:
                head = line.label
            columns.append(Column(head, kind, group, marker=marker_of(line)))
        compared = list(self._compared(pick))
        beside = shape.columns if _by_measure(shape) else (Line(""),)
        for line in beside:
            group = line.label or ("Totalt i" if crossed else "")
            for head, _ in compared:
                columns.append(Column(head, ColumnKind.EARLIER, group))
                if not pick.as_share:
                    columns.append(Column("Ändring", ColumnKind.CHANGE, group))
        rows = [self._row(shape, pick, line, beside, compared) for line in shape.rows]
        unit = "Andel av kolumnens total" if pick.as_share else "Antal"
        rounded = report.say("note.shares_rounded")
        kinds = [n for n in kind_notes(report, shape) if pick.as_share or n != rounded]
        notes = [" ".join(kinds)]
        if own := _own_note(shape):
            notes = [report.say(own)]
        notes += row_notes(shape)
        if _hides_total(shape, rows):
            notes += filter(None, [total_hidden(report)])
        if compared:
            notes.append(report.say("note.earlier"))
        return Table(
            key=shape.key,
            number=shape.number,
            title=title_of(report, shape.title),
            unit=unit,
            row_head=shape.row_head,
            columns=tuple(columns),
            rows=tuple(rows),
            notes=notes_of(report, notes, rows, _origin(report, shape)),
            strong=tuple(
                place
                for place, line in enumerate(shape.columns)
                if _by_measure(shape) or not line.codes
            ),
        )

    def _row(
        self,
        shape: Shape,
        pick: Pick,
        line: Line,
        beside: Sequence[Line],
        compared: Sequence[tuple[str, Cells]],
    ) -> Row:
        cells = self._report.cells

        def figure(of: Cells, column: Line, *, as_share: bool) -> Figure:
            found = _figure(of, shape, line, column)
            base = of.get(_measure(shape, line, column), dict(column.codes))
            return share(found, base) if as_share else found

        entries = [figure(cells, c, as_share=pick.as_share) for c in shape.columns]
        for column in beside:
            for _, earlier in compared:
                then = figure(earlier, column, as_share=pick.as_share)
                entries.append(then)
                if not pick.as_share:
                    entries.append(change(figure(cells, column, as_share=False), then))
        return Row(line.label, tuple(entries), marker_of(line), line.is_total)

    # --- charts -----------------------------------------------------------------------------------

    def _charts(self, whole: Shape, shape: Shape) -> Iterator[tuple[str, ChartPicture]]:
        """Yield the charts of a table: parts are drawn for all levels or for none."""
        cells = self._report.cells
        lines = [line for line in shape.rows if not line.is_total]
        if shape.is_list:
            return  # its rows have units of their own
        if _by_measure(shape):
            column = shape.columns[0]
            bars = tuple((x.label, _figure(cells, shape, x, column)) for x in lines)
            note = self._note([f for _, f in bars], "note.chart_hidden")
            yield "bars", ChartPicture(capital(column.group or column.label), Bars(bars), note)
            return
        parts = [column for column in whole.columns if column.codes]
        if not parts or all(not column.codes for column in shape.columns):
            bars = tuple((x.label, _figure(cells, shape, x, _WHOLE)) for x in lines)
            note = self._note([f for _, f in bars], "note.chart_hidden")
            yield "bars", ChartPicture("Antal", Bars(bars), note)
            return
        rows = tuple(
            (
                line.label,
                tuple(_figure(cells, shape, line, c) for c in parts),
                _figure(cells, shape, line, _WHOLE),
            )
            for line in lines
        )
        names = tuple(column.label for column in parts)
        hidden = any(f.status is Status.HIDDEN for _, own, _ in rows for f in own)
        note = "Streckad ruta: summan av dolda delar. Hur den delas visas inte." if hidden else ""
        yield "bars", ChartPicture("Antal", StackedBars(names, rows), note)
        yield "shares", ChartPicture("Procent", StackedBars(names, rows, as_share=True), note)

    def _note(self, figures: Sequence[Figure], key: str) -> str:
        hidden = any(figure.status is Status.HIDDEN for figure in figures)
        return self._report.say(key) if hidden else ""

    def trend(self, pick: Pick, row: str) -> ChartPicture | None:
        """Return how a row came about over the last periods."""
        if len(self._series) < 2:
            return None
        whole = self._shape(pick)
        shape = project(whole, pick)
        lines = (*shape.rows, *whole.rows)
        line = next((x for x in lines if key_of(x) == row), whole.rows[-1])
        if line.month:
            line = whole.rows[-1]  # other periods have other months
        columns = [c for c in shape.columns if c.codes and not _by_measure(shape)]
        columns = columns or [shape.columns[0]]
        series = tuple(
            (
                column.label,
                tuple(_figure(cells, shape, line, column) for _, cells in self._series),
            )
            for column in columns
        )
        missing = [period_short(p) for p, cells in self._series if cells is NOTHING]
        return ChartPicture(
            line.label,
            Lines(tuple(_axis_words(period) for period, _ in self._series), series),
            f"Saknas: {', '.join(missing)}." if missing else "",
        )

    # --- files ---------------------------------------------------------------------------

    def write(
        self, pick: Pick, folder: Path, formats: Sequence[str], progress: Progress
    ) -> tuple[Path, ...]:
        """Write the part of the table as files: it holds the cells that are seen, and no other.

        Raises:
            OutputNotWritable, DiskFull, Cancelled.
        """
        shape = project(self._shape(pick), pick)
        document = self._document(shape, pick)
        safe = self._safe(shape)
        level = level_of(self.draft.declared)
        cubes = cubes_of(safe, self._report.words.labels, across=level.key if level else "")
        files = write_report(
            document, safe, folder, formats, progress, fonts=self._fonts, cubes=cubes
        )
        if not STATISTICS.intersection(formats):
            return files
        rule = folder / f"{document.file_name}{RULE_ENDING}"
        write_whole(rule, f"{policy_text(self.draft.declared)}\n".encode())
        return (*files, rule)

    def _safe(self, shape: Shape) -> SafeTable:
        """Return the seen cells of the release, shown and hidden as they are."""
        scope, period = self._report.scope, self.draft.period
        atoms = tuple(str(month) for month in period.months)
        months = {month.month: (str(month),) for month in period.months}
        seen = {
            (
                _measure(shape, row, column),
                months.get(row.month, atoms),
                frozenset((*scope, *row.codes, *column.codes)),
            )
            for line in shape.rows
            for row in line.parts or (line,)
            for column in shape.columns
        }

        def is_seen(key: Key) -> bool:
            return (key.measure, key.period, frozenset(key.codes)) in seen

        whole = self.draft.safe
        cells = tuple(
            cell for cell in whole.tables.cells if cell.table == shape.key and is_seen(cell.key)
        )
        return reopen(TableSet(cells, whole.tables.hierarchy), whole.certificate)

    def _document(self, shape: Shape, pick: Pick) -> Document:
        report, draft = self._report, self.draft
        table = self._table(shape, pick)
        blocks: list[Table | Diagram] = [table]
        for key, picture in self._charts(self._shape(pick), shape):
            chart = _on_paper(picture.chart)
            if chart is not None and (key == "shares") is pick.as_share:
                blocks.append(
                    Diagram(
                        "1", table.title, picture.title, chart, tuple(filter(None, (picture.note,)))
                    )
                )
        issue = f"utgava-{draft.number}" if draft.release else "utkast"
        period = str(draft.period).lower().replace("q", "kv")
        name = f"statistik-tabell-{shape.number}-{period}-{issue}"
        return framed(report, table.title, "Statistik", name, blocks)


def _by_measure(shape: Shape) -> bool:
    """Tell whether the columns are measures."""
    return shape.is_matrix or shape.is_side_by_side


def _measure(shape: Shape, row: Line, column: Line) -> str:
    """Return what a place counts: its column, its row or its table says so."""
    return column.measure or row.measure or shape.measure


def _figure(cells: Cells, shape: Shape, row: Line, column: Line) -> Figure:
    """Return the number of a place; that of merged rows is the sum of shown ones, else hidden."""
    found = [
        cells.get(
            _measure(shape, part, column),
            {**dict(part.codes), **dict(column.codes)},
            part.month,
        )
        for part in row.parts or (row,)
    ]
    return found[0] if len(found) == 1 else total(found)


def _hides_total(shape: Shape, rows: Sequence[Row]) -> bool:
    """Tell whether a table of contacts hides a number of its last row."""
    measures = {shape.measure, *(column.measure for column in shape.columns)}
    totals = (entry for row in rows if row.is_total for entry in row.entries[:1])
    return CONTACTS in measures and any(
        isinstance(entry, Figure) and entry.status is Status.HIDDEN for entry in totals
    )


def _own_note(shape: Shape) -> str:
    """Return the key of the note of a table with several measures, or ""."""
    if shape.is_matrix:
        return "note.units_differ"
    if shape.field == MONTH:
        return "note.visits"
    if shape.is_side_by_side:
        return "note.groups_small"
    if shape.is_list:
        return "note.groups_ended" if shape.field in GROUP_FIELDS else "note.visits"
    return ""


def _origin(report: ReportInput, shape: Shape) -> str:
    if shape.field in GROUP_FIELDS:
        return group_source(report)
    return visit_source(report) if shape.is_list or shape.field == MONTH else source(report)


def _cells(row: Row) -> tuple[ViewCell, ...]:
    return tuple(
        ViewCell(entry.text, entry.status) for entry in row.entries if isinstance(entry, Figure)
    )


def _column_words(shape: Shape, line: Line) -> str:
    return f"{line.label}: {line.group}" if shape.is_matrix and line.group else line.label


def _on_paper(chart: Chart | StackedBars | Lines) -> Chart | None:
    """Return the chart as the report's writers draw it: totals instead of stacked counts."""
    match chart:
        case StackedBars(as_share=True):
            return StackedShares(chart.series, chart.rows)
        case StackedBars():
            return Bars(tuple((label, whole) for label, _, whole in chart.rows))
        case Lines():
            return None
        case _:
            return chart


def _axis_words(period: Period) -> tuple[str, str]:
    short = period_short(period)
    return str(period.year), short.removesuffix(str(period.year)).strip()


def _series(report: ReportInput) -> Iterator[tuple[Period, Cells]]:
    """Yield up to twelve periods in a row, the oldest registered one first: the cells of each
    one's release, or none where it has none or counts by other definitions."""
    draft = report.draft
    periods = [draft.period]
    while len(periods) < LONGEST:
        periods.append(periods[-1].previous)
    found: list[tuple[Period, Cells]] = [(draft.period, report.cells)]
    known = (*report.history, *(r for r in (draft.previous, draft.year_before) if r))
    before = sorted((r for r in known if r.number <= draft.number), key=lambda r: r.number)
    for period in periods[1:]:
        release = registered(before, period, report.centre_keys)
        found.append((period, report.earlier(release)))
    while found[-1][1] is NOTHING:
        found.pop()
    yield from reversed(found)
