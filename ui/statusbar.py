"""The bar at the window's lower edge: what is saved at the left, keys that always work right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLayout, QWidget

from ui.widgets.buttons import KeyCap
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px


def status_bar(left: Sequence[QWidget]) -> QWidget:
    """Return the bar with these parts at the left."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Shell", text)

    bar = frame("status", "shell_status_bar")
    hints: list[QWidget | QLayout] = []
    for key, text in (
        ("Ctrl K", tr("Gå till…")),
        ("Ctrl Z", tr("Ångra")),
        ("F1", tr("Hjälp")),
    ):
        hints.append(row(KeyCap(key), text_label(text, role="small", ink="text2"), spacing=6))
    line = row(*left, 1, row(*hints, spacing=18), spacing=6)
    line.setContentsMargins(px(16), px(2), px(16), px(2))
    bar.setLayout(line)
    bar.setFixedHeight(px(28))
    return bar
