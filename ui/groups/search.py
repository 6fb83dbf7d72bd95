"""The search of the list of groups, which shares its place with the statuses where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from ui.widgets.form import TextEdit
from ui.widgets.segmented import SegmentedControl
from ui.widgets.theme import px


class SearchPlace(QObject):
    """Beside the statuses where there is room; else in their place, only while it is used."""

    def __init__(self, status: SegmentedControl) -> None:
        super().__init__()
        self.field = TextEdit(
            self.tr("Sök grupp"),
            name="groups_search_edt",
            placeholder=self.tr("Sök grupp, ledare, lokal"),
        )
        self.field.setMinimumWidth(px(150))
        self._status = status
        self._wide = self._offered = True
        self.field.textChanged.connect(self._share)
        self.field.installEventFilter(self)

    def come_forward(self) -> None:
        """Be shown, and take the focus."""
        self._share(asked=True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_wide(self, *, wide: bool) -> None:
        """Tell whether there is room for both."""
        self._wide = wide
        self._share()

    def set_offered(self, *, offered: bool) -> None:
        """Tell whether there are any statuses to choose among."""
        self._offered = offered
        self._share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the place back when it was left empty."""
        if event.type() == QEvent.Type.FocusOut:
            self._share(left=True)
        return super().eventFilter(watched, event)

    def _share(self, *, asked: bool = False, left: bool = False) -> None:
        used = asked or (self.field.hasFocus() and not left) or bool(self.field.text())
        self.field.setVisible(self._wide or used)
        self._status.setVisible(self._offered and (self._wide or not used))
