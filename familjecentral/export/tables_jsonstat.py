"""A release as one JSON-stat 2.0 collection: a dataset for each table.

A hidden cell has the value ``null`` and the status ``..``, a zero is ``0``. A cell that was never
published (which a release's own tables do not have) has the status :data:`ABSENT`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from familjecentral.disclosure.table import TOTAL
from familjecentral.export.cubes import ABSENT, MEASURE, PERIOD, Axis, Cube
from familjecentral.export.document import Document
from familjecentral.export.tables_csv import HIDDEN
from familjecentral.whole import write_whole

_STATUS = {HIDDEN: "Uppgiften redovisas inte", ABSENT: "Ingår inte i tabellen"}


def write_jsonstat(path: Path, cubes: Sequence[Cube], document: Document) -> None:
    """Write the tables; the same tables and document give the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    collection = {
        "version": "2.0",
        "class": "collection",
        "label": document.title,
        "source": document.author,
        "updated": document.day.isoformat(),
        "note": [line for line in document.foot if line],
        "link": {"item": [_dataset(cube, document) for cube in cubes]},
    }
    write_whole(path, f"{json.dumps(collection, ensure_ascii=False, indent=1)}\n".encode())


def _dataset(cube: Cube, document: Document) -> dict[str, object]:
    used = {value for value in cube.values if isinstance(value, str)}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": cube.full_title,
        "source": document.author,
        "updated": document.day.isoformat(),
        "id": [axis.key for axis in cube.axes],
        "size": [len(axis.codes) for axis in cube.axes],
        "role": {"time": [PERIOD], "metric": [MEASURE]},
        "dimension": {axis.key: _dimension(axis, cube) for axis in cube.axes},
        "value": [value if isinstance(value, int) else None for value in cube.values],
        "status": {
            str(place): value for place, value in enumerate(cube.values) if isinstance(value, str)
        },
        "extension": {
            "table": cube.table,
            "status": {"label": {sign: _STATUS[sign] for sign in sorted(used)}},
        },
    }


def _dimension(axis: Axis, cube: Cube) -> dict[str, object]:
    category: dict[str, object] = {
        "index": list(axis.codes),
        "label": dict(zip(axis.codes, axis.labels, strict=True)),
    }
    if axis.key == MEASURE:
        category["unit"] = {cube.measure: {"label": cube.unit, "decimals": 0}}
    found: dict[str, object] = {"label": axis.label, "category": category}
    if axis.has_total:
        # As the agencies' own databases tell which category is the sum.
        found["extension"] = {"elimination": True, "eliminationValueCode": TOTAL}
    return found
