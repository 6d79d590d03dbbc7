"""Keeping windows out of screenshots, recordings and shared screens, where the system lets a program ask for it.

Windows and macOS do; on X11 and Wayland nothing can be asked for, and the threat page says so (security.md 2).
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

_SHOWN, _EXCLUDED = 0x0, 0x11  # WDA_NONE, WDA_EXCLUDEFROMCAPTURE of winuser.h
_SHARING_NONE, _SHARING_READ_ONLY = 0, 1  # NSWindowSharingType


def can_hide() -> bool:
    """Whether this system can leave a window out of what is captured."""
    return sys.platform in ("win32", "darwin")


class CaptureGuard(QObject):
    """Applies to every window of the program as it is shown, dialogs and lists included."""

    def __init__(self, app: QApplication, *, is_on: bool = True) -> None:
        super().__init__(app)
        self.is_on = is_on
        if can_hide():
            app.installEventFilter(self)

    def set_on(self, is_on: bool) -> None:
        """Switch it for the windows that are there and those that come."""
        self.is_on = is_on
        if can_hide():
            for window in QApplication.topLevelWidgets():
                if window.isVisible():
                    hide_from_capture(window, is_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window is shown: the system forgets the wish with each new native window."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            hide_from_capture(watched, self.is_on)
        return False


def hide_from_capture(window: QWidget, is_hidden: bool) -> bool:
    """Ask the system; whether it agreed."""
    if sys.platform == "win32":
        user32: Any = ctypes.WinDLL("user32", use_last_error=True)
        return bool(user32.SetWindowDisplayAffinity(int(window.winId()), _EXCLUDED if is_hidden else _SHOWN))
    if sys.platform == "darwin":
        return _set_sharing_type(int(window.winId()), _SHARING_NONE if is_hidden else _SHARING_READ_ONLY)
    return False


def _set_sharing_type(view: int, kind: int) -> bool:
    """`[[view window] setSharingType: kind]`, through the Objective-C runtime."""
    try:
        objc = ctypes.CDLL("/usr/lib/libobjc.dylib")
    except OSError:
        return False
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    address = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value
    if address is None:
        return False
    get = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(address)
    put = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(address)
    window = get(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    put(window, objc.sel_registerName(b"setSharingType:"), kind)
    return True
