"""Writes a plan as calendar files (RFC 5545), one per leader, room and group.

No participants, no organiser: a file says when, where and what. A session keeps its UID whatever
is moved; ``SEQUENCE`` rises from one writing to the next. Local times in Europe/Stockholm carry
their own time-zone definition, so that summer time is right in every program.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from familjecentral.groups.plan import Plan, Session
from familjecentral.groups.problem import Group, Problem
from familjecentral.whole import write_whole

ZONE = "Europe/Stockholm"
# EU summer time: from the last Sunday of March, 02:00, to the last Sunday of October, 03:00
# (directive 2000/84/EC); in force in Sweden with these dates since 1996.
TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)
NAMESPACE = uuid.UUID("6f5b0c8e-6f3c-5d0a-9a55-1f2f0c4be8a1")


@dataclass(frozen=True, slots=True)
class Event:
    """One session as it stands in a calendar; ``minutes`` is its length, local time."""

    uid: str
    sequence: int
    day: date
    start: int
    minutes: int
    summary: str
    location: str
    description: str
    cancelled: bool = False


def session_uid(problem: str, group: str, number: int) -> str:
    """Return the UID of a session: the same whenever and wherever it is written."""
    return f"{uuid.uuid5(NAMESPACE, f'{problem}/{group}/{number}')}@familjecentral"


def calendar_text(name: str, events: Iterable[Event], *, stamp: datetime) -> str:
    """Return a whole calendar, lines folded at 75 octets and ended by CRLF.

    ``METHOD`` is ``CANCEL`` where every event is cancelled, otherwise ``PUBLISH``.

    Args:
        name: shown as the calendar's name.
        stamp: when it was written, with a time zone.
    """
    listed = sorted(events, key=lambda e: (e.day, e.start, e.uid))
    cancel = bool(listed) and all(event.cancelled for event in listed)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Familjecentral//Grupplanering//SV",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if cancel else 'PUBLISH'}",
        f"X-WR-CALNAME:{escape(name)}",
        *TIMEZONE,
    ]
    written = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for event in listed:
        lines += _event(event, written)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def _event(event: Event, stamp: str) -> list[str]:
    begin = datetime(event.day.year, event.day.month, event.day.day) + timedelta(  # noqa: DTZ001 - local, TZID says where
        minutes=event.start
    )
    end = begin + timedelta(minutes=event.minutes)
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;TZID={ZONE}:{begin:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={ZONE}:{end:%Y%m%dT%H%M%S}",
        f"SUMMARY:{escape(event.summary)}",
        f"LOCATION:{escape(event.location)}",
        f"DESCRIPTION:{escape(event.description)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    """Escape a TEXT value (RFC 5545, 3.3.11)."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", escaped)


def fold(line: str) -> list[str]:
    """Cut a line into parts of at most 75 octets, never inside a character (3.1)."""
    parts, current, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 75:
            parts.append(current)
            current, size = " ", 1
        current += character
        size += octets
    return [*parts, current]


def plan_calendars(
    problem: Problem, plan: Plan, *, sequences: Mapping[str, int] | None = None
) -> dict[str, tuple[str, tuple[Event, ...]]]:
    """Return file name → (calendar name, events) for every leader, room and group of a plan.

    Args:
        sequences: SEQUENCE by UID as last published; one more is written, and 0 where new.
    """
    groups = {group.id: group for group in problem.groups}
    rooms = {room.id: room for room in problem.rooms}
    centres = {centre.id: centre for centre in problem.centres}
    leaders = {leader.id: leader for leader in problem.leaders}
    known = sequences or {}
    found: dict[str, tuple[str, list[Event]]] = {}
    for planned in plan.groups:
        group = groups[planned.group]
        for session in planned.sessions:
            room = rooms[session.room]
            place = ", ".join(x for x in (room.name or room.id, centres[room.centre].name) if x)
            names = [leaders[x].name or x for x in session.leaders]
            event = _session_event(problem, group, session, place, names, known)
            targets = [("grupp", group.id, group.title), ("lokal", room.id, room.name or room.id)]
            targets += [("ledare", x, leaders[x].name or x) for x in session.leaders]
            for kind, key, title in targets:
                name = file_name(kind, key)
                found.setdefault(name, (title, []))[1].append(event)
    return {name: (title, tuple(events)) for name, (title, events) in found.items()}


def _session_event(
    problem: Problem,
    group: Group,
    session: Session,
    place: str,
    names: Sequence[str],
    known: Mapping[str, int],
) -> Event:
    uid = session_uid(problem.id, group.id, session.n)
    described = [f"Träff {session.n} av {group.sessions}"]
    if names:
        described.append(f"Ledare: {', '.join(names)}")
    if group.setup_minutes or group.cleanup_minutes:
        described.append(
            f"Lokalen är bokad {group.setup_minutes} min före och {group.cleanup_minutes} min efter"
        )
    if session.interpreters:
        described.append(f"Tolk: {', '.join(language for language, _ in session.interpreters)}")
    return Event(
        uid=uid,
        sequence=known[uid] + 1 if uid in known else 0,
        day=session.date,
        start=session.start,
        minutes=group.minutes,
        summary=f"{group.title}, träff {session.n}",
        location=place,
        description="\n".join(described),
    )


def file_name(kind: str, key: str) -> str:
    """Return a file name that every system takes; different ids give different names."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", key)
    if safe != key:
        safe += f"-{uuid.uuid5(NAMESPACE, key).hex[:8]}"
    return f"{kind}-{safe}.ics"


CANCELLED = "-installda.ics"
"""How the file beside a calendar ends that takes back what the calendar holds no more"""


def write_calendars(
    folder: Path, problem: Problem, plan: Plan, *, stamp: datetime
) -> tuple[Path, ...]:
    """Write every calendar of a plan into a folder and return the files.

    Where files of an earlier writing lie there, ``SEQUENCE`` goes on from them, and what a
    calendar of them holds no more is cancelled in a file beside it (METHOD:CANCEL).

    Raises:
        OutputNotWritable, DiskFull: files written before stay; none is half written.
    """
    before = _published(folder)
    sequences: dict[str, int] = {}
    for _, events in before.values():
        for event in events:
            sequences[event.uid] = max(sequences.get(event.uid, 0), event.sequence)
    calendars = plan_calendars(problem, plan, sequences=sequences)
    written = []
    for name, (title, events) in calendars.items():
        path = folder / name
        write_whole(path, calendar_text(title, events, stamp=stamp).encode())
        written.append(path)
    for name, (title, events) in _gone(before, calendars, sequences).items():
        path = folder / name
        if events:
            write_whole(path, calendar_text(title, events, stamp=stamp).encode())
            written.append(path)
        else:
            path.unlink(missing_ok=True)
    return tuple(written)


Calendars = Mapping[str, tuple[str, tuple[Event, ...]]]
"""File name → (calendar name, events)"""


def _gone(before: Calendars, now: Calendars, sequences: Mapping[str, int]) -> Calendars:
    """Return the files of what earlier calendars held and these do not; a calendar that nothing
    is left of is to be taken away, so its file has no events."""
    found: dict[str, tuple[str, tuple[Event, ...]]] = {}
    names = {name.removesuffix(CANCELLED).removesuffix(".ics") for name in before}
    for stem in sorted(names):
        public, beside = f"{stem}.ics", f"{stem}{CANCELLED}"
        title = before.get(public, before.get(beside, ("", ())))[0]
        held = [event for name in (beside, public) for event in before.get(name, ("", ()))[1]]
        on = {event.uid for event in now.get(public, ("", ()))[1]}
        off = {
            event.uid: replace(event, sequence=sequences[event.uid] + 1, cancelled=True)
            for event in held
            if event.uid not in on
        }
        if off or beside in before:
            found[beside] = title, tuple(off.values())
        if public not in now and public in before:
            found[public] = title, ()
    return found


def _published(folder: Path) -> Calendars:
    """Return the calendars of this program that lie in the folder, but for places and words."""
    found: dict[str, tuple[str, tuple[Event, ...]]] = {}
    for path in sorted(folder.glob("*.ics")):
        text = path.read_bytes().decode("utf-8", errors="replace").replace("\r\n ", "")
        name = re.search(r"X-WR-CALNAME:(.*)\r\n", text)
        events = tuple(
            Event(uid, int(sequence), *_when(begin, end), _plain(summary), "", "")
            for uid, sequence, begin, end, summary in re.findall(_ENTRY, text)
        )
        found[path.name] = _plain(name[1]) if name else path.stem, events
    return found


_ENTRY = (
    r"UID:(\S+)\r\nSEQUENCE:(\d+)\r\nDTSTAMP:\S+\r\n"
    r"DTSTART;TZID=\S+:(\w+)\r\nDTEND;TZID=\S+:(\w+)\r\nSUMMARY:(.*)\r\n"
)


def _when(begin: str, end: str) -> tuple[date, int, int]:
    first, last = (datetime.strptime(text, "%Y%m%dT%H%M%S") for text in (begin, end))  # noqa: DTZ007 - local, TZID says where
    minutes = int((last - first).total_seconds()) // 60
    return first.date(), first.hour * 60 + first.minute, minutes


def _plain(text: str) -> str:
    """Return a TEXT value as it was before it was escaped."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
