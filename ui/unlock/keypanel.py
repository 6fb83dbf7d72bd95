"""The recovery key: shown, printed, read aloud, and typed back in two places."""

from __future__ import annotations

import random

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.keypaper import KeyPaper, Sheet, spelled
from ui.unlock.passphrase import groups_of
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Announcer
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import IconLabel, frame, row, text_label
from ui.widgets.theme import FAMILY, font, px


class _GroupField(Field):
    """One group to be typed back."""

    def __init__(self, number: int, wanted: str) -> None:
        self.number = number
        self.wanted = wanted
        title = f"Grupp {number}"
        self.edit = TextEdit(title, name=f"start_group_edt_{number}", longest=8)
        self.edit.setFixedWidth(px(150))
        super().__init__(title, self.edit)

    def is_right(self) -> bool:
        """Tell whether the group is as on the paper."""
        return self.edit.text().strip().upper() == self.wanted


class KeyPanel(QWidget):
    """Eight groups in tiles. The key cannot be copied to the clipboard."""

    checked = Signal(bool)

    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page
        self._groups: tuple[str, ...] = ()
        self._house = ""
        self._fields: list[_GroupField] = []
        self.paper = KeyPaper(
            self,
            self._draw,
            question=self.tr("Spara nyckeln som PDF att skriva ut"),
            file="aterstallningsnyckel.pdf",
        )
        self._grid = QGridLayout()
        self._grid.setSpacing(px(10))
        self._print = KeyButton(
            self.tr("Skriv ut nyckeln"), name=f"{page}_print_btn", icon="printer", key="Ctrl P"
        )
        self._read = KeyButton(
            self.tr("Läs upp tecken för tecken"), name=f"{page}_read_btn", icon="volume-2"
        )
        self._announcer = Announcer()
        self._question = text_label(self.tr("Kontrollera att du har sparat den"), weight=600)
        self._answers = row(spacing=16)
        self._error = text_label("", role="small", weight=500, ink="error", wrap=True)
        self._error_row = QWidget()
        self._error_row.setLayout(row(IconLabel("circle-alert", "error", 16), self._error))
        self._error_row.hide()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(14))
        inner.addLayout(self._grid)
        inner.addLayout(row(self._print, self._read, 1))
        inner.addSpacing(px(4))
        inner.addWidget(self._question)
        inner.addLayout(self._answers)
        inner.addWidget(self._error_row)
        inner.addWidget(self._announcer)
        self._print.clicked.connect(self.print_key)
        self._read.clicked.connect(self._on_read)

    def show_key(self, recovery_key: str, house: str, chooser: random.Random | None = None) -> None:
        """Show a key and ask for two of its groups."""
        self._groups = groups_of(recovery_key)
        self._house = house
        for place, group in enumerate(self._groups):
            self._grid.addWidget(self._tile(place + 1, group), place // 4, place % 4)
        pick = chooser or random.SystemRandom()
        numbers = sorted(pick.sample(range(1, len(self._groups) + 1), 2))
        for number in numbers:
            field = _GroupField(number, self._groups[number - 1])
            field.edit.textEdited.connect(self._on_typed)
            field.edit.editingFinished.connect(self._on_left)
            self._fields.append(field)
            self._answers.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self._answers.addStretch(1)

    def _tile(self, number: int, group: str) -> QWidget:
        tile = frame("tile")
        small = text_label(str(number), role="small", ink="muted")
        big = text_label(group, role="dialog", name=f"{self._page}_group_lbl_{number}")
        spaced = font("dialog", 600)
        spaced.setPixelSize(px(22))
        spaced.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, px(2))
        big.setFont(spaced)
        inner = QVBoxLayout(tile)
        inner.setContentsMargins(px(8), px(7), px(8), px(8))
        inner.setSpacing(0)
        for part in (small, big):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(part)
        return tile

    def focus_field(self) -> None:
        """Put the focus in the first group that is asked for."""
        self._fields[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_checked(self) -> bool:
        """Tell whether both groups are as on the paper."""
        return bool(self._fields) and all(field.is_right() for field in self._fields)

    def show_wrong(self) -> None:
        """Name the first group that is wrong."""
        for field in self._fields:
            if not field.is_right():
                self._say_wrong(field)
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _say_wrong(self, field: _GroupField) -> None:
        self._error.setText(
            self.tr(
                "Grupp {n} stämmer inte. Nyckeln innehåller aldrig bokstäverna I, L, O eller U. "
                "Jämför med pappret."
            ).format(n=field.number)
        )
        field.edit.set_invalid(True)
        field.edit.setAccessibleDescription(self._error.text())
        self._error_row.show()

    def _on_typed(self) -> None:
        self._error_row.hide()
        self.checked.emit(self.is_checked())

    def _on_left(self) -> None:
        for field in self._fields:
            if field.edit.text().strip() and not field.is_right():
                self._say_wrong(field)
                return

    def _on_read(self) -> None:
        """Send the key to the screen reader, one character at a time; no sound of our own."""
        self._announcer.announce(spelled(self._groups, self.tr("Grupp {n}: {letters}")))

    # --- printing -------------------------------------------------------------------------------

    def print_key(self) -> None:
        """Ask for a printer; without one, for a PDF file."""
        self.paper.ask()

    def _draw(self, sheet: Sheet) -> None:
        """Draw the sheet: what it is, the groups with their numbers, what to do with it."""
        painter, mm = sheet.painter, sheet.mm
        sheet.say(0, self._house, 10, 400)
        sheet.say(8, self.tr("Återställningsnyckel"), 20, 600)
        text = self.tr(
            "Om lösenfrasen glöms är nyckeln enda vägen in. Lås in pappret, till exempel i "
            "enhetens kassaskåp. Skriv inget namn på det."
        )
        sheet.say(22, text, 11, 400)
        for place, group in enumerate(self._groups):
            top = 45 + 24 * (place // 2)
            left = (place % 2) * sheet.width / 2
            box = QRectF(left, top * mm, sheet.width / 2 - 6 * mm, 20 * mm)
            painter.drawRect(box)
            of = QFont(FAMILY)
            of.setPointSizeF(9)
            painter.setFont(of)
            painter.drawText(box.adjusted(3 * mm, 2 * mm, 0, 0), str(place + 1))
            of.setPointSizeF(22)
            of.setWeight(QFont.Weight.DemiBold)
            # In per cent: a spacing in pixels is scaled once more by the printer's resolution.
            of.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 115)
            painter.setFont(of)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, group)
        sheet.say(150, self.tr("Nyckeln innehåller aldrig bokstäverna I, L, O eller U."), 11, 400)
