"""Loosens one rule family, or one field, of a group: what would make it possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from familjecentral.groups.jsonread import DAY_MINUTES, clock
from familjecentral.groups.planner.possible import possible_alone
from familjecentral.groups.problem import (
    ALL_DAYS,
    Certificate,
    Fixed,
    Group,
    Leader,
    Problem,
    Room,
    Span,
)

Case = tuple[Problem, Group]
PLENTY = 10**6
ENOUGH = 5
"""So many ways out are as much as anybody reads"""
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
          "september", "oktober", "november", "december")  # fmt: skip


def swedish(day: date, *, year: bool = True) -> str:
    """Write a date as ``15 oktober 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change that makes the group possible: field or id, its size, and a Swedish clause."""

    name: str
    size: int
    phrase: str


# --- families, in the order in which they are tried -----------------------------------------


def _rooms(case: Case) -> Case:
    problem, group = case
    everything = frozenset().union(*(r.equipment for r in problem.rooms), group.equipment)
    ample = tuple(
        replace(room, seats=PLENTY, equipment=everything, unavailable=()) for room in problem.rooms
    )
    extra = tuple(
        Room(f"extra {centre}", centre, "", PLENTY, everything, ()) for centre in group.centres
    )
    return replace(problem, rooms=ample + extra), replace(group, rooms=None)


def _leaders(case: Case) -> Case:
    """Everybody always has time, and there are people enough; certificates stay as they are."""
    problem, group = case
    fixed = group.fixed.leaders or ()
    spare = tuple(
        Leader(f"extra {i}", "", None, (), None, (), (), None, None, 0)
        for i in range(group.leaders)
    )
    pool = group.leader_pool
    if pool is not None:
        pool = (*pool, *(x for x in fixed if x not in pool), *(leader.id for leader in spare))
    freed = tuple(unbound(leader) for leader in problem.leaders)
    return replace(problem, leaders=freed + spare), replace(group, leader_pool=pool)


def unbound(leader: Leader) -> Leader:
    """Return the same person with all the time in the world."""
    return replace(leader, centres=None, available=None, absent=(), max_groups=None,
                   max_minutes_week=None)  # fmt: skip


def _certificates(case: Case) -> Case:
    return case[0], replace(case[1], certified=0)


def _interpreters(case: Case) -> Case:
    problem, group = case
    locked = tuple(replace(lock, interpreters=None) for lock in group.locked)
    return problem, replace(group, languages=(), locked=locked)


def _minding(case: Case) -> Case:
    return case[0], replace(case[1], children_minded=0)


def _term(case: Case) -> Case:
    problem, group = case
    late = problem.term_last + timedelta(days=280)
    longer = replace(problem, term_last=late, days=())
    return longer, replace(
        group, start_earliest=problem.term_first, start_latest=late, end_latest=late,
        avoid_school_breaks=False,
    )  # fmt: skip


def _times(case: Case) -> Case:
    problem, group = case
    always = (Span(),)
    opened = tuple(replace(centre, opening=always) for centre in problem.centres)
    return replace(problem, centres=opened), replace(
        group, weekdays=ALL_DAYS, window_from=0, window_to=DAY_MINUTES
    )


def _decided(case: Case) -> Case:
    return case[0], replace(case[1], fixed=Fixed(), locked=())


FAMILIES: tuple[tuple[str, Callable[[Case], Case]], ...] = (
    ("no_room", _rooms),
    ("no_certified_leader", _certificates),
    ("no_leader", _leaders),
    ("no_interpreter", _interpreters),
    ("no_child_minding", _minding),
    ("term_too_short", _term),
    ("no_possible_time", _times),
    ("locked_conflict", _decided),
)


def family(problem: Problem, group: Group) -> tuple[str, bool]:
    """Return the first family whose loosening makes the group possible, and whether it is shown.

    Where no single family helps, two at a time are loosened and the first of the pair is named.
    """
    case = (problem, group)
    for name, loosen in FAMILIES:
        if possible_alone(*loosen(case)):
            return name, True
    for i, (name, loosen) in enumerate(FAMILIES):
        for _, second in FAMILIES[i + 1 :]:
            if possible_alone(*second(loosen(case))):
                return name, True
    return "no_possible_time", False


# --- single changes ------------------------------------------------------------------------


def _size(change: tuple[Relaxation, Case]) -> int:
    return change[0].size


def relaxations(
    problem: Problem,
    group: Group,
    reason: str,
    stop: Callable[[], bool] = bool,
    fits: Callable[[Problem, Group], bool] | None = None,
) -> tuple[Relaxation, ...]:
    """Return single changes that make the group possible, the least first, until ``stop``.

    ``fits`` says whether they do; without it the group alone is asked about, and where no change
    is enough two are looked for.

    Fewer leaders or certificates are proposed only where nothing else helps: they belong to the
    programme.
    """
    smallest: dict[str, Relaxation] = {}
    gentle = _gentle(problem, group)
    for changes in (gentle, sorted(_in_programme(problem, group), key=_size)):
        for change, case in changes if not smallest else ():
            if len(smallest) == ENOUGH or stop():
                break
            if change.name not in smallest and (fits or possible_alone)(*case):
                smallest[change.name] = change
    kept = tuple(smallest.values()) or (() if fits else _pair(problem, group, stop))
    if reason == "locked_conflict":  # what was decided is what has to give way
        return tuple(sorted(kept, key=lambda c: c.name not in ("fixed", "locked")))
    return kept


def _gentle(problem: Problem, group: Group) -> list[tuple[Relaxation, Case]]:
    kinds = (_in_dates, _in_series, _in_means, _in_people)
    return sorted((change for kind in kinds for change in kind(problem, group)), key=_size)


def _pair(problem: Problem, group: Group, stop: Callable[[], bool]) -> tuple[Relaxation, ...]:
    """Return two changes that only together make the group possible; the first says both.

    The greatest change of every kind is tried with that of every other, then both are made less.
    """

    def changes(case: Case) -> list[tuple[Relaxation, Case]]:
        return [*_gentle(*case), *sorted(_in_programme(*case), key=_size)]

    most = {change.name: (change, case) for change, case in changes((problem, group))}
    for name, (_, loosened) in most.items():
        ends = {change.name: case for change, case in changes(loosened) if change.name != name}
        for other, case in ends.items():
            if stop():
                return ()
            if not possible_alone(*case):
                continue
            for first, middle in changes((problem, group)):
                for second, both_ways in changes(middle) if first.name == name else ():
                    if second.name == other and possible_alone(*both_ways):
                        both = f"{first.phrase} och {second.phrase}"
                        return replace(first, phrase=both), second
    return ()


def _changed(
    case: Case, name: str, size: int, phrase: str, **fields: object
) -> tuple[Relaxation, Case]:
    problem, group = case
    return Relaxation(name, size, phrase), (problem, replace(group, **fields))  # type: ignore[arg-type]


def _in_dates(problem: Problem, group: Group) -> Iterator[tuple[Relaxation, Case]]:
    case = (problem, group)
    first, last = problem.term_first, problem.term_last
    for weeks in _steps((last - group.start_latest).days):
        day = min(group.start_latest + timedelta(weeks=weeks), last)
        phrase = f"gruppen får börja senast den {swedish(day)}"
        yield _changed(case, "start_latest", weeks, phrase, start_latest=day)
    for weeks in _steps((group.start_earliest - first).days):
        day = max(group.start_earliest - timedelta(weeks=weeks), first)
        phrase = f"gruppen får börja redan den {swedish(day)}"
        yield _changed(case, "start_earliest", weeks, phrase, start_earliest=day)
    for weeks in _steps((last - group.end_latest).days):
        day = min(group.end_latest + timedelta(weeks=weeks), last)
        phrase = f"gruppen får sluta senast den {swedish(day)}"
        yield _changed(case, "end_latest", weeks, phrase, end_latest=day)
    if group.avoid_school_breaks:
        phrase = "träffar får ligga på lov"
        yield _changed(case, "avoid_school_breaks", 3, phrase, avoid_school_breaks=False)


def _steps(days: int) -> list[int]:
    """Return numbers of weeks to try, up to those that hold so many days."""
    most = -(-days // 7)
    return [w for w in (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 26) if w < most] + [most] * (most > 0)


def _in_series(problem: Problem, group: Group) -> Iterator[tuple[Relaxation, Case]]:
    case = (problem, group)
    for more in (1, 2, 3):
        length = "en vecka" if more == 1 else f"{more} veckor"
        phrase = f"uppehållet mellan två träffar får vara {length} längre"
        yield _changed(case, "extra_weeks", more + 1, phrase, extra_weeks=group.extra_weeks + more)
        moved = group.max_moved + more
        phrase = f"{'en träff' if moved == 1 else f'{moved} träffar'} får ligga utanför serien"
        yield _changed(case, "max_moved", more + 1, phrase, max_moved=moved)
    for minutes in (30, 60, 90, 120, 180, 240, DAY_MINUTES):
        early = max(group.window_from - minutes, 0)
        late = min(group.window_to + minutes, DAY_MINUTES)
        size = 1 + minutes // 30
        phrase = f"träffarna får börja från {clock(early)}"
        yield _changed(case, "window_from", size, phrase, window_from=early)
        phrase = f"träffarna får sluta senast {clock(late)}"
        yield _changed(case, "window_to", size, phrase, window_to=late)
    week = group.weekdays | frozenset(range(1, 6))
    if week > group.weekdays:
        yield _changed(case, "weekdays", 4, "fler veckodagar tillåts", weekdays=week)
    phrase = "även lördagar och söndagar tillåts"
    yield _changed(case, "weekdays", 8, phrase, weekdays=ALL_DAYS)
    if group.fixed != Fixed():
        phrase = "seriens fasta tid, lokal eller ledare släpps"
        yield _changed(case, "fixed", 5, phrase, fixed=Fixed())
    held = tuple(lock for lock in group.locked if lock.held)
    if held != group.locked:
        yield _changed(case, "locked", 6, "en utlyst träff flyttas", locked=held)


def _in_means(problem: Problem, group: Group) -> Iterator[tuple[Relaxation, Case]]:
    case = (problem, group)
    if group.rooms is not None:
        yield _changed(case, "rooms", 3, "fler lokaler tillåts", rooms=None)
    houses = tuple(centre.id for centre in problem.centres)
    if set(houses) - set(group.centres):
        phrase = "gruppen får hållas på en annan familjecentral"
        yield _changed(case, "centres", 5, phrase, centres=houses)
    if group.leader_pool is not None:
        yield _changed(case, "leader_pool", 3, "fler ledare får leda gruppen", leader_pool=None)
    for seats in sorted({r.seats for r in problem.rooms if r.seats < group.seats}, reverse=True):
        phrase = f"gruppen nöjer sig med {seats} platser"
        yield _changed(case, "seats", 5, phrase, seats=seats)
    if group.equipment:
        phrase = "gruppen klarar sig utan utrustningen"
        yield _changed(case, "equipment", 5, phrase, equipment=frozenset())
    if group.languages:
        locked = tuple(replace(lock, interpreters=None) for lock in group.locked)
        phrase = "gruppen hålls utan tolk, eller en tolk till anlitas"
        yield _changed(case, "languages", 7, phrase, languages=(), locked=locked)
    for children in range(group.children_minded - 1, -1, -1):
        phrase = (
            f"{children} barn passas i stället för {group.children_minded}"
            if children
            else "barnpassningen ordnas på annat sätt"
        )
        yield _changed(case, "children_minded", 6, phrase, children_minded=children)


def _in_people(problem: Problem, group: Group) -> Iterator[tuple[Relaxation, Case]]:
    """Give one leader all her time, or one room all of its."""
    for i, leader in enumerate(problem.leaders):
        freed = unbound(leader)
        if freed != leader:
            people = (*problem.leaders[:i], freed, *problem.leaders[i + 1 :])
            phrase = f"{leader.name or leader.id} kan arbeta fler tider"
            yield Relaxation(leader.id, 4, phrase), (replace(problem, leaders=people), group)
    for i, room in enumerate(problem.rooms):
        if room.unavailable:
            rooms = (*problem.rooms[:i], replace(room, unavailable=()), *problem.rooms[i + 1 :])
            phrase = f"{room.name or room.id} blir ledig fler tider"
            yield Relaxation(room.id, 4, phrase), (replace(problem, rooms=rooms), group)


def _in_programme(problem: Problem, group: Group) -> Iterator[tuple[Relaxation, Case]]:
    if group.certified:
        yield (
            Relaxation("certified", 9, "en ledare till får utbildningen"),
            (problem, replace(group, certified=group.certified - 1)),
        )
        code = group.certificate or group.programme
        for i, leader in enumerate(problem.leaders):
            taught = replace(leader, certificates=(*leader.certificates,
                                                   Certificate(code, None, None)))  # fmt: skip
            people = (*problem.leaders[:i], taught, *problem.leaders[i + 1 :])
            yield (
                Relaxation(leader.id, 9, f"{leader.name or leader.id} får utbildningen"),
                (replace(problem, leaders=people), group),
            )
        yield (
            Relaxation("certified", 10, "kravet på utbildade ledare sänks"),
            (problem, replace(group, certified=0)),
        )
    if group.leaders > 1:
        yield (
            Relaxation("leaders", 10, "gruppen leds av färre ledare"),
            (problem, replace(group, leaders=group.leaders - 1,
                              certified=min(group.certified, group.leaders - 1))),
        )  # fmt: skip
    if group.sessions > 1:
        for fewer in range(group.sessions - 1, 0, -1):
            locked = tuple(x for x in group.locked if x.n <= fewer)
            yield (
                Relaxation("sessions", 10, f"gruppen får {fewer} träffar"),
                (problem, replace(group, sessions=fewer, locked=locked)),
            )
