"""The diagnostic bundle for trouble before anybody is signed in: shown in full, then saved where it is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.save_dialog import save_dialog


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
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(metrics().px(320))
        self.text.setAccessibleName(_("Diagnostic bundle"))
        self.body.addWidget(self.text)
        self.text.setFocus()
        self.confirmed.connect(self._ask_where)

    def _ask_where(self) -> None:
        dialog = save_dialog(self, _("Save…"), "jiesu-diagnostics.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.place_chosen)
        dialog.open()
