"""The Swedish words for a declared table set, as data: what writers print and readers know.

Everything in here is public. Labels are handed in by the composition root (code lists can be
renamed in the store), cleaned once, and then the same for paper, spreadsheet and proof.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

from familjecentral.codes import CodeBook
from familjecentral.disclosure.table import MISSING
from familjecentral.statistics.declared import TOGETHER, DeclaredSet, Dimension

TOTAL_LABEL = "Totalt"
MISSING_LABEL = "Uppgift saknas"
# The printed tables that no declared table stands behind.
KEY_FIGURES = "key_figures"
GROUP_KEY_FIGURES = "group_key_figures"
_PROGRAMME = "programme"
_BY_LEVEL = ("universal", "selective", "indicated")


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
        tables: table key → title without number and period; key figures under
            :data:`KEY_FIGURES`.
        dimensions: dimension → head of its column; flags (``participants.father``) share that
            of the part of their key before the dot.
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
        """Return the label of a reporting code (of each, where several are counted together),
        or the code itself where there is none."""
        known = self.codes.get(dimension, {})
        labels = [known.get(part, part) for part in code.split(TOGETHER)]
        return known.get(code) or " + ".join(labels)

    def table(self, key: str) -> str:
        """Return the title of a printed table, or its key where there is none."""
        return self.tables.get(key, key)

    def dimension(self, key: str) -> str:
        """Return the head of a dimension, or its key where there is none."""
        return self.dimensions.get(key, key)


def labels_as_data(labels: SetLabels) -> dict[str, object]:
    """Return labels as plain data for JSON."""
    return {
        "tables": dict(labels.tables),
        "dimensions": dict(labels.dimensions),
        "codes": {name: dict(codes) for name, codes in labels.codes.items()},
        "measures": {key: asdict(text) for key, text in labels.measures.items()},
        "notes": {name: dict(notes) for name, notes in labels.notes.items()},
    }


def labels_from_data(data: Mapping[str, Mapping[str, Any]]) -> SetLabels:
    """Return what :func:`labels_as_data` made.

    Raises:
        KeyError, TypeError, AttributeError: it is something else.
    """
    return SetLabels(
        tables=dict(data["tables"]),
        dimensions=dict(data["dimensions"]),
        codes={name: dict(codes) for name, codes in data["codes"].items()},
        measures={key: MeasureText(**text) for key, text in data["measures"].items()},
        notes={name: dict(notes) for name, notes in data["notes"].items()},
    )


def clean_labels(labels: SetLabels) -> SetLabels:
    """Return the labels as they can be printed and told apart.

    Characters that the embedded font lacks become ``?``, empty labels their key, and a label that
    occurs twice in a list (or is called as a total) gets its key in brackets.
    """
    used: dict[str, set[str]] = {}
    codes: dict[str, Mapping[str, str]] = {}
    for key, own in labels.codes.items():
        # Flags of one list stand in one table, so they share their words.
        taken = used.setdefault(key.partition(".")[0], {packed(TOTAL_LABEL).casefold()})
        codes[key] = _distinct(own, taken)
    return SetLabels(
        tables=_distinct(labels.tables, set()),
        dimensions=_distinct(labels.dimensions, set()),
        codes=MappingProxyType(codes),
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


def _distinct(labels: Mapping[str, str], used: set[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, raw in labels.items():
        label = printable(raw) or key
        while packed(label).casefold() in used:
            label = f"{label} ({key})"
        used.add(packed(label).casefold())
        found[key] = label
    return MappingProxyType(found)


def labels_of(
    declared: DeclaredSet,
    book: CodeBook,
    *,
    words: Mapping[str, Mapping[str, object]],
    merged: Mapping[str, Mapping[str, str]],
    centres: Mapping[str, str] = MappingProxyType({}),
    proposed: Mapping[str, str] = MappingProxyType({}),
) -> SetLabels:
    """Return the cleaned words of a table set.

    Args:
        words: ``tables``, ``heads`` and ``measures`` as the data file of words gives them.
        merged: dimension → reporting code → label, for codes that merge stored ones.
        centres: key → name of the centres.
        proposed: stored code of a programme → the prevention level that its catalogue proposes.
    """
    codes: dict[str, Mapping[str, str]] = {"centre": centres}
    notes: dict[str, Mapping[str, str]] = {}
    heads = _texts(words.get("heads", {}))
    measures = {m.key: _measure(m.key, words.get("measures", {})) for m in declared.measures}
    titles = _texts(words.get("tables", {}))
    rules = sorted(declared.sensitive, key=lambda rule: rule.threshold)  # the highest holds
    sensitive = {(r.dimension, code): r.threshold for r in rules for code in r.codes}
    for dimension in declared.dimensions:
        own = merged.get(dimension.key, {})
        codes[dimension.key] = {
            code: own.get(code) or _label(book, dimension.field, code) for code in dimension.codes
        }
        notes[dimension.key] = {
            code: _note(book, dimension.field, members, sensitive.get((dimension.key, code)))
            for code, members in dimension.groups.items()
            if len(members) > 1 and code != MISSING and dimension.field in book.lists
        }
        if dimension.field == _PROGRAMME:
            notes[dimension.key] = _proposals(book, dimension, proposed)
    return clean_labels(
        SetLabels(
            tables={**_titles(declared, heads, measures, merged), **titles},
            dimensions=heads,
            codes=codes,
            measures=measures,
            notes=notes,
        )
    )


def _proposals(
    book: CodeBook, dimension: Dimension, proposed: Mapping[str, str]
) -> Mapping[str, str]:
    """Say which levels the catalogue proposes for the programmes behind each reporting code. A
    level belongs to the group; that of the programme is no more than a proposal (product)."""
    found = {}
    for code in dimension.codes:
        own = {proposed.get(member) for member in dimension.groups.get(code, (code,))}
        known = [level for level in _BY_LEVEL if level in own]
        if known:
            *first, last = (book.label("prevention_level", level).lower() for level in known)
            text = f"{', '.join(first)} eller {last}" if first else last
            found[code] = f"Programkatalogen föreslår {text} nivå."
    return found


def _titles(
    declared: DeclaredSet,
    heads: Mapping[str, str],
    measures: Mapping[str, MeasureText],
    merged: Mapping[str, Mapping[str, str]],
) -> Mapping[str, str]:
    """Compose the titles of tables that a house has chosen itself."""
    titles: dict[str, str] = {}
    for spec in declared.tables:
        words = measures[spec.measure]
        what = f"{words.many[:1].upper()}{words.many[1:]} på {words.level.lower()}"
        by = [
            heads.get(name) or merged.get(name, {}).get("yes") or name for name in spec.dimensions
        ]
        told = " och ".join(head[:1].lower() + head[1:] for head in by)
        titles.setdefault(spec.key, f"{what} efter {told}" if told else what)
    return titles


def _label(book: CodeBook, list_key: str, code: str) -> str:
    return MISSING_LABEL if code == MISSING else book.label(list_key, code)


def _note(book: CodeBook, list_key: str, members: tuple[str, ...], threshold: int | None) -> str:
    """Say what a code merges: in lower case but for the first word, as a running sentence."""
    names = [printable(_label(book, list_key, code)) for code in members]
    lowered = [names[0], *(n if n[:2].isupper() else n[:1].lower() + n[1:] for n in names[1:])]
    last = " och " if len(names) == 2 else " samt "
    text = f"{', '.join(lowered[:-1])}{last}{lowered[-1]}."
    return text if threshold is None else f"{text} Redovisas samlat, med tröskelvärde {threshold}."


def _texts(raw: Mapping[str, object]) -> Mapping[str, str]:
    return {key: value for key, value in raw.items() if isinstance(value, str)}


def _measure(key: str, raw: Mapping[str, object]) -> MeasureText:
    found = raw.get(key)
    own = found if isinstance(found, Mapping) else {}
    return MeasureText(*(str(own.get(name, key)) for name in ("level", "one", "many", "head")))
