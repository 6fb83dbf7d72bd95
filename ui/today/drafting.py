"""Keeps the half-filled form in the person's slot. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familjecentral.contacts.drafts import FormDraft, KeepDraft, drop_draft, keep_draft
from ui.today.entry import Entry, to_draft

if TYPE_CHECKING:
    from ui.desk import Desk


class DraftKeeper:
    """Knows what lies in the slot, so that only changes go there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: FormDraft | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the slot holds a form."""
        return self._kept is not None

    def found(self, draft: FormDraft) -> None:
        """Know that a form lies there from another session."""
        self._kept = draft

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

    def drop(self) -> None:
        """Empty the slot."""
        if self._kept is not None:
            self._kept = None
            self._desk.ask(drop_draft, _is_done)

    def ended(self) -> None:
        """Know that the save has emptied the slot."""
        self._kept = None


def _is_done(kept: bool | None) -> None:
    """Nothing follows: the form on the screen is as it was."""
