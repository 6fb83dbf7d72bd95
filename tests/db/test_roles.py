"""The table of roles once more in front of the tables: every method with every role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from familjecentral.access.model import Act, Actor, Role, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.codes import Code
from familjecentral.contacts.favourites import Favourite
from familjecentral.contacts.model import (
    Counter,
    HalfDay,
    PreventionLevel,
    TallyKey,
    WorkingLevel,
)
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.support import CardId, SupportCard
from familjecentral.contacts.tally import talk_values
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import FamiljecentralError, NotAllowed
from familjecentral.releases.model import Outside, OutsideKind, Partner, ReleaseStep
from familjecentral.statistics.declared import CountRow, DeclaredSet
from familjecentral.statistics.denominators import Denominator, DenominatorKind, Frozen, Target
from familjecentral.statistics.kept import KeptSet
from tests.db.test_releases import release
from tests.factories import TODAY, SeededIds, centre, contact, contact_values, staff, uuid_of

MONTH = Month(2026, 9)
CENTRE = centre().id
DECLARED = DeclaredSet(1, 5, (), (), ())
COUNT = CountRow("C1", "2026-09", 1, "t", (), 1, 0, 0)
CODE = Code("topic", "routines", "Sömn", "Sleep", "", 1)
HALF = Period.parse("2026-H2")
CARD = SupportCard(
    CardId(uuid_of(6)),
    staff().id,
    CENTRE,
    "BLÅ-EK",
    PreventionLevel.UNIVERSAL,
    PreventionLevel.UNIVERSAL,
    Period.parse("2026-Q4"),
)
R = Role
CLOSING = {R.COUNSELLOR, R.ADMINISTRATOR}
LOGGING = {R.COUNSELLOR}
TALLYING = {R.COUNSELLOR, R.TALLY}
INDIVIDUAL = WorkingLevel.INDIVIDUAL
FAVOURITE = Favourite(
    uuid_of(1), "Telefon", PreventionLevel.UNIVERSAL, INDIVIDUAL, {"contact_form": ("phone",)}
)
TALLY = TallyKey(CENTRE, "open_preschool", TODAY, HalfDay.MORNING)
RELEASED = {R.COUNSELLOR, R.COORDINATOR, R.MANAGER, R.READER}
EVERYBODY = set(Role)

OUTSIDE = Outside("a" * 64, OutsideKind.BEFORE, "Förr", TableSet(()), TODAY)
PARTNER = Partner("b" * 64, "Asken", TODAY)
CHILDREN = Denominator(
    DenominatorKind.CHILDREN, "C1", Period.parse("2026"), 120000, "Kommunen", TODAY
)

Call = Callable[[SqlUnitOfWork], object]
METHODS: dict[str, tuple[Call, set[Role]]] = {
    "contacts.add": (lambda u: u.contacts.add(contact()), LOGGING),
    "contacts.add_many": (lambda u: u.contacts.add_many([contact()]), LOGGING),
    "contacts.add_late": (lambda u: u.contacts.add_late(contact_values(), uuid_of(1)), LOGGING),
    "contacts.remove_late": (lambda u: u.contacts.remove_late(uuid_of(1)), LOGGING),
    "contacts.get": (lambda u: u.contacts.get(contact().id), LOGGING),
    "contacts.replace": (lambda u: u.contacts.replace(contact()), LOGGING),
    "contacts.remove": (lambda u: u.contacts.remove(contact().id), LOGGING),
    "contacts.page": (lambda u: u.contacts.page(ContactQuery(), after=None, size=1), LOGGING),
    "contacts.count": (lambda u: u.contacts.count(ContactQuery()), LOGGING),
    "contacts.totals": (lambda u: u.contacts.totals(ContactQuery()), LOGGING),
    "contacts.on_day": (lambda u: u.contacts.on_day(TODAY), LOGGING),
    "contacts.days": (lambda u: u.contacts.days(TODAY, TODAY), LOGGING),
    "contacts.lengths": (lambda u: u.contacts.lengths(TODAY, TODAY), LOGGING),
    "contacts.hand_over": (lambda u: u.contacts.hand_over(staff().id), LOGGING),
    "contacts.offered": (lambda u: u.contacts.offered(), LOGGING),
    "contacts.take_over": (lambda u: u.contacts.take_over(), LOGGING),
    "contacts.remove_batch": (lambda u: u.contacts.remove_batch(uuid_of(1)), LOGGING),
    "tallies.change": (lambda u: u.tallies.change(TALLY, Counter.CHILDREN, 1), TALLYING),
    "tallies.on_day": (lambda u: u.tallies.on_day(CENTRE, TODAY), TALLYING),
    "tallies.add_many": (lambda u: u.tallies.add_many([]), set()),
    "tallies.add_talk": (
        lambda u: u.tallies.add_talk(replace(contact(), owner=None, values=talk_values(TALLY))),
        TALLYING,
    ),
    "tallies.talks": (lambda u: u.tallies.talks(CENTRE, TODAY), TALLYING),
    "tallies.remove_talk": (lambda u: u.tallies.remove_talk(contact().id), TALLYING),
    "services.all": (lambda u: u.services.all(), {R.COUNSELLOR, R.ADMINISTRATOR}),
    "services.put": (lambda u: u.services.put(OpenService(None, "x")), {R.ADMINISTRATOR}),
    "cards.own": (lambda u: u.cards.own(), LOGGING),
    "cards.get": (lambda u: u.cards.get(CARD.id), LOGGING),
    "cards.add": (lambda u: u.cards.add(CARD), LOGGING),
    "cards.replace": (lambda u: u.cards.replace(CARD), LOGGING),
    "cards.remove": (lambda u: u.cards.remove(CARD.id), LOGGING),
    "cards.is_used": (lambda u: u.cards.is_used("BLÅ-EK"), LOGGING),
    "cards.halves_in_use": (lambda u: u.cards.halves_in_use(CENTRE), LOGGING),
    "cards.add_sums": (lambda u: u.cards.add_sums(CENTRE, HALF, {}, 1), CLOSING),
    "cards.sums": (lambda u: u.cards.sums(CENTRE), {*LOGGING, R.MANAGER}),
    "cards.receivers": (lambda u: u.cards.receivers(), LOGGING),
    "cards.hand_over": (lambda u: u.cards.hand_over([CARD.id], staff().id), LOGGING),
    "cards.forgotten": (lambda u: u.cards.forgotten(MONTH), {R.ADMINISTRATOR}),
    "cards.weed": (lambda u: u.cards.weed(MONTH), {R.ADMINISTRATOR}),
    "cards.offer": (lambda u: u.cards.offer(staff().id, staff().id), {R.ADMINISTRATOR}),
    "cards.offered": (lambda u: u.cards.offered(), LOGGING),
    "cards.take_over": (lambda u: u.cards.take_over(), LOGGING),
    "cards.decline": (lambda u: u.cards.decline(), LOGGING),
    "batches.imported_on": (lambda u: u.batches.imported_on("a" * 64, "b" * 64), LOGGING),
    "batches.add": (lambda u: u.batches.add(uuid_of(1), "a" * 64, "b" * 64, TODAY), LOGGING),
    "batches.open_ones": (lambda u: u.batches.open_ones(), LOGGING),
    "batches.remove": (lambda u: u.batches.remove(uuid_of(1)), LOGGING),
    "drafts.put": (lambda u: u.drafts.put(CENTRE, MONTH, b"{}"), LOGGING),
    "drafts.get": (lambda u: u.drafts.get(), LOGGING),
    "drafts.clear": (lambda u: u.drafts.clear(), LOGGING),
    "choices.counts": (lambda u: u.choices.counts(), LOGGING),
    "choices.put": (lambda u: u.choices.put(INDIVIDUAL, "arena", {"home": 1}), LOGGING),
    "favourites.all": (lambda u: u.favourites.all(), LOGGING),
    "favourites.add": (lambda u: u.favourites.add(FAVOURITE), LOGGING),
    "favourites.remove": (lambda u: u.favourites.remove(uuid_of(1)), LOGGING),
    "weeks.answered": (lambda u: u.weeks.answered(TODAY, TODAY), LOGGING),
    "weeks.put": (lambda u: u.weeks.put(CENTRE, TODAY, TODAY, nothing=True), LOGGING),
    "locks.locked_months": (lambda u: u.locks.locked_months(CENTRE), EVERYBODY),
    "locks.annual_released": (lambda u: u.locks.annual_released(CENTRE, 2026), EVERYBODY),
    "periods.locks": (lambda u: u.periods.locks(CENTRE), EVERYBODY),
    "periods.lock": (
        lambda u: u.periods.lock(CENTRE, [MONTH], TODAY, SeededIds()),
        {R.MANAGER},
    ),
    "periods.days_with_rows": (
        lambda u: u.periods.days_with_rows(CENTRE, TODAY, TODAY),
        {R.MANAGER},
    ),
    "periods.days_answered": (
        lambda u: u.periods.days_answered(CENTRE, TODAY, TODAY),
        {R.MANAGER},
    ),
    "periods.keep_completeness": (lambda u: u.periods.keep_completeness([]), {R.MANAGER}),
    "periods.completeness": (lambda u: u.periods.completeness(CENTRE, TODAY, TODAY), RELEASED),
    "periods.late_entries": (lambda u: u.periods.late_entries([CENTRE], [MONTH]), RELEASED),
    "periods.counted": (lambda u: u.periods.counted([CENTRE], [MONTH]), RELEASED),
    "periods.keep_counted": (lambda u: u.periods.keep_counted(CENTRE, [], 2), {R.MANAGER}),
    "outside.add": (lambda u: u.outside.add(OUTSIDE), {R.MANAGER}),
    "outside.all": (lambda u: u.outside.all(), {R.MANAGER}),
    "outside.add_partner": (lambda u: u.outside.add_partner(PARTNER), {R.MANAGER}),
    "outside.drop_partner": (
        lambda u: u.outside.drop_partner(PARTNER.public_key),
        {R.MANAGER},
    ),
    "outside.partners": (lambda u: u.outside.partners(), {R.MANAGER}),
    "steps.note": (
        lambda u: u.steps.note(ReleaseStep.LOCKED, Period.parse("2026"), ("C1",), TODAY),
        {R.MANAGER},
    ),
    "steps.of": (lambda u: u.steps.of(Period.parse("2026")), RELEASED),
    "steps.people": (lambda u: u.steps.people(), {R.MANAGER}),
    "definitions.denominators": (lambda u: u.definitions.denominators(), EVERYBODY),
    "definitions.put_denominator": (
        lambda u: u.definitions.put_denominator(CHILDREN),
        {R.MANAGER},
    ),
    "definitions.remove_denominator": (
        lambda u: u.definitions.remove_denominator(
            DenominatorKind.CHILDREN, "C1", Period.parse("2026")
        ),
        {R.MANAGER},
    ),
    "definitions.table_sets": (lambda u: u.definitions.table_sets(), EVERYBODY),
    "definitions.add_table_set": (
        lambda u: u.definitions.add_table_set(KeptSet(1, DECLARED, False, TODAY)),
        {R.MANAGER},
    ),
    "definitions.counted_by": (lambda u: u.definitions.counted_by(), EVERYBODY),
    "definitions.keep_counted_by": (
        lambda u: u.definitions.keep_counted_by(CENTRE, [], 1),
        {R.MANAGER},
    ),
    "definitions.targets": (lambda u: u.definitions.targets(), EVERYBODY),
    "definitions.put_target": (
        lambda u: u.definitions.put_target(Target("kpi_fathers", 3000, TODAY)),
        {R.MANAGER},
    ),
    "definitions.remove_target": (
        lambda u: u.definitions.remove_target("kpi_fathers"),
        {R.MANAGER},
    ),
    "definitions.frozen": (lambda u: u.definitions.frozen(1), RELEASED),
    "definitions.freeze": (
        lambda u: u.definitions.freeze(1, Frozen((), ())),
        {R.MANAGER},
    ),
    "counts.count": (lambda u: u.counts.count(DECLARED, CENTRE, [MONTH], 1), {R.MANAGER}),
    "counts.keep": (lambda u: u.counts.keep([COUNT]), {R.MANAGER}),
    "counts.kept": (lambda u: u.counts.kept([CENTRE], [MONTH], 1), {R.MANAGER}),
    "releases.add": (lambda u: u.releases.add(release()), {R.MANAGER}),
    "releases.all": (lambda u: u.releases.all(), RELEASED),
    "releases.get": (lambda u: u.releases.get(1), RELEASED),
    "releases.set_status": (lambda u: u.releases.set_status(release()), {R.MANAGER}),
    "releases.keep_shown": (
        lambda u: u.releases.keep_shown(Period.parse("2026"), ("C1",), TableSet(())),
        {R.MANAGER},
    ),
    "releases.shown": (lambda u: u.releases.shown(), {R.MANAGER}),
    "releases.shown_of": (
        lambda u: u.releases.shown_of(Period.parse("2026"), ("C1",)),
        {R.MANAGER},
    ),
    "staff.add": (lambda u: u.staff.add(staff(9)), {R.ADMINISTRATOR}),
    "staff.get": (lambda u: u.staff.get(StaffId(uuid_of(9))), {R.ADMINISTRATOR}),
    "staff.get own": (lambda u: u.staff.get(staff().id), EVERYBODY),
    "staff.all": (lambda u: u.staff.all(), {R.ADMINISTRATOR}),
    "staff.replace": (lambda u: u.staff.replace(staff()), {R.ADMINISTRATOR}),
    "audit.read": (lambda u: u.audit.read("contacts", TODAY), EVERYBODY),
    "audit.done": (lambda u: u.audit.done("lock", TODAY), EVERYBODY),
    "audit.entries": (lambda u: u.audit.entries(), {R.ADMINISTRATOR}),
    "settings.get": (lambda u: u.settings.get("x"), EVERYBODY),
    "settings.put": (lambda u: u.settings.put("x", "1"), {R.ADMINISTRATOR, R.MANAGER}),
    "settings.get secret own": (lambda u: u.settings.get("secret.x"), {R.MANAGER}),
    "settings.put own": (lambda u: u.settings.put(f"staff.{staff().id}.x", "1"), EVERYBODY),
    "centres": (lambda u: u.centres(), EVERYBODY),
    "codes": (lambda u: u.codes(), EVERYBODY),
    "add_centre": (lambda u: u.add_centre(centre(2)), {R.ADMINISTRATOR}),
    "replace_centre": (lambda u: u.replace_centre(centre()), {R.ADMINISTRATOR}),
    "replace_code": (lambda u: u.replace_code(CODE), {R.ADMINISTRATOR}),
}
ROOMS = (
    "contacts",
    "drafts",
    "choices",
    "favourites",
    "weeks",
    "tallies",
    "services",
    "cards",
    "batches",
    "periods",
    "counts",
    "releases",
    "staff",
    "audit",
    "settings",
    "outside",
    "steps",
    "definitions",
)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_lets_in_its_roles_and_nobody_else(store: SqlStore, method: str) -> None:
    """NotAllowed for every other role, before anything is read or written."""
    call, roles = METHODS[method]
    for role in Role:
        with store._session.engine.connect() as connection:
            actor = Actor(staff().id, frozenset({role}), CENTRE)
            uow = SqlUnitOfWork(connection, actor, store._session.shared, store._own)
            refusal: Exception | None = None
            try:
                call(uow)
            except FamiljecentralError as error:
                refusal = error
            refused = isinstance(refusal, NotAllowed)
            assert refused is (role not in roles), (role, refusal)
            assert not (refused and connection.in_transaction())
            uow.close()


def test_no_method_is_missing_from_the_table(store: SqlStore) -> None:
    """Whoever adds a method to a repository has to say who may call it."""
    with store.unit_of_work() as uow:
        found = {
            f"{room}.{name}"
            for room in ROOMS
            for name in dir(getattr(uow, room))
            if not name.startswith("_")
        }
    listed = {
        name.replace(" secret", "").replace(" own", "").replace("locks.", "periods.")
        for name in METHODS
    }
    assert {name for name in listed if "." in name} == found


def test_the_access_log_holds_one_entry_for_a_day_of_reading(store: SqlStore) -> None:
    """Who, which kind, which day; not how often and not what."""
    later = TODAY + dt.timedelta(days=1)
    with store.unit_of_work() as uow:
        for day in (TODAY, TODAY, later):
            uow.audit.read("contacts", day)
        uow.audit.done("publish", later, "7")
        uow.audit.done("publish", later, "8")
        uow.audit.done("publish", later, "8")
        assert uow.audit.entries() == (
            (later, staff().id, "contacts", ""),
            (later, staff().id, "publish", "7"),
            (later, staff().id, "publish", "8"),
            (TODAY, staff().id, "contacts", ""),
        )


def test_every_act_is_held_by_somebody() -> None:
    """No act that the store asks for is without a role."""
    for act in Act:
        assert any(Actor(staff().id, frozenset({role}), CENTRE).may(act) for role in Role)


def test_a_centre_and_a_code_change_but_for_their_keys(store: SqlStore) -> None:
    """Words change at once in the same session; what is not kept is forgotten."""
    renamed = centre(name="Björken", key="C7")
    with store.unit_of_work() as uow:
        uow.replace_centre(renamed)
        uow.replace_code(CODE)
        assert uow.centres()[0].name == "Björken"
        assert uow.codes().label("topic", "routines") == "Sömn"
    with store.unit_of_work() as uow:
        assert uow.centres() == (centre(),)
        assert uow.codes().label("topic", "routines") != "Sömn"
        uow.replace_centre(renamed)
        uow.add_centre(centre(10))
        uow.add_centre(centre(2))
        uow.commit()
    with store.unit_of_work() as uow:
        assert [c.key for c in uow.centres()] == ["C1", "C2", "C10"]


def test_settings_are_texts_by_key(store: SqlStore) -> None:
    """Put, put again, get; nothing for a key that was never put."""
    with store.unit_of_work() as uow:
        assert uow.settings.get("language") is None
        uow.settings.put("language", "sv")
        uow.settings.put("language", "en")
        assert uow.settings.get("language") == "en"
