"""Every use case of releases and definitions with every role: the table of roles, as a test."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands.composition import guard
from familjecentral.commands.reporting import declared_set
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.errors import FamiljecentralError, NotAllowed
from familjecentral.releases import (
    compare,
    exchange,
    joint,
    lock,
    outside,
    public,
    reissue,
    saved_views,
    table_set,
    use_cases,
)
from familjecentral.releases.draft import ReportScope
from familjecentral.statistics import defining
from familjecentral.statistics.choosing import wish_of
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.denominators import DenominatorKind
from familjecentral.statistics.projection import Pick
from tests.factories import FixedClock, SeededIds, staff
from tests.fixtures_store import clock, gate, open_as, store, store_path, store_template

__all__ = ["clock", "gate", "open_as", "store", "store_path", "store_template"]

CLOCK = FixedClock()
QUARTER = Period.parse("2026-Q2")
MANAGER = {Role.MANAGER}
RELEASED = {Role.COUNSELLOR, Role.COORDINATOR, Role.MANAGER, Role.READER}
DAYS = defining.TypeDenominator(DenominatorKind.OPENING_DAYS, "C1", "2026", "200", "dagboken")
CELLS = TableSet((Cell(Key("contacts", ("2026-01",), 1, ()), 9, "t1"),))

VIEW = saved_views.SavedView("Mest sedd", Pick("3"))

Call = Callable[[SqlStore, DeclaredSet], object]


def in_one(work: Callable) -> Call:
    """Return a call inside one unit of work."""

    def call(store: SqlStore, declared: DeclaredSet) -> None:
        with store.unit_of_work() as uow:
            work(uow, declared)

    return call


def still(_: float) -> None:
    """No progress."""


def choice(declared: DeclaredSet) -> table_set.ChooseTables:
    return table_set.ChooseTables(tuple(wish_of(spec) for spec in declared.tables), 6)


def begun(function: Callable, *first: object, **more: object) -> Call:
    """Return a call of a use case that begins its own units of work."""

    def call(store: SqlStore, declared: DeclaredSet) -> None:
        function(*first, store.unit_of_work, declared=declared, **more)

    return call


USE_CASES: dict[str, tuple[set[Role], Call]] = {
    "period_state": (MANAGER, in_one(lambda u, d: lock.period_state(QUARTER, None, u, CLOCK))),
    "lock_period": (
        MANAGER,
        in_one(
            lambda u, d: lock.lock_period(
                lock.LockPeriod(QUARTER), u, declared=d, clock=CLOCK, ids=SeededIds(4)
            )
        ),
    ),
    "make_draft": (MANAGER, begun(use_cases.make_draft, ReportScope(QUARTER), clock=CLOCK)),
    "price_of_reissue": (
        MANAGER,
        begun(reissue.price_of_reissue, ReportScope(QUARTER), progress=still),
    ),
    "reopen_release": (RELEASED, begun(use_cases.reopen_release, 1)),
    "list_releases": (RELEASED, in_one(lambda u, d: use_cases.list_releases(u))),
    "read_entry": (RELEASED, in_one(lambda u, d: compare.read_entry(1, u))),
    "list_views": (RELEASED, in_one(lambda u, d: saved_views.list_views(u))),
    "save_view": (RELEASED, in_one(lambda u, d: saved_views.save_view(VIEW, u, guard()))),
    "drop_view": (RELEASED, in_one(lambda u, d: saved_views.drop_view("Mest sedd", u))),
    "verify_releases": (RELEASED, in_one(lambda u, d: use_cases.verify_releases(u))),
    "note_approval": (
        MANAGER,
        in_one(
            lambda u, d: use_cases.note_approval(
                use_cases.NoteApproval(1, approved=True, name="Chefen"), u, CLOCK
            )
        ),
    ),
    "enter_tables": (
        MANAGER,
        begun(
            outside.enter_tables,
            outside.EnterTables("Före", CELLS),
            clock=CLOCK,
            guard=guard(),
        ),
    ),
    "what_is_lost": (MANAGER, in_one(outside.what_is_lost)),
    "list_outside": (MANAGER, in_one(lambda u, d: outside.list_outside(u))),
    "type_denominator": (
        MANAGER,
        in_one(lambda u, d: defining.type_denominator(DAYS, u, CLOCK, guard())),
    ),
    "list_denominators": (MANAGER, in_one(lambda u, d: defining.list_denominators(u))),
    "type_target": (
        MANAGER,
        in_one(
            lambda u, d: defining.type_target(
                defining.TypeTarget("kpi_fathers", "30"), u, CLOCK, units={"kpi_fathers": "share"}
            )
        ),
    ),
    "list_targets": (MANAGER, in_one(lambda u, d: defining.list_targets(u))),
    "read_table_sets": (MANAGER, in_one(table_set.read_table_sets)),
    "restore_tables": (
        MANAGER,
        in_one(lambda u, d: table_set.restore_tables(None, u, shipped=d, clock=CLOCK)),
    ),
    "try_table_set": (
        MANAGER,
        lambda s, d: table_set.try_table_set(
            choice(d), s.unit_of_work, shipped=d, clock=CLOCK, progress=still
        ),
    ),
    "choose_tables": (
        MANAGER,
        lambda s, d: table_set.choose_tables(
            choice(d), s.unit_of_work, shipped=d, clock=CLOCK, progress=still
        ),
    ),
}
# Need a draft, a partner or a folder: their roles are tried where those are made.
ELSEWHERE = {
    "publish",
    "review",
    "prove",
    "write_draft",
}
# Parts of use cases that are handed a unit of work whose actor has been asked already.
PARTS = {"centres_of", "open_months"}


@pytest.mark.parametrize("name", USE_CASES)
@pytest.mark.parametrize("role", Role)
def test_a_use_case_is_open_to_exactly_its_roles(open_as, name: str, role: Role) -> None:
    """Nothing is allowed by accident, nothing forbidden by accident."""
    store = open_as(staff(2, login_name="annan", roles=frozenset({role})))
    with store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
    roles, call = USE_CASES[name]
    refused = False
    try:
        call(store, declared)
    except NotAllowed:
        refused = True
    except FamiljecentralError:
        pass
    assert refused is (role not in roles)


@pytest.mark.parametrize("module", [defining, lock, outside, reissue, table_set, use_cases])
def test_no_use_case_is_missing_in_this_table(module: ModuleType) -> None:
    """A new function that is handed a unit of work, or begins one, must say who may call it."""
    found = {
        name
        for name, thing in vars(module).items()
        if inspect.isfunction(thing)
        and thing.__module__ == module.__name__
        and not name.startswith("_")
        and {"uow", "begin"} & set(thing.__annotations__)
    }
    assert found - ELSEWHERE - PARTS <= set(USE_CASES)


def test_exchange_asks_for_the_manager_in_every_use_case(open_as) -> None:
    """Files of other houses, the joint report and the public register: all but the manager's
    roles are refused before anything is read."""
    store = open_as(staff(2, login_name="annan", roles=frozenset(Role) - MANAGER))
    with store.unit_of_work() as uow:
        for call in (
            lambda: joint.make_joint(QUARTER, uow, declared=None, clock=CLOCK, is_sample=False),
            lambda: public.choose_folder("", uow, CLOCK),
            lambda: public.confirm_newest(uow, CLOCK, text=""),
            lambda: exchange.own_key(uow),
        ):
            with pytest.raises(NotAllowed):
                call()
