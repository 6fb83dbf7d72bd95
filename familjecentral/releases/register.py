"""The register of releases: canonical text of an entry, its hash, and the chain."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence

from familjecentral.disclosure.table import Bound, Cell, TableSet, Value
from familjecentral.releases.model import Release

GENESIS = "0" * 64


def canonical(release: Release) -> str:
    """Return the frozen part of an entry as JSON: everything but status, approval, hash and the
    name of who published it (kept in the store, not part of what leaves it)."""
    return json.dumps(
        {
            "number": release.number,
            "period": str(release.period),
            "centres": list(release.centres),
            "vintage": release.vintage,
            "declared_version": release.declared_version,
            "codes_version": release.codes_version,
            "published_on": release.published_on.isoformat(),
            "replaces": release.replaces,
            "late": release.late,
            "policy": release.policy,
            "certificate": dataclasses.asdict(release.certificate),
            "hierarchy": {
                dimension: {code: list(children) for code, children in inner.items()}
                for dimension, inner in release.cells.hierarchy.children.items()
            },
            "cells": [_cell(cell) for cell in release.cells.cells],
            "previous_hash": release.previous_hash,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def cells_text(tables: TableSet) -> str:
    """Return cells and inner codes as canonical JSON, as they stand in an entry."""
    return json.dumps(
        {
            "hierarchy": {
                dimension: {code: list(children) for code, children in inner.items()}
                for dimension, inner in tables.hierarchy.children.items()
            },
            "cells": [_cell(cell) for cell in tables.cells],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _cell(cell: Cell) -> list[object]:
    key = cell.key
    return [
        cell.table,
        key.measure,
        list(key.period),
        key.vintage,
        [list(pair) for pair in key.codes],
        _value(cell.value),
    ]


def _value(value: Value) -> object:
    return [value.low, value.high] if isinstance(value, Bound) else value


def hash_of(release: Release) -> str:
    """Return the SHA-256 (hex) of an entry's canonical text."""
    return hashlib.sha256(canonical(release).encode()).hexdigest()


def checksum(release: Release) -> str:
    """Return the short form printed in reports: two groups of four, such as ``7F3A-91C2``."""
    head = release.hash[:8].upper()
    return f"{head[:4]}-{head[4:]}"


def sealed(release: Release) -> Release:
    """Return the entry with its hash."""
    return dataclasses.replace(release, hash=hash_of(release))


def broken_links(releases: Sequence[Release]) -> tuple[int, ...]:
    """Return the numbers of entries that do not continue the chain or were changed since."""
    broken = []
    previous = GENESIS
    for place, release in enumerate(releases, start=1):
        if (
            release.number != place
            or release.previous_hash != previous
            or release.hash != hash_of(release)
        ):
            broken.append(release.number)
        previous = release.hash
    return tuple(broken)
