"""Windows tells a window that asked for it when the session is locked, disconnected or the computer goes to sleep."""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.shell.system_lock import SystemLock

_NOTIFY_FOR_THIS_SESSION = 0
_WM_POWERBROADCAST, _WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
_WTS = {0x2: "switched", 0x4: "switched", 0x7: "system_locked"}  # console and remote disconnect, session lock
_PBT_SUSPEND = 0x4


class _Message(ctypes.Structure):
    """MSG of winuser.h, as far as it is read here."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


def why_of(message: int, wparam: int) -> str:
    """What a message to the window means for the desk: "system_locked", "switched", "suspended", or "" for nothing."""
    if message == _WM_WTSSESSION_CHANGE:
        return _WTS.get(wparam, "")
    return "suspended" if message == _WM_POWERBROADCAST and wparam == _PBT_SUSPEND else ""


class WindowsLock(SystemLock):
    """Registers the window for session notices; sleep is told to every window anyway."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter = _Filter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)
        self._handle = int(window.winId())
        wtsapi: Any = getattr(ctypes, "windll").wtsapi32  # noqa: B009 - there is no windll elsewhere
        self.is_listening = bool(wtsapi.WTSRegisterSessionNotification(self._handle, _NOTIFY_FOR_THIS_SESSION))


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, lock: SystemLock) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(self, kind: Any, message: int) -> object:
        """Look at the message, and let it through."""
        if bytes(kind) == b"windows_generic_MSG":
            read = _Message.from_address(int(message))
            why = why_of(read.message, read.wparam)
            if why:
                self._lock.heard.emit(why)
        return False, 0
