"""Today's planned sessions, offered first when somebody logs at group level.

A session that is marked as held is counted by itself; a contact beside it would count it twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.groups.model import Session, SessionStatus
from familjecentral.groups.reading import Today, TodaySession
from ui.calendar.words import times
from ui.groups.beside import clear_layout
from ui.groups.words import count_of
from ui.widgets.buttons import KeyButton
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from ui.today.form import LogForm
    from ui.today.sessions import TodaySessions


class OfferedSessions(QWidget):
    """A line for each session that is still planned; ``chosen`` carries the one that was held."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("today_offered")
        self.setAccessibleName(self.tr("Planerade träffar i dag"))
        self.buttons: tuple[KeyButton, ...] = ()
        card = frame("card", "today_offered_card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(12), px(8), px(12), px(8))
        inner.setSpacing(px(4))
        inner.addWidget(text_label(self.tr("Planerat i dag"), role="small", ink="text2"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(2))
        inner.addLayout(self._lines)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.hide()

    def show_today(self, found: Today) -> None:
        """Offer what is neither held nor cancelled."""
        clear_layout(self._lines)
        planned = [one for one in found.sessions if one.session.status is not SessionStatus.HELD]
        self.buttons = tuple(self._line(one) for one in planned)

    def _line(self, one: TodaySession) -> KeyButton:
        session, title = one.session, one.group.title
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text_label(title, weight=600, wrap=True))
        number = self.tr("träff {n}").format(n=count_of(session.number, one.of))
        below = f"{times(session.start, session.end)} · {number}"
        words.addWidget(text_label(below, role="small", ink="text2", wrap=True))
        text = self.tr("Markera som genomförd")
        button = KeyButton(
            text,
            name=f"today_offered_btn_{session.id.hex[:8]}",
            accessible=f"{text}: {title}, {below}",
            height=28,
        )
        button.clicked.connect(partial(self.chosen.emit, session))
        line = QWidget()
        inside = row(words, button)
        inside.setStretch(0, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        line.setLayout(inside)
        self._lines.addWidget(line)
        return button

    def focus_field(self) -> None:
        """Go to the first one."""
        self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)


def offer_sessions(form: LogForm, sessions: TodaySessions, clear: Callable[[], None]) -> None:
    """Offer today's sessions in the form; the one taken empties it and is marked as held."""
    offered = OfferedSessions()
    form.set_offered(offered)

    def show(found: Today) -> None:
        offered.show_today(found)
        form.show_offered()

    def take(session: Session) -> None:
        clear()
        sessions.mark_held(session)

    sessions.shown.connect(show)
    offered.chosen.connect(take)
