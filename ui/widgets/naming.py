"""Names for people and for tests: one call names, describes and explains a control."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

# Keys that a form or a grid answers itself; they are shown and described, never bound.
_LOCAL = {"Enter", "Esc", "Tab", "Del"}


def label(
    widget: QWidget,
    text: str,
    help: str = "",  # noqa: A002 - the word that the design uses
    key: str = "",
    *,
    name: str = "",
    buddy: QLabel | None = None,
    bind: bool = True,
) -> None:
    """Give a control its names, texts and key in one call.

    Args:
        text: accessible name; equal to the visible label.
        help: what it is for, in the tooltip and the accessible description.
        key: the key as shown in its cap, ``Alt N``.
        name: object name ``<page>_<part>_<kind>``.
        buddy: the visible label beside the control.
        bind: whether a button takes the key itself (not when the window routes it).
    """
    if name:
        widget.setObjectName(name)
    if buddy is not None:
        buddy.setBuddy(widget)
    widget.setAccessibleName(text)
    widget.setAccessibleDescription(". ".join(part for part in (help, spoken_key(key)) if part))
    icon_only = isinstance(widget, QAbstractButton) and not widget.text()
    tip = text if icon_only else help
    widget.setToolTip(tip)
    if bind and key and key not in _LOCAL and isinstance(widget, QAbstractButton):
        # Not the button's own shortcut: that clicks a tenth of a second later.
        shortcut = QShortcut(QKeySequence(key.replace(" ", "+")), widget)
        shortcut.activated.connect(widget.click)


def spoken_key(key: str) -> str:
    """Return a key as a reader says it."""
    return key.replace("Shift", "Skift")


def is_interactive(widget: QWidget) -> bool:
    """Tell whether a person works with the widget."""
    return isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView)


def interactive(root: QWidget) -> Iterator[QWidget]:
    """Yield the controls below a widget, Qt's own inner parts left out."""
    for widget in root.findChildren(QWidget):
        inner = widget.metaObject().className() == "QComboBoxListView"
        if is_interactive(widget) and not inner and not widget.objectName().startswith("qt_"):
            yield widget
