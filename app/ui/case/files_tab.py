"""The tab with the files of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


class FilesTab(QWidget):
    """Names and sizes of the files that belong to the case."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None

    def show_case(self, view: CaseView) -> None:
        """List the files."""
        if self._inner is not None:
            self._column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        files = view.case.attachments
        if not files:
            self._inner = EmptyState(lambda: _("No files yet"), icon="paperclip")
            self._column.addWidget(self._inner)
            return
        self._inner = QWidget(self)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        for file in files:
            column.addWidget(WrappedLabel(file.name, self._inner))
            column.addWidget(WrappedLabel(_("{n} KB").format(n=-(-file.size // 1024)), self._inner, kind="caption"))
        column.addStretch(1)
        self._column.addWidget(self._inner)
