"""Code lists and the 3x3 field: labels and definitions for people, keyed by stable codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from resources.place import ROOT, read_toml

Lang = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class CodeText:
    """One code of a list.

    ``short`` is for narrow places and falls back to the Swedish label; ``synonyms`` are further
    spellings that an import reads as this code. The code may be chosen for dates from
    ``valid_from`` to ``valid_to`` (both included; ``None`` is without end).
    """

    key: str
    sv: str
    en: str
    short: str
    definition: str
    valid_from: date
    valid_to: date | None = None
    sensitive: bool = False
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """A versioned list; ``codes`` stand in the order in which they are shown."""

    key: str
    version: int
    source: str
    as_of: date
    codes: tuple[CodeText, ...]

    def __getitem__(self, code_key: str) -> CodeText:
        """Return the code with this key; ``KeyError`` when the list has none."""
        for code in self.codes:
            if code.key == code_key:
                return code
        raise KeyError(f"{self.key}.{code_key}")


@dataclass(frozen=True, slots=True)
class PreventionText:
    """What is said beside a prevention level: a gloss, its shape and how to choose it."""

    key: str
    gloss: str
    gloss_en: str
    shape: Literal["circle", "diamond", "triangle"]
    help: str
    help_en: str


@dataclass(frozen=True, slots=True)
class LevelCell:
    """One of the nine cells; ``digit`` 1 is the upper left one, counted by rows."""

    digit: int
    prevention_level: str
    working_level: str
    title: str
    gloss: str
    title_en: str
    gloss_en: str


@dataclass(frozen=True, slots=True)
class Levels:
    """The 3x3 field: three rows (prevention levels) and nine cells in the order of their digits."""

    prevention: tuple[PreventionText, ...]
    cells: tuple[LevelCell, ...]

    def cell(self, prevention_level: str, working_level: str) -> LevelCell:
        """Return the cell where the two levels meet; ``KeyError`` when one is unknown."""
        for cell in self.cells:
            if (cell.prevention_level, cell.working_level) == (prevention_level, working_level):
                return cell
        raise KeyError(f"{prevention_level}.{working_level}")


def _code(raw: dict[str, Any]) -> CodeText:
    synonyms = tuple(raw.pop("synonyms", ()))
    return CodeText(**{"short": raw["sv"], **raw}, synonyms=synonyms)


def _code_list(name: str) -> CodeList:
    raw = read_toml(name)
    codes = tuple(_code(code) for code in raw["codes"])
    return CodeList(raw["list"], raw["version"], raw["source"], raw["as_of"], codes)


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return every code list by its key. Read once (about 10 ms), then kept."""
    lists = [_code_list(f"codes/{path.name}") for path in sorted((ROOT / "codes").glob("*.toml"))]
    return MappingProxyType({item.key: item for item in lists})


@cache
def _labels(list_key: str) -> Mapping[str, CodeText]:
    return {code.key: code for code in code_lists()[list_key].codes}


def label(list_key: str, code_key: str, lang: Lang = "sv", *, short: bool = False) -> str:
    """Return the label of a code; ``short`` gives the narrow Swedish one where there is one.

    ``KeyError`` for an unknown list or code.
    """
    code = _labels(list_key)[code_key]
    if lang == "en":
        return code.en
    return code.short if short else code.sv


@cache
def levels() -> Levels:
    """Return titles and glosses of the 3x3 field."""
    raw = read_toml("levels.toml")
    return Levels(
        tuple(PreventionText(**row) for row in raw["prevention"]),
        tuple(LevelCell(**cell) for cell in raw["cells"]),
    )
