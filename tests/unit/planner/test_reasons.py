"""Every reason for a group left out, with what would help."""

import pytest

from tests.unit.planner.small import OPEN, group, left, planned, term

CASES = [
    ("no_room", term({"equipment": ["scen"]}), ["equipment"], "scen"),
    ("no_room", term({"seats": 30}), ["seats"], "30 platser"),
    ("no_room", term({"rooms": ["R2"]}), ["rooms"], "10 platser"),
    (
        "no_leader",
        term({"leaders": 2}, leaders=[{"id": "L1", "name": "Anna"}, {"id": "L2", "absent": [{}]}]),
        ["L2"],
        "2 ledare",
    ),
    ("no_leader", term({"leaders": 4}), ["leaders"], "4 ledare"),
    ("no_certified_leader", term({"leaders": 3, "certified": 3}), ["certified"], "Färre än 3"),
    ("no_interpreter", term({"languages": ["dari"]}), ["languages"], "dari"),
    (
        "no_interpreter",
        term(
            {"languages": ["arabiska", "tigrinja"]},
            interpreters=[{"id": "T2", "languages": ["arabiska", "tigrinja"]}],
        ),
        ["languages"],
        "tolk",
    ),
    ("no_child_minding", term({"children_minded": 9}), ["children_minded"], "9 barn"),
    ("no_child_minding", term({"children_minded": 2}, child_minding=[]), ["children_minded"], "2"),
    (
        "term_too_short",
        term({"sessions": 12, "end_latest": "2026-11-01"}),
        ["end_latest"],
        "12 träffar",
    ),
    (
        "term_too_short",
        term(
            {"extra_weeks": 0, "weekdays": [2], "avoid_school_breaks": True, "sessions": 9},
            days=[{"first": "2026-10-12", "last": "2026-10-16", "type": "school_break"}],
        ),
        ["extra_weeks"],
        "lov",
    ),
    (
        "no_possible_time",
        term({"window_from": "09:00", "window_to": "10:00"}),
        ["window_from"],
        "klockslag",
    ),
    (
        "no_possible_time",
        term({"weekdays": [6]}),
        ["weekdays"],
        "öppettider",
    ),
    ("locked_conflict", term({"fixed": {"room": "R2"}}), ["fixed"], "lokalen"),
    ("locked_conflict", term({"fixed": {"start": "10:10"}}), ["fixed"], "tidsrutnät"),
    (
        "locked_conflict",
        term({"locked": [{"n": 1, "date": "2026-09-08", "start": "10:00", "room": "R2"}]}),
        ["locked"],
        "8 september 2026",
    ),
    (
        "locked_conflict",
        term(
            {
                "locked": [
                    {"n": 1, "date": "2026-09-08", "start": "10:00", "room": "R1"},
                    {"n": 2, "date": "2026-11-10", "start": "10:00", "room": "R1"},
                ]
            }
        ),
        ["locked"],
        "intervall",
    ),
]


@pytest.mark.parametrize(("reason", "problem", "relax", "said"), CASES)
def test_what_is_impossible_alone_has_its_reason(reason, problem, relax, said):
    """The first rule family whose loosening helps, shown, with the least change first."""
    plan = planned(problem)
    out = left(plan)
    assert (out["reason"], out["proven"]) == (reason, True)
    assert out["relax"][0] in relax
    assert said in out["text"]
    assert plan["status"] == "none"


def test_what_is_proposed_makes_it_possible():
    """Taking the first advice plans the group."""
    problem = term({"weekdays": [1], "window_from": "18:00", "window_to": "19:00"})
    assert left(planned(problem))["relax"][:2] == ["window_from", "window_to"]
    problem["groups"][0]["window_from"] = "17:30"
    assert planned(problem)["status"] == "complete"


def test_a_certified_leader_without_time_is_named_before_all_leaders():
    """There are leaders enough; only she who holds the certificate works elsewhere."""
    certified = {"id": "L1", "name": "Anna", "centres": ["C2"]}
    certified["certificates"] = [{"programme": "P"}]
    out = left(planned(term({"certified": 1}, leaders=[certified, {"id": "L2"}])))
    assert (out["reason"], out["relax"][0]) == ("no_certified_leader", "L1")


def test_what_does_not_mend_an_announced_session_is_not_proposed():
    """A later start leaves the session on the red day."""
    lock = {"n": 1, "date": "2026-09-08", "start": "10:00", "room": "R1"}
    red = [{"first": "2026-09-08", "type": "public_holiday", "name": "röd"}]
    assert left(planned(term({"locked": [lock]}, days=red)))["relax"] == ["locked"]


def test_two_changes_are_proposed_where_none_is_enough():
    """Neither a smaller group nor fewer leaders would do alone."""
    problem = term({"seats": 30, "leaders": 4})
    out = left(planned(problem))
    assert out["relax"] == ["seats", "leaders"]
    assert out["text"].endswith("20 platser och gruppen leds av färre ledare.")
    problem["groups"][0] |= {"seats": 20, "leaders": 3}
    assert planned(problem)["status"] == "complete"


NARROW = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "rooms": ["R1"]}
BESIDE = [
    (term(NARROW, NARROW | {"sessions": 12}), {"weekdays": [1, 2, 3, 4, 5]}),
    (term(NARROW | {"sessions": 12}, NARROW, centres=[
        {"id": "C1", "name": "", "opening": [{"weekdays": [2], "from": "09:00", "to": "13:45"}]},
        {"id": "C2", "name": "", "opening": OPEN}]), {"window_to": "13:30"}),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "change"), BESIDE)
def test_what_is_proposed_beside_the_others_makes_room(problem, change):
    """A change is tried against the plan before it is proposed; taken, both are planned."""
    problem["groups"][0]["sessions"] = problem["groups"][1]["sessions"] = 12
    (out,) = planned(problem)["unplanned"]
    assert out["reason"] == "resource_conflict"
    assert out["relax"][0] == next(iter(change))
    assert "Det går om" in out["text"]
    asked = next(g for g in problem["groups"] if g["id"] == out["group"])
    asked |= change
    assert planned(problem)["status"] == "complete"


def test_two_groups_for_one_time_and_one_room_are_in_each_others_way():
    """Possible alone, impossible together: shown, and the other group is named."""
    narrow = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "sessions": 12}
    plan = planned(term(narrow | {"rooms": ["R1"]}, narrow | {"rooms": ["R1"]}))
    (out,) = plan["unplanned"]
    other = plan["groups"][0]["group"]
    assert (out["reason"], out["with"], out["proven"]) == ("resource_conflict", [other], True)
    assert other in out["text"]


def test_too_few_teams_are_shown_by_counting():
    """A leader of at most one group cannot have two."""
    one = [{"id": "L1", "max_groups": 1}]
    plan = planned(term({}, {}, leaders=one))
    (out,) = plan["unplanned"]
    assert (out["reason"], out["proven"]) == ("resource_conflict", True)


def test_a_relation_that_cannot_be_kept_is_the_reason():
    """Parallel groups need leaders for both."""
    problem = term(
        {"certified": 1},
        {"certified": 1, "centres": ["C2"]},
        leaders=[{"id": "L1", "certificates": [{"programme": "P"}]}, {"id": "L2"}],
        relations=[{"type": "parallel", "groups": ["G1", "G2"]}],
    )
    (out,) = planned(problem)["unplanned"]
    assert (out["reason"], out["proven"]) == ("relation", True)
    problem["relations"] = []
    assert planned(problem)["status"] == "complete"


def test_double_booked_announcements_need_to_be_accepted():
    """Two announced sessions in one room: one group goes, unless the coordinator knows."""
    lock = {"n": 1, "date": "2026-09-08", "start": "10:00", "room": "R1"}
    problem = term({"locked": [lock]}, {"locked": [lock]})
    (out,) = planned(problem)["unplanned"]
    assert (out["reason"], out["with"]) == ("locked_conflict", ["G1"])
    problem["groups"][0]["locked"] = [lock | {"accepted": [8]}]
    assert planned(problem)["status"] == "complete"


def test_the_others_are_planned_as_well_as_can_be():
    """One impossible group costs nobody else a place."""
    plan = planned(term({"equipment": ["scen"]}, {}, {}))
    assert plan["status"] == "partial"
    assert [g["group"] for g in plan["groups"]] == ["G2", "G3"]
    assert plan["objective"]["parts"]["unplanned"] == 100_000
    assert group(plan, "G2")["sessions"]


def test_closed_houses_leave_no_time():
    """Opening hours count with set-up and clean-up."""
    hours = [{"weekdays": [1, 2, 3, 4, 5], "from": "10:00", "to": "11:55"}]
    problem = term(
        centres=[
            {"id": "C1", "name": "", "opening": hours},
            {"id": "C2", "name": "", "opening": OPEN},
        ]
    )
    assert left(planned(problem))["reason"] == "no_possible_time"
    hours[0]["to"] = "12:30"
    problem["centres"][0]["opening"] = hours
    assert group(planned(problem))["series"]["start"] == "10:30"
