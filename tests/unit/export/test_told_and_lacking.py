"""Which key figures a report tells, and what it says of tables that it lacks."""

from __future__ import annotations

import dataclasses
import re

import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.export.build import build
from familjecentral.export.document import Cover, Prose, Signs, Weeks
from familjecentral.export.figures import Figure, Status, Unit
from familjecentral.export.key_figures import countable
from familjecentral.export.report_input import ReportInput
from familjecentral.export.stat_book import ReportBook
from familjecentral.releases.model import Release
from familjecentral.statistics.kept import Mixed
from familjecentral.statistics.projection import Pick
from tests.unit.export import sample


def test_key_figures_need_codes_that_are_published() -> None:
    """A figure stands only where the set holds its codes exactly, with parts from shown cells."""
    report = sample.sample_report()
    figures = next(t for t in build(report).tables if t.number == "2")
    labels = [row.label for row in figures.rows]
    of_tables = {
        "t10": "Andel kontakter där pappa eller medförälder deltar",
        "t11": "Andel lotsningar med gemensam överlämning",
        "t12": "Samverkansmöten",
        "t18": "Andel hembesök gemensamma med BHV",
    }
    assert set(of_tables.values()) <= set(labels)
    assert labels.count("Antal hembesök") == 1
    declared = report.draft.declared
    left = tuple(spec for spec in declared.tables if spec.key not in of_tables)
    fewer = dataclasses.replace(declared, tables=left)
    told = countable(report.words.key_figures, fewer, report.words.labels)
    assert not {figure.label for figure in told} & set(of_tables.values())
    for row in figures.rows:
        share, parts = row.entries[:2]
        assert isinstance(share, Figure)
        if share.unit is Unit.SHARE and share.status is Status.NUMBER:
            assert isinstance(parts, str)
            numerator, base = (int(text) for text in re.split(r"\s?/\s?", parts))
            assert (numerator, base) == (share.value, share.base)


def test_a_period_counted_by_several_versions_says_what_it_lacks() -> None:
    """Tables by their titles, a house's own by its number; nothing where all is counted alike."""
    report = sample.sample_report(with_earlier=False)
    assert "olika versioner" not in prose(report)
    mixed = Mixed((3, 4, 6), ("t14", "t33"), ("t15",))
    found = dataclasses.replace(report, draft=dataclasses.replace(report.draft, mixed=mixed))
    said = prose(found)
    assert "olika versioner av definitionerna (3, 4 och 6)" in said
    assert "saknas här: Grupper med planerad start i perioden efter utfall" in said
    assert "; egen tabell 33; delar av Deltagare och enkäter i föräldragrupper." in said


def prose(report: ReportInput) -> str:
    return " ".join(block.text for block in build(report).blocks if isinstance(block, Prose))


def hidden_total(
    history: tuple[Release, ...], vintage: int = 2, **changes: object
) -> tuple[ReportInput, str]:
    """Return the invented quarter with its number of contacts hidden, and its first sentence."""
    report = sample.sample_report(released=False, with_earlier=False)
    draft = report.draft
    cells = [
        dataclasses.replace(
            cell,
            key=dataclasses.replace(cell.key, vintage=vintage),
            value=None if is_total(cell) else cell.value,
        )
        for cell in draft.safe.tables.cells
    ]
    safe = sample.sealed(TableSet(tuple(cells)), frozenset())
    made = dataclasses.replace(draft, safe=safe, vintage=vintage, **changes)  # type: ignore[arg-type]
    found = ReportInput(made, report.words, history)
    blocks = [block.text for block in build(found).blocks if isinstance(block, Prose)]
    return found, blocks[0]


def is_total(cell: Cell) -> bool:
    return cell.key.measure == "contacts" and cell.key.codes == (("centre", "C1"),)


def month(number: int, value: int | None) -> Release:
    """Return the release of a month of the quarter that tells its number of contacts."""
    period = Period.parse(f"2026-{number + 6:02}")
    cell = Cell(Key("contacts", (str(period.months[0]),), 1, (("centre", "C1"),)), value, "t1")
    tables = TableSet((cell,))
    return sample.release_of(period, tables, sample.sealed(tables, frozenset()), number)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((60, 61, 62), "publicerade i utgåva 1–3, kvartalet räknar dessutom sena uppgifter"),
        ((60, None, 62), "utgåva 2 döljer sitt antal"),
        ((60,), "tillsammans med utgåva 1, som har månader gemensamma med kvartalet"),
        ((), "För en längre period kan det gå att visa."),
    ],
)
def test_a_hidden_total_says_what_stands_in_its_way(
    values: tuple[int | None, ...], sentence: str
) -> None:
    """On the first page, under the level table and where tables are looked at; what the parts
    add up to is said where all of them show it."""
    history = tuple(month(number, value) for number, value in enumerate(values, start=1))
    report, first = hidden_total(history)
    assert sentence in first
    assert ("183 kontakter, utan sena uppgifter" in first) == (sum(map(bool, values)) == 3)
    document = build(report)
    assert [t.number for t in document.tables if first in t.notes] == ["1"]
    book = ReportBook(report, sample.FONTS)
    views = [book.view(Pick(choice.number)) for choice in book.tables]
    assert first in views[0].notes
    told = [view for view in views if first in view.notes]
    assert all(any(row.is_total and row.cells[0].is_hidden for row in v.rows) for v in told)
    again, _ = hidden_total((), before=history)
    assert first in next(t.notes for t in build(again).tables if t.number == "1")


def test_a_total_that_is_shown_or_a_joint_one_has_no_reason() -> None:
    """A joint report says in its own words why sums are hidden."""
    said = prose(sample.sample_report())
    assert "redovisas inte, och därför" not in said
    _, first = hidden_total((), joint=("Eken", "Asken"))
    assert first == "Antalet kontakter på individnivå redovisas inte."


def test_the_weeks_of_a_year_that_ends_in_the_next_ones_first_week_are_told_with_years() -> None:
    """``Vecka 1–1`` would say nothing."""
    report = sample.sample_report()
    year = sample.weeks(Period.parse("2025"))
    draft = dataclasses.replace(report.draft, completeness=year)
    legends = [
        block.legend
        for block in build(dataclasses.replace(report, draft=draft)).blocks
        if isinstance(block, Weeks)
    ]
    assert legends[0].startswith("Vecka 1 2025–1 2026.")


def test_a_joint_report_says_first_whose_it_is_and_why_sums_are_hidden() -> None:
    """The houses stand below the title, and the box tells of parts, not of small numbers."""
    report = sample.sample_report()
    joint = dataclasses.replace(report.draft, joint=("Eken", "Asken", "Linden"))
    document = build(dataclasses.replace(report, draft=joint))
    cover = document.blocks[0]
    assert isinstance(cover, Cover)
    assert cover.centre == "Eken, Asken och Linden"
    box = next(block.box for block in document.blocks if isinstance(block, Signs))
    assert box is not None
    assert "någon del av den är dold" in box.paragraphs[0]
