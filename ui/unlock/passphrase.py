"""How good a passphrase is, in words, and how to draw one. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from familjecentral.gate import MINIMUM_PASSPHRASE

WORDS_DRAWN = 5
_GOOD_WORDS = 4
_STRONG_WORDS = 5
_STRONG_LENGTH = 24


class Strength(StrEnum):
    """The four words of the meter."""

    TOO_SHORT = "too_short"
    WEAK = "weak"
    GOOD = "good"
    STRONG = "strong"


def strength(text: str) -> Strength:
    """Return how good a passphrase is: by length, number of words and different letters.

    Four different words are good, five (or 24 characters of 10 kinds) strong.
    """
    if len(text) < MINIMUM_PASSPHRASE:
        return Strength.TOO_SHORT
    words = {word.casefold() for word in text.replace("-", " ").split() if len(word) > 2}
    kinds = len(set(text.casefold()))
    if len(words) >= _STRONG_WORDS or (len(text) >= _STRONG_LENGTH and kinds >= 14):
        return Strength.STRONG
    if len(words) >= _GOOD_WORDS or (len(text) >= 16 and kinds >= 10):
        return Strength.GOOD
    return Strength.WEAK


def draw(words: Sequence[str], choose: Callable[[Sequence[str]], str]) -> str:
    """Return five words drawn with ``choose`` (a secret random choice)."""
    return " ".join(choose(words) for _ in range(WORDS_DRAWN))


def groups_of(recovery_key: str) -> tuple[str, ...]:
    """Return the groups of a recovery key, in capitals."""
    return tuple(recovery_key.upper().replace("-", " ").split())
