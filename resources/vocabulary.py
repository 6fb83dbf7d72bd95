"""The word lists of the guard: names, places, organisations and words that look like them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from resources.place import read_text

# Lists of single words, and lists with one term a line.
_WORDS: Final = (
    "first_names",
    "surnames",
    "surname_endings",
    "ordinary",
    "function_words",
    "institutions",
    "rooms",
)
_PLACES: Final = "places"
_TERMS: Final = "organisations"


@cache
def guard_words() -> Mapping[str, frozenset[str]]:
    """Return each list by its name, in small letters; terms of several words have spaces.

    ``places`` holds words and terms, ``organisations`` terms, all others words.
    """
    lists = {name: frozenset(_words(name)) for name in _WORDS}
    lists[_PLACES] = frozenset(_places())
    lists[_TERMS] = frozenset(line.strip() for line in _lines(_TERMS))
    return MappingProxyType(lists)


def _lines(name: str) -> Iterator[str]:
    for line in read_text(f"words/{name}.txt").splitlines():
        if line and not line.startswith("#"):
            yield line


def _words(name: str) -> Iterator[str]:
    for line in _lines(name):
        yield from line.split()


def _places() -> Iterator[str]:
    for line in _lines(_PLACES):
        yield from line.split("|") if "|" in line else line.split()
