"""A text field that the guard reads while somebody types: it marks the place, says what it looks
like, and lets a doubt be answered. The core reads the text again before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from familjecentral.privacy.model import Finding, Level, Reading
from ui.widgets.checks import Check
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded_text import GuardedText
from ui.widgets.text import IconLabel, text_label
from ui.widgets.theme import px, theme

if TYPE_CHECKING:
    from familjecentral.privacy import Reads


def what_is_found(kind: str) -> str:
    """Return in Swedish what a kind of finding is, with its article."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("guard", text)

    return {
        "personnummer": tr("ett personnummer"),
        "samordningsnummer": tr("ett samordningsnummer"),
        "masked": tr("ett avkortat personnummer"),
        "birth_date": tr("ett födelsedatum"),
        "phone": tr("ett telefonnummer"),
        "email": tr("en e-postadress"),
        "address": tr("en adress"),
        "full_name": tr("ett namn"),
        "name_age": tr("ett namn med ålder"),
        "first_name": tr("ett förnamn"),
        "case_number": tr("ett ärendenummer"),
        "vehicle": tr("ett registreringsnummer"),
        "social": tr("ett konto i sociala medier"),
        "account": tr("ett kontonummer"),
    }[kind]


class GuardedEdit(TextEdit):
    """One line whose findings are underlined: waves for what cannot be saved, dots for a doubt.

    What the program puts in (a saved text) is not read; what a person types or pastes is.
    """

    read = Signal()

    def __init__(
        self,
        text: str,
        reads: Callable[[], Reads],
        *,
        name: str,
        longest: int = 80,
        help: str = "",  # noqa: A002 - the word that the design uses
        placeholder: str = "",
    ) -> None:
        super().__init__(text, name=name, longest=longest, help=help, placeholder=placeholder)
        self.reading = Reading(Level.OK)
        self._reads = reads
        self._typed = ""
        self.textEdited.connect(self._on_typed)
        self.textChanged.connect(self._on_text)

    def _on_typed(self, text: str) -> None:
        self._typed = text

    def _on_text(self, text: str) -> None:
        is_typed = bool(text.strip()) and text == self._typed
        found = self._reads().read(text) if is_typed else Reading(Level.OK)
        self._typed = text if is_typed else ""
        self.reading = found
        self.read.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line of text and underline what was found."""
        super().paintEvent(event)
        if not self.reading.findings:
            return
        metrics = QFontMetricsF(self.font())
        text = self.text()
        cursor = self.cursorRect()
        left = cursor.center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        low = cursor.center().y() + metrics.height() / 2 - px(1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect().adjusted(px(8), 0, -px(8), 0))
        for finding in self.reading.findings:
            first = left + metrics.horizontalAdvance(text[: finding.first])
            after = left + metrics.horizontalAdvance(text[: finding.last + 1])
            _underline(painter, finding, first, after, low)
        painter.end()


def _underline(painter: QPainter, finding: Finding, first: float, after: float, low: float) -> None:
    ink = theme().colour("error" if finding.level is Level.BLOCK else "warn")
    pen = QPen(ink, max(1.5, px(1.5)))
    if finding.level is Level.BLOCK:
        painter.setPen(pen)
        step = float(px(3))
        count = max(2, round((after - first) / step) + 1)
        wave = [QPointF(first + n * step, low - (n % 2) * px(2)) for n in range(count)]
        painter.drawPolyline(QPolygonF(wave))
    else:
        pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(first, low), QPointF(after, low))


class GuardedField(Field):
    """A field around a guarded text: below it stands what was found, and for a doubt the answer
    that it is nobody. The answer goes with every change of the text."""

    def __init__(
        self, text: str, edit: GuardedEdit | GuardedText, *, required: str = "", hint: str = ""
    ) -> None:
        super().__init__(text, edit, required=required, hint=hint)
        self.edit = edit
        self._help = edit.accessibleDescription()
        self._found: QWidget | None = None
        edit.read.connect(self._on_read)

    @property
    def is_confirmed(self) -> bool:
        """Whether the person has answered that what looks like somebody is nobody."""
        return self._found is not None and not self._sure.isHidden() and self._sure.isChecked()

    @property
    def is_clear(self) -> bool:
        """Whether nothing was found that stops the text from being saved."""
        return self.edit.reading.level is Level.OK or self.is_confirmed

    @property
    def finding(self) -> str:
        """The sentence about what was found; empty when nothing was."""
        if self._found is None or self._found.isHidden():
            return ""
        return self._sentence.text()

    def set_error(self, sentence: str) -> None:
        """Show an error; where the guard has said already why, only its border."""
        told = bool(sentence) and not self.is_clear
        super().set_error("" if told else sentence)
        if told:
            self.edit.set_invalid(True)

    def _on_read(self) -> None:
        level = self.edit.reading.level
        if level is Level.OK and self._found is None:
            return
        if self._found is None:
            self._build_found()
        self._sure.setChecked(False)
        self._sure.setVisible(level is Level.WARN)
        self._icons[Level.BLOCK].setVisible(level is Level.BLOCK)
        self._icons[Level.WARN].setVisible(level is Level.WARN)
        sentence = self._words(self.edit.reading)
        self._sentence.setText(sentence)
        if self._found is not None:
            self._found.setVisible(bool(sentence))
        self._fit()
        self._come_into_view()
        self.edit.setAccessibleDescription(". ".join(p for p in (sentence, self._help) if p))

    def _come_into_view(self) -> None:
        """Show field and sentence where the page scrolls: they may lie below the edge."""
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self._sentence, 0, px(80))
            around.ensureWidgetVisible(self.edit, 0, px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentence the lines that it needs at the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A page that scrolls asks for the least height only, and not at which width."""
        if self._found is not None:
            room = self.width() - px(15) - px(6)
            self._sentence.setMinimumHeight(max(0, self._sentence.heightForWidth(room)))

    def _words(self, reading: Reading) -> str:
        levels = [finding for finding in reading.findings if finding.level is reading.level]
        if not levels:
            return ""
        what = what_is_found(levels[0].kind)
        if reading.level is Level.BLOCK:
            return self.tr(
                "Det markerade är {what}. Skriv om, så att ingen person pekas ut."
            ).format(what=what)
        return self.tr("Ser ut som en personuppgift: {what}. Spara ändå?").format(what=what)

    def _build_found(self) -> None:
        """Make the row below the control, the first time that something is found."""
        self._icons = {
            Level.BLOCK: IconLabel("circle-alert", "error", 15),
            Level.WARN: IconLabel("triangle-alert", "warn", 15),
        }
        self._sentence = text_label("", role="small", weight=500, wrap=True)
        self._sure = Check(
            self.tr("Ja, det är ingen person"),
            name=f"{self.edit.objectName().removesuffix('_edt')}_sure_chk",
        )
        self._sure.toggled.connect(lambda: self.set_error(""))
        self._found = QWidget()
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._sentence)
        said.addWidget(self._sure, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout(self._found)
        line.setContentsMargins(0, px(1), 0, 0)
        line.setSpacing(px(6))
        for icon in self._icons.values():
            line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(said, 1)
        self._inner.addWidget(self._found)


def confirmed_in(fields: Mapping[str, Field]) -> frozenset[str]:
    """Return the keys of the fields whose doubt has been answered."""
    return frozenset(
        key
        for key, field in fields.items()
        if isinstance(field, GuardedField) and field.is_confirmed
    )
