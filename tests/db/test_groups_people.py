"""Seats, queue, ratings, house and calendar files, in the real store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest

from db import migrate
from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import InvalidInput, NotFound, StaleEdit, UnusableFile
from familjecentral.export.ics_groups import write_feeds
from familjecentral.groups import attendance, furnishing, invitations, reading, registering, series
from familjecentral.groups.furnishing import (
    ImportDays,
    SaveLocalDay,
    SaveProgramme,
    SaveRoom,
    import_days,
    save_local_day,
    save_programme,
    save_room,
)
from familjecentral.groups.house import DayType, LocalDay, LocalDayId
from familjecentral.groups.model import Group, GroupStatus, Mark, Moment, Rating, WaitingState
from familjecentral.groups.outcome import shown_ratings
from familjecentral.groups.programme import Range
from familjecentral.groups.steps import undo_group
from tests.factories import FixedClock, uuid_of
from tests.groups_factory import COORDINATOR, PROGRAMMES, QUIET, Office, room

HEADING = "från;till;typ;namn;stänger\n"
DAY = dt.date(2026, 11, 2)
STAMP = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms and three leaders."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def small(office: Office, seats: int = 2) -> Group:
    """Return an open group of few seats."""
    group = office.new()
    laid = office.lay(replace(group, seats=seats, minimum=1))
    return office.save(replace(laid.group, status=GroupStatus.OPEN))[0]


def register(office: Office, group: Group, **changes: object) -> registering.Registered:
    return office.run(registering.register, registering.Register(group.id, **changes))


def queue(office: Office, group: Group) -> tuple:
    return office.ask(reading.read_group, group.id).queue


def test_the_queue_is_asked_in_the_order_of_weeks_then_of_the_lot(office: Office) -> None:
    """Who came in an earlier week is first, whatever was drawn; a free seat is held for her."""
    group = small(office)
    for _ in range(3):
        register(office, group)
    office.clock.day += dt.timedelta(weeks=1)
    later = register(office, group).alias
    waiting = queue(office, group)
    assert [w.alias for w in waiting][-1] == later
    assert registering.next_to_ask(waiting) == waiting[0]
    assert registering.next_to_ask(waiting, frozenset({waiting[0].id})) == waiting[1]
    ask = registering.Ask(group.id, waiting[0].id)
    with pytest.raises(InvalidInput):
        office.run(registering.ask, ask)
    office.run(registering.unregister, registering.Unregister(group.id, 1))
    office.run(registering.ask, ask)
    assert queue(office, group)[0].state is WaitingState.ASKED
    assert register(office, group).seat is None
    answered = office.run(
        registering.answer, registering.Answer(group.id, waiting[0].id, accepts=True)
    )
    assert answered.seat == 1
    assert office.get(group).status is GroupStatus.FULL


def test_no_is_an_answer_and_leaving_deletes_the_alias(office: Office) -> None:
    """The next is asked; who left is not in the store any more."""
    group = small(office, seats=1)
    register(office, group)
    for _ in range(2):
        register(office, group)
    office.run(registering.unregister, registering.Unregister(group.id, 1))
    first, second = queue(office, group)
    office.run(registering.ask, registering.Ask(group.id, first.id))
    office.run(registering.answer, registering.Answer(group.id, first.id, accepts=False))
    assert queue(office, group)[0].state is WaitingState.DECLINED
    with pytest.raises(InvalidInput):
        office.run(registering.answer, registering.Answer(group.id, second.id, accepts=True))
    office.run(registering.leave_queue, registering.LeaveQueue(group.id, second.id))
    assert [w.id for w in queue(office, group)] == [first.id]
    with pytest.raises(NotFound):
        office.run(registering.leave_queue, registering.LeaveQueue(group.id, second.id))


def test_a_seat_with_marks_is_left_and_not_freed(office: Office) -> None:
    """What happened stays until the group is closed; undo takes registrations back."""
    group = small(office)
    register(office, group, source="self")
    with office.store.unit_of_work() as uow:
        undo_group(office.undo, uow, office.clock, office.ids)
    assert office.ask(reading.read_group, group.id).seats == ()
    register(office, group)
    office.clock.day = group.sessions[0].day
    marks = attendance.MarkSeats(group.sessions[0].id, {1: Mark.PRESENT}, {})
    office.run(attendance.mark_seats, marks)
    with pytest.raises(InvalidInput):
        office.run(registering.unregister, registering.Unregister(group.id, 1))
    with pytest.raises(InvalidInput):
        register(office, group, source="nobody")


def test_aliases_are_birds_and_nobody_in_a_queue_shares_one(office: Office) -> None:
    """Fifty birds; the fifty-first has a number."""
    group = small(office, seats=1)
    aliases = [register(office, group).alias for _ in range(53)][1:]
    assert len(set(aliases)) == 52
    assert sum(alias.endswith(" 2") for alias in aliases) == 2


def test_ratings_are_sums_shown_from_five_answers_and_never_by_one_more(office: Office) -> None:
    """Four answers show nothing; a fifth form alone may come while nothing is shown, and then
    only five more at a time."""
    group = small(office)

    def enter(*answers: int) -> None:
        command = attendance.EnterRatings(group.id, Moment.BEFORE, {"confidence": answers}, 20)
        office.run(attendance.enter_ratings, command)

    def shown() -> tuple:
        found = office.ask(reading.read_group, group.id).ratings[0]
        return found.n, found.mean

    enter(5, 6, 7, 8)
    assert shown() == (None, None)
    enter(9)
    assert shown() == (5, 7.0)
    with pytest.raises(InvalidInput):
        enter(10)
    enter(1, 1, 1, 1, 1)
    assert shown() == (10, 4.0)
    with pytest.raises(InvalidInput):
        enter(11, 1, 1, 1, 1)
    assert shown_ratings([Rating("benefit", Moment.AFTER, 4, 16, 4)], (None, 9))[2].n is None


def test_a_programme_changes_and_a_group_keeps_what_it_was_planned_with(office: Office) -> None:
    """Versions rise; an edit of an older one is refused."""
    group = office.new()
    changed = replace(PROGRAMMES[0], sessions=Range(10, 12))
    office.run(save_programme, SaveProgramme(changed), guard=QUIET)
    assert office.get(group).values.sessions == 8
    newer = office.new("Ny")
    assert (newer.values.sessions, newer.values.version) == (12, 2)
    with pytest.raises(StaleEdit):
        office.run(save_programme, SaveProgramme(changed), guard=QUIET)


def test_titles_and_names_pass_the_guard(office: Office) -> None:
    """What is surely a person is refused, what may be one is asked about."""
    with pytest.raises(InvalidInput):
        office.new("Gruppen för Svensson")
    with pytest.raises(InvalidInput) as asked:
        office.new("Anna")
    (problem,) = asked.value.problems
    assert (problem.field, problem.problem) == ("title", "personal_data_possible")
    assert office.new("Anna", confirmed=True).title == "Anna"
    with pytest.raises(InvalidInput):
        office.run(save_room, SaveRoom(room(5, name="Svensson")), guard=QUIET)


@pytest.mark.parametrize("field", ["source", "certificate"])
def test_every_text_of_a_programme_blocks_asks_or_passes(office: Office, field: str) -> None:
    """The small print as the name does."""
    for text, confirmed in (("Svensson", True), ("Anna", False)):
        changed = replace(PROGRAMMES[0], **{field: text})
        with pytest.raises(InvalidInput, match=f"{field}:personal_data"):
            office.run(save_programme, SaveProgramme(changed, confirmed), guard=QUIET)
    changed = replace(PROGRAMMES[0], **{field: "Anna"})
    office.run(save_programme, SaveProgramme(changed, confirmed=True), guard=QUIET)


def test_the_source_of_a_day_blocks_asks_or_passes(office: Office) -> None:
    """As its name does."""
    day = LocalDay(LocalDayId(uuid_of(77)), DAY, DAY, DayType.CLOSED, "Städdag", None, None, "Anna")
    with pytest.raises(InvalidInput, match="source:personal_data_possible"):
        office.run(save_local_day, SaveLocalDay(day), guard=QUIET)
    office.run(save_local_day, SaveLocalDay(day, confirmed=True), guard=QUIET)
    with pytest.raises(InvalidInput, match="source:personal_data"):
        office.run(
            save_local_day,
            SaveLocalDay(replace(day, source="Svensson"), confirmed=True),
            guard=QUIET,
        )


def test_a_stale_edit_of_a_day_is_refused_with_both_versions(office: Office) -> None:
    """Whoever saves or removes a day that a colleague changed meanwhile sees what she saved; a
    file goes on from the version that stands."""
    day = LocalDay(LocalDayId(uuid_of(78)), DAY, DAY, DayType.CLOSED, "Städdag")
    office.run(save_local_day, SaveLocalDay(day), guard=QUIET)
    seen = replace(day, version=1)
    office.run(save_local_day, SaveLocalDay(replace(seen, until=900)), guard=QUIET)
    mine = replace(seen, name="Planering")
    theirs = replace(seen, until=900, version=2)
    with pytest.raises(StaleEdit) as refused:
        office.run(save_local_day, SaveLocalDay(mine), guard=QUIET)
    assert (refused.value.mine, refused.value.theirs) == (replace(mine, version=2), theirs)
    with pytest.raises(StaleEdit) as refused:
        office.run(furnishing.remove_local_day, furnishing.RemoveLocalDay(day.id, 1))
    assert refused.value.theirs == theirs
    text = f"{HEADING}{DAY};;stängt;Städning;\n"
    office.run(import_days, ImportDays(text.encode()), guard=QUIET)
    (kept,) = office.ask(furnishing.read_furnishing).local_days
    assert (kept.id, kept.name, kept.version) == (day.id, "Städning", 3)
    office.run(furnishing.remove_local_day, furnishing.RemoveLocalDay(day.id, 3))
    with pytest.raises(StaleEdit) as refused:
        office.run(save_local_day, SaveLocalDay(kept), guard=QUIET)
    assert refused.value.theirs is None


def test_days_that_are_kept_get_their_first_version(office: Office) -> None:
    """An older store's days stay as they were, and are edited from version 1; back again they
    have none."""
    day = LocalDay(LocalDayId(uuid_of(79)), DAY, DAY, DayType.CLOSED, "Städdag", None, 900, "Huset")
    office.run(save_local_day, SaveLocalDay(day), guard=QUIET)
    office.run(save_local_day, SaveLocalDay(replace(day, version=1)), guard=QUIET)
    with office.store._session.engine.connect() as connection:
        for step in ("r0011-1", "head"):
            with migrate.references_checked_at_the_end(connection):
                migrate.migrate(connection, step)
            if step != "head":
                (old,) = connection.exec_driver_sql("SELECT * FROM local_day").mappings().all()
                assert (old["name"], "version" in old) == ("Städdag", False)
                connection.rollback()
    (kept,) = office.ask(furnishing.read_furnishing).local_days
    assert kept == replace(day, version=1)


def test_local_days_come_from_a_file_and_once(office: Office) -> None:
    """The same file again changes nothing; a bad line is named."""
    text = HEADING + (
        "2026-10-26;2026-10-30;lov;Höstlov;\n2027-01-05;;dag före röd dag;Trettondagsafton;15:00\n"
    )
    first = office.run(import_days, ImportDays(text.encode()), guard=QUIET)
    again = office.run(import_days, ImportDays(text.encode("utf-8-sig")), guard=QUIET)
    assert ((first.new, first.known), (again.new, again.known)) == ((2, 0), (0, 2))
    page = office.ask(furnishing.read_furnishing)
    assert [(d.name, d.until) for d in page.local_days] == [
        ("Höstlov", None), ("Trettondagsafton", 900),
    ]  # fmt: skip
    for line, reason in (
        ("2026-13-01;;lov;X;", "bad_date"),
        ("2026-10-02;2026-10-01;lov;X;", "before_first"),
        ("2026-10-02;2028-10-01;lov;X;", "too_long"),
        ("2026-10-02;;semester;X;", "unknown_type"),
        ("2026-10-02;;lov;;", "no_name"),
        ("2026-10-02;;lov;X;25:00", "bad_time"),
        ("2026-10-02;;lov;X;kl 3", "bad_time"),
    ):
        content = f"{HEADING}{line}\n".encode()
        with pytest.raises(UnusableFile) as refused:
            office.run(import_days, ImportDays(content), guard=QUIET)
        assert (refused.value.reason, refused.value.place) == (reason, "2")
    for content, reason in ((b"a;b\n", "no_heading"), (b"\xff\xfe", "not_text")):
        with pytest.raises(UnusableFile, match=reason):
            office.run(import_days, ImportDays(content), guard=QUIET)


def test_calendar_files_keep_their_ids_and_count_up(office: Office, tmp_path: Path) -> None:
    """A moved session has the same UID and a higher SEQUENCE; a cancelled one goes into a file of
    its own with METHOD:CANCEL; nobody takes part in anything."""
    group = small(office)
    (group,) = office.save(
        series.move_session(group, group.sessions[1].id, series.Move(start=16 * 60))
    )
    (group,) = office.save(series.cancel_session(group, group.sessions[2].id, "leader_ill"))
    feeds = office.ask(invitations.term_feeds, "2026-HT")
    assert [feed.kind for feed in feeds] == ["group", "room", "leader", "leader"]
    files = write_feeds(tmp_path, feeds, stamp=STAMP)
    assert len(files) == 8
    on, off = (icalendar.Calendar.from_ical(path.read_bytes()) for path in files[:2])
    assert (str(on["METHOD"]), str(off["METHOD"])) == ("PUBLISH", "CANCEL")
    entries = {str(event["UID"]): event for event in on.walk("VEVENT")}
    moved = entries[f"{group.sessions[1].id}@familjecentral"]
    assert int(moved["SEQUENCE"]) == 1
    start = moved["DTSTART"].dt
    assert (start.hour, str(start.tzinfo)) == (16, "Europe/Stockholm")
    (cancelled,) = off.walk("VEVENT")
    assert str(cancelled["UID"]) == f"{group.sessions[2].id}@familjecentral"
    assert (str(cancelled["STATUS"]), int(cancelled["SEQUENCE"])) == ("CANCELLED", 1)
    assert len(entries) == 7
    for event in entries.values():
        assert "ATTENDEE" not in event
        assert "ORGANIZER" not in event
        assert str(event["LOCATION"]) == "Rum 1, Linden"
