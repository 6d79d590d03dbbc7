"""Noticing that nobody works: countdown and signal for the lock (ux.md 1 no. 24)."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

_ACTIVITY = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    )
)


class IdleWatch(QObject):
    """Counts the seconds without key or mouse while it runs.

    Signals: ticked(seconds left) once a second; timed_out() when the time is over (the watch stops by itself);
    lock_pressed() for Ctrl+L in any window, because a modal dialog would keep the key from the main window.
    `seconds_allowed()` is asked at every tick, so that a form may be given longer.
    """

    ticked = Signal(int)
    timed_out = Signal()
    lock_pressed = Signal()

    def __init__(
        self,
        seconds_allowed: Callable[[], int],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._seconds_allowed = seconds_allowed
        self._monotonic = monotonic
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to watch the whole program."""
        self._last = self._monotonic()
        app = QCoreApplication.instance()
        if app is not None and not self._timer.isActive():
            app.installEventFilter(self)
        self._timer.start()
        self.tick()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def is_running(self) -> bool:
        """Whether it watches."""
        return self._timer.isActive()

    def seconds_left(self) -> int:
        """Whole seconds until the lock."""
        return max(0, round(self._seconds_allowed() - (self._monotonic() - self._last)))

    def tick(self) -> None:
        """Report the time left, and its end."""
        left = self.seconds_left()
        self.ticked.emit(left)
        if left == 0 and self._timer.isActive():
            self.stop()
            self.timed_out.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the last sign of life. Called for every event of the program, so it does next to nothing."""
        if event.type() not in _ACTIVITY:
            return False
        self._last = self._monotonic()
        if (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_L
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.lock_pressed.emit()
            return True
        return False
