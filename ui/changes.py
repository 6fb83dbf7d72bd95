"""Cross-page talk: who changed something says so, every open page decides itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from familjecentral.changes import Changes


class ChangeBus(QObject):
    """Carries what use cases hand back to every open page."""

    changed = Signal(Changes)

    def tell(self, changes: Changes) -> None:
        """Tell all pages."""
        self.changed.emit(changes)
