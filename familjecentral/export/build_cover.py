"""The first page: key figures in words, what the period was like, how complete it is.

A sentence is built from shown figures only, and left out where one of them is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from familjecentral.calendar.names import (
    capital,
    listed,
    period_name,
    period_noun,
    report_name,
    runs,
    same_last_year,
    span,
)
from familjecentral.calendar.periods import PeriodType
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.export.build_tables import centre_name, total_hidden
from familjecentral.export.document import (
    Block,
    Box,
    Card,
    Cards,
    Cover,
    Heading,
    Prose,
    Weeks,
    WeekSign,
)
from familjecentral.export.figures import HIDDEN_SIGN, THIN, Figure, Status, Unit, change, grouped
from familjecentral.export.key_figures import TOTAL_CONTACTS, KeyFigure
from familjecentral.export.report_input import ReportInput
from familjecentral.export.words import counted
from familjecentral.releases.late import late_counted
from familjecentral.releases.layout import Section, may_be_story

# The key figures that stand on the cover, as far as the table set tells them.
_ON_COVER = (
    TOTAL_CONTACTS,
    "kpi_level_share.universal",
    "kpi_fathers",
    "kpi_first_contacts",
    "kpi_early",
    "kpi_guided_on",
    "kpi_self_initiated",
    "kpi_interpreter",
)
_CARDS = 6
COMMENT = "Kommentar."
# A change smaller than a tenth is called slight.
_SLIGHT = 10


def cover_blocks(report: ReportInput, figures: Sequence[KeyFigure]) -> Iterator[Block]:
    """Yield the blocks of the first page."""
    draft = report.draft
    yield _cover(report)
    by_code = {figure.code: figure for figure in figures}
    chosen = [by_code[code] for code in _ON_COVER if code in by_code][:_CARDS]
    if chosen:
        yield Cards(tuple(_card(report, figure) for figure in chosen))
    brief = list(_sentences(report, by_code))
    yield Heading(report.say("section.brief", period=capital(period_noun(draft.period))))
    yield from (Prose(text) for text in brief)
    yield from comment(draft.layout.brief)
    if draft.completeness:
        yield Heading(report.say("section.completeness"))
        weeks = _weeks(report)
        first, last = _ends(report)
        legend = report.say("completeness.legend", first=first, last=last)
        yield Weeks(weeks, legend)
        yield Prose(f"{_weeks_text(weeks)} {_late(report)}", small=True)
    elif not draft.joint:
        yield Prose(_late(report), small=True)
    if draft.mixed.versions:
        yield Prose(_mixed(report), small=True)
    if draft.release is not None and draft.release.replaces is not None:
        yield Box(
            "",
            (report.say("replaces.text", number=draft.number, earlier=draft.release.replaces),),
        )
    text = "reading.joint" if draft.joint else "reading.text"
    yield Box(report.say("reading.title"), (report.say(text),))


def title_of_report(report: ReportInput) -> str:
    """Return what the report is called: by its period, as one of several stores, or as the story
    of a year."""
    period = report.draft.period
    if report.draft.joint:
        return f"Gemensam {report_name(period).lower()}"
    is_story = report.draft.layout.is_story and may_be_story(period)
    return report.say("title.story") if is_story else report_name(period)


def comment(text: str) -> Iterator[Prose]:
    """Yield a manager's comment. A table that it names does not begin a line: whoever reads the
    file back would take it for a caption. Likewise in :func:`own_texts`."""
    for place, paragraph in enumerate(paragraphs(text)):
        yield Prose(paragraph, lead="" if place else COMMENT)


def own_texts(report: ReportInput, before: Section | None, *, new_page: bool) -> Iterator[Block]:
    """Yield the sections of the house's own words that stand before a section, or (None) last."""
    found = [own for own in report.draft.layout.own if own.before is before]
    for place, own in enumerate(found):
        yield Heading(" ".join(paragraphs(own.title)), new_page=new_page and not place)
        yield from (Prose(paragraph) for paragraph in paragraphs(own.text))


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a typed text: its lines, without those that are empty."""
    for line in text.splitlines():
        if line.strip():
            yield " ".join(line.split()).replace("Tabell ", f"Tabell{THIN}")


def _cover(report: ReportInput) -> Cover:
    draft = report.draft
    first = draft.centres[0]
    layout = draft.layout
    municipality = layout.municipality or first.municipality
    region = layout.region or first.region
    parties = municipality or region
    if municipality and region:
        parties = report.say("cover.parties", municipality=municipality, region=region)
    return Cover(
        kicker=report.say("cover.kicker"),
        title=title_of_report(report),
        period=period_name(draft.period),
        centre=listed(draft.joint) or centre_name(report),
        parties=parties,
        days=span(draft.period.first, draft.period.last),
        mark=layout.mark,
    )


def _card(report: ReportInput, key_figure: KeyFigure) -> Card:
    now = key_figure.figure(report.cells)
    then = [(head, key_figure.figure(cells)) for head, cells in report.beside]
    if all(figure.status is Status.MISSING for _, figure in then):
        then = []
    lines: list[str] = []
    if key_figure.base is None:
        title = "Kontakter på individnivå" if key_figure.code == TOTAL_CONTACTS else ""
        lines += [_against(report, now, figure, head) for head, figure in then]
        return Card(title or key_figure.label, now, tuple(lines))
    if now.status is Status.NUMBER:
        part, base = key_figure.part.of(report.cells), key_figure.base.of(report.cells)
        lines.append(report.say("cover.share_of", numerator=part.text, denominator=base.text))
    lines += [
        report.say("cover.share_then", value=figure.text, period=head) for head, figure in then
    ]
    return Card(key_figure.label, now, tuple(lines))


def _against(report: ReportInput, now: Figure, then: Figure, head: str) -> str:
    moved = change(now, then)
    if moved.status is Status.MISSING or moved.unit is not Unit.CHANGE:
        return report.say("cover.share_then", value=then.text, period=head)
    return report.say("cover.against", change=moved.text, period=head, value=then.text)


def _sentences(report: ReportInput, by_code: dict[str, KeyFigure]) -> Iterator[str]:
    contacts = by_code.get(TOTAL_CONTACTS)
    if contacts is not None:
        yield _total_sentence(report, contacts)
    yield from _other_levels(report)
    fathers = by_code.get("kpi_fathers")
    if fathers is not None:
        yield from _fathers_sentence(report, fathers)


def _total_sentence(report: ReportInput, contacts: KeyFigure) -> str:
    now = contacts.figure(report.cells).known
    if now is None:
        return total_hidden(report) or report.say("brief.total_hidden")
    if now == 0:
        return (
            f"Inga kontakter på individnivå redovisades under {period_noun(report.draft.period)}."
        )
    period = report.draft.period
    compared = [
        _compared(now, contacts.figure(cells).known, words)
        for cells, words in (
            (report.year_before, same_last_year(period)),
            (report.previous, f"{period_noun(period)} före"),
        )[: len(report.beside)]
    ]
    tail = " och ".join(text for text in compared if text)
    start = (
        f"Kontakterna på individnivå blev {grouped(now)}"
        if now > 1
        else "Det blev en kontakt på individnivå"
    )
    return f"{start}, {tail}." if tail else f"{start}."


def _compared(now: int, then: int | None, words: str) -> str:
    if then is None:
        return ""
    if now == then:
        return f"lika många som {words}"
    slight = "något " if abs(now - then) * _SLIGHT < max(now, then) else ""
    return f"{slight}{'fler' if now > then else 'färre'} än {words}"


def _other_levels(report: ReportInput) -> Iterator[str]:
    """Yield one sentence on the measures that count things: sessions held, activities."""
    labels = report.words.labels
    told = []
    for measure in report.draft.declared.measures:
        number = report.cells.get(measure.key, {}).known
        if measure.kind != "things" or number is None or not labels.measures[measure.key].level:
            continue
        words = labels.measures[measure.key]
        told.append(f"{counted(number, words.one, words.many)} på {words.level.lower()}")
    if told:
        text = " och ".join(told)
        yield capital(f"{text} redovisades.")


def _fathers_sentence(report: ReportInput, fathers: KeyFigure) -> Iterator[str]:
    now, then = (fathers.figure(c) for c in (report.cells, report.year_before))
    if now.status is not Status.NUMBER:
        return
    if then.status is Status.NUMBER:
        yield report.say(
            "brief.fathers_then",
            value=now.percent,
            before=then.percent,
            period=same_last_year(report.draft.period),
        )
    else:
        yield report.say("brief.fathers_alone", value=now.percent)


_WORST = (WeekStatus.MISSING, WeekStatus.REPORTED, WeekStatus.NOTHING)
_WEEK_SIGNS = {
    WeekStatus.REPORTED: WeekSign.REPORTED,
    WeekStatus.NOTHING: WeekSign.NOTHING,
    WeekStatus.MISSING: WeekSign.MISSING,
}


def _weeks(report: ReportInput) -> tuple[tuple[int, WeekSign], ...]:
    """Return one status for each week: missing in one centre or part is missing."""
    found: dict[tuple[int, int], set[WeekStatus]] = {}
    for entry in report.draft.completeness:
        place = (entry.part.iso_year, entry.part.week)
        found.setdefault(place, set()).add(entry.status or WeekStatus.MISSING)
    return tuple(
        (week, _WEEK_SIGNS[next(status for status in _WORST if status in statuses)])
        for (_, week), statuses in found.items()
    )


def _ends(report: ReportInput) -> tuple[str, str]:
    """Return the first and the last week, with their years where these differ."""
    parts = [entry.part for entry in report.draft.completeness]
    first, last = parts[0], parts[-1]
    if first.iso_year == last.iso_year:
        return str(first.week), str(last.week)
    return f"{first.week} {first.iso_year}", f"{last.week} {last.iso_year}"


def _weeks_text(weeks: Sequence[tuple[int, WeekSign]]) -> str:
    missing = [week for week, sign in weeks if sign is WeekSign.MISSING]
    nothing = [week for week, sign in weeks if sign is WeekSign.NOTHING]
    parts = []
    if missing:
        parts.append(f"Vecka {runs(missing)} saknar uppgift. Talen kan därför vara för låga.")
    else:
        parts.append("Alla veckor är redovisade.")
    if nothing:
        parts.append(f"Vecka {runs(nothing)} hade inget att redovisa.")
    return " ".join(parts)


def _mixed(report: ReportInput) -> str:
    """Say what is lacking where the months were counted by several versions of the table set."""
    titles, found = report.words.labels.tables, report.draft.mixed

    def named(key: str) -> str:
        return titles.get(key) or f"egen tabell {key.removeprefix('t')}"

    tables = (*map(named, found.without), *(f"delar av {named(key)}" for key in found.partly))
    return report.say(
        "completeness.mixed",
        versions=listed([str(version) for version in found.versions]),
        tables="; ".join(tables),
    )


def _late(report: ReportInput) -> str:
    """Say whether late entries wait, or how many contacts a year shows beyond its quarters."""
    draft = report.draft
    if draft.period.type is PeriodType.YEAR:
        before = [r for r in report.history if r.number < draft.number]
        keys = [centre.key for centre in draft.centres]
        limit = draft.declared.threshold
        more = late_counted(draft.period, keys, draft.safe.tables, before, limit)
        if not more:
            return "Sena uppgifter är medräknade."
        text = "Sena uppgifter är medräknade: {n} kontakter fler än i kvartalens utgåvor."
        return text.format(n=grouped(more))
    if draft.late == 0:
        return "Inga sena uppgifter väntar."
    return f"Sena uppgifter ({HIDDEN_SIGN}) ingår inte. De räknas med i årets utgåva."
