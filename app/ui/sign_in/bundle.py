"""The diagnostic bundle for trouble before anybody is signed in: shown in full, then saved where it is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.dialog import Dialog


class BundleDialog(Dialog):
    """Signals: place_chosen(path: str)."""

    place_chosen = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(
            lambda: _("Diagnostic bundle"),
            confirm=lambda: _("Save…"),
            intro=lambda: _("Nothing of customers is in it. Read it before you save it."),
            width=720,
            parent=parent,
        )
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(metrics().px(320))
        self.text.setAccessibleName(_("Diagnostic bundle"))
        self.body.addWidget(self.text)
        self.confirmed.connect(self._ask_where)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, _("Save…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        if folder and Path(folder).is_dir():
            dialog.setDirectory(folder)
        dialog.selectFile("jiesu-diagnostics.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.place_chosen)
        dialog.open()
