"""What is wrong in a problem file is named by its path."""

import copy

import pytest

from familjecentral.errors import UnusableFile
from familjecentral.groups.problem_json import read_problem
from tests.unit.planner.small import term


def at(problem, path, value):
    """Put a value at a path like ("groups", 0, "sessions"); None takes it away."""
    spoilt = copy.deepcopy(problem)
    target = spoilt
    for step in path[:-1]:
        target = target[step]
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return spoilt


@pytest.mark.parametrize(
    ("path", "value", "reason", "place"),
    [
        (("groups", 3, "sessions"), None, "missing", "groups[3].sessions"),
        (("groups", 0, "minutes"), 92, "not_multiple_of_five", "groups[0].minutes"),
        (("groups", 0, "sessions"), 0, "not_positive", "groups[0].sessions"),
        (("groups", 1, "id"), "G1", "duplicate_id", "groups[1].id"),
        (("groups", 0, "centres"), ["C9"], "unknown_id", "groups[0].centres[0]"),
        (("groups", 0, "weekdays"), [8], "weekday_expected", "groups[0].weekdays[0]"),
        (("groups", 0, "start_earliest"), "2026-02-30", "date_expected",
         "groups[0].start_earliest"),
        (("groups", 0, "window_from"), "25:00", "time_expected", "groups[0].window_from"),
        (("groups", 0, "seats"), True, "whole_number_expected", "groups[0].seats"),
        (("groups", 0, "locked"), [{"n": 5}], "above_sessions", "groups[0].locked[0].n"),
        (("rooms", 1, "centre"), "C9", "unknown_id", "rooms[1].centre"),
        (("rooms", 1, "seats"), -1, "negative", "rooms[1].seats"),
        (("leaders",), {}, "list_expected", "leaders"),
        (("leaders", 0, "absent"), [{"from": "9:00"}], "time_expected",
         "leaders[0].absent[0].from"),
        (("term", "last"), "2026-01-01", "before_first", "term.last"),
        (("term",), [], "object_expected", "term"),
        (("relations",), [{"type": "near", "groups": []}], "unknown_type", "relations[0].type"),
        (("format",), "familjecentral-plan", "wrong_format", "format"),
        (("version",), 2, "unknown_version", "version"),
        (("previous",), {"groups": [{"group": "G1"}]}, "missing", "previous.groups[0].sessions"),
    ],
)  # fmt: skip
def test_the_error_names_the_path(path, value, reason, place):
    """Reason and place, as ``groups[3].sessions``."""
    with pytest.raises(UnusableFile) as error:
        read_problem(at(term({}, {}, {}, {}), path, value))
    assert (error.value.reason, error.value.place) == (reason, place)


def test_unknown_fields_are_ignored():
    """At every level."""
    problem = at(term(), ("groups", 0, "colour"), "blue")
    assert read_problem(at(problem, ("more",), {})) == read_problem(term())
