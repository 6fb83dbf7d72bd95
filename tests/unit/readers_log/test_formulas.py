"""Formulas that say nothing certain: no stored value, or a fault in its place."""

from __future__ import annotations

from typing import Any

from familjecentral.contacts.importing.raw import NOT_CALCULATED
from tests.unit.readers_log.reading import Sheets, run

HEAD = ["Datum", "Preventionsnivå", "Arbetsnivå", "Kontaktform", "Antal", "Löpnr", "Anteckning"]
TALK = {
    "Datum": "2026-03-05",
    "Preventionsnivå": "univ",
    "Arbetsnivå": "individ",
    "Kontaktform": "telefon",
}
UNKNOWN = NOT_CALCULATED


def row(**more: Any) -> list[Any]:
    return [(TALK | more).get(header) for header in HEAD]


def test_a_row_that_hangs_on_what_is_not_calculated_is_rejected() -> None:
    """Nobody knows how many contacts it stands for, on which day, of what kind."""
    rows = [
        row(Antal=UNKNOWN),
        row(Datum=UNKNOWN),
        row(Kontaktform=UNKNOWN),
        row(Preventionsnivå=UNKNOWN, Antal=UNKNOWN),
    ]
    report = run(Sheets([HEAD, *rows])).report
    assert [(r.number, r.column, r.reason) for r in report.left] == [
        (2, "Antal", "bad_count"),
        (3, "Datum", "bad_date"),
        (4, "Kontaktform", "unknown_code"),
        (5, "Preventionsnivå", "unknown_code"),
    ]
    assert report.accepted_rows == 0


def test_what_is_not_kept_may_be_unknown_and_empty_rows_stay_empty() -> None:
    """Notes and running numbers; formulas drawn further down than the log goes."""
    rows = [row(Löpnr=UNKNOWN, Anteckning=UNKNOWN)] * 2 + [[None] * 4 + [UNKNOWN, UNKNOWN, None]]
    report = run(Sheets([HEAD, *rows])).report
    assert (report.accepted_rows, report.dropped_duplicates, report.ignored_rows) == (2, [], [4])


def test_a_formula_that_went_wrong_is_no_running_number() -> None:
    """It stands in every row alike, and would make duplicates of talks that were two."""
    rows = [row(Löpnr=text) for text in ("#REF!", "#REF!", "#SAKNAS!", "#7", "#7")]
    report = run(Sheets([HEAD, *rows])).report
    assert (report.accepted_rows, report.dropped_duplicates) == (4, [6])


def test_a_cell_of_a_tally_sheet_that_is_not_calculated_is_rejected_alone() -> None:
    """Also where nothing else stands in its row; a sum that nobody reads does not matter."""
    rows = [
        ["Kontakter", "jan", "feb", "Totalt"],
        ["Telefonsamtal", UNKNOWN, 2, UNKNOWN],
        ["Bokat samtal", UNKNOWN, None, None],
        ["Stängt i juli", None, None, UNKNOWN],
        [None, UNKNOWN, UNKNOWN, UNKNOWN],
    ]
    mapping = {
        "kind": "tally",
        "tally": {"year": 2026},
        "defaults": {"working_level": "individual", "prevention_level": "universal"},
    }
    report = run(Sheets(rows), mapping).report
    assert [(r.number, r.column, r.reason) for r in report.left] == [
        (2, "B", "bad_count"),
        (3, "B", "bad_count"),
    ]
    assert (report.accepted_rows, report.contacts) == (1, 2)
    assert report.ignored_rows == [1, 4, 5]
