"""Locks the screen when nobody has touched it for a while."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

IDLE_SECONDS = 600
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Counts down from the last touch. It listens to the platform window only: a filter on the
    whole application would call into Python for every event.

    Two clocks are read, and the longer time counts: a steady one stands still while the computer
    sleeps, and the one on the wall can be set back.
    """

    expired = Signal()
    seconds_left = Signal(int)

    def __init__(self, parent: QObject, seconds: int = IDLE_SECONDS) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._touch()
        self._window: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def start(self, window: QWindow | None) -> None:
        """Begin to count."""
        self.stop()
        self._touch()
        self._window = window
        if window is not None:
            window.installEventFilter(self)
        self._timer.start()
        self.tick()

    def stop(self) -> None:
        """Stop counting (the screen is locked)."""
        self._timer.stop()
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch starts the count anew."""
        del watched
        if event.type() in _TOUCHES:
            self._touch()
        return False

    def tick(self) -> None:
        """Tell how long is left; the last second locks."""
        since = max(time.monotonic() - self._steady, time.time() - self._wall)
        left = self._seconds - int(since)
        if left <= 0:
            self.stop()
            self.expired.emit()
        else:
            self.seconds_left.emit(left)

    def _touch(self) -> None:
        self._steady, self._wall = time.monotonic(), time.time()
