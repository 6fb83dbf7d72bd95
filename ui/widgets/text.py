"""Labels, rules and cards in the roles of the design."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.widgets import icons
from ui.widgets.theme import Role, font, px, theme

Ink = Literal["text", "text2", "muted", "error", "warn", "ok", "info"]


def text_label(
    text: str,
    *,
    role: Role = "body",
    weight: int | None = None,
    ink: Ink = "text",
    wrap: bool = False,
    name: str = "",
) -> QLabel:
    """Return a label in a role of type and an ink."""
    made = QLabel(text)
    made.setFont(font(role, weight))
    made.setProperty("ink", ink)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if wrap:
        # A wrapped label must ask for its height at the width that it gets.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if name:
        made.setObjectName(name)
    return made


def badge(text: str, kind: Literal["ok", "info", "warn", ""] = "") -> QLabel:
    """Return a short word on a soft ground; the word carries the meaning, not the colour."""
    made = QLabel(text)
    made.setFont(font("small", 600))
    made.setProperty("kind", f"badge_{kind}" if kind else "badge")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def icon_badge(text: str, icon: str, kind: Literal["ok", "info", "warn"]) -> QFrame:
    """Return a badge with an icon before its word."""
    made = frame(f"pill_{kind}")
    word = text_label(text, role="small", weight=600, ink=kind)
    inner = row(IconLabel(icon, kind, 15), word, spacing=6)
    inner.setContentsMargins(px(10), px(2), px(12), px(2))
    made.setLayout(inner)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def frame(kind: str, name: str = "") -> QFrame:
    """Return a frame that the style sheet draws: ``card``, ``foot``, ``tile`` …"""
    made = QFrame()
    made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    return made


def rule() -> QFrame:
    """Return a hairline. It is decoration only."""
    return frame("rule")


class IconLabel(QLabel):
    """An icon in the colour of a token; follows a change of theme."""

    def __init__(self, icon: str, tint: str = "text2", size: float = 18) -> None:
        super().__init__()
        self._icon = icon
        self._tint = tint
        self._size = size
        self.setFixedSize(px(size), px(size))
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(icons.pixmap(self._icon, theme().colour(self._tint), self._size))

    def set_icon(self, icon: str, tint: str) -> None:
        """Show another icon."""
        self._icon, self._tint = icon, tint
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colour of the new theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


class Card(QFrame):
    """A white card with an optional title row, a body and an optional foot."""

    def __init__(self, title: str = "", *, name: str = "", margin: int = 16) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        if name:
            self.setObjectName(name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setSpacing(px(8))
        self.title = text_label(title, role="h2")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(px(margin), px(12), px(margin), px(margin))
        self.body.setSpacing(px(10))
        if title:
            self.head.addWidget(self.title)
            self.body.addLayout(self.head)
        outer.addLayout(self.body, 1)
        self._outer = outer

    def add_foot(self) -> QHBoxLayout:
        """Return the layout of a foot that stays below the body."""
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(16), px(10), px(16), px(10))
        row.setSpacing(px(8))
        self._outer.addWidget(foot)
        return row


Part = QWidget | QLayout | int


def row(*parts: Part, spacing: int = 8) -> QHBoxLayout:
    """Return a row of widgets and layouts; a number is a stretch."""
    made = QHBoxLayout()
    _fill(made, parts, spacing)
    return made


def column(*parts: Part, spacing: int = 8) -> QVBoxLayout:
    """Return a column of widgets and layouts; a number is a stretch."""
    made = QVBoxLayout()
    _fill(made, parts, spacing)
    return made


def _fill(box: QBoxLayout, parts: tuple[Part, ...], spacing: int) -> None:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(spacing))
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
