"""Longer texts: help pages, fixed texts of the report, definitions of key figures, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from resources.lists import Lang
from resources.place import ROOT, read_text, read_toml


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its heading; thresholds stand as ``{threshold}`` and ``{sensitive}``."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """Fixed texts of the printed report.

    ``text`` has dotted keys (``note.contacts_not_families``) and ``str.format`` fields in braces;
    ``protection`` are the paragraphs of the page that explains the protection.
    """

    text: Mapping[str, str]
    protection: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """What a key figure divides by what, for people and for the counting.

    With a ``measure``, ``dimension`` and the codes are the table set's own, and no denominator
    codes mean the whole measure, or that of ``denominator_measure``; those there are can be of
    another ``denominator_dimension``. Else ``dimension`` names a field of an individual contact; an
    empty tuple of codes means every code (numerator) or every contact, missing values included
    (denominator).
    """

    code: str
    sv: str
    en: str
    unit: Literal["count", "share", "per_1000", "per_post", "per_day"]
    numerator: str
    note: str
    version: int
    denominator: str = ""
    measure: str = ""
    dimension: str = ""
    numerator_codes: tuple[str, ...] = ()
    denominator_codes: tuple[str, ...] = ()
    denominator_measure: str = ""
    denominator_dimension: str = ""


@cache
def report_texts() -> ReportTexts:
    """Return the Swedish texts of the report."""
    raw = read_toml("texts/report_sv.toml")
    protection = tuple(Paragraph(**row) for row in raw.pop("protection"))
    text = {f"{part}.{key}": value for part, rows in raw.items() for key, value in rows.items()}
    return ReportTexts(MappingProxyType(text), protection)


def key_figure_from(raw: dict[str, Any]) -> KeyFigure:
    """Return a key figure from its fields; ``TypeError`` where one is lacking or too many."""
    codes = {name: tuple(raw.get(name, ())) for name in ("numerator_codes", "denominator_codes")}
    return KeyFigure(**raw | codes)


@cache
def key_figures() -> Mapping[str, KeyFigure]:
    """Return the key figures by code, in the order of the report."""
    rows = map(key_figure_from, read_toml("key_figures.toml")["key_figures"])
    return MappingProxyType({row.code: row for row in rows})


def help_page(name: str, lang: Lang = "sv") -> str:
    """Return a help page as Markdown; Swedish where a translation is missing.

    ``KeyError`` for an unknown page.
    """
    for file in (f"help/{name}.{lang}.md", f"help/{name}.md"):
        if (ROOT / file).is_file():
            return read_text(file)
    raise KeyError(name)


def help_names() -> tuple[str, ...]:
    """Return the names of all help pages, sorted."""
    return tuple(sorted(path.stem for path in (ROOT / "help").glob("*.md") if "." not in path.stem))


@cache
def passphrase_words() -> tuple[str, ...]:
    """Return the words of which passphrases are drawn: at least 2048, all different."""
    return tuple(read_text("words.txt").split())


@cache
def table_set() -> Mapping[str, Any]:
    """Return the declared table set with the labels of merged codes, as parsed data; after its
    own dimensions those that a house can choose besides."""
    data, more = read_toml("table_set.toml"), read_toml("table_choices.toml")
    data["labels"] = read_toml("table_labels.toml")["labels"]
    data["dimensions"] += more["dimensions"]
    data["labels"] |= more["labels"]
    return data


@cache
def table_words() -> Mapping[str, Any]:
    """Return the Swedish words of printed tables: titles, heads and measures."""
    words = read_toml("texts/tables_sv.toml")
    words["heads"] |= read_toml("table_choices.toml")["heads"]
    return words
