"""A sentence of the command line in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages; named fields are attributes of the error."""

    sv: str
    en: str
