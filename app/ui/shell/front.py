"""A second start brings the window of the first one to the front, over a socket that is this person's alone."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget

_ASK, _SHOWN = b"front\n", b"shown\n"
_LONGEST_PATH = 100  # bytes; the system's own limit is 104 or 108
_PATIENCE_SECONDS = 3.0  # the first one may still be starting
_STEP_MS = 100


def address_of(folder: Path) -> str:
    """Where the desk on `folder` listens: in its folder, which is private, or by a name where that path is too long."""
    inside = folder.resolve() / "desk.front"
    if sys.platform != "win32" and len(os.fsencode(inside)) <= _LONGEST_PATH:
        return str(inside)
    return "jiesu-" + hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]


class Front(QObject):
    """Listens while the desk runs. `bring` is called on the GUI thread."""

    def __init__(self, folder: Path, bring: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer  # after the first paint

        self._bring = bring
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        address = address_of(folder)
        QLocalServer.removeServer(address)  # left by one that was killed: the folder's lock says that nobody is there
        self.is_listening = self._server.listen(address)

    def stop(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._on_asked(socket))
            self._on_asked(socket)

    def _on_asked(self, socket: Any) -> None:
        if socket.canReadLine() and bytes(socket.readLine().data()) == _ASK:
            self._bring()
            socket.write(_SHOWN)
            socket.flush()
            socket.disconnectFromServer()


def bring_to_front(window: QWidget) -> None:
    """Show `window` above others; where the system lets nobody push forward, its button in the task bar calls."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def ask_to_front(folder: Path, patience_seconds: float = _PATIENCE_SECONDS) -> bool:
    """Ask the desk that runs on `folder` to show itself; whether it did. Needs no running event loop."""
    from PySide6.QtNetwork import QLocalSocket

    _allow_to_front()
    end = time.monotonic() + patience_seconds
    while True:
        socket = QLocalSocket()
        socket.connectToServer(address_of(folder))
        if socket.waitForConnected(_STEP_MS):
            socket.write(_ASK)
            socket.waitForBytesWritten(_STEP_MS)
            while not socket.canReadLine() and time.monotonic() < end and socket.waitForReadyRead(_STEP_MS * 10):
                pass
            return bytes(socket.readAll().data()) == _SHOWN
        if time.monotonic() >= end:
            return False
        QThread.msleep(_STEP_MS)


def _allow_to_front() -> None:
    """Windows lets a program come forward only with the leave of the one that the person used last."""
    if sys.platform == "win32":
        user32: Any = ctypes.WinDLL("user32")
        user32.AllowSetForegroundWindow(-1)
