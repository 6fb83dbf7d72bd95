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

from familjecentral.access.model import Role
from familjecentral.calendar.periods import Month
from familjecentral.commands.composition import first_codes, guard, synonyms
from familjecentral.contacts.importing.decisions import Accepted
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.mapping_file import read_mapping
from familjecentral.contacts.importing.numbers import KnownNumbers
from familjecentral.contacts.importing.raw import RawRow, letter, place_of
from familjecentral.contacts.importing.use_case import Imported, ImportLog, import_log
from familjecentral.contacts.undo import UndoStack, undo
from familjecentral.errors import AlreadyImported, Cancelled, NotAllowed, UnusableFile
from familjecentral.readers.log import open_log
from tests.unit.contacts.test_rules import INDIVIDUAL
from tests.unit.fakes import LINDEN, FakeStore, FixedClock, SeededIds, actor

DATA = Path(__file__).parents[2] / "data" / "import"
CLOCK = FixedClock()
HEAD = "Datum;Preventionsnivå;Arbetsnivå;Kontaktform;Frågeställning;Antal"
TALK = "2026-09-03;universell;individ;telefon;Boende;"


@pytest.fixture
def store() -> FakeStore:
    found = FakeStore()
    found.kept.codes = first_codes()
    return found


class Lines:
    """A file of semicolon-separated lines, in memory."""

    def __init__(self, *lines: str) -> None:
        self.name = "logg.csv"
        self.share = 0.5
        self.sheets = ()
        self._lines = lines

    def rows(self):
        for number, line in enumerate(self._lines, 1):
            yield RawRow(number, tuple(line.split(";")) if line else ())


def run(store: FakeStore, source: Any, mapping: ImportMapping | None = None, **more) -> Imported:
    who = more.pop("who", None)
    progress = more.pop("progress", lambda share: None)
    with store.unit_of_work(who) as uow:
        return import_log(
            ImportLog(source, mapping or ImportMapping(), **more),
            uow,
            CLOCK,
            SeededIds(len(store.kept.contacts) + 7),
            synonyms=synonyms(),
            guard=guard(),
            progress=progress,
        )


def report(store: FakeStore, *lines: str, **more) -> dict[str, Any]:
    return run(store, Lines(*lines), **more).report.as_json()


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
    found = run(store, open_log(DATA / file, read), read, mapping_name=mapping, commit=True)
    expected = json.loads((DATA / file).with_suffix(".expected.json").read_text(encoding="utf-8"))
    shown = found.report.as_json()
    assert {name: shown[name] for name in expected} == expected
    assert len(store.kept.contacts) == expected["contacts"]


def test_notes_that_are_dropped_are_not_even_read(store: FakeStore) -> None:
    """Every row comes in, whatever its note says."""
    mapping = mapping_of("logg-2026.toml")
    found = run(store, open_log(DATA / "logg-2026.xlsx", mapping), mapping, drop_notes=True)
    assert found.report.contacts == 84
    assert found.report.left == []


# --- rows ---


def test_a_row_becomes_a_contact_with_what_it_says_and_no_more(store: FakeStore) -> None:
    """Defaults follow the form; what is missing stays missing."""
    run(store, Lines(HEAD, TALK), commit=True)
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
        store,
        Lines(head, "2026-09-03;sel;grupp;", "2026-09-03;ind;struktur;konsultation"),
        commit=True,
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
        store,
        Lines(
            head,
            TALK + ";c2;20;Barn närvarande, Mamma;BHV/BVC;Rådgivning",
            TALK + ";familjecentralen björken;90;;;",
            TALK + ";Eken;;;;",
            TALK + ";;lång stund;;;",
        ),
        commit=False,
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
        run(store, Lines(*lines), commit=True)
    assert caught.value.reason == reason
    assert store.kept.contacts == {}


def test_empty_notes_and_ignored_columns_are_no_hindrance(store: FakeStore) -> None:
    """A column that says nothing, or that the mapping leaves alone, is not read."""
    mapping = ImportMapping(ignored=frozenset({"signatur"}))
    source = Lines(HEAD + ";Anteckning;Signatur", TALK + ";;AB")
    assert run(store, source, mapping).report.accepted_rows == 1


def test_an_unnamed_column_without_anything_in_it_is_no_column(store: FakeStore) -> None:
    """Spreadsheets are full of them."""
    assert report(store, HEAD + ";;", TALK + ";;", TALK, TALK + "; ")["accepted_rows"] == 3


def test_the_same_rows_twice_are_refused_unless_insisted(store: FakeStore) -> None:
    """Known by their content, in whatever order they stand."""
    other = TALK.replace("telefon", "hb")
    run(store, Lines(HEAD, TALK, other), commit=True)
    preview = run(store, Lines(HEAD, other, TALK))
    assert preview.report.imported_on == CLOCK.day
    with pytest.raises(AlreadyImported):
        run(store, Lines(HEAD, other, TALK), commit=True)
    assert len(store.kept.contacts) == 2
    run(store, Lines(HEAD, other, TALK), commit=True, insist=True)
    assert len(store.kept.contacts) == 4
    run(store, Lines(HEAD, TALK), commit=True)


def test_a_preview_keeps_nothing(store: FakeStore) -> None:
    """Neither rows nor the memory of the file."""
    found = run(store, Lines(HEAD, TALK))
    assert (store.kept.contacts, store.kept.batches, found.step) == ({}, {}, None)


def test_a_file_without_rows_keeps_nothing(store: FakeStore) -> None:
    """There is no import of nothing."""
    found = run(store, Lines(HEAD, "", ""), commit=True)
    assert (found.step, found.report.imported_on, store.kept.batches) == (None, None, {})


def test_a_locked_month_takes_late_entries(store: FakeStore) -> None:
    """The report names the month and not how many."""
    store.lock(Month(2026, 9))
    shown = report(store, HEAD, TALK + "2", TALK.replace("-09-", "-10-"), commit=True)
    assert shown["late_months"] == ["2026-09"]
    assert (len(store.kept.contacts), len(store.kept.locked_rows)) == (1, 2)


def test_a_month_whose_annual_release_is_out_takes_nothing(store: FakeStore) -> None:
    """Its rows are rejected, the others come in."""
    store.lock(Month(2026, 9))
    store.kept.annual.add((LINDEN.id, 2026))
    shown = report(store, HEAD, TALK, TALK.replace("-09-", "-10-"), commit=True)
    assert shown["rejected"] == [{"row": 2, "column": "Datum", "reason": "period_locked"}]
    assert shown["accepted_rows"] == 1


def test_an_import_is_one_step_of_undo(store: FakeStore) -> None:
    """Open rows, late rows and the memory of the file go together."""
    store.lock(Month(2026, 9))
    found = run(store, Lines(HEAD, TALK, TALK.replace("-09-", "-10-")), commit=True)
    stack = UndoStack()
    stack.push(found.step)
    with store.unit_of_work() as uow:
        undo(stack, uow, CLOCK, SeededIds())
    assert (store.kept.contacts, store.kept.locked_rows, store.kept.batches) == ({}, {}, {})


def test_a_cancelled_import_keeps_nothing(store: FakeStore) -> None:
    """It stops between two rows, however many were read."""
    shares = []

    def stop(share: float) -> None:
        shares.append(share)
        if len(shares) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(store, Lines(HEAD, *[TALK] * 2000), commit=True, progress=stop)
    assert store.kept.contacts == {}


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.COUNSELLOR])
def test_only_a_counsellor_imports(store: FakeStore, role: Role) -> None:
    """The rows become her own."""
    with pytest.raises(NotAllowed):
        run(store, Lines(HEAD, TALK), who=actor(role))


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
    found = run(store, source, mapping, commit=True)
    assert found.report.ignored_rows == [1]
    assert [(r.number, r.column) for r in found.report.rejected] == [(5, "om")]
    topics = sorted(c.values.topics for c in store.kept.contacts.values())
    assert topics == [("economy",), ("housing",)]
    assert {c.values.contact_form for c in store.kept.contacts.values()} == {"phone"}


def test_a_default_is_left_out_where_the_level_has_no_such_field(store: FakeStore) -> None:
    """A structural row does not become a telephone call."""
    mapping = read_mapping({**GOOD, "defaults": {"contact_form": "telefon"}})
    head = "Datum;Preventionsnivå;Arbetsnivå;Strukturell insats"
    found = run(store, Lines(head, "2026-09-03;ind;struktur;konsultation"), mapping)
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
    found = run(store, Rows(rows), commit=True).report
    numbers = [*found.ignored_rows, *(r.number for r in found.rejected)]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) + found.accepted_rows == len(rows)
    assert found.contacts == len(store.kept.contacts)
    assert found.contacts == sum(sum(levels.values()) for levels in found.counts.values())
