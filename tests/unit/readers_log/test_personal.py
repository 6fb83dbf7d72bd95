"""Personal data in a log: what is read, what stops a row, what the user may accept."""

from __future__ import annotations

from typing import Any

import pytest

from familjecentral.contacts.importing.report import reason_of
from familjecentral.errors import UnusableFile
from tests.unit.readers_log.reading import Says, Sheets, new_store, run

HEAD = ["Datum", "Preventionsnivå", "Arbetsnivå", "Kontaktform", "Löpnr", "Anteckning"]
DOUBT = Says(Elsa="block", Fatima="warn")


def row(**changes: Any) -> list[Any]:
    values = dict(zip(HEAD, ["2026-09-03", "univ", "individ", "hb", "", ""], strict=True))
    return list((values | changes).values())


def left(found: Any) -> list[tuple[int, str, str]]:
    return [(r.number, r.column, r.reason) for r in found.report.left]


def log(*rows: list[Any], **more: Any) -> Any:
    return run(Sheets([HEAD, *rows]), guard=more.pop("guard", DOUBT), **more)


def test_a_finding_stops_the_row_before_any_other_fault() -> None:
    """Block rejects, a doubt sets aside; block goes before a doubt further to the left."""
    found = log(
        row(Anteckning="Elsa"),
        row(Datum="igår", Anteckning="samtal med Fatima"),
        row(Kontaktform="Fatima", Anteckning="Elsa"),
        row(Datum="igår", Anteckning="sömn"),
        row(Löpnr="Elsa 7"),
        row(Preventionsnivå="Fatima", Kontaktform="Fatima"),
    )
    assert left(found) == [
        (2, "Anteckning", "personal_data"),
        (4, "Anteckning", "personal_data"),
        (5, "Datum", "bad_date"),
        (6, "Löpnr", "personal_data"),
        (3, "Anteckning", "personal_data_possible"),
        (7, "Preventionsnivå", "personal_data_possible"),
    ]
    assert reason_of(found.report.rejected[0]) == "Texten innehåller en personuppgift: namn"


def test_rows_that_are_no_contacts_are_not_read() -> None:
    """A remark is passed over with whatever it says."""
    found = log(["Elsa ringer"], row(Anteckning="sömn"))
    assert (left(found), found.report.ignored_rows) == ([], [2])


def test_a_doubt_is_taken_in_when_the_user_has_looked_at_the_row() -> None:
    """Row by row; what is wrong with it otherwise still is, and a block stays."""
    rows = [row(Anteckning="Fatima"), row(Anteckning="Fatima", Datum=""), row(Anteckning="Elsa")]
    store = new_store()
    found = log(*rows, accepted_rows=frozenset({2, 3, 4}), store=store, commit=True)
    assert left(found) == [(3, "Datum", "missing_required"), (4, "Anteckning", "personal_data")]
    assert len(store.kept.contacts) == 1
    assert [r.id for r in log(*rows).report.set_aside] == [2, 3]


def test_an_accepted_row_of_another_sheet_is_another_row() -> None:
    """Rows are told apart by sheet and number."""
    page = [HEAD, row(Anteckning="Fatima")]
    found = run(Sheets(page, page), guard=DOUBT)
    first, second = found.report.set_aside
    assert first.id == 2 != second.id
    taken = run(Sheets(page, page), guard=DOUBT, accepted_rows=frozenset({second.id}))
    assert taken.report.set_aside == [first]


def test_words_of_the_lists_dates_and_numbers_are_not_looked_at() -> None:
    """They are nobody's name; everything else is, once for each text."""
    reads = Says()
    log(
        row(Kontaktform="HEMBESÖK.", Löpnr="12", Anteckning="sömn"),
        row(Kontaktform="Hembesk", Löpnr=13, Anteckning="sömn"),
        row(Kontaktform="Cirkus", Datum="i maj", Löpnr="A12", Anteckning=4_700_123),
        guard=reads,
    )
    assert sorted(reads.texts) == ["4700123", "A12", "Cirkus", "Hembesk", "i maj", "sömn"]


def test_values_of_the_mapping_are_looked_at() -> None:
    """A file's own words are no words of the lists, alone or among others."""
    own = {
        "kind": "log",
        "values": {"contact_form": {"Elsa": "phone"}, "topic": {"Fatima": "other"}},
    }
    rows = Sheets(
        [
            [*HEAD, "Frågeställning"],
            [*row(Kontaktform="Elsa"), ""],
            [*row(), "Boende, Fatima"],
            [*row(), "Boende"],
        ]
    )
    assert left(run(rows, own, guard=DOUBT)) == [
        (2, "Kontaktform", "personal_data"),
        (3, "Frågeställning", "personal_data_possible"),
    ]


def test_dropped_notes_and_ignored_columns_are_as_if_they_were_not_there() -> None:
    """Neither read nor checked; a row of nothing else is empty, the header again is the header."""
    reads = Says()
    head = [*HEAD, "Signatur", ""]
    found = run(
        Sheets(
            [
                head,
                [*row(Anteckning="Elsa"), "EJ", "Elsa"],
                ["", "", "", "", "", "Elsa", "EJ"],
                ["summa", 3, "", "", "", "Elsa"],
                head,
                [None, None, None, None, None, "Elsa", "EJ", "Elsa", "Elsa"],
            ]
        ),
        {"kind": "log", "ignore": {"columns": ["signatur", "H", "I"]}},
        guard=reads,
        drop_notes=True,
    )
    assert (found.report.accepted_rows, found.report.ignored_rows) == (1, [3, 4, 5, 6])
    assert "Elsa" not in reads.texts


def test_a_cell_beyond_the_header_stops_the_import_unless_it_is_ignored() -> None:
    """No column is dropped in silence."""
    with pytest.raises(UnusableFile, match="unnamed_column at G"):
        run(Sheets([HEAD, [*row(), "x"]]))
    ignore = {"kind": "log", "ignore": {"columns": ["G"]}}
    assert run(Sheets([HEAD, [*row(), "x"]]), ignore).report.accepted_rows == 1


def test_the_report_names_row_column_and_kind_and_never_the_text() -> None:
    """As JSON and as CSV; a header is no formula there."""
    head = ["Datum", "Preventionsnivå", "Arbetsnivå", "=Vad", "Löpnr"]
    own = {"kind": "log", "columns": {"=Vad": "contact_form"}}
    rows = [
        ["2026-09-03", "univ", "individ", "Elsa", "1"],
        ["2026-09-03", "univ", "individ", "hb", "2"],
        ["2026-09-03", "univ", "individ", "hb", "2"],
        ["2026-09-03", "univ", "individ", "nix", "3"],
    ]
    report = run(Sheets([head, *rows]), own, guard=DOUBT).report
    assert report.as_json()["findings"] == [{"row": 2, "column": "=Vad", "kinds": ["full_name"]}]
    assert report.as_csv().splitlines() == [
        "Rad;Kolumn;Orsak",
        "2;'=Vad;Texten innehåller en personuppgift: namn",
        "4;Löpnr;Raden har samma nummer och innehåll som en tidigare",
        "5;'=Vad;Värdet finns inte i kodlistan",
    ]
    assert "Elsa" not in str(report.as_json())
