"""The declared table set as data: what is read, and what is refused with its place."""

from __future__ import annotations

import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from familjecentral.codes import Code, CodeBook
from familjecentral.disclosure.table import MISSING, TableSet
from familjecentral.errors import UnusableFile
from familjecentral.statistics.cells import Counted
from familjecentral.statistics.declared import DeclaredSet, DimensionKind
from familjecentral.statistics.load import declared_from
from familjecentral.statistics.rule import policy_of, policy_text
from resources import code_lists, programmes, table_set


def book() -> CodeBook:
    return CodeBook(
        {
            name: {
                c.key: Code(name, c.key, c.sv, c.en, c.definition, order)
                for order, c in enumerate(found.codes)
            }
            for name, found in code_lists().items()
        }
    )


def shipped() -> dict[str, Any]:
    return tomllib.loads(files("resources").joinpath("table_set.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def declared() -> DeclaredSet:
    return declared_from(shipped(), book())


def test_every_stored_code_has_one_place_in_the_shipped_set(declared: DeclaredSet) -> None:
    """No code of a list is lost: each is merged into exactly one reporting code."""
    for dimension in declared.dimensions:
        if dimension.kind is DimensionKind.CODE:
            for stored in book().lists.get(dimension.field, {}):
                assert dimension.reporting(stored) in dimension.codes, (dimension.key, stored)
            merged = [code for members in dimension.groups.values() for code in members]
            assert len(merged) == len(set(merged)), dimension.key
            stored_codes = {
                "programme": set(programmes()),
                "course": {"completed", "only_first", "other"},
                "visitor": {"children", "women", "men", "adults"},
            }.get(dimension.field, set(book().lists.get(dimension.field, {})))
            assert set(merged) <= {*stored_codes, MISSING}
        else:
            name = "partner" if dimension.field == "consulted" else dimension.field
            known = book().lists.get(name, {"yes": None})
            assert set(dimension.any_of) <= set(known)


def test_a_row_without_the_value_has_its_place(declared: DeclaredSet) -> None:
    """Zero is not missing: rows that lack a value are counted where the set says."""
    assert declared.dimension("age").reporting(None) == MISSING
    assert declared.dimension("age").reporting("unknown") == MISSING
    assert declared.dimension("topic").reporting(None) == "other"
    assert declared.dimension("type").reporting("area_work") == "area_work"


def test_every_reporting_code_has_a_label() -> None:
    """What is merged is named in Swedish beside it."""
    data = shipped() | {"labels": table_set()["labels"]}
    for dimension in declared_from(data, book()).dimensions:
        if dimension.groups or dimension.kind is DimensionKind.FLAG:
            assert set(data["labels"][dimension.key]) == set(dimension.codes)


def test_sensitive_topics_have_threshold_ten(declared: DeclaredSet) -> None:
    """Violence, substance and gambling, mental health and disability: merged, and T = 10."""
    policy = policy_of(declared, Counted(TableSet(()), {}, frozenset()))
    assert policy.threshold_of_codes([("topic", "sensitive_merged")]) == 10
    assert policy.threshold_of_codes([("topic", "routines")]) == 5
    assert not policy.counts_people("activities")
    assert '"threshold":10' in policy_text(declared)


def test_an_unknown_dimension_is_a_key_error(declared: DeclaredSet) -> None:
    """Asking for a dimension that is not declared is a mistake of the caller."""
    with pytest.raises(KeyError):
        declared.dimension("shoe_size")


def _broken(path: str, value: object) -> dict[str, Any]:
    data: Any = copy.deepcopy(shipped())
    *parents, last = path.split(".")
    place = data
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("version", "ett", "version"),
        ("measures", [], "measures"),
        ("tables", {}, "tables"),
        ("tables.0.dimensions", ["shoe_size"], "shoe_size"),
        ("tables.0.dimensions", 3, "dimensions"),
        ("tables.0.measure", "shoes", "shoes"),
        ("tables.0.key", None, "key"),
        ("dimensions.1.groups.parenting", [1], "parenting"),
        ("zeros_sensitive", 1, "zeros_sensitive"),
    ],
)
def test_a_broken_set_is_refused_with_its_place(path: str, value: object, place: str) -> None:
    """An administrator's table set that cannot be read names where."""
    with pytest.raises(UnusableFile) as found:
        declared_from(_broken(path, value), book())
    assert place in found.value.place


def test_zeros_can_be_declared_sensitive() -> None:
    """A table in which a zero tells an attribute of a whole group is named in the set."""
    data = shipped() | {"zeros_sensitive": ["t3"]}
    assert declared_from(data, book()).zeros_sensitive == ("t3",)
    assert declared_from(shipped(), CodeBook({})).dimension("type").codes == ()


def test_what_is_counted_more_finely_than_published_is_declared_with_its_dimensions(
    declared: DeclaredSet,
) -> None:
    """Attendance is kept by how the groups were held, and never published so."""
    (spec,) = (s for s in declared.tables if s.measure == "group_attendance")
    assert set(spec.counted) - set(spec.dimensions) == {"attendance.held"}
    raw = copy.deepcopy(shipped())
    raw["tables"][-1]["counted_by"] = ["no_such_dimension"]
    with pytest.raises(UnusableFile, match="unknown dimension"):
        declared_from(raw, book())
