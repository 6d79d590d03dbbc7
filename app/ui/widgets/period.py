"""Two days and two arrows: from when to when, and the period before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.dates import DateField


class PeriodFields(QWidget):
    """Signals: stepped(-1 or 1) by an arrow or [ and ]; given(first, last), days or None, by Enter or by leaving
    another last day than the one that was shown. `names`: those of the two fields."""

    stepped = Signal(int)
    given = Signal(object, object)

    def __init__(self, today: Callable[[], date], names: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[date, date] | None = None
        self.first = DateField(lambda: _("From"), today=today, name=names[0])
        self.last = DateField(lambda: _("To"), today=today, name=names[1])
        self.earlier = IconButton(
            "chevron-left", lambda: _("Earlier period"), shortcut="[", on_click=lambda: self.stepped.emit(-1)
        )
        self.later = IconButton(
            "chevron-right", lambda: _("Later period"), shortcut="]", on_click=lambda: self.stepped.emit(1)
        )
        size = metrics()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(size.px(8))
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.earlier, 0, bottom)
        for field in (self.first, self.last):
            field.setFixedWidth(size.px(150))
            row.addWidget(field, 0, bottom)
            field.editor.returnPressed.connect(self._on_days)
        row.addWidget(self.later, 0, bottom)
        self.last.left.connect(self._on_days)
        for keys, by in (("[", -1), ("]", 1)):
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, by=by: self.stepped.emit(by))
            self.addAction(action)

    def show_period(self, first: date, last: date, *, can_go_later: bool) -> None:
        """The period that is read."""
        self._shown = (first, last)
        self.first.set_value(first)
        self.last.set_value(last)
        self.later.setEnabled(can_go_later)

    def _on_days(self) -> None:
        sender: QObject | None = self.sender()
        days = (self.first.value(), self.last.value())
        if sender is self.last and days == self._shown:
            return
        self.given.emit(*days)
