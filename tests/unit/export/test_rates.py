"""Rates by typed denominators."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from familjecentral.disclosure.safe import reopen
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.export.build import build
from familjecentral.export.document import Definition
from familjecentral.export.figures import grouped
from familjecentral.export.rates import rates
from familjecentral.export.report_input import ReportInput
from familjecentral.statistics.denominators import Denominator, DenominatorKind, Target
from tests.unit.export.sample import QUARTER, sample_report

MONTHS = tuple(str(month) for month in QUARTER.months)


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


def test_visits_are_told_by_opening_day() -> None:
    """Typed days come first; else those on which visits were counted; never a few days."""

    def per_day(found: ReportInput) -> tuple[str, str] | None:
        each = [r for r in rates(found) if r.text.code == "kpi_visits_per_day"]
        return (each[0].parts, each[0].source) if each else None

    typed = report((DenominatorKind.OPENING_DAYS, 6200))
    visits = typed.cells.get("visits", {}).known
    assert visits is not None
    assert per_day(typed) == (f"{grouped(visits)}\u202f/\u202f62", "Kommunen")
    days = typed.cells.get("open_days", {}).known
    counted = per_day(report())
    assert (counted is not None) is (days is not None and days >= 10)
    assert per_day(report((DenominatorKind.OPENING_DAYS, 900))) is None
    few = Cell(Key("open_days", MONTHS, 1, (("centre", "C1"),)), 24, "t17")
    many = Cell(Key("visits", MONTHS, 1, (("centre", "C1"),)), 360, "t17")
    found = report()
    safe = reopen(TableSet((few, many)), found.draft.safe.certificate)
    assert per_day(replace(found, draft=replace(found.draft, safe=safe))) == (
        "360\u202f/\u202f24",
        "Besöksräkning (pinna)",
    )
    none = reopen(TableSet((many,)), found.draft.safe.certificate)
    assert per_day(replace(found, draft=replace(found.draft, safe=none))) is None
