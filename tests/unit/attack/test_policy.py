"""How the attack reads a policy."""

from __future__ import annotations

import pytest

from familjecentral.disclosure.attack_policy import AttackPolicy, read_policy
from familjecentral.disclosure.table import Key, period_atoms
from familjecentral.errors import UnusableFile

PLACE = frozenset({"t1"})


def key(measure: str = "contacts", period: str = "2026Q1", **codes: str) -> Key:
    return Key(measure, period_atoms(period), 1, tuple(sorted(codes.items())))


def test_whole_policy_is_read() -> None:
    """Every part of the format is known; weights are the protection's own affair."""
    policy = read_policy(
        {
            "threshold": 4,
            "measures": {"sessions": {"kind": "things"}, "contacts": {"kind": "people"}},
            "thresholds": [{"dimension": "topic", "codes": ["violence"], "threshold": 10}],
            "zeros_sensitive": [{"table": "t3"}],
            "impossible": [{"topic": "becoming_parent", "age": "y13_17"}],
            "weights": [{"table": "t1", "weight": 10}],
            "changes": "any",
        },
        threshold=7,
    )
    assert policy.things == {"sessions"}
    assert policy.changes == "any"
    assert policy.threshold_of(key(topic="other")) == 4
    assert policy.threshold_of(key(topic="violence", level="u")) == 10
    assert policy.hides_zero(key(), frozenset({"t2", "t3"}))
    assert not policy.hides_zero(key(), PLACE)
    assert policy.impossible[0].codes == (("age", "y13_17"), ("topic", "becoming_parent"))


def test_threshold_of_the_call_counts_where_the_policy_names_none() -> None:
    """``--threshold`` is the default of the default."""
    assert read_policy({}) == AttackPolicy(threshold=5)
    assert read_policy({}, threshold=8).threshold == 8


@pytest.mark.parametrize(
    ("selector", "fits"),
    [
        ({}, True),
        ({"table": "t1"}, True),
        ({"table": "t2"}, False),
        ({"measure": "contacts", "period": "2026M01:2026M03"}, True),
        ({"measure": "sessions"}, False),
        ({"period": "2026Q2"}, False),
        ({"topic": "violence"}, True),
        ({"topic": "other"}, False),
    ],
)
def test_selector_names_cells_by_all_that_it_says(selector: dict[str, str], fits: bool) -> None:
    """Everything that a selector names must agree."""
    policy = read_policy({"zeros_sensitive": [selector]})
    assert policy.hides_zero(key(topic="violence", level="u"), PLACE) == fits


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        ([], "policy"),
        ({"tresholds": []}, "tresholds"),
        ({"threshold": 2}, "threshold"),
        ({"threshold": 11}, "threshold"),
        ({"threshold": "5"}, "threshold"),
        ({"threshold": True}, "threshold"),
        ({"measures": []}, "measures"),
        ({"measures": {"m": 1}}, "measures/m"),
        ({"measures": {"m": {"kind": "cats"}}}, "measures/m/kind"),
        ({"changes": "shrink"}, "changes"),
        ({"thresholds": {}}, "thresholds"),
        ({"thresholds": [1]}, "thresholds/1"),
        ({"thresholds": [{"codes": []}]}, "thresholds/1"),
        ({"thresholds": [{"dimension": "a", "codes": "x"}]}, "thresholds/1"),
        ({"thresholds": [{"dimension": "a", "codes": [1]}]}, "thresholds/1/codes"),
        ({"thresholds": [{"dimension": "a", "codes": ["x"]}]}, "thresholds/1/threshold"),
        ({"impossible": [{"a": 1}]}, "impossible/1/a"),
        ({"zeros_sensitive": [{"vintage": "1"}]}, "zeros_sensitive/1/vintage"),
    ],
)
def test_what_is_not_understood_is_refused(policy: object, place: str) -> None:
    """A rule that is skipped would be a rule that is broken."""
    with pytest.raises(UnusableFile) as caught:
        read_policy(policy)
    assert (caught.value.reason, caught.value.place) == ("policy", place)
