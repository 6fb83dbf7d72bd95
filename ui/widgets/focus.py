"""One focus ring for the whole window: two pixels, two pixels outside the control."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFocusFrame, QWidget
from shiboken6 import isValid

from ui.widgets.paint import box
from ui.widgets.theme import px, theme

# A control with this property draws where its focus is by itself (grids, lists).
OWN_FOCUS = "own_focus"
_FOLLOWED = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}


def chain_tab_order(*controls: QWidget) -> None:
    """Let Tab go through controls in this order. A control of several parts (a number with its
    buttons, a row of choices) keeps its parts together, which Qt's own call does not see to."""
    stops = [stop for control in controls for stop in _stops(control)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


class TabPlace(QWidget):
    """A place in the tab order, never seen: controls that are made late are reached where it was
    made, and not after everything else.

    (The order itself cannot be walked to find the place: PySide lets each control that it hands
    out belong to the one that was asked, and takes it down with it.)
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # without it Qt would not place it at all
        self.hide()

    def take(self, *made: QWidget) -> None:
        """Let Tab reach these controls here, in this order."""
        stops = [stop for control in made for stop in _stops(control)]
        for before, after in pairwise((self, *stops)):
            QWidget.setTabOrder(before, after)


def _stops(control: QWidget) -> list[QWidget]:
    """Return the parts that can take the focus at all, in the order in which they were made;
    a list that opens is a window of its own."""
    return [
        part
        for part in (control, *control.findChildren(QWidget))
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.window() is control.window()
    ]


class FocusRing(QFocusFrame):
    """Follows the focus. It lives in the nearest ancestor with room for it, so that it scrolls
    with its control and is never cut by a tight parent."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._home = window
        self._followed: list[QWidget] = []
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("shell_focus_ring")
        self.hide()

    def follow(self, application: QApplication) -> None:
        """Begin to follow the application's focus."""
        application.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if new is not None and new.window().windowType() == Qt.WindowType.Popup:
            return  # the ring stays on the field that the popup belongs to
        self.leave()
        if new is None or new.property(OWN_FOCUS) or isinstance(new, QAbstractItemView):
            return
        self._target = new.focusProxy() or new
        self._enter(self._target)

    def _enter(self, target: QWidget) -> None:
        room = px(4)
        parent = target.parentWidget()
        chain = [target]
        while parent is not None:
            chain.append(parent)
            place = QRect(target.mapTo(parent, QPoint(0, 0)), target.size())
            if parent.isWindow() or parent.rect().contains(
                place.adjusted(-room, -room, room, room)
            ):
                break
            parent = parent.parentWidget()
        if parent is None:
            return
        self._followed = chain
        for widget in chain:
            widget.installEventFilter(self)
        self.setParent(parent)
        self._place()

    def leave(self) -> None:
        """Go home: at once, before what it lives in is taken down."""
        for widget in self._followed:
            if isValid(widget):  # a page may have gone with its controls
                widget.removeEventFilter(self)
        self._followed = []
        self._target = None
        self.hide()
        if isValid(self._home):
            self.setParent(self._home)

    def _place(self) -> None:
        parent = self.parentWidget()
        if self._target is None or not isValid(self._target):
            self.hide()
            return
        if parent is None or not self._target.isVisibleTo(parent):
            self.hide()
            return
        room = px(4)
        corner = self._target.mapTo(parent, QPoint(0, 0))
        self.setGeometry(QRect(corner, self._target.size()).adjusted(-room, -room, room, room))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep up with the control that has the focus."""
        if event.type() in _FOLLOWED and watched in self._followed:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        del event
        painter = QPainter(self)
        width = max(2, px(2))
        box(painter, QRectF(self.rect()), radius=9, border=theme().colour("focus"), width=width)
        painter.end()


def holds_focus(widget: QWidget) -> bool:
    """Tell whether the focus is on a widget or inside it."""
    return widget.hasFocus() or widget.isAncestorOf(widget.window().focusWidget() or widget)
