"""The columns of a log and the mapping file that explains a file's own ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from familjecentral.contacts.importing.values import plain
from familjecentral.contacts.rules import FIELDS
from familjecentral.errors import UnusableFile

FORMAT = "familjecentral-import-mapping"
COLUMNS: Mapping[str, str] = {
    "date": "Datum",
    "centre": "Familjecentral",
    "prevention_level": "Preventionsnivå",
    "working_level": "Arbetsnivå",
    "contact_form": "Kontaktform",
    "arena": "Arena",
    "initiative_taker": "Initiativ",
    "participants": "Deltagare",
    "child_age_band": "Barnets ålder",
    "contact_ordinal": "Ordning",
    "duration_band": "Längd",
    "duration_minutes": "Längd i minuter",
    "interpreter": "Tolk",
    "topic": "Frågeställning",
    "action_given": "Åtgärd",
    "referral_target": "Lotsning",
    "structural_activity_type": "Strukturell insats",
    "count": "Antal",
    "row_number": "Löpnr",
    "note": "Anteckning",
}
"""Field of the import → Swedish header. The key is read as a header too."""

LEVELS = ("prevention_level", "working_level")
CODE_FIELDS = (
    *LEVELS,
    *(rule.code_list for rule in FIELDS if rule.code_list in COLUMNS and rule.code_list),
)
"""Fields whose values are codes; each is also the key of its list."""

SEVERAL = frozenset({"participants", "topic", "action_given", "referral_target"})
_BY_HEADER = {plain(header): name for name, label in COLUMNS.items() for header in (name, label)}


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """What a mapping file says of a log.

    Attributes:
        name: its own name, empty for none.
        file_type, sheet, encoding, delimiter, header_row, year: how the file is to be read.
        columns: header as compared → field.
        values: field → spelling → code key.
        defaults: field → value as written, for rows that say nothing.
        ignored: headers that are neither read nor kept.
    """

    name: str = ""
    file_type: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    year: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    def field_of(self, header: str) -> str | None:
        """Return the field that a header stands for; None if nobody says."""
        return self.columns.get(plain(header)) or _BY_HEADER.get(plain(header))

    def is_ignored(self, header: str) -> bool:
        """Tell whether a column is to be left alone."""
        return plain(header) in self.ignored


def read_mapping(data: Mapping[str, object]) -> ImportMapping:
    """Return the mapping that a parsed TOML file holds.

    Raises:
        UnusableFile: reason ``mapping``; ``place`` is the path of what is wrong.
    """
    if data.get("format") != FORMAT:
        raise UnusableFile("mapping", "format")
    if data.get("version") != 1:
        raise UnusableFile("mapping", "version")
    if data.get("kind") != "log":
        raise UnusableFile("mapping", "kind")
    file = _table(data, "file")
    columns = {plain(k): v for k, v in _texts(data, "columns").items()}
    for header, name in columns.items():
        if name not in COLUMNS:
            raise UnusableFile("mapping", f"columns.{header}")
    defaults = _texts(data, "defaults")
    for name in defaults:
        if name != "centre" and name not in CODE_FIELDS:
            raise UnusableFile("mapping", f"defaults.{name}")
    values = _table(data, "values")
    for name in values:
        if name not in CODE_FIELDS:
            raise UnusableFile("mapping", f"values.{name}")
    return ImportMapping(
        name=_text(data, "name", ""),
        file_type=_one_of(file, "type", ("", "csv", "xlsx")),
        sheet=_text(file, "sheet", "file."),
        encoding=_text(file, "encoding", "file."),
        delimiter=_text(file, "delimiter", "file."),
        header_row=_number(file, "header_row"),
        year=_number(file, "year"),
        columns=columns,
        values={name: _texts(values, name, "values.") for name in values},
        defaults=defaults,
        ignored=frozenset(plain(text) for text in _list(_table(data, "ignore"), "columns")),
    )


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise UnusableFile("mapping", key)
    return found


def _texts(data: Mapping[str, object], key: str, path: str = "") -> dict[str, str]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise UnusableFile("mapping", path + key)
    for name, text in found.items():
        if not isinstance(text, str):
            raise UnusableFile("mapping", f"{path}{key}.{name}")
    return dict(found)


def _text(data: Mapping[str, object], key: str, path: str) -> str:
    found = data.get(key, "")
    if not isinstance(found, str):
        raise UnusableFile("mapping", path + key)
    return found


def _one_of(data: Mapping[str, object], key: str, allowed: tuple[str, ...]) -> str:
    found = _text(data, key, "file.")
    if found not in allowed:
        raise UnusableFile("mapping", f"file.{key}")
    return found


def _number(data: Mapping[str, object], key: str) -> int | None:
    found = data.get(key)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise UnusableFile("mapping", f"file.{key}")
    return found


def _list(data: Mapping[str, object], key: str) -> list[str]:
    found = data.get(key, [])
    if not isinstance(found, list):
        raise UnusableFile("mapping", f"ignore.{key}")
    texts = [text for text in found if isinstance(text, str)]
    if len(texts) < len(found):
        raise UnusableFile("mapping", f"ignore.{key}")
    return texts
