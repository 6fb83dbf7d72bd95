"""Reading many short notes, and long ones, with the guard."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from familjecentral.commands import composition
from familjecentral.privacy import Guard
from tests.benchmarks.figures import Figure, in_turn, ratio, seconds

NOTES = Path(__file__).parents[1] / "data" / "guard" / "notes.csv"
MANY, SHORT, LONG = 10_000, 200, 10_000
LIMIT = 2.0  # seconds for many short notes
# What slows a reader that tries again from every place.
UNKIND = {
    "one digit": "1",
    "at signs": "a@",
    "numbers cut short": "811218-",
    "one letter": "a",
    "hyphens": "a-",
    "masks": "xx11",
    "one name": "Anna och ",
    "spelled addresses": "a (at) ",
    "accounts": "konto 1 ",
    "streets": "Avägen ",
    "dots": "dnr 1....",
}


def measure() -> Iterator[Figure]:
    """Time mixed notes by the clock, and long notes against short ones of as much text."""
    guard = composition.guard()
    notes = _notes()
    yield Figure("10,000 notes of 200 characters: s", seconds(lambda: _read(guard, notes)), LIMIT)
    for name, text in {"mixed notes": " ".join(notes[:60]), **UNKIND}.items():
        long = (text * (LONG // len(text) + 1))[:LONG]
        parts = [long[at : at + SHORT] for at in range(0, LONG, SHORT)]
        times = in_turn(lambda long=long: guard.read(long), lambda parts=parts: _read(guard, parts))
        yield ratio(f"long / short, {name}", *times, 1.5)


def _notes() -> list[str]:
    """Return notes as counsellors write them: one harmless text in five is followed by another
    kind, and all are filled to the longest length allowed."""
    with NOTES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    harmless = [row["text"] for row in rows if row["expect"] == "ok"]
    others = [row["text"] for row in rows if row["expect"] != "ok"]
    draw = random.Random(1)
    notes = []
    for _ in range(MANY):
        note = ""
        while len(note) < SHORT:
            note += draw.choice(others if draw.random() < 0.2 else harmless) + ". "
        notes.append(note[:SHORT])
    return notes


def _read(guard: Guard, notes: list[str]) -> None:
    for note in notes:
        guard.read(note)
