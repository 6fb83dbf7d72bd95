"""What the calendar says: clashes, times and days in Swedish words. No Qt widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from familjecentral.groups.house import DayType, House, LeaderId, RoomId
from familjecentral.groups.model import Clash, ClashKind, SessionKind, SessionStatus
from ui.widgets.daytext import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from ui.calendar.cells import GridData


def _tr(text: str) -> str:
    return QCoreApplication.translate("calendar", text)


def clock(minutes: int) -> str:
    """Return ``15.00``."""
    return f"{minutes // 60}.{minutes % 60:02d}"


def times(start: int, end: int) -> str:
    """Return ``15.00–16.30``."""
    return f"{clock(start)}–{clock(end)}"


def day_head(day: dt.date) -> str:
    """Return ``tis 6/10``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day}/{day.month}"


def week_title(monday: dt.date) -> str:
    """Return ``Vecka 41, 5–9 oktober 2026``: ISO week, Monday to Friday."""
    friday = monday + dt.timedelta(days=4)
    first = f"{monday.day}"
    if monday.month != friday.month:
        first += f" {MONTHS[monday.month - 1]}"
    if monday.year != friday.year:
        first += f" {monday.year}"
    last = f"{friday.day} {MONTHS[friday.month - 1]} {friday.year}"
    return _tr("Vecka {week}, {span}").format(
        week=monday.isocalendar().week, span=f"{first}–{last}"
    )


def clash_word(kind: ClashKind) -> str:
    """Return the few words that stand on the card."""
    return {
        ClashKind.RED_DAY: _tr("Röd dag"),
        ClashKind.EVE: _tr("Afton"),
        ClashKind.SCHOOL_BREAK: _tr("Lov"),
        ClashKind.CLOSED_DAY: _tr("Stängt"),
        ClashKind.SHORT_DAY: _tr("Huset stänger tidigare"),
        ClashKind.OPENING_HOURS: _tr("Utanför öppettid"),
        ClashKind.NO_ROOM: _tr("Ingen lokal"),
        ClashKind.ROOM_TAKEN: _tr("Lokalen upptagen"),
        ClashKind.ROOM_UNAVAILABLE: _tr("Lokalen går inte att boka"),
        ClashKind.ROOM_TOO_SMALL: _tr("För få platser"),
        ClashKind.ROOM_EQUIPMENT: _tr("Utrustning saknas"),
        ClashKind.LEADERS_MISSING: _tr("Ledare saknas"),
        ClashKind.LEADER_TAKEN: _tr("Dubbelbokad"),
        ClashKind.LEADER_ABSENT: _tr("Ledaren är borta"),
        ClashKind.LEADER_ELSEWHERE: _tr("Ledaren arbetar inte här"),
        ClashKind.TRAVEL: _tr("Hinner inte resa"),
        ClashKind.LOAD: _tr("För många pass"),
        ClashKind.CERTIFICATE: _tr("Behörighet saknas"),
        ClashKind.INTERPRETER: _tr("Tolk saknas"),
        ClashKind.CHILD_MINDING: _tr("Barnpassning saknas"),
        ClashKind.RELATION: _tr("Stör en annan grupp"),
    }[kind]


def clash_title(clash: Clash) -> str:
    """Return what clashes, with whom: ``Lokalen upptagen: BVC föräldramöte``."""
    named = {
        ClashKind.LEADER_TAKEN: _tr("{label} är dubbelbokad"),
        ClashKind.LEADER_ABSENT: _tr("{label} är borta"),
        ClashKind.LEADER_ELSEWHERE: _tr("{label} arbetar inte i det huset"),
        ClashKind.TRAVEL: _tr("{label} hinner inte resa"),
        ClashKind.LOAD: _tr("{label} har för många pass"),
        ClashKind.ROOM_TAKEN: _tr("Lokalen upptagen: {label}"),
        ClashKind.ROOM_TOO_SMALL: _tr("{label} har för få platser"),
        ClashKind.ROOM_EQUIPMENT: _tr("{label} saknar utrustning"),
        ClashKind.ROOM_UNAVAILABLE: _tr("{label} går inte att boka"),
        ClashKind.RELATION: _tr("Stör {label}"),
    }.get(clash.kind)
    days = (ClashKind.RED_DAY, ClashKind.EVE, ClashKind.SCHOOL_BREAK, ClashKind.CLOSED_DAY)
    if clash.kind in (*days, ClashKind.SHORT_DAY) and clash.label:
        return clash.label
    if named is not None and clash.label:
        return named.format(label=clash.label)
    return clash_word(clash.kind)


def clash_why(clash: Clash) -> str:
    """Return the second line: what the clash means."""
    return {
        ClashKind.RED_DAY: _tr("Röd dag: huset är stängt."),
        ClashKind.EVE: _tr("Afton: huset är stängt."),
        ClashKind.SCHOOL_BREAK: _tr("Gruppen hålls inte på lov."),
        ClashKind.CLOSED_DAY: _tr("Familjecentralen är stängd."),
        ClashKind.SHORT_DAY: _tr("Huset stänger tidigare den dagen."),
        ClashKind.LOAD: _tr("Fler pass än gränsen för veckan."),
        ClashKind.CERTIFICATE: _tr("Ingen ledare har giltig behörighet den dagen."),
    }.get(clash.kind, times(clash.start, clash.end))


def clash_icon(kind: ClashKind) -> tuple[str, Literal["info", "warn", "error"]]:
    """Return icon and ink of a clash in a list: a day is told apart from something taken."""
    if kind in (ClashKind.RED_DAY, ClashKind.EVE, ClashKind.SCHOOL_BREAK, ClashKind.CLOSED_DAY):
        return "calendar-x-2", "info"
    if kind in (ClashKind.SHORT_DAY, ClashKind.OPENING_HOURS, ClashKind.LOAD):
        return "clock-alert", "warn"
    return "triangle-alert", "error"


def words_of(clashes: Iterable[Clash]) -> str:
    """Return the words of some clashes, each once, the first one first."""
    return ", ".join(dict.fromkeys(clash_word(clash.kind) for clash in clashes))


def day_note(kind: DayType, name: str) -> str:
    """Return what stands under a day's head."""
    if kind is DayType.BRIDGE_DAY:
        return _tr("Klämdag")
    return name


def status_word(status: SessionStatus) -> str:
    """Return what has become of a session."""
    return {
        SessionStatus.PLANNED: _tr("planerad"),
        SessionStatus.HELD: _tr("genomförd"),
        SessionStatus.MOVED: _tr("flyttad"),
        SessionStatus.CANCELLED: _tr("inställd"),
    }[status]


def session_word(kind: SessionKind, number: int, of: int) -> str:
    """Return ``träff 3 av 8``, or what kind of session it is."""
    if kind is SessionKind.REGULAR:
        return _tr("träff {number} av {of}").format(number=number, of=of)
    return {
        SessionKind.INFO: _tr("informationsträff"),
        SessionKind.REPLACEMENT: _tr("ersättningsträff"),
        SessionKind.BOOSTER: _tr("uppföljningsträff"),
        SessionKind.PRE_INTERVIEW: _tr("församtal"),
    }[kind]


def count(n: int, one: str, more: str) -> str:
    """Return ``1 träff`` or ``16 träffar``; both texts hold ``{n}``."""
    return (one if n == 1 else more).format(n=n)


def lifted_text(title: str, row: str, column: str, when: str, clash: str) -> str:
    """Return where a card in the air is held, and what it would clash with there."""
    text = _tr("{title} till {row}, {column} {times}").format(
        title=title, row=row, column=column, times=when
    )
    return _tr("{text}. Krock: {word}").format(text=text, word=clash) if clash else text


def lift_keys() -> str:
    """Return which keys move a card in the air."""
    return _tr(
        "Pilar flyttar, Skift ↑ ↓ ändrar tid, Skift ← → längd, Enter lägger ner, Esc tar tillbaka."
    )


def empty_words(by: str) -> tuple[str, str]:
    """Return what stands where there is nothing to show, and what to do about it."""
    if by == "group":
        return _tr("Inga grupper den här tiden."), _tr("Lägg upp en grupp under Grupper.")
    return _tr("Inga lokaler eller ledare än."), _tr("Lägg in dem under Inställningar.")


def nothing_booked(grid: GridData) -> str:
    """Return what is said below a week in which nothing lies; empty where something does."""
    if grid.span != "week" or not grid.rows or grid.count():
        return ""
    text = _tr("Inget bokat vecka {n}.").format(n=grid.columns[0].first.isocalendar().week)
    if all(column.shut for column in grid.columns):
        text += " " + _tr("Huset är stängt enligt kalendern.")
    return text


def leader_names(house: House, leaders: Iterable[LeaderId]) -> str:
    """Return first names, in order."""
    return ", ".join(house.leaders[one].first_name for one in leaders if one in house.leaders)


def room_name(house: House, room: RoomId | None) -> str:
    """Return the name of a room, empty for none."""
    found = house.rooms.get(room) if room else None
    return found.name if found else ""
