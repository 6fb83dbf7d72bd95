"""What an import found, row by row and in sums; no content of rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from familjecentral.contacts.importing.decisions import Accepted, Rejected, SetAside
from familjecentral.contacts.model import PreventionLevel

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "missing_required": "Uppgiften saknas",
        "bad_date": "Datumet går inte att läsa",
        "future_date": "Datumet ligger framåt i tiden",
        "unknown_code": "Värdet finns inte i kodlistan",
        "bad_count": "Antalet är inte ett heltal från 1 till 200",
        "too_many_topics": "Fler än tre frågeställningar",
        "not_at_this_level": "Uppgiften hör inte till den arbetsnivån",
        "period_locked": "Årsutgåvan är publicerad, månaden tar inte emot fler uppgifter",
        "personal_data": "Texten innehåller en personuppgift",
        "personal_data_possible": "Texten ser ut som en personuppgift",
        "duplicate_row": "Raden har samma nummer och innehåll som en tidigare",
    }
)
"""Why a row did not come with the others."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "personnummer": "personnummer",
        "samordningsnummer": "samordningsnummer",
        "masked": "avkortat personnummer",
        "birth_date": "födelsedatum",
        "phone": "telefonnummer",
        "email": "e-postadress",
        "address": "adress",
        "full_name": "namn",
        "name_age": "namn och ålder",
        "first_name": "förnamn",
        "case_number": "ärendenummer",
        "vehicle": "registreringsnummer",
        "social": "konto i sociala medier",
        "account": "kontonummer",
    }
)
"""What the guard can find."""


@dataclass(slots=True)
class ImportReport:
    """What was found.

    Attributes:
        sheets: names of the sheets that were read; none for a text file.
        accepted_rows: rows of a log or cells of a tally sheet; contacts: after expansion.
        counts: quarter (``2026Q1``) → prevention level → contacts.
        near: (column, code) → how many values were read past a slip of the keyboard.
        same_number: rows with the running number of an accepted row and other content.
        late_months: months (``YYYY-MM``) whose rows become late entries.
        imported_on: day on which the same rows were imported before.
        number_column: header of the running numbers.
        unread_columns: letters of columns of a tally sheet that are neither label nor month.
    """

    file: str
    mapping: str | None
    sheets: tuple[str, ...] = ()
    accepted_rows: int = 0
    contacts: int = 0
    ignored_rows: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    dropped_duplicates: list[int] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    near: dict[tuple[str, str], int] = field(default_factory=dict)
    same_number: list[int] = field(default_factory=list)
    late_months: set[str] = field(default_factory=set)
    imported_on: dt.date | None = None
    number_column: str = ""
    unread_columns: frozenset[str] = frozenset()

    @property
    def left(self) -> list[Rejected | SetAside]:
        """What did not come in, rejected first."""
        return [*self.rejected, *self.set_aside]

    def tell(self, row: Accepted, quarter: str) -> None:
        """Count an accepted row."""
        self.accepted_rows += 1
        self.contacts += row.count
        levels = self.counts.get(quarter)
        if levels is None:
            levels = self.counts[quarter] = {level.value: 0 for level in PreventionLevel}
        levels[row.values.prevention_level.value] += row.count
        for found in row.near:
            self.near[found] = self.near.get(found, 0) + 1

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values, by the names of the import format."""
        found = self.left
        return {
            "file": self.file,
            "mapping": self.mapping,
            "accepted_rows": self.accepted_rows,
            "contacts": self.contacts,
            "ignored_rows": self.ignored_rows,
            "rejected": [_place(row) for row in self.rejected],
            "set_aside": [_place(row) for row in self.set_aside],
            "dropped_duplicates": self.dropped_duplicates,
            "counts": dict(sorted(self.counts.items())),
            "read_as": [
                {"column": column, "code": code, "values": n}
                for (column, code), n in sorted(self.near.items())
            ],
            "findings": [
                {"row": r.number, "column": r.column, "kinds": list(r.kinds)}
                for r in found
                if r.kinds
            ],
            "sheets": [
                {"row": r.number, "column": r.column, "sheet": self.sheets[r.sheet]}
                for r in found
                if len(self.sheets) > 1
            ],
            "same_number": self.same_number,
            "unread_columns": sorted(self.unread_columns),
            "late_months": sorted(self.late_months),
            "imported_on": self.imported_on.isoformat() if self.imported_on else None,
        }

    def as_csv(self) -> str:
        """Return what did not come in, for whoever corrects the file: row, column, reason."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        several = len(self.sheets) > 1
        writer.writerow((*(("Blad",) if several else ()), "Rad", "Kolumn", "Orsak"))
        for sheet, number, column, reason in sorted(self._left()):
            named = (_safe(self.sheets[sheet]),) if several else ()
            writer.writerow((*named, number, _safe(column), reason))
        return out.getvalue()

    def _left(self) -> Iterator[tuple[int, int, str, str]]:
        for row in self.left:
            yield row.sheet, row.number, row.column, reason_of(row)
        for number in self.dropped_duplicates:
            yield 0, number, self.number_column, REASONS["duplicate_row"]


def reason_of(row: Rejected | SetAside) -> str:
    """Return in Swedish why a row did not come in, with the kinds that the guard found."""
    reason = REASONS.get(row.reason, row.reason)
    kinds = ", ".join(KINDS.get(kind, kind) for kind in row.kinds)
    return f"{reason}: {kinds}" if kinds else reason


def _place(row: Rejected | SetAside) -> dict[str, object]:
    return {"row": row.number, "column": row.column, "reason": row.reason}


def _safe(text: str) -> str:
    """A header or the name of a sheet as text: no spreadsheet shall take it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
