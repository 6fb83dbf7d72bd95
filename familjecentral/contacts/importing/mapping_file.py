"""Mapping files: TOML read into a mapping, and a mapping written as TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from familjecentral.contacts.importing.mapping import (
    CODE_FIELDS,
    COLUMNS,
    ImportMapping,
    Kind,
    TallyLayout,
)
from familjecentral.contacts.importing.raw import letter, place_of
from familjecentral.contacts.rules import FIRST_DAY
from familjecentral.errors import UnusableFile

FORMAT = "familjecentral-import-mapping"
VERSION = 1
_GIVEN = frozenset(CODE_FIELDS) - {"date"}


def read_mapping(data: Mapping[str, object]) -> ImportMapping:
    """Return the mapping that a parsed TOML file holds.

    Raises:
        UnusableFile: reason ``mapping``; ``place`` is the path of what is wrong.
    """
    if data.get("format") != FORMAT:
        raise _wrong("format")
    if data.get("version") != VERSION:
        raise _wrong("version")
    kind: Kind = "tally" if data.get("kind") == "tally" else "log"
    if data.get("kind") != kind:
        raise _wrong("kind")
    file = _table(data, "file")
    columns = _texts(data, "columns")
    _known(columns.values(), COLUMNS, (f"columns.{header}" for header in columns))
    defaults = _texts(data, "defaults")
    _known(defaults, {"centre", *_GIVEN}, (f"defaults.{name}" for name in defaults))
    values = _table(data, "values")
    _known(values, _GIVEN, (f"values.{name}" for name in values))
    return ImportMapping(
        name=_text(data, "name", ""),
        kind=kind,
        file_type=_one_of(file, "type", ("", "csv", "xlsx")),
        sheet=_text(file, "sheet", "file."),
        encoding=_text(file, "encoding", "file."),
        delimiter=_text(file, "delimiter", "file."),
        decimal=_one_of(file, "decimal", ("", ",", ".")),
        header_row=_number(file, "header_row", "file."),
        year=_number(file, "year", "file."),
        columns=columns,
        values={name: _texts(values, name, "values.") for name in values},
        defaults=defaults,
        ignored=frozenset(_list(_table(data, "ignore"), "columns")),
        tally=_layout(_table(data, "tally"), file) if kind == "tally" else None,
        sections=_codes(data, "sections"),
        rows=_codes(data, "rows"),
    )


def write_mapping(mapping: ImportMapping) -> str:
    """Return a mapping as the text of a TOML file, which reads back as the same mapping."""
    return "\n".join(_lines(mapping)) + "\n"


def _lines(mapping: ImportMapping) -> Iterator[str]:
    yield f"format = {_quoted(FORMAT)}"
    yield f"version = {VERSION}"
    yield f"name = {_quoted(mapping.name)}"
    yield f"kind = {_quoted(mapping.kind)}"
    file = {
        "type": mapping.file_type,
        "sheet": mapping.sheet,
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "decimal": mapping.decimal,
        "header_row": mapping.header_row,
        "year": mapping.year,
    }
    yield from _part("file", {k: v for k, v in file.items() if v})
    yield from _part("defaults", mapping.defaults)
    yield from _part("columns", mapping.columns)
    if mapping.ignored:
        ignored = ", ".join(map(_quoted, sorted(mapping.ignored)))
        yield from ("", "[ignore]", f"columns = [{ignored}]")
    for name, own in mapping.values.items():
        yield from _part(f"values.{name}", own)
    if mapping.tally:
        layout = {
            "year": mapping.tally.year,
            "header_row": mapping.tally.header_row,
            "label_column": letter(mapping.tally.label_column),
            "first_row": mapping.tally.first_row,
        }
        yield from _part("tally", {k: v for k, v in layout.items() if v})
    yield from _part("sections", mapping.sections)
    yield from _part("rows", mapping.rows)


def _part(name: str, content: Mapping[str, object]) -> Iterator[str]:
    if content:
        yield from ("", f"[{name}]")
        yield from (f"{_quoted(key)} = {_value(value)}" for key, value in content.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, but for the one control character that JSON lets pass."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- what may stand where ---


def _wrong(place: str) -> UnusableFile:
    return UnusableFile("mapping", place)


def _layout(data: Mapping[str, object], file: Mapping[str, object]) -> TallyLayout:
    year = _number(data, "year", "tally.") or _number(file, "year", "file.")
    if year is None or not FIRST_DAY.year <= year <= 2999:
        raise _wrong("tally.year")
    label = _text(data, "label_column", "tally.") or "A"
    place = place_of(label)
    if place is None:
        raise _wrong("tally.label_column")
    header_row = _number(data, "header_row", "tally.") or _number(file, "header_row", "file.")
    return TallyLayout(year, header_row, place, _number(data, "first_row", "tally."))


def _codes(data: Mapping[str, object], name: str) -> dict[str, dict[str, str]]:
    """Return the codes that each text of a tally sheet gives."""
    found = _table(data, name)
    given = {text: _texts(found, text, f"{name}.") for text in found}
    for text, fields in given.items():
        _known(fields, _GIVEN, (f"{name}.{text}.{field}" for field in fields))
    return given


def _known(names: Iterable[str], allowed: Iterable[str], paths: Iterable[str]) -> None:
    known = frozenset(allowed)
    for name, path in zip(names, paths, strict=True):
        if name not in known:
            raise _wrong(path)


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise _wrong(key)
    return found


def _texts(data: Mapping[str, object], key: str, path: str = "") -> dict[str, str]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise _wrong(path + key)
    for name, text in found.items():
        if not isinstance(text, str):
            raise _wrong(f"{path}{key}.{name}")
    return dict(found)


def _text(data: Mapping[str, object], key: str, path: str) -> str:
    found = data.get(key, "")
    if not isinstance(found, str):
        raise _wrong(path + key)
    return found


def _one_of(data: Mapping[str, object], key: str, allowed: tuple[str, ...]) -> str:
    found = _text(data, key, "file.")
    if found not in allowed:
        raise _wrong(f"file.{key}")
    return found


def _number(data: Mapping[str, object], key: str, path: str) -> int | None:
    found = data.get(key)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise _wrong(path + key)
    return found


def _list(data: Mapping[str, object], key: str) -> list[str]:
    found = data.get(key, [])
    if not isinstance(found, list):
        raise _wrong(f"ignore.{key}")
    texts = [text for text in found if isinstance(text, str)]
    if len(texts) < len(found):
        raise _wrong(f"ignore.{key}")
    return texts
