"""A plan: dates, rooms and leaders of the groups of a term, and why some were left out.

The JSON form is the same as a problem's ``previous``; reading ignores unknown fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from familjecentral.groups import jsonread as read
from familjecentral.groups.jsonread import Node

FORMAT = "familjecentral-plan"
PARTS = (
    "unplanned", "not_preferred", "moved_session", "substitute", "extra_week",
    "leader_avoid", "balance", "changed_time", "changed_room", "changed_leader",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Session:
    """Session number ``n`` of a group; ``start`` in minutes from midnight, local time."""

    n: int
    date: date
    start: int
    room: str
    leaders: tuple[str, ...] = ()
    interpreters: tuple[tuple[str, str], ...] = ()
    """(language, interpreter)"""


@dataclass(frozen=True, slots=True)
class Series:
    """What all sessions of a group share unless they are moved; leaders are the team."""

    weekday: int
    start: int
    room: str
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group with all its sessions, in order of number."""

    group: str
    series: Series | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A group left out: reason code, Swedish sentence, groups in the way, what would help."""

    group: str
    reason: str
    text: str
    proven: bool
    with_groups: tuple[str, ...] = ()
    relax: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal for a whole term; ``parts`` are weighted, ``bound`` is proven or None."""

    problem: str
    groups: tuple[PlannedGroup, ...]
    unplanned: tuple[Unplanned, ...]
    parts: Mapping[str, int]
    bound: int | None = None
    seconds: float = 0.0

    @property
    def total(self) -> int:
        """Return the objective: the smaller, the better."""
        return sum(self.parts.values())

    @property
    def proven_optimal(self) -> bool:
        """Say whether no plan can be better."""
        return self.bound is not None and self.bound >= self.total

    @property
    def status(self) -> str:
        """Return ``complete``, ``partial`` or ``none``."""
        if not self.unplanned:
            return "complete"
        return "partial" if self.groups else "none"


def _session(node: Node) -> Session:
    return Session(
        n=read.positive(node.get("n")),
        date=read.day(node.get("date")),
        start=read.time(node.get("start")),
        room=read.text(node.get("room")),
        leaders=node.opt("leaders", read.texts, ()),
        interpreters=node.opt("interpreters", interpreters, ()),
    )


def interpreters(node: Node) -> tuple[tuple[str, str], ...]:
    """Read ``{"arabiska": "T1"}`` as pairs."""
    return tuple((language, read.text(who)) for language, who in node.fields())


def _series(node: Node) -> Series:
    return Series(
        weekday=read.weekday(node.get("weekday")),
        start=read.time(node.get("start")),
        room=read.text(node.get("room")),
        leaders=read.texts(node.get("leaders")),
    )


def read_groups(node: Node) -> tuple[PlannedGroup, ...]:
    """Read the ``groups`` of a plan; raises ``UnusableFile`` with the path."""

    def one(item: Node) -> PlannedGroup:
        series = _series(item.get("series")) if item.has("series") else None
        return PlannedGroup(
            read.text(item.get("group")), series, item.get("sessions").each(_session)
        )

    return node.get("groups").each(one)


def to_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as the JSON object of the plan file."""
    return {
        "format": FORMAT,
        "version": 1,
        "problem": plan.problem,
        "status": plan.status,
        "proven_optimal": plan.proven_optimal,
        "bound": plan.bound,
        "seconds": round(plan.seconds, 1),
        "objective": {
            "total": plan.total,
            "parts": {name: plan.parts.get(name, 0) for name in PARTS},
        },
        "groups": [_group_json(group) for group in plan.groups],
        "unplanned": [
            {
                "group": left.group,
                "reason": left.reason,
                "text": left.text,
                "proven": left.proven,
                "with": list(left.with_groups),
                "relax": list(left.relax),
            }
            for left in plan.unplanned
        ],
    }


def _group_json(group: PlannedGroup) -> dict[str, Any]:
    written: dict[str, Any] = {"group": group.group}
    if group.series is not None:
        written["series"] = {
            "weekday": group.series.weekday,
            "start": read.clock(group.series.start),
            "room": group.series.room,
            "leaders": list(group.series.leaders),
        }
    written["sessions"] = [_session_json(session) for session in group.sessions]
    return written


def _session_json(session: Session) -> dict[str, Any]:
    written: dict[str, Any] = {
        "n": session.n,
        "date": session.date.isoformat(),
        "start": read.clock(session.start),
        "room": session.room,
        "leaders": list(session.leaders),
    }
    if session.interpreters:
        written["interpreters"] = dict(session.interpreters)
    return written
