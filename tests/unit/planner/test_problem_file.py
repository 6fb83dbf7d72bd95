"""What is wrong in a problem file is named by its path."""

import copy
import inspect
import math
import re

import pytest

from familjecentral.commands.messages import REASONS
from familjecentral.errors import UnusableFile
from familjecentral.groups import jsonread, problem_json
from familjecentral.groups.problem_json import read_problem
from tests.unit.planner.small import term

LOCKED = {"n": 1, "date": "2026-09-08", "start": "10:00", "room": "R1"}


def earlier(**changes):
    """Return an earlier plan of one session."""
    return {"groups": [{"group": "G1", "sessions": [LOCKED | changes]}]}


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
        (("grid_minutes",), 0, "not_positive", "grid_minutes"),
        (("groups", 0, "locked"), [LOCKED, LOCKED], "duplicate_number", "groups[0].locked[1].n"),
        (("groups", 0, "locked"), [LOCKED | {"date": "2090-01-01"}], "far_from_term",
         "groups[0].locked[0].date"),
        (("groups", 0, "locked"), [LOCKED | {"interpreters": ["T1"]}], "object_expected",
         "groups[0].locked[0].interpreters"),
        (("groups", 0, "locked"), [LOCKED | {"interpreters": {"\ud800": "T1"}}], "text_expected",
         "groups[0].locked[0].interpreters"),
        (("previous",), earlier(date="1999-01-01"), "far_from_term",
         "previous.groups[0].sessions[0].date"),
        (("previous",), earlier(start="10:02"), "not_multiple_of_five",
         "previous.groups[0].sessions[0].start"),
        (("previous",), [], "object_expected", "previous"),
        (("groups",), None, "missing", "groups"),
        (("groups",), "G1", "list_expected", "groups"),
        (("groups", 0), [], "object_expected", "groups[0]"),
        (("groups", 0, "title"), 5, "text_expected", "groups[0].title"),
        (("groups", 0, "title"), "halv \ud800", "text_expected", "groups[0].title"),
        (("groups", 0, "avoid_school_breaks"), 1, "boolean_expected",
         "groups[0].avoid_school_breaks"),
        (("groups", 0, "sessions"), 401, "out_of_range", "groups[0].sessions"),
        (("groups", 0, "leaders"), 10**40, "out_of_range", "groups[0].leaders"),
        (("groups", 0, "leaders"), math.nan, "whole_number_expected", "groups[0].leaders"),
        (("groups", 0, "minutes"), 90.0, "whole_number_expected", "groups[0].minutes"),
        (("groups", 0, "start_latest"), "20260915", "date_expected", "groups[0].start_latest"),
        (("groups", 0, "start_latest"), "0001-01-01", "date_expected", "groups[0].start_latest"),
        (("groups", 0, "window_to"), "17:30:00", "time_expected", "groups[0].window_to"),
        (("groups", 0, "window_to"), "17:61", "time_expected", "groups[0].window_to"),
        (("groups", 0, "fixed"), {"leaders": ["L9"]}, "unknown_id", "groups[0].fixed.leaders[0]"),
        (("groups", 0, "fixed"), [], "object_expected", "groups[0].fixed"),
        (("term", "last"), "2029-08-24", "term_too_long", "term.last"),
        (("weights",), {"balance": -1}, "negative", "weights.balance"),
        (("weights",), {"balance": math.inf}, "whole_number_expected", "weights.balance"),
        (("travel_minutes", 0, "to"), "C9", "unknown_id", "travel_minutes[0].to"),
        (("child_minding", 0, "centre"), "C9", "unknown_id", "child_minding[0].centre"),
        (("relations",), [{"type": "apart", "groups": ["G1", "G9"]}], "unknown_id",
         "relations[0].groups[1]"),
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


@pytest.mark.parametrize("name", ["interpreters", "child_minding", "travel_minutes", "relations"])
def test_what_may_be_missing_may_be_empty_or_null_too(name):
    """Nothing, an empty list and null are the same."""
    whole = term()
    missing = read_problem({key: value for key, value in whole.items() if key != name})
    assert read_problem(whole | {name: []}) == missing
    assert read_problem(whole | {name: None}) == missing


@pytest.mark.parametrize("value", [None, [], "x", 5, math.nan])
def test_a_file_that_holds_no_object_is_refused(value):
    """Without a path: the whole file is meant."""
    with pytest.raises(UnusableFile, match="object_expected"):
        read_problem(value)


def test_a_sentence_stands_for_every_reason():
    """Nobody has to read a key."""
    source = inspect.getsource(jsonread) + inspect.getsource(problem_json)
    reasons = set(re.findall(r'(?:fail|UnusableFile)\("(\w+)"', source))
    assert len(reasons) > 15
    assert reasons <= set(REASONS)
