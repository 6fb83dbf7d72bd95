"""Random terms of groups, a handful or 60, feasible or not; same seed, same problem."""

from datetime import date, timedelta
from random import Random

PROGRAMMES = (
    # code, sessions, minutes, every, leaders, certified, evening, equipment
    ("ICDP", 8, 120, 1, 2, 1, False, []),
    ("ABC_3_12", 4, 150, 2, 2, 2, True, ["projector"]),
    ("COSP", 8, 105, 1, 1, 1, False, []),
    ("FOS", 5, 150, 1, 2, 2, False, ["projector"]),
    ("BRA_START", 6, 90, 1, 1, 0, False, []),
    ("BIFF", 3, 150, 1, 2, 1, True, []),
    ("CHILD_SEP", 11, 90, 1, 2, 1, False, []),
    ("CONNECT", 10, 90, 1, 2, 2, True, []),
    ("LOCAL", 10, 120, 1, 1, 0, False, []),
    ("KOMET", 7, 150, 1, 3, 2, True, []),
)
DAY_WISHES = [
    {"weekdays": [2, 3, 4], "from": "09:30", "to": "12:00"},
    {"weekdays": [1, 2, 3, 4], "from": "13:00", "to": "15:30", "points": 1},
]
EVENING_WISHES = [
    {"weekdays": [2, 3], "from": "17:00", "to": "20:00"},
    {"weekdays": [1, 4], "from": "17:00", "to": "20:00", "points": 2},
]


def make_problem(seed, groups=6, *, leaders=None, rooms=None, centres=None, first="2026-08-24",
                 hard=False):  # fmt: skip
    """Return a problem as JSON; ``hard`` makes people and rooms scarce, so that some is left."""
    rng = Random(seed)
    start = date.fromisoformat(first)
    weeks = 17
    last = start + timedelta(days=7 * weeks - 3)
    centres = centres or min(3, 1 + groups // 8)
    rooms = rooms or max(1, min(8, groups // (8 if hard else 5) + 1))
    leaders = leaders or max(2, min(20, groups // (5 if hard else 3) + 3))
    off = start + timedelta(days=63)
    problem = {
        "format": "familjecentral-plan-problem", "version": 1, "id": f"random-{seed}-{groups}",
        "title": "Slumpad termin", "term": {"name": "term", "first": first, "last": str(last)},
        "grid_minutes": 30, "unknown": {"ignored": True},
        "days": [
            {"first": str(off), "last": str(off + timedelta(days=4)), "type": "school_break",
             "name": "lov"},
            {"first": str(off + timedelta(days=4)), "type": "pre_holiday", "name": "kort dag",
             "until": "15:00"},
            {"first": str(off + timedelta(days=5)), "type": "public_holiday", "name": "röd"},
            {"first": str(start + timedelta(days=rng.randrange(0, 100))), "type": "staff_day",
             "name": "planering"},
            {"first": str(start + timedelta(days=rng.randrange(0, 100))), "type": "closed",
             "name": "stängt", "centres": ["C1"]},
        ],
        "centres": [
            {"id": f"C{c + 1}", "name": f"Hus {c + 1}", "opening": [
                {"weekdays": [1, 2, 3, 4], "from": "08:00", "to": "17:30"},
                {"weekdays": [5], "from": "08:00", "to": "16:00"},
                {"weekdays": rng.sample([1, 2, 3, 4], 3), "from": "17:00", "to": "20:30"}]}
            for c in range(centres)
        ],
        "travel_minutes": [
            {"from": f"C{a + 1}", "to": f"C{b + 1}", "minutes": rng.choice([15, 25, 40])}
            for a in range(centres) for b in range(a)
        ] + ([{"from": "C1", "to": "C2", "minutes": 10}] if centres > 1 else []),
        "rooms": [
            {"id": f"R{r + 1}", "centre": f"C{r % centres + 1}", "name": f"Rum {r + 1}",
             "seats": rng.choice([12, 16, 24]) if r else 24,
             "equipment": ["projector"] if r < centres or rng.random() < 0.5 else [],
             "unavailable": [{"weekdays": [rng.randrange(1, 6)], "from": "08:00", "to": "12:30"}]
             if rng.random() < 0.4 else []}
            for r in range(rooms)
        ],
        "leaders": [_leader(rng, i, start, hard) for i in range(leaders)],
        "interpreters": [
            {"id": "T1", "name": "Tolk 1", "languages": ["arabiska"],
             "available": [{"weekdays": [1, 2, 3, 4], "from": "08:00", "to": "20:00"}]},
            {"id": "T2", "name": "Tolk 2", "languages": ["tigrinja", "arabiska"], "remote": True,
             "available": [{"weekdays": [2, 3, 5], "from": "09:00", "to": "15:00"}]},
        ],
        "child_minding": [{"centre": "C1", "max_children": 8, "absent": [
            {"weekdays": [1], "first": first, "last": str(start + timedelta(days=20))}]}],
        "groups": [], "relations": [],
    }  # fmt: skip
    for i in range(groups):
        problem["groups"].append(_group(rng, i, start, centres, hard))
    ids = [g["id"] for g in problem["groups"]]
    if groups >= 4:
        for kind in ("no_overlap", "apart", "separate_leaders"):
            if rng.random() < 0.6:
                problem["relations"].append(
                    {"type": kind, "groups": rng.sample(ids, 2), "gap_minutes": 15}
                )
        if rng.random() < 0.5:
            a, b = rng.sample(problem["groups"], 2)
            keep = (b["id"], b["centres"])
            b.update({k: v for k, v in a.items() if k not in ("id", "title", "locked")})
            b["id"], b["centres"] = keep
            problem["relations"].append({"type": "parallel", "groups": [a["id"], b["id"]]})
    return problem


def _leader(rng, i, start, hard):
    codes = [p[0] for p in PROGRAMMES]
    some = rng.sample(codes, rng.randrange(2, 5) if hard else rng.randrange(4, 8))
    leader = {
        "id": f"L{i + 1:02}", "name": f"Ledare {i + 1}", "share_percent": rng.choice([50, 80, 100]),
        "certificates": [{"programme": code} for code in some],
        "max_groups": rng.choice([3, 4] if hard else [5, 6, 8]),
        "max_minutes_week": rng.choice([540, 720, 900]),
    }  # fmt: skip
    if rng.random() < 0.5:
        days = sorted(rng.sample([1, 2, 3, 4, 5], 4))
        leader["available"] = [{"weekdays": days, "from": "08:00", "to": "21:00"}]
    if rng.random() < 0.4:
        away = start + timedelta(days=7 * rng.randrange(3, 14))
        leader["absent"] = [{"first": str(away), "last": str(away + timedelta(days=6))}]
    if rng.random() < 0.4:
        leader["avoid"] = [{"weekdays": [rng.randrange(1, 6)]}]
    if rng.random() < 0.3:
        leader["certificates"][0]["from"] = str(start + timedelta(days=30))
    return leader


def _group(rng, i, start, centres, hard):
    code, sessions, minutes, every, leaders, certified, evening, equipment = rng.choice(PROGRAMMES)
    first = start + timedelta(days=7 * rng.randrange(1, 4))
    house = f"C{rng.randrange(centres) + 1}"
    group = {
        "id": f"G{i + 1:02}", "title": f"{code} {i + 1}", "programme": code,
        "centres": [house] if rng.random() < 0.8 else [f"C{c + 1}" for c in range(centres)],
        "sessions": sessions, "minutes": minutes, "setup_minutes": 15,
        "cleanup_minutes": rng.choice([15, 30]), "every_weeks": every, "extra_weeks": 2,
        "seats": rng.choice([8, 10, 12]), "leaders": leaders, "certified": certified,
        "certificate": code if certified else None, "equipment": equipment,
        "weekdays": [1, 2, 3, 4] if evening else [1, 2, 3, 4, 5],
        "window_from": "16:30" if evening else "09:00",
        "window_to": "20:00" if evening else "16:30",
        "avoid_school_breaks": rng.random() < 0.5, "max_moved": rng.choice([0, 0, 1]),
        "preferred": EVENING_WISHES if evening else DAY_WISHES,
        "start_earliest": str(first), "start_latest": str(first + timedelta(days=25)),
    }  # fmt: skip
    if rng.random() < 0.15:
        group["languages"] = ["arabiska"]
    if house == "C1" and rng.random() < 0.2:
        group["children_minded"] = rng.choice([3, 5])
    if rng.random() < 0.15:
        group["fixed"] = {"weekday": rng.choice([2, 3])}
    if hard and rng.random() < 0.1:
        group["equipment"] = ["scen"]
    return group


def lock_some(problem, plan, seed, *, held_before=None):
    """Announce some sessions of a plan, hold those before a date, and make it the previous one."""
    rng = Random(seed)
    groups = {g["id"]: g for g in problem["groups"]}
    for planned in plan["groups"]:
        group = groups[planned["group"]]
        locks = []
        for session in planned["sessions"]:
            held = held_before is not None and session["date"] < held_before
            if not held and rng.random() > 0.25:
                continue
            lock = {k: session[k] for k in ("n", "date", "start", "room")} | {"held": held}
            if held or rng.random() < 0.4:
                lock["leaders"] = session["leaders"]
            if "interpreters" in session and rng.random() < 0.5:
                lock["interpreters"] = session["interpreters"]
            locks.append(lock)
        group["locked"] = locks
    problem["previous"] = {"groups": plan["groups"]}
    return problem
