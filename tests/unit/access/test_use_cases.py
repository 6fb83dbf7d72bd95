"""What an administrator changes: colleagues, centres, code lists."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from familjecentral.access.model import CentreId, Role, StaffId
from familjecentral.access.use_cases import (
    AddCentre,
    AddColleague,
    ChangeCentre,
    ChangeCode,
    ChangeColleague,
    EndColleague,
    ResetPassphrase,
    add_centre,
    add_colleague,
    change_centre,
    change_code,
    change_colleague,
    end_colleague,
    list_centres,
    list_codes,
    list_staff,
    login_problem,
    reset_passphrase,
)
from familjecentral.commands import composition
from familjecentral.errors import InvalidInput, LastAdministrator, NotFound
from tests.unit.fakes import BJORKEN, LINDEN, FakeOpenedStore, FixedClock, SeededIds, actor

CLOCK = FixedClock()
GUARD = composition.guard()
ADMINISTRATOR = actor(Role.ADMINISTRATOR)
ME = ADMINISTRATOR.staff_id
NOBODY = StaffId(uuid.UUID(int=404))
KARIN = AddColleague("Karin", "karin", LINDEN.id, frozenset({Role.COUNSELLOR}), "tolv tecken långt")


@pytest.fixture
def store() -> FakeOpenedStore:
    return FakeOpenedStore(ADMINISTRATOR)


def add(store: FakeOpenedStore, command: AddColleague = KARIN) -> StaffId:
    before = set(store.store.kept.staff)
    add_colleague(command, store, CLOCK, SeededIds(len(before)))
    (new,) = set(store.store.kept.staff) - before
    return new


def refused(problem: str, act) -> None:
    with pytest.raises(InvalidInput) as caught:
        act()
    assert problem in [f"{p.field}:{p.problem}" for p in caught.value.problems]


def test_a_new_colleague_has_an_account_and_a_key(store: FakeOpenedStore) -> None:
    """Both come in one step."""
    new = add(store, replace(KARIN, first_name=" Karin "))
    assert store.store.kept.staff[new].first_name == "Karin"
    assert store.passphrases[new] == KARIN.passphrase
    assert KARIN.passphrase not in repr(KARIN)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"first_name": " "}, "first_name:required"),
        ({"first_name": "x" * 81}, "first_name:out_of_range"),
        ({"first_name": "Karin 070-1740650"}, "first_name:personal_data"),
        ({"first_name": "karin@example.org"}, "first_name:personal_data"),
        ({"login_name": ""}, "login_name:required"),
        ({"login_name": "två ord"}, "login_name:bad_login_name"),
        *(
            ({"login_name": name}, "login_name:personal_data")
            for name in ("8112189876", "811218-9876", "198112189876", "811218", "maja19811218")
        ),
        ({"login_name": "MARIA"}, "login_name:taken"),
        ({"roles": frozenset()}, "roles:required"),
        ({"centre_id": CentreId(uuid.UUID(int=3))}, "centre_id:unknown_centre"),
        ({"ends_on": dt.date(2026, 10, 7)}, "ends_on:past_date"),
    ],
)
def test_a_colleague_that_cannot_be_kept_is_refused(
    store: FakeOpenedStore, change: dict, problem: str
) -> None:
    """Login names are one person's, in whatever capitals."""
    refused(problem, lambda: add(store, replace(KARIN, **change)))
    assert set(store.store.kept.staff) == {ME}


@pytest.mark.parametrize("name", ["maja.e", "anst1042", "k123456", "å_2"])
def test_digits_that_are_nobodys_birth_are_left_alone(name: str) -> None:
    """A number at work is no date."""
    assert login_problem(name) is None


def change(store: FakeOpenedStore, **more) -> None:
    fields = {"first_name": "Maja", "centre_id": LINDEN.id, "roles": frozenset(Role)} | more
    with store.unit_of_work() as uow:
        change_colleague(ChangeColleague(**{"staff_id": ME} | fields), uow, CLOCK)


def test_names_roles_and_end_date_can_change(store: FakeOpenedStore) -> None:
    """The login name cannot: the key hangs on it."""
    new = add(store)
    end = dt.date(2026, 12, 31)
    change(store, staff_id=new, centre_id=BJORKEN.id, roles=frozenset({Role.TALLY}), ends_on=end)
    kept = store.store.kept.staff[new]
    assert (kept.first_name, kept.login_name, kept.ends_on) == ("Maja", "karin", end)
    assert (kept.centre_id, kept.roles) == (BJORKEN.id, {Role.TALLY})
    refused("first_name:required", lambda: change(store, staff_id=new, first_name=""))


def test_the_last_administrator_stays(store: FakeOpenedStore) -> None:
    """Neither the role nor the account of the only open-ended administrator can go."""
    boss = frozenset({Role.MANAGER})
    for act in (
        lambda: change(store, roles=boss),
        lambda: change(store, ends_on=dt.date(2026, 12, 31)),
        lambda: end_colleague(EndColleague(ME), store, CLOCK),
    ):
        with pytest.raises(LastAdministrator):
            act()
    add(store, replace(KARIN, roles=frozenset({Role.ADMINISTRATOR})))
    change(store, roles=boss)
    assert store.store.kept.staff[ME].roles == boss


def test_an_ended_account_has_no_key_and_cannot_change(store: FakeOpenedStore) -> None:
    """Ending is for good."""
    new = add(store)
    end_colleague(EndColleague(new), store, CLOCK)
    assert new not in store.passphrases
    for act in (
        lambda: change(store, staff_id=new),
        lambda: end_colleague(EndColleague(new), store, CLOCK),
        lambda: change(store, staff_id=NOBODY),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_colleague_who_forgot_gets_a_start_passphrase(store: FakeOpenedStore) -> None:
    """As one who is new has; noted with her number, refused for the ended and for oneself."""
    new = add(store)
    assert store.starting == {new}
    store.starting.clear()
    reset_passphrase(ResetPassphrase(new, "fem nya ord på papper"), store, CLOCK)
    assert (store.starting, store.passphrases[new]) == ({new}, "fem nya ord på papper")
    assert store.store.kept.audit[-1] == (CLOCK.day, ME, "passphrase_reset", str(new))
    refused(
        "passphrase:own_account",
        lambda: reset_passphrase(ResetPassphrase(ME, "fem nya ord på papper"), store, CLOCK),
    )
    end_colleague(EndColleague(new), store, CLOCK)
    for gone in (new, NOBODY):
        with pytest.raises(NotFound):
            reset_passphrase(ResetPassphrase(gone, "fem nya ord på papper"), store, CLOCK)
    assert store.store.kept.audit[-1][2] == "staff_ended"


def test_staff_are_listed_by_first_name(store: FakeOpenedStore) -> None:
    """Ended ones too."""
    add(store)
    with store.unit_of_work() as uow:
        assert [s.first_name for s in list_staff(uow)] == ["Karin", "Maria"]


def test_a_new_centre_takes_the_next_free_key(store: FakeOpenedStore) -> None:
    """Keys stand in statistics files: they are short and never change."""
    with store.unit_of_work() as uow:
        add_centre(AddCentre("Familjecentralen Eken"), uow, CLOCK, SeededIds(), guard=GUARD)
        assert [(c.key, c.name) for c in list_centres(uow)][-1] == ("C3", "Familjecentralen Eken")


def test_a_centre_is_renamed_but_keeps_its_key(store: FakeOpenedStore) -> None:
    """Only names change."""
    with store.unit_of_work() as uow:
        change_centre(
            ChangeCentre(LINDEN.id, "Linden", "Lillköping", "Region Väst"), uow, CLOCK, guard=GUARD
        )
    kept = store.store.kept.centres[LINDEN.id]
    assert (kept.key, kept.name, kept.municipality) == ("C1", "Linden", "Lillköping")
    with store.unit_of_work() as uow:
        refused(
            "name:required",
            lambda: change_centre(ChangeCentre(LINDEN.id, ""), uow, CLOCK, guard=GUARD),
        )
        long = ChangeCentre(LINDEN.id, "Linden", region="x" * 81)
        refused("region:out_of_range", lambda: change_centre(long, uow, CLOCK, guard=GUARD))
        with pytest.raises(NotFound):
            change_centre(
                ChangeCentre(CentreId(uuid.UUID(int=3)), "Linden"), uow, CLOCK, guard=GUARD
            )


def test_a_code_changes_label_and_activity_but_not_key(store: FakeOpenedStore) -> None:
    """Old rows go by the key."""
    with store.unit_of_work() as uow:
        change_code(ChangeCode("topic", "other", " Övrigt ", active=False), uow, CLOCK, guard=GUARD)
        code = list_codes(uow).lists["topic"]["other"]
        assert (code.key, code.label, code.active) == ("other", "Övrigt", False)
        for command, problem in (
            (ChangeCode("topic", "other", ""), "label:required"),
            (ChangeCode("topic", "other", "x" * 61), "label:out_of_range"),
            (ChangeCode("topic", "other", "PARENTING"), "label:taken"),
            (ChangeCode("working_level", "group", "Grupp", active=False), "active:fixed_list"),
        ):
            refused(problem, lambda command=command: change_code(command, uow, CLOCK, guard=GUARD))
        change_code(ChangeCode("working_level", "group", "Grupp"), uow, CLOCK, guard=GUARD)
        with pytest.raises(NotFound):
            change_code(ChangeCode("topic", "made_up", "Påhitt"), uow, CLOCK, guard=GUARD)


def test_changes_are_noted_without_content(store: FakeOpenedStore) -> None:
    """Who changed what kind of thing on which day; names stand nowhere in the log."""
    new = add(store)
    with store.unit_of_work() as uow:
        change_code(ChangeCode("topic", "other", "Övrigt"), uow, CLOCK, guard=GUARD)
    assert store.store.kept.audit == [
        (CLOCK.day, ME, "staff_added", str(new)),
        (CLOCK.day, ME, "code_changed", "topic.other"),
    ]


def test_reprs_tell_no_names(store: FakeOpenedStore) -> None:
    """Neither name nor passphrase ends up in a log by mistake."""
    command = ChangeColleague(ME, "Maja", LINDEN.id, frozenset())
    forgot = ResetPassphrase(ME, KARIN.passphrase)
    shown = repr((KARIN, command, forgot, store.store.kept.staff[ME]))
    for word in ("Karin", "Maja", "Maria", KARIN.passphrase):
        assert word not in shown


def test_names_of_the_house_and_of_codes_go_through_the_guard(
    store: FakeOpenedStore,
) -> None:
    """What names somebody is refused; what may do so is kept once it is answered."""
    with store.unit_of_work() as uow:
        refused(
            "name:personal_data",
            lambda: add_centre(
                AddCentre("Ring 070-174 06 50"), uow, CLOCK, SeededIds(), guard=GUARD
            ),
        )
        doubt = ChangeCentre(LINDEN.id, "Linden", "Fatimas hus")
        refused(
            "municipality:personal_data_possible",
            lambda: change_centre(doubt, uow, CLOCK, guard=GUARD),
        )
        change_centre(doubt, uow, CLOCK, guard=GUARD, confirmed={"municipality"})
        again = ChangeCentre(LINDEN.id, "Linden", "Fatimas hus", "Region Väst")
        change_centre(again, uow, CLOCK, guard=GUARD)
        label = ChangeCode("topic", "other", "Anna Ekström")
        refused("label:personal_data", lambda: change_code(label, uow, CLOCK, guard=GUARD))
        refused(
            "label:personal_data",
            lambda: change_code(label, uow, CLOCK, guard=GUARD, confirmed={"label"}),
        )
        kept = ChangeCode("topic", "other", "Fatimas sång")
        change_code(kept, uow, CLOCK, guard=GUARD, confirmed={"label"})
        change_code(
            ChangeCode("topic", "other", "Fatimas sång", active=False), uow, CLOCK, guard=GUARD
        )
