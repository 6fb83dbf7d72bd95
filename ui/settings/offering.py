"""Offering what somebody left behind: an administrator begins, a counsellor ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.access.model import Staff, StaffId
from ui.colleague import ColleagueField
from ui.widgets.buttons import KeyButton
from ui.widgets.fitting import FittedDialog
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class HandOnDialog(FittedDialog):
    """To whom. Nobody reads rows or cards before she has said yes."""

    def __init__(
        self,
        first_name: str,
        receivers: Sequence[Staff],
        offer: Callable[[StaffId], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("hand_on_dlg")
        self.setWindowTitle(self.tr("Lämna vidare"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer = offer
        self._to = ColleagueField("hand_on_to_cmb", ((p.id, p.first_name) for p in receivers))
        give = KeyButton(self.tr("Erbjud"), name="hand_on_offer_btn", look="primary")
        leave = KeyButton(self.tr("Avbryt"), name="hand_on_cancel_btn", key="Esc")
        give.clicked.connect(self._on_offer)
        leave.clicked.connect(self.reject)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(20), px(24), px(18))
        inner.setSpacing(px(12))
        title = self.tr("Lämna vidare efter {name}").format(name=first_name)
        inner.addWidget(text_label(title, role="dialog"))
        inner.addWidget(
            text_label(
                self.tr(
                    "Kontakterna i öppna perioder och stödkorten blir kollegans när kollegan "
                    "svarar ja under Pågående stöd. Ingen läser dem dessförinnan, inte heller du."
                ),
                ink="text2",
                wrap=True,
            )
        )
        inner.addWidget(self._to)
        inner.addLayout(row(give, leave, 1))
        self.setMinimumWidth(px(460))
        self._to.focus_control()

    def _on_offer(self) -> None:
        chosen = self._to.taken()
        if chosen is not None:
            self._offer(chosen)
            self.accept()
