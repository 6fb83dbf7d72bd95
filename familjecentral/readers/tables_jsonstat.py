"""Reads tables from JSON-stat 2.0: a dataset, or a collection that holds its datasets.

Roles tell which dimension is the period (``time``) and which the measure (``metric``). ``null``
is a cell that is not shown, unless its status says that the table does not hold it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeGuard

from familjecentral.disclosure.table import TOTAL, TableSet, Value
from familjecentral.errors import UnusableFile
from familjecentral.readers.cubes import ABSENT, MOST_CELLS, Absent, Axis, Cube, set_of
from familjecentral.readers.parse import LARGEST, Unreadable, read_json, read_value

ABSENT_STATUS = "......"


def read_jsonstat(path: Path) -> TableSet:
    """Return the cells of all datasets of a file.

    Raises:
        UnusableFile: not JSON, not JSON-stat, or with values that are no counts.
    """
    data = read_json(path)
    if not _is_object(data) or not str(data.get("version", "")).startswith("2."):
        raise UnusableFile("not_jsonstat", path.name)
    datasets = [data]
    if data.get("class") == "collection":
        items = _object(data.get("link"), path.name).get("item")
        if not isinstance(items, list):
            raise UnusableFile("not_jsonstat", path.name)
        datasets = [_object(item, path.name) for item in items]
    cubes = [_cube(d, f"{path.name}, tabell {n}") for n, d in enumerate(datasets, start=1)]
    return set_of(cubes, path.name)


def _cube(data: Mapping[str, object], place: str) -> Cube:
    if data.get("class") != "dataset":
        raise UnusableFile("not_jsonstat", place)
    names = _texts(data.get("id"), place)
    dimensions = _object(data.get("dimension"), place)
    roles = data.get("role")
    fixed = {} if roles is None else _roles(_object(roles, place), place)
    axes = tuple(
        _axis(fixed.get(name, name), _object(dimensions.get(name), place), place) for name in names
    )
    size = math.prod(len(axis.codes) for axis in axes)
    if data.get("size") != [len(axis.codes) for axis in axes]:
        raise UnusableFile("number_of_fields", place)
    if size > MOST_CELLS:
        raise UnusableFile("too_large", place)
    values = _spread(data.get("value"), size, place)
    status = _spread(data.get("status", {}), size, place, same_for_all=True)
    extension = data.get("extension")
    table = str(extension.get("table", "")) if _is_object(extension) else ""
    try:
        read = tuple(_value(v, s) for v, s in zip(values, status, strict=True))
    except Unreadable as error:
        raise UnusableFile(error.reason, place) from error
    return Cube(table, axes, read)


def _roles(roles: Mapping[str, object], place: str) -> Mapping[str, str]:
    """Return which dimension is called period, and which measure."""
    found: dict[str, str] = {}
    for role, key in (("time", "period"), ("metric", "measure")):
        named = _texts(roles.get(role, []), place)
        if len(named) == 1:
            found[named[0]] = key
    return found


def _axis(key: str, dimension: Mapping[str, object], place: str) -> Axis:
    category = _object(dimension.get("category"), place)
    index = category.get("index")
    if index is None:  # a single category needs no index
        codes = tuple(_object(category.get("label"), place))
    elif _is_object(index):
        codes = tuple(sorted(index, key=lambda code: _whole(index[code], place)))
    else:
        codes = _texts(index, place)
    totals = {TOTAL, ""}
    extension = dimension.get("extension")
    if _is_object(extension) and extension.get("elimination") is True:
        totals.add(str(extension.get("eliminationValueCode", TOTAL)))
    return Axis(key, codes, frozenset(totals))


def _spread(
    found: object, size: int, place: str, *, same_for_all: bool = False
) -> Sequence[object]:
    """Return one entry for each cell from a list, or from an object by place."""
    if isinstance(found, list):
        if same_for_all and len(found) == 1:
            return found * size
        if len(found) != size:
            raise UnusableFile("number_of_fields", place)
        return found
    if _is_object(found):
        spread: list[object] = [None] * size
        for number, value in found.items():
            if not number.isdecimal() or int(number) >= size:
                raise UnusableFile("number_of_fields", place)
            spread[int(number)] = value
        return spread
    if isinstance(found, str) and same_for_all:
        return [found] * size
    raise UnusableFile("not_jsonstat", place)


def _value(value: object, status: object) -> Value | Absent:
    if value is None:
        return ABSENT if status == ABSENT_STATUS else None
    if isinstance(value, str):
        return read_value(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _counted(value)
    raise Unreadable("value")


def _counted(number: float) -> int:
    if 0 <= number <= LARGEST and number == int(number):
        return int(number)
    raise Unreadable("value")


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _object(value: object, place: str) -> Mapping[str, object]:
    if not _is_object(value):
        raise UnusableFile("not_jsonstat", place)
    return value


def _texts(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise UnusableFile("not_jsonstat", place)
    return tuple(value)


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int):
        raise UnusableFile("not_jsonstat", place)
    return value
