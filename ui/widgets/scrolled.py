"""Columns that scroll where the window is low."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def scrolled(part: QWidget) -> QScrollArea:
    """Return a column that scrolls where the window is low."""
    area = QScrollArea()
    area.setWidget(part)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    part.setAutoFillBackground(False)
    return area
