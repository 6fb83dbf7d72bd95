"""Each hard rule both ways: the planner keeps it, and the checker would see it broken."""

import copy
from datetime import date, timedelta

import pytest

from tests.unit.planner.checker import check
from tests.unit.planner.small import OPEN, group, left, planned, term


def broken(problem, plan, change):
    """Return what the checker says of the plan after a change of its first group."""
    spoilt = copy.deepcopy(plan)
    change(spoilt["groups"][0])
    return " ".join(check(problem, spoilt))


def every(field, value):
    def change(planned_group):
        planned_group["series"][field] = value
        for session in planned_group["sessions"]:
            session[field] = value

    return change


def shift(days, session=1):
    def change(planned_group):
        one = planned_group["sessions"][session]
        one["date"] = str(date.fromisoformat(one["date"]) + timedelta(days=days))

    return change


def drop_last(planned_group):
    planned_group["sessions"].pop()


def test_a_plain_group_is_planned_without_cost_but_balance():
    """The base of the other tests."""
    plan = planned(term())
    assert plan["status"] == "complete"
    assert {k for k, v in plan["objective"]["parts"].items() if v} <= {"balance"}


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("1", drop_last),
        ("2", shift(1)),
        ("3", shift(7)),
        ("4 start", shift(35, 0)),
        ("6", every("start", "20:30")),
        ("7", every("start", "08:00")),
        ("8", every("room", "R2")),
        ("9", every("leaders", ["L1", "L2"])),
        ("17", every("start", "10:10")),
    ],
)
def test_the_checker_sees_a_broken_rule(rule, change):
    """The checker is not blind: a spoilt plan is found out."""
    problem = term({"window_to": "20:00"})
    plan = planned(problem)
    assert any(word.startswith(rule[0]) for word in broken(problem, plan, change).split(" "))
    assert rule in broken(problem, plan, change)


def test_sessions_keep_the_interval_and_skip_what_is_closed():
    """Rules 3 and 5: a closed week is skipped and costs three points."""
    closed = {"first": "2026-09-14", "last": "2026-09-18", "type": "closed"}
    plan = planned(term({"start_latest": "2026-09-11"}, days=[closed]))
    weeks = [date.fromisoformat(s["date"]).isocalendar()[1] for s in group(plan)["sessions"]]
    assert weeks == [37, 39, 40, 41]
    assert plan["objective"]["parts"]["extra_week"] == 3


@pytest.mark.parametrize(
    ("kind", "avoided"),
    [("public_holiday", True), ("eve", True), ("staff_day", True), ("closed", True),
     ("school_break", False), ("bridge_day", False), ("pre_holiday", False)],
)  # fmt: skip
@pytest.mark.parametrize("breaks", [False, True])
def test_which_days_are_free_of_sessions(kind, avoided, breaks):
    """Rule 5: red, eve, staff and closed days always, school breaks for those who avoid them."""
    day = {"first": "2026-09-15", "type": kind}
    plan = planned(
        term(
            {"weekdays": [2], "start_latest": "2026-09-08", "avoid_school_breaks": breaks},
            days=[day],
        )
    )
    held = "2026-09-15" in [s["date"] for s in group(plan)["sessions"]]
    assert held != (avoided or (breaks and kind == "school_break"))


def test_bookings_end_by_until():
    """Rule 5: clean-up included; only at the centres named."""
    short = {"first": "2026-09-08", "last": "2026-10-16", "type": "pre_holiday", "until": "12:00"}
    problem = term({"window_from": "10:00"}, days=[short])
    assert group(planned(problem))["series"]["start"] in ("10:00",)
    problem["days"][0]["centres"] = ["C2"]
    assert planned(problem)["status"] == "complete"


def test_opening_hours_may_be_joined_from_two_spans():
    """Rule 7: covered means by the union."""
    halves = [{"weekdays": [2], "from": "08:00", "to": "11:00"},
              {"weekdays": [2], "from": "11:00", "to": "13:00"}]  # fmt: skip
    centres = [{"id": "C1", "name": "", "opening": halves}, {"id": "C2", "name": "", "opening": []}]
    plan = planned(term({"window_from": "10:30", "window_to": "12:00"}, centres=centres))
    assert group(plan)["series"] == {
        "weekday": 2, "start": "10:30", "room": "R1", "leaders": group(plan)["series"]["leaders"],
    }  # fmt: skip


def test_two_groups_do_not_share_a_room():
    """Rule 8: bookings may touch, not overlap."""
    day = {"weekdays": [2], "rooms": ["R1"], "sessions": 12, "extra_weeks": 0}
    morning = day | {"window_from": "10:00", "window_to": "11:30"}
    after = day | {"window_from": "12:00", "window_to": "13:30"}
    assert planned(term(morning, after))["status"] == "complete"
    after = day | {"window_from": "11:30", "window_to": "13:00"}
    assert left(planned(term(morning, after)), "G2")["reason"] == "resource_conflict"


def test_rooms_are_left_alone_when_unavailable():
    """Rule 8: touched is enough."""
    rooms = term()["rooms"]
    rooms[0]["unavailable"] = [{"weekdays": [1, 2, 3, 4], "from": "08:00", "to": "20:00"}]
    assert group(planned(term(rooms=rooms)))["series"]["weekday"] == 5


def test_the_certificate_must_be_valid_on_the_day():
    """Rule 9: from and to are included."""
    leaders = [{"id": "L1", "certificates": [
        {"programme": "P", "from": "2026-09-08", "to": "2026-09-29"}]}]  # fmt: skip
    plan = planned(term({"certified": 1}, leaders=leaders))
    assert [s["date"] for s in group(plan)["sessions"]] == [
        "2026-09-08", "2026-09-15", "2026-09-22", "2026-09-29",
    ]  # fmt: skip
    leaders[0]["certificates"][0]["to"] = "2026-09-28"
    assert left(planned(term({"certified": 1}, leaders=leaders)))["reason"] == "no_certified_leader"


def test_leaders_come_from_the_pool_and_work_at_the_centre():
    """Rule 9."""
    assert group(planned(term({"leader_pool": ["L3"]})))["series"]["leaders"] == ["L3"]
    leaders = [{"id": "L1", "centres": ["C2"]}, {"id": "L2", "centres": ["C1"]}]
    assert group(planned(term(leaders=leaders)))["series"]["leaders"] == ["L2"]


def test_an_absent_leader_is_stood_in_for():
    """Rule 10: with no week to skip, a substitute leads the session that she cannot."""
    away = [{"first": "2026-09-15", "last": "2026-09-15"}]
    leaders = [{"id": "L1", "absent": away}, {"id": "L2", "available": away}]
    plan = planned(
        term({"weekdays": [2], "extra_weeks": 0, "start_latest": "2026-09-08"}, leaders=leaders)
    )
    assert [s["leaders"] for s in group(plan)["sessions"]] == [["L1"], ["L2"], ["L1"], ["L1"]]
    assert plan["objective"]["parts"]["substitute"] == 10


def test_leaders_need_time_to_travel():
    """Rule 11: 25 minutes between the houses, both ways."""
    here = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "sessions": 12,
            "extra_weeks": 0, "leader_pool": ["L1"]}  # fmt: skip
    there = here | {"centres": ["C2"], "window_from": "12:00", "window_to": "13:30"}
    assert len(planned(term(here, there))["unplanned"]) == 1
    there |= {"window_from": "12:30", "window_to": "14:00"}
    assert planned(term(here, there))["status"] == "complete"
    near = [{"from": "C1", "to": "C2", "minutes": 0}, {"from": "C2", "to": "C1", "minutes": 90}]
    there |= {"window_from": "12:00", "window_to": "13:30"}
    assert planned(term(here, there, travel_minutes=near))["status"] == "complete"


def test_a_leaders_week_is_limited():
    """Rule 12: two bookings of 120 minutes do not fit into 200."""
    leaders = [{"id": "L1", "max_minutes_week": 200}]
    groups = [{"sessions": 12, "extra_weeks": 0}] * 2
    assert len(planned(term(*groups, leaders=leaders))["unplanned"]) == 1
    leaders[0]["max_minutes_week"] = 240
    assert planned(term(*groups, leaders=leaders))["status"] == "complete"


def test_every_language_has_its_own_interpreter():
    """Rule 13: one person cannot interpret two languages at once."""
    session = group(planned(term({"languages": ["arabiska", "tigrinja"]})))["sessions"][0]
    assert session["interpreters"] == {"arabiska": "T1", "tigrinja": "T2"}


def test_an_interpreter_travels_unless_remote():
    """Rule 13: session time, not booking."""
    here = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "sessions": 12,
            "extra_weeks": 0, "languages": ["arabiska"]}  # fmt: skip
    there = here | {"centres": ["C2"], "window_from": "11:30", "window_to": "13:00"}
    one = [{"id": "T1", "languages": ["arabiska"]}]
    assert len(planned(term(here, there, interpreters=one))["unplanned"]) == 1
    one[0]["remote"] = True
    assert planned(term(here, there, interpreters=one))["status"] == "complete"


def test_child_minding_holds_so_many_at_a_time():
    """Rule 14: five and four do not fit into eight at the same time."""
    times = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "sessions": 12,
             "extra_weeks": 0, "children_minded": 5, "seats": 8}  # fmt: skip
    assert len(planned(term(times, times | {"children_minded": 4}))["unplanned"]) == 1
    assert planned(term(times, times | {"children_minded": 3}))["status"] == "complete"


def test_the_same_participants_need_a_gap():
    """Rule 15: no_overlap holds at any centre."""
    here = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "sessions": 12,
            "extra_weeks": 0}  # fmt: skip
    there = here | {"centres": ["C2"], "window_from": "12:00", "window_to": "13:30"}
    relation = {"type": "no_overlap", "groups": ["G1", "G2"], "gap_minutes": 30}
    assert planned(term(here, there, relations=[relation]))["status"] == "complete"
    relation["gap_minutes"] = 31
    out = planned(term(here, there, relations=[relation]))["unplanned"]
    assert [(u["reason"], u["proven"]) for u in out] == [("relation", True)]


def test_participants_who_must_not_meet_stay_apart_in_one_house_only():
    """Rule 15: apart goes by bookings at the same centre."""
    here = {"weekdays": [2], "window_from": "10:00", "window_to": "11:30", "sessions": 12,
            "extra_weeks": 0, "seats": 8}  # fmt: skip
    relation = {"type": "apart", "groups": ["G1", "G2"]}
    out = planned(term(here, here, relations=[relation]))["unplanned"]
    assert [u["reason"] for u in out] == ["relation"]
    there = here | {"centres": ["C2"]}
    assert planned(term(here, there, relations=[relation]))["status"] == "complete"


def test_parallel_groups_meet_at_the_same_times():
    """Rule 15: date and start, session by session, in different rooms with different people."""
    plan = planned(
        term(
            {"days": 1},
            {"centres": ["C2"], "preferred": [{"weekdays": [3], "from": "13:00"}]},
            relations=[{"type": "parallel", "groups": ["G1", "G2"]}],
        )
    )
    times = [[(s["date"], s["start"]) for s in g["sessions"]] for g in plan["groups"]]
    assert times[0] == times[1]
    assert plan["groups"][0]["series"]["weekday"] == 3


def test_separate_leaders_are_in_neither_team():
    """Rule 15: mothers' and fathers' groups."""
    relation = {"type": "separate_leaders", "groups": ["G1", "G2"]}
    plan = planned(term({}, {}, leaders=[{"id": "L1"}, {"id": "L2", "share_percent": 1}],
                        relations=[relation]))  # fmt: skip
    assert sorted(g["series"]["leaders"][0] for g in plan["groups"]) == ["L1", "L2"]


def test_one_session_may_be_moved_where_it_is_allowed():
    """Rule 2: within the centre, for 20 points."""
    hindered = {"weekdays": [2, 3], "extra_weeks": 0, "start_latest": "2026-09-08",
                "fixed": {"weekday": 2}}  # fmt: skip
    closed = [{"first": "2026-09-22", "type": "closed"}]
    assert planned(term(hindered, days=closed))["status"] == "none"
    plan = planned(term(hindered | {"max_moved": 1}, days=closed))
    assert [s["date"] for s in group(plan)["sessions"]] == [
        "2026-09-08", "2026-09-15", "2026-09-23", "2026-09-29",
    ]  # fmt: skip
    assert plan["objective"]["parts"]["moved_session"] == 20


def test_wished_times_are_taken():
    """The lowest points of the windows that hold the session count."""
    wishes = [{"weekdays": [4], "from": "13:00", "to": "15:00", "points": 1},
              {"weekdays": [4], "from": "14:00", "to": "16:00"}]  # fmt: skip
    plan = planned(term({"preferred": wishes}))
    assert (group(plan)["series"]["weekday"], group(plan)["series"]["start"]) in (
        (4, "14:00"), (4, "14:30"),
    )  # fmt: skip
    assert plan["objective"]["parts"]["not_preferred"] == 0


def test_leaders_wishes_count_and_do_not_forbid():
    """Four points per session and leader that would rather not."""
    leaders = [{"id": "L1", "avoid": [{"weekdays": [1, 2, 3, 4, 5]}]}]
    plan = planned(term(leaders=leaders))
    assert plan["objective"]["parts"]["leader_avoid"] == 16
    leaders[0]["avoid"] = [{"weekdays": [1, 2, 3, 4]}]
    assert group(planned(term(leaders=leaders)))["series"]["weekday"] == 5


def test_the_turn_of_the_year_and_week_53():
    """2026 has 53 weeks: intervals count Mondays, not week numbers."""
    problem = term(
        {"start_earliest": "2026-12-14", "start_latest": "2026-12-18", "extra_weeks": 0,
         "weekdays": [3]},
        term={"first": "2026-12-07", "last": "2027-01-29"},
    )  # fmt: skip
    assert [s["date"] for s in group(planned(problem))["sessions"]] == [
        "2026-12-16", "2026-12-23", "2026-12-30", "2027-01-06",
    ]  # fmt: skip


def test_a_day_may_end_at_midnight():
    """24:00 is an end."""
    centres = [{"id": "C1", "name": "", "opening": [{"from": "20:00", "to": "24:00"}]},
               {"id": "C2", "name": "", "opening": OPEN}]  # fmt: skip
    plan = planned(term({"window_from": "20:00", "cleanup_minutes": 30}, centres=centres))
    assert group(plan)["series"]["start"] in ("20:30", "21:00", "21:30", "22:00")
