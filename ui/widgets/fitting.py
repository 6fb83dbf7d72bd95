"""Dialogs that are as high as their text at the width they get."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QLayout
from shiboken6 import isValid


class FittedHeight(QObject):
    """Gives a dialog with a layout its height when it opens, and more when a sentence is added.

    Qt holds a dialog as high as its text would be at the smallest width, and spreads what a wider
    dialog has left over between the lines.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        layout = dialog.layout()
        if layout is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the height that the text needs, and no less than the width of the widest part."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest) and isValid(self._dialog):
            self._fit(opens=event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _fit(self, *, opens: bool) -> None:
        dialog, layout = self._dialog, self._dialog.layout()
        if layout is None:
            return
        width = max(dialog.width(), layout.totalMinimumSize().width())
        needed = layout.totalSizeHint().height()
        if layout.hasHeightForWidth():
            needed = layout.totalHeightForWidth(width)
        dialog.setMinimumHeight(needed)
        dialog.resize(width, needed if opens else max(needed, dialog.height()))
