"""Reading of codes as people write them: by key, label, synonym, or as a slip of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.codes import Code
from familjecentral.contacts.importing.raw import Cell
from familjecentral.contacts.importing.values import DASHES, plain, text_of

Synonyms = Mapping[str, Mapping[str, Iterable[str]]]
"""List key → code key → further spellings."""

_MOST_VALUES = 100  # in one cell; more is no list of codes
_MOST_REMEMBERED = 2000
_MOST_LETTERS = 400  # in one cell; more is no code
_AROUND_DASH = re.compile(r" ?- ?")
_BETWEEN = re.compile(r"[|,]")
_BEFORE_UNIT = re.compile(r"(?<=[0-9]) (?=[a-zåäö])")


class How(StrEnum):
    """How a text was understood."""

    EXACT = "exact"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Reading:
    """A key and how it was found."""

    key: str
    how: How


class Words:
    """Spellings of keys. What two keys share belongs to the first one said.

    Args:
        keys: spellings that are only read exactly.
        labels: spellings that are read past a slip of the keyboard as well.
    """

    def __init__(self, keys: Iterable[tuple[str, str]], labels: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, str] = {}
        self._labels: list[tuple[str, str]] = []
        self._seen: dict[str, Reading | None] = {}
        for text, key in keys:
            self._add(text, key)
        for text, key in labels:
            self._add(text, key)
            self._labels.append((plain(text), key))

    def _add(self, text: str, key: str) -> None:
        for form in _forms(text):
            self._exact.setdefault(form, key)

    @property
    def most_commas(self) -> int:
        """How many commas a label holds at most."""
        return max((text.count(",") for text, _ in self._labels), default=0)

    def read(self, text: str) -> Reading | None:
        """Return what a text stands for, or None if there is none or no single nearest."""
        return self.exactly(text) or self.nearly(text)

    def exactly(self, text: str) -> Reading | None:
        """Return what is spelled so, capitals, spaces and full stops aside."""
        if text not in self._seen:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            key = next((self._exact[form] for form in _forms(text) if form in self._exact), None)
            self._seen[text] = None if key is None else Reading(key, How.EXACT)
        return self._seen[text]

    def nearly(self, text: str) -> Reading | None:
        """Return the one nearest key, or None if there is none or there are several."""
        _, keys = self.nearest(text)
        return Reading(min(keys), How.NEAR) if len(keys) == 1 else None

    def nearest(self, text: str) -> tuple[int, frozenset[str]]:
        """Return the keys of the nearest labels and how many edits away they are: at most one
        from five letters on, two from nine on."""
        words = plain(text)
        most = 2 if len(words) >= 9 else 1 if len(words) >= 5 else 0
        nearest, keys = most, set[str]()
        for label, key in self._labels if most else ():
            distance = edits(words, label, nearest)
            if distance < nearest:
                nearest, keys = distance, {key}
            elif distance == nearest:
                keys.add(key)
        return nearest, frozenset(keys)


class CodeReader:
    """Reads the codes of one list.

    Args:
        codes: of the list, as the store holds them.
        synonyms: further spellings by code key.
        own: the file's own values by spelling (from its mapping). name: key of the list.
    """

    def __init__(
        self,
        codes: Iterable[Code],
        synonyms: Mapping[str, Iterable[str]],
        own: Mapping[str, str],
        name: str = "",
    ) -> None:
        self.name = name
        listed = list(codes)
        self._order = {code.key: place for place, code in enumerate(listed)}
        labels = [(code.label, code.key) for code in listed]
        labels += [(text, key) for text, key in own.items() if key in self._order]
        labels += [
            (text, key) for key, texts in synonyms.items() if key in self._order for text in texts
        ]
        self.words = Words(((code.key, code.key) for code in listed), labels)
        self._own = frozenset(form for text in own for form in _forms(text))
        self._most_words = self.words.most_commas + 1

    def read(self, cell: Cell) -> Reading | None:
        """Return the code of a whole cell, or None if there is none or no single nearest."""
        text = text_of(cell)
        return self.words.read(text) if len(text) <= _MOST_LETTERS else None

    def read_several(self, cell: Cell) -> tuple[Reading, ...] | None:
        """Return the codes of a cell with several values, each once, in the order written.

        Values are separated by a comma or ``|``; a label that itself contains a comma is tried
        first. None if one of them is unknown.
        """
        text = text_of(cell)
        found: dict[str, Reading] = {}
        for part in text.split("|"):
            pieces = part.split(",")
            if len(pieces) > _MOST_VALUES or len(text) > _MOST_LETTERS * _MOST_VALUES:
                return None
            readings = self._cut(pieces, near=False)
            if readings is None:
                readings = self._cut(pieces, near=True)
            if readings is None:
                return None
            for reading in readings:
                found.setdefault(reading.key, reading)
        return tuple(found.values())

    def is_own(self, cell: Cell) -> bool:
        """Tell whether a cell holds a value that the file's mapping brought, not the lists."""
        if not self._own:
            return False
        text = text_of(cell)
        return any(not self._own.isdisjoint(_forms(t)) for t in (text, *_BETWEEN.split(text)))

    def in_order(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return keys in the order of the list."""
        return tuple(sorted(keys, key=self._order.__getitem__))

    def _cut(self, pieces: list[str], *, near: bool) -> tuple[Reading, ...] | None:
        """Join pieces between commas so that every one is a code, long ones first."""
        read = self.read if near else self.words.exactly
        cuts: list[tuple[Reading, ...] | None] = [None] * len(pieces) + [()]
        for start in range(len(pieces) - 1, -1, -1):
            if not pieces[start].strip():
                cuts[start] = cuts[start + 1]
                continue
            for end in range(min(len(pieces), start + self._most_words), start, -1):
                rest = cuts[end]
                reading = read(",".join(pieces[start:end])) if rest is not None else None
                if reading and rest is not None:
                    cuts[start] = (reading, *rest)
                    break
        return cuts[0]


def _forms(text: str) -> tuple[str, str]:
    """Return the ways in which an exact text is looked up: as it is, and with every dash alike
    and no spaces around it or before a unit (``0 – 11 mån`` is ``0-11mån``)."""
    whole = plain(text)
    tight = _AROUND_DASH.sub("-", whole.translate(DASHES))
    return whole, _BEFORE_UNIT.sub("", tight)


def edits(one: str, other: str, most: int | None = None) -> int:
    """Return the edit distance: insert, delete, replace, or swap two neighbours, each once.

    ``most``: what exceeds it is of no interest; some number above it is returned at once.
    Method: optimal string alignment (Damerau 1964, Levenshtein 1966).
    """
    limit = len(one) + len(other) if most is None else most
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    one, other = _unlike(one, other)
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != wanted))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(last) > limit:  # a swap reaches two rows back
            return limit + 1
        before, last = last, row
    return last[-1]


def _unlike(one: str, other: str) -> tuple[str, str]:
    """Return both texts without what they share at the beginning and at the end."""
    shortest = min(len(one), len(other))
    first = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    one, other = one[first:], other[first:]
    shortest = min(len(one), len(other))
    last = next((n for n in range(shortest) if one[-1 - n] != other[-1 - n]), shortest)
    return one[: len(one) - last], other[: len(other) - last]
