"""Buttons that show their key, and the key cap by itself."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.widgets import icons
from ui.widgets.naming import label, spoken_key
from ui.widgets.paint import box, key_cap, key_cap_width
from ui.widgets.theme import font, px, theme

Look = Literal["primary", "plain", "link", "danger", "undo", "bare"]


class KeyButton(QPushButton):
    """A push button with an optional icon and the cap of its key.

    Looks: ``primary`` (the one main action), ``plain``, ``link``, ``danger`` (cannot be undone),
    ``undo`` (on the inverse bar), ``bare`` (icon only).
    """

    def __init__(
        self,
        text: str,
        *,
        name: str,
        look: Look = "plain",
        icon: str = "",
        key: str = "",
        help: str = "",  # noqa: A002 - the word that the design uses
        height: int = 32,
        bind: bool = True,
        accessible: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._icon_name = icon
        self._key = key
        self._height = height
        self._reason = ""
        self._help = help
        label(self, accessible or text, help, key, name=name, bind=bind)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def disable(self, reason: str) -> None:
        """Switch off and say why; an empty reason switches on again."""
        self.setEnabled(not reason)
        named = "" if self.text() else self.accessibleName()
        self.setToolTip(". ".join(part for part in (named, reason or self._help) if part))
        self.setAccessibleDescription(
            reason or ". ".join(p for p in (self._help, spoken_key(self._key)) if p)
        )

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon_name = icon
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses too, as everywhere else in the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font changes."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Room for icon, text and cap."""
        if self._look == "bare":
            return QSize(px(self._height), px(self._height))
        width = px(8 if self._look == "link" else 12) * 2
        width += round(QFontMetricsF(font("body", 600)).horizontalAdvance(self.text())) + 1
        if self._icon_name:
            width += px(16) + px(8)
        if self._key:
            width += round(key_cap_width(self._key)) + px(9)
        return QSize(width, px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its text."""
        return self.sizeHint()

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Return fill, border and ink of the present state."""
        t = theme()
        hover = self.underMouse() and self.isEnabled()
        if not self.isEnabled():
            bare = self._look in ("link", "bare", "undo")
            return (
                None if bare else t.colour("subtle"),
                None if bare else t.colour("line"),
                t.colour("disabled"),
            )
        if self._look == "primary":
            fill = "primary_press" if self.isDown() else "primary_hover" if hover else "primary"
            return t.colour(fill), None, t.colour("on_primary")
        if self._look == "undo":
            ink = t.colour("surface")
            return None, ink if self.text() else None, ink
        ink = t.colour({"link": "link", "danger": "error"}.get(self._look, "text"))
        if self._look in ("link", "bare"):
            return t.colour("sunken") if self.isDown() or hover else None, None, ink
        fill = "sunken" if self.isDown() else "subtle" if hover else "surface"
        border = "error" if self._look == "danger" else "text2" if hover else "outline"
        return t.colour(fill), t.colour(border), ink

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, icon, text and key cap."""
        del event
        t = theme()
        fill, border, ink = self._colours()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, radius=6, fill=fill, border=border)
        text_font = font("body", 600 if self._look != "link" else 500)
        text_width = QFontMetricsF(text_font).horizontalAdvance(self.text())
        used = text_width
        used += (px(16) + (px(8) if self.text() else 0)) if self._icon_name else 0
        used += key_cap_width(self._key) + px(9) if self._key else 0
        x = rect.left() + (rect.width() - used) / 2
        middle = rect.center().y()
        if self._icon_name:
            icons.draw(painter, self._icon_name, ink, QRectF(x, middle - px(8), px(16), px(16)))
            x += px(16) + px(8)
        if self.text():
            painter.setFont(text_font)
            painter.setPen(ink)
            painter.drawText(
                QRectF(x, rect.top(), text_width + 2, rect.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                self.text(),
            )
            x += text_width + px(9)
        if self._key:
            filled = self._look in ("primary", "undo") or not self.isEnabled()
            key_cap(painter, x, middle, self._key, tokens=t, ink=ink if filled else None)
        painter.end()


class KeyCap(QWidget):
    """One key drawn as a cap, for a line of hints. Silent to a screen reader: the control that
    it belongs to describes its own key."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The cap's own size."""
        return QSize(round(key_cap_width(self._key)) + 1, px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        del event
        painter = QPainter(self)
        key_cap(painter, 0, self.height() / 2, self._key, tokens=theme())
        painter.end()
