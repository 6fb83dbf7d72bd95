"""Tally sheets: months as columns, sections and labels, every cell its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.calendar.periods import Month
from familjecentral.contacts.importing.use_case import Imported
from familjecentral.contacts.model import DatePrecision
from familjecentral.errors import UnusableFile
from tests.unit.fakes import LINDEN, FakeStore
from tests.unit.readers_log.reading import Says, Sheets, new_store, run

SECTIONS = {
    "Universell nivå": {"prevention_level": "universal"},
    "Selektiv nivå": {"prevention_level": "Selektiv"},
    "Samhälle": {"prevention_level": "universal", "working_level": "structural"},
    "Grupper": {"prevention_level": "indicated", "working_level": "group"},
}
ROWS = {
    "Gemensamt hembesök BVC": {"contact_form": "joint_home_visit"},
    "Öppet hus": {"arena": "open_preschool", "topic": "Ekonomi, Boende"},
}
HEAD = ["Kontakter", "jan", "Febr.", "MARS", "Sept", "Totalt", "Anm"]
LEVEL = ["Universell nivå"]


def mapping(**more: Any) -> dict[str, Any]:
    return {
        "kind": "tally",
        "tally": {"year": 2026, **more.pop("tally", {})},
        "defaults": {"working_level": "individual", "centre": "C1"},
        "sections": SECTIONS,
        "rows": ROWS,
        **more,
    }


def sheet(*rows: list[Any], **more: Any) -> Imported:
    changes = more.pop("mapping", {})
    return run(Sheets([HEAD, *rows]), mapping(**changes), **more)


def left(found: Imported) -> list[tuple[int, str, str]]:
    return [(r.number, r.column, r.reason) for r in found.report.left]


def test_every_cell_becomes_contacts_of_the_fifteenth_of_its_month() -> None:
    """With the month as precision, in the mapping's centre, at the section's level."""
    store = new_store()
    found = sheet(
        LEVEL, ["Bokat samtal", 2, "xx", "3,0", "| I", 99], store=store, commit=True
    ).report
    kept = list(store.kept.contacts.values())
    assert (found.accepted_rows, found.contacts) == (4, 9)
    assert Counter(c.values.date for c in kept) == {
        dt.date(2026, month, 15): n for month, n in ((1, 2), (2, 2), (3, 3), (9, 2))
    }
    assert {c.values.date_precision for c in kept} == {DatePrecision.MONTH}
    assert {c.values.centre_id for c in kept} == {LINDEN.id}
    assert {c.values.arena for c in kept} == {"centre_room"}
    assert found.unread_columns == {"F", "G"}


def test_nothing_in_a_cell_is_nothing() -> None:
    """Empty, a dash of any kind, zero."""
    found = sheet(LEVEL, ["Hembesök", None, "–", "0", 0, "x"], ["Hembesök", " ", "-", "—", "x"])
    assert (found.report.accepted_rows, left(found)) == (1, [])


def test_a_cell_that_cannot_be_read_is_rejected_alone() -> None:
    """By the letter of its column; a month to come is in the future."""
    head = ["Vad", "jan", "feb", "mar", "apr", "okt", "nov"]
    row = ["Hembesök", "ca 5", 2, 2.5, 201, 1, 0]
    found = run(Sheets([head, LEVEL, row]), mapping())
    assert left(found) == [
        (3, "B", "bad_count"),
        (3, "D", "bad_count"),
        (3, "E", "bad_count"),
        (3, "F", "future_date"),
    ]
    assert found.report.contacts == 2


def test_sections_hold_until_the_next_one() -> None:
    """Merged headings, other writings, a slip of the keyboard, text beside the label column."""
    found = sheet(
        ["UNIVERSELL  NIVÅ.", None],
        ["Hembesök", 1],
        ["Selekitv nivå", "", "kvartal 1"],
        ["Hembesök", 2],
        [None, "Universell nivå"],
        ["Hembesök", 4],
    ).report
    assert found.counts == {"2026Q1": {"universal": 5, "selective": 2, "indicated": 0}}
    assert found.ignored_rows == [1, 2, 4, 6]


def test_rows_that_are_no_contacts_are_ignored() -> None:
    """Above the first row, totals, remarks, empty ones, the header again."""
    rows = [
        ["Statistik 2026"],
        ["Bokat samtal", 7, 7],
        HEAD,
        ["mellanrad", 1, 1],
        LEVEL,
        [],
        ["Hembesök", 1],
        ["Summa", 1, None],
        ["S:a", 1],
        ["Totalsumma", 1],
        ["Delsumma:", 3],
        [12, 13],
        ["sommarstängt"],
        HEAD,
        [None, None, 3],
    ]
    tally = {"header_row": 3, "first_row": 5}
    found = run(Sheets(rows), mapping(tally=tally)).report
    assert found.ignored_rows == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15]
    assert [(r.number, r.reason) for r in found.rejected] == [(12, "unknown_code")]
    assert found.contacts == 1


def test_a_header_further_down_counts_from_there() -> None:
    """Half a year beside another below: no month is taken for another."""
    found = sheet(
        LEVEL, ["Hembesök", 1], ["Kontakter", "apr", "maj"], ["Hembesök", 2, 3], ["Hembesök", "x"]
    ).report
    assert found.counts["2026Q2"]["universal"] == 6
    assert found.counts["2026Q1"]["universal"] == 1


def test_months_may_be_dates_of_the_sheets_year() -> None:
    """Spreadsheets turn *jan-26* into a date; another year's column is not read."""
    head = ["Vad", dt.datetime.combine(dt.date(2026, 1, 1), dt.time()), dt.date(2025, 2, 1), "mars"]
    found = run(Sheets([head, LEVEL, ["Hembesök", 1, 2, 4]]), mapping()).report
    assert (found.contacts, found.unread_columns) == (5, {"C"})


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("gemensamt hembesök BVC.", "joint_home_visit"),
        ("Gemensamt hembesök  BCV", "joint_home_visit"),
        ("Telfonsamtal", "phone"),
        ("hb", "home_visit"),
        ("phone", "phone"),
        ("Sammanträde", None),
    ],
)
def test_a_label_is_a_row_of_the_mapping_or_a_code(label: str, form: str | None) -> None:
    """Read as codes are; what nobody knows rejects its row by the label's letter."""
    store = new_store()
    found = sheet(LEVEL, [label, 1, 2], store=store, commit=True)
    assert {c.values.contact_form for c in store.kept.contacts.values()} == {form} - {None}
    assert left(found) == ([] if form else [(3, "A", "unknown_code")])


def test_slips_in_labels_are_told_once_a_row() -> None:
    """By the column of labels."""
    found = sheet(LEVEL, ["Telfonsamtal", 1, 2], ["Gemensamt hembesök BVX", 1]).report
    assert found.near == {("A", "phone"): 1, ("A", "Gemensamt hembesök BVC"): 1}


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Bokat samtaal", "booked_talk"), ("Bokat samtzl", None), ("Bokat samtyyl", "other")],
)
def test_the_nearest_of_rows_and_codes_is_taken(label: str, expected: str | None) -> None:
    """A row of the mapping and a code that are equally near leave the label unknown."""
    store = new_store()
    rows = {"Bokat samtyl": {"contact_form": "other"}}
    found = sheet(LEVEL, [label, 1], mapping={"rows": rows}, store=store, commit=True)
    forms = {c.values.contact_form for c in store.kept.contacts.values()}
    assert forms == {expected} - {None}
    assert left(found) == ([] if expected else [(3, "A", "unknown_code")])


def test_structural_labels_are_activities_and_groups_need_the_mapping() -> None:
    """The level of the section says which list a label is from."""
    store = new_store()
    rows = {"Föräldragrupp": {"arena": "open_preschool"}}
    found = sheet(
        ["Samhälle"],
        ["Föreläsning", 2],
        ["Grupper"],
        ["Föräldragrupp", 3],
        ["Telefonsamtal", 1],
        mapping={"rows": rows},
        store=store,
        commit=True,
    )
    kinds = Counter(c.values.working_level.value for c in store.kept.contacts.values())
    assert kinds == {"structural": 2, "group": 3}
    assert left(found) == [(6, "A", "unknown_code")]


def test_a_row_without_a_level_or_a_form_lacks_something() -> None:
    """No section yet, no label, a label without a form, a form that the level has no field for."""
    rows = {**ROWS, "Cirkel": {"contact_form": "phone"}}
    found = sheet(
        ["Hembesök", 1],
        LEVEL,
        [None, 1, 2],
        ["Öppet hus", 1],
        ["Grupper"],
        ["Cirkel", 1],
        mapping={"rows": rows},
    )
    assert left(found) == [
        (2, "A", "missing_required"),
        (4, "A", "missing_required"),
        (5, "A", "missing_required"),
        (7, "A", "not_at_this_level"),
    ]


def test_personal_data_rejects_the_row_and_a_doubt_sets_it_aside() -> None:
    """Whatever column it stands in; words of the lists and counts are not looked at."""
    reads = Says(Elsa="block", Fatima="warn", Ove="warn")
    rows = [
        LEVEL,
        ["Hembesök", 1, 2, None, None, None, "Elsa"],
        ["Hembesök", 1, "Fatima", 3, None, None, "Ove"],
        ["Hembesök", 4, "Fatima", None, None, None, "Elsa"],
    ]
    found = sheet(*rows, guard=reads)
    assert left(found) == [
        (3, "G", "personal_data"),
        (5, "G", "personal_data"),
        (4, "C", "personal_data_possible"),
    ]
    assert not {"Hembesök", "Universell nivå"} & set(reads.texts)
    taken = sheet(*rows, guard=reads, accepted_rows=frozenset({4}))
    assert left(taken) == [
        (3, "G", "personal_data"),
        (4, "C", "bad_count"),
        (5, "G", "personal_data"),
    ]
    assert taken.report.contacts == 4


def test_ignored_columns_are_neither_read_nor_checked() -> None:
    """By header, or by letter where there is none."""
    found = sheet(
        LEVEL,
        ["Hembesök", 1, 5, None, None, None, "Elsa Testsson", "Elsa Testsson"],
        mapping={"ignore": {"columns": ["anm", "H", "Febr."]}},
    )
    assert left(found) == []
    assert found.report.contacts == 1


def test_every_sheet_begins_anew() -> None:
    """Section and months of one sheet do not reach into the next; one without months is
    ignored."""
    pages = [
        [["Kontakter", "jan", "feb"], LEVEL, ["Hembesök", 1]],
        [["Läs mig"], ["Fyll i", "så här"]],
        [["Kontakter", "apr", "maj"], ["Hembesök", 1], LEVEL, ["Hembesök", 2]],
    ]
    found = run(Sheets(*pages), mapping(file={"sheet": "*"})).report
    assert found.contacts == 3
    assert found.ignored_rows == [1, 2, 1, 2, 1, 3]
    assert found.as_json()["sheets"] == [{"row": 2, "column": "A", "sheet": "Blad 3"}]
    assert "Blad 3;2;A;Uppgiften saknas" in found.as_csv()


def test_a_file_without_months_is_refused() -> None:
    """Neither found nor where the mapping says they are."""
    for tally in ({}, {"header_row": 1}):
        with pytest.raises(UnusableFile, match="no_months"):
            run(Sheets([["Vad", "Antal"], ["Hembesök", 2]]), mapping(tally=tally))


def test_one_month_is_enough_where_the_mapping_says_so() -> None:
    """The label column may be another than the first."""
    found = run(
        Sheets([["nr", "Vad", "maj"], [1, "Universell nivå"], [2, "Hembesök", "xx"]]),
        mapping(tally={"header_row": 1, "label_column": "b"}),
    )
    assert found.report.contacts == 2


def test_cells_of_locked_months_become_late_entries_or_are_rejected() -> None:
    """As rows of a log do; the cell is named."""
    store: FakeStore = new_store()
    store.lock(Month(2026, 1))
    first = sheet(LEVEL, ["Hembesök", 2, 1], store=store, commit=True)
    assert first.report.late_months == {"2026-01"}
    store.kept.annual.add((LINDEN.id, 2026))
    second = sheet(LEVEL, ["Hembesök", 2, 3], store=store, commit=True)
    assert left(second) == [(3, "B", "period_locked")]


def test_a_code_that_is_retired_rejects_the_cell() -> None:
    """What the centre no longer uses does not come back through a sheet."""
    import dataclasses

    store = new_store()
    with store.unit_of_work() as uow:
        code = uow.codes().lists["contact_form"]["phone"]
        uow.replace_code(dataclasses.replace(code, active=False))
        uow.commit()
    assert left(sheet(LEVEL, ["Telefon", 1], store=store)) == [(3, "B", "unknown_code")]


CELL = st.one_of(
    st.sampled_from(["Universell nivå", "Hembesök", "xx", "Summa", "jan", "feb", "–", "ca 5"]),
    st.integers(-2, 250),
    st.none(),
    st.text("aåx|I .-", max_size=6),
    st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)),
)


@given(st.lists(st.lists(CELL, max_size=6), max_size=10))
def test_any_sheet_ends_with_every_row_in_one_place(rows: list[list[Any]]) -> None:
    """Ignored rows, rows that were rejected as a whole and rows with cells do not overlap, and
    as many contacts are kept as are told."""
    store = new_store()
    found = sheet(*rows, store=store, commit=True, guard=Says()).report
    assert len(set(found.ignored_rows)) == len(found.ignored_rows)
    assert not set(found.ignored_rows) & {r.number for r in found.rejected}
    assert found.contacts == len(store.kept.contacts)
    cells = [(r.number, r.column) for r in found.rejected]
    assert len(cells) == len(set(cells))
