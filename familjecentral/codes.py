"""Code lists as the core sees them: stable keys, validity, labels as data.

The lists live in the store (seeded from ``resources``); labels can be edited there, keys never.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list.

    Attributes:
        list: key of the list, such as ``topic``.
        key: stable ASCII key; never changes its meaning.
        label: Swedish label, as edited in the store.
        label_en: English label.
        definition: Swedish definition, printed in help and reports.
        order: place in the list, from 0.
        valid_from, valid_to: first and last day on which it may be chosen (None: open).
        sensitive: topics under the higher threshold (domain: violence, substance and gambling,
            mental health, disability).
        active: False when the centre has retired it; old rows keep it.
    """

    list: str
    key: str
    label: str
    label_en: str
    definition: str
    order: int
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    sensitive: bool = False
    active: bool = True

    def is_valid(self, day: dt.date) -> bool:
        """Tell whether the code may be chosen for a contact of that day."""
        return (
            self.active
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class CodeBook:
    """All code lists of a store: list key → code key → code, in order of the list."""

    lists: Mapping[str, Mapping[str, Code]]

    def has(self, list_key: str, key: str) -> bool:
        """Tell whether the list holds the key, valid or not."""
        return key in self.lists.get(list_key, {})

    def choices(self, list_key: str, day: dt.date) -> tuple[Code, ...]:
        """Return the codes that may be chosen on a day, in order of the list."""
        return tuple(c for c in self.lists.get(list_key, {}).values() if c.is_valid(day))

    def label(self, list_key: str, key: str) -> str:
        """Return the Swedish label, or the key itself for a code that the list does not hold."""
        code = self.lists.get(list_key, {}).get(key)
        return code.label if code else key
