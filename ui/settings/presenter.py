"""The flows of the settings. No Qt.

Each save can be taken back by the opposite command; the undo bar gets it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Protocol

from familjecentral.access.model import Centre, Role, Staff, StaffId
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
    reset_passphrase,
)
from familjecentral.changes import Changes
from familjecentral.codes import Code, CodeBook
from familjecentral.contacts.parting import HandOn, hand_on
from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput
from ui.desk import Turn

if TYPE_CHECKING:
    from ui.desk import Desk

_KEPT_BEFORE = frozenset(("name", "municipality", "region", "label"))
"""Texts that undo and redo bring back need no answer once more."""

Undo = Callable[[], None]


class FormView(Protocol):
    """What every room can show."""

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""

    def show_saved(self, undo: Undo | None) -> None:
        """Say that the change holds from now on."""


class _Saver:
    """Runs a change, tells it, and shows field errors where they belong."""

    def __init__(self, view: FormView, desk: Desk) -> None:
        self.view = view
        self.desk = desk

    def failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            self.view.show_problems(error.problems)
        else:
            self.desk.voice.failed(error)

    def saved(self, changes: Changes, undo: Undo | None) -> None:
        self.desk.tell(changes)
        self.view.show_saved(undo)


class CentreView(FormView, Protocol):
    """The room of the centres."""

    def show_centres(self, centres: tuple[Centre, ...]) -> None:
        """Show the houses."""


class CentrePresenter:
    """Names of the houses."""

    def __init__(self, view: CentreView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._saver = _Saver(view, desk)

    def load(self) -> None:
        """Read the houses."""
        self._desk.ask(list_centres, self._view.show_centres)

    def change(
        self,
        before: Centre,
        name: str,
        municipality: str,
        region: str,
        *,
        confirmed: Collection[str] = (),
    ) -> None:
        """Keep other names; undo gives the old ones back."""
        command = ChangeCentre(before.id, name, municipality, region)
        back = ChangeCentre(before.id, before.name, before.municipality, before.region)
        self._run(command, Turn(self._run, back, command), confirmed)

    def _run(
        self,
        command: ChangeCentre,
        undo: Turn[ChangeCentre],
        confirmed: Collection[str] = _KEPT_BEFORE,
    ) -> None:
        desk = self._desk
        desk.ask(
            lambda uow: change_centre(
                command, uow, desk.clock, guard=desk.guard(), confirmed=confirmed
            ),
            lambda changes: self._saver.saved(changes, undo),
            self._saver.failed,
        )

    def add(
        self, name: str, municipality: str, region: str, *, confirmed: Collection[str] = ()
    ) -> None:
        """Keep another house."""
        desk = self._desk
        command = AddCentre(name, municipality, region)
        desk.ask(
            lambda uow: add_centre(
                command, uow, desk.clock, desk.ids, guard=desk.guard(), confirmed=confirmed
            ),
            lambda changes: self._saver.saved(changes, None),
            self._saver.failed,
        )


class StaffView(FormView, Protocol):
    """The room of the colleagues."""

    def show_staff(self, staff: tuple[Staff, ...], centres: tuple[Centre, ...]) -> None:
        """Show the colleagues."""

    def show_offered(self) -> None:
        """Say that what was offered waits for an answer."""


class StaffPresenter:
    """Accounts and roles."""

    def __init__(self, view: StaffView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._saver = _Saver(view, desk)

    def load(self) -> None:
        """Read colleagues and houses."""
        self._desk.ask(
            lambda uow: (list_staff(uow), uow.centres()),
            lambda found: self._view.show_staff(*found),
        )

    def change(
        self, before: Staff, first_name: str, roles: frozenset[Role], ends_on: dt.date | None
    ) -> None:
        """Keep other names, roles or last day; undo gives the old ones back."""
        command = ChangeColleague(before.id, first_name, before.centre_id, roles, ends_on)
        back = ChangeColleague(
            before.id, before.first_name, before.centre_id, before.roles, before.ends_on
        )
        self._run(command, Turn(self._run, back, command))

    def _run(self, command: ChangeColleague, undo: Turn[ChangeColleague]) -> None:
        desk = self._desk
        desk.ask(
            lambda uow: change_colleague(command, uow, desk.clock),
            lambda changes: self._saver.saved(changes, undo),
            self._saver.failed,
        )

    def add(self, command: AddColleague, failed: Callable[[FamiljecentralError], None]) -> None:
        """Give a new colleague an account."""
        desk = self._desk
        desk.work(
            lambda: add_colleague(command, desk.store, desk.clock, desk.ids),
            lambda changes: self._saver.saved(changes, None),
            failed,
        )

    def reset(self, who: Staff, passphrase: str, done: Callable[[], None]) -> None:
        """Give a colleague a start passphrase; ``done`` shows it when it holds."""
        desk = self._desk
        command = ResetPassphrase(who.id, passphrase)
        desk.work(
            lambda: reset_passphrase(command, desk.store, desk.clock),
            lambda _: done(),
            self._saver.failed,
        )

    def end(self, who: Staff) -> None:
        """Close an account for good."""
        desk = self._desk
        desk.work(
            lambda: end_colleague(EndColleague(who.id), desk.store, desk.clock),
            lambda changes: self._saver.saved(changes, None),
            self._saver.failed,
        )

    def hand_on(self, of: Staff, to: StaffId) -> None:
        """Offer what somebody who left has left behind to a counsellor."""
        desk = self._desk
        desk.ask(
            lambda uow: hand_on(HandOn(of.id, to), uow, desk.clock),
            lambda _: self._view.show_offered(),
        )


class CodesView(FormView, Protocol):
    """The room of the code lists."""

    def show_codes(self, codes: CodeBook) -> None:
        """Show the lists."""


class CodesPresenter:
    """Labels of codes, and which are in use."""

    def __init__(self, view: CodesView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._saver = _Saver(view, desk)

    def load(self) -> None:
        """Read the lists."""
        self._desk.ask(list_codes, self._view.show_codes)

    def change(
        self, before: Code, label: str, *, active: bool, confirmed: Collection[str] = ()
    ) -> None:
        """Keep another label or use; undo gives the old one back."""
        command = ChangeCode(before.list, before.key, label, active)
        back = ChangeCode(before.list, before.key, before.label, before.active)
        self._run(command, Turn(self._run, back, command), confirmed)

    def _run(
        self,
        command: ChangeCode,
        undo: Turn[ChangeCode],
        confirmed: Collection[str] = _KEPT_BEFORE,
    ) -> None:
        desk = self._desk
        desk.ask(
            lambda uow: change_code(
                command, uow, desk.clock, guard=desk.guard(), confirmed=confirmed
            ),
            lambda changes: self._saver.saved(changes, undo),
            self._saver.failed,
        )
