"""What was copied from here lies on the clipboard no longer than it may be seen here."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

OWN_ROWS = "application/x-familjecentral-rows"
"""Marks what was copied from here, so that it can be taken back."""


def forget_copied() -> None:
    """Empty the clipboard if it still holds rows from here; what others put there stays."""
    clipboard = QGuiApplication.clipboard()
    held = clipboard.mimeData()  # None on some platforms while the clipboard is empty
    if held is not None and held.hasFormat(OWN_ROWS):
        clipboard.clear()
