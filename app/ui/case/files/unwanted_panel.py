"""Files that were not added, each with the reason beside its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import _, ngettext_
from app.ui.case.files.incoming import Unwanted
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.notices import Banner
from app.ui.widgets.texts import WrappedLabel

_MOST_PX = 190


class UnwantedPanel(QWidget):
    """Signals: read() when the person has seen it."""

    read = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner("", tone="warning", is_inset=True, parent=self)
        self.banner.set_action(Button(lambda: _("Seen"), on_click=self.read.emit, name="unwantedRead"))
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(metrics().px(16), metrics().px(4), metrics().px(4), 0)
        self._lines.setSpacing(metrics().px(1))
        self._area = ColumnArea(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._area)
        self._shown: tuple[Unwanted, ...] = ()
        self.hide()

    def show_unwanted(self, unwanted: Sequence[Unwanted]) -> None:
        """Show `unwanted`; nothing takes no room."""
        if tuple(unwanted) == self._shown:
            return
        self._shown = tuple(unwanted)
        while (taken := self._lines.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for file in unwanted:
            self._lines.addWidget(WrappedLabel(file.name, self, kind="strong"))
            self._lines.addWidget(WrappedLabel(file.why, self, kind="caption"))
        self._lines.addStretch(1)
        count = len(unwanted)
        self.banner.set_words(
            lambda: (
                ngettext_("{n} file was not added.", "{n} files were not added.", count).format(n=count)
                if count
                else ""
            )
        )
        self.setVisible(bool(count))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reasons wrap differently at another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._lines.totalHeightForWidth(max(self.width(), 1)) if self._shown else 0
        self._area.setFixedHeight(min(metrics().px(_MOST_PX), wanted))
