"""The register in use: steps, the public register, a restore, tables of before, other houses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.commands.composition import guard
from familjecentral.commands.reporting import report_readers, report_writer
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    RegisterBehind,
    UnknownSender,
    UnusableFile,
)
from familjecentral.releases import exchange, joint, outside, public
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.model import ReleaseStep
from familjecentral.releases.use_cases import NoteApproval, note_approval, review, write_draft
from tests.factories import PASSPHRASE, FixedClock, staff
from tests.fixtures_store import Template, copy_store
from tests.walks.houses import QUARTERS, Houses, two_houses

Q1 = QUARTERS[0]


@pytest.fixture
def houses(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    found = two_houses(store, clock, tmp_path / "ut", 40)
    found.lock(*QUARTERS)
    return found


@pytest.fixture
def neighbour(
    gate: SqlStoreGate, store_template: Template, clock: FixedClock, tmp_path: Path
) -> Iterator[Houses]:
    """Return another store, with other rows."""
    path = copy_store(store_template.path, tmp_path / "granne.fcdb")
    opened = gate.open(path, staff().login_name, PASSPHRASE)
    found = two_houses(opened, clock, tmp_path / "granne", 70)
    found.lock(*QUARTERS)
    yield found
    opened.close()


def publish_first(houses: Houses) -> None:
    houses.publish(houses.draft(ReportScope(Q1)))


def test_every_step_is_noted_with_who_and_when(houses: Houses) -> None:
    """From the lock to the region's answer; twice on a day is once."""
    draft = houses.draft(ReportScope(Q1))
    draft = houses.draft(ReportScope(Q1))
    with houses.store.unit_of_work() as uow:
        review(draft, uow, houses.clock)
    houses.publish(draft)
    houses.clock.day = dt.date(2026, 10, 20)
    with houses.store.unit_of_work() as uow:
        signed = NoteApproval(1, approved=True, name="Regionens chef", on=dt.date(2026, 10, 15))
        note_approval(signed, uow, houses.clock)
    with houses.store.unit_of_work() as uow:
        steps = uow.steps.of(Q1)
        (release,) = uow.releases.all()
    assert [s.step for s in steps] == [
        ReleaseStep.LOCKED,
        ReleaseStep.LOCKED,  # in each house
        ReleaseStep.DRAFTED,
        ReleaseStep.REVIEWED,
        ReleaseStep.PUBLISHED,
        ReleaseStep.APPROVED,
    ]
    assert {s.by for s in steps} == {staff().id}
    assert [s.number for s in steps] == [None, None, None, None, 1, 1]
    assert release.approved_on == dt.date(2026, 10, 15)


@pytest.mark.parametrize(
    ("name", "day", "problem"),
    [
        ("", dt.date(2026, 10, 8), "name:required"),
        ("Chef", dt.date(2026, 10, 9), "on:future_date"),
        ("Chef", dt.date(2026, 10, 7), "on:before_publication"),
    ],
)
def test_an_approval_has_a_name_and_a_possible_day(
    houses: Houses, name: str, day: dt.date, problem: str
) -> None:
    """Nobody signs before the release or in the future."""
    publish_first(houses)
    with houses.store.unit_of_work() as uow, pytest.raises(InvalidInput, match=problem):
        note_approval(NoteApproval(1, approved=True, name=name, on=day), uow, houses.clock)


def test_the_public_register_goes_out_with_every_release(houses: Houses, tmp_path: Path) -> None:
    """Beside the files and in the folder of the settings; it names nobody and is read back."""
    shared = tmp_path / "gemensam mapp"
    with houses.store.unit_of_work() as uow:
        public.choose_folder(str(shared), uow, houses.clock)
    assert json.loads((shared / public.FILE_NAME).read_text("utf-8")) == {"releases": []}
    publish_first(houses)
    text = (shared / public.FILE_NAME).read_text("utf-8")
    assert (houses.folder / public.FILE_NAME).read_text("utf-8") == text
    assert str(staff().id) not in text
    assert public.releases_of(text, staff().id) == houses.releases
    with pytest.raises(UnusableFile, match="broken_chain"):
        public.releases_of(text.replace('"number": 1', '"number": 2'), staff().id)
    for wrong in ("", "{}", '{"releases": [{}]}', "[]"):
        with pytest.raises(UnusableFile, match="not_a_register"):
            public.releases_of(wrong, staff().id)


def test_a_restored_store_publishes_nothing_until_the_newest_release_is_given(
    houses: Houses, gate: SqlStoreGate, tmp_path: Path
) -> None:
    """An older copy lies behind its public register: what it lacks is taken over from there."""
    shared = tmp_path / "offentligt"
    with houses.store.unit_of_work() as uow:
        public.choose_folder(str(shared), uow, houses.clock)
    publish_first(houses)
    path = houses.store.path
    houses.store._session.settle()
    old = copy_store(path, tmp_path / "aldre.fcdb")
    houses.publish(houses.draft(ReportScope(QUARTERS[1])))
    text = (shared / public.FILE_NAME).read_text("utf-8")
    restored = gate.open(old, staff().login_name, PASSPHRASE)
    try:
        late = Houses(restored, houses.clock, tmp_path / "ut2", houses.ids)
        with pytest.raises(RegisterBehind) as behind:
            late.draft(ReportScope(QUARTERS[2]))
        assert behind.value.number == 1
        with restored.unit_of_work() as uow:
            public.mark_restored(uow)
            with pytest.raises(RegisterBehind):
                public.confirm_newest(uow, late.clock, number=2)
            with pytest.raises(UnusableFile, match="older_than_store"):
                public.confirm_newest(uow, late.clock, number=0)
            public.confirm_newest(uow, late.clock, text=text)
        assert late.releases == houses.releases
        assert restored.verify() == ()
        late.draft(ReportScope(QUARTERS[2]))
    finally:
        restored.close()


def test_the_mark_of_a_restore_goes_when_the_number_is_right(houses: Houses) -> None:
    """The newest number on paper is enough where nothing is missing."""
    publish_first(houses)
    with houses.store.unit_of_work() as uow:
        public.mark_restored(uow)
        uow.commit()
    with pytest.raises(RegisterBehind):
        houses.draft(ReportScope(QUARTERS[1]))
    with houses.store.unit_of_work() as uow:
        public.confirm_newest(uow, houses.clock, number=1)
    houses.draft(ReportScope(QUARTERS[1]))


def test_tables_of_before_are_protected_against(houses: Houses) -> None:
    """What they give away is listed as lost; a number they hide stays hidden, one they show is
    shown; what contradicts the register is refused."""

    def cell(value: int | None, level: str = "", month: str = "2020-01") -> Cell:
        codes = (("level", level),) if level else ()
        return Cell(Key("contacts", (month,), 1, codes), value, "förr")

    leaking = (cell(43), cell(None, "universal"), cell(40, "selective"), cell(0, "indicated"))

    def enter(cells: tuple[Cell, ...], name: str = "Årsberättelse 2020") -> outside.Entered:
        return outside.enter_tables(
            outside.EnterTables(name, TableSet(cells)),
            houses.store.unit_of_work,
            declared=houses.declared,
            clock=houses.clock,
            guard=guard(),
        )

    entered = enter(leaking)
    assert [(lost.low, lost.high) for lost in entered.lost] == [(3, 3)]
    with houses.store.unit_of_work() as uow:
        assert [o.name for o in outside.list_outside(uow)] == ["Årsberättelse 2020"]
    for wrong, problem in (("", "required"), ("x" * 81, "too_long"), ("19121212-1212", "personal")):
        with pytest.raises(InvalidInput, match=problem):
            enter(leaking[:1], wrong)
    with pytest.raises(InvalidInput, match="cells"):
        enter(())
    with pytest.raises(UnusableFile):
        enter((cell(9),))
    publish_first(houses)


def test_two_houses_exchange_signed_files_and_report_together(
    houses: Houses, neighbour: Houses, tmp_path: Path
) -> None:
    """Only cells both show are summed; the joint file flows back and the next release knows it."""
    publish_first(houses)
    publish_first(neighbour)
    with neighbour.store.unit_of_work() as uow:
        sent = exchange.export_release(1, uow)
        key = exchange.own_key(uow)
        with pytest.raises(NotFound):
            exchange.export_release(9, uow)
    with houses.store.unit_of_work() as uow:
        with pytest.raises(UnknownSender):
            exchange.import_file(sent, uow, houses.clock)
        wrong = exchange.ConfirmPartner(key, "Asken", "0000-0000")
        with pytest.raises(UnusableFile, match="fingerprint"):
            exchange.confirm_partner(wrong, uow, houses.clock, guard())
        typed = exchange.fingerprint(key).lower().replace("-", " ")
        doubtful = exchange.ConfirmPartner(key, "Fatimas hus", typed)
        with pytest.raises(InvalidInput, match="name:personal_data_possible"):
            exchange.confirm_partner(doubtful, uow, houses.clock, guard())
        right = exchange.ConfirmPartner(key, "Norra huset", typed)
        exchange.confirm_partner(right, uow, houses.clock, guard())
        with pytest.raises(NotFound):
            joint.make_joint(Q1, uow, declared=_declared(uow), clock=houses.clock, is_sample=False)
        assert exchange.import_file(sent, uow, houses.clock).number == 1
        made = joint.make_joint(
            Q1, uow, declared=_declared(uow), clock=houses.clock, is_sample=False
        )
        back = exchange.export_joint(made, uow)
        exchange.import_file(back, uow, houses.clock)
        own_key = exchange.own_key(uow)
    assert "None" not in sent
    own, theirs = (_whole(h) for h in (houses, neighbour))
    for cell in made.draft.safe.tables.cells:
        if "centre" in dict(cell.key.codes):
            continue
        parts = own[cell.key], theirs[cell.key]
        wanted = None if None in parts else sum(p for p in parts if isinstance(p, int))
        assert cell.value == wanted
    files = write_draft(
        made.draft, tmp_path / "gemensam", formats=("pdf", "csv"), writer=report_writer()
    )
    for file in files[:2]:
        read = report_readers(made.draft)[file.suffix](file)
        values = {c.key: c.value for c in made.draft.safe.tables.cells}
        assert all(values[c.key] == c.value for c in read.cells)
    with neighbour.store.unit_of_work() as uow:
        partner = exchange.ConfirmPartner(own_key, "Södra huset", exchange.fingerprint(own_key))
        exchange.confirm_partner(partner, uow, houses.clock, guard())
        assert exchange.import_file(back, uow, houses.clock).kind == "joint"
        assert [o.name for o in uow.outside.all()] == ["Södra huset: 2026-Q1"]
    neighbour.publish(neighbour.draft(ReportScope(QUARTERS[1])))


def test_a_changed_file_is_refused(houses: Houses) -> None:
    """Signature, hash and version are checked before anything is believed."""
    publish_first(houses)
    with houses.store.unit_of_work() as uow:
        sent = exchange.export_release(1, uow)
    content = json.loads(sent)
    for change, reason in (
        ({"body": content["body"].replace("2026", "2027")}, "bad_signature"),
        ({"signature": "00" * 64}, "bad_signature"),
        ({"format": 2}, "newer_format"),
        ({"kind": "other"}, "newer_format"),
        ({"sender": "zz"}, "not_an_exchange_file"),
    ):
        with pytest.raises(UnusableFile, match=reason):
            exchange.read_file(json.dumps(content | change))
    with pytest.raises(UnusableFile, match="not_an_exchange_file"):
        exchange.read_file("hej")


def test_a_joint_file_that_sums_hidden_parts_is_refused(houses: Houses) -> None:
    """The sum would tell of the part that this house hides."""
    publish_first(houses)
    hidden = next(key for key, value in _whole(houses).items() if value is None)
    with houses.store.unit_of_work() as uow:
        exchange.own_key(uow)
        body = exchange.cells_text(TableSet((Cell(hidden, 12, "t4"),)))
        named = json.dumps({"name": "2026-Q1", **json.loads(body)})
        forged = exchange._signed("joint", named, uow)
        with pytest.raises(UnusableFile, match="sum_of_hidden"):
            exchange.import_file(forged, uow, houses.clock)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
def test_only_a_manager_exchanges_and_enters(
    houses: Houses, open_as: Callable[..., SqlStore], role: Role
) -> None:
    """Every other role is refused by the core."""
    declared = houses.declared
    other = open_as(staff(2, login_name="annan", roles=frozenset({role})))
    tables = outside.EnterTables(
        "Förr", TableSet((Cell(Key("contacts", ("2020-01",), 1, ()), 7, "t"),))
    )
    with other.unit_of_work() as uow:
        acts: tuple[Callable[[], object], ...] = (
            lambda: exchange.own_key(uow),
            lambda: exchange.overview(uow),
            lambda: public.newest_needed(uow, houses.clock),
            lambda: exchange.export_release(1, uow),
            lambda: exchange.import_file("", uow, houses.clock),
            lambda: exchange.confirm_partner(
                exchange.ConfirmPartner("00", "a", ""), uow, houses.clock, guard()
            ),
            lambda: joint.make_joint(
                Q1, uow, declared=declared, clock=houses.clock, is_sample=False
            ),
            lambda: outside.list_outside(uow),
            lambda: public.choose_folder("", uow, houses.clock),
            lambda: public.confirm_newest(uow, houses.clock, number=1),
        )
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotAllowed):
        outside.enter_tables(
            tables, other.unit_of_work, declared=declared, clock=houses.clock, guard=guard()
        )


def _declared(uow):  # type: ignore[no-untyped-def]
    from familjecentral.commands.reporting import declared_set

    return declared_set(uow.codes())


def _whole(houses: Houses) -> dict[object, object]:
    return {c.key: c.value for c in joint.whole_of(houses.releases[0]).cells}
