"""Rates by typed denominators."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from familjecentral.export.build import build
from familjecentral.export.document import Definition
from familjecentral.export.rates import rates
from familjecentral.export.report_input import ReportInput
from familjecentral.statistics.denominators import Denominator, DenominatorKind, Target
from tests.unit.export.sample import QUARTER, sample_report


def report(*typed: tuple[DenominatorKind, int]) -> ReportInput:
    """Return the sample with denominators of its house for the quarter."""
    found = sample_report()
    (centre,) = found.centre_keys
    numbers = tuple(
        Denominator(kind, centre, QUARTER, number, "Kommunen", dt.date(2026, 1, 1))
        for kind, number in typed
    )
    return replace(found, draft=replace(found.draft, denominators=numbers))


def test_without_a_denominator_there_is_no_rate() -> None:
    """Nothing is guessed."""
    assert list(rates(report())) == []


def test_a_rate_is_printed_with_its_parts_and_source() -> None:
    """In the table of key figures, with the definition at the end."""
    found = report((DenominatorKind.CHILDREN, 120_000), (DenominatorKind.POSTS, 350))
    by_code = {rate.text.code: rate for rate in rates(found)}
    total = found.cells.get("contacts", {}).known
    assert total is not None
    tenths = (total * 1000 * 20 + 1200) // 2400
    assert by_code["kpi_per_1000"].value == f"{tenths // 10},{tenths % 10}"
    assert by_code["kpi_per_1000"].parts.endswith("1\u202f200")
    assert by_code["kpi_per_fte"].parts.endswith("3,5")
    document = build(found)
    table = next(t for t in document.tables if t.key == "key_figures")
    assert [r.label for r in table.rows][-2:] == [rate.text.sv for rate in by_code.values()]
    assert any("Kommunen" in note for note in table.notes)


@pytest.mark.parametrize("typed", [(DenominatorKind.POSTS, 299), (DenominatorKind.CHILDREN, 999)])
def test_a_small_base_has_no_rate(typed: tuple[DenominatorKind, int]) -> None:
    """Fewer than three posts may be two people; a base below ten is none."""
    assert list(rates(report(typed))) == []


def test_a_target_stands_with_its_definition() -> None:
    """In per cent for a share; what has no target says nothing of one."""
    found = sample_report()
    targets = (
        Target("kpi_fathers", 3250, dt.date(2026, 1, 1)),
        Target("kpi_contacts_total", 40000, dt.date(2026, 1, 1)),
    )
    document = build(replace(found, draft=replace(found.draft, targets=targets)))
    told = {d.term: dict(d.lines).get("Mål") for d in document.blocks if isinstance(d, Definition)}
    assert told["Antal kontakter"] == "400."
    assert {text for text in told.values() if text} == {"400.", "32,5 procent."}
    plain = [d for d in build(found).blocks if isinstance(d, Definition)]
    assert not any("Mål" in dict(d.lines) for d in plain)
