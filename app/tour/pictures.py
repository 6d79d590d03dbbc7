"""Numbered pictures of the window."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QDialog

from app.ui.desk_ui import DeskUi


class Pictures:
    """Takes pictures into a folder: 01-sign-in.png, 02-..."""

    def __init__(self, ui: DeskUi, folder: Path, say: Callable[[str], None]) -> None:
        self._ui = ui
        self._folder = folder
        self._say = say
        for old in folder.glob("[0-9][0-9]-*.png"):  # of an earlier tour into the same folder
            old.unlink()
        self.names: list[str] = []

    def take(self, name: str) -> None:
        """One picture of the window with the dialogs before it."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # a dialog grows with what came into view
        window = self._ui.window
        picture = window.grab()
        painter = QPainter(picture)
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                place = window.mapFromGlobal(dialog.mapToGlobal(QPoint(0, 0)))
                painter.fillRect(window.rect(), QColor(0, 0, 0, 90))  # a window manager would frame it
                painter.drawPixmap(place, dialog.grab())
                painter.setPen(QColor(128, 128, 128, 160))  # to be seen on light and dark
                painter.drawRect(QRect(place, dialog.size()))
        painter.end()
        file = f"{len(self.names) + 1:02d}-{name}.png"
        if not picture.save(str(self._folder / file)):
            raise OSError(errno.EIO, "the picture could not be written", str(self._folder / file))
        self.names.append(file)
        self._say(file)
