"""The flow of the list of own contacts. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.contacts.store import ContactPage, ContactQuery, SortColumn
from familjecentral.contacts.use_cases import (
    FormStart,
    Logged,
    WithdrawContact,
    count_contacts,
    form_start,
    list_contacts,
    withdraw_contact,
)
from ui.models.contact_rows import Row, row_of

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk

PAGE_SIZE = 200
QUARTERS_BACK = 8


@dataclass(frozen=True, slots=True)
class Filter:
    """What the filter bar asks for; None: all. ``period`` is a quarter such as ``2026-Q4``."""

    period: str | None = None
    prevention_level: str | None = None
    working_level: str | None = None
    topic: str | None = None
    contact_form: str | None = None

    def is_set(self) -> bool:
        """Tell whether anything is left out."""
        return self != Filter()


class ContactsView(Protocol):
    """What the flow needs of the page."""

    def show_lists(self, start: FormStart, quarters: Sequence[Period]) -> None:
        """Fill the filter bar."""

    def show_rows(self, rows: Sequence[Row], *, count: int, has_more: bool) -> None:
        """Show the first page and how many rows there are."""

    def show_more_rows(self, rows: Sequence[Row], *, has_more: bool) -> None:
        """Add a page."""

    def show_withdrawn(self, n: int) -> None:
        """Say that rows were taken away."""


def open_quarters(today: dt.date, locked: frozenset[Month]) -> tuple[Period, ...]:
    """Return the quarters with an open month, this one first, two years back."""
    quarters = []
    quarter = Period.containing(today)
    for _ in range(QUARTERS_BACK):
        if not set(quarter.months) <= locked:
            quarters.append(quarter)
        quarter = quarter.previous
    return tuple(quarters)


class ContactsPresenter:
    """Holds the query and the place in it. An answer to an older question is let fall."""

    def __init__(self, view: ContactsView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._query = ContactQuery()
        self._after: str | None = None
        self._question = 0
        self._start: FormStart | None = None

    @property
    def query(self) -> ContactQuery:
        """What is asked for now."""
        return self._query

    def load(self) -> None:
        """Read lists and the first page."""
        desk, query = self._desk, self._query
        self._question += 1
        question = self._question

        def work(uow: UnitOfWork) -> tuple[FormStart, ContactPage, int]:
            start = form_start(uow, desk.clock)
            page = list_contacts(query, uow, desk.clock, after=None, size=PAGE_SIZE)
            return start, page, count_contacts(query, uow)

        def done(found: tuple[FormStart, ContactPage, int]) -> None:
            if question == self._question:
                self._on_loaded(*found)

        desk.ask(work, done)

    def _on_loaded(self, start: FormStart, page: ContactPage, count: int) -> None:
        self._start = start
        self._after = page.after
        self._view.show_lists(start, open_quarters(start.today, start.locked))
        rows = [row_of(contact, start.codes) for contact in page.rows]
        self._view.show_rows(rows, count=count, has_more=page.after is not None)

    def more(self) -> None:
        """Read the next page."""
        desk, query, after, question = self._desk, self._query, self._after, self._question
        if after is None:
            return

        def work(uow: UnitOfWork) -> ContactPage:
            return list_contacts(query, uow, desk.clock, after=after, size=PAGE_SIZE)

        def done(page: ContactPage) -> None:
            if question != self._question or self._start is None:
                return
            self._after = page.after
            rows = [row_of(contact, self._start.codes) for contact in page.rows]
            self._view.show_more_rows(rows, has_more=page.after is not None)

        desk.ask(work, done)

    def filter_by(self, wanted: Filter) -> None:
        """Ask for other rows."""
        period = Period.parse(wanted.period) if wanted.period else None
        self._query = replace(
            self._query,
            first=period.first if period else None,
            last=period.last if period else None,
            prevention_level=wanted.prevention_level,
            working_level=wanted.working_level,
            topic=wanted.topic,
            contact_form=wanted.contact_form,
        )
        self.load()

    def sort_by(self, column: SortColumn) -> None:
        """Sort by a column; the same again turns the order."""
        same = self._query.sort is column
        descending = not self._query.descending if same else column is SortColumn.DATE
        self._query = replace(self._query, sort=column, descending=descending)
        self.load()

    def withdraw(self, contacts: Sequence[Contact]) -> None:
        """Take rows away, each a step of its own that can be undone."""
        for contact in contacts:
            self._desk.ask(partial(self._withdraw_one, contact.id), self._on_withdrawn)

    def _withdraw_one(self, contact_id: ContactId, uow: UnitOfWork) -> Logged:
        desk = self._desk
        logged = withdraw_contact(WithdrawContact(contact_id), uow, desk.clock, desk.ids)
        desk.undo.push(logged.step)
        return logged

    def _on_withdrawn(self, logged: Logged) -> None:
        self._view.show_withdrawn(1)
        self._desk.tell(logged.changes)
