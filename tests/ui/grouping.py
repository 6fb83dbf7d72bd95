"""A store with rooms, leaders and the groups of a term, all invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from familjecentral.commands.composition import guard
from familjecentral.gate import NewStore
from familjecentral.groups import saving
from familjecentral.groups.attendance import MarkAllPresent, MarkSeats, mark_all_present, mark_seats
from familjecentral.groups.furnishing import SaveLeader, SaveRoom, save_leader, save_room
from familjecentral.groups.house import Certificate, LeaderId, RoomId
from familjecentral.groups.model import Group, GroupStatus, LeaderRole, Mark, TeamMember
from familjecentral.groups.registering import Register, register
from familjecentral.groups.saving import CancelGroup, SaveGroups, cancel_group
from familjecentral.groups.series import SeriesPlan, accept_clashes, lay_series
from tests.factories import PASSPHRASE, TODAY, FixedClock, SeededIds
from tests.groups_factory import Office, leader, room
from tests.ui.stage import HOUSE, MAJA, PEOPLE, Sample, make_gate

LEILA = PEOPLE[2]
ROOMS = (
    ("Stora rummet", 20), ("Lilla salen", 12), ("Rum Björk", 8), ("Rum Rönn", 10), ("Köket", 10),
)  # fmt: skip
NAMES = ("Maja", "Johan", "Sara", "Leila", "Amir", "Karin")
PROGRAMMES = (
    "ICDP",
    "ABC_0_2",
    "ABC_3_12",
    "FOS",
    "AF_1_4",
    "COSP",
    "BIFF",
    "CHILD_SEP",
    "BRA_START",
)
TERM = "2026-HT"


@dataclass(frozen=True)
class Plan:
    """One invented group: who and where by number, registered and waiting."""

    title: str
    programme: str
    first: dt.date
    start: int
    room: int
    leaders: tuple[int, ...]
    seats: int
    registered: int = 0
    waiting: int = 0
    status: GroupStatus = GroupStatus.OPEN


PLANS = (
    Plan("Vägledande samspel, torsdag", "ICDP", dt.date(2026, 9, 17), 810, 1, (0, 1), 8, 8, 3),
    Plan("Vägledande samspel, kväll", "ICDP", dt.date(2026, 9, 15), 1020, 1, (2, 1), 8, 7),
    Plan("ABC 0–2 år", "ABC_0_2", dt.date(2026, 9, 1), 600, 0, (3, 2), 8, 6),
    Plan("ABC 3–12 år", "ABC_3_12", dt.date(2026, 10, 15), 1020, 0, (3, 1), 12, 12, 2),
    Plan("Trygghetscirkeln", "COSP", dt.date(2026, 10, 13), 780, 2, (0, 4), 6, 2),
    Plan("Föräldraskap i Sverige", "FOS", dt.date(2026, 10, 28), 570, 0, (4, 3), 14, 4),
    Plan("BIFF, höst", "BIFF", dt.date(2026, 10, 20), 1050, 3, (0, 1), 8, 3),
    Plan("Aktiva småbarnsföräldrar", "AF_1_4", dt.date(2026, 11, 4), 1050, 0, (3, 2), 10, 0, 0,
         GroupStatus.PLANNED),
)  # fmt: skip


def furnish(office: Office) -> tuple[list[RoomId], list[LeaderId]]:
    """Keep the rooms and the leaders, all certified but Johan, who is in training."""
    rooms, leaders = [], []
    for number, (name, seats) in enumerate(ROOMS, 1):
        one = room(number, name=name, seats=seats, centre_id=HOUSE.id)
        office.run(save_room, SaveRoom(one), guard=guard())
        rooms.append(one.id)
    for number, name in enumerate(NAMES, 1):
        rights = tuple(Certificate(code, in_training=name == "Johan") for code in PROGRAMMES)
        account = {"Maja": MAJA.id, "Johan": PEOPLE[0].id}.get(name)
        one_leader = leader(number, first_name=name, certificates=rights, staff_id=account)
        office.run(save_leader, SaveLeader(one_leader))
        leaders.append(one_leader.id)
    return rooms, leaders


def lay_up(office: Office, plan: Plan, rooms: list[RoomId], leaders: list[LeaderId]) -> Group:
    """Lay up one group with its series and its registrations."""
    group = office.new(plan.title, programme=plan.programme, seats=plan.seats, term=TERM)
    team = tuple(
        TeamMember(leaders[n], LeaderRole.CO_LEAD if place else LeaderRole.LEAD)
        for place, n in enumerate(plan.leaders)
    )
    laid = SeriesPlan(plan.first, plan.start, rooms[plan.room], team, skip_closed=True)
    with office.store.unit_of_work() as uow:
        schedule = saving.schedule_of_days(uow, plan.first, plan.first + dt.timedelta(weeks=40))
        proposal = lay_series(group, laid, schedule, office.ids)
    draft = accept_clashes(proposal.group, proposal.clashes, "agreed")
    minimum = min(group.minimum, plan.seats)
    (group,) = office.save(
        replace(
            draft, status=plan.status, minimum=minimum, decision_day=plan.first - dt.timedelta(7)
        )
    )
    for _ in range(plan.registered):
        office.run(register, Register(group.id, "self"))
    for _ in range(plan.waiting):
        office.run(register, Register(group.id, queue=True))
    return office.get(group)


def hold(office: Office, group: Group, today: dt.date) -> None:
    """Fill in the sessions that have been, with a few absences."""
    done = [s for s in group.course if s.day < today]
    for n, session in enumerate(done):
        office.run(mark_all_present, MarkAllPresent(session.id))
        mark = Mark.ABSENT if n % 3 == 2 else Mark.ABSENT_NOTIFIED
        seat = 3 + n
        office.run(mark_seats, MarkSeats(session.id, {seat: mark}, {seat: Mark.PRESENT}))


def make_groups(folder: Path, *, plans: tuple[Plan, ...] = PLANS) -> Sample:
    """Make a store with people, house and groups, and close it."""
    path = folder / "mall" / "eken.fcdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    gate = make_gate()
    store, key = gate.create(path, NewStore(HOUSE, MAJA, sample=True), PASSPHRASE)
    for person in PEOPLE:
        store.add_account(person, PASSPHRASE)
    store.close()
    store = gate.open(path, LEILA.login_name, PASSPHRASE)
    office = Office(store, FixedClock(), SeededIds(11))
    rooms, leaders = furnish(office)
    for plan in plans:
        group = lay_up(office, plan, rooms, leaders)
        if plan.registered > 4:
            hold(office, group, TODAY)
    if plans:
        (biff,) = (g for g in _all(office) if g.title.startswith("BIFF"))
        office.run(cancel_group, CancelGroup(biff.id, biff.version, "too_few"))
    store.close()
    return Sample(path, key)


def _all(office: Office) -> tuple[Group, ...]:
    with office.store.unit_of_work() as uow:
        return tuple(uow.groups.in_term(TERM))


def kept(office: Office, *groups: Group) -> tuple[Group, ...]:
    """Keep groups as edited, with the real guard."""
    saved = office.run(saving.save_groups, SaveGroups(groups), guard=guard())
    return tuple(saved.groups)
