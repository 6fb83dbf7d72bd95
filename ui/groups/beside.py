"""What stands beside a group's tabs: seats, leaders and room, the next session."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.groups.house import CertificateStatus
from familjecentral.groups.reading import GroupPage
from ui.calendar.words import room_name, times
from ui.groups.group_presenter import GroupPresenter
from ui.groups.words import coming, count_of, tr, unfilled
from ui.widgets.buttons import KeyButton
from ui.widgets.daytext import long_day
from ui.widgets.paint import box
from ui.widgets.text import Card, badge, row, text_label
from ui.widgets.theme import px, theme

_KINDS: dict[CertificateStatus, Literal["ok", "info", "warn", ""]] = {
    CertificateStatus.VALID: "ok",
    CertificateStatus.IN_TRAINING: "warn",
    CertificateStatus.EXPIRED: "warn",
    CertificateStatus.MISSING: "warn",
    CertificateStatus.NOT_REQUIRED: "",
}


def certificate_words() -> dict[CertificateStatus, str]:
    """Return what a leader's right to lead a programme is called."""
    return {
        CertificateStatus.VALID: tr("Behörig"),
        CertificateStatus.IN_TRAINING: tr("Under utbildning"),
        CertificateStatus.EXPIRED: tr("Utgången behörighet"),
        CertificateStatus.MISSING: tr("Behörighet saknas"),
        CertificateStatus.NOT_REQUIRED: tr("Krävs ej"),
    }


class SeatStrip(QWidget):
    """One box per seat, filled where somebody is registered; the number stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._taken, self._seats = 0, 1
        self.setFixedHeight(px(12))

    def show_seats(self, taken: int, seats: int) -> None:
        """Show how many of how many."""
        self._taken, self._seats = taken, max(seats, 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the boxes."""
        del event
        painter, t = QPainter(self), theme()
        gap = px(3) if self._seats <= 30 else 1
        each = (self.width() - gap * (self._seats - 1)) / self._seats
        for n in range(self._seats):
            rect = QRectF(n * (each + gap), px(2), each, px(8))
            fill = t.colour("primary" if n < self._taken else "sunken")
            box(painter, rect, radius=2, fill=fill)
        painter.end()


def clear_layout(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear_layout(inner)


class GroupSide(QWidget):
    """Three cards that are read, not filled in."""

    attendance_asked = Signal()

    def __init__(self, presenter: GroupPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._seats = Card(self.tr("Platser"), name="group_seats_card")
        self._count = text_label("", weight=600, name="group_seats_lbl")
        self._seats.head.addStretch(1)
        self._seats.head.addWidget(self._count)
        self._strip = SeatStrip()
        self._proposal = text_label("", role="small", ink="text2", wrap=True)
        self._seats.body.addWidget(self._strip)
        self._seats.body.addWidget(self._proposal)
        self._people = Card(self.tr("Ledare och lokal"), name="group_people_card")
        self._leaders = QVBoxLayout()
        self._leaders.setSpacing(px(8))
        self._people.body.addLayout(self._leaders)
        self._next = Card(self.tr("Nästa träff"), name="group_next_card")
        self._when = text_label("", wrap=True, name="group_next_lbl")
        self._note = text_label("", role="small", ink="text2", wrap=True)
        self._fill = KeyButton(self.tr("Fyll i närvaro"), name="group_next_btn_fill")
        self._fill.clicked.connect(self.attendance_asked)
        self._next.body.addWidget(self._when)
        self._next.body.addWidget(self._note)
        self._next.body.addWidget(self._fill, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        for card in (self._seats, self._people, self._next):
            outer.addWidget(card)
        outer.addStretch(1)

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        self._fill.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_group(self, page: GroupPage) -> None:
        """Show a group."""
        group, house = page.group, page.house
        taken = len(page.seats) if group.outcome is None else group.outcome.registered
        self._count.setText(count_of(taken, group.seats))
        self._strip.show_seats(taken, group.seats)
        room = house.rooms.get(group.room) if group.room else None
        text = self.tr("Lägst {n} för att starta.").format(n=group.minimum)
        if room is not None:
            text += " " + self.tr("Lokalen rymmer {n}.").format(n=room.seats)
        self._proposal.setText(text)
        self._show_people(page)
        following, late = coming(group, page.today), unfilled(group, page.today)
        if following is not None:
            when = f"{long_day(following.day)} {times(following.start, following.end)}"
            self._when.setText(when)
        else:
            self._when.setText(self.tr("Inga träffar kvar."))
        note = self.tr("Närvaro saknas för träff {n}.").format(n=late.number) if late else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _show_people(self, page: GroupPage) -> None:
        clear_layout(self._leaders)
        group, house, codes = page.group, page.house, page.codes
        words = certificate_words()
        day = group.first_day or page.today
        needs = bool(group.values.certificate)
        for member in group.team:
            leader = house.leaders.get(member.leader)
            if leader is None:
                continue
            name = text_label(leader.first_name, weight=600)
            role = text_label(codes.label("leader_role", member.role).lower())
            status = leader.certificate(group.values.programme, day)
            if not needs:
                status = CertificateStatus.NOT_REQUIRED
            self._leaders.addLayout(
                row(name, role, 1, badge(words[status], _KINDS[status]), spacing=6)
            )
        if not group.team:
            self._leaders.addWidget(text_label(self.tr("Ingen ledare än."), ink="muted"))
        room = house.rooms.get(group.room) if group.room else None
        text = room_name(house, group.room) or self.tr("Ingen lokal än.")
        if room is not None and room.equipment:
            things = ", ".join(
                codes.label("equipment", key).lower() for key in sorted(room.equipment)
            )
            text = f"{text} · {things}"
        self._leaders.addWidget(text_label(text, role="small", ink="text2", wrap=True))
