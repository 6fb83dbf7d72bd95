"""*Slå ihop rader*: which rows of a table are seen as one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.scrolled import scrolled
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class MergeDialog(QDialog):
    """Check marks for the rows. ``merged`` carries the keys; none takes all groups apart."""

    merged = Signal(tuple)

    def __init__(
        self, parent: QWidget, rows: Sequence[tuple[str, str]], groups: Sequence[Sequence[str]]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stats_merge_dlg")
        self.setWindowTitle(self.tr("Slå ihop rader"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        taken = {key for group in groups for key in group}
        self.checks = {
            key: Check(label, name=f"stats_merge_chk_{place}")
            for place, (key, label) in enumerate(rows)
            if key not in taken
        }
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, px(8), 0)
        listed.setSpacing(px(4))
        for check in self.checks.values():
            listed.addWidget(check)
            check.toggled.connect(self._on_toggled)
        listed.addStretch(1)
        lead = self.tr(
            "De markerade raderna visas som en. Summan visas bara när alla delar visas: en dold "
            "uppgift kommer inte fram så. I utgåvan ändras ingenting."
        )
        leave = KeyButton(self.tr("Avbryt"), name="stats_merge_leave_btn", key="Esc", bind=False)
        self.split = KeyButton(self.tr("Dela upp igen"), name="stats_merge_split_btn")
        self.act = KeyButton(
            self.tr("Slå ihop"), name="stats_merge_btn", look="primary", key="Enter"
        )
        leave.clicked.connect(self.reject)
        self.split.clicked.connect(self._on_split)
        self.act.clicked.connect(self._on_act)
        if not groups:
            self.split.disable(self.tr("Inga rader är ihopslagna"))
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(10))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(lead, ink="text2", wrap=True))
        body.addWidget(scrolled(inside), 1)
        body.addLayout(row(self.split, 1, leave, self.act))
        room = parent.window().size()
        self.resize(min(px(520), room.width() - 40), min(px(540), room.height() - 40))
        self._on_toggled()
        first = next(iter(self.checks.values()), None)
        (first or self.split).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keys(self) -> tuple[str, ...]:
        return tuple(key for key, check in self.checks.items() if check.isChecked())

    def _on_toggled(self) -> None:
        self.act.disable("" if len(self._keys()) > 1 else self.tr("Markera minst två rader"))

    def _on_act(self) -> None:
        keys = self._keys()
        if len(keys) > 1:
            self.accept()
            self.merged.emit(keys)

    def _on_split(self) -> None:
        self.accept()
        self.merged.emit(())
