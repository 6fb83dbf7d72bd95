"""What every page offers to the window's frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.changes import Changes
from familjecentral.contacts.undo import Undone
from ui.desk import Desk
from ui.preferences import Preferences
from ui.widgets.text import text_label
from ui.widgets.theme import px, scale

WIDE = 1100
"""Logical width from which a page stands in columns as drawn; below it parts become tabs."""
NARROW = 760
"""Logical width below which the navigation shows icons only."""
PAGE_KEYS = {
    "Ctrl+N": "new",
    "Ctrl+R": "repeat",
    "Ctrl+T": "tally",
    "Ctrl+F": "filter",
    "Alt+R": "clear_filter",
    "Ctrl+S": "save",
    "Ctrl+P": "print",
    "Ctrl+E": "export",
    "Alt+Left": "earlier",
    "Alt+Right": "later",
    "Alt+Home": "present",
}
"""Key → command of a page."""


class Page(QWidget):
    """One page: a head with title and actions, and a body.

    Commands that a page may give, by name: ``new``, ``repeat``, ``filter``, ``clear_filter``,
    ``save``, ``print``, ``export``, ``earlier``, ``later``, ``present``.

    ``waits`` carries how many things wait on the page, for the navigation.
    """

    waits = Signal(int)

    def __init__(self, key: str, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.key = key
        self.setObjectName(f"{key}_page")
        self.setAccessibleName(title)
        self.title = text_label(title, role="h1", name=f"{key}_title_lbl")
        self.subtitle = text_label(subtitle, ink="text2", name=f"{key}_subtitle_lbl")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.head = QHBoxLayout()
        self.head.setSpacing(px(8))
        # What stands beside takes what it needs; a long line below the title has all the rest.
        self.head.addLayout(words, 1)
        self.head.addStretch(0)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(px(24), px(18), px(24), px(16))
        self.outer.setSpacing(px(12))
        self.outer.addLayout(self.head)

    def logical_width(self) -> float:
        """Return the page's width in pixels at 100 % text."""
        return self.width() / scale()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the page does for the window's keys."""
        return {}

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return ()

    def help_name(self) -> str:
        """Return the name of its help page."""
        return self.key

    def opened(self) -> None:
        """Be shown: read anew and take the focus."""

    def receive(self, given: object) -> None:
        """Take what another page sends along."""

    def changed(self, changes: Changes) -> None:
        """Hear that something changed."""

    def undone(self, undone: Undone, *, again: bool) -> bool:
        """Hear that a step was taken back, or done again; tell whether its values now lie in a
        form of this page."""
        del undone, again
        return False

    def locked(self) -> None:
        """Hear that the screen is locked: what lies over the window goes."""

    def closed(self) -> None:
        """Be taken down for good."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the navigation.

    Attributes:
        digit: its key is Ctrl and this digit, in every role the same.
        acts: whoever may do one of these sees the page; empty: everybody.
        make: builds it; imports happen inside, so that a page costs nothing until it is opened.
    """

    key: str
    title: str
    icon: str
    digit: int
    acts: tuple[Act, ...]
    make: Callable[[Desk, Preferences], Page]

    @property
    def shortcut(self) -> str:
        """The key as shown in its cap."""
        return f"Ctrl {self.digit}"
