"""What the import needs of the guard, and which of its findings stop a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from familjecentral.contacts.importing.raw import Cell
from familjecentral.contacts.importing.values import text_of

BLOCK, WARN = "block", "warn"
_MOST_HARMLESS_DIGITS = 6  # no number of a person or a telephone is shorter


class Finds(Protocol):
    """What the guard answers: ``ok``, ``warn`` or ``block``, and the kinds of its findings."""

    @property
    def level(self) -> str: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...


class Reads(Protocol):
    """The guard: reads a text for personal data."""

    def read(self, text: str) -> Finds: ...


@dataclass(frozen=True, slots=True)
class Personal:
    """What was found in a cell, without its text."""

    level: str
    kinds: tuple[str, ...]


def personal_data(cell: Cell, guard: Reads) -> Personal | None:
    """Return what the guard finds in a cell; None for nothing."""
    text = text_of(cell)
    if len(text) <= _MOST_HARMLESS_DIGITS and text.isdecimal():
        return None
    found = guard.read(text)
    return Personal(found.level, tuple(found.kinds)) if found.level in (BLOCK, WARN) else None
