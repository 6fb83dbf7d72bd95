"""Locked, held and accepted sessions, fixed series, and planning again with least change."""

import copy

import pytest

from tests.unit.planner.small import group, left, planned, term

LOCK = {"n": 1, "date": "2026-09-08", "start": "10:00", "room": "R1"}


def test_an_announced_session_stays():
    """Rule 16; the series follows it, since a moved session costs."""
    plan = planned(term({"locked": [LOCK]}))
    sessions = group(plan)["sessions"]
    assert (sessions[0]["date"], sessions[0]["start"]) == ("2026-09-08", "10:00")
    assert group(plan)["series"]["weekday"] == 2
    assert plan["objective"]["parts"]["moved_session"] == 0


def test_an_announced_session_is_free_of_window_weekday_and_grid():
    """Exempt from rules 2, 4 (window), 6 and 17; it counts as moved."""
    odd = LOCK | {"date": "2026-09-03", "start": "08:25"}
    plan = planned(term({"weekdays": [2], "window_from": "10:00", "locked": [odd]}))
    assert group(plan)["sessions"][0]["start"] == "08:25"
    assert plan["objective"]["parts"]["moved_session"] == 20


def test_named_leaders_of_an_announced_session_stay():
    """A leader outside the team counts as a substitute."""
    lock = LOCK | {"leaders": ["L3"]}
    plan = planned(term({"locked": [lock], "fixed": {"leaders": ["L1"]}}))
    assert [s["leaders"] for s in group(plan)["sessions"]] == [["L3"], ["L1"], ["L1"], ["L1"]]
    assert plan["objective"]["parts"]["substitute"] == 10


def test_held_sessions_are_history():
    """Held against every rule but number and interval, and they cost no substitute."""
    held = {"n": 1, "date": "2026-08-29", "start": "21:00", "room": "R2", "leaders": ["L3"],
            "held": True}  # fmt: skip
    plan = planned(term({"locked": [held], "leader_pool": ["L1", "L2"], "sessions": 4}))
    dates = [s["date"] for s in group(plan)["sessions"]]
    assert dates[0] == "2026-08-29"
    assert dates[1] >= "2026-08-31"
    assert plan["objective"]["parts"]["substitute"] == 0


def test_the_rooms_of_announced_sessions_are_taken():
    """Rule 8 for everybody else."""
    narrow = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "rooms": ["R1"],
              "start_latest": "2026-09-08"}  # fmt: skip
    plan = planned(term({"locked": [LOCK], "seats": 10}, narrow))
    assert left(plan, "G2")["reason"] in ("resource_conflict", "not_found")
    assert planned(term({"locked": [LOCK]}, narrow | {"start_latest": "2026-10-06"}))["status"] == (
        "complete"
    )


@pytest.mark.parametrize(
    ("rule", "change", "problem"),
    [
        (4, {"date": "2026-08-18"}, {}),
        (5, {}, {"days": [{"first": "2026-09-08", "type": "public_holiday"}]}),
        (7, {"start": "20:00"}, {}),
        (8, {"room": "R2"}, {}),
        (9, {"leaders": ["L1", "L2"]}, {}),
        (10, {"leaders": ["L9"]}, {}),
        (12, {"leaders": ["L8"]}, {}),
    ],
)
def test_a_breach_must_be_accepted(rule, change, problem):
    """Without ``accepted`` the group is left out and the rule named; with it, it is planned."""
    made = term({"locked": [LOCK | change]}, **problem)
    made["leaders"] += [{"id": "L9", "absent": [{"first": "2026-09-08", "last": "2026-09-08"}]},
                        {"id": "L8", "max_minutes_week": 60}]  # fmt: skip
    out = left(planned(made))
    assert (out["reason"], out["proven"]) == ("locked_conflict", True)
    assert f"regel {rule}" in out["text"]
    made["groups"][0]["locked"][0]["accepted"] = [rule]
    assert planned(made)["status"] == "complete"


def test_an_accepted_interval_is_free():
    """Rule 3 accepted on the later of two announced sessions."""
    late = LOCK | {"n": 2, "date": "2026-10-20", "accepted": [3]}
    plan = planned(term({"locked": [LOCK, late]}))
    assert plan["status"] == "complete"
    assert plan["objective"]["parts"]["extra_week"] >= 15


def test_a_fixed_series_is_kept():
    """Weekday, start, room and leaders."""
    fixed = {"weekday": 4, "start": "14:30", "room": "R1", "leaders": ["L2"]}
    assert group(planned(term({"fixed": fixed})))["series"] == fixed


def test_nothing_changes_without_a_reason():
    """Planning again with the plan as it was costs nothing."""
    problem = term({}, {"centres": ["C2"]}, {"sessions": 6})
    plan = planned(problem)
    problem["previous"] = {"groups": plan["groups"]}
    again = planned(problem)
    assert again["groups"] == plan["groups"]


def test_an_illness_changes_little():
    """One leader away for two weeks: a substitute or two weeks skipped, whichever is less."""
    problem = term({"leaders": 2, "sessions": 8}, {"leaders": 1, "sessions": 8})
    plan = planned(problem)
    problem = copy.deepcopy(problem)
    problem["previous"] = {"groups": plan["groups"]}
    ill = group(plan)["series"]["leaders"][0]
    leader = next(x for x in problem["leaders"] if x["id"] == ill)
    leader["absent"] = [{"first": "2026-09-28", "last": "2026-10-09"}]
    again = planned(problem)
    parts = again["objective"]["parts"]
    changed = ("changed_time", "changed_room", "changed_leader", "substitute", "extra_week")
    assert 0 < sum(parts[name] for name in changed) <= 2 * 36
    for g in again["groups"]:
        for s in g["sessions"]:
            assert not (ill in s["leaders"] and "2026-09-28" <= s["date"] <= "2026-10-09")


def test_a_room_that_is_lost_is_replaced_at_the_same_times():
    """Five points a session are less than fifteen."""
    problem = term({"seats": 8, "fixed": {"weekday": 2}})
    problem["previous"] = {"groups": planned(problem)["groups"]}
    lost = problem["previous"]["groups"][0]["series"]["room"]
    room = next(r for r in problem["rooms"] if r["id"] == lost)
    room["unavailable"] = [{}]
    parts = planned(problem)["objective"]["parts"]
    assert (parts["changed_time"], parts["changed_room"]) == (0, 20)


def test_held_sessions_of_the_previous_plan_do_not_count_as_changed():
    """What was held otherwise than planned is history."""
    problem = term({})
    plan = planned(problem)
    problem["previous"] = {"groups": plan["groups"]}
    first = plan["groups"][0]["sessions"][0]
    problem["groups"][0]["locked"] = [first | {"start": "18:00", "held": True, "interpreters": {}}]
    assert planned(problem)["objective"]["parts"]["changed_time"] == 0
