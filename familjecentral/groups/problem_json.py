"""Reads a problem of planning from JSON. Unknown fields are ignored, wrong ones name their path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta

from familjecentral.errors import UnusableFile
from familjecentral.groups import jsonread as read
from familjecentral.groups.jsonread import DAY_MINUTES, Node
from familjecentral.groups.plan import interpreters, read_groups
from familjecentral.groups.problem import (
    ALL_DAYS,
    Centre,
    Certificate,
    ChildMinding,
    Day,
    Fixed,
    Group,
    Interpreter,
    Leader,
    Locked,
    Preference,
    Problem,
    Relation,
    Room,
    Span,
    Weights,
)

FORMAT = "familjecentral-plan-problem"
LONGEST_TERM = timedelta(days=800)
RELATION_TYPES = ("no_overlap", "apart", "parallel", "separate_leaders")


def _weekdays(node: Node) -> frozenset[int]:
    return frozenset(node.each(read.weekday))


def _text_set(node: Node) -> frozenset[str]:
    return frozenset(read.texts(node))


def _span(node: Node) -> Span:
    return Span(
        first=node.opt("first", read.day, None),
        last=node.opt("last", read.day, None),
        weekdays=node.opt("weekdays", _weekdays, ALL_DAYS),
        start=node.opt("from", read.time, 0),
        end=node.opt("to", read.time, DAY_MINUTES),
    )


def _spans(node: Node) -> tuple[Span, ...]:
    return node.each(_span)


def _known(known: frozenset[str]) -> Callable[[Node], str]:
    def one(node: Node) -> str:
        if (found := read.text(node)) not in known:
            raise node.fail("unknown_id")
        return found

    return one


def read_problem(value: object) -> Problem:
    """Read a problem from parsed JSON.

    Raises:
        UnusableFile: ``reason`` is a stable key, ``place`` the path, as ``groups[3].sessions``.
    """
    root = Node(value)
    if root.has("format") and root.value["format"] != FORMAT:
        raise root.get("format").fail("wrong_format")
    if root.has("version") and root.value["version"] != 1:
        raise root.get("version").fail("unknown_version")
    term = root.get("term")
    first, last = read.day(term.get("first")), read.day(term.get("last"))
    if last < first:
        raise term.get("last").fail("before_first")
    if last - first > LONGEST_TERM:
        raise term.get("last").fail("term_too_long")
    grid = root.opt("grid_minutes", read.minutes, 30)
    if grid == 0:
        raise root.get("grid_minutes").fail("not_positive")
    ids = {name: _ids(root, name) for name in
           ("centres", "rooms", "leaders", "interpreters", "groups")}  # fmt: skip
    problem = Problem(
        id=read.text(root.get("id")),
        title=root.opt("title", read.text, ""),
        term_first=first,
        term_last=last,
        grid_minutes=grid,
        weights=root.opt("weights", _weights, Weights()),
        days=root.opt("days", lambda n: n.each(_day), ()),
        centres=root.get("centres").each(_centre),
        travel=root.opt("travel_minutes", lambda n: n.each(_travel(ids["centres"])), ()),
        rooms=root.get("rooms").each(_room(ids["centres"])),
        leaders=root.get("leaders").each(_leader),
        interpreters=root.opt("interpreters", lambda n: n.each(_interpreter), ()),
        child_minding=root.opt("child_minding", lambda n: n.each(_minding(ids["centres"])), ()),
        groups=tuple(_group(n, ids, first, last) for n in root.get("groups").items()),
        relations=root.opt("relations", lambda n: n.each(_relation(ids["groups"])), ()),
        previous=root.opt("previous", read_groups, ()),
    )
    for i, planned in enumerate(problem.previous):
        for j, session in enumerate(planned.sessions):
            if not _is_near(session.date, first, last):
                place = f"previous.groups[{i}].sessions[{j}].date"
                raise UnusableFile("far_from_term", place)
    return problem


def _is_near(day: date, first: date, last: date) -> bool:
    """Say whether a session lies where a term can have any: the search reaches as far as they."""
    return first - LONGEST_TERM <= day <= last + LONGEST_TERM


def _ids(root: Node, name: str) -> frozenset[str]:
    """Return the ids of a list; each may stand there once."""
    seen: set[str] = set()
    for item in root.get(name).items() if root.has(name) else ():
        if (found := read.text(item.get("id"))) in seen:
            raise item.get("id").fail("duplicate_id")
        seen.add(found)
    return frozenset(seen)


def _weights(node: Node) -> Weights:
    names = [field.name for field in fields(Weights)]
    return Weights(**{name: read.natural(node.get(name)) for name in names if node.has(name)})


def _day(node: Node) -> Day:
    first = read.day(node.get("first"))
    return Day(
        first=first,
        last=node.opt("last", read.day, first),
        type=read.text(node.get("type")),
        name=node.opt("name", read.text, ""),
        centres=node.opt("centres", _text_set, None),
        until=node.opt("until", read.time, None),
    )


def _centre(node: Node) -> Centre:
    return Centre(
        id=read.text(node.get("id")),
        name=node.opt("name", read.text, ""),
        opening=node.get("opening").each(_span),
    )


def _travel(centres: frozenset[str]) -> Callable[[Node], tuple[str, str, int]]:
    def one(node: Node) -> tuple[str, str, int]:
        known = _known(centres)
        return known(node.get("from")), known(node.get("to")), read.natural(node.get("minutes"))

    return one


def _room(centres: frozenset[str]) -> Callable[[Node], Room]:
    def one(node: Node) -> Room:
        return Room(
            id=read.text(node.get("id")),
            centre=_known(centres)(node.get("centre")),
            name=node.opt("name", read.text, ""),
            seats=read.natural(node.get("seats")),
            equipment=node.opt("equipment", _text_set, frozenset()),
            unavailable=node.opt("unavailable", _spans, ()),
        )

    return one


def _certificate(node: Node) -> Certificate:
    return Certificate(
        programme=read.text(node.get("programme")),
        first=node.opt("from", read.day, None),
        last=node.opt("to", read.day, None),
    )


def _leader(node: Node) -> Leader:
    return Leader(
        id=read.text(node.get("id")),
        name=node.opt("name", read.text, ""),
        centres=node.opt("centres", _text_set, None),
        certificates=node.opt("certificates", lambda n: n.each(_certificate), ()),
        available=node.opt("available", _spans, None),
        absent=node.opt("absent", _spans, ()),
        avoid=node.opt("avoid", _spans, ()),
        max_groups=node.opt("max_groups", read.natural, None),
        max_minutes_week=node.opt("max_minutes_week", read.natural, None),
        share_percent=node.opt("share_percent", read.natural, 100),
    )


def _interpreter(node: Node) -> Interpreter:
    return Interpreter(
        id=read.text(node.get("id")),
        name=node.opt("name", read.text, ""),
        languages=_text_set(node.get("languages")),
        remote=node.opt("remote", read.boolean, False),
        available=node.opt("available", _spans, None),
        absent=node.opt("absent", _spans, ()),
    )


def _minding(centres: frozenset[str]) -> Callable[[Node], ChildMinding]:
    def one(node: Node) -> ChildMinding:
        return ChildMinding(
            centre=_known(centres)(node.get("centre")),
            max_children=read.few(node.get("max_children")),
            available=node.opt("available", _spans, None),
            absent=node.opt("absent", _spans, ()),
        )

    return one


def _preference(node: Node) -> Preference:
    return Preference(
        weekdays=node.opt("weekdays", _weekdays, ALL_DAYS),
        start=node.opt("from", read.time, 0),
        end=node.opt("to", read.time, DAY_MINUTES),
        points=node.opt("points", read.natural, 0),
    )


def _fixed(ids: dict[str, frozenset[str]]) -> Callable[[Node], Fixed]:
    def one(node: Node) -> Fixed:
        return Fixed(
            weekday=node.opt("weekday", read.weekday, None),
            start=node.opt("start", read.time, None),
            room=node.opt("room", _known(ids["rooms"]), None),
            leaders=node.opt("leaders", lambda n: n.each(_known(ids["leaders"])), None),
        )

    return one


def _locked(
    node: Node, ids: dict[str, frozenset[str]], sessions: int, term: tuple[date, date]
) -> Locked:
    number = read.some(node.get("n"))
    if number > sessions:
        raise node.get("n").fail("above_sessions")
    if not _is_near(day := read.day(node.get("date")), *term):
        raise node.get("date").fail("far_from_term")
    spoken = node.opt("interpreters", interpreters, None)
    return Locked(
        n=number,
        date=day,
        start=read.time(node.get("start")),
        room=_known(ids["rooms"])(node.get("room")),
        leaders=node.opt("leaders", lambda n: n.each(_known(ids["leaders"])), None),
        interpreters=spoken,
        held=node.opt("held", read.boolean, False),
        accepted=node.opt("accepted", lambda n: frozenset(n.each(read.whole)), frozenset()),
    )


def _locked_list(
    node: Node, ids: dict[str, frozenset[str]], sessions: int, term: tuple[date, date]
) -> tuple[Locked, ...]:
    found = [_locked(item, ids, sessions, term) for item in node.items()]
    numbers = [lock.n for lock in found]
    for i, number in enumerate(numbers):
        if number in numbers[:i]:
            raise node.items()[i].get("n").fail("duplicate_number")
    return tuple(sorted(found, key=lambda lock: lock.n))


def _group(node: Node, ids: dict[str, frozenset[str]], first: date, last: date) -> Group:
    sessions = read.some(node.get("sessions"))
    return Group(
        id=read.text(node.get("id")),
        title=read.text(node.get("title")),
        programme=read.text(node.get("programme")),
        centres=node.get("centres").each(_known(ids["centres"])),
        rooms=node.opt("rooms", lambda n: frozenset(n.each(_known(ids["rooms"]))), None),
        sessions=sessions,
        minutes=read.minutes(node.get("minutes")),
        setup_minutes=node.opt("setup_minutes", read.minutes, 0),
        cleanup_minutes=node.opt("cleanup_minutes", read.minutes, 0),
        every_weeks=node.opt("every_weeks", read.some, 1),
        extra_weeks=node.opt("extra_weeks", read.few, 2),
        start_earliest=node.opt("start_earliest", read.day, first),
        start_latest=node.opt("start_latest", read.day, last),
        end_latest=node.opt("end_latest", read.day, last),
        weekdays=node.opt("weekdays", _weekdays, frozenset(range(1, 6))),
        window_from=node.opt("window_from", read.time, 0),
        window_to=node.opt("window_to", read.time, DAY_MINUTES),
        preferred=node.opt("preferred", lambda n: n.each(_preference), ()),
        max_moved=node.opt("max_moved", read.few, 0),
        seats=read.natural(node.get("seats")),
        equipment=node.opt("equipment", _text_set, frozenset()),
        leaders=read.few(node.get("leaders")),
        certificate=node.opt("certificate", read.text, None),
        certified=node.opt("certified", read.few, 0),
        leader_pool=node.opt("leader_pool", lambda n: n.each(_known(ids["leaders"])), None),
        languages=node.opt("languages", read.texts, ()),
        children_minded=node.opt("children_minded", read.few, 0),
        avoid_school_breaks=node.opt("avoid_school_breaks", read.boolean, False),
        fixed=node.opt("fixed", _fixed(ids), Fixed()),
        locked=node.opt("locked", lambda n: _locked_list(n, ids, sessions, (first, last)), ()),
    )


def _relation(groups: frozenset[str]) -> Callable[[Node], Relation]:
    def one(node: Node) -> Relation:
        kind = read.text(node.get("type"))
        if kind not in RELATION_TYPES:
            raise node.get("type").fail("unknown_type")
        return Relation(
            type=kind,
            groups=node.get("groups").each(_known(groups)),
            gap_minutes=node.opt("gap_minutes", read.natural, 0),
        )

    return one
