"""The flow of the list of own contacts. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from familjecentral.access.model import Act
from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.imports import list_imports
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.contacts.selection import total_contacts
from familjecentral.contacts.store import ContactQuery, SortColumn, Total
from familjecentral.contacts.use_cases import (
    FormStart,
    Logged,
    WithdrawContact,
    form_start,
    list_contacts,
    withdraw_contact,
)
from ui.models.contact_rows import Row, row_of

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk

PAGE_SIZE = 200
_ALL_ROWS = 1_000_000
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


@dataclass(frozen=True, slots=True)
class _Loaded:
    start: FormStart
    rows: list[Row]
    after: str | None
    totals: tuple[Total, ...]
    imports: int


class ContactsView(Protocol):
    """What the flow needs of the page."""

    def show_lists(self, start: FormStart, quarters: Sequence[Period]) -> None:
        """Fill the filter bar."""

    def show_rows(self, rows: Sequence[Row], *, totals: Sequence[Total], has_more: bool) -> None:
        """Show the first page and the sums of all rows."""

    def show_imports(self, n: int) -> None:
        """Offer the imports that can be taken back, if there are any."""

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

        def work(uow: UnitOfWork) -> _Loaded:
            start = form_start(uow, desk.clock)
            page = list_contacts(query, uow, desk.clock, after=None, size=PAGE_SIZE)
            rows = [row_of(contact, start.codes) for contact in page.rows]
            kept = len(list_imports(uow)) if desk.may(Act.IMPORT_CONTACTS) else 0
            return _Loaded(start, rows, page.after, total_contacts(query, uow), kept)

        def done(found: _Loaded) -> None:
            if question == self._question:
                self._on_loaded(found)

        desk.ask(work, done)

    def _on_loaded(self, found: _Loaded) -> None:
        start = self._start = found.start
        self._after = found.after
        self._view.show_lists(start, open_quarters(start.today, start.locked))
        more = found.after is not None
        self._view.show_rows(found.rows, totals=found.totals, has_more=more)
        self._view.show_imports(found.imports)

    def more(self, *, size: int = PAGE_SIZE, then: Callable[[], None] | None = None) -> None:
        """Read the next page, or so many rows; ``then`` goes on when they are shown."""
        desk, query, after, question = self._desk, self._query, self._after, self._question
        start = self._start
        if after is None or start is None:
            if then is not None:
                then()
            return

        def work(uow: UnitOfWork) -> tuple[list[Row], str | None]:
            page = list_contacts(query, uow, desk.clock, after=after, size=size)
            return [row_of(contact, start.codes) for contact in page.rows], page.after

        def done(found: tuple[list[Row], str | None]) -> None:
            if question != self._question or self._after != after:
                return
            rows, self._after = found
            self._view.show_more_rows(rows, has_more=self._after is not None)
            if then is not None:
                then()

        desk.ask(work, done)

    def rest(self, then: Callable[[], None]) -> None:
        """Read all rows that are left, then go on."""
        self.more(size=_ALL_ROWS, then=then)

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
