"""Finding a text by its first letters: word starts, å ä ö as letters of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+|[<>]\s*\d+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Which text was found, and which part of it matches."""

    index: int
    start: int
    length: int


def find(typed: str, texts: Sequence[str], *, first: int = 0) -> Hit | None:
    """Return the first text from ``first`` on (round the end) that matches ``typed``.

    A text that begins with it goes before one that has a later word beginning with it.
    """
    sought = typed.casefold()
    order = [*range(first, len(texts)), *range(first)]
    for index in order:
        if texts[index].casefold().startswith(sought):
            return Hit(index, 0, len(typed))
    for index in order:
        folded = texts[index].casefold()
        for word in _WORD.finditer(folded):
            if folded.startswith(sought, word.start()):
                return Hit(index, word.start(), len(typed))
    return None


class TypeAhead:
    """What has been typed so far. Its owner clears it after a second without a key."""

    def __init__(self) -> None:
        self.typed = ""

    def add(self, text: str, texts: Sequence[str], current: int) -> Hit | None:
        """Take a letter and return the hit; a letter that fits nothing is dropped.

        The same letter again goes on to the next text that begins with it.
        """
        hit = find(self.typed + text, texts)
        if hit is not None:
            self.typed += text
            return hit
        if self.typed and set(self.typed.casefold()) == {text.casefold()}:
            return find(text, texts, first=(current + 1) % max(len(texts), 1))
        if not self.typed:
            return None
        return find(self.typed, texts, first=max(current, 0))

    def clear(self) -> None:
        """Forget what was typed."""
        self.typed = ""
