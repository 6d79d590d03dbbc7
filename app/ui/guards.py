"""What keeps the screen's content where it belongs: the computer's lock, the clipboard, pictures of the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.system.settings import Settings
from app.ui.shell.capture import CaptureGuard
from app.ui.shell.clipboard import ClipboardKeeper
from app.ui.shell.main_window import MainWindow
from app.ui.shell.system_lock import listen


class Guards(QObject):
    """Made once beside the window, after the first paint."""

    def __init__(self, app: QApplication, window: MainWindow, settings: Settings) -> None:
        super().__init__(app)
        self.clipboard = ClipboardKeeper(self)
        self.capture = CaptureGuard(app, is_on=settings.screen_capture == "hidden")
        self.system_lock = listen(window)
        if self.system_lock is not None:
            self.system_lock.heard.connect(window.lock)
        window.locked.connect(self.clipboard.clear)
        window.closing.connect(self.clipboard.clear)

    def apply(self, settings: Settings) -> None:
        """The settings have changed."""
        self.capture.set_on(settings.screen_capture == "hidden")
