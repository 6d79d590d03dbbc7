"""One line for each thing that stands open on a case, with the step that answers it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.case.standing import Standing
from app.ui.case.step_words import step_label
from app.ui.theme import metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.notices import Banner


class StandingBanners(QWidget):
    """Signals: step_wanted(step name)."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics().px(6))
        self.banners: dict[str, Banner] = {}
        self._shown: Sequence[Standing] = ()

    def show_standing(self, items: Sequence[Standing]) -> None:
        """Show `items`; nothing takes no room."""
        if list(items) == list(self._shown):
            return
        self._shown = list(items)
        for banner in self.banners.values():
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.banners = {item.name: self._banner(item) for item in items}
        self.setVisible(bool(items))

    def _banner(self, item: Standing) -> Banner:
        banner = Banner(item.text, tone=item.tone, is_inset=True, parent=self)
        banner.setAccessibleName(item.text)
        if item.step:
            banner.set_action(
                LinkButton(
                    lambda: step_label(item.step),
                    on_click=lambda: self.step_wanted.emit(item.step),
                    name=f"standing_{item.name}",
                    parent=banner,
                )
            )
        self._column.addWidget(banner)
        return banner
