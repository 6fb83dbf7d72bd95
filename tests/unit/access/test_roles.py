"""Every use case of access and contacts with every role: the table of roles, as a test."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from familjecentral.access import keeping
from familjecentral.access import use_cases as access
from familjecentral.access.model import Act, Role
from familjecentral.commands import composition
from familjecentral.contacts import (
    caseload,
    closed,
    defaults,
    drafts,
    favourites,
    imports,
    overview,
    parting,
    selection,
    services,
    tally,
    undo,
    weeks,
)
from familjecentral.contacts import use_cases as contacts
from familjecentral.contacts.model import ContactId, Counter, PreventionLevel
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.support import CardId, Reason
from familjecentral.errors import FamiljecentralError, NotAllowed
from tests.unit.contacts.test_rules import INDIVIDUAL, TODAY
from tests.unit.contacts.test_tally import KEY
from tests.unit.fakes import LINDEN, FakeOpenedStore, FixedClock, SeededIds, actor

CLOCK = FixedClock(TODAY)
GUARD = composition.guard()
ROW = ContactId(uuid.UUID(int=5))
CARD = CardId(uuid.UUID(int=6))
CORRECTION = selection.CorrectMany(ContactQuery(), "arena", "home", "remote")
ADMINISTRATOR = {Role.ADMINISTRATOR}
COUNSELLOR = {Role.COUNSELLOR}
TALLYING = {Role.COUNSELLOR, Role.TALLY}
KARIN = access.AddColleague("Karin", "karin", LINDEN.id, frozenset({Role.TALLY}), "tolv tecken nu")

INDIVIDUAL_LEVELS = (INDIVIDUAL.prevention_level, INDIVIDUAL.working_level)
FAVOURITE = favourites.KeepFavourite("Telefon", *INDIVIDUAL_LEVELS, {})


def call(use_case: Callable, command: object, store: object, uow: object) -> object:
    """Carry out a use case that takes the usual four."""
    return use_case(command, uow, CLOCK, SeededIds())


USE_CASES: dict[str, tuple[set[Role], Callable]] = {
    "list_staff": (ADMINISTRATOR, lambda s, u: access.list_staff(u)),
    "list_centres": (ADMINISTRATOR, lambda s, u: access.list_centres(u)),
    "list_codes": (ADMINISTRATOR, lambda s, u: access.list_codes(u)),
    "add_colleague": (
        ADMINISTRATOR,
        lambda s, u: access.add_colleague(KARIN, s, CLOCK, SeededIds()),
    ),
    "change_colleague": (
        ADMINISTRATOR,
        lambda s, u: access.change_colleague(
            access.ChangeColleague(s.actor.staff_id, "Maria", LINDEN.id, frozenset(Role)), u, CLOCK
        ),
    ),
    "end_colleague": (
        ADMINISTRATOR,
        lambda s, u: access.end_colleague(access.EndColleague(s.actor.staff_id), s, CLOCK),
    ),
    "reset_passphrase": (
        ADMINISTRATOR,
        lambda s, u: access.reset_passphrase(
            access.ResetPassphrase(s.actor.staff_id, "tolv tecken nu"), s, CLOCK
        ),
    ),
    "add_centre": (
        ADMINISTRATOR,
        lambda s, u: access.add_centre(
            access.AddCentre("Eken"), u, CLOCK, SeededIds(), guard=GUARD
        ),
    ),
    "change_centre": (
        ADMINISTRATOR,
        lambda s, u: access.change_centre(
            access.ChangeCentre(LINDEN.id, "Linden"), u, CLOCK, guard=GUARD
        ),
    ),
    "change_code": (
        ADMINISTRATOR,
        lambda s, u: access.change_code(
            access.ChangeCode("topic", "other", "Annat"), u, CLOCK, guard=GUARD
        ),
    ),
    "verify_store": (
        {Role.ADMINISTRATOR, Role.MANAGER},
        lambda s, u: keeping.verify_store(s),
    ),
    "read_log": (ADMINISTRATOR, lambda s, u: keeping.read_log(u)),
    "last_done": (ADMINISTRATOR, lambda s, u: keeping.last_done(u, "backed_up")),
    "check_copy": (
        ADMINISTRATOR,
        lambda s, u: keeping.check_copy(s, Path("kopia.fcbackup")),
    ),
    "back_up": (ADMINISTRATOR, lambda s, u: keeping.back_up(s, Path("kopia.fcbackup"), CLOCK)),
    "log_contact": (
        COUNSELLOR,
        lambda s, u: contacts.log_contact(contacts.LogContact(INDIVIDUAL), u, CLOCK, SeededIds()),
    ),
    "log_several": (
        COUNSELLOR,
        lambda s, u: contacts.log_several(
            contacts.LogSeveral(INDIVIDUAL, (ROW,)), u, CLOCK, SeededIds()
        ),
    ),
    "keep_draft": (
        COUNSELLOR,
        lambda s, u: drafts.keep_draft(drafts.KeepDraft(drafts.FormDraft(TODAY)), u, CLOCK),
    ),
    "read_draft": (COUNSELLOR, lambda s, u: drafts.read_draft(u)),
    "drop_draft": (COUNSELLOR, lambda s, u: drafts.drop_draft(u)),
    "end_draft": (COUNSELLOR, lambda s, u: drafts.end_draft(u)),
    "count_choices": (
        COUNSELLOR,
        lambda s, u: defaults.count_choices(defaults.CountChoices(INDIVIDUAL), u),
    ),
    "usual_choices": (COUNSELLOR, lambda s, u: defaults.usual_choices(u)),
    "forget_choices": (COUNSELLOR, lambda s, u: defaults.forget_choices(u)),
    "keep_favourite": (
        COUNSELLOR,
        lambda s, u: favourites.keep_favourite(
            FAVOURITE, u, SeededIds(), guard=composition.guard()
        ),
    ),
    "list_favourites": (COUNSELLOR, lambda s, u: favourites.list_favourites(u)),
    "remove_favourite": (
        COUNSELLOR,
        lambda s, u: favourites.remove_favourite(favourites.RemoveFavourite(ROW), u),
    ),
    "restore_favourite": (
        COUNSELLOR,
        lambda s, u: favourites.restore_favourite(
            favourites.Favourite(ROW, "Telefon", *INDIVIDUAL_LEVELS, {}), u
        ),
    ),
    "own_weeks": (COUNSELLOR, lambda s, u: weeks.own_weeks(u, CLOCK)),
    "answer_week": (
        COUNSELLOR,
        lambda s, u: weeks.answer_week(weeks.AnswerWeek(TODAY), u, CLOCK),
    ),
    "own_overview": (COUNSELLOR, lambda s, u: overview.own_overview(u, CLOCK)),
    "correct_contact": (
        COUNSELLOR,
        lambda s, u: contacts.correct_contact(
            contacts.CorrectContact(ROW, INDIVIDUAL), u, CLOCK, SeededIds()
        ),
    ),
    "withdraw_contact": (
        COUNSELLOR,
        lambda s, u: contacts.withdraw_contact(
            contacts.WithdrawContact(ROW), u, CLOCK, SeededIds()
        ),
    ),
    "form_start": (COUNSELLOR, lambda s, u: contacts.form_start(u, CLOCK)),
    "list_contacts": (COUNSELLOR, lambda s, u: contacts.list_contacts(ContactQuery(), u, CLOCK)),
    "count_contacts": (COUNSELLOR, lambda s, u: contacts.count_contacts(ContactQuery(), u)),
    "get_contact": (COUNSELLOR, lambda s, u: contacts.get_contact(ROW, u, CLOCK)),
    "day_contacts": (COUNSELLOR, lambda s, u: contacts.day_contacts(TODAY, u, CLOCK)),
    "total_contacts": (
        COUNSELLOR,
        lambda s, u: selection.total_contacts(ContactQuery(), u),
    ),
    "preview_correction": (
        COUNSELLOR,
        lambda s, u: selection.preview_correction(CORRECTION, u, CLOCK),
    ),
    "correct_many": (COUNSELLOR, lambda s, u: selection.correct_many(CORRECTION, u, CLOCK)),
    "list_imports": (COUNSELLOR, lambda s, u: imports.list_imports(u)),
    "undo_import": (
        COUNSELLOR,
        lambda s, u: imports.undo_import(imports.UndoImport(ROW), undo.UndoStack(), u),
    ),
    "undo": (TALLYING, lambda s, u: undo.undo(undo.UndoStack(), u, CLOCK, SeededIds())),
    "redo": (TALLYING, lambda s, u: undo.redo(undo.UndoStack(), u, CLOCK, SeededIds())),
    "undo_tick": (
        TALLYING,
        lambda s, u: undo.undo_tick(undo.UndoStack(), u, CLOCK, SeededIds()),
    ),
    "reopen_card": (
        COUNSELLOR,
        lambda s, u: undo.reopen_card(CARD, undo.UndoStack(), u, CLOCK, SeededIds()),
    ),
    "read_cards": (COUNSELLOR, lambda s, u: caseload.read_cards(u, CLOCK)),
    "reminders": (COUNSELLOR, lambda s, u: caseload.reminders(u, CLOCK)),
    "propose_word": (
        COUNSELLOR,
        lambda s, u: caseload.propose_word((("blå",), ("ek",)), u, SeededIds()),
    ),
    **{
        use_case.__name__: (COUNSELLOR, partial(call, use_case, command))
        for use_case, command in (
            (caseload.open_card, caseload.OpenCard("BLÅ-EK", PreventionLevel.UNIVERSAL)),
            (caseload.count_talk, caseload.CountTalk(CARD)),
            (caseload.set_level, caseload.SetLevel(CARD, PreventionLevel.SELECTIVE)),
            (caseload.set_service, caseload.SetService(CARD, None)),
            (caseload.rate, caseload.Rate(CARD, 5)),
            (caseload.close_card, caseload.CloseCard(CARD, Reason.DONE)),
        )
    },
    "closed_by_centre": ({Role.MANAGER}, lambda s, u: closed.closed_by_centre(u, CLOCK)),
    "closed_cards": (COUNSELLOR, lambda s, u: closed.closed_cards(u, CLOCK)),
    "hand_over": (
        COUNSELLOR,
        lambda s, u: parting.hand_over(parting.HandOver((CARD,), s.actor.staff_id), u, CLOCK),
    ),
    "hand_over_rows": (
        COUNSELLOR,
        lambda s, u: parting.hand_over_rows(parting.HandOverRows(s.actor.staff_id), u, CLOCK),
    ),
    "list_receivers": (COUNSELLOR, lambda s, u: parting.list_receivers(u)),
    "waiting": (COUNSELLOR, lambda s, u: caseload.waiting(u)),
    "answer_offer": (COUNSELLOR, lambda s, u: parting.answer_offer(True, u, CLOCK)),
    "hand_on": (
        ADMINISTRATOR,
        lambda s, u: parting.hand_on(parting.HandOn(s.actor.staff_id, s.actor.staff_id), u, CLOCK),
    ),
    "count_forgotten": (ADMINISTRATOR, lambda s, u: parting.count_forgotten(u, CLOCK)),
    "weed_cards": (ADMINISTRATOR, lambda s, u: parting.weed_cards(u, CLOCK)),
    "list_services": (
        {Role.ADMINISTRATOR, Role.COUNSELLOR},
        lambda s, u: services.list_services(u),
    ),
    "save_service": (
        ADMINISTRATOR,
        lambda s, u: services.save_service(
            services.SaveService(services.OpenService(None, "Samtal")), u, CLOCK, GUARD
        ),
    ),
    "read_pad": (TALLYING, lambda s, u: tally.read_pad(u, CLOCK)),
    "count_apart": (
        ADMINISTRATOR,
        lambda s, u: tally.count_apart(tally.CountApart(True), u, CLOCK),
    ),
    "tick": (
        TALLYING,
        lambda s, u: tally.tick(tally.Tick(KEY, Counter.CHILDREN), u, CLOCK, SeededIds()),
    ),
}


HELPERS = {
    "becomes_late",
    "take_import_back",
    "carry_out",
    "is_split",
    "move",
    "thinned",
    "sum_up",
}


def outcome(name: str, role: Role) -> str:
    store = FakeOpenedStore(actor(role))
    try:
        with store.unit_of_work() as uow:
            USE_CASES[name][1](store, uow)
    except NotAllowed:
        return "not allowed"
    except FamiljecentralError:
        return "allowed"
    return "allowed"


@pytest.mark.parametrize("name", USE_CASES)
@pytest.mark.parametrize("role", Role)
def test_a_use_case_is_open_to_exactly_the_roles_of_the_table(name: str, role: Role) -> None:
    """Nothing is allowed by accident, nothing forbidden by accident."""
    expected = "allowed" if role in USE_CASES[name][0] else "not allowed"
    assert outcome(name, role) == expected


ROOMS = [
    access,
    keeping,
    contacts,
    imports,
    selection,
    tally,
    undo,
    drafts,
    defaults,
    favourites,
    weeks,
    overview,
    caseload,
    closed,
    parting,
    services,
]


@pytest.mark.parametrize("module", ROOMS)
def test_no_use_case_is_missing_in_this_table(module) -> None:
    """A new function that takes a unit of work must say who may call it."""
    from types import FunctionType

    found = {
        name
        for name, thing in vars(module).items()
        if isinstance(thing, FunctionType)
        and thing.__module__ == module.__name__
        and not name.startswith("_")
        and {"uow", "store"} & set(thing.__annotations__)
    }
    assert found - HELPERS <= set(USE_CASES)


def test_every_act_is_open_to_somebody_and_to_no_role_by_default() -> None:
    """An act that nobody may do is dead; an actor without roles may nothing."""
    nobody = actor()
    for act in Act:
        assert any(actor(role).may(act) for role in Role)
        assert not type(nobody)(nobody.staff_id, frozenset(), nobody.centre_id).may(act)
