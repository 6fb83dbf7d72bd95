"""Groups ↔ rows: reading many in few queries, writing one as its next version."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from db.groups_spans import (
    bits,
    day,
    joined,
    plain,
    put_version,
    read_preferences,
    replace_rows,
    split,
    weekdays,
    write_spans,
)
from db.schema_groups import (
    OUTCOME,
    group_mark,
    group_outcome,
    group_role,
    group_run,
    group_session,
    group_source,
    group_team,
    group_wish,
    session_accepted,
    session_interpreter,
    session_leader,
    session_withdrawn,
)
from db.transaction import Transaction
from familjecentral.groups.house import InterpreterId, LeaderId, RoomId
from familjecentral.groups.model import (
    Accepted,
    ClashKind,
    Group,
    GroupId,
    GroupStatus,
    LeaderRole,
    Outcome,
    Session,
    SessionId,
    SessionKind,
    SessionStatus,
    TeamMember,
    Wishes,
)
from familjecentral.groups.programme import Values
from familjecentral.order import by_name

_PROGRAMME = "programme"
_OF_SESSION = (session_leader, session_interpreter, session_accepted)
_VALUES = (
    "minutes", "every_weeks", "leaders", "certified", "certificate", "booster_weeks", "parallel",
    "most_languages", "child_minding",
)  # fmt: skip
_SAME = (
    "title", "prevention_level", "seats", "minimum", "term", "room", "setup_minutes",
    "cleanup_minutes", "children_minded", "avoid_school_breaks", "cancel_reason",
)  # fmt: skip
_DAYS = ("opens_on", "decision_day", "closed_on")
_WISHED_DAYS = ("start_earliest", "start_latest", "end_latest")
_WISHED = ("window_from", "window_to", "max_moved", "extra_weeks")


def read_groups(uow: Transaction, where: sa.ColumnElement[bool]) -> tuple[Group, ...]:
    """Return the groups that a condition finds, by title."""
    connection = uow.connection
    found = connection.execute(sa.select(group_run).where(where)).mappings().all()
    wanted = [row["id"] for row in found]
    sessions = _sessions(connection, wanted)
    team: dict[UUID, list[TeamMember]] = defaultdict(list)
    for member in connection.execute(
        sa.select(group_team)
        .where(group_team.c.group_id.in_(wanted))
        .order_by(group_team.c.group_id, group_team.c.place)
    ):
        role = LeaderRole(member.role)
        team[member.group_id].append(TeamMember(LeaderId(member.leader_id), role))
    withdrawn = _withdrawn(connection, wanted)
    wishes = _wishes(connection, wanted)
    preferred = read_preferences(connection, [str(one) for one in wanted])
    outcomes = _outcomes(connection, wanted)
    roles = {
        row.group_id: {"fathers": row.fathers, "role_known": row.known}
        for row in connection.execute(
            sa.select(group_role).where(group_role.c.group_id.in_(wanted))
        )
    }
    groups = []
    for row in found:
        wished = wishes[row["id"]]
        days: dict[str, Any] = {name: day(row[name]) for name in (*_DAYS, *_WISHED_DAYS)}
        groups.append(
            Group(
                id=GroupId(row["id"]),
                version=row["version"],
                centre_id=uow.centre_id(row["centre_key"]),
                values=_values(row, uow.shared.index.keys[row[_PROGRAMME]]),
                status=GroupStatus(row["status"]),
                team=tuple(team[row["id"]]),
                equipment=frozenset(split(row["equipment"])),
                languages=split(row["languages"]),
                wishes=Wishes(
                    **{name: days[name] for name in _WISHED_DAYS},
                    weekdays=weekdays(row["weekdays"]),
                    **{name: row[name] for name in _WISHED},
                    preferred=tuple(preferred.get(str(row["id"]), ())),
                    rooms=frozenset(RoomId(UUID(one)) for one in wished["room"]),
                    pool=frozenset(LeaderId(UUID(one)) for one in wished["leader"]),
                    centres=frozenset(uow.centre_id(key) for key in wished["centre"]),
                ),
                sessions=tuple(sessions[row["id"]]),
                outcome=outcomes.get(row["id"]),
                withdrawn=tuple(withdrawn[row["id"]]),
                **{name: days[name] for name in _DAYS},
                **{name: row[name] for name in _SAME},
                **roles.get(row["id"], {}),
            )
        )
    return tuple(sorted(groups, key=lambda one: (by_name(one.title), str(one.id))))


def _values(row: sa.RowMapping, programme: str) -> Values:
    return Values(
        programme=programme,
        version=row["catalogue_version"],
        as_of=dt.date.fromisoformat(row["as_of"]),
        sessions=row["session_count"],
        avoid_school_breaks=row["programme_avoids_breaks"],
        **{name: row[name] for name in _VALUES},
    )


def _wishes(connection: Connection, wanted: Sequence[UUID]) -> dict[UUID, dict[str, list[str]]]:
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in connection.execute(sa.select(group_wish).where(group_wish.c.group_id.in_(wanted))):
        found[row.group_id][row.kind].append(row.wanted)
    return found


def _outcomes(connection: Connection, wanted: Sequence[UUID]) -> dict[UUID, Outcome]:
    sources: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for row in connection.execute(
        sa.select(group_source)
        .where(group_source.c.group_id.in_(wanted))
        .order_by(group_source.c.group_id, group_source.c.source)
    ):
        sources[row.group_id].append((row.source, row.n))
    rows = connection.execute(sa.select(group_outcome).where(group_outcome.c.group_id.in_(wanted)))
    return {
        row["group_id"]: Outcome(
            sources=tuple(sources[row["group_id"]]), **{name: row[name] for name in OUTCOME}
        )
        for row in rows.mappings()
    }


def _sessions(connection: Connection, wanted: Sequence[UUID]) -> dict[UUID, list[Session]]:
    ids = sa.select(group_session.c.id).where(group_session.c.group_id.in_(wanted))
    leaders: dict[UUID, list[LeaderId]] = defaultdict(list)
    interpreters: dict[UUID, list[tuple[str, InterpreterId]]] = defaultdict(list)
    accepted: dict[UUID, list[Accepted]] = defaultdict(list)
    for row in connection.execute(
        sa.select(session_leader)
        .where(session_leader.c.session_id.in_(ids))
        .order_by(session_leader.c.session_id, session_leader.c.place)
    ):
        leaders[row.session_id].append(LeaderId(row.leader_id))
    for row in connection.execute(
        sa.select(session_interpreter)
        .where(session_interpreter.c.session_id.in_(ids))
        .order_by(session_interpreter.c.session_id, session_interpreter.c.language)
    ):
        interpreters[row.session_id].append((row.language, InterpreterId(row.interpreter_id)))
    for row in connection.execute(
        sa.select(session_accepted)
        .where(session_accepted.c.session_id.in_(ids))
        .order_by(*session_accepted.primary_key)
    ):
        found = Accepted(ClashKind(row.kind), row.about, row.other, row.reason)
        accepted[row.session_id].append(found)
    sessions: dict[UUID, list[Session]] = defaultdict(list)
    for row in connection.execute(
        sa.select(group_session)
        .where(group_session.c.group_id.in_(wanted))
        .order_by(group_session.c.day, group_session.c.start, group_session.c.number)
    ):
        sessions[row.group_id].append(
            Session(
                SessionId(row.id),
                row.number,
                dt.date.fromisoformat(row.day),
                row.start,
                row.minutes,
                SessionKind(row.kind),
                SessionStatus(row.status),
                RoomId(row.room) if row.room else None,
                tuple(leaders[row.id]),
                tuple(interpreters[row.id]),
                tuple(accepted[row.id]),
                SessionId(row.replaces) if row.replaces else None,
                row.cancel_reason,
                row.present,
                row.expected,
                row.counts_only,
                row.sequence,
            )
        )
    return sessions


def _withdrawn(connection: Connection, wanted: Sequence[UUID]) -> dict[UUID, list[Session]]:
    table = session_withdrawn
    found: dict[UUID, list[Session]] = defaultdict(list)
    for row in connection.execute(
        sa.select(table)
        .where(table.c.group_id.in_(wanted))
        .order_by(table.c.day, table.c.start, table.c.number)
    ):
        found[row.group_id].append(
            Session(
                SessionId(row.id),
                row.number,
                dt.date.fromisoformat(row.day),
                row.start,
                row.minutes,
                SessionKind(row.kind),
                SessionStatus.CANCELLED,
                RoomId(row.room) if row.room else None,
                tuple(LeaderId(UUID(one)) for one in split(row.leaders)),
                sequence=row.sequence,
            )
        )
    return found


def write_group(uow: Transaction, group: Group) -> bool:
    """Keep a group as its version says; False if the store holds another one."""
    connection, values, wishes = uow.connection, group.values, group.wishes
    row: dict[str, Any] = {
        "centre_key": uow.centre_key(group.centre_id),
        "programme": uow.shared.index.id_of(_PROGRAMME, values.programme, "programme"),
        "catalogue_version": values.version,
        "as_of": plain(values.as_of),
        "session_count": values.sessions,
        "programme_avoids_breaks": values.avoid_school_breaks,
        **{name: getattr(values, name) for name in _VALUES},
        **{name: getattr(group, name) for name in _SAME},
        **{name: plain(getattr(group, name)) for name in _DAYS},
        "status": group.status.value,
        "equipment": joined(sorted(group.equipment)),
        "languages": joined(group.languages),
        **{name: plain(getattr(wishes, name)) for name in _WISHED_DAYS},
        "weekdays": bits(wishes.weekdays),
        **{name: getattr(wishes, name) for name in _WISHED},
    }
    if not put_version(connection, group_run, {"id": group.id}, group.version, row):
        return False
    of = {"group_id": group.id}
    members = [
        {"place": n, "leader_id": member.leader, "role": member.role.value}
        for n, member in enumerate(group.team)
    ]
    replace_rows(connection, group_team, of, members)
    wanted = [
        *({"kind": "room", "wanted": str(one)} for one in sorted(wishes.rooms)),
        *({"kind": "leader", "wanted": str(one)} for one in sorted(wishes.pool)),
        *({"kind": "centre", "wanted": uow.centre_key(one)} for one in sorted(wishes.centres)),
    ]
    replace_rows(connection, group_wish, of, wanted)
    write_spans(connection, str(group.id), "preferred", wishes.preferred)
    _write_sessions(connection, group)
    _write_withdrawn(connection, group)
    _write_outcome(connection, group)
    return True


def _write_sessions(connection: Connection, group: Group) -> None:
    kept = [session.id for session in group.sessions]
    table = group_session
    gone = sa.select(table.c.id).where(table.c.group_id == group.id, table.c.id.not_in(kept))
    there = sa.select(table.c.id).where(table.c.group_id == group.id)
    # Marks of a session that is no more go with it; those of the others stay.
    connection.execute(group_mark.delete().where(group_mark.c.session_id.in_(gone)))
    for part in _OF_SESSION:
        connection.execute(part.delete().where(part.c.session_id.in_(there)))
    known = set(connection.scalars(there))
    connection.execute(table.delete().where(table.c.group_id == group.id, table.c.id.not_in(kept)))
    for session in group.sessions:
        row = _session_row(session)
        if session.id in known:
            connection.execute(table.update().where(table.c.id == session.id).values(row))
        else:
            connection.execute(table.insert(), {**row, "id": session.id, "group_id": group.id})
    parts: dict[Any, list[dict[str, object]]] = {part: [] for part in _OF_SESSION}
    for session in group.sessions:
        key = {"session_id": session.id}
        parts[session_leader] += [
            {**key, "place": n, "leader_id": one} for n, one in enumerate(session.leaders)
        ]
        parts[session_interpreter] += [
            {**key, "language": language, "interpreter_id": one}
            for language, one in session.interpreters
        ]
        parts[session_accepted] += [
            {**key, "kind": a.kind.value, "about": a.about, "other": a.other, "reason": a.reason}
            for a in session.accepted
        ]
    for part, rows in parts.items():
        if rows:
            connection.execute(part.insert(), rows)


def _write_withdrawn(connection: Connection, group: Group) -> None:
    rows = [
        {
            "id": session.id,
            "number": session.number,
            "day": session.day.isoformat(),
            "start": session.start,
            "minutes": session.minutes,
            "kind": session.kind.value,
            "room": session.room,
            "leaders": joined(str(one) for one in session.leaders),
            "sequence": session.sequence,
        }
        for session in group.withdrawn
    ]
    replace_rows(connection, session_withdrawn, {"group_id": group.id}, rows)


def _session_row(session: Session) -> dict[str, object]:
    return {
        "number": session.number,
        "day": session.day.isoformat(),
        "start": session.start,
        "minutes": session.minutes,
        "kind": session.kind.value,
        "status": session.status.value,
        "room": session.room,
        "replaces": session.replaces,
        "cancel_reason": session.cancel_reason,
        "present": session.present,
        "expected": session.expected,
        "counts_only": session.counts_only,
        "sequence": session.sequence,
    }


def _write_outcome(connection: Connection, group: Group) -> None:
    of, outcome = {"group_id": group.id}, group.outcome
    kept: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    if outcome is not None:
        kept.append({name: getattr(outcome, name) for name in OUTCOME})
        sources += [{"source": source, "n": n} for source, n in outcome.sources]
    replace_rows(connection, group_outcome, of, kept)
    counted = group.role_known is not None
    role = {"fathers": group.fathers, "known": group.role_known}
    replace_rows(connection, group_role, of, [role] if counted else [])
    replace_rows(connection, group_source, of, sources)


def forget_wished_times(connection: Connection, group_id: GroupId) -> None:
    """Delete the wished times of a group."""
    write_spans(connection, str(group_id), "preferred", ())
