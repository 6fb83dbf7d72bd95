"""A report from its input: cover, tables, charts, definitions, protection, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from familjecentral.calendar.names import capital, period_name, period_short
from familjecentral.export.build_cover import comment, cover_blocks, own_texts, title_of_report
from familjecentral.export.build_tables import (
    all_signs,
    centre_name,
    hidden_in,
    key_figure_table,
    source,
    table_of,
    title_of,
)
from familjecentral.export.charts import Bars, StackedColumns, StackedShares
from familjecentral.export.document import (
    Block,
    Box,
    Definition,
    Diagram,
    Document,
    Heading,
    Prose,
    Signatures,
    Signs,
    Table,
)
from familjecentral.export.figures import LEAST_BASE, Status, grouped
from familjecentral.export.key_figures import KeyFigure, countable
from familjecentral.export.rates import rates
from familjecentral.export.report_input import KeyFigureText, ReportInput
from familjecentral.export.words import number_word
from familjecentral.groups.figures import SOURCE
from familjecentral.releases.layout import Section, section_of
from familjecentral.releases.model import Release
from familjecentral.releases.register import checksum
from familjecentral.statistics.printed import CENTRE, Shape, level_of, shapes


def build(report: ReportInput) -> Document:
    """Return the whole report.

    Raises:
        KeyError: a fixed text is missing.
    """
    draft = report.draft
    name = title_of_report(report)
    figures = countable(report.words.key_figures, draft.declared, report.words.labels)
    printed = shapes(draft.declared, report.words.labels, report.centre_keys, draft.period)
    blocks: list[Block] = list(cover_blocks(report, figures))
    blocks += _pages(report, printed, figures)
    blocks.append(_signatures(report))
    if draft.layout.part(Section.DEFINITIONS).is_on:
        blocks += _definition_page(report, figures)
    blocks += _protection_page(report)
    return framed(report, f"{name} {period_name(draft.period)}", name, _file_name(report), blocks)


def framed(
    report: ReportInput, title: str, kind: str, file_name: str, blocks: Sequence[Block]
) -> Document:
    """Return a document of a report: its heads, feet and marks around the blocks."""
    draft, centre = report.draft, centre_name(report)
    return Document(
        title=f"{title}, {centre}",
        file_name=file_name,
        author=centre,
        head_left=centre,
        head_right=f"{kind} {period_short(draft.period)}",
        badge=report.say("mark.sample") if draft.is_sample else "",
        foot=_foot(report),
        page=report.words.text["foot.page"],
        watermark="" if draft.release else report.say("mark.draft"),
        day=draft.release.published_on if draft.release else draft.made_on,
        blocks=tuple(blocks),
    )


def _file_name(report: ReportInput) -> str:
    """Return ``kvartalsrapport-2026-kv3-utgava-8``: ASCII, without the name of a place."""
    draft = report.draft
    name = title_of_report(report).lower().replace("å", "a").replace("ä", "a")
    period = str(draft.period).lower().replace("q", "kv")
    issue = f"utgava-{draft.number}" if draft.release else "utkast"
    if draft.joint:
        # Beside a release of this store, never in its place.
        return f"{name.replace(' ', '-')}-{period}-nr-{draft.number}"
    return f"{name}-{period}-{issue}"


def _foot(report: ReportInput) -> tuple[str, ...]:
    """Return the lines of the page foot."""
    draft = report.draft
    parts = {
        "number": draft.number,
        "date": draft.release.published_on.isoformat() if draft.release else "",
        "definitions": draft.declared.version,
        "threshold": draft.declared.threshold,
        "sensitive": _sensitive(report),
        "hidden": draft.hidden,
    }
    kind = "foot.joint" if draft.joint else "foot.release" if draft.release else "foot.draft"
    first = report.say(kind, **parts)
    if draft.hidden == 1:
        first = first.replace("1 dolda uppgifter", "1 dold uppgift")
    return (first, report.say("foot.promise"))


def _pages(
    report: ReportInput, printed: Sequence[Shape], figures: Sequence[KeyFigure]
) -> Iterator[Block]:
    """Yield tables and charts under the headings of their sections, in the layout's order; the
    key figures stand after the tables that they are made of."""
    declared, explained, started, has_tables = report.draft.declared, False, False, False
    counted = {m.key for m in declared.measures if m.working_level == SOURCE}
    of_groups = [figure for figure in figures if figure.text.measure in counted]
    others = [figure for figure in figures if figure not in of_groups]
    for part in report.draft.layout.in_order:
        own = [shape for shape in printed if section_of(declared, shape.key) is part.section]
        words = list(own_texts(report, part.section, new_page=not started))
        yield from words
        started = started or bool(words)
        if not part.is_on or part.section is Section.DEFINITIONS:
            continue
        if part.section is Section.CHARTS:
            yield from _chart_page(report, printed)
            continue
        if own:
            heading = report.say(f"section.{part.section}")
            # Own words may stand before the first table on its page.
            yield Heading(heading, new_page=not started or (has_tables and not explained))
            started = has_tables = True
            yield from comment(part.comment)
        for place, shape in enumerate(own, start=1):
            table = _with_bounds(report, table_of(report, shape))
            yield table
            if shape.is_matrix:
                yield from _level_shares(report, shape)
            elif not explained and shape.field != CENTRE:
                explained = True
                signs = all_signs(report)
                yield Signs(report.say("signs.title"), signs, _why_hidden(report, table))
            # After the whole of its table: by centre, it has more parts than one.
            is_last = all(after.key != shape.key for after in own[place:])
            if others and is_last and any(s.is_matrix for s in own if s.key == shape.key):
                yield key_figure_table(report, others)
        if own and of_groups and part.section is Section.GROUPS:
            yield key_figure_table(report, of_groups, of_groups=True)
    yield from own_texts(report, None, new_page=not started)


def _with_bounds(report: ReportInput, table: Table) -> Table:
    """Return a table of a joint report with what everybody can work out of its hidden sums."""
    name = f"Tabell {table.number}: "
    found = [line.removeprefix(name) for line in report.draft.sums if line.startswith(name)]
    if not found:
        return table
    told = report.say("note.bounded", sums=" ".join(found))
    return replace(table, notes=(*table.notes, told))


def _why_hidden(report: ReportInput, table: Table) -> Box | None:
    hidden = hidden_in(table)
    if not hidden:
        return None
    if hidden == 1:
        lead = "Varför är ett tal dolt här?"
    else:
        lead = f"Varför är {number_word(hidden)} tal dolda här?"
    kind = "hidden.joint" if report.draft.joint else "hidden.text"
    text = report.say(kind, threshold=report.draft.declared.threshold)
    return Box(lead, tuple(part.strip() for part in text.strip().split("\n\n")), tinted=True)


def _level_shares(report: ReportInput, shape: Shape) -> Iterator[Diagram]:
    """Yield the chart of shares by level for the measure of people, this period and earlier."""
    level = level_of(report.draft.declared)
    people = {m.key for m in report.draft.declared.measures if m.kind == "people"}
    measure = next((c.measure for c in shape.columns if c.measure in people), None)
    if level is None or measure is None:
        return
    labels = report.words.labels
    rows = tuple(
        (
            capital(head),
            tuple(cells.get(measure, {level.key: code}) for code in level.codes),
            cells.get(measure, {}),
        )
        for head, cells in ((report.heads[0], report.cells), *report.beside)
    )
    words = labels.measures[measure]
    yield Diagram(
        "1",
        f"{capital(words.many)} på {words.level.lower()} efter preventionsnivå",
        "Procent",
        StackedShares(tuple(labels.code(level.key, code) for code in level.codes), rows),
        (f"{report.say('note.same_as_table', number=shape.number)} {source(report)}",),
    )


def _chart_page(report: ReportInput, printed: Sequence[Shape]) -> Iterator[Block]:
    diagrams = [*_over_time(report), *_topics(report, printed)]
    if diagrams:
        yield Heading(report.say("section.charts"))
        yield from comment(report.draft.layout.part(Section.CHARTS).comment)
        yield from (
            Diagram(str(place), d.title, d.unit, d.chart, d.notes)
            for place, d in enumerate(diagrams, start=2)
        )


def _signatures(report: ReportInput) -> Signatures:
    layout = report.draft.layout
    return Signatures(
        (
            layout.municipality or report.say("signature.municipality"),
            layout.region or report.say("signature.region"),
        ),
        report.say("signature.line"),
    )


def _over_time(report: ReportInput) -> Iterator[Diagram]:
    level = level_of(report.draft.declared)
    people = next((m.key for m in report.draft.declared.measures if m.kind == "people"), None)
    series = report.series()
    if level is None or people is None or len(series) < 2:
        return
    labels = report.words.labels
    words = labels.measures[people]
    columns = tuple(
        (
            str(period.year),
            period_short(period).removesuffix(f" {period.year}"),
            tuple(cells.get(people, {level.key: code}) for code in level.codes),
            cells.get(people, {}),
        )
        for period, cells in series
    )
    count = number_word(len(series), neuter=True)
    yield Diagram(
        "",
        f"{capital(words.many)} på {words.level.lower()} efter preventionsnivå, {count} perioder",
        "Antal",
        StackedColumns(tuple(labels.code(level.key, code) for code in level.codes), columns),
        (f"{report.say('note.earlier')}", source(report)),
    )


def _topics(report: ReportInput, printed: Sequence[Shape]) -> Iterator[Diagram]:
    """Yield bars by topic: shown ones by size, hidden ones after them in the list's order."""
    shape = next((s for s in printed if s.field == "topic"), None)
    if shape is None:
        return
    rows = [
        (line.label, report.cells.get(shape.measure, dict(line.codes)))
        for line in shape.rows
        if not line.is_total
    ]
    rows.sort(key=lambda row: (row[1].known is None, -(row[1].known or 0)))
    notes = [report.say("note.same_as_table", number=shape.number)]
    if any(figure.status is Status.HIDDEN for _, figure in rows):
        notes.append(report.say("note.chart_hidden"))
    words = report.words.labels.measures[shape.measure]
    title = f"{capital(words.many)} på {words.level.lower()} efter huvudsaklig frågeställning"
    yield Diagram(
        "", title_of(report, title), "Antal", Bars(tuple(rows)), (" ".join(notes), source(report))
    )


def _definition_page(report: ReportInput, figures: Sequence[KeyFigure]) -> Iterator[Block]:
    if not figures:
        return
    yield Heading(report.say("section.definitions"), new_page=True)
    draft = report.draft
    day = draft.release.published_on if draft.release else draft.made_on
    yield from comment(draft.layout.part(Section.DEFINITIONS).comment)
    yield Prose(
        report.say("definitions.lead", version=draft.declared.version, date=day.isoformat())
    )
    texts = tuple(_one_each(report, figures))
    for left, text in zip(range(len(texts) - 1, -1, -1), texts, strict=True):
        lines = [(report.say("definitions.numerator"), text.numerator)]
        if text.denominator:
            lines.append((report.say("definitions.denominator"), text.denominator))
        if text.note:
            lines.append((report.say("definitions.note"), text.note))
        for target in report.draft.targets:
            if target.code == text.code:
                unit = " procent" if text.unit == "share" else ""
                lines.append((report.say("definitions.target"), f"{target.number}{unit}."))
        # The last three stand together: no page for one alone.
        yield Definition(text.sv, tuple(lines), with_next=0 < left < 3)


def _one_each(report: ReportInput, figures: Sequence[KeyFigure]) -> Iterator[KeyFigureText]:
    texts = [*(figure.text for figure in figures), *(rate.text for rate in rates(report))]
    yield from {text.code: text for text in texts}.values()


def _protection_page(report: ReportInput) -> Iterator[Block]:
    yield Heading(report.say("section.protection"), new_page=True)
    declared = report.draft.declared
    for part in report.words.protection:
        text = part.text.format(
            threshold=declared.threshold, sensitive=_sensitive(report), base=LEAST_BASE
        )
        yield Prose(text, lead=part.title)
    if report.draft.joint:
        yield from _joint_page(report)
    if report.draft.release is not None:
        yield _certificate(report, report.draft.release)


def _joint_page(report: ReportInput) -> Iterator[Block]:
    """Yield what a joint report adds up, and between which numbers its hidden sums lie."""
    sums = report.draft.sums
    yield Heading(report.say("section.joint"))
    yield Prose(report.say("joint.parts", names="; ".join(report.draft.joint)))
    yield Prose(report.say("joint.bounded" if sums else "joint.none_bounded"))


def _certificate(report: ReportInput, release: Release) -> Definition:
    """Return what was proved about a release. How many of the hidden numbers are small, and how
    narrow the narrowest interval is, would tell more than the cells do: they are left out."""
    draft = report.draft
    earlier = len(draft.earlier_numbers)
    parts = {
        "number": release.number,
        "rule": release.certificate.rule,
        "threshold": draft.declared.threshold,
        "sensitive": _sensitive(report),
        "shown": grouped(draft.shown),
        "hidden": grouped(draft.hidden),
        "earlier": grouped(earlier),
        "parts": grouped(len(draft.joint)),
        "checksum": checksum(release),
    }
    texts = {
        "rule": "rule_text",
        "numbers": "numbers_text",
        "proof": "proof_earlier" if earlier else "proof_first",
        "checksum": "checksum_text",
    }
    if draft.joint:
        texts |= {"proof": "proof_joint", "checksum": "checksum_joint"}
    return Definition(
        report.say("certificate.title_joint" if draft.joint else "certificate.title", **parts),
        tuple(
            (report.say(f"certificate.{head}"), report.say(f"certificate.{text}", **parts))
            for head, text in texts.items()
        ),
    )


def _sensitive(report: ReportInput) -> int:
    declared = report.draft.declared
    return max((r.threshold for r in declared.sensitive), default=declared.threshold)
