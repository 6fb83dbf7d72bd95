"""Somebody else saved a group meanwhile: both versions side by side, and which is to count."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from familjecentral.errors import StaleEdit
from familjecentral.groups.house import House
from familjecentral.groups.model import Group, Session
from familjecentral.groups.reading import CalendarView
from ui.calendar.words import day_head, status_word, times
from ui.widgets.buttons import KeyButton
from ui.widgets.scrolled import scrolled
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px


class StaleDialog(QDialog):
    """Every session that differs, mine beside theirs. Nothing is lost until one is chosen."""

    def __init__(self, parent: QWidget, error: StaleEdit, view: CalendarView | None) -> None:
        super().__init__(parent)
        mine = error.mine if isinstance(error.mine, Group) else None
        theirs = error.theirs if isinstance(error.theirs, Group) else None
        named = (mine or theirs).title if mine or theirs else ""  # type: ignore[union-attr]
        title = self.tr("Någon annan ändrade {group} medan du flyttade.").format(group=named)
        self.setObjectName("stale_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        house = view.schedule.house if view else House()
        table = frame("card", "stale_versions")
        grid = QGridLayout(table)
        grid.setContentsMargins(px(14), px(10), px(14), px(10))
        grid.setHorizontalSpacing(px(24))
        for column, text in enumerate(
            (self.tr("Träff"), self.tr("Ditt utkast"), self.tr("Sparat"))
        ):
            grid.addWidget(text_label(text, weight=600, ink="text2"), 0, column)
        for place, (number, own, other) in enumerate(_differences(mine, theirs, house), start=1):
            grid.addWidget(text_label(number, weight=600), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text_label(own, wrap=True), place, 1)
            grid.addWidget(text_label(other, wrap=True), place, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.back = KeyButton(self.tr("Tillbaka"), name="stale_back_btn", key="Esc", bind=False)
        self.theirs = KeyButton(self.tr("Behåll det sparade"), name="stale_theirs_btn")
        self.mine = KeyButton(self.tr("Spara mitt utkast"), name="stale_mine_btn", look="primary")
        self.mine.setVisible(mine is not None)
        self.back.clicked.connect(self.reject)
        self.theirs.clicked.connect(self.accept)
        self.mine.clicked.connect(self.accept)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog", wrap=True))
        text = self.tr(
            "Inget är förlorat. Välj vad som ska gälla; det andra går att få tillbaka med Ctrl Z."
        )
        body.addWidget(text_label(text, wrap=True))
        body.addWidget(scrolled(table), 1)
        body.addLayout(row(self.back, 1, self.theirs, self.mine))
        self.resize(px(760), px(460))
        self.back.setFocus()


def _differences(
    mine: Group | None, theirs: Group | None, house: House
) -> list[tuple[str, str, str]]:
    old = {s.id: s for s in theirs.sessions} if theirs else {}
    new = {s.id: s for s in mine.sessions} if mine else {}
    found = []
    for session_id in dict.fromkeys([*old, *new]):
        own, other = new.get(session_id), old.get(session_id)
        texts = _said(own, house), _said(other, house)
        if texts[0] != texts[1]:
            number = (own or other).number  # type: ignore[union-attr]
            found.append((str(number), *texts))
    return found


def _said(session: Session | None, house: House) -> str:
    if session is None:
        return "–"
    room = house.rooms.get(session.room) if session.room else None
    names = [house.leaders[one].first_name for one in session.leaders if one in house.leaders]
    parts = [
        day_head(session.day),
        times(session.start, session.end),
        room.name if room else "",
        ", ".join(names),
        status_word(session.status),
    ]
    return " · ".join(part for part in parts if part)
