"""Dialogs that are as high as their text at the width they get."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QLayout


class FittedDialog(QDialog):
    """Takes the height of its text when it opens, and more when a sentence is added.

    Qt holds a dialog as high as its text would be at the smallest width, and spreads what a wider
    dialog has left over between the lines.
    """

    def event(self, event: QEvent) -> bool:
        """Fit after the dialog has opened, and after its layout has changed."""
        opens = event.type() == QEvent.Type.Show
        changes = event.type() == QEvent.Type.LayoutRequest
        done = super().event(event)
        if opens or (changes and self.isVisible()):
            self._fit(opens=opens)
        return done

    def _fit(self, *, opens: bool) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        width = max(self.width(), layout.totalMinimumSize().width())
        needed = layout.totalSizeHint().height()
        if layout.hasHeightForWidth():
            needed = layout.totalHeightForWidth(width)
        self.setMinimumHeight(needed)
        self.resize(width, needed if opens else max(needed, self.height()))
