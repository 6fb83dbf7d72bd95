"""What the program says back: banner, undo bar, empty state, announcements."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.buttons import KeyButton
from ui.widgets.focus import TabPlace
from ui.widgets.text import IconLabel, text_label
from ui.widgets.theme import px

Mood = Literal["info", "ok", "warn", "err"]
_ICONS: dict[Mood, tuple[str, str]] = {
    "info": ("info", "info"),
    "ok": ("circle-check", "ok"),
    "warn": ("triangle-alert", "warn"),
    "err": ("circle-alert", "error"),
}
_UNDO_SHOWN_MS = 30_000
_APPEAR_MS = 120


class Banner(QFrame):
    """Icon, a bold first sentence, what to do. It stays while it is true."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._place = TabPlace(self)
        self._icon = IconLabel("info", "info", 18)
        self._text = text_label("", wrap=True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(12), px(9), px(12), px(9))
        line.setSpacing(px(10))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(self._text)
        # In a widget of its own: an empty layout would hold the text at its smallest width.
        self._link_row = QWidget()
        self.links = QHBoxLayout(self._link_row)
        self.links.setContentsMargins(0, 0, 0, 0)
        self.links.setSpacing(px(4))
        self._link_row.hide()
        words.addWidget(self._link_row)
        line.addLayout(words, 1)
        self.hide()

    def say(self, mood: Mood, title: str, rest: str = "") -> None:
        """Show a sentence in bold and the rest after it."""
        self.setProperty("kind", mood)
        self.style().polish(self)
        self._icon.set_icon(*_ICONS[mood])
        self._text.setText(f"<b>{_escape(title)}</b> {_escape(rest)}".rstrip())
        self.setAccessibleName(f"{title} {rest}".rstrip())
        self.clear_links()
        self.show()

    def text(self) -> str:
        """What it says, without marks; empty while hidden."""
        return self.accessibleName() if not self.isHidden() else ""

    def clear_links(self) -> None:
        """Take its buttons away."""
        self._link_row.hide()
        while (item := self.links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add_link(self, button: KeyButton) -> None:
        """Add a button below the text."""
        self._link_row.show()
        self.links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._place.take(*self._link_row.findChildren(KeyButton))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Announcer(QLabel):
    """The one place that speaks to a screen reader without moving the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shell_announce_lbl")
        self.setFixedSize(0, 0)

    def announce(self, text: str, *, at_once: bool = False) -> None:
        """Say a text: politely, or at once when something is wrong."""
        self.setAccessibleName(text)
        event = QAccessibleAnnouncementEvent(self, text)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def forget(self) -> None:
        """Hold no longer what was said last."""
        self.setAccessibleName("")


class UndoBar(QFrame):
    """What happened, and the way back. In the layout, so that it covers nothing."""

    undo_asked = Signal()
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "undo")
        self.setObjectName("shell_undo_bar")
        self._icon = IconLabel("circle-check", "surface", 18)
        self._text = text_label("")
        self._undo = KeyButton(
            self.tr("Ångra"),
            name="shell_undo_btn",
            look="undo",
            icon="undo-2",
            key="Ctrl Z",
            height=30,
            bind=False,
        )
        self._close = KeyButton(
            "",
            name="shell_undo_btn_close",
            look="undo",
            icon="x",
            height=30,
            accessible=self.tr("Stäng meddelandet"),
        )
        self._close.setFixedWidth(px(30))
        line = QHBoxLayout(self)
        line.setContentsMargins(px(16), px(5), px(8), px(5))
        line.setSpacing(px(10))
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addWidget(self._undo)
        line.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UNDO_SHOWN_MS)
        self._timer.timeout.connect(self.dismiss)
        self._undo.clicked.connect(self.undo_asked)
        self._close.clicked.connect(self.dismiss)
        self._growth = QPropertyAnimation(self, b"maximumHeight", self)
        self._growth.setDuration(_APPEAR_MS)
        self._growth.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def say(self, text: str, *, can_undo: bool = True) -> None:
        """Tell what happened; a new event replaces the text."""
        appears = self.isHidden()
        self._text.setText(text)
        self._undo.setVisible(can_undo)
        name = self.tr("{what}. Ångra med Ctrl Z").format(what=text) if can_undo else text
        self.setAccessibleName(name)
        self._timer.start()
        self.show()
        if appears and _may_move():
            self._growth.setStartValue(0)
            self._growth.setEndValue(px(44))
            self._growth.start()
        else:
            self.setMaximumHeight(px(44))

    def dismiss(self) -> None:
        """Go away; undo stays possible. What it said goes too: it may have named a card."""
        self._timer.stop()
        self._text.clear()
        self.setAccessibleName("")
        self.hide()
        self.gone.emit()

    def text(self) -> str:
        """What it says, empty while hidden."""
        return self._text.text() if not self.isHidden() else ""


def _may_move() -> bool:
    """Tell whether the system allows motion, and the window is really shown."""
    if QGuiApplication.platformName() == "offscreen":
        return False
    hints = QGuiApplication.styleHints()  # kept while its part is asked
    return hints.accessibility().motionPreference() != Qt.MotionPreference.ReducedMotion


class EmptyState(QFrame):
    """Icon, one bold line, one line that says why, one action."""

    def __init__(self, icon: str, *, name: str, framed: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        if framed:
            self.setProperty("kind", "empty")
        self._title = text_label("", weight=600)
        self._why = text_label("", ink="text2", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(16), px(20), px(16), px(20))
        inner.setSpacing(px(6))
        inner.addStretch(1)
        inner.addWidget(IconLabel(icon, "muted", 26), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._title)
        inner.addWidget(self._why)
        self.action = QHBoxLayout()
        self.action.setContentsMargins(0, px(8), 0, 0)
        inner.addLayout(self.action)
        inner.addStretch(1)

    def say(self, title: str, why: str) -> None:
        """Set both lines."""
        self._title.setText(title)
        self._why.setText(why)
        self.setAccessibleName(f"{title} {why}")

    def set_action(self, button: QWidget) -> None:
        """Add the one action."""
        self.action.addStretch(1)
        self.action.addWidget(button)
        self.action.addStretch(1)
