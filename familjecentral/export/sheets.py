"""What the sheets of a group hold before they are drawn: no names but those of the leaders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from familjecentral.calendar.names import MONTHS, listed
from familjecentral.export.words import number_word

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """What stands above and below every sheet.

    Attributes:
        centre: name of the house. printed: the day of printing. sample: all is *Exempeldata*.
    """

    centre: str
    printed: dt.date
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session on paper. ``start`` and ``minutes`` are minutes of local time.

    Attributes:
        number: of the session in its group, from 1.
        note: a word on it, such as *flyttad*; empty for none.
        cancelled: struck out, with ``note`` as the reason.
    """

    number: int
    day: dt.date
    start: int
    minutes: int
    title: str = ""
    place: str = ""
    leaders: tuple[str, ...] = ()
    note: str = ""
    cancelled: bool = False

    @property
    def times(self) -> str:
        """Return ``13.30–15.30``."""
        return f"{clock(self.start)}–{clock(self.start + self.minutes)}"


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """The list that lies on the table: a row for each seat, no names.

    Attributes:
        title: of the group. place: room. term: such as ``hösttermin 2026``.
        leaders: first names. seats: rows, numbered from 1.
        skipped: weeks without a session, as (ISO week, reason); reason empty for none.
    """

    frame: SheetFrame
    title: str
    place: str
    term: str
    leaders: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    seats: int
    skipped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PosterFact:
    """One of the six facts of a poster: a sign, a line in bold and one below."""

    sign: str
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Poster:
    """An invitation.

    Attributes:
        kicker: line above the title. intro: the invitation in the centre's own words.
        facts: at most six. sign_up, sign_up_text, phone: how to come along.
        parties: both principals. logo: PNG or JPEG of the centre, None: the program's mark.
    """

    frame: SheetFrame
    kicker: str
    title: str
    intro: str
    facts: tuple[PosterFact, ...]
    sign_up: str
    sign_up_text: str
    phone: str
    parties: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """A group on the notice board."""

    title: str
    audience: str
    meetings: tuple[Meeting, ...]
    place: str
    seats: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TermProgramme:
    """All groups of a term that families may come to, for the notice board."""

    frame: SheetFrame
    term: str
    entries: tuple[ProgrammeEntry, ...]
    sign_up: str
    closed: tuple[tuple[dt.date, dt.date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RoomSheet:
    """Who has a room when: one row a session, grouped by ISO week, for its door."""

    frame: SheetFrame
    room: str
    seats: int
    first: dt.date
    last: dt.date
    meetings: tuple[Meeting, ...]


def clock(minutes: int) -> str:
    """Return ``9.30`` for 570 minutes after midnight."""
    return f"{minutes // 60}.{minutes % 60:02d}"


def short_day(day: dt.date) -> str:
    """Return ``17/9``."""
    return f"{day.day}/{day.month}"


def long_day(day: dt.date) -> str:
    """Return ``17 september``."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def usual_time(meetings: Sequence[Meeting]) -> str:
    """Return ``Torsdagar 13.30–15.30``: what most sessions have, of equal ones the earliest."""
    times = [(m.day.weekday(), m.times) for m in meetings if not m.cancelled]
    if not times:
        return ""
    weekday, hours = max(sorted(set(times)), key=times.count)
    return f"{WEEKDAYS[weekday].capitalize()}ar {hours}"


def weeks_of(meetings: Sequence[Meeting]) -> str:
    """Return ``vecka 38–46``, or one week; over the turn of a year as dates are read."""
    held = [m.day for m in meetings if not m.cancelled]
    if not held:
        return ""
    first, last = min(held).isocalendar(), max(held).isocalendar()
    if first[:2] == last[:2]:
        return f"vecka {first.week}"
    return f"vecka {first.week}–{last.week}"


def skipped_sentence(skipped: Sequence[tuple[int, str]]) -> str:
    """Return ``Ingen träff vecka 44 (höstlov).``, empty for none."""
    if not skipped:
        return ""
    weeks = [f"{week} ({reason})" if reason else str(week) for week, reason in skipped]
    return f"Ingen träff vecka {listed(weeks)}."


def seats_in_words(seats: int) -> str:
    """Return ``Åtta platser``."""
    word = number_word(seats)
    return f"{word[:1].upper()}{word[1:]} {'plats' if seats == 1 else 'platser'}"
