"""The words that code words of support cards are put together from."""

from __future__ import annotations

from functools import cache

from resources.place import read_toml


@cache
def card_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the first and the second halves: Swedish words, small letters, each list without
    words that could be taken for one another."""
    raw = read_toml("card_words.toml")
    return tuple(raw["first"].split()), tuple(raw["second"].split())
