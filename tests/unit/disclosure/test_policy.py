"""The policy file: what it may say, and that a fault is named by its path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from generate import cell

from familjecentral.disclosure.policy import Policy, policy_from_json
from familjecentral.disclosure.table import Bound, Cell, Hierarchy
from familjecentral.errors import UnusableFile

WHOLE = {
    "threshold": 4,
    "measures": {"sessions": {"kind": "things"}, "contacts": {"kind": "people"}, "other": {}},
    "thresholds": [{"dimension": "topic", "codes": ["violence", "drugs"], "threshold": 10}],
    "zeros_sensitive": [{"table": "t3"}],
    "impossible": [{"topic": "birth", "age": "old"}],
    "weights": [{"table": "t1", "weight": 10}],
    "changes": "any",
}


def test_every_part_of_a_policy_is_read():
    """The whole of the documented format comes through."""
    key = cell(1, topic="violence").key
    policy = policy_from_json(WHOLE, cells=[Cell(key, 6), Cell(cell(1).key, 9)])
    assert policy.threshold == 4
    assert not policy.counts_people("sessions")
    assert policy.counts_people("contacts")
    assert policy.counts_people("unnamed")
    assert policy.threshold_of(key) == 10
    assert policy.threshold_of(cell(1, topic="play").key) == 4
    assert policy.threshold_of(cell(1).key) == 9
    assert policy.zeros_sensitive == {"t3"}
    assert policy.price_of(key, ["t0", "t1"]) == 10
    assert policy.price_of(key, ["t0"]) == 1
    assert replace(policy, prices={key: 4}).price_of(key, ["t0"]) == 4
    assert policy.changes == "any"
    assert policy.is_impossible(cell(0, topic="birth", age="old").key, Hierarchy())
    assert not policy.is_impossible(cell(0, topic="birth").key, Hierarchy())


def test_an_empty_policy_is_the_default():
    """No file and an empty object mean the same; the command's threshold is then used."""
    assert policy_from_json(None) == Policy()
    assert policy_from_json({}, threshold=7).threshold == 7
    assert policy_from_json({"threshold": 3}, threshold=7).threshold == 3


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], ""),
        ({"tresholds": []}, "tresholds"),
        ({"threshold": 2}, "threshold"),
        ({"threshold": 11}, "threshold"),
        ({"threshold": True}, "threshold"),
        ({"threshold": "5"}, "threshold"),
        ({"changes": "shrink"}, "changes"),
        ({"measures": {"a": {"kind": "cats"}}}, "measures.a.kind"),
        ({"measures": {"a": {"sort": "people"}}}, "measures.a.sort"),
        ({"measures": []}, "measures"),
        ({"thresholds": {}}, "thresholds"),
        ({"thresholds": [1]}, "thresholds[0]"),
        ({"thresholds": [{"dimension": "d", "codes": [], "threshold": 5}]}, "thresholds[0].codes"),
        (
            {"thresholds": [{"dimension": "d", "codes": ["a", 1], "threshold": 5}]},
            "thresholds[0].codes[1]",
        ),
        (
            {"thresholds": [{"dimension": "", "codes": ["a"], "threshold": 5}]},
            "thresholds[0].dimension",
        ),
        ({"thresholds": [{"dimension": "d", "codes": ["a"]}]}, "thresholds[0].threshold"),
        ({"impossible": [{}]}, "impossible[0]"),
        ({"impossible": [{"a": 1}]}, "impossible[0].a"),
        ({"zeros_sensitive": [{"tabel": "t"}]}, "zeros_sensitive[0].tabel"),
        ({"weights": [{"table": "t", "weight": 0}]}, "weights[0].weight"),
    ],
)
def test_a_fault_is_named_by_its_path(data, path):
    """What cannot be used is refused with the place inside the file."""
    with pytest.raises(UnusableFile) as refused:
        policy_from_json(data)
    assert (refused.value.reason, refused.value.place) == ("policy", path)


def test_thresholds_below_three_are_refused_everywhere():
    """Three is the least, for single cells and in code too."""
    with pytest.raises(UnusableFile):
        policy_from_json({}, cells=[Cell(cell(1).key, 2)])
    with pytest.raises(UnusableFile):
        policy_from_json({}, cells=[Cell(cell(1).key, Bound(3, 5))])
    with pytest.raises(ValueError, match="between 3 and 10"):
        Policy(threshold=2)
