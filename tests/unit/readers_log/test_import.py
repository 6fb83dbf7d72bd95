"""Import of a log: from the file to rows, report and undo."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.commands.composition import first_codes
from familjecentral.contacts.importing.decisions import Accepted
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.mapping_file import read_mapping
from familjecentral.contacts.importing.numbers import KnownNumbers
from familjecentral.contacts.importing.raw import RawRow, letter, place_of
from familjecentral.errors import UnusableFile
from familjecentral.readers.log import open_log
from tests.unit.contacts.test_rules import INDIVIDUAL
from tests.unit.fakes import LINDEN, FakeStore, actor
from tests.unit.readers_log.reading import HEAD, TALK, Lines, new_store, report, run

DATA = Path(__file__).parents[2] / "data" / "import"


@pytest.fixture
def store() -> FakeStore:
    return new_store()


def mapping_of(name: str) -> ImportMapping:
    return read_mapping(tomllib.loads((DATA / name).read_text(encoding="utf-8")))


# --- the samples ---


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("kontakter-2026-kv1-kv2.csv", None),
        ("gamla-systemet-2026.csv", "gamla-systemet-2026.toml"),
        ("logg-2026.xlsx", "logg-2026.toml"),
        ("pinnark-2026.xlsx", "pinnark-2026.toml"),
    ],
)
def test_a_sample_gives_exactly_what_is_expected(
    store: FakeStore, file: str, mapping: str | None
) -> None:
    """Counts, rejections and rows, and as many contacts in the store as the report says."""
    read = mapping_of(mapping) if mapping else ImportMapping()
    found = run(open_log(DATA / file, read), read, mapping_name=mapping, commit=True, store=store)
    expected = json.loads((DATA / file).with_suffix(".expected.json").read_text(encoding="utf-8"))
    shown = found.report.as_json()
    assert {name: shown[name] for name in expected} == expected
    assert len(store.kept.contacts) == expected["contacts"]


def test_notes_that_are_dropped_are_not_even_read(store: FakeStore) -> None:
    """Every row comes in, whatever its note says."""
    mapping = mapping_of("logg-2026.toml")
    found = run(open_log(DATA / "logg-2026.xlsx", mapping), mapping, drop_notes=True, store=store)
    assert found.report.contacts == 84
    assert found.report.left == []


# --- rows ---


def test_a_row_becomes_a_contact_with_what_it_says_and_no_more(store: FakeStore) -> None:
    """Defaults follow the form; what is missing stays missing."""
    run(Lines(HEAD, TALK), commit=True, store=store)
    (contact,) = store.kept.contacts.values()
    values = contact.values
    assert contact.owner == actor().staff_id
    assert (values.date, values.centre_id) == (dt.date(2026, 9, 3), LINDEN.id)
    assert (values.contact_form, values.arena, values.topics) == ("phone", "remote", ("housing",))
    assert (values.child_age_band, values.initiative_taker) == ("unknown", "unknown")
    assert (values.interpreter, values.duration_band, values.participants) == (None, None, ())


def test_group_and_structural_rows_need_less(store: FakeStore) -> None:
    """They have no form, and no unknown age or order."""
    head = "Datum;Preventionsnivå;Arbetsnivå;Strukturell insats"
    run(
        Lines(head, "2026-09-03;sel;grupp;", "2026-09-03;ind;struktur;konsultation"),
        commit=True,
        store=store,
    )
    kinds = {c.values.working_level.value: c.values for c in store.kept.contacts.values()}
    assert kinds["group"].arena == kinds["structural"].arena == "other"
    assert kinds["group"].child_age_band is None
    assert kinds["structural"].structural_activity_type == "consultation"


def test_a_count_makes_that_many_contacts(store: FakeStore) -> None:
    """One row, three contacts with the same codes."""
    shown = report(store, HEAD, TALK + "3", commit=True)
    assert (shown["accepted_rows"], shown["contacts"]) == (1, 3)
    assert len(store.kept.contacts) == 3


def test_rows_that_are_no_contacts_are_listed_by_number(store: FakeStore) -> None:
    """Empty, above the header, header again, totals, remarks, counts of nothing."""
    shown = report(
        store,
        "Kontakter 2026",
        "",
        HEAD,
        TALK,
        ";;;;;",
        HEAD.upper(),
        "Summa;12;;;;",
        "S:a;;3;;;",
        "antal totalt: 4;;;;;x",
        "minns semestern;;;;;",
        TALK + "0",
        TALK + "–",
    )
    assert shown["ignored_rows"] == [1, 2, 5, 6, 7, 8, 9, 10, 11, 12]
    assert shown["accepted_rows"] == 1


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (";universell;individ;telefon;Boende;", "Datum", "missing_required"),
        ("igår;universell;individ;telefon;Boende;", "Datum", "bad_date"),
        ("1999-12-31;universell;individ;telefon;Boende;", "Datum", "bad_date"),
        ("2026-10-09;universell;individ;telefon;Boende;", "Datum", "future_date"),
        ("2026-09-03;;individ;telefon;Boende;", "Preventionsnivå", "missing_required"),
        ("2026-09-03;lila;individ;telefon;Boende;", "Preventionsnivå", "unknown_code"),
        ("2026-09-03;univ;;telefon;Boende;", "Arbetsnivå", "missing_required"),
        ("2026-09-03;univ;individ;;Boende;", "Kontaktform", "missing_required"),
        ("2026-09-03;univ;struktur;;;", "Strukturell insats", "missing_required"),
        ("2026-09-03;univ;grupp;telefon;Boende;", "Kontaktform", "not_at_this_level"),
        ("2026-09-03;univ;individ;telefon;hemligt;", "Frågeställning", "unknown_code"),
        (
            "2026-09-03;univ;individ;telefon;Boende|Ekonomi|Syskon|Annat;",
            "Frågeställning",
            "too_many_topics",
        ),
        ("2026-09-03;univ;individ;telefon;Boende;ca 5", "Antal", "bad_count"),
        ("2026-10-09;lila;individ;;hemligt;många", "Datum", "future_date"),
        ("2026-09-03;univ;individ;;hemligt;många", "Kontaktform", "missing_required"),
    ],
)
def test_a_row_that_fails_is_rejected_with_its_leftmost_reason(
    store: FakeStore, row: str, column: str, reason: str
) -> None:
    """One reason a row, so that it can be corrected from left to right."""
    shown = report(store, HEAD, row, commit=True)
    assert shown["rejected"] == [{"row": 2, "column": column, "reason": reason}]
    assert store.kept.contacts == {}


def test_a_retired_code_is_unknown_to_an_import(store: FakeStore) -> None:
    """What the centre no longer uses does not come back through a file."""
    import dataclasses

    with store.unit_of_work() as uow:
        code = uow.codes().lists["topic"]["housing"]
        uow.replace_code(dataclasses.replace(code, active=False))
        uow.commit()
    shown = report(store, HEAD, TALK)
    assert shown["rejected"] == [{"row": 2, "column": "Frågeställning", "reason": "unknown_code"}]


def test_slips_that_were_read_are_told(store: FakeStore) -> None:
    """By column and code, without what was written."""
    shown = report(store, HEAD, TALK.replace("telefon", "telfon"))
    assert shown["read_as"] == [{"column": "Kontaktform", "code": "phone", "values": 1}]


def test_the_same_running_number_with_the_same_content_is_dropped(store: FakeStore) -> None:
    """Other content under the same number is kept with a remark; no number, no duplicate."""
    shown = report(
        store,
        HEAD + ";Löpnr",
        TALK + ";7",
        TALK + ";7",
        TALK.replace("telefon", "hb") + ";7",
        TALK + ";",
        TALK + ";",
    )
    assert shown["dropped_duplicates"] == [3]
    assert shown["same_number"] == [4]
    assert shown["accepted_rows"] == 4


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2))))
def test_running_numbers_are_known_as_a_dictionary_would(rows: list[tuple[int, int]]) -> None:
    """By number, and by number and content."""
    known, contents, numbers = KnownNumbers(), set(), set()
    for number, content in rows:
        repeated = known.is_repeated(str(number), bytes([content]) * 32)
        assert repeated == ((number, content) in contents)
        assert repeated or known.is_known(str(number)) == (number in numbers)
        contents.add((number, content))
        numbers.add(number)


def test_many_running_numbers_are_all_known() -> None:
    """However often their memory grew."""
    known = KnownNumbers()
    assert not any(known.is_known(str(n)) for n in range(5000))
    assert all(known.is_known(str(n)) for n in range(5000))


def test_more_texts_than_are_remembered_are_read_alike(store: FakeStore) -> None:
    """The memory of a column is emptied, not its understanding; long texts are not kept."""
    lines = [TALK + f";{n}" for n in range(10_100)]
    shown = report(store, HEAD + ";Löpnr;Anteckning", *lines, TALK + ";7;", TALK + f";;{'x' * 300}")
    assert shown["accepted_rows"] == 10_101
    assert shown["dropped_duplicates"] == [10_102]


def test_columns_of_a_centre_and_minutes_are_read(store: FakeStore) -> None:
    """A centre by key or name; minutes become bands, and a band in words goes first."""
    head = HEAD + ";Familjecentral;Längd i minuter;Deltagare;Lotsning;Åtgärd"
    run(
        Lines(
            head,
            TALK + ";c2;20;Barn närvarande, Mamma;BHV/BVC;Rådgivning",
            TALK + ";familjecentralen björken;90;;;",
            TALK + ";Eken;;;;",
            TALK + ";;lång stund;;;",
        ),
        commit=False,
        store=store,
    )
    shown = report(
        store,
        head,
        TALK + ";c2;20;Barn närvarande, Mamma;BHV/BVC;",
        TALK + ";familjecentralen björken;90;;;",
        TALK + ";Eken;;;;",
        TALK + ";;lång stund;;;",
        commit=True,
    )
    assert [(r["row"], r["column"]) for r in shown["rejected"]] == [
        (4, "Familjecentral"),
        (5, "Längd i minuter"),
    ]
    kept = sorted(
        (c.values.duration_band, c.values.participants) for c in store.kept.contacts.values()
    )
    assert kept == [("gt60", ()), ("m15_30", ("mother", "child_present"))]


# --- the file as a whole ---


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("Datum;Nivå på saken", TALK), "unknown_column"),
        (("Datum;Preventionsnivå;Datum;Arbetsnivå", TALK), "repeated_column"),
        (("Datum;Arbetsnivå", TALK), "missing_column"),
        (("a;b", "c;d"), "no_header"),
        (("Datum",), "no_header"),
        (("",) * 60, "no_header"),
        ((HEAD + ";", TALK + ";oj"), "unnamed_column"),
        ((HEAD, TALK + ";oj"), "unnamed_column"),
    ],
)
def test_a_file_that_cannot_be_understood_stops_with_its_reason(
    store: FakeStore, lines: tuple[str, ...], reason: str
) -> None:
    """Nothing of it is kept."""
    with pytest.raises(UnusableFile) as caught:
        run(Lines(*lines), commit=True, store=store)
    assert caught.value.reason == reason
    assert store.kept.contacts == {}


def test_empty_notes_and_ignored_columns_are_no_hindrance(store: FakeStore) -> None:
    """A column that says nothing, or that the mapping leaves alone, is not read."""
    mapping = ImportMapping(ignored=frozenset({"signatur"}))
    source = Lines(HEAD + ";Anteckning;Signatur", TALK + ";;AB")
    assert run(source, mapping, store=store).report.accepted_rows == 1


def test_an_unnamed_column_without_anything_in_it_is_no_column(store: FakeStore) -> None:
    """Spreadsheets are full of them."""
    assert report(store, HEAD + ";;", TALK + ";;", TALK, TALK + "; ")["accepted_rows"] == 3


# --- the mapping ---


GOOD = {"format": "familjecentral-import-mapping", "version": 1, "kind": "log"}


def test_a_mapping_explains_columns_values_and_defaults(store: FakeStore) -> None:
    """Own headers, own values, a year for short dates, and what every row is."""
    mapping = read_mapping(
        {
            **GOOD,
            "file": {"header_row": 2, "year": 2026},
            "columns": {"När": "date", "Färg": "prevention_level", "Om": "topic"},
            "values": {"prevention_level": {"grön": "universal"}},
            "defaults": {
                "working_level": "individ",
                "contact_form": "telefon",
                "centre": "C2",
                "topic": "Ekonomi",
            },
        }
    )
    source = Lines("När;Färg;Om", "NÄR;färg.;om", "3/9;Grön;Boende", "4 sept;grön;", "5/9;grön;x")
    found = run(source, mapping, commit=True, store=store)
    assert found.report.ignored_rows == [1]
    assert [(r.number, r.column) for r in found.report.rejected] == [(5, "om")]
    topics = sorted(c.values.topics for c in store.kept.contacts.values())
    assert topics == [("economy",), ("housing",)]
    assert {c.values.contact_form for c in store.kept.contacts.values()} == {"phone"}


def test_a_default_is_left_out_where_the_level_has_no_such_field(store: FakeStore) -> None:
    """A structural row does not become a telephone call."""
    mapping = read_mapping({**GOOD, "defaults": {"contact_form": "telefon"}})
    head = "Datum;Preventionsnivå;Arbetsnivå;Strukturell insats"
    found = run(Lines(head, "2026-09-03;ind;struktur;konsultation"), mapping, store=store)
    assert found.report.accepted_rows == 1


def test_columns_are_lettered_like_a_spreadsheet() -> None:
    """A to Z, then AA."""
    assert [letter(n) for n in (0, 25, 26, 51, 702)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert [place_of(letter(n)) for n in range(2000)] == list(range(2000))
    assert [place_of(text) for text in (" aa ", "", "Ä", "AAAA", "7")] == [
        26,
        None,
        None,
        None,
        None,
    ]


def test_reprs_hold_no_content() -> None:
    """A row that ends up in a log by mistake tells its number only."""
    assert repr(RawRow(3, ("Elsa",))) == "RawRow(3)"
    assert "phone" not in repr(Accepted(3, INDIVIDUAL, 1, "Datum"))


CELL = st.one_of(
    st.text(alphabet="a1åÅ,.|-/ xX;–0", max_size=8),
    st.sampled_from(["universell", "individ", "telefon", "Boende", "2026-09-03", "3", "Summa"]),
    st.integers(-5, 50000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.none(),
    st.booleans(),
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)),
)


class Rows:
    """Any rows under the canonical header."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.name, self.share, self.sheets, self._rows = "x.xlsx", 0.0, (), rows

    def rows(self):
        yield RawRow(1, tuple(HEAD.split(";")))
        for number, cells in enumerate(self._rows, 2):
            yield RawRow(number, tuple(cells))


@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_every_row_ends_in_exactly_one_place(rows: list[list[Any]]) -> None:
    """Whatever stands in the cells: ignored, rejected or accepted, and counted once."""
    store = FakeStore()
    store.kept.codes = first_codes()
    found = run(Rows(rows), commit=True, store=store).report
    numbers = [*found.ignored_rows, *(r.number for r in found.rejected)]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) + found.accepted_rows == len(rows)
    assert found.contacts == len(store.kept.contacts)
    assert found.contacts == sum(sum(levels.values()) for levels in found.counts.values())
