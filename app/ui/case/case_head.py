"""The line above a case: its number, where it stands, how near the due date is, and the way to its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.language import _, intake_labels, labels
from app.ui.case import words
from app.ui.case.clock_words import alert_line, next_line
from app.ui.theme import metrics, pixmap
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.chips import Chip, DeadlineChip
from app.ui.wording import Worded

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


class CaseHead(QWidget, Worded):
    """Signals: stepped(+1 or -1) for the next or previous case of the list."""

    stepped = Signal(int)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._view: CaseView | None = None
        size = metrics()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(size.px(8))
        self.number = QLabel(self)
        self.number.setProperty("kind", "title")
        self.chip = DeadlineChip(parent=self)
        self.weight = Chip(parent=self)
        self.term = Chip(parent=self)
        self._dot = QLabel(self)
        self._state = QLabel(self)
        self._owner = QLabel(self)
        self._owner.setProperty("kind", "muted")
        self._previous = IconButton(
            "chevron-up",
            lambda: _("Previous case"),
            shortcut="Alt+Up",
            on_click=lambda: self.stepped.emit(-1),
            name="casePrevious",
        )
        self._next = IconButton(
            "chevron-down",
            lambda: _("Next case"),
            shortcut="Alt+Down",
            on_click=lambda: self.stepped.emit(1),
            name="caseNext",
        )
        for widget in (self.number, self.weight, self.chip, self.term):
            row.addWidget(widget)
        row.addSpacing(size.px(8))
        for widget in (self._dot, self._state):
            row.addWidget(widget)
        row.addSpacing(size.px(8))
        row.addWidget(self._owner)
        row.addStretch(1)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self.stepped.emit(step))
        self.show_case(None, False)

    def show_case(self, view: CaseView | None, has_neighbours: bool) -> None:
        """Show a case, or nothing."""
        self._view = view
        self._previous.setVisible(has_neighbours)
        self._next.setVisible(has_neighbours)
        for widget in (self._dot, self._state, self._owner):
            widget.setVisible(view is not None)
        if view is None:
            self.number.setText("")
            for chip in (self.chip, self.weight, self.term):
                chip.set_deadline("", "later")
            return
        case = view.case
        deadline = words.case_deadline(view, self._today())
        self.number.setText(case.case_no)
        self.chip.set_deadline(deadline.text, deadline.tone)
        severity = case.about.severity
        is_heavy = severity in ("major", "key_case")
        self.weight.set_deadline(
            intake_labels.severity(severity) if is_heavy else "", "overdue" if is_heavy else "info"
        )
        is_paused = case.open_pause is not None and not case.state.is_ended
        self.term.set_deadline(_("paused") if is_paused else alert_line(view), "info" if is_paused else "soon")
        self._dot.setPixmap(pixmap("dot", words.state_tone(case.state.value), 20))
        self._state.setText(labels.state(case.state.value))
        owner = _("Owner: {name}").format(name=words.owner_name(case, view.names))
        self._owner.setText("   ".join(part for part in (owner, next_line(view)) if part))

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if self._view is not None:
            self.show_case(self._view, self._next.isVisibleTo(self))

    def restyle(self) -> None:
        """The dot in the theme's colour."""
        if self._view is not None:
            self.show_case(self._view, self._next.isVisibleTo(self))
