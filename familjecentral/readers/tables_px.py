"""Reads a table from a PX file (PC-Axis).

``VARIABLECODE`` tells which variable is the period, the measure or a dimension; where it lacks,
the variable of ``TIMEVAL`` is the period and a variable is called as it stands. ``ELIMINATION``
tells which value is the sum of the others. In PX the dash is a zero; points are not shown.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from familjecentral.disclosure.table import TOTAL, TableSet, Value
from familjecentral.errors import UnusableFile
from familjecentral.readers.cubes import ABSENT, Absent, Axis, Cube, set_of
from familjecentral.readers.parse import Unreadable, read_value

_CODEPAGE = re.compile(rb'CODEPAGE\s*=\s*"([^"]+)"')
_ENTRY = re.compile(
    r"\s*(?P<name>[A-Z][A-Z0-9-]*)"
    r"(?:\[(?P<language>[^\]]*)\])?"
    r'(?:\(\s*(?P<keys>"[^"]*"(?:\s*,\s*"[^"]*")*)\s*\))?'
    r'\s*=(?P<value>(?:[^";]++|"[^"]*+")*+);'
)
_TEXT = re.compile(r'"([^"]*)"')
_CELL = re.compile(r'"([^"]*)"|([^\s,;"]+)')
_ABSENT_SIGN, _NIL = "......", "-"


def read_px(path: Path) -> TableSet:
    """Return the cells of a file.

    Raises:
        UnusableFile: not PX, without a main part, or with values that are no counts.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnusableFile("unreadable", path.name) from error
    text = _decoded(raw, path.name)
    head = dict(_entries(text, path.name))
    names = [*_texts(head.get(("STUB", ""))), *_texts(head.get(("HEADING", "")))]
    if not names or ("DATA", "") not in head or ("KEYS", names[0]) in head:
        raise UnusableFile("not_px", path.name)
    axes = tuple(_axis(name, head, path.name) for name in names)
    try:
        values = tuple(_value(quoted or plain) for quoted, plain in _CELL.findall(head["DATA", ""]))
    except Unreadable as error:
        raise UnusableFile(error.reason, path.name) from error
    matrix = _texts(head.get(("MATRIX", "")))
    return set_of([Cube(matrix[0] if matrix else "", axes, values)], path.name)


def _decoded(raw: bytes, name: str) -> str:
    """Return the text by its own word for the encoding, else UTF-8 or windows-1252."""
    said = _CODEPAGE.search(raw[:4096])
    try:
        encoding = codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
        return raw.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        if said:
            raise UnusableFile("encoding", name) from error
        return raw.decode("cp1252", errors="replace")
    except LookupError as error:
        raise UnusableFile("encoding", name) from error


def _entries(text: str, name: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield ((keyword, variable), value) of the file's main language."""
    end = 0
    while match := _ENTRY.match(text, end):
        end = match.end()
        if match["language"] is None:
            keys = _TEXT.findall(match["keys"] or "")
            yield (match["name"], keys[0] if keys else ""), match["value"]
    if text[end:].strip():
        line = text.count("\n", 0, end) + 1
        raise UnusableFile("not_px", f"{name}, rad {line}")


def _texts(value: str | None) -> tuple[str, ...]:
    return tuple(_TEXT.findall(value or ""))


def _axis(name: str, head: Mapping[tuple[str, str], str], place: str) -> Axis:
    labels = _texts(head.get(("VALUES", name)))
    codes = _texts(head.get(("CODES", name))) or labels
    if not codes or len(codes) != len(labels) or len(set(codes)) < len(codes):
        raise UnusableFile("not_px", place)
    own = _texts(head.get(("VARIABLECODE", name)))
    key = own[0] if own else "period" if ("TIMEVAL", name) in head else name
    totals = {TOTAL, ""}
    eliminated = _texts(head.get(("ELIMINATION", name)))
    if eliminated and eliminated[0] in labels:
        totals.add(codes[labels.index(eliminated[0])])
    return Axis(key, codes, frozenset(totals))


def _value(text: str) -> Value | Absent:
    if text == _ABSENT_SIGN:
        return ABSENT
    if text == _NIL:
        return 0
    if text and not text.strip("."):
        return None
    return read_value(text)
