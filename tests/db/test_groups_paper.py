"""What is printed and written of groups, read from the real store; calendars by two readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import NotFound
from familjecentral.export.ics_groups import write_feeds
from familjecentral.groups import invitations, on_paper, series
from familjecentral.groups.house import Booking, BookingId, BookingKind
from familjecentral.groups.model import Group, SessionStatus
from familjecentral.groups.saving import CopyTerm, RemoveGroup, copy_term, remove_group
from familjecentral.groups.steps import redo_group, undo_group
from tests.factories import FixedClock, centre, uuid_of
from tests.groups_factory import COORDINATOR, Office

STAMP = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms and three leaders."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def without(group: Group, place: int) -> Group:
    """Return a group with one session taken out of its series."""
    return replace(group, sessions=group.sessions[:place] + group.sessions[place + 1 :])


def written(office: Office, folder: Path) -> dict[str, bytes]:
    """Write the calendars of the term; return the files by name."""
    feeds = office.ask(invitations.term_feeds, "2026-HT")
    return {p.name: p.read_bytes() for p in write_feeds(folder, feeds, stamp=STAMP)}


def by_icalendar(content: bytes) -> tuple[str, dict[str, tuple[Any, ...]]]:
    """Return method and entries (start, end, sequence, status, title, place) by UID."""
    found = icalendar.Calendar.from_ical(content)
    return str(found["METHOD"]), {
        str(event["UID"]): (
            event["DTSTART"].dt.astimezone(dt.UTC),
            event["DTEND"].dt.astimezone(dt.UTC),
            int(event["SEQUENCE"]),
            str(event["STATUS"]),
            str(event["SUMMARY"]),
            str(event["LOCATION"]),
        )
        for event in found.walk("VEVENT")
    }


def by_vobject(content: bytes) -> tuple[str, dict[str, tuple[Any, ...]]]:
    """Return the same, read by the other library with the file's own time zone."""
    found = vobject.readOne(content.decode())
    return found.method.value, {
        event.uid.value: (
            event.dtstart.value.astimezone(dt.UTC),
            event.dtend.value.astimezone(dt.UTC),
            int(event.sequence.value),
            event.status.value,
            event.summary.value,
            event.location.value,
        )
        for event in found.vevent_list
    }


def test_two_readers_see_the_same_in_every_calendar(office: Office, tmp_path: Path) -> None:
    """Times with summer time, UID, SEQUENCE, titles: what one program shows the other shows."""
    group = office.running("ICDP, tisdag; å ä ö")
    (group,) = office.save(series.cancel_session(group, group.sessions[2].id, "leader_ill"))
    files = written(office, tmp_path)
    assert len(files) == 8
    for name, content in files.items():
        first = by_icalendar(content)
        assert first == by_vobject(content)
        assert (first[0] == "CANCEL") == name.endswith("-installda.ics")
        assert len(first[1]) == (1 if first[0] == "CANCEL" else len(group.sessions) - 1)


def test_a_session_taken_out_of_the_series_leaves_a_cancel_behind(
    office: Office, tmp_path: Path
) -> None:
    """A calendar that has it must hear that it is gone: same UID, higher SEQUENCE, in the files
    of group, room and leaders. Coming back it goes past the cancelling."""
    group = office.running()
    session = group.sessions[1]
    (kept,) = office.save(without(group, 1))
    assert [(s.id, s.status, s.sequence) for s in kept.withdrawn] == [
        (session.id, SessionStatus.CANCELLED, 1)
    ]
    assert office.get(kept) == kept
    gone = {name: by_vobject(c) for name, c in written(office, tmp_path).items()
            if name.endswith("-installda.ics")}  # fmt: skip
    uid = f"{session.id}@familjecentral"
    assert len(gone) == 2 + len(session.leaders)
    for method, entries in gone.values():
        assert method == "CANCEL"
        assert {key: entry[2:4] for key, entry in entries.items()} == {uid: (1, "CANCELLED")}
    (again,) = office.save(replace(kept, sessions=(*kept.sessions, session)))
    assert again.withdrawn == ()
    found = again.session(session.id)
    assert found is not None
    assert found.sequence == 2


def test_what_is_taken_out_keeps_its_place_through_undo_and_redo(office: Office) -> None:
    """SEQUENCE only ever rises, whichever way the steps go."""
    group = office.running()
    session = group.sessions[0]
    office.save(without(group, 0))
    numbers = []
    for step in (undo_group, redo_group, undo_group):
        with office.store.unit_of_work() as uow:
            step(office.undo, uow, office.clock, office.ids)
        now = office.get(group)
        shown = now.session(session.id) or next(s for s in now.withdrawn if s.id == session.id)
        numbers.append(shown.sequence)
    assert numbers == [2, 3, 4]


def test_removing_and_copying_groups_carry_nothing_withdrawn_along(office: Office) -> None:
    """A copy is a new series; a removed group takes its rows with it."""
    (group,) = office.save(without(office.running(), 0))
    office.run(copy_term, CopyTerm("2026-HT", "2027-VT"))
    with office.store.unit_of_work() as uow:
        (copy,) = uow.groups.in_term("2027-VT")
    assert copy.withdrawn == ()
    office.run(remove_group, RemoveGroup(group.id, group.version))
    with office.store.unit_of_work() as uow:
        assert uow.groups.get(group.id) is None


def test_a_sheet_has_the_special_days_of_its_sessions_and_the_houses_name(office: Office) -> None:
    """Weeks without a session are explained by them."""
    group = office.running()
    found = office.ask(on_paper.group_on_paper, group.id)
    assert (found.group, found.centre) == (group, "Linden")
    assert found.programme is not None
    assert found.programme.code == group.values.programme
    assert found.house.rooms
    days = [session.day for session in group.sessions]
    assert all(min(days) <= day.first <= max(days) for day in found.house.days)
    bare = office.ask(on_paper.group_on_paper, office.new("Utan träffar").id)
    assert bare.house.days == ()
    with pytest.raises(NotFound):
        office.ask(on_paper.group_on_paper, uuid_of(77))


def test_a_term_on_paper_is_that_of_one_house(office: Office) -> None:
    """Groups of another house hang on its own board."""
    group = office.running()
    found = office.ask(on_paper.term_on_paper, "2026-HT", group.centre_id)
    assert (found.groups, found.centre) == ((group,), "Linden")
    assert group.values.programme in found.programmes
    other = office.ask(on_paper.term_on_paper, "2026-HT", centre(9).id)
    assert (other.groups, other.centre) == ((), "")


def test_a_room_on_paper_has_the_groups_of_its_days(office: Office) -> None:
    """And what else the room is booked for then. The room must be there."""
    group = office.running()
    assert group.room is not None
    day = group.sessions[0].day
    kept = [
        Booking(BookingId(uuid_of(number)), BookingKind.MEETING, when, 480, 30, "Möte", 1, room)
        for number, (when, room) in enumerate((
            (day, group.room), (day, None), (day + dt.timedelta(days=1), group.room),
        ))
    ]  # fmt: skip
    with office.store.unit_of_work() as uow:
        for one in kept:
            uow.house.put_booking(one)
        uow.commit()
    found = office.ask(on_paper.room_on_paper, group.room, day, day)
    assert (found.groups, found.centre, found.room) == ((group,), "Linden", group.room)
    assert found.bookings == (kept[0],)
    with pytest.raises(NotFound):
        office.ask(on_paper.room_on_paper, uuid_of(77), day, day)
