"""The declared table set, read from its data file and completed from the code lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from familjecentral.codes import CodeBook
from familjecentral.disclosure.table import MISSING
from familjecentral.errors import UnusableFile
from familjecentral.statistics.declared import (
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    SensitiveRule,
    TableSpec,
)

_MULTIPLE = ("participants", "referral_target", "partner", "consulted")
_NEVER_MISSING = ("prevention_level", "structural_activity_type")
_PREVENTION_LEVELS = ("universal", "selective", "indicated")


def declared_from(data: Mapping[str, object], book: CodeBook) -> DeclaredSet:
    """Return the table set that a parsed TOML file declares.

    Raises:
        UnusableFile: something is missing or of the wrong kind; ``place`` is its path.
    """
    dimensions = tuple(_dimension(item, book) for item in _items(data, "dimensions"))
    known = {d.key for d in dimensions}
    measures = tuple(
        Measure(key, _text(item, "working_level", f"measures.{key}"), _text(item, "kind", key))
        for key, item in _table(data, "measures").items()
        if _is_table(item)
    )
    tables = tuple(_spec(item) for item in _items(data, "tables"))
    for spec in tables:
        if unknown := [d for d in (*spec.dimensions, *spec.counted_by) if d not in known]:
            raise UnusableFile("unknown dimension", f"tables.{spec.key}.{unknown[0]}")
        if spec.measure not in {m.key for m in measures}:
            raise UnusableFile("unknown measure", f"tables.{spec.key}.{spec.measure}")
    return DeclaredSet(
        version=_number(data, "version", ""),
        threshold=_number(data, "threshold", ""),
        measures=measures,
        dimensions=dimensions,
        tables=tables,
        sensitive=tuple(
            SensitiveRule(
                _text(item, "dimension", "sensitive"),
                _texts(item, "codes", "sensitive"),
                _number(item, "threshold", "sensitive"),
            )
            for item in _items(data, "sensitive")
        ),
        zeros_sensitive=_texts(data, "zeros_sensitive", "") if "zeros_sensitive" in data else (),
        total_weight=_number(data, "total_weight", "") if "total_weight" in data else 1,
    )


def _dimension(item: Mapping[str, object], book: CodeBook) -> Dimension:
    key = _text(item, "key", "dimensions")
    field = _text(item, "field", key)
    groups = {
        code: _texts(_table(item, "groups"), code, key)
        for code in (_table(item, "groups") if "groups" in item else {})
    }
    if field in _MULTIPLE or item.get("yes_no") is True:
        empty = _text(item, "empty_means", key)
        return Dimension(
            key=key,
            kind=DimensionKind.FLAG,
            field=field,
            groups={},
            any_of=_texts(item, "any_of", key) if field in _MULTIPLE else ("yes",),
            empty_means=empty,
            codes=("yes", "no", MISSING) if empty == MISSING else ("yes", "no"),
        )
    return Dimension(
        key=key,
        kind=DimensionKind.CODE,
        field=field,
        groups=groups,
        codes=tuple(groups) if groups else _all_codes(field, book),
    )


def _all_codes(field: str, book: CodeBook) -> tuple[str, ...]:
    if field == "prevention_level":
        return _PREVENTION_LEVELS
    codes = tuple(book.lists.get(field, {}))
    return codes if field in _NEVER_MISSING else (*codes, MISSING)


def _spec(item: Mapping[str, object]) -> TableSpec:
    key = _text(item, "key", "tables")
    return TableSpec(
        key=key,
        measure=_text(item, "measure", key),
        dimensions=_texts(item, "dimensions", key),
        weight=_number(item, "weight", key) if "weight" in item else 1,
        by_centre=item.get("by_centre") is True,
        by_month=item.get("by_month") is True,
        counted_by=_texts(item, "counted_by", key) if "counted_by" in item else (),
    )


def _is_table(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key)
    if not _is_table(value):
        raise UnusableFile("not a table", key)
    return value


def _items(data: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(_is_table(item) for item in value):
        raise UnusableFile("not a list of tables", key)
    return value


def _text(data: Mapping[str, object], key: str, place: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise UnusableFile("not a text", f"{place}.{key}")
    return value


def _texts(data: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    value = data.get(key)
    if not isinstance(value, Sequence) or not all(isinstance(item, str) for item in value):
        raise UnusableFile("not a list of texts", f"{place}.{key}")
    return tuple(value)


def _number(data: Mapping[str, object], key: str, place: str) -> int:
    value = data.get(key)
    if not isinstance(value, int):
        raise UnusableFile("not a whole number", f"{place}.{key}")
    return value
