"""The open drafts as small tabs in the action bar: several customers can be served at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import _
from app.ui.intake.presenter import DraftTab
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button

MOST_SHOWN = 5


class DraftTabs(QWidget):
    """Hidden while only one form is open. Signals: chosen(draft id)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, metrics().px(8), 0)
        self._row.setSpacing(metrics().px(4))
        self._buttons: list[Button] = []
        self.hide()

    def show_tabs(self, tabs: Sequence[DraftTab]) -> None:
        """Replace the tabs; of many, those round the current one are shown."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.setVisible(len(tabs) > 1)
        if len(tabs) < 2:
            return
        at = next((place for place, tab in enumerate(tabs) if tab.is_current), 0)
        start = max(0, min(at - MOST_SHOWN // 2, len(tabs) - MOST_SHOWN))
        for tab in tabs[start : start + MOST_SHOWN]:
            button = Button(tab.title, kind="view", parent=self)
            button.setCheckable(True)
            button.setChecked(tab.is_current)
            button.setToolTip(_("Switch drafts: Ctrl+Tab"))
            button.setAccessibleName(_("Draft: {title}").format(title=tab.title))
            button.clicked.connect(lambda _on=False, draft_id=tab.draft_id: self.chosen.emit(draft_id))
            self._row.addWidget(button)
            self._buttons.append(button)
