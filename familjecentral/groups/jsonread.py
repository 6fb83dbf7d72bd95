"""Typed reading of JSON that names the path of what is wrong, as ``groups[3].sessions``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from familjecentral.errors import UnusableFile

T = TypeVar("T")
DAY_MINUTES = 24 * 60
LARGEST = 1_000_000
"""Above it no number of a plan means anything"""
MOST = 400
"""Sessions of a group, people at one session: what is counted one by one"""
YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON value and where it stands; every reader raises ``UnusableFile(reason, path)``."""

    value: Any
    path: str = ""

    def fail(self, reason: str) -> UnusableFile:
        """Return the error to raise; ``reason`` is a stable key."""
        return UnusableFile(reason, self.path)

    def has(self, name: str) -> bool:
        """Say whether the field is there and not null."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def get(self, name: str) -> Node:
        """Return a required field."""
        if not isinstance(self.value, dict):
            raise self.fail("object_expected")
        path = f"{self.path}.{name}" if self.path else name
        if self.value.get(name) is None:
            raise UnusableFile("missing", path)
        return Node(self.value[name], path)

    def opt(self, name: str, read: Callable[[Node], T], default: T) -> T:
        """Return a field read by ``read``, or ``default`` where it is missing or null."""
        if not isinstance(self.value, dict):
            raise self.fail("object_expected")
        return read(self.get(name)) if self.has(name) else default

    def items(self) -> tuple[Node, ...]:
        """Return the elements of a list."""
        if not isinstance(self.value, list):
            raise self.fail("list_expected")
        return tuple(Node(value, f"{self.path}[{i}]") for i, value in enumerate(self.value))

    def fields(self) -> tuple[tuple[str, Node], ...]:
        """Return names and values of an object."""
        if not isinstance(self.value, dict):
            raise self.fail("object_expected")
        return tuple(
            (text(Node(k, self.path)), Node(v, f"{self.path}.{k}")) for k, v in self.value.items()
        )

    def each(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """Read every element of a list."""
        return tuple(read(item) for item in self.items())


def text(node: Node) -> str:
    """Read a text that can be written again: halves of signs (``\\ud800``) are none."""
    if not isinstance(node.value, str) or any("\ud800" <= c <= "\udfff" for c in node.value):
        raise node.fail("text_expected")
    return node.value


def whole(node: Node) -> int:
    """Read a whole number, not beyond ``LARGEST``."""
    if isinstance(node.value, bool) or not isinstance(node.value, int):
        raise node.fail("whole_number_expected")
    if abs(node.value) > LARGEST:
        raise node.fail("out_of_range")
    return node.value


def natural(node: Node) -> int:
    """Read a whole number, 0 or more."""
    if (number := whole(node)) < 0:
        raise node.fail("negative")
    return number


def positive(node: Node) -> int:
    """Read a whole number, 1 or more."""
    if (number := whole(node)) < 1:
        raise node.fail("not_positive")
    return number


def few(node: Node) -> int:
    """Read a number of things that are counted one by one, 0 to ``MOST``."""
    if (number := natural(node)) > MOST:
        raise node.fail("out_of_range")
    return number


def some(node: Node) -> int:
    """Read a number of things that are counted one by one, 1 to ``MOST``."""
    positive(node)
    return few(node)


def minutes(node: Node) -> int:
    """Read a length in minutes, a multiple of 5."""
    if (number := natural(node)) % 5:
        raise node.fail("not_multiple_of_five")
    return number


def boolean(node: Node) -> bool:
    """Read true or false."""
    if not isinstance(node.value, bool):
        raise node.fail("boolean_expected")
    return node.value


def day(node: Node) -> date:
    """Read an ISO date of ``YEARS``."""
    written = text(node)
    try:
        read = date.fromisoformat(written)
    except ValueError:
        raise node.fail("date_expected") from None
    if read.isoformat() != written or read.year not in YEARS:
        raise node.fail("date_expected")
    return read


def time(node: Node) -> int:
    """Read ``HH:MM`` as minutes from midnight, a multiple of 5; ``24:00`` is 1440."""
    hours, colon, rest = text(node).partition(":")
    if not (
        colon
        and len(hours) == len(rest) == 2
        and (hours + rest).isascii()
        and (hours + rest).isdigit()
    ):
        raise node.fail("time_expected")
    found = int(hours) * 60 + int(rest)
    if int(rest) > 59 or found > DAY_MINUTES:
        raise node.fail("time_expected")
    if found % 5:
        raise node.fail("not_multiple_of_five")
    return found


def weekday(node: Node) -> int:
    """Read an ISO weekday, 1 = Monday."""
    if not 1 <= (number := whole(node)) <= 7:
        raise node.fail("weekday_expected")
    return number


def texts(node: Node) -> tuple[str, ...]:
    """Read a list of texts."""
    return node.each(text)


def clock(minute: int) -> str:
    """Write minutes from midnight as ``HH:MM``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
