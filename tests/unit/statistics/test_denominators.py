"""Typed denominators: which one belongs to a report, and what may be typed."""

from __future__ import annotations

import datetime as dt

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands.composition import guard
from familjecentral.errors import InvalidInput, NotAllowed
from familjecentral.statistics.defining import (
    TypeDenominator,
    TypeTarget,
    list_denominators,
    list_targets,
    type_denominator,
    type_target,
)
from familjecentral.statistics.denominators import Base, Denominator, DenominatorKind, base_for
from tests.factories import FixedClock, staff
from tests.fixtures_store import clock, gate, open_as, store, store_path, store_template

__all__ = ["clock", "gate", "open_as", "store", "store_path", "store_template"]

CHILDREN, POSTS, DAYS = DenominatorKind
DAY = dt.date(2026, 10, 8)


def typed(kind: DenominatorKind, period: str, number: int, centre: str = "C1") -> Denominator:
    return Denominator(kind, centre, Period.parse(period), number, f"källa {period}", DAY)


def base(kind: DenominatorKind, period: str, *known: Denominator, centres=("C1",)) -> Base | None:
    return base_for(kind, Period.parse(period), centres, known)


def test_children_and_posts_hold_inside_the_period_they_were_typed_for() -> None:
    """The exact one first, then the shortest that holds it."""
    year, half = typed(CHILDREN, "2026", 1200), typed(CHILDREN, "2026-H2", 1300)
    assert base(CHILDREN, "2026-Q3", year, half) == Base(1300, ("källa 2026-H2",))
    assert base(CHILDREN, "2026-Q1", year, half) == Base(1200, ("källa 2026",))
    assert base(CHILDREN, "2026", year, half) == Base(1200, ("källa 2026",))
    assert base(CHILDREN, "2025-Q1", year) is None
    assert base(POSTS, "2026-Q1", year) is None


def test_opening_days_are_added_up() -> None:
    """Of periods that make up the one asked for, the longest first, without a gap."""
    parts = [typed(DAYS, "2026-H1", 100), typed(DAYS, "2026-Q2", 60), typed(DAYS, "2026-Q3", 50)]
    found = base(DAYS, "2026-YTD3", *parts)
    assert found == Base(150, ("källa 2026-H1", "källa 2026-Q3"))
    assert base(DAYS, "2026", *parts) is None
    assert base(DAYS, "2026-Q2", *parts) == Base(60, ("källa 2026-Q2",))


def test_every_house_of_a_report_needs_its_number() -> None:
    """A rate of two houses by the children of one would be wrong."""
    one, two = typed(CHILDREN, "2026", 5), typed(CHILDREN, "2026", 7, "C2")
    assert base(CHILDREN, "2026", one, centres=("C1", "C2")) is None
    assert base(CHILDREN, "2026", one, two, centres=("C1", "C2")) == Base(12, ("källa 2026",))
    assert base(CHILDREN, "2026", one, centres=()) is None


def command(**changes: object) -> TypeDenominator:
    values = {
        "kind": CHILDREN,
        "centre": "C1",
        "period": "2026",
        "number": "1 200",
        "source": "SCB 2025-12-31",
    }
    return TypeDenominator(**values | changes)  # type: ignore[arg-type]


def test_a_number_is_kept_changed_and_taken_away(store: SqlStore, clock: FixedClock) -> None:
    """Empty takes it away."""
    for number, kept in (("1 200", [120000]), ("2,75", [275]), ("", [])):
        with store.unit_of_work() as uow:
            type_denominator(command(number=number), uow, clock, guard())
        with store.unit_of_work() as uow:
            assert [d.hundredths for d in list_denominators(uow)] == kept


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"centre": "C9"}, "centre:unknown_centre"),
        ({"period": "i fjol"}, "period:not_a_period"),
        ({"number": "många"}, "number:not_a_number"),
        ({"number": "1,234"}, "number:not_a_number"),
        ({"number": "nan"}, "number:not_a_number"),
        ({"number": "0"}, "number:out_of_range"),
        ({"number": "1000001"}, "number:out_of_range"),
        ({"kind": DAYS, "number": "367"}, "number:out_of_range"),
        ({"source": " "}, "source:required"),
        ({"source": "x" * 121}, "source:too_long"),
        ({"source": "19121212-1212"}, "source:personal_data"),
        ({"source": "19121212-1212", "confirmed": True}, "source:personal_data"),
        ({"source": "Fatimas lista"}, "source:personal_data_possible"),
    ],
)
def test_what_cannot_be_a_denominator_is_refused(
    store: SqlStore, clock: FixedClock, changes: dict[str, object], problem: str
) -> None:
    """With the field, and nothing is kept."""
    with store.unit_of_work() as uow, pytest.raises(InvalidInput, match=problem):
        type_denominator(command(**changes), uow, clock, guard())


def test_a_doubt_about_a_source_can_be_answered(store: SqlStore, clock: FixedClock) -> None:
    """It is nobody: then it is kept."""
    with store.unit_of_work() as uow:
        type_denominator(command(source="Fatimas lista", confirmed=True), uow, clock, guard())
        assert [d.source for d in list_denominators(uow)] == ["Fatimas lista"]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
def test_only_a_manager_types_denominators(open_as, clock: FixedClock, role: Role) -> None:
    """As the table of roles says."""
    other = open_as(staff(2, login_name="annan", roles=frozenset({role})))
    with other.unit_of_work() as uow:
        with pytest.raises(NotAllowed):
            type_denominator(command(), uow, clock, guard())
        with pytest.raises(NotAllowed):
            list_denominators(uow)


UNITS = {"kpi_fathers": "share", "kpi_per_fte": "per_post"}


def targets(store: SqlStore) -> dict[str, str]:
    with store.unit_of_work() as uow:
        return {target.code: target.number for target in list_targets(uow)}


def test_a_target_is_kept_changed_and_taken_away(store: SqlStore, clock: FixedClock) -> None:
    """As it is typed, with a decimal comma; empty takes it away."""
    for number, kept in (("30", "30"), ("32,5", "32,5"), ("1,25", "1,25"), ("0", "0"), ("", None)):
        with store.unit_of_work() as uow:
            type_target(TypeTarget("kpi_fathers", number), uow, clock, units=UNITS)
        assert targets(store).get("kpi_fathers") == kept


@pytest.mark.parametrize(
    ("code", "number", "problem"),
    [
        ("kpi_ingen", "30", "code:unknown_code"),
        ("kpi_fathers", "många", "number:not_a_number"),
        ("kpi_fathers", "101", "number:out_of_range"),
        ("kpi_fathers", "-1", "number:out_of_range"),
        ("kpi_per_fte", "1000001", "number:out_of_range"),
    ],
)
def test_what_cannot_be_a_target_is_refused(
    store: SqlStore, clock: FixedClock, code: str, number: str, problem: str
) -> None:
    """A share ends at a hundred per cent."""
    with store.unit_of_work() as uow, pytest.raises(InvalidInput, match=problem):
        type_target(TypeTarget(code, number), uow, clock, units=UNITS)
    assert targets(store) == {}
