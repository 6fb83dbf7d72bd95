"""What a report says: sentences, columns, shares, notes and charts come from shown cells."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familjecentral.calendar.names import listed, runs
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.export.build import build
from familjecentral.export.build_tables import centre_name
from familjecentral.export.charts import Bars, StackedShares, parts_drawn
from familjecentral.export.document import (
    Box,
    Cards,
    ColumnKind,
    Diagram,
    Document,
    Heading,
    Prose,
    Signs,
    Table,
    Weeks,
    WeekSign,
)
from familjecentral.export.figures import HIDDEN, Figure, Status, count
from familjecentral.export.report_input import ReportInput
from familjecentral.export.words import counted, number_word
from familjecentral.statistics.declared import DeclaredSet
from tests.unit.export import sample


def table(document: Document, number: str) -> Table:
    return next(t for t in document.tables if t.number == number)


def texts(document: Document) -> str:
    return " ".join(block.text for block in document.blocks if isinstance(block, Prose))


def with_levels(
    contacts: tuple[int, int, int], things: tuple[int, int, int] = (0, 0, 0)
) -> ReportInput:
    """Return a report without earlier releases, with these numbers by level and nothing hidden."""
    report = sample.sample_report(with_earlier=False)
    declared = report.draft.declared
    sizes = {"contacts": contacts, "sessions": things, "activities": things}
    safe = sample.safe_of(declared, sample.QUARTER, 1, sizes)
    return dataclasses.replace(report, draft=dataclasses.replace(report.draft, safe=safe))


def hiding(report: ReportInput, *hidden: tuple[tuple[str, str], ...]) -> ReportInput:
    """Return the report with the contacts of these codes hidden."""
    keys = frozenset(
        cell.key
        for cell in report.draft.safe.tables.cells
        if cell.value is None
        or (cell.key.measure == "contacts" and cell.key.codes[1:] in hidden)
        or (cell.key.measure == "contacts" and tuple(sorted(cell.key.codes)) in hidden)
    )
    safe = sample.sealed(report.draft.safe.tables, keys)
    return dataclasses.replace(report, draft=dataclasses.replace(report.draft, safe=safe))


def centred(*codes: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((("centre", "C1"), *codes)))


def test_the_levels_table_has_three_units() -> None:
    """Table 1 has contacts, sessions and activities, each with its change; rows are not summed."""
    levels = table(build(sample.sample_report()), "1")
    assert [c.group for c in levels.columns] == [
        *("Individnivå",) * 3, *("Gruppnivå",) * 3, *("Strukturell nivå",) * 3,
    ]  # fmt: skip
    rows = {
        row.label: [e.text for e in row.entries if isinstance(e, Figure)] for row in levels.rows
    }
    assert rows["Universell"][:3] == ["104", "−8", "+13"]
    assert rows["Totalt"][::3] == ["187", "29", "11"]
    assert rows["Indikerad"][3] == "–"
    assert len(levels.columns) == 9


def test_every_printed_number_is_a_cell_or_derived_from_shown_cells() -> None:
    """Counts repeat cells, and a hidden cell has neither share nor change beside it."""
    for printed in build(sample.sample_report()).tables:
        for row in printed.rows:
            counts = [
                e
                for c, e in zip(printed.columns, row.entries, strict=True)
                if c.kind is ColumnKind.COUNT and isinstance(e, Figure)
            ]
            for column, entry in zip(printed.columns, row.entries, strict=True):
                if column.kind is ColumnKind.SHARE and counts and counts[0].status is Status.HIDDEN:
                    assert isinstance(entry, Figure)
                    assert entry.status in (Status.HIDDEN, Status.IMPOSSIBLE)


def test_earlier_columns_repeat_the_release() -> None:
    """Columns of earlier periods are the registered cells, hidden ones included."""
    report = sample.sample_report()
    previous = report.draft.previous
    assert previous is not None
    cells = {
        cell.key.codes: cell.value
        for cell in previous.cells.cells
        if cell.key.measure == "contacts"
    }
    topics = table(build(report), "3")
    declared = report.draft.declared
    for row, code in zip(topics.rows, declared.dimension("topic").codes, strict=False):
        entry = row.entries[-2]
        assert isinstance(entry, Figure)
        assert entry.known == cells[centred(("topic", code))]
    assert [c.head for c in topics.columns][-2:] == ["Kv. 2 2026", "Kv. 3 2025"]


def test_a_year_stands_beside_the_year_before_once() -> None:
    """The period before a year and the same period last year are one: one column, one bar."""
    report = sample.sample_report(with_earlier=False)
    declared, year = report.draft.declared, Period.parse("2026")
    sizes = {"contacts": (104, 62, 21), "sessions": (21, 8, 0), "activities": (6, 4, 1)}
    last = sample.safe_of(declared, year.previous, 7, sizes)
    released = sample.release_of(year.previous, last.tables, last, 7)
    draft = dataclasses.replace(
        report.draft,
        period=year,
        safe=sample.safe_of(declared, year, 1, sizes),
        previous=released,
        year_before=released,
    )
    report = dataclasses.replace(report, draft=draft)
    document = build(report)
    assert report.beside == (("2025", report.previous),)
    assert any(isinstance(b, Heading) and b.text == "Året i korthet" for b in document.blocks)
    for printed in document.tables:
        heads = [(column.group, column.head, column.marker) for column in printed.columns]
        assert len(heads) == len(set(heads)), printed.title
        assert all(len(row.entries) == len(heads) for row in printed.rows)
    shares = next(b.chart for b in document.blocks if isinstance(b, Diagram))
    assert isinstance(shares, StackedShares)
    assert [row[0] for row in shares.rows] == ["2026", "2025"]
    cards = next(block for block in document.blocks if isinstance(block, Cards))
    assert all(len(card.lines) == len(set(card.lines)) for card in cards.cards)
    assert "blev 187, lika många som året före. " in texts(document)


def test_without_releases_earlier_columns_say_so() -> None:
    """Nothing is recounted: without a release the column says it is missing."""
    levels = table(build(sample.sample_report(with_earlier=False)), "1")
    for row in levels.rows:
        assert [e.text for e in row.entries if isinstance(e, Figure)][1] == "saknas"


def test_releases_counted_otherwise_are_missing() -> None:
    """A release of other definitions is not comparable."""
    report = sample.sample_report()
    previous = report.draft.previous
    assert previous is not None
    older = dataclasses.replace(previous, declared_version=0)
    draft = dataclasses.replace(report.draft, previous=older)
    entry = table(build(dataclasses.replace(report, draft=draft)), "3").rows[0].entries[-2]
    assert isinstance(entry, Figure)
    assert entry.status is Status.MISSING


def test_a_release_of_another_version_stands_beside_by_its_definitions() -> None:
    """Another choice of tables changes no number; another grouping of codes does."""
    report = sample.sample_report()
    previous, now = report.draft.previous, report.draft.declared
    assert previous is not None
    older = dataclasses.replace(previous, declared_version=7)
    then = dataclasses.replace(now, version=7, tables=now.tables[:3])

    def first(versions: tuple[DeclaredSet, ...], number: str) -> Status:
        draft = dataclasses.replace(report.draft, previous=older, versions=versions)
        entry = table(build(dataclasses.replace(report, draft=draft)), number).rows[0].entries[-2]
        assert isinstance(entry, Figure)
        return entry.status

    assert first((then,), "3") is not Status.MISSING
    topic = now.dimension("topic")
    other = dataclasses.replace(topic, groups={**topic.groups, "annat": ("other",)})
    regrouped = tuple(other if d is topic else d for d in now.dimensions)
    assert first((dataclasses.replace(then, dimensions=regrouped),), "3") is Status.MISSING
    nothing = dataclasses.replace(then, measures=())
    assert first((nothing,), "3") is Status.MISSING


@pytest.mark.parametrize(
    ("contacts", "sentence"),
    [
        ((0, 0, 0), "Inga kontakter på individnivå redovisades under kvartalet."),
        ((1, 0, 0), "Det blev en kontakt på individnivå."),
        ((1000, 200, 34), "Kontakterna på individnivå blev 1\u202f234."),
    ],
)
def test_the_first_sentence_has_the_right_plural(
    contacts: tuple[int, int, int], sentence: str
) -> None:
    """No contacts, one contact and many contacts are good Swedish."""
    report = with_levels(contacts)
    cells = [
        dataclasses.replace(cell, value=sum(contacts))
        if cell.key.codes == (("centre", "C1"),) and cell.key.measure == "contacts"
        else cell
        for cell in report.draft.safe.tables.cells
    ]
    safe = sample.sealed(TableSet(tuple(cells)), frozenset())
    report = dataclasses.replace(report, draft=dataclasses.replace(report.draft, safe=safe))
    assert sentence in texts(build(report))


def test_sentences_compare_with_earlier_releases() -> None:
    """More, fewer, and slightly, against last year and the period before."""
    assert (
        "Kontakterna på individnivå blev 187, fler än samma kvartal i fjol och något färre än "
        "kvartalet före." in texts(build(sample.sample_report()))
    )


def test_one_activity_is_one_activity() -> None:
    """Things are counted with the right plural, in one sentence."""
    said = texts(build(with_levels((20, 5, 5), (1, 0, 0))))
    assert "1\u00a0träff på gruppnivå och 1\u00a0insats på strukturell nivå redovisades." in said
    said = texts(build(with_levels((20, 5, 5))))
    assert "Inga träffar på gruppnivå och inga insatser på strukturell nivå redovisades." in said


def test_a_hidden_total_is_not_told_in_words() -> None:
    """The cover says that the number is not shown, and no card holds it."""
    report = hiding(sample.sample_report(), ())
    cells = report.draft.safe.tables
    total = Key("contacts", ("2026-07", "2026-08", "2026-09"), 1, (("centre", "C1"),))
    hidden = frozenset(c.key for c in cells.cells if c.value is None) | {total}
    safe = sample.sealed(cells, hidden)
    document = build(
        dataclasses.replace(report, draft=dataclasses.replace(report.draft, safe=safe))
    )
    assert "Antalet kontakter för kvartalet redovisas inte, och därför" in texts(document)
    cards = next(block for block in document.blocks if isinstance(block, Cards))
    assert cards.cards[0].figure.text == ".."
    assert not any("187" in line for card in cards.cards for line in card.lines)


def test_a_quarter_tells_that_no_late_entries_wait_and_never_how_many_do() -> None:
    """Beside the annual release a number would tell how many came in between."""
    for late, said in (
        (None, "Sena uppgifter (..) ingår inte."),
        (0, "Inga sena uppgifter väntar."),
    ):
        report = sample.sample_report()
        draft = dataclasses.replace(report.draft, late=late)
        assert said in texts(build(dataclasses.replace(report, draft=draft)))


def test_weeks_tell_missing_from_nothing() -> None:
    """Each ISO week has one sign; what is missing and what was nothing is said in words."""
    document = build(sample.sample_report())
    weeks = next(block for block in document.blocks if isinstance(block, Weeks))
    assert [week for week, sign in weeks.weeks if sign is WeekSign.MISSING] == [39]
    assert [week for week, sign in weeks.weeks if sign is WeekSign.NOTHING] == [28, 29, 30]
    assert len(weeks.weeks) == 14
    said = texts(document)
    assert "Vecka 39 saknar uppgift." in said
    assert "Vecka 28–30 hade inget att redovisa." in said


def test_merged_codes_are_explained() -> None:
    """A code that merges others has a footnote with all of them, sensitive ones their threshold."""
    topics = table(build(sample.sample_report()), "3")
    row = next(row for row in topics.rows if row.label == "Övriga känsliga frågor")
    note = topics.notes[0].partition(f"{row.note}) ")[2]
    assert note.startswith(
        "Psykiskt mående hos förälder, våld eller hot i familjen, alkohol, droger, spel samt "
        "funktionsnedsättning i familjen. Redovisas samlat, med tröskelvärde 10."
    )


def test_the_why_box_counts_its_table() -> None:
    """The box says how many numbers are hidden in the table above it, in words up to twelve."""
    report = sample.sample_report()
    document = build(report)
    signs = next(block for block in document.blocks if isinstance(block, Signs))
    hidden = sum(
        1
        for row in table(document, "3").rows
        for entry in row.entries[:4]
        if isinstance(entry, Figure) and entry.status is Status.HIDDEN
    )
    assert isinstance(signs.box, Box)
    assert signs.box.lead == f"Varför är {number_word(hidden)} tal dolda här?"
    assert [sign for sign, _ in signs.signs] == ["–", "..", ".", "saknas", "*", "r"]


def test_a_draft_is_marked_and_a_release_is_not() -> None:
    """A draft has its watermark, preliminary heads and another file name; a release has neither."""
    draft, release = (build(sample.sample_report(released=r)) for r in (False, True))
    assert draft.watermark == "UTKAST"
    assert release.watermark == ""
    assert draft.file_name == "kvartalsrapport-2026-kv3-utkast"
    assert release.file_name == "kvartalsrapport-2026-kv3-utgava-8"
    assert table(draft, "1").columns[0].head == "Kv. 3 2026*"
    assert table(release, "1").columns[0].head == "Kv. 3 2026"
    assert draft.badge == release.badge == "Exempeldata"
    assert "Utgåva 8, fastställd 2026-10-12" in release.foot[0]


def test_a_correction_marks_changed_numbers() -> None:
    """A release that replaces another says so and marks the numbers that differ."""
    report = sample.sample_report()
    old = report.draft.safe
    total = Key("contacts", ("2026-07", "2026-08", "2026-09"), 1, (("centre", "C1"),))
    new = TableSet(
        tuple(dataclasses.replace(c, value=190) if c.key == total else c for c in old.tables.cells)
    )
    hidden = frozenset(c.key for c in new.cells if c.value is None)
    release = sample.release_of(sample.QUARTER, new, old, 9, replaces=8)
    draft = dataclasses.replace(
        report.draft, number=9, safe=sample.sealed(new, hidden), release=release
    )
    before = sample.release_of(sample.QUARTER, old.tables, old, 8)
    document = build(dataclasses.replace(report, draft=draft, history=(before,)))
    rows = table(document, "1").rows
    shown = {row.label: row.entries[0].text for row in rows if isinstance(row.entries[0], Figure)}
    assert shown["Totalt"] == "190\u00a0r"
    assert shown["Universell"] == "104"
    boxes = [block.paragraphs[0] for block in document.blocks if isinstance(block, Box)]
    assert any("Utgåva 9 ersätter utgåva 8" in text for text in boxes)


PARTS = st.tuples(*[st.one_of(st.integers(0, 300).map(count), st.just(HIDDEN))] * 3)


@given(parts=PARTS, extra=st.integers(0, 50), shown=st.booleans())
def test_bars_show_only_what_the_total_tells(
    parts: tuple[Figure, ...], extra: int, shown: bool
) -> None:
    """Hidden parts are one box as wide as their sum, and without a total there is no bar."""
    known = sum(part.known or 0 for part in parts)
    hidden = any(part.status is Status.HIDDEN for part in parts)
    whole = count(known + (extra if hidden else 0)) if shown else HIDDEN
    drawn = parts_drawn(parts, whole)
    if not shown:
        assert drawn == ()
    else:
        assert sum(number for _, number in drawn) == whole.known
        assert sum(place is None for place, _ in drawn) == (hidden and extra > 0)


def test_topic_bars_are_sorted_by_shown_numbers() -> None:
    """Shown topics fall in size; hidden ones follow in the order of the list."""
    report = hiding(
        sample.sample_report(), centred(("topic", "parenting")), centred(("topic", "attachment"))
    )
    bars = [b.chart for b in build(report).blocks if isinstance(b, Diagram)]
    chart = next(chart for chart in bars if isinstance(chart, Bars))
    numbers = [figure.known for _, figure in chart.rows]
    assert numbers[-2:] == [None, None]
    shown = [number for number in numbers[:-2] if number is not None]
    assert shown == sorted(shown, reverse=True)
    assert [label for label, _ in chart.rows][-2:] == [
        "Föräldraroll och gränssättning",
        "Samspel och anknytning",
    ]


def test_charts_are_numbered_in_order() -> None:
    """Figures have numbers from 1, and the first is the share by level."""
    diagrams = [b for b in build(sample.sample_report()).blocks if isinstance(b, Diagram)]
    assert [d.number for d in diagrams] == ["1", "2", "3"]
    assert isinstance(diagrams[0].chart, StackedShares)


@settings(max_examples=20, deadline=None)
@given(
    text=st.sampled_from(["2026-07", "2026-Q2", "2026-T3", "2026-H1", "2026-VT", "2026-HT", "2026"])
)
def test_every_kind_of_period_has_a_report(text: str) -> None:
    """Titles, heads and file names exist for every length of period."""
    period = Period.parse(text)
    report = sample.sample_report(with_earlier=False)
    safe = sample.safe_of(report.draft.declared, period, 1)
    draft = dataclasses.replace(
        report.draft, period=period, safe=safe, completeness=sample.weeks(period)
    )
    document = build(dataclasses.replace(report, draft=draft))
    assert document.title.split()[0] in (
        *("Månadsrapport", "Kvartalsrapport", "Tertialrapport", "Halvårsrapport"),
        *("Terminsrapport", "Årsrapport"),
    )
    assert document.file_name.isascii()
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert "Så skyddas uppgifterna" in headings


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([39], "39"), ([28, 29, 30, 39], "28–30 och 39"), ([1, 3, 5], "1, 3 och 5"), ([], "")],
)
def test_weeks_are_drawn_together(numbers: list[int], text: str) -> None:
    """Runs of weeks are written with a dash."""
    assert runs(numbers) == text


def test_words_for_numbers() -> None:
    """Numbers up to twelve are words; one is neuter where the noun is; zero is inga."""
    assert [number_word(n) for n in (1, 2, 12, 13)] == ["en", "två", "tolv", "13"]
    assert number_word(1, neuter=True) == "ett"
    assert counted(0, "insats", "insatser") == "inga insatser"
    assert listed([]) == ""


def test_the_document_has_no_cell_that_is_hidden() -> None:
    """No figure of the document holds a number for a hidden cell."""
    report = sample.sample_report()
    hidden = {c.key.codes for c in report.draft.safe.tables.cells if c.value is None}
    cells = report.cells
    for codes in hidden:
        inner = {k: v for k, v in codes if k != "centre"}
        assert cells.get("contacts", inner).value is None
    assert len(hidden) > 20
    assert all(isinstance(c, Cell) for c in itertools.islice(report.draft.safe.tables.cells, 5))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Vinge", "Vinge", "Familjecentralerna i Vinge"),
        ("Vinge", "Ekeby", "Familjecentralerna"),
        ("", "", "Familjecentralerna"),
    ],
)
def test_several_centres_are_named_by_their_place(first: str, second: str, expected: str) -> None:
    """Where the place is one and known; an empty one leaves no loose end."""
    houses = (
        dataclasses.replace(sample.EKEN, municipality=first),
        dataclasses.replace(sample.EKEN, key="C2", municipality=second),
    )
    draft = dataclasses.replace(sample.sample_draft(released=False), centres=houses)
    report = ReportInput(draft, sample.words(draft.declared, houses))
    assert centre_name(report) == expected


def test_a_table_with_a_threshold_of_its_own_says_so() -> None:
    """Below the table; the others go by the foot of the page."""
    report = sample.sample_report()
    now = report.draft.declared
    tables = tuple(
        dataclasses.replace(spec, threshold=8) if spec.key == "t3" else spec for spec in now.tables
    )
    draft = dataclasses.replace(
        report.draft, declared=dataclasses.replace(now, tables=tables), previous=None
    )
    document = build(dataclasses.replace(report, draft=draft))
    said = {n: " ".join(table(document, n).notes) for n in ("3", "4")}
    assert "Tal under 8 döljs i den här tabellen." in said["3"]
    assert "döljs i den här tabellen" not in said["4"]
