"""*Inställningar*: a list of rooms, one room at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from familjecentral.changes import Changes
from ui.desk import Desk
from ui.page import Page
from ui.preferences import Preferences
from ui.settings.rooms import Room, rooms_for
from ui.widgets.buttons import KeyCap
from ui.widgets.form import TextEdit
from ui.widgets.rail import NavigationRail, RailItem
from ui.widgets.theme import px
from ui.widgets.typeahead import find

_ROOMS_BESIDE = 700
_OF_ROOMS = (("new", "new"), ("print", "print_rows"))


class SettingsPage(Page):
    """What a role may not change is not here."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        super().__init__("settings", "")
        self.title.setText(self.tr("Inställningar"))
        self.setAccessibleName(self.tr("Inställningar"))
        self.subtitle.setText(self.tr("Ändringar gäller från nu. Tidigare utgåvor ändras inte."))
        self._desk = desk
        self._preferences = preferences
        self._specs = rooms_for(desk)
        self._rooms: dict[str, Room] = {}
        self._scrolls: dict[str, QScrollArea] = {}
        self._build()
        self.room = ""

    def _build(self) -> None:
        self._search = TextEdit(
            self.tr("Sök inställning"),
            name="settings_search_edt",
            placeholder=self.tr("Sök inställning"),
        )
        self._search.setFixedWidth(px(240))
        cap = KeyCap("Ctrl F", self._search)
        cap.move(px(240) - cap.sizeHint().width() - px(6), px(5))
        self._search.textEdited.connect(self._on_search)
        self._search.returnPressed.connect(self._on_search_taken)
        self.head.addWidget(self._search, 0, Qt.AlignmentFlag.AlignBottom)
        items = tuple(RailItem(s.key, s.title, s.icon) for s in self._specs)
        self.rooms = NavigationRail(
            items, name="settings_rooms_list", accessible=self.tr("Inställningar")
        )
        self.rooms.opened.connect(self.open_room)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(px(8), px(8), px(8), px(8))
        inner.addWidget(self.rooms)
        self._card.setFixedWidth(px(228))
        self._card.setFixedHeight(px(40) * len(items) + px(20))
        self.stack = QStackedWidget()
        self.stack.setObjectName("settings_stack")
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
        columns.addWidget(self.stack, 1)
        self.outer.addLayout(columns, 1)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        found = {"filter": self._search.setFocus, "save": self._save}
        room = self._rooms.get(self.room)
        own = {name: getattr(room, act, None) for name, act in _OF_ROOMS}
        return {**found, **{name: act for name, act in own.items() if act is not None}}

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return (self.rooms, self._rooms[self.room]) if self.room else (self.rooms,)

    def opened(self) -> None:
        """Open the first room, or read the present one anew."""
        if not self.room and self._specs:
            self.open_room(self._specs[0].key)
            self.rooms.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.room:
            self._rooms[self.room].opened()

    def changed(self, changes: Changes) -> None:
        """Read the present room anew."""
        del changes
        if self.room:
            self._rooms[self.room].opened()

    def open_room(self, key: str) -> None:
        """Open a room; it is built the first time."""
        spec = next((s for s in self._specs if s.key == key), None)
        if spec is None:
            return
        if key not in self._rooms:
            room = spec.make(self._desk, self._preferences)
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setWidget(room)
            room.setAutoFillBackground(False)
            scroll.viewport().setAutoFillBackground(False)
            self._rooms[key] = room
            self._scrolls[key] = scroll
            self.stack.addWidget(scroll)
        self.room = key
        self.stack.setCurrentWidget(self._scrolls[key])
        self.rooms.set_active(key)
        self._rooms[key].opened()

    def _save(self) -> None:
        if self.room:
            self._rooms[self.room].save()

    def _on_search(self, text: str) -> None:
        titles = [spec.title for spec in self._specs]
        hit = find(text, titles) if text else None
        if hit is not None:
            self.open_room(self._specs[hit.index].key)

    def _on_search_taken(self) -> None:
        self._search.clear()
        if self.room:
            self._rooms[self.room].focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow: the list of rooms keeps its icons only."""
        super().resizeEvent(event)
        narrow = self.logical_width() < _ROOMS_BESIDE
        self._card.setFixedWidth(px(72 if narrow else 228))
        self.rooms.set_compact(narrow)
        rows = len(self._specs)
        self._card.setFixedHeight(px(44 if narrow else 40) * rows + px(20))
