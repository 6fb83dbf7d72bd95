"""The section on groups: tables, key figures and words from shown cells alone."""

from __future__ import annotations

import dataclasses

from familjecentral.export.build import build
from familjecentral.export.document import Definition, Document, Heading, Table
from familjecentral.export.figures import Figure
from familjecentral.statistics.printed import shapes
from tests.unit.export import sample


def texts(table: Table) -> dict[str, list[str]]:
    return {
        row.label: [e.text if isinstance(e, Figure) else e for e in row.entries]
        for row in table.rows
    }


def table(document: Document, number: str) -> Table:
    return next(t for t in document.tables if t.number == number)


def test_the_groups_have_a_section_with_their_own_key_figures() -> None:
    """Tables 13 to 15, and the key figures on groups after them, not among those on contacts."""
    document = build(sample.sample_report())
    blocks = list(document.blocks)
    start = next(
        n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == "Föräldragrupper"
    )
    assert [b.number for b in blocks[start:] if isinstance(b, Table)] == [
        "13",
        "14",
        "15",
        "16",
        "17a",
        "17b",
    ]
    assert "Fullföljandegrad" in texts(table(document, "16"))
    assert "Fullföljandegrad" not in texts(table(document, "2"))
    source = table(document, "13").notes[-1]
    assert source == "Källa: Familjecentralen Eken, gruppregister."


def test_the_levels_of_groups_and_of_programmes_are_told_apart() -> None:
    """The level is the group's own; that of the programme is what its catalogue proposes."""
    document = build(sample.sample_report())
    due = table(document, "14")
    assert [column.head for column in due.columns][:4] == [
        *("Totalt", "Universell", "Selektiv", "Indikerad"),
    ]
    assert all(isinstance(e, Figure) and e.text != ".." for r in due.rows for e in r.entries[:4])
    notes = " ".join(table(document, "13").notes)
    assert "Programkatalogen föreslår universell nivå: ABC, Bra start" in notes
    assert "universell eller selektiv nivå: Vägledande samspel (ICDP)." in notes


def test_parts_stand_below_their_whole() -> None:
    """A measure, and what is part of it, indented and told by the word too."""
    rows = table(build(sample.sample_report()), "15").rows
    assert [row.label for row in rows if not row.is_part] == [
        "Deltagare i avslutade grupper",
        "Utdelade enkäter före gruppen",
        "Utdelade enkäter",
        "Deltagare vid uppföljningsträff",
        "Kvar i kön när gruppen slutade",
    ]
    assert all(row.label.startswith("därav ") for row in rows if row.is_part)


def test_a_share_is_made_of_shown_cells_and_a_base_of_ten() -> None:
    """Parts beside the per cent; eight planned groups give counts and no share."""
    document = build(sample.sample_report())
    figures = texts(table(document, "16"))
    share, parts, *_ = figures["Beläggningsgrad"]
    assert parts == "44\u202f/\u202f63"
    assert share == "70\u00a0%"
    assert figures["Andel inställda grupper"][:2] == ["..", "5\u202f/\u202f8"]
    assert figures["Antal startade grupper"][:2] == ["6", "."]


def test_a_hidden_part_hides_its_share() -> None:
    """The places are shown, those who came are not: no per cent is left to count with."""
    report = sample.sample_report()
    tables = report.draft.safe.tables
    keys = frozenset(
        cell.key
        for cell in tables.cells
        if cell.value is None
        or (cell.key.measure == "group_participants" and len(cell.key.codes) == 1)
    )
    draft = dataclasses.replace(report.draft, safe=sample.sealed(tables, keys))
    hidden = dataclasses.replace(report, draft=draft)
    figures = texts(table(build(hidden), "16"))
    assert figures["Beläggningsgrad"][:2] == ["..", "..\u202f/\u202f63"]


def test_benefit_is_perceived_and_defined() -> None:
    """The definition names both parts, and says that the answers are the parents' own."""
    document = build(sample.sample_report())
    benefit = next(
        b for b in document.blocks if isinstance(b, Definition) and b.term == "Upplevd nytta"
    )
    assert [head for head, _ in benefit.lines] == ["Täljare", "Nämnare", "Att tänka på"]


def test_a_merged_code_leaves_the_measures_that_share_rows() -> None:
    """Made coarser, a measure has a table of its own and is not read by rows that it lacks."""
    declared = sample.declared_set()
    merged = [
        spec
        if spec.measure != "group_places"
        else type(spec)(
            spec.key, spec.measure, spec.dimensions, merged=(("programme", ("icdp", "abc")),)
        )
        for spec in declared.tables
    ]
    coarser = type(declared)(
        declared.version, declared.threshold, declared.measures, declared.dimensions,
        tuple(merged), declared.sensitive,
    )  # fmt: skip
    found = [s for s in shapes(coarser, sample.labels(declared)) if s.key == "t13"]
    assert [s.number for s in found] == ["13a", "13b"]
    assert [len(s.columns) for s in found] == [6, 1]
