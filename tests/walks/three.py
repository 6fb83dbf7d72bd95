"""Three stores of one municipality with few contacts each, and what their managers exchange."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.gate import SqlStoreGate
from familjecentral.calendar.periods import Period
from familjecentral.commands.composition import guard
from familjecentral.commands.reporting import joint_report
from familjecentral.releases import exchange
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.joint import JointReport
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, staff
from tests.fixtures_store import Template, copy_store
from tests.walks.houses import Houses, some_contact

NAMES = ("Södra huset", "Norra huset", "Västra huset")


@dataclass(frozen=True)
class Three:
    """The stores, in the order of their names."""

    houses: tuple[Houses, ...]

    def close(self) -> None:
        for house in self.houses:
            house.store.close()

    def key(self, place: int) -> str:
        with self.houses[place].store.unit_of_work() as uow:
            return exchange.own_key(uow)

    def export(self, place: int, number: int) -> str:
        with self.houses[place].store.unit_of_work() as uow:
            return exchange.export_release(number, uow)

    def take_in(self, place: int, text: str) -> exchange.Received:
        house = self.houses[place]
        with house.store.unit_of_work() as uow:
            return exchange.import_file(text, uow, house.clock)

    def believe(
        self, place: int, other: int, name: str = "", *, replaces: bool = False, key: str = ""
    ) -> None:
        house, key = self.houses[place], key or self.key(other)
        command = exchange.ConfirmPartner(
            key, name or NAMES[other], exchange.fingerprint(key), replaces
        )
        with house.store.unit_of_work() as uow:
            exchange.confirm_partner(command, uow, house.clock, guard())

    def meet(self) -> None:
        """Everybody compares fingerprints with everybody."""
        for place in range(len(self.houses)):
            for other in range(len(self.houses)):
                if place != other:
                    self.believe(place, other)

    def publish(self, period: Period) -> None:
        for house in self.houses:
            house.publish(house.draft(ReportScope(period)))

    def joint(self, period: Period, numbers: Sequence[int]) -> JointReport:
        """The first takes the others' files in, reports, and sends the joint file to all."""
        for other, number in enumerate(numbers, start=1):
            self.take_in(0, self.export(other, number))
        house = self.houses[0]
        with house.store.unit_of_work() as uow:
            made = joint_report(period, uow, clock=house.clock, is_sample=False)
        with house.store.unit_of_work() as uow:
            text = exchange.keep_joint(made, uow, house.clock)
        for other in range(1, len(self.houses)):
            self.take_in(other, text)
        return made


def open_copies(closed: Path, gate: SqlStoreGate, clock: FixedClock, folder: Path) -> Three:
    """Open copies of closed stores that :func:`three_stores` made, with all that was published."""
    shutil.copytree(closed, folder, dirs_exist_ok=True)
    return Three(
        tuple(
            Houses(
                gate.open(folder / f"hus{place}.fcdb", staff().login_name, PASSPHRASE),
                clock,
                folder / f"ut{place}",
                SeededIds(80 + place),
            )
            for place in range(len(NAMES))
        )
    )


def three_stores(
    gate: SqlStoreGate,
    template: Template,
    clock: FixedClock,
    folder: Path,
    *,
    periods: Sequence[Period],
    contacts: Callable[[int], int] = lambda place: 14 + 6 * place,
) -> Three:
    """Make the stores, log, and lock the periods; one has too few contacts to show much."""
    found = []
    for place in range(len(NAMES)):
        path = copy_store(template.path, folder / f"hus{place}.fcdb")
        store = gate.open(path, staff().login_name, PASSPHRASE)
        chance, ids = random.Random(place), SeededIds(40 + place)
        with store.unit_of_work() as uow:
            for period in periods:
                length = (period.last - period.first).days
                for number in range(contacts(place)):
                    day = period.first + dt.timedelta(days=number * 7 % length)
                    uow.contacts.add(some_contact(chance, ids, day, centre().id))
            uow.commit()
        house = Houses(store, clock, folder / f"ut{place}", SeededIds(60 + place))
        house.lock(*periods)
        found.append(house)
    return Three(tuple(found))
