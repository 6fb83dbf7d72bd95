"""*Närvaro*: the grid, its legend, numbers only, and closing the group."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.groups.model import Mark, Session, SessionId
from familjecentral.groups.outcome import COMPLETION
from familjecentral.groups.reading import GroupPage, TermPage
from ui.desk import Desk
from ui.groups.grid import AttendanceGrid, mark_words
from ui.groups.group_presenter import GroupPresenter
from ui.groups.words import count_of, day_month, tr
from ui.report.dialogs import Question
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner, EmptyState
from ui.widgets.form import Field
from ui.widgets.hints import HintLine
from ui.widgets.number import NumberField
from ui.widgets.text import Card, column, row, text_label
from ui.widgets.theme import px


class NumbersQuestion(Question):
    """Asks for how many came, and how many were expected."""

    answered = Signal(int, object)

    def __init__(self, session: Session, seats: int, parent: QWidget) -> None:
        text = tr("Träff {n}, {day}. Rutorna för träffen förstörs. Det går inte att ångra.")
        super().__init__(
            parent,
            name="count_only",
            title=tr("Bara antal för den här träffen?"),
            text=text.format(n=session.number, day=day_month(session.day)),
            wait=tr("Behåll rutorna"),
            act=tr("Spara antalet"),
        )
        self._present = NumberField(tr("Närvarande"), name="count_only_present_spn", largest=60)
        self._expected = NumberField(
            tr("Av förväntade"), name="count_only_expected_spn", largest=60
        )
        self._present.set_value(session.present)
        self._expected.set_value(session.expected if session.expected is not None else seats)
        self.body.insertLayout(
            2,
            row(Field(tr("Närvarande"), self._present), Field(tr("Av förväntade"), self._expected)),
        )
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        present = self._present.value()
        if present is not None:
            self.answered.emit(present, self._expected.value())


class CloseQuestion(Question):
    """Says what disappears and what remains, and asks for fathers and co-parents."""

    answered = Signal(object, object)

    def __init__(self, page: GroupPage, parent: QWidget) -> None:
        group = page.group
        text = tr(
            "Rutnätet, {seats} platser och {waiting} alias förstörs, och stegen för att ångra med "
            "dem. Kvar blir antal: närvaro per träff, fullföljande, avhopp efter första träffen, "
            "källa till anmälan, skattningar. Det går inte att ångra. Är kvartalet redan låst "
            "räknas de roller som var ifyllda då; de andra står som Roll saknas."
        )
        super().__init__(
            parent,
            name="close_group",
            title=tr("Avsluta {title}?").format(title=group.title),
            text=text.format(seats=len(page.seats), waiting=len(page.queue)),
            wait=tr("Vänta"),
            act=tr("Avsluta gruppen"),
        )
        self._known = NumberField(tr("Deltagare med känd roll"), name="close_known_spn", largest=60)
        self._fathers = NumberField(
            tr("Varav pappor och medföräldrar"), name="close_fathers_spn", largest=60
        )
        self._known.set_value(group.role_known)
        self._fathers.set_value(group.fathers)
        hint = tr("tomt = inte räknat")
        self.body.insertLayout(
            2,
            row(
                Field(tr("Deltagare med känd roll"), self._known, hint=hint),
                Field(tr("Varav pappor och medföräldrar"), self._fathers, hint=hint),
            ),
        )
        self.setFixedWidth(px(560))
        self.accepted.connect(
            lambda: self.answered.emit(self._fathers.value(), self._known.value())
        )


class AttendanceTab(QWidget):
    """The squares while they are there; the sums when they have gone."""

    def __init__(self, desk: Desk, presenter: GroupPresenter) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._page: GroupPage | None = None
        self._dialog: QDialog | None = None
        self.grid = AttendanceGrid()
        self._count = KeyButton(
            self.tr("Bara antal i stället"), name="group_attendance_btn_count", icon="users"
        )
        self._close = KeyButton(
            self.tr("Avsluta gruppen…"), name="group_attendance_btn_close", icon="archive"
        )
        self._card = Card(self.tr("Närvaro"), name="group_attendance_card", margin=1)
        self._card.head.setContentsMargins(px(16), 0, px(16), 0)
        self._where = text_label("", role="small", ink="text2", name="group_attendance_lbl")
        self._card.head.addWidget(self._where)
        self._card.head.addStretch(1)
        self._card.head.addWidget(self._count)
        self._card.head.addWidget(self._close)
        self._empty = EmptyState("users", name="group_attendance_empty")
        self._card.body.setContentsMargins(1, px(12), 1, 0)
        self._card.body.addWidget(self.grid)
        self._card.body.addWidget(self._empty)
        self._legend = self._card.add_foot()
        words = mark_words()
        marks = (
            ("N", Mark.PRESENT), ("A", Mark.ABSENT_NOTIFIED), ("O", Mark.ABSENT),
            ("E", Mark.NOT_STARTED), ("V", Mark.LEFT),
        )  # fmt: skip
        # On two lines: on one it would be wider than the card beside the narrow panel.
        keys = HintLine(*(((key,), words[mark]) for key, mark in marks))
        acts = HintLine((("⇧ N",), self.tr("hela träffen")), (("Del",), self.tr("töm")))
        self._legend.addLayout(column(keys, acts, spacing=6))
        self._note = Banner(name="group_attendance_note")
        self._sums = text_label("", wrap=True, name="group_attendance_sums")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(12))
        outer.addWidget(self._card)
        outer.addWidget(self._sums)
        outer.addWidget(self._note)
        outer.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.grid.marked.connect(self._presenter.mark)
        self.grid.all_asked.connect(self._presenter.mark_all)
        self.grid.refused.connect(self._desk.voice.told)
        self.grid.selectionModel().currentChanged.connect(self._say_where)
        self._count.clicked.connect(self._on_count)
        self._close.clicked.connect(self._on_close)

    def focus_field(self) -> None:
        """Go to the squares."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, session: SessionId) -> None:
        """Go to a session's squares."""
        self.grid.go_to(session)

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show the squares, or the sums that stay."""
        del others
        self._page = page
        group = page.group
        closed = group.closed_on is not None
        has = bool(page.seats) and bool(group.course) and not closed
        self.grid.setVisible(has)
        self._count.setVisible(has)
        self._empty.setVisible(not has)
        self._close.setVisible(page.may_plan and not closed and bool(group.course))
        waiting = [s for s in group.course if s.status.value != "held"]
        reason = self.tr("Alla träffar måste vara genomförda eller inställda först.")
        self._close.disable(reason if waiting else "")
        if has:
            self.grid.show_page(page)
            rows = len(page.seats) + 1
            self.grid.setFixedHeight(px(48) + px(34) * rows + px(16))
        else:
            self._say_empty(page)
        self._say_where()
        self._say_note(page)

    def _say_empty(self, page: GroupPage) -> None:
        group = page.group
        if group.closed_on is not None:
            title = self.tr("Rutnätet är gallrat {day}.").format(day=group.closed_on)
            self._empty.say(title, self.tr("Summorna finns kvar."))
        elif not group.course:
            self._empty.say(self.tr("Inga träffar än."), self.tr("Lägg en serie under Träffar."))
        else:
            self._empty.say(
                self.tr("Inga anmälda än."), self.tr("Varje anmälan får ett platsnummer.")
            )

    def _say_where(self) -> None:
        session = self.grid.session()
        if session is None or self._page is None or not self.grid.isVisibleTo(self):
            self._where.setText("")
            return
        text = self.tr("träff {n}, {day}").format(n=session.number, day=day_month(session.day))
        if session.day == self._page.today:
            text = self.tr("träff {n}, i dag").format(n=session.number)
        if session.day > self._page.today:
            text += self.tr(" – har inte varit än")
        if session.counts_only:
            text += self.tr(" – bara antal")
        self._where.setText(text)
        self._count.disable(
            self.tr("Träffen har inte varit än.") if session.day > self._page.today else ""
        )

    def _say_note(self, page: GroupPage) -> None:
        group, outcome = page.group, page.group.outcome
        lines = []
        if outcome is not None:
            lines.append(
                self.tr("Närvaro {n}.").format(n=count_of(outcome.present, outcome.possible))
            )
            if outcome.completed is not None and outcome.participants is not None:
                text = self.tr("Fullföljde {n}: närvarande vid minst {share} % av träffarna.")
                lines.append(
                    text.format(
                        n=count_of(outcome.completed, outcome.participants),
                        share=outcome.threshold,
                    )
                )
        self._sums.setText(" ".join(lines))
        self._sums.setVisible(bool(lines))
        if group.closed_on is None and group.weeded_by is not None:
            text = self.tr(
                "Platsnumren gäller bara den här gruppen. Rutnätet förstörs {day}, fyra veckor "
                "efter sista träffen. Antalen blir kvar till statistiken. Fullföljt är den som "
                "var med minst {share} % av träffarna."
            )
            head, _, rest = text.format(day=group.weeded_by, share=COMPLETION).partition(". ")
            self._note.say("info", f"{head}.", rest)
        else:
            self._note.hide()

    def _on_count(self) -> None:
        session = self.grid.session()
        if session is None or self._page is None:
            return
        dialog = NumbersQuestion(session, len(self._page.seats), self.window())
        dialog.answered.connect(
            lambda present, expected: self._presenter.count(
                session.id, present, expected, (session.present, session.expected)
            )
        )
        self._dialog = dialog
        dialog.open()

    def _on_close(self) -> None:
        if self._page is None:
            return
        dialog = CloseQuestion(self._page, self.window())
        dialog.answered.connect(self._presenter.close)
        self._dialog = dialog
        dialog.open()
