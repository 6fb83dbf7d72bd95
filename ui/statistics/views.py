"""*Spara vy*: a name for what is looked at, and the views that are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.errors import InvalidInput
from familjecentral.releases.saved_views import LONGEST_VIEW_NAME, SavedView
from ui.errors import sentence_for
from ui.widgets.buttons import KeyButton
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.scrolled import scrolled
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.privacy import Reads


class ViewsDialog(QDialog):
    """Asks for a name; the dialog stays until the name is kept."""

    save_asked = Signal(str, bool)
    drop_asked = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        views: Sequence[SavedView],
        guard: Callable[[], Reads],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stats_views_dlg")
        self.setWindowTitle(self.tr("Spara vy"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lead = self.tr(
            "Vyn är din egen. Den minns tabell, rader, kolumner och jämförelse, inga tal och ingen "
            "period."
        )
        name = self.tr("Vad vyn kallas")
        self._name = GuardedEdit(name, guard, name="stats_view_name_edt", longest=LONGEST_VIEW_NAME)
        self.field = GuardedField(name, self._name)
        leave = KeyButton(self.tr("Stäng"), name="stats_views_leave_btn", key="Esc", bind=False)
        save = KeyButton(
            self.tr("Spara vy"), name="stats_views_save_btn", look="primary", key="Enter"
        )
        leave.clicked.connect(self.reject)
        save.clicked.connect(self._on_save)
        self._name.returnPressed.connect(self._on_save)
        self._kept = QWidget()
        self._list = QVBoxLayout(self._kept)
        self._list.setContentsMargins(0, 0, px(8), 0)
        self._list.setSpacing(px(4))
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(10))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(title, ink="text2", wrap=True))
        body.addWidget(text_label(lead, role="small", ink="muted", wrap=True))
        body.addWidget(self.field)
        body.addWidget(scrolled(self._kept), 1)
        body.addLayout(row(1, leave, save))
        room = parent.window().size()
        self.resize(min(px(480), room.width() - 40), min(px(420), room.height() - 40))
        self.show_views(views)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_views(self, views: Sequence[SavedView]) -> None:
        """List the kept views, each with a way to take it away."""
        while self._list.count():
            item = self._list.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, view in enumerate(views):
            line = QWidget()
            text = self.tr("Ta bort vyn {name}").format(name=view.name)
            drop = KeyButton(
                "",
                name=f"stats_view_drop_btn_{place}",
                look="bare",
                icon="trash-2",
                accessible=text,
            )
            drop.clicked.connect(lambda _=False, name=view.name: self.drop_asked.emit(name))
            line.setLayout(row(text_label(view.name), 1, drop))
            self._list.addWidget(line)
        self._list.addStretch(1)

    def show_problem(self, error: InvalidInput) -> None:
        """Say at the field what is wrong."""
        self.field.set_error(sentence_for(error.problems[0]))
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save(self) -> None:
        self.field.set_error("")
        self.save_asked.emit(self._name.text(), self.field.is_confirmed)
