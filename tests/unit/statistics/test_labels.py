"""Words of a table set: cleaned once, told apart, and the same for paper and proof."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.statistics.labels import (
    SetLabels,
    clean_labels,
    labels_of,
    packed,
    printable,
)
from familjecentral.statistics.printed import free_number, is_on_paper, next_number, shapes
from tests.unit.export import sample


def labels(codes: dict[str, dict[str, str]]) -> SetLabels:
    return SetLabels(tables={}, dimensions={}, codes=codes, measures={})


@given(st.text())
def test_printable_text_is_stable(text: str) -> None:
    """Cleaning twice changes nothing, and no control character is left."""
    once = printable(text)
    assert printable(once) == once
    assert all(char.isprintable() for char in once)


@given(st.dictionaries(st.text("abc", min_size=1), st.text("aA !🙂\u00ad"), min_size=1))
def test_labels_of_a_list_can_be_told_apart(codes: dict[str, str]) -> None:
    """Whatever a list calls its codes, no two are read as the same, and none is empty."""
    cleaned = clean_labels(labels({"topic": {**codes, "x": "Totalt"}})).codes["topic"]
    assert set(cleaned) == {*codes, "x"}
    words = [packed(label).casefold() for label in cleaned.values()]
    assert len(set(words)) == len(words)
    assert "totalt" not in words
    assert all(words)


def test_flags_of_one_list_share_their_words() -> None:
    """Flags are printed in one table, so the same label twice gets its key."""
    cleaned = clean_labels(
        labels({"participants.a": {"missing": "Saknas"}, "participants.b": {"missing": "Saknas"}})
    )
    assert cleaned.code("participants.a", "missing") == "Saknas"
    assert cleaned.code("participants.b", "missing") == "Saknas (missing)"


def test_a_level_is_proposed_only_where_the_catalogue_proposes_one() -> None:
    """No programme of a row has a known level: nothing is said of it."""
    declared = sample.declared_set()
    words = labels_of(declared, sample.book(), words={}, merged={}, proposed={"BIFF": "selective"})
    assert words.notes["programme"] == {"biff": "Programkatalogen föreslår selektiv nivå."}


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Mjuk\u00adstreck", "Mjuk streck"),
        ("a\u0308", "ä"),
        ("glad 🙂", "glad ?"),
        (" a\n b ", "a b"),
    ],
)
def test_what_cannot_be_drawn_is_replaced(raw: str, clean: str) -> None:
    """Only characters of the embedded font are left."""
    assert printable(raw) == clean


def test_every_declared_cell_has_one_place() -> None:
    """The printed tables hold all that is published but the *no* that is left of a total, and
    two yes crossed: each has its line."""
    declared = sample.declared_set()
    printed = {
        (column.measure or row.measure or shape.measure, frozenset((*row.codes, *column.codes)))
        for shape in shapes(declared, sample.labels(declared))
        for row in shape.rows
        for column in shape.columns
    }
    safe = sample.safe_of(declared, sample.QUARTER, 1)
    published = {
        (cell.key.measure, frozenset(pair for pair in cell.key.codes if pair[0] != "centre"))
        for cell in safe.tables.cells
        if is_on_paper(declared, cell.key)
    }
    assert published == printed


def test_tables_are_numbered_as_in_statistics_files() -> None:
    """Table 3 on paper is t3 in the file; the key figures take the number that is left."""
    declared = sample.declared_set()
    numbers = [shape.number for shape in shapes(declared, sample.labels(declared))]
    last = ("12", "13", "14", "15", "17", "18", "19")
    assert numbers == ["1", *map(str, range(3, 11)), "11a", "11b", *last]
    assert free_number(declared) == "2"
    assert next_number(declared) == "16"
