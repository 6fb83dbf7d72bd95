"""Interpreters: at most two languages, one for each at every session, nobody booked twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import ClashesLeft, InvalidInput
from familjecentral.groups import furnishing, series
from familjecentral.groups.house import InterpreterId
from familjecentral.groups.model import ClashKind, Group
from familjecentral.groups.reading import read_schedule
from familjecentral.groups.steps import undo_group
from tests.factories import FixedClock
from tests.groups_factory import COORDINATOR, FIRST, QUIET, Office, interpreter, room
from ui.calendar.edits import options

ARABIC, SOMALI = interpreter(1), interpreter(2, languages=frozenset({"somali", "arabic"}))


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two interpreters."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    found.run(furnishing.save_interpreter, furnishing.SaveInterpreter(SOMALI), guard=QUIET)
    return found


def laid(office: Office, *languages: str, **more: object) -> Group:
    """Lay up a group with languages and its series."""
    group = office.new("ICDP med tolk", languages=languages)
    proposal = office.lay(group, **more)
    return office.save(series.accept_clashes(proposal.group, proposal.clashes, "agreed"))[0]


def test_a_series_books_a_free_interpreter_for_each_language(office: Office) -> None:
    """Different persons for the two languages, at every session, the free ones."""
    group = laid(office, "somali", "arabic")
    for session in group.sessions:
        assert dict(session.interpreters) == {"somali": SOMALI.id, "arabic": ARABIC.id}
        assert not session.accepted
    assert office.get(group) == group
    other = laid(office, "arabic", room=room(2).id, team=())
    (first, *_) = other.sessions
    assert first.interpreters == ()
    assert ClashKind.INTERPRETER in {a.kind for a in first.accepted}


def test_three_languages_are_refused(office: Office) -> None:
    """The programme says how many; two is the most."""
    with pytest.raises(InvalidInput) as refused:
        laid(office, "somali", "arabic", "tigrinya")
    assert {p.field for p in refused.value.problems} >= {"languages"}


def test_another_interpreter_of_a_session_raises_its_sequence_and_is_taken_back(
    office: Office,
) -> None:
    """The calendar names the languages; undo gives the first one back."""
    group = laid(office, "arabic")
    session = group.sessions[0]
    move = series.Move(interpreters=(("arabic", InterpreterId(SOMALI.id)),))
    (changed,) = office.save(series.move_session(group, session.id, move))
    now = changed.session(session.id)
    assert now is not None
    assert (now.interpreters, now.sequence) == ((("arabic", SOMALI.id),), session.sequence + 1)
    assert now.status is session.status
    with office.store.unit_of_work() as uow:
        undo_group(office.undo, uow, office.clock, office.ids)
    back = office.get(group).session(session.id)
    assert back is not None
    assert back.interpreters == session.interpreters


def test_a_session_without_its_interpreter_clashes_and_another_one_is_offered(
    office: Office,
) -> None:
    """Who cannot is left out; the one who can is among the ways out."""
    group = laid(office, "arabic")
    session = group.sessions[0]
    with pytest.raises(ClashesLeft) as refused:
        office.save(series.move_session(group, session.id, series.Move(interpreters=())))
    assert {c.kind for c in refused.value.clashes} == {ClashKind.INTERPRETER}
    bare = series.move_session(group, session.id, series.Move(interpreters=()))
    with office.store.unit_of_work() as uow:
        schedule = read_schedule(uow, FIRST, FIRST).with_groups([bare])
    without = bare.session(session.id)
    assert without is not None
    texts = [option.text for option in options(schedule, bare, without)]
    assert texts == ["Tolk 1 tolkar", "Tolk 2 tolkar"]


def test_who_is_booked_stays_and_held_sessions_are_left_alone(office: Office) -> None:
    """A language more books only what is missing; a language less lets its interpreter go."""
    group = laid(office, "arabic")
    both = replace(group, languages=("arabic", "somali"))
    with office.store.unit_of_work() as uow:
        schedule = read_schedule(uow, FIRST, group.sessions[-1].day).with_groups([both])
    first = group.sessions[0]
    found = series.with_interpreters(both, schedule, frozenset({first.id}))
    assert dict(found.sessions[0].interpreters) == {"arabic": ARABIC.id, "somali": SOMALI.id}
    assert found.sessions[1:] == group.sessions[1:]
    none = series.with_interpreters(replace(group, languages=()), schedule)
    assert all(session.interpreters == () for session in none.sessions)
