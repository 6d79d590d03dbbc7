"""The tab with what was handed in, found out and put right; each section has the step that adds to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.case.materials import Line, Section, material_sections
from app.ui.case.step_choice import can_take
from app.ui.case.step_words import step_label
from app.ui.theme import metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.chips import Chip
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


class MaterialsTab(QWidget):
    """Signals: step_wanted(step name)."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None

    def show_case(self, view: CaseView, today: date, *, is_clear: bool = False) -> None:
        """List what there is, masked unless `is_clear`."""
        if self._inner is not None:
            self._column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, metrics().px(4), 0)
        column.setSpacing(metrics().px(14))
        for section in material_sections(view, today, is_clear=is_clear):
            column.addWidget(self._section(section, can_take(view, section.step), inner))
        column.addStretch(1)
        self._inner = ColumnArea(inner)
        self._column.addWidget(self._inner)

    def _section(self, section: Section, is_open: bool, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(6))
        head = QHBoxLayout()
        title = QLabel(section.title, part)
        title.setProperty("kind", "strong")
        head.addWidget(title)
        head.addStretch(1)
        if is_open:
            add = LinkButton(
                lambda: step_label(section.step),
                icon="plus",
                on_click=lambda: self.step_wanted.emit(section.step),
                name=f"add_{section.step}",
                parent=part,
            )
            head.addWidget(add)
        column.addLayout(head)
        if not section.lines:
            none = QLabel("—", part)
            none.setProperty("kind", "caption")
            column.addWidget(none)
        for line in section.lines:
            column.addWidget(_line(line, part))
        return part


def _line(line: Line, parent: QWidget) -> QWidget:
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics().px(1))
    head = QHBoxLayout()
    head.setSpacing(metrics().px(8))
    head.addWidget(WrappedLabel(line.title, part), 1)
    if line.mark:
        head.addWidget(Chip(line.mark, line.tone, part))
    column.addLayout(head)
    for text, kind in ((line.caption, "caption"), (line.text, "muted")):
        if text:
            column.addWidget(WrappedLabel(text, part, kind=kind))
    return part
