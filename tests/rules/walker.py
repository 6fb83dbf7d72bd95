"""Walks the widgets of a page and says which of them a person or a test could not find."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)


def interactive(root: QWidget) -> Iterator[QWidget]:
    """Yield the widgets below ``root`` (itself included) that take clicks or keys.

    Parts that Qt puts into its own widgets (the field of a spin box, scroll bars, the list of a
    combo) are the business of the widget around them; their names begin with ``qt_``.
    """
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, INTERACTIVE) and not _is_inner_part(widget, root):
            yield widget


def _is_inner_part(widget: QWidget, root: QWidget) -> bool:
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QHeaderView):
        return True
    above = widget.parentWidget()
    while widget is not root and above is not None and above is not root.parentWidget():
        if isinstance(above, QComboBox | QAbstractSpinBox):
            return True
        if isinstance(above, QAbstractItemView) and isinstance(widget, QAbstractButton):
            return True  # the corner button of a table
        above = above.parentWidget()
    return False


def faults(root: QWidget) -> list[str]:
    """Return one line for each interactive widget without a name of its own or for a reader.

    Object names carry the page first (``today.save`` or ``today_save``) and occur once;
    accessible names are Swedish words, never empty.
    """
    found: list[str] = []
    seen: set[str] = set()
    for widget in interactive(root):
        name = widget.objectName()
        kind = type(widget).__name__
        if not name:
            found.append(f"{kind} below {_named_parent(widget)} has no object name")
        elif name in seen:
            found.append(f"{name} is the name of two widgets")
        seen.add(name)
        spoken = widget.accessibleName() or (
            widget.text() if isinstance(widget, QAbstractButton) else ""
        )
        if not spoken.strip():
            found.append(f"{kind} {name or '?'} has no accessible name")
    return found


def _named_parent(widget: QWidget) -> str:
    above = widget.parentWidget()
    while above is not None and not above.objectName():
        above = above.parentWidget()
    return above.objectName() if above is not None else "the top"
