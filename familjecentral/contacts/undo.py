"""Undo and redo of what was logged, ticked or counted on a card, by compensating acts.

The steps live in memory only: they hold what rows said, so they go at the screen lock.
Steps that touch months locked since are dropped: what is locked stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from familjecentral.access.model import Act, CentreId, require
from familjecentral.calendar.periods import Month
from familjecentral.changes import Changes, Kind, Steps
from familjecentral.clock import Clock, IdSource
from familjecentral.contacts.caseload import CARDS_CHANGED, CardStep, move
from familjecentral.contacts.model import Contact, ContactValues, Tally
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.contacts.support import CardId
from familjecentral.contacts.tally import TickStep, carry_out
from familjecentral.errors import NothingToUndo, Stale

CONTACTS_CHANGED = Changes(frozenset({Kind.CONTACTS}))


@dataclass(frozen=True, slots=True)
class Late:
    """A late entry as long as the session remembers it."""

    row_id: UUID
    values: ContactValues


State = Contact | Late | None


@dataclass(frozen=True, slots=True)
class RowStep:
    """One row went from one state to another; None: it was not there."""

    before: State
    after: State


@dataclass(frozen=True, slots=True)
class RowsStep:
    """Many rows went from one state to another, at once: each before and after. Never empty."""

    rows: tuple[tuple[State, State], ...]

    def __repr__(self) -> str:
        return f"RowsStep({len(self.rows)} rows)"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """An import of one file. Can be taken back; to do it again means to read the file again.

    Attributes:
        batch: id of the import. months: of its open rows. late: ids of its late rows.
    """

    batch: UUID
    months: frozenset[tuple[CentreId, Month]]
    late: tuple[UUID, ...] = ()
    late_months: frozenset[tuple[CentreId, Month]] = frozenset()


Step = RowStep | RowsStep | TickStep | ImportStep | CardStep


class UndoStack(Steps[Step]):
    """The steps of contacts, ticks, imports and cards of one session."""

    def drop_locked(self, uow: ContactsUnitOfWork) -> None:
        """Forget the steps that touch rows of months locked since."""
        self.drop(lambda step: _is_locked(step, uow))

    def import_of(self, batch: UUID) -> ImportStep | None:
        """Return the step of an import of this session, or None."""
        steps = (step for step in self._done if isinstance(step, ImportStep))
        return next((step for step in steps if step.batch == batch), None)

    def last_tick(self) -> TickStep:
        """Return the newest tick of the tally pad, whatever was logged after it.

        Raises:
            NothingToUndo: there is none.
        """
        for step in reversed(self._done):
            if isinstance(step, TickStep):
                return step
        raise NothingToUndo

    def closing_of(self, card: CardId) -> CardStep:
        """Return the step that closed a card.

        Raises:
            NothingToUndo: it has been dropped.
        """
        for step in reversed(self._done):
            if isinstance(step, CardStep) and step.card_id == card and step.is_closing:
                return step
        raise NothingToUndo

    def forget_card(self, card: CardId) -> int:
        """Drop every step of a card: with them the last of it is destroyed, unless it is open
        again; return how many steps went from what can be taken back."""
        return self.drop(lambda step: isinstance(step, CardStep) and step.card_id == card)

    def forget_rows(self) -> int:
        """Drop every step of contacts (they have become somebody else's); return how many went
        from what can be taken back."""
        return self.drop(lambda step: not isinstance(step, TickStep | CardStep))

    def took_back(self, step: Step) -> None:
        """Move a step over to what can be done again (an import only goes)."""
        super().took_back(step)
        if isinstance(step, ImportStep):
            self._undone.clear()


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again; ``tally`` is the record as it is after a tick."""

    changes: Changes
    step: Step
    tally: Tally | None = None


def undo(stack: UndoStack, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> Undone:
    """Take the newest step back.

    Raises:
        NotAllowed; NothingToUndo: no step is left;
        Stale: the row is not as the step left it (the step is dropped).
    """
    del clock, ids  # every use case has the same four; a restored row keeps its id
    require(uow.actor, Act.TALLY)
    stack.drop_locked(uow)
    return _take_back(stack, stack.last_done(), uow)


def reopen_card(
    card: CardId, stack: UndoStack, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> Undone:
    """Bring a closed card back, whatever was done after it, as long as its step is remembered.

    Raises:
        NotAllowed; NothingToUndo: it has been destroyed; Stale.
    """
    del clock, ids
    require(uow.actor, Act.KEEP_CARDS)
    return _take_back(stack, stack.closing_of(card), uow)


def undo_tick(stack: UndoStack, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> Undone:
    """Take the newest tick of the tally pad back, whatever was logged after it.

    Raises:
        NotAllowed; NothingToUndo: no tick is left; Stale (the step is dropped).
    """
    del clock, ids
    require(uow.actor, Act.TALLY)
    stack.drop_locked(uow)
    return _take_back(stack, stack.last_tick(), uow)


def redo(stack: UndoStack, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> Undone:
    """Do the newest undone step again.

    Raises:
        NotAllowed; NothingToUndo: no step is left;
        Stale: the row is not as the undo left it (the step is dropped).
    """
    del clock, ids
    require(uow.actor, Act.TALLY)
    stack.drop_locked(uow)
    step = stack.last_undone()
    assert not isinstance(step, ImportStep)  # taken back, it can only be read again
    try:
        if isinstance(step, TickStep):
            undone = _ticked(step, step, uow)
        elif isinstance(step, CardStep):
            undone = _moved(step, uow, back=False)
        else:
            require(uow.actor, Act.LOG_CONTACT)
            _carry(uow, step)
            undone = Undone(CONTACTS_CHANGED, step)
    except Stale:
        stack.forget_undone()
        raise
    uow.commit()
    stack.did_again()
    return undone


def _take_back(stack: UndoStack, step: Step, uow: ContactsUnitOfWork) -> Undone:
    undone = Undone(CONTACTS_CHANGED, step)
    try:
        if isinstance(step, TickStep):
            undone = _ticked(step, step.back, uow)
        elif isinstance(step, CardStep):
            undone = _moved(step, uow, back=True)
        else:
            require(uow.actor, Act.LOG_CONTACT)
            if isinstance(step, ImportStep):
                take_import_back(uow, step)
            else:
                _carry(uow, step, back=True)
    except Stale:
        stack.forget_done(step)
        raise
    uow.commit()
    stack.took_back(step)
    return undone


def _ticked(step: TickStep, to_do: TickStep, uow: ContactsUnitOfWork) -> Undone:
    tally = carry_out(to_do, uow)
    if tally is None:
        raise Stale("tally")
    return Undone(step.changes, step, tally)


def _moved(step: CardStep, uow: ContactsUnitOfWork, *, back: bool) -> Undone:
    require(uow.actor, Act.KEEP_CARDS)
    move(step, uow, back=back)
    return Undone(CARDS_CHANGED, step)


def take_import_back(uow: ContactsUnitOfWork, step: ImportStep) -> None:
    """Delete the open rows of an import and its late rows, and forget that it was imported."""
    uow.contacts.remove_batch(step.batch)
    for row_id in step.late:
        uow.contacts.remove_late(row_id)
    uow.batches.remove(step.batch)


def pairs_of(step: RowStep | RowsStep) -> tuple[tuple[State, State], ...]:
    """Return what each row of a step was and became."""
    return step.rows if isinstance(step, RowsStep) else ((step.before, step.after),)


def _carry(uow: ContactsUnitOfWork, step: RowStep | RowsStep, *, back: bool = False) -> None:
    for before, after in pairs_of(step):
        now, then = (after, before) if back else (before, after)
        _move(uow, now, then)


def _move(uow: ContactsUnitOfWork, now: State, then: State) -> None:
    if isinstance(now, Contact):
        found = uow.contacts.get(now.id)
        if found is None or found.values != now.values:
            raise Stale("contact")
        if isinstance(then, Contact):
            uow.contacts.replace(then)
            return
        uow.contacts.remove(now.id)
    elif isinstance(now, Late) and not uow.contacts.remove_late(now.row_id):
        raise Stale("contact")
    if isinstance(then, Contact):
        uow.contacts.add(then)
    elif isinstance(then, Late):
        uow.contacts.add_late(then.values, then.row_id)


def _open_months(step: Step) -> Iterator[tuple[CentreId, Month]]:
    if isinstance(step, ImportStep):
        yield from step.months
        return
    if isinstance(step, TickStep):
        yield step.key.centre_id, Month.of(step.key.day)
        return
    if not isinstance(step, CardStep):  # cards stay when a month is locked
        yield from _months_of(step, Contact)


def _late_months(step: Step) -> Iterator[tuple[CentreId, Month]]:
    if isinstance(step, ImportStep):
        yield from step.late_months
        return
    if not isinstance(step, TickStep | CardStep):
        yield from _months_of(step, Late)


def _months_of(
    step: RowStep | RowsStep, kind: type[Contact] | type[Late]
) -> frozenset[tuple[CentreId, Month]]:
    states = (state for pair in pairs_of(step) for state in pair if isinstance(state, kind))
    return frozenset((state.values.centre_id, Month.of(state.values.date)) for state in states)


def _is_locked(step: Step, uow: ContactsUnitOfWork) -> bool:
    return any(
        month in uow.locks.locked_months(centre) for centre, month in _open_months(step)
    ) or any(uow.locks.annual_released(centre, month.year) for centre, month in _late_months(step))
