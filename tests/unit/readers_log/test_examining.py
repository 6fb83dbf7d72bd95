"""What a file asks of the person who imports it, before a row is read."""

from __future__ import annotations

from typing import Any

import pytest

from familjecentral.commands.composition import first_codes, guard, synonyms
from familjecentral.contacts.importing.examining import (
    Words,
    example_columns,
    shape_of,
    unknown_in_log,
    unknown_in_tally,
    with_answers,
)
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.preview import FoundColumn
from familjecentral.contacts.importing.raw import RawRow
from tests.unit.readers_log.reading import Sheets

LOG = ImportMapping(columns={"Datum": "date", "Form": "contact_form", "Ämne": "topic"})


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(first_codes(), synonyms(), guard(), ImportMapping())


def rows(*cells: list[Any]) -> list[RawRow]:
    """Rows of one sheet, numbered from 1."""
    return [RawRow(number, tuple(row), 0) for number, row in enumerate(cells, 1)]


def column(place: int, header: str, field: str | None, *, ignored: bool = False) -> FoundColumn:
    return FoundColumn(place, "ABCDEFG"[place], header, field, ignored, ())


def asked(found: Any) -> list[tuple[str, str]]:
    return [(word.field, word.text) for word in found]


def test_a_log_is_known_by_a_header_and_asks_for_no_row() -> None:
    """One known header is enough; then headers are found as always."""
    shape = shape_of(Sheets([["Kontakter"], ["Datum", "x"], ["2026-01-02", "y"]]), LOG)
    assert (shape.kind, shape.year, shape.header_row) == ("log", None, None)


def test_a_log_whose_headers_nobody_knows_offers_its_first_row_of_texts() -> None:
    """A title above it has one text only."""
    shape = shape_of(Sheets([["Kontakter"], ["När", "Hur"], ["1/2", "ring"]]), LOG)
    assert (shape.kind, shape.header_row) == ("log", 2)


def test_a_tally_sheet_is_known_by_its_months() -> None:
    """The year stands above them, or in the name of the sheet; later sheets are not read."""
    months = [["Pinnar 2025"], ["", "januari", "februari"], ["Samtal", 1, 2]]
    assert shape_of(Sheets(months), ImportMapping()).year == 2025
    named = shape_of(Sheets(months[1:], names=("Blad 2024",)), ImportMapping())
    assert (named.kind, named.year) == ("tally", 2024)
    assert shape_of(Sheets([["a"]], months), ImportMapping()).kind == "log"


def test_examples_are_codes_dates_and_numbers_only(words: Words) -> None:
    """A note, a name or a long text stays in the file; midnight is not shown."""
    source = Sheets(
        [
            ["Datum", "Form", "Ämne", "Antal", "Annat", "Långt"],
            ["2026-03-02 00:00:00", "hembesök", "Elsa", "2,5", "möte med Elsa", "x" * 61],
        ]
    )
    found = {c.header: c.examples for c in example_columns(source, LOG, words)}
    assert found == {
        "Datum": ("2026-03-02",),
        "Form": ("hembesök",),
        "Ämne": (),
        "Antal": ("2,5",),
        "Annat": (),
        "Långt": (),
    }
    assert not words.is_code_of("note", "hembesök")
    assert not words.is_code_of("contact_form", "")


def test_words_that_no_list_knows_are_asked_for_once(words: Words) -> None:
    """In order of their columns, below the header, without totals and lines of one cell."""
    columns = (
        column(0, "Datum", "date"),
        column(1, "Form", "contact_form"),
        column(2, "Ämne", "topic"),
        column(3, "Ålder", "child_age_band", ignored=True),
    )
    found = unknown_in_log(
        rows(
            ["Lista", "fikastund", "x"],
            ["Datum", "Form", "Ämne", "Ålder"],
            ["2026-01-02", "fikastund", "sömn, drakar", "grön"],
            ["2026-01-03", "Fikastund", "drakar|sömn", ""],
            ["2026-01-03", "hembesök", "Form", ""],
            ["", "ensam"],
            ["Summa", "tolv", "tretton"],
            ["2026-01-04", "Form", ""],
            ["2026-01-05"],
            ["2026-01-06", "hembesök", "sömn"],
            ["2026-01-06", "fikastund", "drakar"],
        ),
        columns,
        words,
    )
    first = found[0]
    assert (first.field, first.header, first.text) == ("contact_form", "Form", "fikastund")
    assert ("topic", "drakar") in asked(found)
    assert not {"x", "ensam", "tolv", "tretton", "grön", "sömn"} & {w.text for w in found}
    assert len([w for w in found if w.text.casefold() == "fikastund"]) == 1
    assert repr(found[0]) == "UnknownWord(contact_form)"


def test_no_word_that_may_be_personal_data_is_asked_for(words: Words) -> None:
    """Neither as a word of one list nor as one of several."""
    found = unknown_in_log(
        rows(
            ["Form", "Ämne"],
            ["Anna Andersson 070-123 45 67", "ring 070-123 45 67, drakar"],
        ),
        (column(0, "Form", "contact_form"), column(1, "Ämne", "topic")),
        words,
    )
    assert asked(found) == [("topic", "drakar")]


def test_a_column_of_free_words_is_no_column_of_codes(words: Words) -> None:
    """More than forty unknown ones: nothing of it is asked."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [[f"ord{a}{b}", "drake"] for a in letters[:2] for b in letters]
    found = unknown_in_log(
        rows(["Form", "Ämne"], *many),
        (column(0, "Form", "contact_form"), column(1, "Ämne", "topic")),
        words,
    )
    assert asked(found) == [("topic", "drake")]


def test_a_tally_sheet_asks_for_headings_and_labels(words: Words) -> None:
    """A heading stands alone and guesses its level; what a list knows is not asked."""
    found = unknown_in_tally(
        rows(
            ["Ovanför", "x"],
            ["", "januari", "februari"],
            ["Universell nivå"],
            ["Hembesök", 1, 2],
            ["Pratstund i hallen", 3, None],
            ["Pratstund i hallen", 1, 1],
            ["Annat"],
            ["", 4, 5],
            ["Summa", 8, 9],
            ["Anna Andersson 19850101-1234", 1, 1],
        ),
        words,
    )
    assert [(w.field, w.text, w.guess, w.is_section) for w in found] == [
        ("prevention_level", "Universell nivå", "universal", True),
        ("contact_form", "Pratstund i hallen", "", False),
        ("prevention_level", "Annat", "", True),
    ]


def test_answers_become_part_of_the_mapping() -> None:
    """Words of a log by their list, words of a tally sheet by their row, headings by theirs."""
    log = with_answers(
        ImportMapping(values={"topic": {"a": "sleep"}}),
        {("topic", "b", False): "food", ("contact_form", "c", False): "phone"},
    )
    assert log.values == {"topic": {"a": "sleep", "b": "food"}, "contact_form": {"c": "phone"}}
    tally = with_answers(
        ImportMapping(kind="tally"),
        {("contact_form", "Hallen", False): "drop_in_talk", ("prevention_level", "U", True): "u"},
    )
    assert tally.rows == {"Hallen": {"contact_form": "drop_in_talk"}}
    assert tally.sections == {"U": {"prevention_level": "u"}}
