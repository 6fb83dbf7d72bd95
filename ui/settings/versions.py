"""What two versions of a leader, a room, a house or a programme differ in, in words.

The names are those of the form's fields, so that a line is called what she just wrote in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from familjecentral.groups.furnishing import HousePage
from familjecentral.groups.house import Certificate
from familjecentral.groups.problem import Span
from familjecentral.groups.programme import Range
from ui.settings.spans import written
from ui.versions import Line

_LISTS = {"equipment": "equipment", "languages": "language", "levels": "prevention_level"}
_OWN = frozenset({"id", "version", "centre_id"})


def tr(text: str) -> str:
    """Translate a text of these lines."""
    return QCoreApplication.translate("versions", text)


def differing(
    mine: object, theirs: object, names: Mapping[str, str], page: HousePage
) -> tuple[Line, ...]:
    """Return a line for each field with a name in which two versions differ."""
    found = []
    for one in fields(mine):  # type: ignore[arg-type]  # versions are dataclasses
        own, other = getattr(mine, one.name), getattr(theirs, one.name)
        name = names.get(one.name, "")
        if own != other and name and one.name not in _OWN:
            found.append(
                Line(one.name, name, said(one.name, own, page), said(one.name, other, page))
            )
    return tuple(found)


def said(field: str, value: object, page: HousePage) -> str:
    """Return a value as the form would show it."""
    match value:
        case bool():
            return tr("ja") if value else tr("nej")
        case None | "":
            return "–"
        case dt.date():
            return value.isoformat()
        case Range():
            return str(value.low) if value.low == value.high else f"{value.low}–{value.high}"
        case tuple() | frozenset():
            return _several(field, value, page) if value else "–"
    return str(value)


def _several(field: str, values: Collection[Any], page: HousePage) -> str:
    first = next(iter(values))
    if isinstance(first, Span):
        return written(values)
    if isinstance(first, Certificate):
        return ", ".join(_right(one, page) for one in values)
    if isinstance(first, UUID):
        return ", ".join(sorted(c.name for c in page.centres if c.id in values))
    if isinstance(first, tuple):
        houses = {c.id: c.name for c in page.centres}
        return ", ".join(tr("{house}: {n} min").format(house=houses[h], n=n) for h, n in values)
    named = [page.codes.label(_LISTS[field], key) if field in _LISTS else key for key in values]
    return ", ".join(named if isinstance(values, tuple) else sorted(named))


def _right(one: Certificate, page: HousePage) -> str:
    name = page.codes.label("programme", one.programme)
    if one.in_training:
        return tr("{programme} (under utbildning)").format(programme=name)
    return tr("{programme} till {day}").format(programme=name, day=one.last) if one.last else name
