"""The register: what an entry's hash covers, and how a broken chain is found."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest

from familjecentral.access.model import StaffId
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.safe import Certificate
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet
from familjecentral.releases.known import registered, touching
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.register import GENESIS, broken_links, canonical, checksum, sealed

CERTIFICATE = Certificate("1", 5, 2, 1, 1, 4, "HiGHS exact", 0.1, True, False, 0)
JANUARY = ("2026-01", "2026-02", "2026-03")


def cell(value: object, *atoms: str, code: str = "x") -> Cell:
    return Cell(Key("contacts", atoms or JANUARY, 1, (("level", code),)), value, "t1")  # type: ignore[arg-type]


def entry(number: int, previous: str, **changes: object) -> Release:
    release = Release(
        number=number,
        period=Period.parse("2026-Q1"),
        centres=("C1",),
        vintage=1,
        cells=TableSet(
            (cell(12), cell(None, code="y"), cell(Bound(0, 4), code="z")),
            Hierarchy({"level": {"all": ("x", "y", "z")}}),
        ),
        policy="{}",
        certificate=CERTIFICATE,
        declared_version=1,
        codes_version=1,
        published_on=dt.date(2026, 4, 3),
        published_by=StaffId(uuid.UUID(int=7)),
        previous_hash=previous,
        hash="",
    )
    return sealed(dataclasses.replace(release, **changes))  # type: ignore[arg-type]


def chain(length: int) -> list[Release]:
    found: list[Release] = []
    for number in range(1, length + 1):
        found.append(entry(number, found[-1].hash if found else GENESIS))
    return found


def test_an_untouched_chain_holds() -> None:
    """Each entry continues the one before it, from the first on."""
    assert broken_links(chain(3)) == ()
    assert broken_links([]) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"cells": TableSet((cell(13),))},
        {"published_on": dt.date(2026, 4, 4)},
        {"policy": '{"threshold":3}'},
        {"vintage": 2},
        {"centres": ("C2",)},
        {"certificate": dataclasses.replace(CERTIFICATE, proved=False)},
        {"previous_hash": GENESIS},
        {"number": 4},
    ],
)
def test_any_change_to_a_frozen_part_breaks_the_chain(change: dict[str, object]) -> None:
    """Cells, day, rule, certificate and place are what the hash covers."""
    entries = chain(3)
    entries[1] = dataclasses.replace(entries[1], **change)  # type: ignore[arg-type]
    assert entries[1].number in broken_links(entries)


def test_a_missing_entry_breaks_the_chain() -> None:
    """Nothing can be taken out of the register unseen."""
    entries = chain(3)
    del entries[1]
    assert broken_links(entries) == (3,)


def test_status_and_approval_can_be_noted_without_breaking_it() -> None:
    """A refused release is marked, and the region's signature noted, on a frozen entry."""
    entries = chain(2)
    entries[0] = dataclasses.replace(
        entries[0],
        status=ReleaseStatus.WITHDRAWN,
        approved_on=dt.date(2026, 5, 1),
        approved_by="Regionens chef",
    )
    assert broken_links(entries) == ()


def test_who_published_does_not_leave_the_store() -> None:
    """The public register names no person."""
    assert str(uuid.UUID(int=7)) not in canonical(entry(1, GENESIS))


def test_the_printed_checksum_is_the_head_of_the_hash() -> None:
    """Two groups of four, as on the last page."""
    release = entry(1, GENESIS)
    assert checksum(release).replace("-", "") == release.hash[:8].upper()


def test_only_table_sets_that_share_months_tell_anything() -> None:
    """A year ties its quarters together; another year stays out."""
    quarters = [TableSet((cell(5, f"2026-0{m}"),)) for m in (1, 2)]
    year = TableSet((cell(9, "2026-01", "2026-02"),))
    other = TableSet((cell(7, "2025-01"),))
    january = Period.parse("2026-01")
    assert touching(january, [quarters[1], other]) == ()
    assert touching(january, [quarters[1], year, other]) == (quarters[1], year)


def test_earlier_columns_repeat_the_newest_valid_release() -> None:
    """A withdrawn release is not repeated; a re-issue takes the place of the first."""
    first, second = chain(2)
    period = first.period
    assert registered([first, second], period, ["C1"]) == second
    withdrawn = dataclasses.replace(second, status=ReleaseStatus.WITHDRAWN)
    assert registered([first, withdrawn], period, ["C1"]) == first
    assert registered([first], period, ["C1", "C2"]) is None
    assert registered([first], period.previous, ["C1"]) is None
