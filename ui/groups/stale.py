"""Somebody saved the group meanwhile: both versions side by side, chosen line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from familjecentral.groups.model import Group, Session
from familjecentral.groups.reading import GroupPage
from ui.calendar.words import status_word, times
from ui.groups.words import leader_names, room_name, tr
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice
from ui.widgets.daytext import short_day
from ui.widgets.feedback import Banner
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what it is called, both versions in words, and how mine is put into theirs."""

    key: str
    name: str
    mine: str
    theirs: str
    put: Callable[[Group], Group]


def differences(mine: Group, theirs: Group, page: GroupPage) -> tuple[Difference, ...]:
    """Return what differs between two versions, field by field and session by session."""
    codes, house = page.codes, page.house
    shown: dict[str, tuple[str, Callable[[Group], str]]] = {
        "title": (tr("Rubrik"), lambda g: g.title),
        "prevention_level": (
            tr("Preventionsnivå"), lambda g: codes.label("prevention_level", g.prevention_level),
        ),
        "seats": (tr("Platser"), lambda g: str(g.seats)),
        "minimum": (tr("Lägst antal"), lambda g: str(g.minimum)),
        "status": (tr("Status"), lambda g: codes.label("group_status", g.status)),
        "opens_on": (tr("Anmälan öppnar"), lambda g: str(g.opens_on or "–")),
        "decision_day": (tr("Bestäm senast"), lambda g: str(g.decision_day or "–")),
        "room": (tr("Lokal"), lambda g: room_name(house, g.room) or "–"),
        "team": (tr("Ledare"), lambda g: leader_names(house, [m.leader for m in g.team]) or "–"),
        "languages": (
            tr("Tolkspråk"),
            lambda g: ", ".join(codes.label("language", key) for key in g.languages) or "–",
        ),
        "children_minded": (tr("Barn i barnpassning"), lambda g: str(g.children_minded)),
        "avoid_school_breaks": (
            tr("Hoppar över lov"), lambda g: tr("ja") if g.avoid_school_breaks else tr("nej"),
        ),
    }  # fmt: skip
    found = [
        Difference(key, name, text(mine), text(theirs), _putter(key, getattr(mine, key)))
        for key, (name, text) in shown.items()
        if getattr(mine, key) != getattr(theirs, key)
    ]
    return (*found, *_of_sessions(mine, theirs, page))


def _putter(key: str, value: object) -> Callable[[Group], Group]:
    values: dict[str, Any] = {key: value}
    return lambda group: replace(group, **values)


def _of_sessions(mine: Group, theirs: Group, page: GroupPage) -> list[Difference]:
    found = []
    ids = dict.fromkeys(s.id for s in (*theirs.sessions, *mine.sessions))
    for session_id in ids:
        own, other = mine.session(session_id), theirs.session(session_id)
        if own == other:
            continue
        number = (own or other).number  # type: ignore[union-attr]  # one of them is there
        found.append(
            Difference(
                f"session_{session_id.hex[:8]}",
                tr("Träff {n}").format(n=number),
                _session_text(own, page),
                _session_text(other, page),
                lambda group, own=own, session_id=session_id: replace(  # type: ignore[misc]
                    group,
                    sessions=tuple(
                        sorted(
                            [s for s in group.sessions if s.id != session_id]
                            + ([own] if own else []),
                            key=lambda s: (s.day, s.start, s.number),
                        )
                    ),
                ),
            )
        )
    return found


def _session_text(session: Session | None, page: GroupPage) -> str:
    if session is None:
        return tr("finns inte")
    parts = (
        f"{short_day(session.day)} {times(session.start, session.end)}",
        room_name(page.house, session.room),
        leader_names(page.house, session.leaders),
        status_word(session.status),
    )
    return ", ".join(part for part in parts if part)


class StaleDialog(QDialog):
    """Nothing is lost: the saved version is chosen unless somebody chooses her own."""

    chosen = Signal(object)

    def __init__(self, mine: Group, theirs: Group, page: GroupPage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stale_dlg")
        self.setWindowTitle(self.tr("Gruppen har ändrats"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theirs = theirs
        self._differences = differences(mine, theirs, page)
        self._choices: dict[str, SegmentedControl] = {}
        banner = Banner(name="stale_banner")
        banner.say(
            "warn",
            self.tr("Någon annan ändrade gruppen medan du skrev."),
            self.tr("Inget är förlorat. Välj rad för rad vad som ska gälla."),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        heads = ("", self.tr("Ditt"), self.tr("Det sparade"), self.tr("Gäller"))
        for column, text in enumerate(heads):
            grid.addWidget(text_label(text, weight=600, ink="text2"), 0, column)
        for line, one in enumerate(self._differences, 1):
            choice = SegmentedControl(
                self.tr("{field}: vad ska gälla?").format(field=one.name),
                (Choice(MINE, self.tr("Ditt")), Choice(THEIRS, self.tr("Det sparade"))),
                name=f"stale_{one.key}_seg",
            )
            choice.set_value(MINE)
            self._choices[one.key] = choice
            for column, part in enumerate(
                (
                    text_label(one.name, weight=600),
                    text_label(one.mine, wrap=True),
                    text_label(one.theirs, wrap=True),
                    choice,
                )
            ):
                grid.addWidget(part, line, column)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        save = KeyButton(
            self.tr("Spara så"), name="stale_save_btn", look="primary", key="Ctrl Enter", bind=False
        )
        leave = KeyButton(
            self.tr("Behåll det sparade"), name="stale_leave_btn", key="Esc", bind=False
        )
        save.clicked.connect(self._on_save)
        leave.clicked.connect(self.reject)
        foot = frame("foot")
        ends = row(1, leave, save)
        ends.setContentsMargins(px(20), px(10), px(20), px(10))
        foot.setLayout(ends)
        body = QVBoxLayout()
        body.setContentsMargins(px(20), px(16), px(20), px(16))
        body.setSpacing(px(14))
        body.addWidget(banner)
        body.addLayout(grid)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(body, 1)
        outer.addWidget(foot)
        self.resize(min(px(820), parent.width() - px(40)), px(200))

    def merged(self) -> Group:
        """Return the saved version with what was chosen of the own one."""
        group = self._theirs
        for one in self._differences:
            if self._choices[one.key].value() == MINE:
                group = one.put(group)
        return group

    def _on_save(self) -> None:
        group = self.merged()
        self.accept()
        self.chosen.emit(group)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_save()
        elif not enter:
            super().keyPressEvent(event)
