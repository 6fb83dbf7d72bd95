"""The order of names in lists: as one reads them, not as their signs are numbered."""

from __future__ import annotations

import re
import unicodedata

_PARTS = re.compile(r"(\d+)")
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "–": "-"})

NameKey = tuple[tuple[int, int, str], ...]


def by_name(text: str) -> NameKey:
    """Return the key that a name is sorted by.

    Numbers go by their value (*Grupp 2* before *Grupp 10*), large and small letters are alike,
    å ä ö follow z, and a letter with another accent stands with the plain one.
    """
    plain = unicodedata.normalize("NFC", text.strip()).casefold().translate(_AFTER_Z)
    letters = "".join(
        c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c)
    )
    return tuple(
        _number(part) if place % 2 else (1, 0, part)
        for place, part in enumerate(_PARTS.split(letters))
        if part
    )


def _number(digits: str) -> tuple[int, int, str]:
    value = digits.lstrip("0")
    return (0, len(value), value)
