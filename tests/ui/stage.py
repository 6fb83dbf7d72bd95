"""A window on a real store, for tests and pictures."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from db.cost import KeyCost
from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.codes import Code
from familjecentral.commands import importing, paper, reporting
from familjecentral.commands.composition import first_programmes
from familjecentral.contacts.model import (
    Contact,
    ContactId,
    ContactValues,
    PreventionLevel,
    WorkingLevel,
)
from familjecentral.gate import NewStore
from resources import code_lists, programmes
from tests.factories import PASSPHRASE, TODAY, FixedClock, SeededIds, centre, contact_values, staff
from ui.jobs import Jobs
from ui.main_window import MainWindow, Parts
from ui.preferences import Preferences

CHEAP = KeyCost(memory_kib=64, iterations=1, lanes=1)
HOUSE = centre(name="Familjecentralen Eken", municipality="Lindköping", region="Region Ek")
MAJA = staff(1, first_name="Maja", login_name="maja")
PEOPLE = (
    staff(2, first_name="Johan", login_name="johan", roles=frozenset({Role.COUNSELLOR})),
    staff(3, first_name="Eva", login_name="eva", roles=frozenset({Role.MANAGER})),
    staff(4, first_name="Leila", login_name="leila", roles=frozenset({Role.COORDINATOR})),
    staff(
        5,
        first_name="Petra",
        login_name="petra",
        roles=frozenset({Role.COUNSELLOR}),
        ends_on=dt.date(2026, 12, 31),
    ),
    staff(6, first_name="Region", login_name="region", roles=frozenset({Role.READER})),
    staff(7, first_name="Sara", login_name="sara", roles=frozenset({Role.TALLY})),
)


def seed() -> tuple[Code, ...]:
    """Return the product's code lists and programmes as a new store gets them."""
    codes = [
        Code(
            found.key,
            text.key,
            text.sv,
            text.en,
            text.definition,
            order,
            text.valid_from,
            text.valid_to,
            text.sensitive,
        )
        for found in code_lists().values()
        for order, text in enumerate(found.codes)
    ]
    codes += [
        Code("programme", found.code, found.short, found.name, "", order)
        for order, found in enumerate(programmes().values())
        if found.working_level == "group"
    ]
    return tuple(codes)


def make_gate(clock: FixedClock | None = None) -> SqlStoreGate:
    """Return a way in with cheap keys."""
    return SqlStoreGate(
        clock or FixedClock(),
        SeededIds(),
        seed(),
        seed_programmes=first_programmes(),
        key_cost=CHEAP,
        is_network=lambda path: False,
    )


@dataclass(frozen=True)
class Sample:
    """A closed store with invented rows, and its recovery key."""

    path: Path
    recovery_key: str


def invented(chance: random.Random, day: dt.date) -> ContactValues:
    """Return one invented contact of a day."""
    level = chance.choices(tuple(PreventionLevel), (55, 35, 10))[0]
    kind = chance.choices(tuple(WorkingLevel), (86, 7, 7))[0]
    if kind is not WorkingLevel.INDIVIDUAL:
        codes = {"open_group": "cafe"} if kind is WorkingLevel.GROUP else {}
        return contact_values(date=day, working_level=kind, prevention_level=level, **codes)
    form, arena = chance.choice(
        (
            ("drop_in_talk", "open_preschool"),
            ("booked_talk", "centre_room"),
            ("phone", "remote"),
            ("home_visit", "home"),
            ("drop_in_talk", "open_preschool"),
        )
    )
    topics = ("routines", "becoming_parent", "parenting", "separation", "economy", "siblings")
    return contact_values(
        date=day,
        prevention_level=level,
        contact_form=form,
        arena=arena,
        topics=tuple(chance.sample(topics, chance.choices((1, 2, 3), (62, 28, 10))[0])),
        child_age_band=chance.choice(("m0_11", "y1_2", "y3_5", None)),
        participants=chance.choice((("mother",), ("father",), ("both_parents",))),
        initiative_taker=chance.choice(("parent", "child_health", "open_preschool")),
        duration_band=chance.choice(("lt15", "m15_30", "m31_60")),
        contact_ordinal=chance.choice(("first", "returning")),
        interpreter=chance.choice(("none", "none", "phone")),
    )


def make_sample(folder: Path, chance: random.Random, rows: int = 38) -> Sample:
    """Make a store with people and rows, and close it."""
    path = folder / "mall" / "eken.fcdb"
    gate = make_gate()
    store, key = gate.create(path, NewStore(HOUSE, MAJA, sample=True), PASSPHRASE)
    for person in PEOPLE:
        store.add_account(person, PASSPHRASE)
    ids = SeededIds(9)
    days = [TODAY - dt.timedelta(days=n) for n in range(8)]
    working = [day for day in days if day.weekday() < 5]
    with store.unit_of_work() as uow:
        for number in range(rows):
            day = working[number * len(working) // rows] if rows else TODAY
            contact_id = ContactId(ids.new_id())
            uow.contacts.add(Contact(contact_id, MAJA.id, invented(chance, day)))
        uow.commit()
    store.close()
    return Sample(path, key)


class Stage:
    """A window of its own on a copy of a store."""

    def __init__(
        self,
        sample: Sample | None,
        folder: Path,
        preferences: Preferences,
        parent: QObject,
        clock: FixedClock | None = None,
    ) -> None:
        self.sample = sample
        self.clock = clock or FixedClock()
        self.preferences = preferences
        self.unforeseen: list[BaseException] = []
        self.folder = Path(folder) / f"lager{random.SystemRandom().randrange(10**9)}"
        self.folder.mkdir()
        self.path = self.folder / "eken.fcdb"
        if sample is not None:
            self.put(sample)
        self.jobs = Jobs(self.unforeseen.append, parent)
        gate = make_gate(self.clock)
        ids = SeededIds(3)
        self.window = MainWindow(
            Parts(
                gate=lambda: gate,
                clock=lambda: self.clock,
                ids=lambda: ids,
                jobs=self.jobs,
                preferences=preferences,
                version="0.1.0",
                guard=importing.guard,
                sample=self._make_sample,
                reports=lambda: reporting,
                imports=lambda: importing,
                paper=lambda: paper,
            )
        )
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window.prepare(app)
        self.window.setMinimumSize(960, 600)

    def put(self, sample: Sample) -> None:
        """Put another store in place, before it is opened."""
        self.sample = sample
        for ending in (".fcdb", ".fckeys"):
            shutil.copy2(sample.path.with_suffix(ending), self.path.with_suffix(ending))

    def _make_sample(self, progress: Callable[[float], None]) -> SqlStore:
        progress(0.5)
        path = self.folder / "exempel.fcdb"
        house = centre(name="Exempeldata Linden")
        return make_gate(self.clock).create(path, NewStore(house, MAJA, sample=True), PASSPHRASE)[0]

    def start(self) -> None:
        """Show the first screen."""
        self.window.show_start(self.path if self.sample is not None else None)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.settle()

    def log_in(self, person: Staff = MAJA) -> None:
        """Unlock as somebody, by the keyboard."""
        self.start()
        self.type("unlock_login_edt", person.login_name)
        self.type("unlock_passphrase_edt", PASSPHRASE)
        self.key("Return", "unlock_passphrase_edt")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        if self.jobs.is_busy:
            loop = QEventLoop()
            limit = QTimer()
            limit.setSingleShot(True)
            limit.timeout.connect(loop.quit)
            limit.start(60_000)
            self.jobs.busy_changed.connect(loop.quit)
            loop.exec()
            if not limit.isActive():
                raise TimeoutError("a job did not end")
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        if self.jobs.is_busy:
            self.settle()
        if self.unforeseen:
            raise self.unforeseen[0]

    def find(self, name: str) -> Any:
        """Return the widget with an object name; there must be one that is shown."""
        found = [w for w in self.window.findChildren(QWidget, name) if not w.isHidden()]
        assert found, f"no {name}"
        return found[-1]

    def focus(self) -> QWidget:
        """Return the widget that has the focus."""
        active, modal = QApplication.activeWindow(), QApplication.activeModalWidget()
        if active is None or (modal is not None and active is not modal):
            # No window manager is here to hand on the focus when a dialog comes or goes.
            front = modal or self.window
            front.activateWindow()
            QTest.qWaitForWindowActive(front)
            QApplication.processEvents()  # active for the system; now also for the widgets
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, name: str, text: str) -> None:
        """Type into a field found by name."""
        field = self.find(name)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        for letter in text:
            send_letter(field, letter)

    def key(self, keys: str, name: str = "") -> None:
        """Press one key (``Return``, ``Ctrl+Z``, ``1``, ``ö``) where the focus is."""
        target = self.find(name) if name else (QApplication.activePopupWidget() or self.focus())
        if len(keys) == 1:
            send_letter(target, keys)
        else:
            combination = QKeySequence.fromString(keys)[0]  # type: ignore[index]
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        self.settle()

    def keys(self, *presses: str) -> int:
        """Press several keys one after the other; return how many they were."""
        for press in presses:
            self.key(press)
        return len(presses)

    def type_groups(self, page: str = "start", *, wrong: bool = False) -> None:
        """Type the groups of the recovery key that the panel asks for."""
        for edit in self.window.findChildren(QLineEdit):
            if edit.objectName().startswith("start_group_edt_"):
                number = edit.objectName().rsplit("_", 1)[1]
                shown = self.find(f"{page}_group_lbl_{number}")
                assert isinstance(shown, QLabel)
                edit.clear()
                self.type(edit.objectName(), "OOOO" if wrong else shown.text().lower())
                if wrong:
                    self.key("Tab")

    def close(self) -> None:
        """Close window, thread and store; once is enough."""
        if not isValid(self.window):
            return
        self.window.close()
        self.window.deleteLater()
        # At once: what is still there is dressed anew by the next test.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def send_letter(target: QWidget, letter: str) -> None:
    """Type a letter as a keyboard does; Qt's own helper knows ASCII only."""
    code = ord(letter.upper()) if letter.isascii() else 0
    shift = letter.isalpha() and letter.isupper()
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, code, modifiers, letter))
