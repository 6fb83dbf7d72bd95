"""The tables of a report: shapes filled with figures, derived columns, notes and signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from familjecentral.calendar.names import capital, period_name, period_noun, runs
from familjecentral.disclosure.table import MISSING as MISSING_CODE
from familjecentral.export.document import (
    CIRCLE,
    DIAMOND,
    TRIANGLE,
    Column,
    ColumnKind,
    Row,
    Table,
)
from familjecentral.export.figures import (
    IMPOSSIBLE_SIGN,
    LEAST_BASE,
    MISSING,
    THIN,
    Cells,
    Figure,
    Status,
    change,
    grouped,
    less,
    share,
)
from familjecentral.export.key_figures import KeyFigure
from familjecentral.export.rates import rates
from familjecentral.export.report_input import ReportInput
from familjecentral.releases.hidden_total import why_hidden
from familjecentral.statistics.declared import DimensionKind
from familjecentral.statistics.labels import GROUP_KEY_FIGURES, KEY_FIGURES
from familjecentral.statistics.printed import MONTH, Line, Shape, free_number, level_of, next_number

_MARKERS = {"universal": CIRCLE, "selective": DIAMOND, "indicated": TRIANGLE}
# Fields of tables that count groups and those who come to them.
GROUP_FIELDS = ("programme", "cancel_reason", "course")
_SIGN_KEYS = {
    Status.ZERO: ("–", "signs.zero"),
    Status.HIDDEN: ("..", "signs.hidden"),
    Status.IMPOSSIBLE: (".", "signs.not_applicable"),
    Status.MISSING: ("saknas", "signs.missing"),
}


def all_signs(report: ReportInput) -> tuple[tuple[str, str], ...]:
    """Return every sign with its meaning, in the usual order."""
    fixed = tuple((sign, report.say(key)) for sign, key in _SIGN_KEYS.values())
    return (
        *fixed,
        ("*", report.say("signs.preliminary")),
        ("r", report.say("signs.revised")),
    )


def table_of(report: ReportInput, shape: Shape) -> Table:
    """Return a printed table with its figures."""
    if shape.is_side_by_side:
        return _side_by_side(report, shape)
    if shape.is_list:
        return _list(report, shape)
    return _matrix(report, shape) if shape.is_matrix else _crossed(report, shape)


def title_of(report: ReportInput, title: str) -> str:
    """Return a title with the period after it."""
    return f"{title}, {period_name(report.draft.period)}"


def now_head(report: ReportInput) -> str:
    """Return the head of this period's column; a draft's is preliminary."""
    star = "" if report.draft.release else "*"
    return capital(report.heads[0]) + star


def marker_of(line: Line) -> str:
    """Return the shape of a level's line, or ""."""
    return next((_MARKERS.get(code, "") for _, code in line.codes), "")


def _matrix(report: ReportInput, shape: Shape) -> Table:
    columns: list[Column] = []
    against = [report.say("column.against", period=head) for head, _ in report.beside]
    for line in shape.columns:
        columns.append(Column(now_head(report), ColumnKind.COUNT, line.label, line.group))
        columns += [Column(head, ColumnKind.CHANGE, line.label, line.group) for head in against]
    rows = []
    for line in shape.rows:
        codes = dict(line.codes)
        entries: list[Figure] = []
        for column in shape.columns:
            here = report.cells.get(column.measure, codes)
            then = (cells.get(column.measure, codes) for _, cells in report.beside)
            entries += [here, *(change(here, one) for one in then)]
        rows.append(Row(line.label, tuple(entries), marker_of(line), line.is_total))
    return Table(
        key=shape.key,
        number=shape.number,
        title=title_of(report, shape.title),
        unit="Antal, och förändring",
        row_head=shape.row_head,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=notes_of(
            report,
            (
                *filter(None, [total_hidden(report)]),
                report.say("note.units_differ"),
                report.say("note.earlier"),
            ),
            rows,
        ),
        strong=tuple(range(0, len(columns), 1 + len(against))),
    )


def _side_by_side(report: ReportInput, shape: Shape) -> Table:
    rows = [
        Row(
            line.label,
            tuple(
                report.cells.get(
                    column.measure, {**dict(line.codes), **dict(column.codes)}, line.month
                )
                for column in shape.columns
            ),
            is_total=line.is_total,
        )
        for line in shape.rows
    ]
    of_visits = shape.field == MONTH
    own = report.say("note.visits" if of_visits else "note.groups_small")
    return Table(
        key=shape.key,
        number=shape.number,
        title=title_of(report, shape.title),
        unit="Antal",
        row_head=shape.row_head,
        columns=tuple(Column(column.label) for column in shape.columns),
        rows=tuple(rows),
        notes=notes_of(
            report,
            (own, *row_notes(shape)),
            rows,
            visit_source(report) if of_visits else group_source(report),
        ),
    )


def row_notes(shape: Shape) -> tuple[str, ...]:
    """Return what is noted at the rows of measures beside each other, once for all alike."""
    rows: dict[str, list[str]] = {}
    for line in shape.rows:
        if shape.is_side_by_side and line.note:
            rows.setdefault(line.note, []).append(line.label)
    told = (f"{note.rstrip('.')}: {', '.join(labels)}." for note, labels in rows.items())
    return (" ".join(told),) if rows else ()


def _list(report: ReportInput, shape: Shape) -> Table:
    releases = (report.cells, *(cells for _, cells in report.beside))
    rows = [
        Row(
            line.label,
            tuple(c.get(line.measure, dict(line.codes)) for c in releases),
            is_part=bool(line.codes),
        )
        for line in shape.rows
    ]
    return Table(
        key=shape.key,
        number=shape.number,
        title=title_of(report, shape.title),
        unit="Antal",
        row_head=shape.row_head,
        columns=(
            Column(now_head(report)),
            *(Column(capital(head), ColumnKind.EARLIER) for head, _ in report.beside),
        ),
        rows=tuple(rows),
        notes=(
            notes_of(report, (report.say("note.groups_ended"),), rows, group_source(report))
            if shape.field in GROUP_FIELDS
            else notes_of(report, (report.say("note.visits"),), rows, visit_source(report))
        ),
    )


def _crossed(report: ReportInput, shape: Shape) -> Table:
    now = report.cells
    base, base_words = _share_base(report, shape)
    levels = level_of(report.draft.declared)
    crossed = levels is not None and len(shape.columns) > 1
    columns = [
        Column(
            line.label if crossed else now_head(report),
            group=line.group,
            marker=marker_of(line),
        )
        for line in shape.columns
    ]
    group = "Totalt i" if crossed else ""
    columns += [
        Column(report.say("column.share"), ColumnKind.SHARE),
        *(Column(capital(head), ColumnKind.EARLIER, group) for head, _ in report.beside),
    ]
    merged: list[str] = []
    rows: list[Row] = []
    for line in shape.rows:
        codes = dict(line.codes)
        entries = [now.get(shape.measure, {**codes, **dict(c.codes)}) for c in shape.columns]
        if MISSING_CODE in codes.values() and base_words != "all":
            entries.append(Figure(Status.IMPOSSIBLE))
        elif line.is_total and base_words != "all":
            entries.append(share(base, base))
        else:
            entries.append(share(entries[0], base))
        entries += [cells.get(shape.measure, codes) for _, cells in report.beside]
        mark = ""
        if line.note:
            mark = str(len(merged) + 1)
            merged.append(f"{mark}) {line.note}")
        rows.append(Row(line.label, tuple(entries), marker_of(line), line.is_total, mark))
    words = report.words.labels.measures[shape.measure]
    of = f"alla {words.many}" if base_words == "all" else f"{words.many} med uppgift"
    notes = [" ".join(merged)] if merged else []
    notes.append(" ".join(kind_notes(report, shape)))
    return Table(
        key=shape.key,
        number=shape.number,
        title=title_of(report, shape.title),
        unit=f"Antal, och andel av {of}",
        row_head=shape.row_head,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=notes_of(
            report,
            notes,
            rows,
            group_source(report) if shape.field in GROUP_FIELDS else source(report),
        ),
    )


def _share_base(report: ReportInput, shape: Shape) -> tuple[Figure, str]:
    """Return the base of shares: occasions with the value, or all while that is not told."""
    whole = report.cells.get(shape.measure, {})
    field = report.draft.declared.dimensions
    for line in shape.rows:
        for key, code in line.codes:
            dimension = next((d for d in field if d.key == key), None)
            if code != MISSING_CODE or dimension is None or dimension.kind is DimensionKind.FLAG:
                continue
            lacking = report.cells.get(shape.measure, {key: code})
            if lacking.known:
                return less(whole, lacking), "known"
    return whole, "all"


def threshold_of(report: ReportInput, shape: Shape) -> int:
    """Return what the numbers of a table are small below: its own threshold, or that of the set."""
    declared = report.draft.declared
    own = (spec.threshold for spec in declared.tables if spec.key == shape.key)
    return max(declared.threshold, *own)


def kind_notes(report: ReportInput, shape: Shape) -> Iterator[str]:
    """Yield what the numbers of a table count, and how its shares add up."""
    if (own := threshold_of(report, shape)) > report.draft.declared.threshold:
        yield report.say("note.own_threshold", threshold=own)
    people = {m.key for m in report.draft.declared.measures if m.kind == "people"}
    if shape.field in GROUP_FIELDS:
        yield report.say("note.groups")
    else:
        yield report.say("note.contacts_not_families" if shape.measure in people else "note.things")
    if shape.adds_up:
        yield report.say("note.shares_rounded")
    else:
        counted = shape.measure or next(line.measure for line in shape.rows if line.codes)
        yield report.say("note.several_values", one=report.words.labels.measures[counted].one)


def total_hidden(report: ReportInput) -> str:
    """Say why the number of contacts of the whole report is hidden, or "" where it is not. A joint
    report hides every sum of which a part is hidden, and says so itself."""
    draft = report.draft
    if draft.joint:
        return ""
    known = draft.before if draft.before is not None else report.history
    before = [release for release in known if release.number < draft.number]
    found = why_hidden(draft.period, report.centre_keys, draft.safe.tables, before)
    if found is None:
        return ""
    return report.say(
        f"brief.total_hidden_{found.why}",
        period=period_noun(draft.period),
        releases=runs(found.releases),
        parts=grouped(found.parts or 0),
    )


def notes_of(
    report: ReportInput, own: Iterable[str], rows: Sequence[Row], origin: str = ""
) -> tuple[str, ...]:
    """Return notes, the signs that the table uses, and its source."""
    used = {e.status for row in rows for e in row.entries if isinstance(e, Figure)}
    if any(entry == IMPOSSIBLE_SIGN for row in rows for entry in row.entries):
        used.add(Status.IMPOSSIBLE)
    used.discard(Status.MISSING)  # a word needs no explanation in every table
    signs = [f"{sign} {report.say(key)}." for s, (sign, key) in _SIGN_KEYS.items() if s in used]
    if any(isinstance(e, Figure) and e.revised for row in rows for e in row.entries):
        signs.append(f"r {report.say('signs.revised')}.")
    if not report.draft.release:
        signs.append(f"* {report.say('signs.preliminary')}.")
    return (*own, *(["   ".join(signs)] if signs else ()), origin or source(report))


def source(report: ReportInput) -> str:
    """Return the line that names the source."""
    return report.say("note.source_contacts", centre=centre_name(report))


def group_source(report: ReportInput) -> str:
    """Return the line that names the register of groups as the source."""
    return report.say("note.source_groups", centre=centre_name(report))


def visit_source(report: ReportInput) -> str:
    """Return the line that names the tally pad as the source."""
    return report.say("note.source_visits", centre=centre_name(report))


def centre_name(report: ReportInput) -> str:
    """Return the name of the centre, or of what several centres are together."""
    centres = report.draft.centres
    if len(centres) == 1:
        return centres[0].name
    places = {c.municipality for c in centres}
    if len(places) == 1 and (place := places.pop()):
        return f"Familjecentralerna i {place}"
    return "Familjecentralerna"


def hidden_in(table: Table) -> int:
    """Return how many places of a table hold a hidden number of this release."""
    return sum(
        1
        for row in table.rows
        for column, entry in zip(table.columns, row.entries, strict=True)
        if column.kind is ColumnKind.COUNT
        and isinstance(entry, Figure)
        and entry.status is Status.HIDDEN
    )


def key_figure_table(
    report: ReportInput, figures: Sequence[KeyFigure], *, of_groups: bool = False
) -> Table:
    """Return the table of key figures with their parts and the earlier releases."""
    key = GROUP_KEY_FIGURES if of_groups else KEY_FIGURES
    number = (next_number if of_groups else free_number)(report.draft.declared)
    releases = (report.cells, *(cells for _, cells in report.beside))
    rows = []
    for figure in figures:
        now, *earlier = (figure.figure(cells) for cells in releases)
        rows.append(Row(figure.label, (now, _parts(figure, report.cells), *earlier)))
    by_denominator = () if of_groups else tuple(rates(report))
    rows.extend(
        Row(r.text.sv, (r.value, r.parts, *[MISSING] * len(report.beside))) for r in by_denominator
    )
    sources = [
        report.say("note.denominator", figure=r.text.sv, source=r.source) for r in by_denominator
    ]
    return Table(
        key=key,
        number=number,
        title=title_of(report, report.words.labels.table(key)),
        unit="",
        row_head=report.say("column.key_figure"),
        columns=(
            Column(now_head(report), ColumnKind.SHARE),
            Column(report.say("column.parts"), ColumnKind.TEXT),
            *(Column(capital(head), ColumnKind.SHARE) for head, _ in report.beside),
        ),
        rows=tuple(rows),
        notes=notes_of(
            report,
            (
                f"{report.say('note.share_base', base=LEAST_BASE)} "
                f"{report.say('note.definitions_where')}",
                *sources,
            ),
            rows,
            group_source(report) if of_groups else source(report),
        ),
    )


def _parts(figure: KeyFigure, cells: Cells) -> str:
    """Return ``39 / 176`` from shown numbers; a count has no denominator."""
    if figure.base is None:
        return IMPOSSIBLE_SIGN
    return f"{figure.part.of(cells).text}{THIN}/{THIN}{figure.base.of(cells).text}"
