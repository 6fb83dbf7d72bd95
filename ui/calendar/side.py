"""Beside the calendar: the clashes in sight, and what the signs mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.groups.model import Clash, SessionStatus
from ui.calendar.cells import Card
from ui.calendar.painting import CHIP, draw_chip, draw_stripe, hatch
from ui.calendar.words import clash_icon, clash_title, day_head, times
from ui.widgets.buttons import KeyButton
from ui.widgets.focus import TabPlace, holds_focus
from ui.widgets.form import ElidedLabel
from ui.widgets.paint import box
from ui.widgets.scrolled import scrolled
from ui.widgets.text import Card as Panel
from ui.widgets.text import IconLabel, badge, row, rule, text_label
from ui.widgets.theme import px, theme

MOST = 12
"""Clashes listed beside the calendar; F8 walks through all of them"""


def _tr(text: str) -> str:
    return QCoreApplication.translate("calendar", text)


class ClashPanel(Panel):
    """*Krockar*: what clashes, when, and the way to it."""

    show_asked = Signal(object)
    decide_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_tr("Krockar"), name="calendar_clash_card")
        self._count = badge("0")
        self.head.addWidget(self._count)
        self.head.addStretch(1)
        self._place = TabPlace(self)
        self.first: KeyButton | None = None
        """Where the keyboard enters the list; None while nothing clashes"""
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(8))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._lines)
        inner.addStretch(1)
        self.body.addWidget(scrolled(holder), 1)

    def show_clashes(self, clashes: Sequence[Clash], *, may_plan: bool) -> None:
        """List the clashes by day and time."""
        held = holds_focus(self)
        self.first = None
        lines: list[QWidget] = []
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        n = len({clash.session for clash in clashes})
        self._count.setText(str(n))
        self._count.setProperty("kind", "badge_warn" if n else "badge")
        self._count.style().polish(self._count)
        self._count.setAccessibleName(_tr("{n} träffar krockar").format(n=n))
        if not clashes:
            self._lines.addWidget(text_label(_tr("Inga krockar."), ink="text2"))
        seen: set[object] = set()
        for clash in clashes:
            if clash.session in seen:
                continue
            seen.add(clash.session)
            if len(seen) > MOST:
                more = _tr("… och {n} till. F8 går igenom alla.").format(n=n - MOST)
                self._lines.addWidget(text_label(more, role="small", ink="text2", wrap=True))
                break
            if len(seen) > 1:
                self._lines.addWidget(rule())
            lines.append(self._line(clash, may_plan=may_plan))
            self._lines.addWidget(lines[-1])
        self._place.take(*lines)
        if held:
            for line in lines[:1]:
                line.show()  # what is hidden cannot take the focus
            self.focus_field()

    def focus_field(self) -> None:
        """Go to the first clash."""
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, clash: Clash, *, may_plan: bool) -> QWidget:
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(4))
        icon, ink = clash_icon(clash.kind)
        title = ElidedLabel(clash_title(clash), role="body", weight=600, ink=ink)
        box.addLayout(row(IconLabel(icon, ink, 16), title))
        when = f"{day_head(clash.day)} {times(clash.start, clash.end)}"
        box.addWidget(text_label(when, ink="text2"))
        key = str(clash.session).replace("-", "_")
        show = KeyButton(
            _tr("Visa"),
            name=f"calendar_clash_btn_show_{key}",
            accessible=_tr("Visa: {what}, {when}").format(what=clash_title(clash), when=when),
        )
        show.clicked.connect(lambda: self.show_asked.emit(clash))
        self.first = self.first or show
        decide = KeyButton(
            _tr("Bestäm…"),
            name=f"calendar_clash_btn_decide_{key}",
            accessible=_tr("Bestäm: {what}, {when}").format(what=clash_title(clash), when=when),
        )
        decide.clicked.connect(lambda: self.decide_asked.emit(clash))
        decide.setVisible(may_plan)
        box.addLayout(row(show, decide, 1))
        return made


class Sign(QWidget):
    """One sign of the calendar, drawn as it is drawn there."""

    def __init__(self, kind: str, *, chip: bool) -> None:
        super().__init__()
        self._kind = kind
        self._chip = chip
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As large as a small card."""
        return QSize(px(CHIP[0]), px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._kind == "shut":
            hatch(painter, rect, theme().colour("line"))
            return
        states = {"held": SessionStatus.HELD, "cancelled": SessionStatus.CANCELLED}
        known = ("group", "open_activity", "meeting", "busy")
        card = Card(
            UUID(int=0), None, dt.date.min, 0, 0, "", "", "",
            self._kind if self._kind in known else "group",
            state=states.get(self._kind, SessionStatus.PLANNED),
            is_draft=self._kind == "draft", clash="!" if self._kind == "clash" else "",
        )  # fmt: skip
        if self._chip or self._kind in ("clash", "draft"):
            draw_chip(painter, rect, card)
        else:
            box(
                painter,
                rect,
                radius=4,
                fill=theme().colour("subtle"),
                border=theme().colour("line"),
            )
            draw_stripe(painter, rect, self._kind)


class Legend(QWidget):
    """The signs and their words: a column in the week, a row below the term."""

    def __init__(self, kinds: Sequence[tuple[str, str]], *, chip: bool, across: bool) -> None:
        super().__init__()
        lines = [row(Sign(kind, chip=chip), text_label(text, role="small")) for kind, text in kinds]
        if across:
            line = row(spacing=18)
            for one in lines:
                line.addLayout(one)
            line.addStretch(1)
            self.setLayout(line)
        else:
            box = QVBoxLayout(self)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(px(6))
            for one in lines:
                one.addStretch(1)
                box.addLayout(one)


def week_legend() -> Legend:
    """Return the signs of the week."""
    kinds = (
        ("group", _tr("Grupp")),
        ("open_activity", _tr("Öppen verksamhet")),
        ("meeting", _tr("Möte, upptaget")),
        ("draft", _tr("Utkast, inte sparat")),
        ("clash", _tr("Krock")),
        ("shut", _tr("Stängt eller lov")),
    )
    return Legend(kinds, chip=False, across=False)


def term_legend() -> Legend:
    """Return the signs of the term."""
    kinds = (
        ("held", _tr("genomförd")),
        ("planned", _tr("planerad")),
        ("draft", _tr("utkast")),
        ("cancelled", _tr("inställd")),
        ("clash", _tr("krock")),
        ("shut", _tr("stängt eller lov")),
    )
    return Legend(kinds, chip=True, across=True)


class SidePanel(QWidget):
    """Clashes above, signs below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar_side")
        self.clashes = ClashPanel()
        signs = Panel(_tr("Förklaring"), name="calendar_legend_card")
        signs.body.addWidget(week_legend())
        note = _tr(
            "Samtal visas bara som Upptaget. Dra med musen, eller välj med pilar och tryck M."
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(14))
        box.addWidget(self.clashes, 1)
        box.addWidget(signs)
        box.addWidget(text_label(note, role="small", ink="text2", wrap=True))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self.clashes.focus_field()
