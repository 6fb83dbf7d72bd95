"""When a group is closed, no alias and no mark is left anywhere.

What is searched, and where: the tables row by row as a dump shows them, the decrypted pages of the
file with what lies unused in them, the write-ahead log, a backup made afterwards, the steps of
undo, and the slot of the half-filled form, which is sealed and must be opened to be searched: all
here. The window's memory (undo and redo, the calendar's draft, tabs, hidden tables) is searched in
``tests/ui/test_closing.py``, and the group that is weeded while a window stays open over days in
``tests/ui/test_newday.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from db.backup import unpack
from db.schema_groups import group_mark, group_seat, group_waiting
from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.contacts.drafts import FormDraft, KeepDraft, keep_draft
from familjecentral.groups import attendance, closing, registering
from familjecentral.groups.model import Group, GroupStatus, Mark
from familjecentral.groups.saving import CancelGroup, cancel_group
from tests.factories import FixedClock, staff
from tests.groups_factory import Office

PAGE, RESERVED = 4096, 80  # SQLCipher 4: 16 bytes of initial vector and 64 of HMAC on each page
EVERYTHING = staff(2, roles=frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.COUNSELLOR}))
SEATS = 9


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return the store of a coordinator who may make backups too."""
    found = Office(open_as(EVERYTHING), clock)
    found.furnish()
    return found


def plain_pages(content: bytes, key: bytes) -> bytes:
    """Return the pages of an encrypted file as they are under the encryption, unused space and
    free pages included, which no query shows."""
    pages = []
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        skipped = 16 if start == 0 else 0  # the salt
        vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        pages.append(cipher.update(page[skipped : PAGE - RESERVED]) + cipher.finalize())
    return b"".join(pages)


def pages_of(store: SqlStore, path: Path | None = None) -> bytes:
    """Return the decrypted pages of an open store's file, or of a copy."""
    key: bytes = store._session.key._key
    return plain_pages((path or store.path).read_bytes(), key)


def settle(office: Office) -> None:
    office.store._session.settle()


def filled(office: Office) -> tuple[Group, set[str]]:
    """Return a group of which every session was held, with a queue, and the birds in it."""
    group = office.running()
    birds = set()
    for _ in range(group.seats + 5):
        done = office.run(registering.register, registering.Register(group.id, "friend"))
        birds |= {done.alias} if done.alias else set()
    for session in group.sessions:
        office.clock.day = session.day
        office.run(attendance.mark_all_present, attendance.MarkAllPresent(session.id))
        squares = dict.fromkeys(range(2, SEATS), Mark.ABSENT_NOTIFIED)
        seen = dict.fromkeys(squares, Mark.PRESENT)
        office.run(attendance.mark_seats, attendance.MarkSeats(session.id, squares, seen))
    return office.get(group), birds


# The raw record of a queue's row holds its state and source side by side, which no list does.
IN_QUEUE = b"waitingfriend"


def traces(content: bytes, group: Group, birds: set[str]) -> dict[str, bool]:
    """Tell which traces of queue and grid a heap of bytes holds.

    A bird's name stands in the code list too, so the alias is looked for with the state that
    stands behind it in the row. A mark stands behind the id of its session.
    """
    sessions = [session.id.hex.encode() for session in group.sessions]
    marks = [Mark.PRESENT.value.encode(), Mark.ABSENT_NOTIFIED.value.encode()]
    return {
        "grid": any(session + mark in content for session in sessions for mark in marks),
        "queue": IN_QUEUE in content,
        # Seat 1 takes no byte of its own and looks like the sums by source, which stay.
        "seat": any(
            group.id.hex.encode() + bytes([n]) + b"friend" in content for n in range(2, SEATS)
        ),
        "alias": any(_alias(bird) in content for bird in birds),
    }


def _alias(bird: str) -> bytes:
    """Return an alias as it stands in a row: before a year, not before an English name."""
    return bird.encode() + (2026).to_bytes(2, "big")


def test_the_search_for_traces_finds_them_while_they_are_there(office: Office) -> None:
    """Otherwise the next test would prove nothing."""
    group, birds = filled(office)
    assert birds
    settle(office)
    found = traces(pages_of(office.store), group, birds)
    assert all(found.values())


def dump(office: Office) -> dict[str, str]:
    """Return every table of the store as text, the code lists left out: they hold all birds."""
    found = {}
    with office.store.unit_of_work() as uow:
        listed = uow.connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")
        ).scalars()
        for name in [one for one in listed if one not in ("code", "code_set", "code_set_code")]:
            rows = uow.connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()
            found[name] = "\n".join(repr(tuple(row)) for row in rows)
    return found


def holders(tables: dict[str, str], group: Group, birds: set[str]) -> set[str]:
    """Return the tables that hold an alias, or a mark beside a session of the group."""
    sessions = {session.id.hex for session in group.course}
    marks = {repr(mark.value) for mark in Mark}
    return {
        name
        for name, text in tables.items()
        for line in text.splitlines()
        if any(bird in line for bird in birds)
        or (any(one in line for one in sessions) and any(mark in line for mark in marks))
    }


def test_a_dump_after_the_close_holds_neither_alias_nor_mark(office: Office) -> None:
    """Table by table, and in the sealed form that the same person has begun meanwhile."""
    group, birds = filled(office)
    begun = FormDraft(office.clock.day, office.clock.day, ("universal", "group"))
    with office.store.unit_of_work() as uow:
        keep_draft(KeepDraft(begun), uow, office.clock)
    assert holders(dump(office), group, birds) == {group_mark.name, group_waiting.name}
    office.run(closing.close_group, closing.CloseGroup(group.id, group.version), office.undo)
    assert holders(dump(office), group, birds) == set()
    with office.store.unit_of_work() as uow:
        opened = uow.drafts.get()
    assert opened is not None
    assert holders({"draft": opened.decode()}, group, birds) == set()


def test_nothing_is_left_of_grid_and_aliases_after_the_close(
    office: Office, tmp_path: Path
) -> None:
    """Tables, raw pages, write-ahead log, a backup made afterwards, and the steps of undo."""
    group, birds = filled(office)
    settle(office)
    assert office.undo.can_undo
    office.run(closing.close_group, closing.CloseGroup(group.id, group.version), office.undo)
    log = office.store.path.with_name(office.store.path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert not any(traces(pages_of(office.store), group, birds).values())
    with office.store.unit_of_work() as uow:
        for table in (group_mark, group_seat, group_waiting):
            assert uow.connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    office.store.back_up(tmp_path / "kopia.fcbackup")
    unpack(tmp_path / "kopia.fcbackup", tmp_path / "kopia.fcdb")
    assert not any(traces(pages_of(office.store, tmp_path / "kopia.fcdb"), group, birds).values())
    assert not office.undo.can_undo
    assert not office.undo.can_redo
    assert office.store.verify() == ()


@pytest.mark.parametrize("days", [0, 1])
def test_four_weeks_after_the_last_session_the_group_is_weeded_by_anybody(
    office: Office, open_as: Callable[[Staff], SqlStore], days: int
) -> None:
    """On the day itself it is there, on the next it is gone, though a tally clerk opened."""
    group, birds = filled(office)
    office.clock.day = group.sessions[-1].day + dt.timedelta(weeks=4, days=days)
    with office.store.unit_of_work() as uow:
        assert closing.weed_groups(uow, office.clock, office.undo) == days
    closed = office.get(group)
    assert (closed.closed_on is not None) is bool(days)
    if days:
        assert closed.outcome is not None
        assert closed.outcome.registered == group.seats
        assert closed.outcome.present == 8 * (group.seats - 7)
        assert closed.status is GroupStatus.COMPLETED
        assert not any(traces(pages_of(office.store), group, birds).values())


def test_a_cancelled_group_loses_its_queue_at_the_next_start(office: Office) -> None:
    """Its aliases serve nobody any more; it stays cancelled with its reason."""
    group = office.running()
    for _ in range(group.seats + 2):
        office.run(registering.register, registering.Register(group.id, "friend"))
    kept = office.get(group)
    office.run(cancel_group, CancelGroup(group.id, kept.version, "too_few"))
    with office.store.unit_of_work() as uow:
        assert closing.weed_groups(uow, office.clock) == 1
    closed = office.get(group)
    assert (closed.status, closed.cancel_reason) == (GroupStatus.CANCELLED, "too_few")
    with office.store.unit_of_work() as uow:
        assert tuple(uow.groups.queue(group.id)) == ()


def test_a_session_with_a_number_only_keeps_no_squares(office: Office) -> None:
    """The squares of that session go for good, and the steps that held them."""
    group, _ = filled(office)
    session = group.sessions[3]
    office.run(attendance.count_only, attendance.CountOnly(session.id, 6, 10), office.undo)
    settle(office)
    content = pages_of(office.store)
    assert session.id.hex.encode() + b"present" not in content
    kept = office.get(group).sessions[3]
    assert (kept.present, kept.expected, kept.counts_only) == (6, 10, True)
    assert not any(
        square[2] == session.id
        for step in office.undo._done
        for state in (step.before, step.after)
        for square in state.marks
    )
