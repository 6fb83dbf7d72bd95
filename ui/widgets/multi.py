"""Several codes in one field: tokens that can be removed, the first is the main one.

A few tokens share one line and are shortened; where there is no limit they take more lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton

from ui.widgets import icons
from ui.widgets.combo import CodedCombo
from ui.widgets.paint import box, line_of_text
from ui.widgets.theme import font, px, theme

_LINE = 27


class Token(QToolButton):
    """One chosen code; a click removes it."""

    def __init__(self, owner: MultiChoice, key: str, text: str, note: str) -> None:
        super().__init__(owner)
        self.key = key
        self._note = note
        self.setText(text)
        self.setObjectName(f"{owner.objectName()}_token_{key}")
        self.setAccessibleName(owner.tr("Ta bort {text}").format(text=text))
        self.setToolTip(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def wanted_width(self) -> int:
        """Return the width that shows the whole text."""
        width = QFontMetricsF(font("body", 600 if self._note else 400)).horizontalAdvance(
            self.text()
        )
        if self._note:
            width += QFontMetricsF(font("body")).horizontalAdvance(self._note) + px(5)
        return round(width) + px(34)

    def sizeHint(self) -> QSize:
        """The whole text."""
        return QSize(self.wanted_width(), px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the token."""
        del event
        t = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = t.colour("sel" if self.underMouse() else "primary_soft")
        box(painter, rect, radius=4, fill=fill)
        inner = rect.adjusted(px(8), 0, -px(22), 0)
        if self._note:
            room = QFontMetricsF(font("body")).horizontalAdvance(self._note) + px(5)
            words = inner.adjusted(0, 0, -room, 0)
            used = line_of_text(
                painter, words, self.text(), of=font("body", 600), ink=t.colour("text")
            )
            words = inner.adjusted(used + px(5), 0, px(2), 0)
            line_of_text(painter, words, self._note, of=font("body"), ink=t.colour("text2"))
        else:
            line_of_text(painter, inner, self.text(), of=font("body"), ink=t.colour("text"))
        place = QRectF(rect.right() - px(19), rect.center().y() - px(7), px(14), px(14))
        icons.draw(painter, "x", t.colour("text2"), place)
        painter.end()


class MultiChoice(CodedCombo):
    """A coded choice that keeps several, in the order in which they were taken."""

    def __init__(
        self,
        text: str,
        *,
        name: str,
        placeholder: str = "",
        limit: int | None = None,
        main_note: str = "",
        help: str = "",  # noqa: A002 - the word that the design uses
    ) -> None:
        self._text = text
        self._limit = limit
        self._main_note = main_note
        self._values: list[str] = []
        self._tokens: list[Token] = []
        super().__init__(text, name=name, placeholder=placeholder, help=help)
        if limit is None:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._describe()

    def heightForWidth(self, width: int) -> int:
        """The height of as many lines as the tokens take, where they may take several."""
        if self._limit is not None:
            return super().heightForWidth(width)
        lines = [place.top() for place in self._in_lines(width)]
        return px(32) + (max(lines) - px(5) if lines else 0)

    def values(self) -> tuple[str, ...]:
        """Return the chosen codes, the main one first."""
        return tuple(self._values)

    def set_values(self, keys: Iterable[str]) -> None:
        """Choose these without telling anybody."""
        self._values = list(keys)
        self._rebuild()

    def is_full(self) -> bool:
        """Tell whether no more may be chosen."""
        return self._limit is not None and len(self._values) >= self._limit

    def _rebuild(self) -> None:
        for token in self._tokens:
            token.hide()
            token.deleteLater()
        labels = {choice.key: choice.text for choice in self.choices}
        self._tokens = []
        for place, key in enumerate(self._values):
            note = self._main_note if place == 0 else ""
            token = Token(self, key, labels.get(key, key), note)
            token.clicked.connect(self._on_token_clicked)
            token.show()
            self._tokens.append(token)
        self.set_value(None)
        self._place_tokens()
        self.updateGeometry()
        self._describe()

    def _describe(self) -> None:
        labels = {choice.key: choice.text for choice in self.choices}
        chosen = "; ".join(labels.get(key, key) for key in self._values)
        if not chosen:
            self.setAccessibleName(self._text)
        elif self._limit:
            self.setAccessibleName(
                self.tr("{field}, {n} av {limit} valda: {chosen}").format(
                    field=self._text, n=len(self._values), limit=self._limit, chosen=chosen
                )
            )
        else:
            self.setAccessibleName(f"{self._text}: {chosen}")

    def _place_tokens(self) -> None:
        if self._limit is None:
            for token, place in zip(self._tokens, self._in_lines(self.width()), strict=True):
                token.setGeometry(place)
            return
        room = self._room(self.width())
        wanted = [token.wanted_width() for token in self._tokens]
        over = sum(wanted) + px(6) * len(wanted) - room
        if over > 0 and wanted:
            # The longest give way first, until all fit.
            widest = room / len(wanted) - px(6)
            spare = sum(max(0, widest - w) for w in wanted)
            long = [w for w in wanted if w > widest]
            share = widest + spare / max(len(long), 1)
            wanted = [round(min(w, share)) if w > widest else w for w in wanted]
        x = px(7)
        for token, width in zip(self._tokens, wanted, strict=True):
            token.setGeometry(x, (self.height() - px(22)) // 2, max(width, px(36)), px(22))
            x += max(width, px(36)) + px(6)

    @staticmethod
    def _room(width: int) -> int:
        return width - px(34) - px(8) - px(40)

    def _in_lines(self, width: int) -> list[QRect]:
        """Return where each token stands in a field of this width."""
        room, places = self._room(width), []
        left = x = px(7)
        line = 0
        for token in self._tokens:
            wide = min(token.wanted_width(), room)
            if x > left and x + wide > left + room:
                x, line = left, line + 1
            places.append(QRect(x, px(5) + line * px(_LINE), wide, px(22)))
            x += wide + px(6)
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tokens the new room."""
        super().resizeEvent(event)
        self._place_tokens()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame; behind the tokens what is being typed."""
        del event
        painter = QPainter(self)
        self.draw_frame(painter)
        left = px(10)
        if self._tokens:
            left = self._tokens[-1].geometry().right() + px(8)
        rect = QRectF(self.rect()).adjusted(left, 0, -px(32), 0)
        if self._tokens:
            rect.setTop(self._tokens[-1].y() - px(5))
            rect.setHeight(px(32))
        if not self._tokens or self.currentIndex() >= 0:
            self.draw_value(painter, rect)
        painter.end()

    def on_moved(self) -> None:
        """Stepping shows a candidate; it counts when it is taken."""

    def take(self, index: int) -> None:
        """Take from the list; what is taken already goes."""
        key = self.itemData(index) if index >= 0 else None
        super().settle_only()
        if key is None:
            self.set_value(None)
            return
        if key in self._values:
            self._values.remove(str(key))
        elif not self.is_full():
            self._values.append(str(key))
        self._announce()

    def settle(self) -> None:
        """Leaving the field, or Enter, takes the candidate."""
        super().settle_only()
        if self.currentIndex() < 0:
            return
        key = str(self.currentData())
        if key not in self._values and not self.is_full():
            self._values.append(key)
            self._announce()
        else:
            self.set_value(None)

    def _announce(self) -> None:
        self._rebuild()
        self.set_invalid(False)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace removes the last token; a full field opens with its reason."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.currentIndex() < 0:
            if self._values:
                self._values.pop()
                self._announce()
            return
        if event.key() == Qt.Key.Key_Escape and self.currentIndex() >= 0:
            self.set_value(None)
            return
        if self.is_full() and event.text().isalnum() and not event.modifiers():
            self.showPopup()
            return
        super().keyPressEvent(event)

    def notice(self) -> str:
        """Say why nothing more can be taken."""
        if not self.is_full():
            return ""
        if self._limit == 3:
            return self.tr("Högst tre. Ta bort en först.")
        return self.tr("Högst {n}. Ta bort en först.").format(n=self._limit)

    def chosen_rows(self) -> frozenset[int]:
        """Return the rows of what is taken."""
        return frozenset(self.findData(key) for key in self._values)

    def _on_token_clicked(self) -> None:
        token = self.sender()
        if isinstance(token, Token) and token.key in self._values:
            self._values.remove(token.key)
            self._announce()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
