"""What attendance, ratings, registration and closing refuse, with nothing saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import InvalidInput, NotFound, Stale, StaleEdit
from familjecentral.groups import attendance, closing, invitation, registering
from familjecentral.groups.house import CertificateStatus, Leader
from familjecentral.groups.model import (
    Group,
    GroupId,
    Mark,
    Moment,
    Rating,
    Seat,
    Waiting,
    WaitingId,
)
from familjecentral.groups.steps import Step, undo_group
from tests.db.test_groups_rules import problems
from tests.factories import TODAY, FixedClock, uuid_of
from tests.groups_factory import COORDINATOR, FIRST, QUIET, Office

NOBODY = GroupId(uuid_of(66))


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with rooms, leaders and an interpreter."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


@pytest.fixture
def group(office: Office) -> Group:
    """Return a running group of two seats, on the day of its first session."""
    made = office.running()
    office.clock.day = FIRST
    for _ in range(2):
        office.run(registering.register, registering.Register(made.id))
    return office.get(made)


def test_a_square_that_somebody_else_filled_is_refused_with_both_versions(
    office: Office, group: Group
) -> None:
    """Mine is the command, theirs the squares that differ; the others of the bundle wait too."""
    session = group.sessions[0].id
    office.run(attendance.mark_seats, attendance.MarkSeats(session, {1: Mark.PRESENT}, {}))
    wanted = attendance.MarkSeats(session, {1: Mark.ABSENT, 2: Mark.PRESENT}, {1: None})
    with pytest.raises(StaleEdit) as stale:
        office.run(attendance.mark_seats, wanted)
    assert stale.value.mine == wanted
    assert stale.value.theirs == {1: Mark.PRESENT}
    with office.store.unit_of_work() as uow:
        assert dict(uow.groups.grid(group.id)) == {(1, session): Mark.PRESENT}


def test_a_number_that_somebody_else_wrote_is_refused_with_both_versions(
    office: Office, group: Group
) -> None:
    """Who has not seen the saved number does not overwrite it; who has, may."""
    session = group.sessions[0].id
    office.run(attendance.count_only, attendance.CountOnly(session, 1, 2), office.undo)
    wanted = attendance.CountOnly(session, 2, 2, (None, None))
    with pytest.raises(StaleEdit) as stale:
        office.run(attendance.count_only, wanted, office.undo)
    assert stale.value.theirs == (1, 2)
    office.run(attendance.count_only, attendance.CountOnly(session, 2, 2, (1, 2)), office.undo)
    now = office.get(group).session(session)
    assert now is not None
    assert now.present == 2
    more = attendance.CountOnly(session, 3, 2)
    found = problems(lambda: office.run(attendance.count_only, more, office.undo))
    assert found == {("present", "out_of_range")}


@pytest.mark.parametrize(
    ("answers", "handed_out", "wrong"),
    [
        ({"benefit": (6,)}, None, ("benefit", "out_of_range")),
        ({"nothing": (1,)}, None, ("nothing", "not_here")),
        ({"benefit": (5, 5, 5)}, 2, ("benefit", "more_than_forms")),
        ({"benefit": (5,)}, 1000, ("handed_out", "out_of_range")),
    ],
)
def test_forms_that_cannot_be_are_refused(
    office: Office, group: Group, answers: Any, handed_out: int | None, wrong: tuple[str, str]
) -> None:
    """An answer outside its scale, an unknown question, more answers than forms."""
    command = attendance.EnterRatings(group.id, Moment.AFTER, answers, handed_out)
    assert wrong in problems(lambda: office.run(attendance.enter_ratings, command))
    with office.store.unit_of_work() as uow:
        assert uow.groups.ratings(group.id) == ()


def test_a_few_more_answers_do_not_give_themselves_away(office: Office, group: Group) -> None:
    """Once a mean is shown, a bundle of fewer than five would show its own mean."""
    first = attendance.EnterRatings(
        group.id, Moment.AFTER, {"benefit": (4, 5, 5, 4, 3), "goal": ()}
    )
    office.run(attendance.enter_ratings, first)
    more = attendance.EnterRatings(group.id, Moment.AFTER, {"benefit": (1,)})
    found = problems(lambda: office.run(attendance.enter_ratings, more))
    assert found == {("benefit", "too_few")}
    with pytest.raises(NotFound):
        office.run(attendance.enter_ratings, replace(more, group_id=NOBODY))


def test_a_seat_that_is_not_taken_and_a_queue_that_is_not_asked(
    office: Office, group: Group
) -> None:
    """Each refusal names what stands in the way."""
    with pytest.raises(NotFound):
        office.run(registering.unregister, registering.Unregister(group.id, 9))
    command = registering.Register(group.id, queue=True)
    waiting = office.run(registering.register, command)
    assert waiting.alias
    with office.store.unit_of_work() as uow:
        (one,) = uow.groups.queue(group.id)
    yes = registering.Answer(group.id, one.id, accepts=True)
    found = problems(lambda: office.run(registering.answer, yes))
    assert found == {("waiting_id", "not_asked")}
    with pytest.raises(NotFound):
        office.run(registering.ask, registering.Ask(group.id, WaitingId(uuid_of(77))))
    with pytest.raises(NotFound):
        office.run(registering.register, registering.Register(NOBODY))
    wrong = registering.Register(group.id, "tv")
    assert problems(lambda: office.run(registering.register, wrong)) == {("source", "unknown_code")}


def test_a_group_is_closed_once_when_it_is_over_and_by_the_newest_version(
    office: Office, group: Group
) -> None:
    """Gone, stale, unfinished, miscounted or closed already: nothing is destroyed."""
    close = closing.CloseGroup(group.id, group.version)

    def run(command: closing.CloseGroup) -> Any:
        return office.run(closing.close_group, command, office.undo)

    with pytest.raises(NotFound):
        run(replace(close, group_id=NOBODY))
    with pytest.raises(StaleEdit):
        run(replace(close, version=1))
    assert problems(lambda: run(close)) == {("sessions", "left")}
    for session in group.course:
        office.clock.day = session.day
        office.run(attendance.mark_all_present, attendance.MarkAllPresent(session.id))
    close = replace(close, version=office.get(group).version)
    for fathers, known in ((3, 2), (1, None), (None, 2)):
        wrong = replace(close, fathers=fathers, role_known=known)
        assert problems(lambda wrong=wrong: run(wrong)) == {("fathers", "out_of_range")}
    run(close)
    close = replace(close, version=office.get(group).version)
    assert problems(lambda: run(close)) == {("status", "not_here")}


def test_a_step_is_not_taken_back_over_what_somebody_else_did(office: Office, group: Group) -> None:
    """A seat freed, a square changed, a place in the queue: the step is dropped."""
    session = group.sessions[0].id
    office.run(attendance.mark_seats, attendance.MarkSeats(session, {1: Mark.PRESENT}, {}))
    step: Step = office.undo.last_done()
    changed = attendance.MarkSeats(session, {1: Mark.ABSENT}, {1: Mark.PRESENT})
    office.run(attendance.mark_seats, changed)
    office.undo.push(step)
    with pytest.raises(Stale), office.store.unit_of_work() as uow:
        undo_group(office.undo, uow, office.clock, office.ids)
    assert office.undo.last_done() is not step


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"title": " "}, {("title", "required")}),
        ({"title": "x" * 61}, {("title", "out_of_range")}),
        ({"intro": "Kom till Svensson"}, {("intro", "personal_data")}),
        ({"parties": "Anna och Region"}, {("parties", "personal_data_possible")}),
        ({"phone": "0" * 25}, {("phone", "out_of_range")}),
        ({"phone": "016-10 00 00", "parties": ""}, set()),
    ],
)
def test_the_words_of_a_poster_are_read_for_persons_and_length(
    words: dict[str, str], wrong: set[tuple[str, str]]
) -> None:
    """The house's own telephone may stand there; nobody's name may."""
    said = invitation.Invitation("Rubrik", "Kom och träffa andra.", "Anmäl dig")
    found = invitation.invitation_problems(replace(said, **words), QUIET)
    assert {(p.field, p.problem) for p in found} == wrong


def test_nothing_of_a_participant_is_in_what_an_error_could_print(group: Group) -> None:
    """Seats, queue, ratings and what a leader is called stay out of representations."""
    shown = [
        repr(Seat(3, "friend")), repr(Rating("benefit", Moment.AFTER, 5, 20, 4)), repr(group),
        repr(Waiting(WaitingId(uuid_of(1)), "Talgoxe", 2026, 37, 5)),
        repr(Leader(uuid_of(2), "Leila")),
    ]  # fmt: skip
    text = " ".join(shown)
    for private in ("friend", "Talgoxe", "Leila", group.title, "20"):
        assert private not in text.replace(str(group.id), "")
    assert Leader(uuid_of(2), "Leila").certificate("icdp", TODAY) is CertificateStatus.MISSING


def test_a_field_error_is_an_error_of_its_own(office: Office) -> None:
    """A poster's first words are allowed as they are."""
    first = invitation.first_words(office.new(), times="tisdagar", opens="1 september")
    assert not list(invitation.invitation_problems(first, QUIET))
    with pytest.raises(InvalidInput):
        office.new(" ")


def test_there_are_never_more_answers_than_forms(office: Office, group: Group) -> None:
    """Not in a later bundle that says nothing of forms, nor when their number is put right: a
    response rate is never above a hundred per cent. A number without answers can be kept."""

    def enter(handed_out: int | None, **answers: tuple[int, ...]) -> None:
        command = attendance.EnterRatings(group.id, Moment.AFTER, answers, handed_out)
        office.run(attendance.enter_ratings, command)

    enter(6)
    enter(None, benefit=(5, 4, 3))
    with pytest.raises(InvalidInput, match="benefit:more_than_forms"):
        enter(None, benefit=(5, 5, 5, 5))
    for answers in ({}, {"goal": (1,)}):
        with pytest.raises(InvalidInput, match="handed_out:fewer_than_answers"):
            enter(2, **answers)
    enter(3, goal=(1, 2, 3))
    with office.store.unit_of_work() as uow:
        assert uow.groups.handed_out(group.id) == (None, 3)
        assert {r.question: r.n for r in uow.groups.ratings(group.id)} == {"benefit": 3, "goal": 3}


def test_a_number_of_forms_that_somebody_else_wrote_is_not_overwritten(
    office: Office, group: Group
) -> None:
    """Who saw another number is told both, and none of her answers is kept; who saw the one that
    stands, the same number, and the other moment, go through."""

    def enter(
        handed_out: int | None, seen: tuple[int | None, int | None] | None, moment: Moment
    ) -> attendance.EnterRatings:
        answers = {"confidence": (7,)}
        command = attendance.EnterRatings(group.id, moment, answers, handed_out, seen)
        office.run(attendance.enter_ratings, command)
        return command

    enter(8, (None, None), Moment.AFTER)
    with pytest.raises(StaleEdit) as stale:
        enter(9, (None, None), Moment.AFTER)
    assert stale.value.theirs == 8
    assert isinstance(stale.value.mine, attendance.EnterRatings)
    assert "9" not in str(stale.value)
    enter(8, (None, None), Moment.AFTER)
    enter(None, (None, None), Moment.AFTER)
    enter(5, (None, None), Moment.BEFORE)
    enter(9, (None, 8), Moment.AFTER)
    with office.store.unit_of_work() as uow:
        assert uow.groups.handed_out(group.id) == (5, 9)
        assert {r.moment: r.n for r in uow.groups.ratings(group.id)} == {
            Moment.BEFORE: 1,
            Moment.AFTER: 4,
        }
