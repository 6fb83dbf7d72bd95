"""The flow of the quick log. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from familjecentral.calendar.periods import Month
from familjecentral.contacts.defaults import (
    CountChoices,
    Defaults,
    count_choices,
    usual_choices,
)
from familjecentral.contacts.drafts import FormDraft, mark_of, read_draft
from familjecentral.contacts.favourites import Favourite, list_favourites
from familjecentral.contacts.model import Contact, ContactId, ContactValues, DatePrecision
from familjecentral.contacts.overview import OwnOverview, own_overview
from familjecentral.contacts.undo import RowsStep, RowStep, Undone, pairs_of
from familjecentral.contacts.use_cases import (
    CorrectContact,
    FormStart,
    LogContact,
    Logged,
    LogSeveral,
    correct_contact,
    day_contacts,
    form_start,
    get_contact,
    log_contact,
    log_several,
)
from familjecentral.contacts.weeks import OwnWeek, own_weeks
from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput, NotFound, Stale
from ui.today.drafting import DraftKeeper
from ui.today.entry import (
    Entry,
    again,
    from_draft,
    from_favourite,
    from_values,
    to_values,
)

if TYPE_CHECKING:
    from familjecentral.access.model import CentreId
    from familjecentral.codes import CodeBook
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Day:
    """What the page starts from, and shows beside the form.

    Attributes:
        rows: today's own rows. overview: the person's own quarter so far.
        usual: what she usually chooses. favourites: her named sets of codes.
        weeks: her weeks of open months. draft: the form that she left, if any.
    """

    start: FormStart
    rows: tuple[Contact, ...]
    overview: OwnOverview
    usual: Defaults
    favourites: tuple[Favourite, ...]
    weeks: tuple[OwnWeek, ...]
    draft: FormDraft | None


class TodayView(Protocol):
    """What the flow needs of the page."""

    def show_day(self, day: Day) -> None:
        """Show lists, today's rows and counts."""

    def show_entry(self, entry: Entry, *, editing: bool) -> None:
        """Fill the form."""

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show all problems at their fields at once."""

    def show_saved(
        self, values: ContactValues, codes: CodeBook, *, late: bool, edited: bool, count: int
    ) -> None:
        """Say that it is saved, or how many alike were."""

    def show_cleared(self, bring_back: Callable[[], None]) -> None:
        """Say that the form was emptied, and how to bring it back."""

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say that it is not saved; the form stays as it is."""

    def show_draft(self, draft: FormDraft, codes: CodeBook) -> None:
        """Ask what is to become of a form that was left in another session."""

    def show_stale(self, *, gone: bool) -> None:
        """Say that the stored row was changed since its change began, or is gone."""

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
        self._more_ids: tuple[ContactId, ...] = ()
        self._busy = False
        self._asked = False
        self._aside: Entry | None = None
        self._day: dt.date | None = None
        self.drafts = DraftKeeper(desk)
        self.last: ContactValues | None = None

    @property
    def is_editing(self) -> bool:
        """Whether the form holds a row that is stored already."""
        return self._editing is not None

    def load(self) -> None:
        """Read lists, today's rows and counts."""
        desk = self._desk

        def work(uow: UnitOfWork) -> Day:
            return Day(
                start=form_start(uow, desk.clock),
                rows=day_contacts(desk.clock.today(), uow, desk.clock),
                overview=own_overview(uow, desk.clock),
                usual=usual_choices(uow),
                favourites=list_favourites(uow),
                weeks=own_weeks(uow, desk.clock),
                draft=read_draft(uow),
            )

        desk.ask(work, self._on_loaded)

    def _on_loaded(self, day: Day) -> None:
        self._start = day.start
        self._view.show_day(day)
        if day.draft is not None and not self._asked:
            self._view.show_draft(day.draft, day.start.codes)
        self._asked = True

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
        if self._editing is None and entry.alike > 1:
            self._log_several(values, entry.alike)
        elif self._editing is None:
            self._log(values)
        else:
            self._correct(self._editing, values)

    def _centre(self) -> CentreId:
        assert self._start is not None
        return self._editing.values.centre_id if self._editing else self._start.centre_id

    def _log(self, values: ContactValues) -> None:
        desk = self._desk
        # The same id until the save has succeeded: a repeated Enter never makes a second row.
        self._next_id = self._next_id or ContactId(desk.ids.new_id())
        command = LogContact(values, self._next_id, ends_draft=self.drafts.is_kept)

        def work(uow: UnitOfWork) -> Logged:
            logged = log_contact(command, uow, desk.clock, desk.ids)
            desk.undo.push(logged.step)
            return logged

        desk.ask(work, lambda logged: self._on_logged(logged, values, 1), self._on_failed)

    def _log_several(self, values: ContactValues, count: int) -> None:
        desk = self._desk
        if len(self._more_ids) != count:
            self._more_ids = tuple(ContactId(desk.ids.new_id()) for _ in range(count))
        command = LogSeveral(values, self._more_ids, ends_draft=self.drafts.is_kept)

        def work(uow: UnitOfWork) -> Logged:
            logged = log_several(command, uow, desk.clock, desk.ids)
            desk.undo.push(logged.step)
            return logged

        desk.ask(work, lambda logged: self._on_logged(logged, values, count), self._on_failed)

    def _correct(self, row: Contact, values: ContactValues) -> None:
        desk = self._desk
        command = CorrectContact(
            row.id, values, seen=row.values, ends_draft=self.drafts.is_change_kept
        )

        def work(uow: UnitOfWork) -> Logged:
            logged = correct_contact(command, uow, desk.clock, desk.ids)
            desk.undo.push(logged.step)
            return logged

        def done(logged: Logged) -> None:
            self.drafts.change_ended()
            self._on_saved(logged, values, edited=True)

        def failed(error: FamiljecentralError) -> None:
            if isinstance(error, Stale):
                self._end()
                desk.ask(lambda uow: get_contact(row.id, uow, desk.clock), compare, self._on_failed)
            else:
                self._on_failed(error)

        def compare(now: Contact) -> None:
            self._editing = now
            self._view.show_stale(gone=False)

        desk.ask(work, done, failed)

    def _on_logged(self, logged: Logged, values: ContactValues, count: int) -> None:
        self._next_id, self._more_ids = None, ()
        self.drafts.ended()
        if self._day is not None:
            self._day = values.date
        self._desk.ask(lambda uow: count_choices(CountChoices(values), uow), _is_counted)
        self._on_saved(logged, values, edited=False, count=count)

    def _on_saved(
        self, logged: Logged, values: ContactValues, *, edited: bool, count: int = 1
    ) -> None:
        assert self._start is not None
        self._end()
        self._editing = None
        self.last = values
        codes, aside = self._start.codes, self._take_aside()
        self._view.show_saved(values, codes, late=logged.late, edited=edited, count=count)
        self._view.show_entry(aside, editing=False)
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
        """Return an empty form of today, or of the day that is being filled in."""
        return Entry(self._day or self._desk.clock.today())

    @property
    def filling_in(self) -> dt.date | None:
        """The past day that new contacts get, None for today."""
        return self._day

    def fill_in(self, day: dt.date | None) -> None:
        """Log on a past day until told otherwise; None: on today again."""
        self._day = day
        self._view.show_entry(self.blank(), editing=False)

    def edit(self, contact: Contact, form: Entry | None = None) -> None:
        """Put a stored row into the form; what stood there comes back after it."""
        if form is not None and not form.is_blank() and self._editing is None:
            self._aside = form
        self._editing = contact
        self._view.show_entry(from_values(contact.values), editing=True)

    def _take_aside(self) -> Entry:
        """Return what stood in the form before a stored row was changed in it."""
        aside, self._aside = self._aside, None
        return aside or self.blank()

    def keep_draft(self, entry: Entry) -> None:
        """Keep a half-filled form, or what has been changed in a stored row."""
        if self._editing is None:
            self.drafts.keep(entry)
        else:
            self.drafts.keep_change(entry, self._editing)

    def continue_draft(self, draft: FormDraft) -> None:
        """Go on where the form was left: in the stored row that it changes, if there is one."""
        self.drafts.found(draft)
        entry, row = from_draft(draft, self._desk.clock.today()), draft.row
        if row is None:
            self._view.show_entry(entry, editing=False)
            return
        if draft.aside is not None:
            self._aside = from_draft(draft.aside, self._desk.clock.today())
        desk = self._desk

        def go_on(now: Contact) -> None:
            self._editing = now
            same_day = entry.day == now.values.date
            precision = now.values.date_precision if same_day else DatePrecision.DAY
            self._view.show_entry(replace(entry, precision=precision), editing=True)
            if draft.seen != mark_of(now.values):
                self._view.show_stale(gone=False)

        def failed(error: FamiljecentralError) -> None:
            if not isinstance(error, NotFound):
                self._view.show_failed(error)
                return
            self.drafts.found(replace(draft, row=None))
            self._view.show_entry(entry, editing=False)
            self._view.show_stale(gone=True)

        desk.ask(lambda uow: get_contact(row, uow, desk.clock), go_on, failed)

    def discard_draft(self, draft: FormDraft) -> None:
        """Throw away the form that was left; the undo bar brings it back. A new form that it
        had put aside stands there again."""
        self.drafts.found(draft)
        if draft.row is None:
            self.drafts.drop()
        else:
            self.drafts.drop_change()
        today = self._desk.clock.today()
        entry = from_draft(draft.aside, today) if draft.aside else self.blank()
        self._view.show_entry(entry, editing=False)
        self._view.show_cleared(lambda: self.continue_draft(draft))

    def leave_change(self) -> None:
        """Leave the stored row as it is."""
        self.drafts.drop_change()

    def forget_last(self) -> None:
        """The screen was locked: nothing of a saved row stays in memory."""
        self.last = None

    def fill_from(self, favourite: Favourite) -> None:
        """Fill the form as a favourite says."""
        self._editing = None
        day = self._day or self._desk.clock.today()
        self._view.show_entry(from_favourite(favourite, day), editing=False)

    def clear(self, entry: Entry) -> None:
        """Empty the form; the undo bar brings it back."""
        editing = self._editing
        self._editing = None
        self.leave_change()
        self._view.show_entry(self._take_aside(), editing=False)
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
        """Fill the form as a contact, with today's date or that of the day being filled in."""
        self._editing = None
        day = self._day or self._desk.clock.today()
        self._view.show_entry(again(values, day), editing=False)

    def undone(self, undone: Undone, form: Entry, *, again: bool) -> bool:
        """A contact that was just saved and taken back lies in the form again; done again, it
        leaves the form. A form that holds something else is left alone; True when it was not."""
        step = undone.step
        if not isinstance(step, RowStep | RowsStep):
            return False
        pairs = pairs_of(step)
        before, after = pairs[0]
        if before is not None or after is None:
            return False
        values = after.values
        if again:
            whole = form.day is not None and form.level is not None
            mine = whole and to_values(form, values.centre_id) == values
        else:
            mine = form.is_blank()
        if mine:
            entry = self.blank() if again else from_values(values)
            if not again and len(pairs) > 1:
                entry = replace(entry, fields={**entry.fields, "alike": len(pairs)})
            self._view.show_entry(entry, editing=False)
        return mine


def _is_counted(_: None) -> None:
    """Nothing follows: the counters show when the page is read anew."""
