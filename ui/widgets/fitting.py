"""Dialogs that are as high as their text at the width they get."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog


class FittedHeight(QObject):
    """Gives a dialog its height when it opens, and more when a sentence is added.

    Qt asks wrapped text for its height at the width that the text would like, and spreads what a
    wider dialog has left over between the lines.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the height that the text needs."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            dialog, layout = self._dialog, self._dialog.layout()
            if layout is not None and layout.hasHeightForWidth():
                needed = layout.totalHeightForWidth(dialog.width())
                if event.type() == QEvent.Type.Show or needed > dialog.height():
                    dialog.resize(dialog.width(), needed)
        return super().eventFilter(watched, event)
