"""Whole files of notes: the sample, and notes in the ways that people write them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from familjecentral.privacy import Guard, Level

DATA = Path(__file__).parents[2] / "data" / "guard"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("row", rows("examples.csv"), ids=lambda row: row["id"])
def test_every_sample_has_the_level_and_the_kind_expected(guard: Guard, row) -> None:
    """The sample is the meaning of the rules."""
    reading = guard.read(row["text"])
    assert reading.level == row["expect"]
    if reading.level is not Level.OK:
        assert row["kind"] in reading.kinds


def share(guard: Guard, expect: str, level: str) -> float:
    levels = [guard.read(row["text"]).level for row in rows("notes.csv") if row["expect"] == expect]
    assert len(levels) > 10
    return levels.count(Level(level)) / len(levels)


def test_identifiers_are_blocked(guard: Guard) -> None:
    """At least 98 of 100 identifiers are refused, however they are written."""
    assert share(guard, "block", "block") >= 0.98


def test_harmless_notes_pass(guard: Guard) -> None:
    """A guard that cries wolf is switched off: at most 1 of 100 harmless notes is blocked, and
    at most 2 of 100 are asked about."""
    assert share(guard, "ok", "block") <= 0.01
    assert share(guard, "ok", "ok") >= 0.97


def test_doubtful_notes_are_asked_about(guard: Guard) -> None:
    """What may be harmless is neither refused nor let through."""
    assert share(guard, "warn", "warn") >= 0.9
