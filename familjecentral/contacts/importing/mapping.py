"""The columns of a log, the layout of a tally sheet, and the mapping of a file's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from familjecentral.contacts.importing.values import plain
from familjecentral.contacts.rules import FIELDS

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
    "open_service": "Insats",
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
EVERY_SHEET = "*"
_BY_HEADER = {plain(header): name for name, label in COLUMNS.items() for header in (name, label)}

Kind = Literal["log", "tally"]


@dataclass(frozen=True, slots=True)
class TallyLayout:
    """Where things stand in a tally sheet.

    Attributes:
        year: of all its months.
        header_row: the row of the months; None: the first with two of them.
        label_column: place of the kinds of contact, 0 is ``A``.
        first_row: of the counts; None: the one below the header.
    """

    year: int
    header_row: int | None = None
    label_column: int = 0
    first_row: int | None = None


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """What a mapping file says. Words stand as they are written and are compared plainly.

    Attributes:
        name: its own name, empty for none. kind: a log, or a tally sheet with ``tally``.
        file_type, sheet, encoding, delimiter, decimal, header_row, year: how to read the file;
            ``sheet`` is a name, ``*`` for all or empty for the first.
        columns: header → field.
        values: field → spelling → code key.
        defaults: field → value as written, for rows that say nothing.
        ignored: headers (or letters of unnamed columns) that are neither read nor kept.
        sections, rows: text of a tally sheet → field → code.
    """

    name: str = ""
    kind: Kind = "log"
    file_type: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    header_row: int | None = None
    year: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    tally: TallyLayout | None = None
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def field_of(self, header: str) -> str | None:
        """Return the field that a header stands for; None if nobody says."""
        wanted = plain(header)
        own = next((name for text, name in self.columns.items() if plain(text) == wanted), None)
        return own or _BY_HEADER.get(wanted)

    def is_ignored(self, header: str) -> bool:
        """Tell whether a column is to be left alone."""
        return plain(header) in {plain(text) for text in self.ignored}
