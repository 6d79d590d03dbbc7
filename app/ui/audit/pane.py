"""One entry explained: what happened, who, when, where, by which key, and every value with its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.audit.words import EntryWords
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded


class EntryPane(QWidget, Worded):
    """Signals: case_wanted(case_id)."""

    case_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: EntryWords | None = None
        self.area = QScrollArea(self)
        self.area.setObjectName("auditPane")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.area)
        self.open_button = Button(lambda: _("Open the case"), icon="list", on_click=self._on_open, name="auditOpen")
        self._nothing = EmptyState(lambda: _("Choose an entry to read all of it"), icon="log")
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self._nothing)
        self._pile.addWidget(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        column.addWidget(self._pile, 1)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()
        self.show_entry(None)

    def show_entry(self, said: EntryWords | None) -> None:
        """Another entry, None for none."""
        self._said = said
        self.open_button.setVisible(said is not None and bool(said.case_id))
        self._pile.setCurrentWidget(self._nothing if said is None else self.area)
        if said is not None:
            self.area.setWidget(_body(said, self))
        self.area.setAccessibleDescription(self.spoken())

    def spoken(self) -> str:
        """All that it says, for screen readers."""
        if self._said is None:
            return ""
        pairs = (*self._said.facts, *self._said.values)
        return ". ".join((self._said.sentence, *(f"{name}: {value}" for name, value in pairs)))

    def retranslate(self) -> None:
        """Its name."""
        super().retranslate()
        self.area.setAccessibleName(_("The entry in full"))

    def _on_open(self) -> None:
        if self._said is not None and self._said.case_id:
            self.case_wanted.emit(self._said.case_id)


def _body(said: EntryWords, parent: QWidget) -> QWidget:
    body = QWidget(parent)
    body.setObjectName("scrollBody")
    size = metrics()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, size.px(8), 0)
    column.setSpacing(size.px(8))
    if said.title != said.sentence:
        column.addWidget(WrappedLabel(said.title, body, kind="caption"))
    column.addWidget(WrappedLabel(said.sentence, body, kind="section"))
    column.addLayout(_grid(said.facts, body))
    if said.values:
        line = QFrame(body)
        line.setObjectName("line")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addLayout(_grid(said.values, body))
    column.addStretch(1)
    return body


def _grid(pairs: Sequence[tuple[str, str]], parent: QWidget) -> QGridLayout:
    size = metrics()
    grid = QGridLayout()
    grid.setHorizontalSpacing(size.px(10))
    grid.setVerticalSpacing(size.px(5))
    grid.setColumnMinimumWidth(0, size.px(96))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for row, (name, value) in enumerate(pairs):
        label, text = WrappedLabel(name, parent, kind="muted"), WrappedLabel(value, parent)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
    return grid
