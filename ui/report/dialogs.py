"""The questions of a report: what cannot be undone is asked, and *Vänta* is the default."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.releases.reissue import Price
from ui.unlock.secret import SecretEdit
from ui.widgets.buttons import KeyButton
from ui.widgets.dates import DateField
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class Question(FittedDialog):
    """A bold question, what it means, a default that does nothing, and the act. ``act_key`` is
    shown on the act, where a subclass lets that key do it."""

    def __init__(
        self,
        parent: QWidget,
        *,
        name: str,
        title: str,
        text: str,
        wait: str,
        act: str,
        act_key: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_dlg")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.wait = KeyButton(wait, name=f"{name}_wait_btn", key="Esc", height=36, bind=False)
        self.act = KeyButton(
            act, name=f"{name}_act_btn", look="primary", key=act_key, height=36, bind=False
        )
        self.wait.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(24), px(20), px(24), px(18))
        self.body.setSpacing(px(12))
        self.body.addWidget(text_label(title, role="dialog", wrap=True))
        self.body.addWidget(text_label(text, wrap=True))
        self.buttons = row(1, self.wait, self.act)
        self.body.addLayout(self.buttons)
        self.setFixedWidth(px(500))
        self.wait.setFocus()


class PublishQuestion(Question):
    """Asks whether to publish, then for the passphrase."""

    passphrase_given = Signal(str)

    def __init__(
        self, parent: QWidget, *, name: str, title: str, text: str, wait: str, act: str
    ) -> None:
        super().__init__(parent, name=name, title=title, text=text, wait=wait, act=act)
        self._edit = SecretEdit(self.tr("Din lösenfras"), name=f"{name}_passphrase_edt")
        self.field = Field(self.tr("Din lösenfras"), self._edit)
        self.body.insertWidget(2, self.field)
        self.field.hide()
        self._caps = text_label(self.tr("Caps Lock är på"), role="small", ink="warn")
        self._caps.hide()
        self.body.insertWidget(3, self._caps)
        self._edit.caps_changed.connect(self._caps.setVisible)
        self.act.clicked.disconnect(self.accept)
        self.act.clicked.connect(self._go_on)

    def _go_on(self) -> None:
        if self.field.isHidden():
            self.field.show()
            self.adjustSize()
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._edit.text():
            self.field.set_error(self.tr("Skriv en lösenfras."))
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setEnabled(False)
            self.passphrase_given.emit(self._edit.text())

    def say_wrong(self) -> None:
        """Say that it is not the person's own passphrase."""
        self.setEnabled(True)
        self._edit.clear()
        self.field.set_error(self.tr("Lösenfrasen stämmer inte. Inget har fastställts."))
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the field goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._edit.hasFocus():
            self._go_on()
        else:
            super().keyPressEvent(event)


class PriceQuestion(Question):
    """What a re-issue would hide of what is shown today, before anything is done."""

    MOST_LINES = 12

    def __init__(
        self, parent: QWidget, *, period: str, price: Price, said: tuple[str, ...]
    ) -> None:
        super().__init__(
            parent,
            name="report_reissue",
            title=parent.tr("Rätta utgåva {n}, {period}?").format(n=price.replaces, period=period),
            text=parent.tr(
                "Rättelsen räknar in de sena uppgifter som väntar nu. Den blir en ny utgåva och "
                "säger att den ersätter den gamla. Båda går att läsa tillsammans, så det som "
                "skiljer dem åt skyddas också."
            ),
            wait=parent.tr("Vänta"),
            act=parent.tr("Visa rättelsen"),
        )
        self.said = self._price(price, said)
        for place, line in enumerate(self.said, start=2):
            weight = 600 if place == 2 else 400
            self.body.insertWidget(place, text_label(line, wrap=True, weight=weight))

    def _price(self, price: Price, said: tuple[str, ...]) -> tuple[str, ...]:
        hidden = len(price.hidden)
        if hidden:
            head = self.tr("{n} tal som visas i dag döljs i rättelsen, {m} visas fortfarande.")
        else:
            head = self.tr("Inget tal som visas i dag döljs. {m} tal visas fortfarande.")
        lines = [head.format(n=hidden, m=price.still_shown)]
        lines += [f"• {line}" for line in said[: self.MOST_LINES]]
        if len(said) > self.MOST_LINES:
            lines.append(self.tr("och {n} till.").format(n=len(said) - self.MOST_LINES))
        if price.lost:
            lost = self.tr(
                "{n} små tal röjs redan av det som är publicerat. De går inte att rädda."
            )
            if price.lost == 1:
                lost = self.tr("Ett litet tal röjs redan av det som är publicerat och är förlorat.")
            lines.append(lost.format(n=price.lost))
        return tuple(lines)


class ApprovalDialog(FittedDialog):
    """What the signed paper says: approved by whom, or refused."""

    answered = Signal(str, bool, object)  # name, approved, the day on the paper

    def __init__(self, parent: QWidget, *, number: int, today: dt.date, published: dt.date) -> None:
        super().__init__(parent)
        self.setObjectName("report_approval_dlg")
        self.setWindowTitle(self.tr("Regionens godkännande"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = TextEdit(
            self.tr("Namn på den som skrivit under"), name="report_approval_edt", longest=80
        )
        self.field = Field(self.tr("Namn på den som skrivit under"), self._name)
        self._first, self._last = published, today
        self._day = DateField(self.tr("Dag på papperet"), name="report_approval_day", today=today)
        self._day.setText(today.isoformat())
        self.day_field = Field(self.tr("Dag på papperet"), self._day)
        approve = KeyButton(
            self.tr("Anteckna godkännande"), name="report_approval_btn_yes", look="primary"
        )
        refuse = KeyButton(self.tr("Anteckna avslag"), name="report_approval_btn_no")
        leave = KeyButton(
            self.tr("Avbryt"), name="report_approval_btn_leave", key="Esc", bind=False
        )
        approve.clicked.connect(lambda: self._answer(approved=True))
        refuse.clicked.connect(lambda: self._answer(approved=False))
        leave.clicked.connect(self.reject)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        text = self.tr(
            "Utgåva {number}: namnet och dagen står i den undertecknade rapporten. En utgåva "
            "som har fått avslag står kvar i registret som återkallad, för gott."
        )
        body.addWidget(text_label(text.format(number=number), wrap=True))
        body.addWidget(self.field)
        body.addWidget(self.day_field)
        body.addLayout(row(leave, 1, refuse, approve))
        self.setFixedWidth(px(560))
        self._name.setFocus()

    def _answer(self, *, approved: bool) -> None:
        name = self._name.text().strip()
        if approved and not name:
            self.field.set_error(self.tr("Skriv ett namn."))
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        day = self._day.day()
        if approved and (day is None or not self._first <= day <= self._last):
            said = self.tr("Skriv en dag från {first} till {last}.")
            self.day_field.set_error(said.format(first=self._first, last=self._last))
            self._day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(name, approved, day)
        self.accept()
