"""What columns are taken for, before anything is imported."""

from __future__ import annotations

from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.preview import columns_of
from tests.unit.readers_log.reading import Sheets

ROWS = [
    ["Kontakter 2026"],
    ["Dag", "Preventionsnivå", "", "Vad", "Anteckning", "Signatur", ""],
    ["2026-09-03", "univ", "", "hb", "Elsa 4 år", "EJ", "", "x"],
    ["2026-09-04", "univ", None, "tel", "", "EJ"],
]
MAPPING = ImportMapping(columns={"Dag": "date"}, ignored=frozenset({"signatur"}))


def test_every_column_with_something_in_it_is_shown() -> None:
    """What it becomes, whether it is left out, and a few examples; none of notes."""
    found = columns_of(Sheets(ROWS, [["Datum"]]), MAPPING)
    assert [(c.letter, c.header, c.field, c.ignored, c.examples) for c in found] == [
        ("A", "Dag", "date", False, ("2026-09-03", "2026-09-04")),
        ("B", "Preventionsnivå", "prevention_level", False, ("univ",)),
        ("D", "Vad", None, False, ("hb", "tel")),
        ("E", "Anteckning", "note", False, ()),
        ("F", "Signatur", None, True, ()),
        ("H", "", None, False, ("x",)),
    ]
    assert repr(found[0]) == "FoundColumn(A)"


def test_the_mapping_may_say_where_the_header_is() -> None:
    """Whatever stands there."""
    found = columns_of(Sheets(ROWS), ImportMapping(header_row=1))
    assert found[0].header == "Kontakter 2026"
    assert columns_of(Sheets(ROWS), ImportMapping(header_row=9)) == ()


def test_a_file_without_known_headers_has_no_columns() -> None:
    """The header must be pointed out first."""
    assert columns_of(Sheets([["a", "b"], ["c"]]), ImportMapping()) == ()
    assert columns_of(Sheets([]), ImportMapping()) == ()
