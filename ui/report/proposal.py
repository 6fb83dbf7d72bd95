"""What is said where no safe pattern exists: why, and the coarser tables that were tried."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import KeyButton
from ui.widgets.scrolled import scrolled
from ui.widgets.text import IconLabel, frame, row, text_label
from ui.widgets.theme import px


class ProposalView(QWidget):
    """A card with the sentences, and the two ways on."""

    taken = Signal()
    longer_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_proposal")
        self._said: tuple[str, ...] = ()
        self._steps = QVBoxLayout()
        self._steps.setSpacing(px(8))
        self.take = KeyButton(
            self.tr("Visa de grövre tabellerna"),
            name="report_proposal_take_btn",
            look="primary",
            key="Alt G",
            height=36,
        )
        self.longer = KeyButton(
            self.tr("Välj en längre period"),
            name="report_proposal_longer_btn",
            key="Alt L",
            height=36,
        )
        self.take.clicked.connect(self.taken)
        self.longer.clicked.connect(self.longer_asked)
        card = frame("card", "report_proposal_card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(24), px(20), px(24), px(20))
        inner.setSpacing(px(12))
        title = self.tr("Tabellerna går inte att skydda som de är.")
        head = text_label(title, role="h2", wrap=True)
        inner.addLayout(row(IconLabel("shield-check", "warn", 22), head))
        why = self.tr(
            "Vad som än döljs skulle ett litet tal gå att räkna ut, tillsammans med det som redan "
            "är publicerat. Inget har visats och inget har publicerats."
        )
        inner.addWidget(text_label(why, wrap=True))
        inner.addWidget(text_label(self.tr("Så här går det. Det är prövat:"), weight=600))
        inner.addLayout(self._steps)
        inner.addStretch(1)
        inner.addLayout(row(self.take, 1))
        inner.addLayout(row(self.longer, 1))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(card))

    def show_proposal(self, said: Sequence[str]) -> None:
        """Show the steps, to be taken together."""
        if tuple(said) == self._said:
            return
        self._said = tuple(said)
        while (item := self._steps.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for sentence in self._said:
            self._steps.addWidget(text_label(f"• {sentence}", wrap=True))
        self.setAccessibleName(" ".join(self._said))

    def focus_field(self) -> None:
        """Put the focus on the way on."""
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)
