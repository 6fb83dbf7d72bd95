"""The Swedish words for a declared table set, as data: what writers print and readers know.

Everything in here is public. Labels are handed in by the composition root (code lists can be
renamed in the store), cleaned once, and then the same for paper, spreadsheet and proof.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

TOTAL_LABEL = "Totalt"
MISSING_LABEL = "Uppgift saknas"
# Keys of printed tables that several declared tables share.
MATRIX = "matrix"
KEY_FIGURES = "key_figures"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class MeasureText:
    """How a measure is called: its working level, its unit for one and many, its column head."""

    level: str
    one: str
    many: str
    head: str


@dataclass(frozen=True, slots=True)
class SetLabels:
    """Words for a table set.

    Attributes:
        tables: table key → title without number and period. Flags of one list are printed
            together under the part of their key before the dot; the table of all measures by
            level stands under :data:`MATRIX`, the key figures under :data:`KEY_FIGURES`.
        dimensions: dimension → head of its column; for a flag, the label of its row.
        codes: dimension → reporting code → label.
        measures: measure → its words.
        notes: dimension → reporting code → footnote, for codes that are merged.
    """

    tables: Mapping[str, str]
    dimensions: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    measures: Mapping[str, MeasureText]
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def code(self, dimension: str, code: str) -> str:
        """Return the label of a reporting code, or the code itself where there is none."""
        return self.codes.get(dimension, {}).get(code, code)

    def table(self, key: str) -> str:
        """Return the title of a printed table, or its key where there is none."""
        return self.tables.get(key, key)

    def dimension(self, key: str) -> str:
        """Return the head of a dimension, or its key where there is none."""
        return self.dimensions.get(key, key)


def clean_labels(labels: SetLabels) -> SetLabels:
    """Return the labels as they can be printed and told apart.

    Characters that the embedded font lacks become ``?``, empty labels their key, and a label that
    occurs twice in a list (or is called as a total) gets its key in brackets.
    """
    return SetLabels(
        tables=_distinct(labels.tables, ()),
        dimensions=_distinct(labels.dimensions, ()),
        codes=MappingProxyType(
            {key: _distinct(codes, (TOTAL_LABEL,)) for key, codes in labels.codes.items()}
        ),
        measures=labels.measures,
        notes=labels.notes,
    )


def packed(text: str) -> str:
    """Return a text without any white space: how labels are compared when lines were broken."""
    return "".join(text.split())


def printable(text: str) -> str:
    """Return a text in composed form with only characters that the embedded font draws."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed)
    return " ".join("".join(c if _drawn(c) else "?" for c in spaced).split())


def _drawn(char: str) -> bool:
    """Latin letters with all accents of the European languages, and common punctuation."""
    return ord(char) < 0x0180 or char in "–—‘’‚“”„†‡•…‰‹›€™−≈≠≤≥→✓●◆▲ȘșȚțẞ"


def _distinct(labels: Mapping[str, str], taken: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    used = {packed(word).casefold() for word in taken}
    for key, raw in labels.items():
        label = printable(raw) or key
        if packed(label).casefold() in used:
            label = f"{label} ({key})"
        used.add(packed(label).casefold())
        found[key] = label
    return MappingProxyType(found)
