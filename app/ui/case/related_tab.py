"""The tab with the cases that belong to this one: what it repeats, what repeats it, what was merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _, labels
from app.ui.theme import metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.notices import EmptyState

if TYPE_CHECKING:
    from app.store.links import LinkedCase


class RelatedTab(QWidget):
    """Signals: case_wanted(case id)."""

    case_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None

    def show_linked(self, linked: Sequence[LinkedCase]) -> None:
        """List the cases."""
        if self._inner is not None:
            self._column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        if not linked:
            self._inner = EmptyState(lambda: _("No other case belongs to this one"), icon="list")
            self._column.addWidget(self._inner)
            return
        self._inner = QWidget(self)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(10))
        for other in linked:
            column.addLayout(self._row(other, self._inner))
        column.addStretch(1)
        self._column.addWidget(self._inner)

    def _row(self, other: LinkedCase, parent: QWidget) -> QVBoxLayout:
        row = QVBoxLayout()
        row.setSpacing(metrics().px(1))
        what = QLabel(_how(other), parent)
        what.setProperty("kind", "caption")
        line = QHBoxLayout()
        line.addWidget(
            LinkButton(
                other.case_no or _("A case that this PC does not hold"),
                on_click=lambda: self.case_wanted.emit(other.case_id),
                name=f"related_{other.case_no}",
                parent=parent,
            )
        )
        line.addStretch(1)
        state = QLabel(labels.state(other.state) if other.state else "", parent)
        state.setProperty("kind", "muted")
        line.addWidget(state)
        row.addWidget(what)
        row.addLayout(line)
        return row


def _how(other: LinkedCase) -> str:
    if other.kind == "repeat_of":
        return _("This case repeats") if other.is_outward else _("Is repeated by")
    return _("Merged into") if other.is_outward else _("Took in")
