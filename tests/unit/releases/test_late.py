"""What may be told of late entries."""

from __future__ import annotations

import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Cell, Key, TableSet, Value
from familjecentral.releases.late import late_counted, late_to_tell
from familjecentral.releases.model import Release
from tests.unit.releases.test_register import entry

YEAR = Period.parse("2026")


def total(period: Period, value: Value, vintage: int = 1, centre: str = "C1") -> TableSet:
    codes = (("centre", centre),) if centre else ()
    months = tuple(str(month) for month in period.months)
    return TableSet(
        (
            Cell(Key("sessions", months, vintage, codes), 400, "1"),
            Cell(Key("contacts", months, vintage, (*codes, ("level", "U"))), 300, "1"),
            Cell(Key("contacts", months, vintage, codes), value, "1"),
        )
    )


def quarter(number: int, value: Value, vintage: int = 1) -> Release:
    period = Period.parse(f"2026-Q{number}")
    return entry(
        number, "0" * 64, period=period, vintage=vintage, cells=total(period, value, vintage)
    )


def test_only_that_none_wait_is_told() -> None:
    """Any number would tell, beside the annual release, how many came in between."""
    assert [late_to_tell(n) for n in (0, 1, 5, 12)] == [0, None, None, None]


@pytest.mark.parametrize(
    ("year", "first", "said"), [(46, 10, 6), (40, 10, 0), (44, 10, None), (None, 10, None)]
)
def test_a_year_tells_what_its_shown_numbers_tell(
    year: Value, first: Value, said: int | None
) -> None:
    """The difference to the first issues of its quarters, said when 0 or by the threshold."""
    others = (quarter(n, 10) for n in (2, 3, 4))
    register = [quarter(1, first), quarter(1, 17, 2), entry(9, "0" * 64), *others]
    assert late_counted(YEAR, ("C1",), total(YEAR, year, 2), register, 5) == said


def test_a_year_tells_nothing_that_is_hidden_or_not_registered() -> None:
    """Nor of other centres, or of a shorter period."""
    register = [quarter(1, None), *(quarter(n, 10) for n in (2, 3, 4))]
    cells = total(YEAR, 46, 2)
    assert late_counted(YEAR, ("C1",), cells, register, 5) is None
    assert late_counted(YEAR, ("C1",), cells, register[1:], 5) is None
    whole = [quarter(n, 10) for n in (1, 2, 3, 4)]
    assert late_counted(YEAR, ("C1", "C2"), cells, whole, 5) is None
    assert late_counted(Period.parse("2026-H1"), ("C1",), cells, whole, 5) is None
