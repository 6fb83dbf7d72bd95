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


@pytest.mark.parametrize("name", ["first.csv", "second.csv", "third.csv"])
def test_notes_written_apart_from_the_rules_are_told_apart(guard: Guard, name: str) -> None:
    """At least 98 of 100 identifiers are refused, at most 2 of 100 harmless notes."""
    levels = [(row["expect"], guard.read(row["text"]).level) for row in rows(name)]
    refused = [level is Level.BLOCK for expect, level in levels if expect == "block"]
    harmless = [level is Level.BLOCK for expect, level in levels if expect == "ok"]
    assert sum(refused) >= 0.98 * len(refused)
    assert sum(harmless) <= 0.02 * len(harmless)
    assert len(refused) > 50
    assert len(harmless) > 50


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Ekgatan 4:2", "block"),
        ("Ekgatan 4:30", "warn"),
        ("Ekgatan, nummer 6", "block"),
        ("Tallv. 3", "block"),
        ("Handledning. 12 kom", "ok"),
        ("Tallv. 3.5", "ok"),
        ("Tallv. a", "ok"),
        ("tallv. 3", "ok"),
        ("Tallv . 3", "ok"),
        ("på skolvägen", "ok"),
        ("Molly, snart två", "block"),
        ("Molly 2 1/2 år", "block"),
        ("Molly ½ år", "block"),
        ("Molly 3-4 år", "block"),
        ("Juni 5 mån", "block"),
        ("Juni 5 dagar", "ok"),
        ("Juni", "ok"),
        ("anna . ek @ example . com", "block"),
        ("anna . ek @ example", "warn"),
    ],
)
def test_the_same_identifier_in_other_writings(guard: Guard, text: str, level: str) -> None:
    """Short forms of streets, halves of years, addresses with spaces."""
    assert guard.read(text).level == level


def test_doubtful_notes_are_asked_about(guard: Guard) -> None:
    """What may be harmless is neither refused nor let through."""
    assert share(guard, "warn", "warn") >= 0.9
