"""A step of the calendar's draft on Qt's undo stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from ui.calendar.draft import Piece


class Edit(QUndoCommand):
    """One step of the draft: groups and bookings as they were and as they are."""

    def __init__(
        self,
        apply: Callable[[tuple[Piece, ...]], None],
        before: tuple[Piece, ...],
        after: tuple[Piece, ...],
        text: str,
    ) -> None:
        super().__init__(text)
        self._apply = apply
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Do it."""
        self._apply(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._apply(self._before)
