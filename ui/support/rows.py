"""The list of own cards: a table with dots, levels and small curves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from familjecentral.codes import CodeBook
from familjecentral.contacts.caseload import CardSeen
from familjecentral.contacts.support import Standing
from ui.models.simple import Index, TextTable
from ui.support.drawing import draw_curve, draw_dots
from ui.support.words import count_text, limit_of, ratings_text, reminder, since_text
from ui.widgets import icons
from ui.widgets.paint import line_of_text
from ui.widgets.table import RowDelegate, Table, cell_padding
from ui.widgets.theme import font, px, theme
from ui.widgets.typeahead import TypeAhead

LEVEL_ROLE = Qt.ItemDataRole.UserRole + 1
SEEN_ROLE = Qt.ItemDataRole.UserRole + 2
_TALKS, _LEVEL, _RATINGS, _REMINDER = 1, 2, 3, 5
_FORGET_MS = 1000
_REMINDER_ICONS = {
    Standing.NEAR: ("clock-alert", "warn"),
    Standing.REACHED: ("clock-alert", "warn"),
    Standing.OVER: ("triangle-alert", "error"),
}


def heads() -> tuple[str, ...]:
    """Return the heads of the columns."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("support_table", text)

    return (
        tr("Kodord"),
        tr("Samtal"),
        tr("Nivå nu"),
        tr("Skattning 0–10"),
        tr("Senast"),
        tr("Påminnelse"),
    )


class CardsModel(TextTable):
    """One row for a card. What is drawn is text as well, so that it is read and copied."""

    def __init__(self) -> None:
        super().__init__(heads())
        self.cards: tuple[CardSeen, ...] = ()

    def set_cards(self, cards: Sequence[CardSeen], codes: CodeBook, today: dt.date) -> None:
        """Show other cards."""
        self.cards = tuple(cards)
        self.set_rows(
            [
                (
                    seen.card.word,
                    count_text(seen.card.talks, limit_of(seen)),
                    codes.label("prevention_level", seen.card.level),
                    ratings_text(seen.card),
                    since_text(seen.card.since),
                    reminder(seen, today) or "–",
                )
                for seen in cards
            ]
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, and the card itself for what is drawn."""
        if index.isValid() and role == SEEN_ROLE:
            return self.cards[index.row()]
        if index.isValid() and role == LEVEL_ROLE and index.column() == _LEVEL:
            return self.cards[index.row()].card.level.value
        return super().data(index, role)


class CardDelegate(RowDelegate):
    """Paints dots before the number, the curve instead of its words, an icon at a reminder."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        column = index.column()
        if column not in (_TALKS, _RATINGS, _REMINDER):
            super().paint(painter, option, index)
            return
        self.draw_ground(painter, option, index)
        seen: CardSeen = index.data(SEEN_ROLE)
        left, right = cell_padding(column, index.model().columnCount() - 1)
        inner = QRectF(option.rect).adjusted(left, 0, -right, 0)
        t = theme()
        if column == _RATINGS:
            width = min(inner.width() - px(10), px(84))
            place = QRectF(inner.left() + px(4), inner.center().y() - px(8), width, px(16))
            draw_curve(painter, place, seen.card.ratings)
            if seen.card.ratings:
                return
            line_of_text(painter, inner, "–", of=font("body"), ink=t.colour("muted"))
            return
        ink = "text"
        if column == _TALKS:
            limit = limit_of(seen)
            if limit is not None:
                inner.adjust(draw_dots(painter, inner, seen.card.talks, limit), 0, 0, 0)
        elif index.data() != "–":
            icon, ink = _REMINDER_ICONS.get(seen.standing, ("info", "info"))
            picture = icons.pixmap(icon, t.colour(ink), 15)
            painter.drawPixmap(round(inner.left()), round(inner.center().y() - px(7.5)), picture)
            inner.adjust(px(21), 0, 0, 0)
        weight = 600 if column == _REMINDER and ink != "text" else 400
        line_of_text(painter, inner, str(index.data()), of=font("body", weight), ink=t.colour(ink))


class CardsTable(Table):
    """Letters find a code word, + counts a talk."""

    talk_asked = Signal()

    def __init__(self, text: str, *, name: str) -> None:
        super().__init__(text, name=name, level_role=LEVEL_ROLE, level_column=_LEVEL)
        self.setItemDelegate(CardDelegate(self, LEVEL_ROLE))
        self.setSelectionMode(Table.SelectionMode.SingleSelection)
        self._ahead = TypeAhead()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_FORGET_MS)
        self._forget.timeout.connect(self._ahead.clear)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ counts; letters and the hyphen go to the code word that begins with them."""
        text = event.text()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        )
        if text == "+":
            self._ahead.clear()
            self.talk_asked.emit()
        elif plain and text and (text.isalpha() or (text == "-" and self._ahead.typed)):
            self._find(text)
        else:
            super().keyPressEvent(event)

    def _find(self, text: str) -> None:
        model = self.model()
        assert isinstance(model, CardsModel)
        words = [seen.card.word for seen in model.cards]
        typed = self._ahead.typed
        hit = self._ahead.add(text, words, self.currentIndex().row())
        if typed and self._ahead.typed == typed:  # the letter begins another word
            self._ahead.clear()
            hit = self._ahead.add(text, words, self.currentIndex().row())
        if hit is not None:
            self.choose_row(hit.index)
        self._forget.start()
