"""Which key figures a report tells, and what it says of tables that it lacks."""

from __future__ import annotations

import dataclasses
import re

from familjecentral.export.build import build
from familjecentral.export.document import Prose
from familjecentral.export.figures import Figure, Status, Unit
from familjecentral.export.key_figures import countable
from familjecentral.export.report_input import ReportInput
from familjecentral.statistics.kept import Mixed
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
