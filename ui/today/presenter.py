"""The flow of the quick log. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.model import Contact, ContactId, ContactValues, WorkingLevel
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.undo import RowStep, Undone
from familjecentral.contacts.use_cases import (
    CorrectContact,
    FormStart,
    LogContact,
    Logged,
    correct_contact,
    count_contacts,
    day_contacts,
    form_start,
    log_contact,
)
from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput
from ui.today.entry import Entry, again, from_values, to_values

if TYPE_CHECKING:
    from familjecentral.access.model import CentreId
    from familjecentral.codes import CodeBook
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk

LEVELS = ("universal", "selective", "indicated")


@dataclass(frozen=True, slots=True)
class Day:
    """What the page shows beside the form: today's own rows, and the person's own talks of the
    quarter so far by prevention level."""

    start: FormStart
    rows: tuple[Contact, ...]
    quarter: tuple[int, int, int]


class TodayView(Protocol):
    """What the flow needs of the page."""

    def show_day(self, day: Day) -> None:
        """Show lists, today's rows and counts."""

    def show_entry(self, entry: Entry, *, editing: bool) -> None:
        """Fill the form."""

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show all problems at their fields at once."""

    def show_saved(
        self, values: ContactValues, codes: CodeBook, *, late: bool, edited: bool
    ) -> None:
        """Say that it is saved."""

    def show_cleared(self, bring_back: Callable[[], None]) -> None:
        """Say that the form was emptied, and how to bring it back."""

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say that it is not saved; the form stays as it is."""

    def show_busy(self, busy: bool) -> None:
        """Take no second Enter while one is under way."""


class TodayPresenter:
    """Holds the row that is being edited and the last one that was saved."""

    def __init__(self, view: TodayView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._start: FormStart | None = None
        self._editing: Contact | None = None
        self._next_id: ContactId | None = None
        self._busy = False
        self.last: ContactValues | None = None

    @property
    def is_editing(self) -> bool:
        """Whether the form holds a row that is stored already."""
        return self._editing is not None

    def load(self) -> None:
        """Read lists, today's rows and counts."""
        desk = self._desk

        def work(uow: UnitOfWork) -> Day:
            today = desk.clock.today()
            quarter = Period.containing(today)
            rows = day_contacts(today, uow, desk.clock)
            counts = [
                count_contacts(
                    ContactQuery(
                        first=quarter.first,
                        last=quarter.last,
                        prevention_level=level,
                        working_level=WorkingLevel.INDIVIDUAL,
                    ),
                    uow,
                )
                for level in LEVELS
            ]
            return Day(form_start(uow, desk.clock), rows, (counts[0], counts[1], counts[2]))

        desk.ask(work, self._on_loaded)

    def _on_loaded(self, day: Day) -> None:
        self._start = day.start
        self._view.show_day(day)

    def is_late(self, day: dt.date | None) -> bool:
        """Tell whether a day lies in a locked month."""
        return day is not None and self._start is not None and Month.of(day) in self._start.locked

    def save(self, entry: Entry) -> None:
        """Check what the core cannot know (is it a day, is a level chosen) and save."""
        if self._busy or self._start is None:
            return
        problems = []
        if entry.level is None:
            problems.append(FieldProblem("levels", "required"))
        if entry.day is None:
            problems.append(FieldProblem("date", "bad_date"))
        if problems:
            self._view.show_problems(tuple(problems))
            return
        values = to_values(entry, self._centre())
        self._busy = True
        self._view.show_busy(True)
        if self._editing is None:
            self._log(values)
        else:
            self._correct(self._editing.id, values)

    def _centre(self) -> CentreId:
        assert self._start is not None
        return self._editing.values.centre_id if self._editing else self._start.centre_id

    def _log(self, values: ContactValues) -> None:
        desk = self._desk
        # The same id until the save has succeeded: a repeated Enter never makes a second row.
        self._next_id = self._next_id or ContactId(desk.ids.new_id())
        command = LogContact(values, self._next_id)

        def work(uow: UnitOfWork) -> Logged:
            logged = log_contact(command, uow, desk.clock, desk.ids)
            desk.undo.push(logged.step)
            return logged

        desk.ask(work, lambda logged: self._on_saved(logged, values, edited=False), self._on_failed)

    def _correct(self, contact_id: ContactId, values: ContactValues) -> None:
        desk = self._desk
        command = CorrectContact(contact_id, values)

        def work(uow: UnitOfWork) -> Logged:
            logged = correct_contact(command, uow, desk.clock, desk.ids)
            desk.undo.push(logged.step)
            return logged

        desk.ask(work, lambda logged: self._on_saved(logged, values, edited=True), self._on_failed)

    def _on_saved(self, logged: Logged, values: ContactValues, *, edited: bool) -> None:
        assert self._start is not None
        self._end()
        self._next_id = None
        self._editing = None
        self.last = values
        self._view.show_saved(values, self._start.codes, late=logged.late, edited=edited)
        self._view.show_entry(self.blank(), editing=False)
        self._desk.tell(logged.changes)

    def _on_failed(self, error: FamiljecentralError) -> None:
        self._end()
        if isinstance(error, InvalidInput):
            self._view.show_problems(error.problems)
        else:
            self._view.show_failed(error)

    def _end(self) -> None:
        self._busy = False
        self._view.show_busy(False)

    def blank(self) -> Entry:
        """Return an empty form of today."""
        return Entry(self._desk.clock.today())

    def edit(self, contact: Contact) -> None:
        """Put a stored row into the form."""
        self._editing = contact
        self._view.show_entry(from_values(contact.values), editing=True)

    def clear(self, entry: Entry) -> None:
        """Empty the form; the undo bar brings it back."""
        editing = self._editing
        self._editing = None
        self._view.show_entry(self.blank(), editing=False)
        if entry.is_blank() and editing is None:
            return

        def bring_back() -> None:
            self._editing = editing
            self._view.show_entry(entry, editing=editing is not None)

        self._view.show_cleared(bring_back)

    def repeat(self) -> None:
        """Fill the form as the last saved contact, with today's date."""
        if self.last is not None:
            self.duplicate(self.last)

    def duplicate(self, values: ContactValues) -> None:
        """Fill the form as a contact, with today's date."""
        self._editing = None
        self._view.show_entry(again(values, self._desk.clock.today()), editing=False)

    def undone(self, undone: Undone, form: Entry, *, again: bool) -> bool:
        """A contact that was just saved and taken back lies in the form again; done again, it
        leaves the form. A form that holds something else is left alone; True when it was not."""
        step = undone.step
        if not isinstance(step, RowStep) or step.before is not None or step.after is None:
            return False
        values = step.after.values
        if again:
            whole = form.day is not None and form.level is not None
            mine = whole and to_values(form, values.centre_id) == values
        else:
            mine = form.is_blank()
        if mine:
            entry = self.blank() if again else from_values(values)
            self._view.show_entry(entry, editing=False)
        return mine
