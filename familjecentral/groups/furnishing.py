"""Programmes, leaders, rooms, interpreters, hours and local days: what a coordinator keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, Centre, CentreId, require
from familjecentral.calendar.breaks import BreakRow, read_breaks
from familjecentral.changes import Changes
from familjecentral.clock import Clock, IdSource
from familjecentral.codes import CodeBook
from familjecentral.errors import FieldProblem, InvalidInput, NotFound, StaleEdit
from familjecentral.groups.house import (
    DayType,
    Hours,
    House,
    Interpreter,
    Leader,
    LocalDay,
    LocalDayId,
    Room,
)
from familjecentral.groups.house_steps import Key, Thing, key_of, put, stored
from familjecentral.groups.problem import Span
from familjecentral.groups.programme import Programme, Range
from familjecentral.groups.reading import read_house
from familjecentral.groups.rules import DAY_MINUTES, MOST_SEATS, Reads, text_problems
from familjecentral.groups.steps import Saved, State, Step
from familjecentral.groups.store import GroupsUnitOfWork

Pair = tuple[Key, Thing | None, Thing | None]
"""Key of a thing, as it was and as it is to be"""
LOCAL_TYPES = (
    DayType.SCHOOL_BREAK, DayType.STAFF_DAY, DayType.CLOSED, DayType.PRE_HOLIDAY,
    DayType.BRIDGE_DAY,
)  # fmt: skip
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class SaveLeader:
    """Keep a leader; version 0 is a new one."""

    leader: Leader


@dataclass(frozen=True, slots=True)
class SaveRoom:
    """Keep a room; version 0 is a new one."""

    room: Room
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SaveInterpreter:
    """Keep an interpreter; version 0 is a new one."""

    interpreter: Interpreter
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SaveHours:
    """Keep opening hours, child-minding and travel of a centre; version 0 for the first time."""

    hours: Hours


@dataclass(frozen=True, slots=True)
class SaveLocalDay:
    """Keep a school break, staff day, closed day or short day; version 0 is a new one."""

    day: LocalDay
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RemoveLocalDay:
    """Delete one, as it stands in ``version``."""

    day_id: LocalDayId
    version: int


@dataclass(frozen=True, slots=True)
class ImportDays:
    """Take local days from a file. Those of the same days, type and centre are replaced."""

    content: bytes
    centre_id: CentreId | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ImportedDays:
    """The outcome: what changed, how to take it back, how many days are new and how many were
    there already."""

    changes: Changes
    step: Step
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class SaveProgramme:
    """Keep another version of a programme; ``version`` is the one it was edited from."""

    programme: Programme
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class HousePage:
    """What the settings show: all of the house, local days of a year around, and the lists."""

    house: House
    local_days: tuple[LocalDay, ...]
    programmes: tuple[Programme, ...]
    centres: tuple[Centre, ...]
    codes: CodeBook


def read_furnishing(uow: GroupsUnitOfWork, clock: Clock) -> HousePage:
    """Return programmes, people, rooms and days for the settings.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_HOUSE)
    today = clock.today()
    first, last = today - dt.timedelta(days=366), today + dt.timedelta(days=3 * 366)
    return HousePage(
        read_house(uow, None, None),
        tuple(uow.house.local_days(first, last)),
        tuple(uow.house.programmes()),
        uow.centres(),
        uow.codes(),
    )


def save_leader(command: SaveLeader, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Saved:
    """Keep a leader. Her first name is what the calendar shows: a word or two, not guarded.

    Raises:
        NotAllowed, StaleEdit, InvalidInput.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    leader = command.leader
    problems = [
        *_name("first_name", leader.first_name),
        *_spans("available", leader.available or ()),
        *_spans("absent", leader.absent),
        *_spans("avoid", leader.avoid),
        *_limit("max_groups", leader.max_groups, 50),
        *_limit("max_minutes_week", leader.max_minutes_week, 7 * DAY_MINUTES),
        *_limit("max_evenings_week", leader.max_evenings_week, 7),
        *_limit("share_percent", leader.share_percent, 1000),
    ]
    codes = uow.codes()
    for certificate in leader.certificates:
        if not codes.has("programme", certificate.programme):
            problems.append(FieldProblem("certificates", "unknown_code"))
        if certificate.first and certificate.last and certificate.last < certificate.first:
            problems.append(FieldProblem("certificates", "before_first"))
    if not leader.centres <= {centre.id for centre in uow.centres()}:
        problems.append(FieldProblem("centres", "unknown_code"))
    _stop(problems)
    new = replace(leader, first_name=leader.first_name.strip(), version=leader.version + 1)
    return _keep("leader_changed", [_pair(new, uow)], uow, clock)


def save_room(
    command: SaveRoom, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Keep a room.

    Raises:
        NotAllowed, StaleEdit, InvalidInput.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    room = command.room
    problems = [
        *text_problems("name", room.name, guard, confirmed=command.confirmed),
        *_limit("seats", room.seats, 500),
        *_limit("setup_minutes", room.setup_minutes, 240),
        *_limit("cleanup_minutes", room.cleanup_minutes, 240),
        *_spans("unavailable", room.unavailable),
    ]
    codes = uow.codes()
    if any(not codes.has("equipment", key) for key in room.equipment):
        problems.append(FieldProblem("equipment", "unknown_code"))
    problems += _centre(room.centre_id, uow)
    _stop(problems)
    new = replace(room, name=room.name.strip(), version=room.version + 1)
    return _keep("room_changed", [_pair(new, uow)], uow, clock)


def save_interpreter(
    command: SaveInterpreter, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Keep an interpreter: which service and which languages, not who.

    Raises:
        NotAllowed, StaleEdit, InvalidInput.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    one = command.interpreter
    problems = [
        *text_problems("name", one.name, guard, confirmed=command.confirmed),
        *_spans("available", one.available or ()),
        *_spans("absent", one.absent),
    ]
    if not one.languages:
        problems.append(FieldProblem("languages", "required"))
    if any(not uow.codes().has("language", key) for key in one.languages):
        problems.append(FieldProblem("languages", "unknown_code"))
    _stop(problems)
    new = replace(one, name=one.name.strip(), version=one.version + 1)
    return _keep("interpreter_changed", [_pair(new, uow)], uow, clock)


def save_hours(command: SaveHours, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Saved:
    """Keep opening hours, child-minding and travel of a centre.

    Raises:
        NotAllowed, StaleEdit, InvalidInput.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    hours = command.hours
    problems = [
        *_spans("opening", hours.opening),
        *_spans("minding", hours.minding or ()),
        *_limit("most_children", hours.most_children, MOST_SEATS),
        *_centre(hours.centre_id, uow),
    ]
    for centre, minutes in hours.travel:
        problems += [*_centre(centre, uow), *_limit("travel", minutes, 240)]
    _stop(problems)
    key, before, after = _pair(replace(hours, version=hours.version + 1), uow)
    # A house that nobody has said anything about is open always.
    nothing = Hours(hours.centre_id, version=0)
    return _keep("hours_changed", [(key, before or nothing, after)], uow, clock)


def save_local_day(
    command: SaveLocalDay, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Keep a local day.

    Raises:
        NotAllowed, StaleEdit, InvalidInput.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    day = command.day
    _stop(_day_problems(day, uow, guard, confirmed=command.confirmed))
    new = replace(day, version=day.version + 1)
    return _keep("days_changed", [_pair(new, uow)], uow, clock)


def remove_local_day(
    command: RemoveLocalDay, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Saved:
    """Delete a local day.

    Raises:
        NotAllowed, NotFound; StaleEdit: somebody else changed it meanwhile.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    days = uow.house.local_days(dt.date.min, dt.date.max)
    there = next((day for day in days if day.id == command.day_id), None)
    if there is None:
        raise NotFound("day")
    if there.version != command.version:
        raise StaleEdit("day", None, there)
    uow.house.remove_local_day(there.id)
    return _keep("days_changed", [(key_of(there), there, None)], uow, clock)


def import_days(
    command: ImportDays, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> ImportedDays:
    """Take the days of a file, all or none.

    Raises:
        NotAllowed; UnusableFile: the line is named; InvalidInput: a name holds personal data.
    """
    require(uow.actor, Act.CHANGE_HOUSE)
    rows = read_breaks(command.content)
    days = [_from_row(row, command.centre_id, ids) for row in rows]
    _stop(
        problem
        for day in days
        for problem in _day_problems(day, uow, guard, confirmed=command.confirmed)
    )
    kept = {_same_day(day): day for day in uow.house.local_days(dt.date.min, dt.date.max)}
    pairs: dict[Key, Pair] = {}
    for day in days:
        there = kept.get(_same_day(day))
        one = replace(day, id=there.id, version=there.version + 1) if there else day
        pairs[key_of(one)] = key_of(one), there, one
    saved = _keep("days_imported", pairs.values(), uow, clock)
    known = sum(before is not None for _, before, _ in pairs.values())
    return ImportedDays(saved.changes, saved.step, len(pairs) - known, known)


def save_programme(
    command: SaveProgramme, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Keep the next version of a programme, as of today unless the source says otherwise.

    Groups keep the values they were planned with. A new code is not made here: the code list of
    programmes is the administrator's.

    Raises:
        NotAllowed, StaleEdit, InvalidInput.
    """
    del ids
    require(uow.actor, Act.CHANGE_HOUSE)
    programme = command.programme
    problems = [
        *text_problems("name", programme.name, guard, confirmed=command.confirmed),
        *text_problems(
            "source", programme.source, guard, confirmed=command.confirmed, longest=LONGEST_TEXT
        ),
        *_range("sessions", programme.sessions, 1, 60),
        *_range("minutes", programme.minutes, 15, 480),
        *_range("every_weeks", programme.every_weeks, 1, 26),
        *_range("size", programme.size, 1, MOST_SEATS),
        *_range("leaders", programme.leaders, 1, 6),
        *_range("ages", programme.ages, 0, 18),
        *_limit("most_languages", programme.most_languages, 2),
        *_limit("booster_weeks", programme.booster_weeks, 104),
    ]
    if programme.certificate:
        problems += text_problems(
            "certificate", programme.certificate, guard, confirmed=command.confirmed
        )
    if programme.note or programme.measures:
        text = f"{programme.note} {programme.measures}"
        problems += text_problems(
            "note", text, guard, confirmed=command.confirmed, longest=2 * LONGEST_TEXT
        )
    codes = uow.codes()
    if not codes.has("programme", programme.code) and not any(
        known.code == programme.code for known in uow.house.programmes()
    ):
        problems.append(FieldProblem("code", "unknown_code"))
    if not programme.levels:
        problems.append(FieldProblem("levels", "required"))
    if any(not codes.has("prevention_level", level) for level in programme.levels):
        problems.append(FieldProblem("levels", "unknown_code"))
    _stop(problems)
    key, before, after = _pair(replace(programme, version=programme.version + 1), uow)
    # Versions stay: the first one of a programme is taken back by putting it out of use.
    unused = replace(programme, active=False)
    pair = key, before or unused, after
    return _keep("programme_changed", [pair], uow, clock, programme.code)


def _from_row(row: BreakRow, centre: CentreId | None, ids: IdSource) -> LocalDay:
    return LocalDay(
        LocalDayId(ids.new_id()), row.first, row.last, DayType(row.type), row.name, centre,
        row.until, row.source, version=1,
    )  # fmt: skip


def _same_day(day: LocalDay) -> tuple[object, ...]:
    return day.first, day.last, day.type, day.centre_id


def _day_problems(
    day: LocalDay, uow: GroupsUnitOfWork, guard: Reads, *, confirmed: bool
) -> Iterator[FieldProblem]:
    yield from text_problems("name", day.name, guard, confirmed=confirmed)
    if day.source:
        yield from text_problems(
            "source", day.source, guard, confirmed=confirmed, longest=LONGEST_TEXT
        )
    if day.type not in LOCAL_TYPES:
        yield FieldProblem("type", "not_here")
    if day.last < day.first:
        yield FieldProblem("last", "before_first")
    if day.until is not None and not 0 <= day.until <= DAY_MINUTES:
        yield FieldProblem("until", "out_of_range", DAY_MINUTES)
    if day.centre_id is not None:
        yield from _centre(day.centre_id, uow)


def _centre(centre: CentreId, uow: GroupsUnitOfWork) -> Iterator[FieldProblem]:
    if centre not in {known.id for known in uow.centres()}:
        yield FieldProblem("centre_id", "unknown_code")


def _name(field: str, text: str) -> Iterator[FieldProblem]:
    if not text.strip():
        yield FieldProblem(field, "required")
    elif len(text.strip()) > 40 or len(text.split()) > 2:
        yield FieldProblem(field, "out_of_range", 40)
    elif "@" in text or sum(map(str.isdigit, text)) > 4:  # an address, a telephone
        yield FieldProblem(field, "personal_data")


def _spans(field: str, spans: Iterable[Span]) -> Iterator[FieldProblem]:
    for span in spans:
        if not 0 <= span.start < span.end <= DAY_MINUTES or not span.weekdays:
            yield FieldProblem(field, "out_of_range", DAY_MINUTES)
        if span.first and span.last and span.last < span.first:
            yield FieldProblem(field, "before_first")


def _limit(field: str, number: int | None, high: int) -> Iterator[FieldProblem]:
    if number is not None and not 0 <= number <= high:
        yield FieldProblem(field, "out_of_range", high)


def _range(field: str, numbers: Range | None, low: int, high: int) -> Iterator[FieldProblem]:
    if numbers is not None and not low <= numbers.low <= numbers.high <= high:
        yield FieldProblem(field, "out_of_range", high)


def _stop(problems: Iterable[FieldProblem]) -> None:
    found = tuple(dict.fromkeys(problems))
    if found:
        raise InvalidInput(found)


def _keep(
    kind: str, things: Iterable[Pair], uow: GroupsUnitOfWork, clock: Clock, reference: str = ""
) -> Saved:
    """Keep things in place of others (None: not there) as one step, and commit."""
    pairs = tuple(things)
    step = Step(
        State(house={key: before for key, before, _ in pairs}),
        State(house={key: after for key, _, after in pairs}),
    )
    for _, _, after in pairs:
        if after is not None:
            put(after, uow.house)
    uow.audit.done(kind, clock.today(), reference)
    uow.commit()
    return Saved(step.changes, step)


def _pair(thing: Thing, uow: GroupsUnitOfWork) -> Pair:
    return key_of(thing), stored(key_of(thing), uow.house), thing
