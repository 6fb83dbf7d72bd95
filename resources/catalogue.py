"""The catalogue of parent programmes: proposals with a source, to be copied into a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from resources.place import read_toml

_RANGES: Final = ("sessions", "minutes", "interval_weeks", "size", "leaders", "ages")


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme; ``None`` where nobody could confirm a number.

    ``minutes`` are one session's length, ``interval_weeks`` lie between two sessions, ``size``
    counts ``size_unit``, ``ages`` are the child's whole years. ``levels`` are prevention levels,
    the first is proposed. ``booster_weeks`` lie between the last session and the booster;
    ``parallel``: participants of two such groups must not meet; ``most_languages`` are interpreted
    in one group at most; ``avoid_school_breaks``: no session in them. Fields in ``assumed`` rest
    on custom, not on a found source.
    """

    code: str
    name: str
    short: str
    levels: tuple[str, ...]
    source: str
    as_of: date
    sessions: Range | None = None
    minutes: Range | None = None
    interval_weeks: Range | None = None
    size: Range | None = None
    size_unit: Literal["parents", "families", "children", "class"] = "parents"
    leaders: Range | None = None
    ages: Range | None = None
    certified: bool | None = None
    certification: str = ""
    working_level: Literal["individual", "group", "structural"] = "group"
    measures: str = ""
    note: str = ""
    assumed: tuple[str, ...] = ()
    booster_weeks: int | None = None
    parallel: bool = False
    most_languages: int = 2
    child_minding: bool | None = None
    avoid_school_breaks: bool = False


def _programme(raw: dict[str, Any], as_of: date) -> Programme:
    raw |= {name: Range(*raw[name]) for name in _RANGES if name in raw}
    raw |= {"levels": tuple(raw["levels"]), "assumed": tuple(raw.get("assumed", ()))}
    return Programme(**{"short": raw["name"], "as_of": as_of, **raw})


@cache
def programmes() -> Mapping[str, Programme]:
    """Return the catalogue by code, in the order in which it is shown."""
    raw = read_toml("programmes.toml")
    rows = (_programme(row, raw["as_of"]) for row in raw["programmes"])
    return MappingProxyType({row.code: row for row in rows})
