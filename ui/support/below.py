"""What stands below the list: how many cards, and what is left of closed ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.contacts.caseload import CardSeen
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.contacts.support import Standing
from ui.models.simple import NumbersTable
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import text_label
from ui.widgets.theme import px

HIDDEN, ZERO = "..", "–"


def shown(number: int | None) -> str:
    """Return a number; hidden and zero never look alike."""
    if number is None:
        return HIDDEN
    return str(number) if number else ZERO


class Figures(QWidget):
    """Three numbers: open cards, near the limit, over it."""

    def __init__(self) -> None:
        super().__init__()
        words = {
            "open": self.tr("öppna kort"),
            "near": self.tr("närmar sig gränsen"),
            "over": self.tr("över gränsen"),
        }
        line = QHBoxLayout(self)
        line.setContentsMargins(px(16), px(8), px(16), px(8))
        line.setSpacing(px(36))
        self._numbers = {}
        for key, text in words.items():
            number = text_label(ZERO, role="display", name=f"support_{key}_lbl")
            self._numbers[key] = number
            box = QVBoxLayout()
            box.setSpacing(0)
            box.addWidget(number)
            box.addWidget(text_label(text, role="small", ink="text2"))
            line.addLayout(box)
        line.addStretch(1)

    def show_cards(self, cards: Sequence[CardSeen]) -> None:
        """Count cards."""
        near = sum(seen.standing in (Standing.NEAR, Standing.REACHED) for seen in cards)
        over = sum(seen.standing is Standing.OVER for seen in cards)
        for key, number in (("open", len(cards)), ("near", near), ("over", over)):
            self._numbers[key].setText(shown(number))


class ClosedCards(QWidget):
    """The protected sums of the half-years that have ended."""

    def __init__(self) -> None:
        super().__init__()
        heads = (
            self.tr("Period"),
            self.tr("Avslutade"),
            self.tr("Samtal per kort"),
            self.tr("Lägre nivå"),
            self.tr("Samma nivå"),
            self.tr("Högre nivå"),
        )
        self._model = NumbersTable(heads, right=range(1, len(heads)))
        self._table = Table(self.tr("Avslutade stödkort"), name="support_closed_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(("2026, halvår 2", *heads[1:]), (2, 1, 1, 1, 1, 1))
        title = text_label(self.tr("Avslutade stödkort – bara summor finns kvar"), weight=600)
        note = text_label(
            self.tr(
                "Bara halvår som är slut visas. – inget att redovisa · "
                ".. redovisas inte, för få observationer"
            ),
            role="small",
            ink="muted",
            wrap=True,
        )
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for label in (title, note):
            label.setContentsMargins(px(16), px(10), px(16), px(10))
        inner.addWidget(title)
        inner.addWidget(self._table)
        inner.addWidget(note)

    def show_half_years(self, closed: Sequence[ClosedHalfYear]) -> None:
        """Show them; nothing at all where there are none."""
        rows = [
            (
                self.tr("{year}, halvår {n}").format(year=half.period.year, n=half.period.number),
                shown(half.closed),
                HIDDEN if half.mean is None else f"{half.mean:.1f}".replace(".", ","),
                *(shown(number) for number in half.moves),
            )
            for half in closed
        ]
        self._model.set_rows(rows)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (len(rows) + 1) + 2)
        self.setVisible(bool(rows))
