"""Which numbers a Swedish sentence tells: what a comment may give away beside a table."""

from __future__ import annotations

import re

_WORDS = {
    word: number
    for number, word in enumerate(
        ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"), start=2
    )
}
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_DATE = re.compile(
    r"\b\d{4}-\d{2}(?:-\d{2})?\b|\b(?:kvartal|kv\.|vecka|v\.|tabell|utgåva)\s*\d+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,])(\d+)(?:[.,]\d+)?(?!\w)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


def numbers_in(text: str) -> tuple[int, ...]:
    """Return each number of a text once, in digits first, then in the words for two to twelve.

    Years, dates, and the numbers of quarters, weeks, tables and releases are no counts.
    """
    plain = _DATE.sub(" ", _GROUPED.sub("", text))
    found = [int(digits) for digits in _NUMBER.findall(plain)]
    found += [_WORDS[word] for word in re.findall(r"\w+", plain.lower()) if word in _WORDS]
    return tuple(dict.fromkeys(n for n in found if not _FIRST_YEAR <= n <= _LAST_YEAR))
