"""Cells of a release as canonical text, and back."""

from __future__ import annotations

import json

from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet, Value


def to_text(tables: TableSet) -> str:
    """Return cells in their order, and inner codes, as JSON."""
    cells = [
        [c.table, c.key.measure, c.key.period, c.key.vintage, c.key.codes, _plain(c.value)]
        for c in tables.cells
    ]
    inner = {name: dict(codes) for name, codes in tables.hierarchy.children.items()}
    return json.dumps(
        {"cells": cells, "hierarchy": inner},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def from_text(text: str) -> TableSet:
    """Return what :func:`to_text` wrote."""
    content = json.loads(text)
    cells = tuple(
        Cell(
            Key(measure, tuple(period), vintage, tuple((d, c) for d, c in codes)),
            _value(value),
            table,
        )
        for table, measure, period, vintage, codes, value in content["cells"]
    )
    inner = {
        name: {code: tuple(children) for code, children in codes.items()}
        for name, codes in content["hierarchy"].items()
    }
    return TableSet(cells, Hierarchy(inner))


def _plain(value: Value) -> int | list[int] | None:
    return [value.low, value.high] if isinstance(value, Bound) else value


def _value(value: int | list[int] | None) -> Value:
    return Bound(*value) if isinstance(value, list) else value
