"""What two versions of a leader, a room, a day or a programme differ in, in words.

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
from familjecentral.groups.house import Certificate, DayType
from familjecentral.groups.problem import Span
from familjecentral.groups.programme import Range
from familjecentral.order import by_name
from ui.settings.spans import written
from ui.versions import Line

_LISTS = {"equipment": "equipment", "languages": "language", "levels": "prevention_level"}
_OWN = frozenset({"id", "version"})


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
            text = tr("ja") if value else tr("nej")
        case None if field == "centre_id":
            text = tr("alla hus")
        case None | "":
            text = "–"
        case dt.date():
            text = value.isoformat()
        case DayType():
            text = page.codes.label("day_type", value)
        case UUID():
            text = _houses([value], page)
        case int() if field == "until":
            text = f"{value // 60}.{value % 60:02d}"
        case Range():
            text = str(value.low) if value.low == value.high else f"{value.low}–{value.high}"
        case tuple() | frozenset():
            text = _several(field, value, page) if value else "–"
        case _:
            text = str(value)
    return text


def _houses(ids: Collection[UUID], page: HousePage) -> str:
    return ", ".join(sorted((c.name for c in page.centres if c.id in ids), key=by_name))


def _several(field: str, values: Collection[Any], page: HousePage) -> str:
    first = next(iter(values))
    if isinstance(first, Span):
        return written(values)
    if isinstance(first, Certificate):
        return ", ".join(_right(one, page) for one in values)
    if isinstance(first, UUID):
        return _houses(values, page)
    if isinstance(first, tuple):
        houses = {c.id: c.name for c in page.centres}
        return ", ".join(tr("{house}: {n} min").format(house=houses[h], n=n) for h, n in values)
    named = [page.codes.label(_LISTS[field], key) if field in _LISTS else key for key in values]
    return ", ".join(named if isinstance(values, tuple) else sorted(named, key=by_name))


def _right(one: Certificate, page: HousePage) -> str:
    name = page.codes.label("programme", one.programme)
    if one.in_training:
        return tr("{programme} (under utbildning)").format(programme=name)
    return tr("{programme} till {day}").format(programme=name, day=one.last) if one.last else name
