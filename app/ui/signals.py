"""Signals of the operating system as events of the program: Ctrl+C in the terminal, the end of the session, ..."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class Signals(QObject):
    """Calls back on the GUI thread, between events. One for the whole program.

    Qt waits in C, where Python never notices a signal; the byte that Python writes for it into a socket wakes Qt.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._doers: dict[int, Callable[[], object]] = {}
        notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_bytes)
        signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)

    def on(self, number: int, do: Callable[[], object]) -> None:
        """Call `do` whenever the signal `number` has come."""
        self._doers[number] = do
        signal.signal(number, _nothing)

    def _on_bytes(self) -> None:
        for number in dict.fromkeys(self._reading.recv(1024)):
            do = self._doers.get(number)
            if do is not None:
                do()


def _nothing(number: int, frame: FrameType | None) -> None:
    """What is to be done is done by Qt's event loop, not in the middle of whatever runs now."""
