"""Recomputes every hard rule and the objective of a plan from the two JSON objects.

Shares no code with the planner and takes the slow, literal way: minute by minute, pair by pair.
"""

from datetime import date, timedelta
from itertools import combinations, pairwise

WEIGHTS = {
    "unplanned": 100_000, "not_preferred": 6, "moved_session": 20, "substitute": 10,
    "extra_week": 3, "leader_avoid": 4, "balance": 1, "changed_time": 15, "changed_room": 5,
    "changed_leader": 8,
}  # fmt: skip
REASONS = {
    "no_room", "no_leader", "no_certified_leader", "no_interpreter", "no_child_minding",
    "term_too_short", "no_possible_time", "locked_conflict", "relation", "resource_conflict",
    "not_found",
}  # fmt: skip


def to_minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def to_date(text):
    return date.fromisoformat(text)


def in_spans(spans, day, minute):
    """Say whether the minute that begins at ``minute`` lies in the union of the spans."""
    for span in spans:
        if "first" in span and day < to_date(span["first"]):
            continue
        if "last" in span and day > to_date(span["last"]):
            continue
        if day.isoweekday() not in span.get("weekdays", [1, 2, 3, 4, 5, 6, 7]):
            continue
        low, high = to_minutes(span.get("from", "00:00")), to_minutes(span.get("to", "24:00"))
        if low <= minute < high:
            return True
    return False


def covered(spans, day, low, high):
    return all(in_spans(spans, day, minute) for minute in range(low, high, 5))


def touched(spans, day, low, high):
    return any(in_spans(spans, day, minute) for minute in range(low, high, 5))


def free(person, day, low, high):
    if person.get("available") is not None and not covered(person["available"], day, low, high):
        return False
    return not touched(person.get("absent") or [], day, low, high)


class Held:
    """One session of the plan with everything that a rule asks for."""

    def __init__(self, group, session, problem):
        self.group = group
        self.n = session["n"]
        self.date = to_date(session["date"])
        self.start = to_minutes(session["start"])
        self.end = self.start + group["minutes"]
        self.begin = self.start - group.get("setup_minutes", 0)
        self.finish = self.end + group.get("cleanup_minutes", 0)
        self.room = next(r for r in problem["rooms"] if r["id"] == session["room"])
        self.centre = self.room["centre"]
        self.leaders = session.get("leaders", [])
        self.interpreters = session.get("interpreters", {})
        self.lock = next((x for x in group.get("locked", []) if x["n"] == self.n), None)
        self.held = bool(self.lock and self.lock.get("held"))
        self.exempt = set()
        if self.lock:
            self.exempt = {2, "4w", 6, 17} | set(self.lock.get("accepted", []))
            if 4 in self.exempt:
                self.exempt.add("4w")

    def __repr__(self):
        return f"{self.group['id']}#{self.n} {self.date}"

    @property
    def week(self):
        return self.date - timedelta(days=self.date.weekday())


def check(problem, plan):  # noqa: C901
    """Return a list of sentences about what is wrong; the objective is compared too."""
    wrong = []
    groups = {g["id"]: g for g in problem["groups"]}
    term = (to_date(problem["term"]["first"]), to_date(problem["term"]["last"]))
    centres = {c["id"]: c for c in problem["centres"]}
    leaders = {x["id"]: x for x in problem["leaders"]}
    speakers = {x["id"]: x for x in problem.get("interpreters", [])}
    minding = {m["centre"]: m for m in problem.get("child_minding", [])}
    grid = problem.get("grid_minutes", 30)

    named = [g["group"] for g in plan["groups"]] + [g["group"] for g in plan["unplanned"]]
    if sorted(named) != sorted(groups):
        wrong.append(f"groups {sorted(named)} are not {sorted(groups)}")
    for left in plan["unplanned"]:
        if left["reason"] not in REASONS:
            wrong.append(f"unknown reason {left['reason']}")
        if not left["text"].strip():
            wrong.append("no sentence")
    status = "complete" if not plan["unplanned"] else "partial" if plan["groups"] else "none"
    if plan["status"] != status or plan["problem"] != problem["id"]:
        wrong.append("status or problem id")

    everything = {}
    series = {}
    for planned in plan["groups"]:
        group = groups[planned["group"]]
        series[group["id"]] = planned["series"]
        everything[group["id"]] = [Held(group, s, problem) for s in planned["sessions"]]

    def travel(a, b):
        if a == b:
            return 0
        both = {(t["from"], t["to"]): t["minutes"] for t in problem.get("travel_minutes", [])}
        return both.get((a, b), both.get((b, a), 0))

    def cert(group, leader, day):
        code = group.get("certificate") or group["programme"]
        return any(
            c["programme"] == code
            and ("from" not in c or to_date(c["from"]) <= day)
            and ("to" not in c or day <= to_date(c["to"]))
            for c in leader.get("certificates", [])
        )

    # --- each group by itself ---
    for name, sessions in everything.items():
        group, line = groups[name], series[name]
        if [s.n for s in sessions] != list(range(1, group["sessions"] + 1)):
            wrong.append(f"1 {name}")
        for a, b in pairwise(sessions):
            if a.date >= b.date and 1 not in a.exempt | b.exempt and not (a.held and b.held):
                wrong.append(f"1 {a} {b}")
            gap = (b.week - a.week).days // 7
            every = group.get("every_weeks", 1)
            extra = group.get("extra_weeks", 2)
            if not every <= gap <= every + extra and not (
                (a.held and b.held) or 3 in a.exempt | b.exempt
            ):
                wrong.append(f"3 {a} {b}")
        room = next(r for r in problem["rooms"] if r["id"] == line["room"])
        moved = [s for s in sessions if differs(s, line)]
        free_moved = [s for s in moved if not s.lock]
        if len(free_moved) > group.get("max_moved", 0):
            wrong.append(f"2 {name}: {len(free_moved)} moved")
        wrong += [f"2 {s}" for s in free_moved if s.centre != room["centre"]]
        if to_minutes(line["start"]) % grid:
            wrong.append(f"17 {name}")
        if room["centre"] not in group["centres"] or (
            group.get("rooms") and room["id"] not in group["rooms"]
        ):
            wrong.append(f"8 series {name}")
        pool = group.get("leader_pool") or list(leaders)
        team = line["leaders"]
        if len(set(team)) != group["leaders"] or len(team) != group["leaders"]:
            wrong.append(f"9 team {name}")
        if not set(team) <= set(pool):
            wrong.append(f"9 pool {name}")
        fixed = group.get("fixed", {})
        for part in ("weekday", "start", "room"):
            if fixed.get(part) is not None and fixed[part] != line[part]:
                wrong.append(f"16 {name} {part}")
        if fixed.get("leaders") is not None and set(fixed["leaders"]) != set(team):
            wrong.append(f"16 {name} leaders")
        for lock in group.get("locked", []):
            s = next((s for s in sessions if s.n == lock["n"]), None)
            if s is None or (s.date, s.start, s.room["id"]) != (
                to_date(lock["date"]), to_minutes(lock["start"]), lock["room"],
            ):  # fmt: skip
                wrong.append(f"16 {name}#{lock['n']}")
            elif lock.get("leaders") and sorted(lock["leaders"]) != sorted(s.leaders):
                wrong.append(f"16 {s} leaders")
        earliest = to_date(group.get("start_earliest", str(term[0])))
        latest = to_date(group.get("start_latest", str(term[1])))
        last = to_date(group.get("end_latest", str(term[1])))
        in_window = not sessions or earliest <= sessions[0].date <= latest
        if not in_window and "4w" not in sessions[0].exempt:
            wrong.append(f"4 start {name}")
        for s in sessions:
            if s.held:
                continue
            say = lambda rule, s=s: wrong.append(f"{rule} {s}")  # noqa: B023, E731
            if 4 not in s.exempt and not term[0] <= s.date <= term[1]:
                say(4)
            if "4w" not in s.exempt and s.date > last:
                say(4)
            if 5 not in s.exempt:
                for day in problem.get("days", []):
                    if (
                        not to_date(day["first"])
                        <= s.date
                        <= to_date(day.get("last", day["first"]))
                    ):
                        continue
                    if day.get("centres") and s.centre not in day["centres"]:
                        continue
                    if day["type"] in ("public_holiday", "eve", "staff_day", "closed"):
                        say(5)
                    if day["type"] == "school_break" and group.get("avoid_school_breaks"):
                        say(5)
                    if day.get("until") and s.finish > to_minutes(day["until"]):
                        say(5)
            if 6 not in s.exempt and (
                s.date.isoweekday() not in group.get("weekdays", [1, 2, 3, 4, 5])
                or s.start < to_minutes(group.get("window_from", "00:00"))
                or s.end > to_minutes(group.get("window_to", "24:00"))
            ):
                say(6)
            if 7 not in s.exempt and not (
                s.begin >= 0
                and s.finish <= 1440
                and covered(centres[s.centre]["opening"], s.date, s.begin, s.finish)
            ):
                say(7)
            if 8 not in s.exempt and (
                s.centre not in group["centres"]
                or (group.get("rooms") and s.room["id"] not in group["rooms"])
                or s.room["seats"] < group["seats"]
                or not set(group.get("equipment", [])) <= set(s.room.get("equipment", []))
                or touched(s.room.get("unavailable", []), s.date, s.begin, s.finish)
            ):
                say(8)
            if 9 not in s.exempt:
                if len(s.leaders) != group["leaders"] or len(set(s.leaders)) != len(s.leaders):
                    say(9)
                if not set(s.leaders) <= set(pool):
                    say(9)
                for x in s.leaders:
                    if leaders[x].get("centres") and s.centre not in leaders[x]["centres"]:
                        say(9)
                able = sum(cert(group, leaders[x], s.date) for x in s.leaders)
                if able < group.get("certified", 0):
                    say(9)
            if 10 not in s.exempt:
                for x in s.leaders:
                    if not free(leaders[x], s.date, s.begin, s.finish):
                        say(10)
            if 13 not in s.exempt:
                if sorted(s.interpreters) != sorted(group.get("languages", [])):
                    say(13)
                if len(set(s.interpreters.values())) != len(s.interpreters):
                    say(13)
                for language, x in s.interpreters.items():
                    if language not in speakers[x]["languages"] or not free(
                        speakers[x], s.date, s.start, s.end
                    ):
                        say(13)
            if 14 not in s.exempt and group.get("children_minded", 0):
                house = minding.get(s.centre)
                if house is None or not free(house, s.date, s.start, s.end):
                    say(14)
            if 17 not in s.exempt and s.start % grid:
                say(17)

    # --- together ---
    flat = [s for sessions in everything.values() for s in sessions]
    for a, b in combinations(flat, 2):
        if a.date != b.date or (a.held and b.held):
            continue
        exempt = (a.exempt if a.lock and b.lock else set()) | (
            b.exempt if a.lock and b.lock else set()
        )
        if a.room is b.room and a.begin < b.finish and b.begin < a.finish and 8 not in exempt:
            wrong.append(f"8 {a} {b}")
        if a.begin > b.begin:
            a, b = b, a  # noqa: PLW2901
        late = b.begin < a.finish + travel(a.centre, b.centre)
        if late and set(a.leaders) & set(b.leaders) and 11 not in exempt:
            wrong.append(f"11 {a} {b}")
        if a.start > b.start:
            a, b = b, a  # noqa: PLW2901
        for x in set(a.interpreters.values()) & set(b.interpreters.values()):
            way = 0 if speakers[x].get("remote") else travel(a.centre, b.centre)
            if b.start < a.end + way and 13 not in exempt:
                wrong.append(f"13 {a} {b}")
    for s in flat:
        if s.group.get("children_minded", 0) and not s.held and 14 not in s.exempt:
            for minute in range(s.start, s.end, 5):
                there = sum(
                    t.group.get("children_minded", 0)
                    for t in flat
                    if t.centre == s.centre and t.date == s.date and t.start <= minute < t.end
                )
                if s.centre in minding and there > minding[s.centre]["max_children"]:
                    wrong.append(f"14 {s}")
                    break
    for x, leader in leaders.items():
        in_team = [name for name in series if x in series[name]["leaders"]]
        if leader.get("max_groups") is not None and len(in_team) > leader["max_groups"]:
            wrong.append(f"12 {x}")
        if leader.get("max_minutes_week") is not None:
            for week in {s.week for s in flat}:
                hers = [s for s in flat if s.week == week and x in s.leaders]
                open_ones = [s for s in hers if not s.held and 12 not in s.exempt]
                if open_ones and sum(s.finish - s.begin for s in hers) > leader["max_minutes_week"]:
                    wrong.append(f"12 {x} {week}")
    for relation in problem.get("relations", []):
        for one, other in combinations([g for g in relation["groups"] if g in everything], 2):
            wrong += check_relation(relation, everything[one], everything[other], series)

    total = objective(problem, plan, everything, series)
    said = {k: v for k, v in plan["objective"]["parts"].items() if v}
    if said != {k: v for k, v in total.items() if v}:
        wrong.append(f"objective {said} is {total}")
    if plan["objective"]["total"] != sum(total.values()):
        wrong.append("total")
    if plan["bound"] is not None and plan["bound"] > sum(total.values()):
        wrong.append("bound above the objective")
    return wrong


def differs(session, line):
    return (session.date.isoweekday(), session.start, session.room["id"]) != (
        line["weekday"], to_minutes(line["start"]), line["room"],
    )  # fmt: skip


def check_relation(relation, ones, others, series):  # noqa: C901
    kind, gap = relation["type"], relation.get("gap_minutes", 0)
    a_open = [s for s in ones if not s.held]
    b_open = [s for s in others if not s.held]
    wrong = []
    if kind == "parallel":
        if len(ones) != len(others):
            return ["15 parallel number"]
        for a, b in zip(ones, others, strict=True):
            if (
                (a.date, a.start) != (b.date, b.start)
                and not (a.held or b.held)
                and 15 not in a.exempt | b.exempt
            ):
                wrong.append(f"15 parallel {a} {b}")
    elif kind == "separate_leaders":
        one = set(series[ones[0].group["id"]]["leaders"])
        other = set(series[others[0].group["id"]]["leaders"])
        for s in a_open:
            one |= set() if 15 in s.exempt else set(s.leaders)
        for s in b_open:
            other |= set() if 15 in s.exempt else set(s.leaders)
        if one & other:
            wrong.append(f"15 separate {one & other}")
    else:
        for a in a_open:
            for b in b_open:
                if a.date != b.date or (a.lock and b.lock and 15 in a.exempt | b.exempt):
                    continue
                if kind == "no_overlap":
                    clash = a.start < b.end + gap and b.start < a.end + gap
                else:
                    clash = (
                        a.centre == b.centre
                        and a.begin < b.finish + gap
                        and b.begin < a.finish + gap
                    )
                if clash:
                    wrong.append(f"15 {kind} {a} {b}")
    return wrong


def objective(problem, plan, everything, series):  # noqa: C901
    """Return the weighted parts, recounted."""
    weight = WEIGHTS | problem.get("weights", {})
    parts = dict.fromkeys(WEIGHTS, 0)
    parts["unplanned"] = weight["unplanned"] * len(plan["unplanned"])
    leaders = {x["id"]: x for x in problem["leaders"]}
    load = dict.fromkeys(leaders, 0)
    previous = {
        g["group"]: g["sessions"] for g in (problem.get("previous") or {}).get("groups", [])
    }
    for name, sessions in everything.items():
        line = series[name]
        for s in sessions:
            for x in s.leaders:
                load[x] += s.finish - s.begin
            if differs(s, line):
                parts["moved_session"] += weight["moved_session"]
            if not s.held:
                for x in s.leaders:
                    if x not in line["leaders"]:
                        parts["substitute"] += weight["substitute"]
                    if touched(leaders[x].get("avoid", []), s.date, s.begin, s.finish):
                        parts["leader_avoid"] += weight["leader_avoid"]
            if not s.lock and s.group.get("preferred"):
                hits = [
                    w.get("points", 0)
                    for w in s.group["preferred"]
                    if s.date.isoweekday() in w.get("weekdays", [1, 2, 3, 4, 5, 6, 7])
                    and to_minutes(w.get("from", "00:00")) <= s.start
                    and s.end <= to_minutes(w.get("to", "24:00"))
                ]
                parts["not_preferred"] += min(hits) if hits else weight["not_preferred"]
        for a, b in pairwise(sessions):
            gap = (b.week - a.week).days // 7
            parts["extra_week"] += weight["extra_week"] * (
                gap - sessions[0].group.get("every_weeks", 1)
            )
        for old in previous.get(name, []):
            if any(s.held and s.n == old["n"] for s in sessions):
                continue
            kept = [
                s
                for s in sessions
                if (s.date, s.start) == (to_date(old["date"]), to_minutes(old["start"]))
            ]
            if not kept:
                parts["changed_time"] += weight["changed_time"]
                continue
            if kept[0].room["id"] != old["room"]:
                parts["changed_room"] += weight["changed_room"]
            new = set(kept[0].leaders) - set(old.get("leaders", []))
            parts["changed_leader"] += weight["changed_leader"] * len(new)
    total = sum(
        g["sessions"]
        * (g.get("setup_minutes", 0) + g["minutes"] + g.get("cleanup_minutes", 0))
        * g["leaders"]
        for g in problem["groups"]
    )
    shares = sum(x.get("share_percent", 100) for x in problem["leaders"])
    for x, leader in leaders.items():
        target = total * leader.get("share_percent", 100) // shares if shares else 0
        parts["balance"] += weight["balance"] * (abs(load[x] - target) // 30)
    return parts
