"""The right column of the intake page: the slip, the rarer fields, similar complaints; one at a time, by key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.intake.similar_panel import SimilarPanel
from app.ui.intake.slip_panel import SlipPanel
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.polish import set_tone

SLIP, MORE, SIMILAR = "slip", "more", "similar"


class RightSide(QWidget):
    """Three views behind small tabs. `more` is None until it is wanted for the first time: it costs time to build."""

    def __init__(
        self,
        slip: SlipPanel,
        similar: SimilarPanel,
        *,
        go: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._filled_in, self._is_wanting, self._similar = 0, False, 0
        self.stack = QStackedWidget(self)
        self._views: dict[str, QWidget] = {SLIP: slip, SIMILAR: similar}
        for view in self._views.values():
            self.stack.addWidget(view)
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics().px(6))
        self.tabs: dict[str, Button] = {}
        for name, words in ((SLIP, self._slip_words), (MORE, self._more_words), (SIMILAR, self._similar_words)):
            tab = Button(words, kind="view", on_click=lambda name=name: go(name), name=f"right.{name}")  # type: ignore[misc]
            tab.setCheckable(True)
            self._group.addButton(tab)
            self.tabs[name] = tab
            row.addWidget(tab)
        row.addStretch(1)
        self.tabs[SLIP].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        column.addLayout(row)
        column.addWidget(self.stack, 1)

    def shown(self) -> str:
        """Which view is shown."""
        return next(name for name, view in self._views.items() if view is self.stack.currentWidget())

    def add_more(self, panel: QWidget) -> None:
        """The panel of rarer fields has been built."""
        self._views[MORE] = panel
        self.stack.addWidget(panel)

    def show_view(self, name: str) -> None:
        """Show one view, without moving the keyboard."""
        self.stack.setCurrentWidget(self._views[name])
        self.tabs[name].setChecked(True)

    def show_counts(
        self, *, filled_in: int | None = None, wanting: bool | None = None, similar: int | None = None
    ) -> None:
        """How many rarer fields are filled in, whether some are wanted, how many similar complaints there are."""
        before = (self._filled_in, self._is_wanting, self._similar)
        self._filled_in = self._filled_in if filled_in is None else filled_in
        self._is_wanting = self._is_wanting if wanting is None else wanting
        self._similar = self._similar if similar is None else similar
        if before == (self._filled_in, self._is_wanting, self._similar):
            return
        for name, is_calling in ((MORE, self._is_wanting), (SIMILAR, self._similar > 0)):
            tab = self.tabs[name]
            set_tone(tab, "warning" if is_calling else "")
            tab.retranslate()
            tab.updateGeometry()

    def _slip_words(self) -> str:
        return _("Slip")

    def _more_words(self) -> str:
        text = _("More  F6")
        return f"{text} · {self._filled_in}" if self._filled_in else text

    def _similar_words(self) -> str:
        text = _("Similar  F7")
        return f"{text} · {self._similar}" if self._similar else text
