"""Two versions of one thing, side by side: somebody else saved it meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice
from ui.widgets.feedback import Banner
from ui.widgets.scrolled import scrolled
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs: what it is called, and both versions in words."""

    key: str
    name: str
    mine: str
    theirs: str


class VersionsDialog(QDialog):
    """What differs, line by line, with the choice beside it. Nothing is lost until it is made.

    ``chosen`` carries the keys of the lines in which the own version counts; ``kept`` says that
    all of the saved version does. Esc decides nothing.
    """

    chosen = Signal(object)
    kept = Signal()

    def __init__(
        self, title: str, lines: Sequence[Line], touched: Collection[str], parent: QWidget
    ) -> None:
        """``touched``: keys of what she changed herself; elsewhere the saved one is proposed."""
        super().__init__(parent)
        self.setObjectName("stale_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.lines = tuple(lines)
        self.choices: dict[str, SegmentedControl] = {}
        banner = Banner(name="stale_banner")
        lead = self.tr("Inget är förlorat. Välj rad för rad vad som ska gälla.")
        banner.say("warn", title, lead)
        self.setAccessibleDescription(lead)
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(px(4), 0, px(4), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        heads = ("", self.tr("Ditt"), self.tr("Det sparade"), self.tr("Gäller"))
        for column, text in enumerate(heads):
            grid.addWidget(text_label(text, weight=600, ink="text2"), 0, column)
        for place, line in enumerate(self.lines, 1):
            self._place(grid, place, line, MINE if line.key in touched else THEIRS)
        for column, share in enumerate((2, 3, 3, 0)):
            grid.setColumnStretch(column, share)
        grid.setRowStretch(len(self.lines) + 1, 1)
        self._save = KeyButton(
            self.tr("Spara så"), name="stale_save_btn", look="primary", key="Ctrl Enter", bind=False
        )
        theirs = KeyButton(self.tr("Behåll det sparade"), name="stale_theirs_btn")
        leave = KeyButton(self.tr("Tillbaka"), name="stale_leave_btn", key="Esc", bind=False)
        self._save.clicked.connect(self._on_save)
        theirs.clicked.connect(self._on_kept)
        leave.clicked.connect(self.reject)
        foot = frame("foot")
        ends = row(leave, 1, theirs, self._save)
        ends.setContentsMargins(px(20), px(10), px(20), px(10))
        foot.setLayout(ends)
        body = QVBoxLayout()
        body.setContentsMargins(px(20), px(16), px(20), px(16))
        body.setSpacing(px(14))
        body.addWidget(banner)
        body.addWidget(scrolled(table), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(body, 1)
        outer.addWidget(foot)
        room = parent.window().size()
        wanted = px(190 + 52 * len(self.lines))
        self.resize(min(px(860), room.width() - px(24)), min(wanted, room.height() - px(24)))
        next(iter(self.choices.values())).focus_field() if self.choices else theirs.setFocus()

    def _place(self, grid: QGridLayout, place: int, line: Line, value: str) -> None:
        choice = SegmentedControl(
            self.tr("{field}: vad ska gälla?").format(field=line.name),
            (Choice(MINE, self.tr("Ditt")), Choice(THEIRS, self.tr("Det sparade"))),
            name=f"stale_{line.key}_seg",
        )
        choice.set_value(value)
        self.choices[line.key] = choice
        for column, part in enumerate(
            (
                text_label(line.name, weight=600, wrap=True),
                text_label(line.mine, wrap=True),
                text_label(line.theirs, wrap=True),
                choice,
            )
        ):
            grid.addWidget(part, place, column, Qt.AlignmentFlag.AlignVCenter)

    def mine(self) -> frozenset[str]:
        """Return the keys of the lines in which the own version counts."""
        return frozenset(key for key, one in self.choices.items() if one.value() == MINE)

    def outcome(self) -> object:
        """Return what ``chosen`` carries."""
        return self.mine()

    def _on_save(self) -> None:
        outcome = self.outcome()
        self.accept()
        self.chosen.emit(outcome)

    def _on_kept(self) -> None:
        self.accept()
        self.kept.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_save()
        elif not enter:
            super().keyPressEvent(event)
