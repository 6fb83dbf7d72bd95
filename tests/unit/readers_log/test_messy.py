"""Messy files of every kind give exactly what was worked out when they were written."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from familjecentral.contacts.importing.mapping_file import read_mapping
from familjecentral.readers.log import open_log
from tests.unit.readers_log.messy import Expected, MessyLog, MessyTally
from tests.unit.readers_log.reading import FORMAT, new_store, run


def check(path: Path, data: dict[str, Any], expected: Expected) -> None:
    mapping = read_mapping(FORMAT | data)
    store = new_store()
    found = run(open_log(path, mapping), mapping, store=store, commit=True).report.as_json()
    wanted = dataclasses.asdict(expected)
    wanted["counts"] = dict(sorted(wanted["counts"].items()))
    assert {name: found[name] for name in wanted} == wanted
    assert len(store.kept.contacts) == expected.contacts


@pytest.mark.parametrize("seed", range(30))
def test_a_messy_text_file(seed: int, tmp_path: Path) -> None:
    """Encodings, separators, writings of dates, slips, totals, remarks, numbers, notes."""
    log = MessyLog(seed)
    log.write_csv(tmp_path / "logg.csv")
    check(tmp_path / "logg.csv", MessyLog.mapping, log.expected)


@pytest.mark.parametrize("seed", range(100, 115))
def test_a_messy_spreadsheet(seed: int, tmp_path: Path) -> None:
    """The same, with typed cells, hidden rows and columns."""
    log = MessyLog(seed)
    log.write_xlsx(tmp_path / "logg.xlsx")
    check(tmp_path / "logg.xlsx", MessyLog.mapping, log.expected)


@pytest.mark.parametrize("seed", range(20))
def test_a_messy_tally_sheet(seed: int, tmp_path: Path) -> None:
    """Merged headings, labels with slips, ticks and decimals, cells that cannot be read."""
    tally = MessyTally(seed)
    tally.write_xlsx(tmp_path / "pinnar.xlsx")
    check(tmp_path / "pinnar.xlsx", MessyTally.mapping, tally.expected)
