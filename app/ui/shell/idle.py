"""Noticing that nobody works: carries out the rule of app.system.idle_lock on the whole program (ux.md 1 no. 24)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from app.system.clock import steady_seconds
from app.system.idle_lock import IdleLock

FORM_FACTOR = 2
"""A person in the middle of a form gets twice the time, up to the ten minutes that the rule allows anybody."""

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
    """Counts the seconds without key or mouse while it runs; suspended time counts too.

    Signals: ticked(seconds left) once a second; timed_out() when the time is over (the watch stops by itself);
    lock_pressed() for Ctrl+L in any window, because a modal dialog would keep the key from the main window.
    `is_in_form()` is asked at every tick, so that a form is given longer.
    """

    ticked = Signal(int)
    timed_out = Signal()
    lock_pressed = Signal()

    def __init__(
        self,
        limit_seconds: float,
        is_in_form: Callable[[], bool] = lambda: False,
        *,
        seconds: Callable[[], float] = steady_seconds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_in_form = is_in_form
        self._seconds = seconds
        self._rule = _rule(limit_seconds)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def set_limit(self, seconds: float) -> None:
        """Another idle time, counted from now."""
        is_in_form = self._rule.is_in_form
        self._rule = _rule(seconds)
        self._rule.begin(self._seconds())
        if is_in_form:
            self._rule.enter_form(self._seconds())

    def start(self) -> None:
        """Begin to watch the whole program."""
        self._rule.begin(self._seconds())
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
        self._notice_form()
        return round(self._rule.seconds_left(self._seconds()))

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
        now = self._seconds()
        if self._rule.is_due(now):  # the first touch after the computer slept: it must not reach what it would touch
            self.tick()
            return True
        self._rule.touch(now)
        if (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_L
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.lock_pressed.emit()
            return True
        return False

    def _notice_form(self) -> None:
        is_in_form = self._is_in_form()
        if is_in_form == self._rule.is_in_form:
            return
        if is_in_form:
            self._rule.enter_form(self._seconds())
        else:
            self._rule.leave_form(self._seconds())


def _rule(limit_seconds: float) -> IdleLock:
    return IdleLock(limit_seconds, limit_seconds * FORM_FACTOR)
