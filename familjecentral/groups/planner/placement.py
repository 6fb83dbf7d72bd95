"""Builds a placement from a series and its sessions, and counts what it costs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from familjecentral.groups.planner.occupancy import Block, Placed
from familjecentral.groups.planner.spec import Meeting, Spec, not_preferred
from familjecentral.groups.planner.term import Term


def build(
    term: Term,
    spec: Spec,
    weekday: int,
    start: int,
    room: int,
    team: tuple[int, ...],
    meetings: Sequence[Meeting],
) -> Placed:
    """Return the placement; sessions are in order of number."""
    group = spec.group
    loads: dict[int, int] = {}
    taken: dict[tuple[str, int, int, int, int, int], int] = {}
    shape: dict[tuple[int, int, int, int], int] = {}
    led: dict[int, list[int]] = {}
    people = set(team)
    for meeting in meetings:
        centre = term.room_centre[meeting.room]
        begin = meeting.start - group.setup_minutes
        end = meeting.start + group.minutes + group.cleanup_minutes
        stop = meeting.start + group.minutes
        bit = 1 << meeting.week
        given = spec.given.get(meeting.n)
        wanted = []
        if given is None:
            wanted.append(("room", meeting.room, begin, end))
            if group.children_minded:
                wanted.append(("minding", centre, meeting.start, stop))
        if given is None or given.leaders is None:
            for leader in meeting.leaders:
                wanted.append(("leader", leader, begin, end))
                led.setdefault(leader, []).append(meeting.week)
        if given is None or given.interpreters is None:
            wanted += [("interpreter", who, meeting.start, stop) for who in meeting.interpreters]
        for kind, who, low, high in wanted:
            key = (kind, who, meeting.weekday, low, high, centre)
            taken[key] = taken.get(key, 0) | bit
        for leader in meeting.leaders:
            loads[leader] = loads.get(leader, 0) + group.booking_minutes
        if not meeting.held:
            where = (meeting.weekday, meeting.start, stop, centre)
            shape[where] = shape.get(where, 0) | bit
            people.update(meeting.leaders)
    blocks: list[tuple[str, int, int, Block]] = [
        (kind, who, day, (low, high, centre, weeks, spec.at))
        for (kind, who, day, low, high, centre), weeks in taken.items()
    ]
    return Placed(
        group=spec.at,
        weekday=weekday,
        start=start,
        room=room,
        team=team,
        meetings=tuple(meetings),
        cost=sum(own_parts(term, spec, weekday, start, room, team, meetings).values()),
        loads=loads,
        people=frozenset(people),
        blocks=blocks,
        minutes=group.booking_minutes,
        led=led,
        shape=[(*where, weeks) for where, weeks in shape.items()],
    )


def build_plain(
    term: Term,
    spec: Spec,
    weekday: int,
    start: int,
    room: int,
    team: tuple[int, ...],
    weeks: Sequence[int],
) -> Placed:
    """Return the placement of a series that is held as it is, much faster than :func:`build`.

    No session is announced or was in a previous plan, and nobody interprets.
    """
    group, weights = spec.group, term.problem.weights
    begin, stop = start - group.setup_minutes, start + group.minutes
    end, centre = stop + group.cleanup_minutes, term.room_centre[room]
    mask = sum(1 << week for week in weeks)
    booked: Block = (begin, end, centre, mask, spec.at)
    blocks = [("room", room, weekday, booked)]
    blocks += [("leader", leader, weekday, booked) for leader in team]
    if group.children_minded:
        blocks.append(("minding", centre, weekday, (start, stop, centre, mask, spec.at)))
    avoided = sum(
        (term.avoid_weeks(leader, weekday, begin, end) & mask).bit_count() for leader in team
    )
    skipped = weeks[-1] - weeks[0] - (len(weeks) - 1) * group.every_weeks
    wished = not_preferred(term.problem, group, weekday, start)
    load = len(weeks) * group.booking_minutes
    return Placed(
        group=spec.at,
        weekday=weekday,
        start=start,
        room=room,
        team=team,
        meetings=tuple(
            [Meeting(n, week, weekday, start, room, team, ()) for n, week in enumerate(weeks, 1)]
        ),
        cost=wished * len(weeks) + weights.extra_week * skipped + weights.leader_avoid * avoided,
        loads=dict.fromkeys(team, load),
        people=frozenset(team),
        blocks=blocks,
        minutes=group.booking_minutes,
        led={leader: list(weeks) for leader in team},
        shape=[(weekday, start, stop, centre, mask)],
        plain=mask,
    )


def own_parts(
    term: Term,
    spec: Spec,
    weekday: int,
    start: int,
    room: int,
    team: tuple[int, ...],
    meetings: Sequence[Meeting],
) -> dict[str, int]:
    """Return the weighted parts of the objective that belong to one group."""
    weights = term.problem.weights
    group = spec.group
    parts = dict.fromkeys(
        ("not_preferred", "moved_session", "substitute", "extra_week", "leader_avoid",
         "changed_time", "changed_room", "changed_leader"), 0,
    )  # fmt: skip
    kept = 0
    for meeting in meetings:
        where = (meeting.week, meeting.weekday, meeting.start)
        if (meeting.weekday, meeting.start, meeting.room) != (weekday, start, room):
            parts["moved_session"] += weights.moved_session
        if not meeting.locked:
            parts["not_preferred"] += not_preferred(
                term.problem, group, meeting.weekday, meeting.start
            )
        if not meeting.held:
            begin = meeting.start - group.setup_minutes
            end = meeting.start + group.minutes + group.cleanup_minutes
            for leader in meeting.leaders:
                if leader not in team:
                    parts["substitute"] += weights.substitute
                if term.avoid_weeks(leader, meeting.weekday, begin, end) >> meeting.week & 1:
                    parts["leader_avoid"] += weights.leader_avoid
        earlier = spec.before.get(where)
        if earlier:
            kept += 1
            parts["changed_room"] += weights.changed_room * (earlier.room != meeting.room)
            parts["changed_leader"] += weights.changed_leader * len(
                set(meeting.leaders) - earlier.leaders
            )
    for one, following in itertools.pairwise(meetings):
        gap = following.week - one.week - group.every_weeks
        parts["extra_week"] += weights.extra_week * gap
    parts["changed_time"] = weights.changed_time * (len(spec.before) - kept)
    return parts
