"""Keeps the half-filled form, or the change of a stored row, in the person's slot. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from familjecentral.calendar.periods import Month
from familjecentral.contacts.drafts import FormDraft, KeepDraft, drop_draft, keep_draft, mark_of
from familjecentral.contacts.model import Contact
from ui.today.entry import Entry, from_values, to_draft

if TYPE_CHECKING:
    from ui.desk import Desk


DRAFT_MS = 400
"""So long after the last key a half-filled form is kept."""


class DraftKeeper:
    """Knows what lies in the slot, so that only changes go there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: FormDraft | None = None
        self._change: FormDraft | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the slot holds a new form."""
        return self._kept is not None

    @property
    def is_change_kept(self) -> bool:
        """Whether the slot holds the change of a stored row."""
        return self._change is not None

    def found(self, draft: FormDraft) -> None:
        """Know that a form lies there from another session."""
        if draft.row is None:
            self._kept = draft
        else:
            self._change, self._kept = draft, draft.aside

    def keep(self, entry: Entry) -> None:
        """Keep a form as it stands; an empty one empties the slot."""
        desk = self._desk
        if entry.is_blank():
            self.drop()
            return
        draft = to_draft(entry, desk.clock.today())
        if draft == self._kept:
            return
        self._kept = draft
        desk.ask(lambda uow: keep_draft(KeepDraft(draft), uow, desk.clock), _is_done)

    def keep_change(self, entry: Entry, row: Contact) -> None:
        """Keep the change of a stored row; where nothing is changed yet, nothing is kept."""
        desk, values = self._desk, row.values
        if entry == from_values(values):
            self.drop_change()
            return
        day = desk.clock.today()
        stays = Month.of(entry.day or day) == Month.of(values.date)
        draft = replace(
            to_draft(entry, day), row=row.id, seen=mark_of(values) if stays else "", aside=None
        )
        if draft == self._change:
            return
        self._change = draft
        desk.ask(lambda uow: keep_draft(KeepDraft(draft), uow, desk.clock), _is_done)

    def drop_change(self) -> None:
        """Take the change out of the slot; what it had put aside lies there again."""
        if self._change is not None:
            self._change = None
            self._desk.ask(drop_draft, _is_done)

    def drop(self) -> None:
        """Empty the slot."""
        if self._kept is not None:
            self._kept = None
            self._desk.ask(drop_draft, _is_done)

    def ended(self) -> None:
        """Know that the save has emptied the slot."""
        self._kept = self._change = None

    def change_ended(self) -> None:
        """Know that the save of a change has taken it out of the slot."""
        self._change = None


def _is_done(kept: bool | None) -> None:
    """Nothing follows: the form on the screen is as it was."""
