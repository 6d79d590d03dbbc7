"""Cards and the grid of fields inside them (ux.md 3: three columns, labels above)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import metrics
from app.ui.widgets.fields import Field
from app.ui.wording import Worded, Words


class Card(QFrame, Worded):
    """A white panel with an optional numbered title. Put content into `body` (a QVBoxLayout).

    `add_corner(widget)` puts something at the right end of the title line.
    """

    def __init__(
        self, number: int | None = None, title: Words = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        if name:
            self.setProperty("name", name)
        size = metrics()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(size.margin, size.px(12), size.margin, size.px(12))
        self._column.setSpacing(size.px(8))
        self._head: QHBoxLayout | None = None
        self.title = QLabel(self)
        self.title.setProperty("kind", "section")
        if title or number is not None:
            self._head = QHBoxLayout()
            self._head.setSpacing(size.px(8))
            if number is not None:
                badge = QLabel(str(number), self)
                badge.setProperty("kind", "badge")
                badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
                badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
                self._head.addWidget(badge)
            self._head.addWidget(self.title)
            self._head.addStretch(1)
            self._column.addLayout(self._head)
            self.say(self.title.setText, title)
        else:
            self.title.hide()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(size.px(10))
        self._column.addLayout(self.body, 1)

    def set_title(self, title: Words) -> None:
        """Change the title."""
        self.say(self.title.setText, title)

    def fill(self) -> None:
        """Let the content reach the card's edges, for tables."""
        self._column.setContentsMargins(1, 1, 1, 1)

    def add_corner(self, widget: QWidget) -> None:
        """Put `widget` at the right end of the title line."""
        if self._head is None:
            self._head = QHBoxLayout()
            self._head.addStretch(1)
            self._column.insertLayout(0, self._head)
        self._head.addWidget(widget)


class FieldGrid(QWidget):
    """Fields in equal columns, filled from left to right; a field may span columns or take spare height.

    Every cell keeps its field at the top, so that a message under one field leaves its neighbours aligned.
    """

    def __init__(self, columns: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self._columns = columns
        self._next = (0, 0)
        self._growing: dict[int, list[Field]] = {}
        self._fields: list[QWidget] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(size.margin)
        self.grid.setVerticalSpacing(size.px(10))
        for column in range(columns):
            self.grid.setColumnStretch(column, 1)
            self.grid.setColumnMinimumWidth(column, size.px(120))
            # A column without a widget would lose its spacing, and the others would not line up with other cards.
            holder = QWidget(self)
            holder.setMaximumHeight(0)
            self.grid.addWidget(holder, 0, column)

    def add(self, field: QWidget, span: int = 1, *, grows: bool = False) -> QWidget:
        """Place `field` in the next free cells; `grows` lets its row take spare height. Returns the field."""
        row, column = self._next
        if column + span > self._columns:
            row, column = row + 1, 0
        self._fields.append(field)
        policy = field.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        field.setSizePolicy(policy)
        if grows:
            self.grid.addWidget(field, row, column, 1, span)
            self.grid.setRowStretch(row, 1)
            if isinstance(field, Field):
                self._growing.setdefault(row, []).append(field)
                field.message_changed.connect(lambda row=row: self._level(row))
        else:
            self.grid.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        column += span
        self._next = (row + column // self._columns, column % self._columns)
        return field

    def clear(self) -> None:
        """Take the fields out of their cells, to place some of them anew; they stay children of the grid, hidden."""
        for field in self._fields:
            self.grid.removeWidget(field)
            field.hide()
        for row in self._growing:
            self.grid.setRowStretch(row, 0)
        self._fields, self._growing, self._next = [], {}, (0, 0)

    def _level(self, row: int) -> None:
        # Boxes that share a row end on one line, also when only one of them has a message below it.
        highest = max(field.message_height() for field in self._growing[row])
        for field in self._growing[row]:
            field.set_foot_room(highest - field.message_height())
