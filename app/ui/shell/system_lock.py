"""Hearing that the computer itself is locked, put to sleep, or given to another user: then the desk locks too.

Linux says so on D-Bus: logind on the system bus (Lock of the session, PrepareForSleep, the session's Active), the
screen savers of KDE, GNOME and others on the session bus. Windows sends messages to the window. macOS would need
notifications that Qt does not pass on; there the idle time alone locks (security.md 1.1, KeePassXC's listeners).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

LOGIN = "org.freedesktop.login1"
_MANAGER = (f"/{LOGIN.replace('.', '/')}", f"{LOGIN}.Manager")
_SESSION = f"{LOGIN}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
SCREEN_SAVERS = (
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    ("/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
    ("/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
)
"""Objects and interfaces that say `ActiveChanged(b)`."""


class SystemLock(QObject):
    """Signals: heard(why), why being "system_locked", "suspended" or "switched" (app.operations.sessions.WHYS)."""

    heard = Signal(str)


class LinuxLock(SystemLock):
    """Listens on both buses. `system` and `session` are addresses, where they shall not be the computer's own."""

    def __init__(self, parent: QObject | None = None, *, system: str = "", session: str = "") -> None:
        super().__init__(parent)
        from PySide6.QtDBus import QDBusConnection  # after the first paint

        self._names: list[str] = []
        self._own_session = ""
        self._session_bus: Any = None
        if session:
            self._session_bus = self._joined(session, "jiesu-session")
        elif _has_session_bus():
            self._session_bus = QDBusConnection.sessionBus()
        self._system_bus: Any = self._joined(system, "jiesu-system") if system else QDBusConnection.systemBus()
        self.is_listening = self._listen()

    def stop(self) -> None:
        """Leave the buses that were joined by address."""
        from PySide6.QtDBus import QDBusConnection

        for name in self._names:
            QDBusConnection.disconnectFromBus(name)
        self._names.clear()

    def _joined(self, address: str, name: str) -> Any:
        from PySide6.QtDBus import QDBusConnection

        name = f"{name}-{id(self)}"
        self._names.append(name)
        return QDBusConnection.connectToBus(address, name)

    def _listen(self) -> bool:
        heard = []
        if self._session_bus is not None and self._session_bus.isConnected():
            for path, interface in SCREEN_SAVERS:
                slot = _slot("_on_screen_saver(bool)")
                heard.append(self._session_bus.connect("", path, interface, "ActiveChanged", self, slot))
        if self._system_bus.isConnected():
            self._ask_for_own_session()
            for path, interface, name, slot in (
                (*_MANAGER, "PrepareForSleep", _slot("_on_sleep(bool)")),
                ("", _SESSION, "Lock", _slot("_on_lock(QDBusMessage)")),
                ("", _PROPERTIES, "PropertiesChanged", _slot("_on_change(QDBusMessage)")),
            ):
                heard.append(self._system_bus.connect(LOGIN, path, interface, name, self, slot))
        return any(heard)

    def _ask_for_own_session(self) -> None:
        """Which of the computer's sessions is ours; until the answer is here, every session is heard."""
        from PySide6.QtDBus import QDBusMessage

        name = os.environ.get("XDG_SESSION_ID", "")
        if not name:
            return  # a desk that no session started hears all of them
        ask = QDBusMessage.createMethodCall(LOGIN, *_MANAGER, "GetSession")
        ask.setArguments([name])
        self._system_bus.callWithCallback(ask, self, _slot("_on_own_session(QDBusMessage)"))

    @Slot("QDBusMessage")
    def _on_own_session(self, answer: Any) -> None:
        for path in answer.arguments():
            self._own_session = path.path() if hasattr(path, "path") else str(path)

    @Slot(bool)
    def _on_screen_saver(self, is_active: bool) -> None:
        if is_active:
            self.heard.emit("system_locked")

    @Slot(bool)
    def _on_sleep(self, is_going: bool) -> None:
        if is_going:
            self.heard.emit("suspended")

    @Slot("QDBusMessage")
    def _on_lock(self, message: Any) -> None:
        if self._is_ours(message):
            self.heard.emit("system_locked")

    @Slot("QDBusMessage")
    def _on_change(self, message: Any) -> None:
        """The session's properties changed; what they are now is asked for, because PySide cannot read the map."""
        arguments = message.arguments()
        if self._is_ours(message) and arguments and arguments[0] == _SESSION:
            from PySide6.QtDBus import QDBusMessage

            ask = QDBusMessage.createMethodCall(LOGIN, message.path(), _PROPERTIES, "Get")
            ask.setArguments([_SESSION, "Active"])
            self._system_bus.callWithCallback(ask, self, _slot("_on_active(QDBusMessage)"))

    @Slot("QDBusMessage")
    def _on_active(self, answer: Any) -> None:
        for value in answer.arguments():
            is_active = value.variant() if hasattr(value, "variant") else value
            if is_active is False:
                self.heard.emit("switched")

    def _is_ours(self, message: Any) -> bool:
        return not self._own_session or message.path() == self._own_session


def _slot(signature: str) -> Any:
    return SLOT(signature)  # PySide's own stubs disagree about its type


def _has_session_bus() -> bool:
    """Without one, asking for it would start one (dbus-launch)."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(folder) and Path(folder, "bus").exists()


def listen(window: QWidget) -> SystemLock | None:
    """What this system offers, as a child of `window`; None where it offers nothing that can be heard."""
    if sys.platform == "win32":
        from app.ui.shell.windows_lock import WindowsLock

        return WindowsLock(window)
    if sys.platform.startswith("linux"):
        try:
            return LinuxLock(window)
        except ImportError:  # Qt without D-Bus
            return None
    return None
