"""How a written value, vintage or period is read, whatever the file it stands in.

The functions on texts raise :class:`Unreadable` with a stable reason; the reader adds the place.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from familjecentral.disclosure.table import Bound, Value, months, period_atoms
from familjecentral.errors import UnusableFile

HIDDEN_SIGNS = frozenset(("..", "", ".", ":", "x", "c", "*", "-", "…", "NA"))

# Whole numbers above this are not counts, and a solver could not tell neighbours apart.
LARGEST = 10**12

_NUMBER = re.compile(r"([0-9]+)(?:\.0+)?")
_BELOW = re.compile(r"<([0-9]+)")
_BETWEEN = re.compile(r"([0-9]+)-([0-9]+)")


class Unreadable(ValueError):
    """A field cannot be read; ``reason`` is a stable key such as ``"value"``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def read_value(text: str) -> Value:
    """Return the count, the bound, or None for a cell that is not shown.

    Spaces of every width are ignored: Swedish thousands are written ``1 200``.
    """
    packed = "".join(text.split())
    if packed in HIDDEN_SIGNS:
        return None
    if match := _NUMBER.fullmatch(packed):
        return _number(match[1])
    if (match := _BELOW.fullmatch(packed)) and (above := _number(match[1])):
        return Bound(0, above - 1)
    if match := _BETWEEN.fullmatch(packed):
        low, high = _number(match[1]), _number(match[2])
        if low <= high:
            return Bound(low, high)
    raise Unreadable("value")


def read_vintage(text: str) -> int:
    """Return the vintage, from 1; an empty field is the first."""
    packed = text.strip()
    if not packed:
        return 1
    if match := _NUMBER.fullmatch(packed):
        vintage = _number(match[1])
        if vintage >= 1:
            return vintage
    raise Unreadable("vintage")


def read_period(text: str) -> tuple[str, ...]:
    """Return the atoms of a period text; a span of periods must not run backwards."""
    if months(text) is None and ":" in text:
        first, _, last = text.partition(":")
        if months(first) is not None and months(last) is not None:
            raise Unreadable("period")
    return period_atoms(text)


def _number(digits: str) -> int:
    significant = digits.lstrip("0")
    if len(significant) > len(str(LARGEST)) or int(significant or "0") > LARGEST:
        raise Unreadable("value")
    return int(significant or "0")


def read_json(path: Path) -> object:
    """Return what a JSON file holds.

    Raises:
        UnusableFile: not JSON, or a name that stands twice in one object.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_no_name_twice)
    except OSError as error:
        raise UnusableFile("unreadable", path.name) from error
    except UnicodeDecodeError as error:
        raise UnusableFile("not_utf8", path.name) from error
    except json.JSONDecodeError as error:
        raise UnusableFile("not_json", f"rad {error.lineno}, kolumn {error.colno}") from error
    except RecursionError as error:
        raise UnusableFile("not_json", path.name) from error


def _no_name_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnusableFile("name_twice")
    return found
