"""*Gå till…*: type where, Enter goes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListView, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.form import TextEdit
from ui.widgets.naming import label
from ui.widgets.theme import px
from ui.widgets.typeahead import find


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: its words and the way there."""

    text: str
    go: Callable[[], None]


def settings_places(desk: Desk, open_room: Callable[[str], None]) -> list[Place]:
    """Return the rooms of the settings that a person may enter."""
    from ui.settings.rooms import rooms_for

    text = QCoreApplication.translate("goto", "Inställningar › {room}")
    return [
        Place(text.format(room=room.title), partial(open_room, room.key))
        for room in rooms_for(desk)
    ]


class GoToDialog(QDialog):
    """A field and the places that match it."""

    def __init__(self, places: tuple[Place, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("goto_dlg")
        self.setWindowTitle(self.tr("Gå till"))
        self._places = places
        self._found = places
        self._edit = TextEdit(
            self.tr("Gå till"), name="goto_edt", placeholder=self.tr("Sida eller inställning")
        )
        self._edit.textEdited.connect(self._on_edited)
        self._model = QStringListModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setSpacing(px(4))
        label(self._list, self.tr("Träffar"), name="goto_list")
        self._list.clicked.connect(self._go)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(16), px(16), px(16), px(12))
        inner.setSpacing(px(8))
        inner.addWidget(self._edit)
        inner.addWidget(self._list)
        self.setFixedSize(px(420), px(340))
        self._on_edited("")

    def _on_edited(self, text: str) -> None:
        self._found = tuple(p for p in self._places if not text or find(text, [p.text]))
        self._model.setStringList([place.text for place in self._found])
        self._list.setCurrentIndex(self._model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter goes, Esc leaves."""
        row = self._list.currentIndex().row()
        if event.key() == Qt.Key.Key_Down:
            self._list.setCurrentIndex(self._model.index(min(row + 1, len(self._found) - 1), 0))
        elif event.key() == Qt.Key.Key_Up:
            self._list.setCurrentIndex(self._model.index(max(row - 1, 0), 0))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        row = self._list.currentIndex().row()
        self.accept()
        if 0 <= row < len(self._found):
            self._found[row].go()
