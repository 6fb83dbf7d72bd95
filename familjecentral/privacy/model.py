"""What the guard answers: a level and findings. None of them holds a piece of the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Level(StrEnum):
    """How sure the guard is: ``ok`` < ``warn`` (ask) < ``block`` (refuse)."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


Kind = Literal[
    "personnummer",
    "samordningsnummer",
    "masked",
    "birth_date",
    "phone",
    "email",
    "address",
    "full_name",
    "name_age",
    "first_name",
    "case_number",
    "vehicle",
    "social",
    "account",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text, from character ``first`` to ``last`` (both counted from 0, both
    included)."""

    kind: Kind
    level: Level
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The findings of one text in the order of their places; ``level`` is the highest of them."""

    level: Level
    findings: tuple[Finding, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Each kind once, in the order of the text."""
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))
