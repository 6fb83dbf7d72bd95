"""A family of seeded terms of 10 to 60 groups, in the manner of a real autumn."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

Json = dict[str, Any]
START, LAST, OFF = date(2026, 8, 24), date(2026, 12, 18), date(2026, 10, 26)
# code: sessions, minutes, setup, cleanup, every, leaders, certified, seats, kind, avoids breaks
PROGRAMMES: dict[str, tuple[int, int, int, int, int, int, int, int, str, bool]] = {
    "ICDP": (8, 120, 15, 15, 1, 2, 1, 12, "any", False),
    "ABC_0_2": (4, 60, 15, 15, 2, 2, 2, 12, "day", False),
    "ABC_3_12": (4, 150, 15, 15, 2, 2, 2, 14, "evening", True),
    "COSP": (8, 105, 15, 15, 1, 1, 1, 10, "day", False),
    "FOS": (5, 150, 30, 15, 1, 2, 2, 17, "day", True),
    "BRA_START": (6, 90, 15, 15, 1, 1, 0, 10, "day", False),
    "BIFF": (3, 150, 15, 15, 1, 2, 1, 10, "evening", False),
    "CHILD_SEP": (11, 90, 30, 15, 1, 2, 1, 10, "afternoon", True),
    "CONNECT": (10, 90, 15, 15, 1, 2, 2, 15, "evening", True),
    "AF_2_12": (6, 120, 15, 15, 1, 2, 1, 14, "evening", True),
    "LOCAL": (10, 120, 15, 30, 1, 1, 0, 12, "early", True),
    "KOMET": (7, 150, 15, 15, 1, 2, 2, 12, "evening", True),
}
WINDOWS = {
    "any": ("09:00", "20:00", [1, 2, 3, 4]),
    "day": ("09:00", "16:00", [1, 2, 3, 4, 5]),
    "evening": ("16:30", "20:00", [1, 2, 3, 4]),
    "afternoon": ("14:30", "17:00", [1, 2, 3, 4]),
    "early": ("12:30", "16:30", [1, 2, 3, 4, 5]),
}


def _wish(weekdays: list[int], start: str, end: str, points: int = 0) -> Json:
    wish: Json = {"weekdays": weekdays, "from": start, "to": end}
    return wish | {"points": points} if points else wish


DAY_WISHES = [_wish([2, 3, 4], "09:30", "12:00"), _wish([1, 2, 3, 4], "13:00", "15:30", 1)]
WISHES = {
    "any": [*DAY_WISHES, _wish([2, 3], "17:00", "20:00", 3)],
    "day": DAY_WISHES,
    "evening": [_wish([2, 3], "17:00", "20:00"), _wish([1, 4], "17:00", "20:00", 2)],
    "afternoon": [_wish([2, 3], "14:30", "16:30"), _wish([1, 4], "15:00", "17:00", 2)],
    "early": [_wish([3], "13:00", "15:00"), _wish([2, 4], "13:00", "16:00", 2)],
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a term is like; ``evenings`` is the share of evening groups, None as it falls."""

    seed: int
    groups: int
    leaders: int
    rooms: int
    centres: int
    certificates: int = 5
    relations: int = 2
    languages: float = 0.12
    minded: float = 0.12
    room_to_lead: float = 1.4
    evenings: float | None = None


def make_term(kind: Kind) -> Json:
    """Return the problem as JSON; the same kind gives the same term."""
    rng = Random(kind.seed)
    centres = [f"C{i + 1}" for i in range(kind.centres)]
    problem = _houses(rng, kind, centres)
    codes = list(PROGRAMMES)
    chosen = [rng.choice(codes) for _ in range(kind.groups)]
    if kind.evenings is not None:
        late = [c for c in codes if PROGRAMMES[c][8] == "evening"]
        other = [c for c in codes if c not in late]
        chosen = [
            rng.choice(late) if rng.random() < kind.evenings else rng.choice(other)
            for _ in range(kind.groups)
        ]
    places = sum(PROGRAMMES[c][5] for c in chosen)
    problem["leaders"] = [_leader(rng, kind, i, places, centres) for i in range(kind.leaders)]
    _certify(rng, problem["leaders"], codes)
    problem["groups"] = [_group(rng, kind, i, c, centres) for i, c in enumerate(chosen)]
    problem["relations"] = _relations(rng, kind, problem["groups"])
    return problem


def _houses(rng: Random, kind: Kind, centres: list[str]) -> Json:
    """Return days, centres, rooms and helpers; people and groups follow."""
    return {
        "format": "familjecentral-plan-problem", "version": 1,
        "id": f"own-{kind.seed}-{kind.groups}", "title": "Exempeldata",
        "term": {"name": "t", "first": str(START), "last": str(LAST)}, "grid_minutes": 30,
        "days": [
            {"first": str(OFF), "last": str(OFF + timedelta(4)), "type": "school_break",
             "name": "l"},
            {"first": "2026-10-30", "type": "pre_holiday", "name": "d", "until": "15:00"},
            {"first": "2026-10-31", "type": "public_holiday", "name": "r"},
            {"first": "2026-11-16", "type": "staff_day", "name": "p"},
            {"first": "2026-09-10", "type": "staff_day", "name": "u"},
            *({"first": str(START + timedelta(rng.randrange(20, 90))), "type": "closed",
               "name": "s", "centres": [c]} for c in centres[1:]),
        ],
        "centres": [
            {"id": c, "name": c, "opening": [
                {"weekdays": [1, 2, 3, 4], "from": "08:00", "to": "17:30"},
                {"weekdays": [5], "from": "08:00", "to": "16:00"},
                {"weekdays": sorted(rng.sample([1, 2, 3, 4], 3)), "from": "17:00",
                 "to": "20:30"}]}
            for c in centres
        ],
        "travel_minutes": [
            {"from": a, "to": b, "minutes": rng.choice([15, 25, 40])}
            for i, a in enumerate(centres) for b in centres[:i]
        ],
        "rooms": [
            {"id": f"R{i + 1}", "centre": centres[i % kind.centres], "name": f"R{i + 1}",
             "seats": 24 if i < kind.centres else rng.choice([12, 16, 20]),
             "equipment": ["projector"] if i < kind.centres or rng.random() < 0.4 else [],
             "unavailable": [
                 {"weekdays": [rng.randrange(1, 6)], "from": "08:00", "to": "13:00"}
             ] if rng.random() < 0.4 else []}
            for i in range(kind.rooms)
        ],
        "interpreters": [
            {"id": "T1", "name": "T1", "languages": ["arabiska"],
             "available": [{"weekdays": [1, 2, 3, 4], "from": "08:00", "to": "20:00"}]},
            {"id": "T2", "name": "T2", "languages": ["tigrinja", "arabiska"], "remote": True,
             "available": [{"weekdays": [2, 3, 5], "from": "09:00", "to": "15:00"}]},
        ],
        "child_minding": [
            {"centre": c, "max_children": rng.choice([6, 10]), "available": [
                {"weekdays": sorted(rng.sample([1, 2, 3, 4], 3)), "from": "08:00",
                 "to": "20:30"}]}
            for c in centres[:2]
        ],
    }  # fmt: skip


def _leader(rng: Random, kind: Kind, i: int, places: int, centres: list[str]) -> Json:
    held = rng.sample(list(PROGRAMMES), kind.certificates)
    leader: Json = {
        "id": f"L{i + 1:02}", "name": f"L{i + 1}",
        "certificates": [{"programme": code} for code in held],
        "share_percent": rng.choice([100, 100, 80, 60, 50]),
    }  # fmt: skip
    share = leader["share_percent"]
    fair = kind.room_to_lead * places / kind.leaders * share / 80
    leader["max_groups"] = max(3, round(fair) + rng.choice([0, 1]))
    leader["max_minutes_week"] = 9 * share + rng.choice([0, 60, 120])
    if rng.random() < 0.4:
        days = sorted(rng.sample([1, 2, 3, 4, 5], rng.choice([4, 4, 3])))
        leader["available"] = [{"weekdays": days, "from": "08:00", "to": "21:00"}]
    if rng.random() < 0.35:
        away = START + timedelta(7 * rng.randrange(3, 14))
        leader["absent"] = [{"first": str(away), "last": str(away + timedelta(4))}]
    if rng.random() < 0.35:
        leader["avoid"] = [{"weekdays": [rng.randrange(1, 6)]}]
    if rng.random() < 0.2:
        leader["certificates"][0]["from"] = str(START + timedelta(14))
    if kind.centres > 1 and rng.random() < 0.15:
        leader["centres"] = sorted(rng.sample(centres, max(1, kind.centres - 1)))
    return leader


def _certify(rng: Random, leaders: list[Json], codes: list[str]) -> None:
    """See to it that three people at least hold each certificate."""
    for code in codes:
        held = {x["id"] for x in leaders if any(c["programme"] == code for c in x["certificates"])}
        while len(held) < min(3, len(leaders)):
            leader = rng.choice(leaders)
            if leader["id"] not in held:
                leader["certificates"].append({"programme": code})
                held.add(leader["id"])


def _group(rng: Random, kind: Kind, i: int, code: str, centres: list[str]) -> Json:
    sessions, minutes, setup, cleanup, every, leaders, certified, seats, when, breaks = PROGRAMMES[
        code
    ]
    first = START + timedelta(7 * rng.randrange(1, 4))
    low, high, weekdays = WINDOWS[when]
    group = {
        "id": f"G{i + 1:02}", "title": f"{code} {i + 1}", "programme": code,
        "centres": [rng.choice(centres)] if rng.random() < 0.85 else centres,
        "sessions": sessions, "minutes": minutes, "setup_minutes": setup,
        "cleanup_minutes": cleanup, "every_weeks": every, "extra_weeks": 2,
        "seats": seats if rng.random() < 0.6 else 10, "leaders": leaders,
        "certified": certified, "certificate": code if certified else None,
        "equipment": ["projector"]
        if code in ("FOS", "AF_2_12") and rng.random() < 0.6 else [],
        "weekdays": weekdays, "window_from": low, "window_to": high,
        "avoid_school_breaks": breaks, "max_moved": rng.choice([0, 0, 0, 1]),
        "preferred": WISHES[when], "start_earliest": str(first),
        "start_latest": str(first + timedelta(rng.choice([18, 25, 39]))),
    }  # fmt: skip
    if rng.random() < kind.languages:
        group["languages"] = ["arabiska"]
    if rng.random() < kind.minded and group["centres"][0] in centres[:2]:
        group["children_minded"] = rng.choice([3, 5])
    if rng.random() < 0.1:
        group["fixed"] = {"weekday": rng.choice([2, 3])}
    return group


def _relations(rng: Random, kind: Kind, groups: list[Json]) -> list[Json]:
    ids = [g["id"] for g in groups]
    found: list[Json] = []
    for name in ("no_overlap", "apart", "separate_leaders") * kind.relations:
        members = rng.sample(ids, rng.choice([2, 2, 3]))
        gap = 15 if name != "separate_leaders" else 0
        found.append({"type": name, "groups": members, "gap_minutes": gap})
    for _ in range(kind.relations):
        by: dict[str, list[Json]] = {}
        for group in groups:
            by.setdefault(group["programme"], []).append(group)
        one, other = rng.sample(rng.choice([same for same in by.values() if len(same) > 1]), 2)
        tied = [x for r in found if r["type"] == "parallel" for x in r["groups"]]
        pair = [one["id"], other["id"]]
        if tied and set(pair) & set(tied):
            continue
        for key in ("start_earliest", "start_latest", "max_moved", "children_minded",
                    "languages", "fixed"):  # fmt: skip
            other.pop(key, None)
            if key in one:
                other[key] = copy.deepcopy(one[key])
        found += [{"type": name, "groups": pair} for name in ("parallel", "separate_leaders")]
    return found
