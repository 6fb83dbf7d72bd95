"""A text made ready for reading: one writing for each sign, and tokens with their places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_SPACES: Final = (
    "\t\n\r\x0b\x0c\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_TABLE: Final = {
    **{ord(sign): " " for sign in _SPACES},
    **{ord(sign): "-" for sign in _DASHES},
    **{ord(sign): "1" for sign in "½¼¾"},  # a number, whichever
    **{ord(sign): "'" for sign in "’‘´`ʼ"},
    **{ord(sign): "*" for sign in "•●∙·█■▪×"},
    ord("İ"): "I",  # the one letter that grows when it is made small
    ord("…"): ".",
}
_FOLDED: Final = re.compile("[" + "".join(map(chr, _TABLE)) + "]")
# Signs that stand for themselves, or for one sign by the table. Everything else is looked at.
_STRANGE: Final = re.compile(r"[^\x00-\x7e\xa0-\xac\xae-\u02ff\u2000-\u200a\u2010-\u2027\u202f]")
_TOKEN: Final = re.compile(r"[sS]:[tT][aA]?(?![^\W\d_])|[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+|[^\w\s]|_")


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """A text with its tokens: words (with hyphens inside), runs of digits, single signs.

    ``words`` are the tokens in small letters, ``starts`` and ``ends`` their places in ``text``;
    ``places`` lead back to the text as it was written where that differs in length. ``numbers``
    are the tokens of digits; ``next_number`` leads from one to the next close by, and says what
    stands between.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    places: list[int] | None
    numbers: list[int]
    next_number: dict[int, tuple[int, str]]

    def gap(self, index: int) -> str:
        """Return what stands between a token and the next."""
        following = self.starts[index + 1] if index + 1 < len(self.starts) else None
        return self.text[self.ends[index] : following]

    def written(self, index: int) -> str:
        """Return a token as it stands in the text."""
        return self.text[self.starts[index] : self.ends[index]]

    def word(self, index: int) -> str:
        """Return a token in small letters; an empty one before the first and after the last."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def capital(self, index: int) -> bool:
        """Say whether a token begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def begins_sentence(self, index: int) -> bool:
        """Say whether a token is the first word of the text, a sentence, a line or a quotation."""
        return index == 0 or self.words[index - 1] in _SENTENCE_ENDS


_SENTENCE_ENDS: Final = frozenset('.!?:;"”»*-•(/|>')
LONGEST_GAP: Final = 4  # signs between the groups of one number


def scan(text: str) -> Note:
    """Divide a text into tokens. Takes time in proportion to its length."""
    places = None
    if not text.isascii():
        if _STRANGE.search(text):
            text, places = _unfolded(text)
        if _FOLDED.search(text):
            text = text.translate(_TABLE)
    spans = [match.span() for match in _TOKEN.finditer(text)]
    small = text.lower()
    words = [small[first:after] for first, after in spans]
    numbers = [index for index, word in enumerate(words) if word.isdecimal()]
    return Note(
        text=text,
        words=words,
        starts=[first for first, _ in spans],
        ends=[after for _, after in spans],
        places=places,
        numbers=numbers,
        next_number={
            one: (other, text[spans[one][1] : spans[other][0]])
            for one, other in pairwise(numbers)
            if spans[other][0] - spans[one][1] <= LONGEST_GAP
        },
    )


def _unfolded(text: str) -> tuple[str, list[int]]:
    """Return the text with composed letters, plain digits and no invisible signs, and where each
    sign of it stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":  # soft hyphens, joiners, marks of direction
            continue
        if unicodedata.combining(sign) and signs:
            composed = unicodedata.normalize("NFC", signs[-1] + sign)
            if len(composed) == 1:
                signs[-1] = composed
            continue
        plain = str(unicodedata.decimal(sign, "")) or unicodedata.normalize("NFKC", sign)
        for piece in plain if plain.isalnum() or plain == "@" else sign:
            signs.append(piece)
            places.append(place)
    return "".join(signs), places
