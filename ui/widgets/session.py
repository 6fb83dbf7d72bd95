"""The person who works here now, and when the screen locks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.widgets import icons
from ui.widgets.naming import label
from ui.widgets.paint import box, key_cap, key_cap_width, line_of_text
from ui.widgets.theme import font, px, theme

_LAST_MINUTE = 60


class SessionChip(QAbstractButton):
    """Initial, first name, role, and *Låses om 9 min*. Enter opens its three acts."""

    lock_asked = Signal()
    switch_asked = Signal()
    passphrase_asked = Signal()

    def __init__(self, first_name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_name = first_name
        self._role = role
        self._countdown = ""
        self._last_minute = False
        self._compact = False
        self.setText(first_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label(
            self,
            f"{first_name}, {role}",
            self.tr("Lås nu, byt person eller byt lösenfras"),
            name="shell_session_btn",
        )
        self._menu = QMenu(self)
        self._menu.setObjectName("shell_session_menu")
        entries = (
            ("lock", self.tr("Lås nu\tCtrl L"), self.lock_asked),
            ("switch", self.tr("Byt person"), self.switch_asked),
            ("passphrase", self.tr("Byt lösenfras"), self.passphrase_asked),
        )
        for key, text, signal in entries:
            action = self._menu.addAction(text)
            action.setObjectName(f"shell_session_act_{key}")
            action.triggered.connect(signal)
        self.clicked.connect(self.open_menu)

    def leave_out_passphrase(self) -> None:
        """Offer no new passphrase: the page where it is chosen is not among the person's."""
        for action in self._menu.actions():
            if action.objectName() == "shell_session_act_passphrase":
                action.setVisible(False)
        self.setToolTip(self.tr("Lås nu eller byt person"))

    def open_menu(self) -> None:
        """Open the three acts above the chip."""
        corner = self.mapToGlobal(self.rect().topLeft())
        corner.setY(corner.y() - self._menu.sizeHint().height() - px(4))
        self._menu.popup(corner)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def set_seconds_left(self, seconds: int) -> None:
        """Tell when the screen locks: by the minute, in the last one by the second."""
        self._last_minute = seconds <= _LAST_MINUTE
        if self._last_minute:
            text = self.tr("Låses om {n} s – rör en tangent").format(n=seconds)
        else:
            text = self.tr("Låses om {n} min").format(n=-(-seconds // 60))
        if text != self._countdown:
            self._countdown = text
            self.setAccessibleDescription(text)
            self.update()

    @property
    def countdown(self) -> str:
        """What the chip says about the lock."""
        return self._countdown

    def set_compact(self, compact: bool) -> None:
        """Show the initial only."""
        self._compact = compact
        self.setToolTip(f"{self._first_name}, {self._role}" if compact else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Two lines beside a round initial, and the countdown below."""
        return QSize(px(48 if self._compact else 190), px(56 if self._compact else 80))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        t = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        hover = self.underMouse()
        border = t.colour("text2" if hover else "line")
        box(painter, rect, radius=8, fill=t.colour("surface"), border=border)
        round_left = rect.center().x() - px(16) if self._compact else rect.left() + px(11)
        round_top = rect.center().y() - px(16) if self._compact else rect.top() + px(10)
        disc = QRectF(round_left, round_top, px(32), px(32))
        box(painter, disc, radius=16, fill=t.colour("primary_soft"))
        painter.setFont(font("body", 600))
        painter.setPen(t.colour("primary"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._first_name[:1].upper())
        if self._compact:
            painter.end()
            return
        icons.draw(
            painter,
            "lock",
            t.colour("text2"),
            QRectF(rect.right() - px(28), disc.center().y() - px(8), px(16), px(16)),
        )
        left = disc.right() + px(10)
        room = rect.right() - px(34) - left
        line = QRectF(left, disc.top() - px(1), room, px(18))
        line_of_text(painter, line, self._first_name, of=font("body", 600), ink=t.colour("text"))
        line = QRectF(left, line.bottom(), room, px(16))
        line_of_text(painter, line, self._role, of=font("small"), ink=t.colour("muted"))
        foot = rect.bottom() - px(19)
        cap = 0.0 if self._last_minute else key_cap_width("Ctrl L")
        if cap:
            key_cap(painter, rect.right() - px(10) - cap, foot, "Ctrl L", tokens=t)
        ink = t.colour("warn" if self._last_minute else "text2")
        words = QRectF(rect.left() + px(11), foot - px(9), rect.width() - px(20) - cap, px(18))
        weight = 600 if self._last_minute else 400
        line_of_text(painter, words, self._countdown, of=font("small", weight), ink=ink)
        painter.end()
