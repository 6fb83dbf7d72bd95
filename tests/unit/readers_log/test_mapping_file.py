"""Mapping files: read, written back, saved for the next file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.access.model import Role
from familjecentral.commands.composition import guard
from familjecentral.contacts.importing.mapping import CODE_FIELDS, ImportMapping, TallyLayout
from familjecentral.contacts.importing.mapping_file import read_mapping, write_mapping
from familjecentral.contacts.importing.saved import forget_mapping, save_mapping, saved_mappings
from familjecentral.errors import InvalidInput, NotAllowed, NotFound, UnusableFile
from tests.unit.fakes import FakeStore, actor
from tests.unit.readers_log.reading import FORMAT, Sheets, run

DATA = Path(__file__).parents[2] / "data" / "import"
TEXT = st.text(max_size=12).filter(lambda text: text.isprintable())
WORD = st.text(min_size=1, max_size=12)
FIELD = st.sampled_from(CODE_FIELDS)
CODES = st.dictionaries(FIELD, WORD, max_size=2)
ROW = st.none() | st.integers(1, 99)
LAYOUTS = st.builds(TallyLayout, st.integers(2000, 2100), ROW, st.integers(0, 800), ROW)
MAPPINGS = st.builds(
    ImportMapping,
    name=TEXT,
    kind=st.just("log"),
    file_type=st.sampled_from(["", "csv", "xlsx"]),
    sheet=TEXT,
    encoding=st.sampled_from(["", "windows-1252"]),
    delimiter=st.sampled_from(["", ";", "\t"]),
    decimal=st.sampled_from(["", ",", "."]),
    header_row=ROW,
    year=st.none() | st.integers(2000, 2100),
    columns=st.dictionaries(WORD, st.sampled_from(["date", "topic", "note"]), max_size=3),
    values=st.dictionaries(FIELD, st.dictionaries(WORD, WORD, min_size=1, max_size=3), max_size=2),
    defaults=CODES,
    ignored=st.frozensets(WORD, max_size=3),
    sections=st.dictionaries(WORD, CODES, max_size=2),
    rows=st.dictionaries(WORD, CODES, max_size=2),
)


@given(MAPPINGS, st.none() | LAYOUTS)
def test_a_mapping_is_read_back_as_it_was_written(
    mapping: ImportMapping, layout: TallyLayout | None
) -> None:
    """Whatever words stand in it, quotes, controls and all."""
    import dataclasses

    if layout:
        mapping = dataclasses.replace(
            mapping, kind="tally", tally=layout, header_row=None, year=None
        )
    assert read_mapping(tomllib.loads(write_mapping(mapping))) == mapping


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_the_samples_mappings_survive_a_round(path: Path) -> None:
    """Read, written, read."""
    mapping = read_mapping(tomllib.loads(path.read_text(encoding="utf-8")))
    assert read_mapping(tomllib.loads(write_mapping(mapping))) == mapping


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"tally": {}}, "tally.year"),
        ({"tally": {"year": 99}}, "tally.year"),
        ({"tally": {"year": "2026"}}, "tally.year"),
        ({"tally": {"year": 2026, "label_column": "7"}}, "tally.label_column"),
        ({"tally": {"year": 2026, "header_row": 0}}, "tally.header_row"),
        ({"tally": {"year": 2026, "first_row": "5"}}, "tally.first_row"),
        ({"tally": 1}, "tally"),
        ({"tally": {"year": 2026}, "sections": {"A": 1}}, "sections.A"),
        ({"tally": {"year": 2026}, "sections": {"A": {"date": "x"}}}, "sections.A.date"),
        ({"tally": {"year": 2026}, "rows": {"A": {"form": "x"}}}, "rows.A.form"),
        ({"tally": {"year": 2026}, "file": {"decimal": "x"}}, "file.decimal"),
    ],
)
def test_a_wrong_tally_mapping_says_where(change: dict[str, Any], place: str) -> None:
    """The path of the wrong part."""
    with pytest.raises(UnusableFile) as caught:
        read_mapping({**FORMAT, "kind": "tally", **change})
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"format": "x"}, "format"),
        ({"version": 2}, "version"),
        ({"kind": "diary"}, "kind"),
        ({"name": 3}, "name"),
        ({"file": []}, "file"),
        ({"file": {"type": "ods"}}, "file.type"),
        ({"file": {"sheet": 1}}, "file.sheet"),
        ({"file": {"header_row": 0}}, "file.header_row"),
        ({"file": {"year": True}}, "file.year"),
        ({"columns": {"A": "surname"}}, "columns.A"),
        ({"columns": {"A": 1}}, "columns.A"),
        ({"columns": []}, "columns"),
        ({"defaults": {"date": "2026-01-01"}}, "defaults.date"),
        ({"defaults": {"centre": "C9"}}, "defaults.centre"),
        ({"defaults": {"topic": "Hemligt"}}, "defaults.topic"),
        ({"defaults": {"arena": "Hemligt"}}, "defaults.arena"),
        ({"values": {"date": {}}}, "values.date"),
        ({"values": {"topic": {"x": "no_such"}}}, "values.topic.x"),
        ({"values": {"topic": {"x": 1}}}, "values.topic.x"),
        ({"ignore": {"columns": "A"}}, "ignore.columns"),
        ({"ignore": {"columns": [1]}}, "ignore.columns"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(change: dict[str, Any], place: str) -> None:
    """The path of the wrong part, before anything is read."""
    with pytest.raises(UnusableFile) as caught:
        run(Sheets([["Datum"]]), read_mapping({**FORMAT, "kind": "log", **change}))
    assert (caught.value.reason, caught.value.place) == ("mapping", place)


def test_a_tally_sheet_may_take_its_year_and_header_from_the_file_part() -> None:
    """Where people have written them."""
    read = read_mapping({**FORMAT, "kind": "tally", "file": {"year": 2026, "header_row": 4}})
    assert read.tally == TallyLayout(2026, 4)


# --- saved mappings ---


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def save(store: FakeStore, mapping: ImportMapping, **more: Any) -> None:
    with store.unit_of_work() as uow:
        save_mapping(mapping, uow, guard=guard(), **more)


def names(store: FakeStore, who: Any = None) -> list[str]:
    with store.unit_of_work(who) as uow:
        return list(saved_mappings(uow))


def test_a_saved_mapping_comes_back_under_its_name(store: FakeStore) -> None:
    """One of the same name is replaced; nobody else sees it; it can be forgotten."""
    save(store, ImportMapping(name="Egen logg", columns={"Dag": "date"}))
    save(store, ImportMapping(name="Pinnark"))
    save(store, ImportMapping(name="Egen logg", columns={"När": "date"}))
    with store.unit_of_work() as uow:
        assert saved_mappings(uow)["Egen logg"].columns == {"När": "date"}
    assert names(store) == ["Egen logg", "Pinnark"]
    assert names(store, actor(staff=7)) == []
    with store.unit_of_work() as uow:
        forget_mapping("Pinnark", uow)
        with pytest.raises(NotFound):
            forget_mapping("Pinnark", uow)
    assert names(store) == ["Egen logg"]


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        (ImportMapping(name="Logg", sheet="Elsa Testsson"), "sheet"),
        (ImportMapping(name="Logg", columns={"ring 070-174 06 55": "note"}), "columns"),
        (ImportMapping(name="Logg", ignored=frozenset({"Elsa 4 år"})), "columns"),
        (ImportMapping(name="Logg", values={"topic": {"Eva Testsson": "other"}}), "values.topic"),
        (ImportMapping(name="Logg", sections={"Eva Testsson": {}}), "sections"),
        (ImportMapping(name="Logg", rows={"Eva Testsson": {}}), "rows"),
        (ImportMapping(name="Eva Testsson"), "name"),
    ],
)
def test_a_mapping_with_personal_data_is_not_saved(
    store: FakeStore, mapping: ImportMapping, field: str
) -> None:
    """Not even when it is confirmed."""
    with pytest.raises(InvalidInput) as caught:
        save(store, mapping, confirmed=True)
    assert [(p.field, p.problem) for p in caught.value.problems] == [(field, "personal_data")]
    assert names(store) == []


def test_a_doubt_can_be_confirmed_and_a_name_is_needed(store: FakeStore) -> None:
    """As in every other text."""
    doubtful = ImportMapping(name="samtal med Fatima")
    with pytest.raises(InvalidInput, match="personal_data_possible"):
        save(store, doubtful)
    save(store, doubtful, confirmed=True)
    with pytest.raises(InvalidInput, match="name:required"):
        save(store, ImportMapping(name=" "))
    assert names(store) == ["samtal med Fatima"]


def test_only_who_imports_has_mappings(store: FakeStore) -> None:
    """The role is asked for every act."""
    with store.unit_of_work(actor(Role.READER)) as uow:
        for act in (
            lambda: saved_mappings(uow),
            lambda: save_mapping(ImportMapping(name="x"), uow, guard=guard()),
            lambda: forget_mapping("x", uow),
        ):
            with pytest.raises(NotAllowed):
                act()
