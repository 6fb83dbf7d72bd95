"""The encoding of a text file, found in its bytes."""

from __future__ import annotations

import codecs
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Final

from familjecentral.errors import UnusableFile

PORTION: Final = 1 << 16
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD: Final = ("cp1252", "cp850", "mac_roman")
"""Windows, DOS and Macintosh; of two that are as likely the first is taken."""
_SWEDISH: Final = frozenset("åäöÅÄÖ")
_USUAL: Final = frozenset("éÉèüÜæøÆØ§°–—’”“…‘½×·•\xa0€")
_FEWEST: Final = 10
_CONTROLS: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a")


def encoding_of(path: Path, said: str = "") -> str:
    """Return the encoding of a text file: by its first bytes, else what was said, else UTF-8 or
    UTF-16 if it is, else the one of Windows, DOS and Macintosh in which most of its letters
    are Swedish.

    Raises:
        UnusableFile: it is none of them.
    """
    with path.open("rb") as file:
        first = file.read(PORTION)
    marked = next((name for mark, name in _MARKS if first.startswith(mark)), None)
    if marked:
        candidates = [marked]
    elif said:
        try:
            candidates = [codecs.lookup(said).name]
        except LookupError as error:
            raise UnusableFile("encoding", said) from error
    elif wide := _wide(first):
        candidates = [wide]
    else:
        candidates = ["utf-8"]
    for encoding in candidates:
        with suppress(UnicodeError), path.open(encoding=encoding, newline="") as file:
            while text := file.read(PORTION):
                if "\0" in text:
                    raise UnusableFile("encoding", path.name)
            return encoding
    if marked or said or wide:
        raise UnusableFile("encoding", path.name)
    return _old(path)


def _wide(first: bytes) -> str:
    """Return UTF-16 without a mark: every other byte of most text is zero."""
    halves = first[0::2].count(0), first[1::2].count(0)
    most = len(first) // 2
    if most >= _FEWEST and max(halves) > 0.4 * most and min(halves) < 0.05 * most:
        return "utf-16-be" if halves[0] > halves[1] else "utf-16-le"
    return ""


def _old(path: Path) -> str:
    """Return the old encoding in which the bytes beyond ASCII are the most usual letters."""
    found: Counter[int] = Counter()
    inside: Counter[int] = Counter()
    with path.open("rb") as file:
        while portion := file.read(PORTION):
            found.update(portion)
            inside.update(b for a, b in pairwise(portion) if b > 127 and chr(a).isalpha())
    if not _CONTROLS.isdisjoint(found):
        raise UnusableFile("encoding", path.name)
    beyond = [byte for byte in found if byte > 127]

    def fit(encoding: str) -> float:
        score = 0.0
        for byte in beyond:
            letter = bytes((byte,)).decode(encoding, "replace")
            if letter in _SWEDISH:
                # In the middle of a word a small letter stands more often than a large one.
                score += found[byte] + (inside[byte] if letter.islower() else 0)
            elif letter not in _USUAL:
                score -= found[byte]
        return score

    return max(_OLD, key=fit)
