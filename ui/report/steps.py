"""The way of a report as a list: what is done, what is now, what is to come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.report.state import Step
from ui.widgets import icons
from ui.widgets.paint import box, line_of_text
from ui.widgets.text import frame
from ui.widgets.theme import font, px, theme


class StepRow(QWidget):
    """One step: a number or a check mark, its word, and a line below. Not a control."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self._number = number
        self._text = text
        self._below = ""
        self._is_now = False
        self._is_done = False
        self.setObjectName(f"report_step_lbl_{number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, below: str, *, is_now: bool, is_done: bool) -> None:
        """Show where the report stands."""
        self._below, self._is_now, self._is_done = below, is_now, is_done
        state = self.tr("nu") if is_now else self.tr("klart") if is_done else self.tr("kommande")
        self.setAccessibleName(
            self.tr("Steg {n}, {text}, {state}").format(
                n=self._number, text=self._text, state=state
            )
        )
        self.setAccessibleDescription(below)
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(px(180), px(46))

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step."""
        del event
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self._is_now:
            box(painter, whole, radius=6, fill=t.colour("sel"))
        side = px(26)
        ring = QRectF(px(10), (whole.height() - side) / 2, side, side)
        if self._is_now or self._is_done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour("primary"))
        else:
            painter.setPen(t.colour("outline"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if self._is_done and not self._is_now:
            inner = ring.adjusted(px(6), px(6), -px(6), -px(6))
            icons.draw(painter, "check", t.colour("on_primary"), inner)
        else:
            painter.setFont(font("body", 600))
            painter.setPen(t.colour("on_primary" if self._is_now else "text2"))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))
        left = ring.right() + px(10)
        upper = px(4) if self._below else px(13)
        line = QRectF(left, upper, whole.width() - left - px(6), px(20))
        weight = 600 if self._is_now else 500
        line_of_text(painter, line, self._text, of=font("body", weight), ink=t.colour("text"))
        if self._below:
            below = QRectF(left, px(23), line.width(), px(18))
            line_of_text(painter, below, self._below, of=font("small"), ink=t.colour("muted"))
        painter.end()


class StepList(QWidget):
    """All steps from the top."""

    def __init__(self) -> None:
        super().__init__()
        names = (
            self.tr("Fullständighet"),
            self.tr("Lås"),
            self.tr("Granska sidor"),
            self.tr("Skydd"),
            self.tr("Fastställ"),
            self.tr("Skriv ut, exportera"),
        )
        self.setObjectName("report_steps_list")
        self.setAccessibleName(self.tr("Steg"))
        self._rows = [StepRow(number, text) for number, text in enumerate(names, start=1)]
        card = frame("card", "report_steps_card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(8), px(8), px(8), px(8))
        inner.setSpacing(px(3))
        for row in self._rows:
            inner.addWidget(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_step(self, step: Step, below: tuple[str, ...]) -> None:
        """Mark the step of now; ``below`` are the lines under the steps."""
        for place, (row, text) in enumerate(zip(self._rows, below, strict=True)):
            row.show_step(text, is_now=place == step, is_done=place < step)
