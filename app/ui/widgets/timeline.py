"""What happened to a case, oldest first, as dots on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import ngettext_
from app.ui.theme import metrics, theme
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.texts import WrappedLabel

FIRST_SHOWN = 25
"""Events that are shown at once: more than a screen holds."""
MORE_SHOWN = 75


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event: what, when and who (one short line), free text below, and how it is drawn.

    `tone`: "" plain, "ok", "warning", "error"; `is_open` draws a ring for what is still to come.
    """

    title: str
    caption: str = ""
    text: str = ""
    tone: str = ""
    is_open: bool = False


class Timeline(QWidget):
    """A column of events. Each is a widget of its own, so of a long history only the newest are made; the others come
    when they are asked for. Signals: grown() when earlier events were asked for."""

    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._items: tuple[TimelineItem, ...] = ()
        self._most = FIRST_SHOWN
        self._earlier: LinkButton | None = None

    def items(self) -> tuple[TimelineItem, ...]:
        """What there is, also what is not shown yet."""
        return self._items

    def hidden(self) -> int:
        """How many earlier events are not shown."""
        return max(0, len(self._items) - self._most)

    def show_items(self, items: Sequence[TimelineItem], *, is_same: bool = False) -> None:
        """Show the newest of `items`, oldest first. `is_same`: it is the history that was shown, so what was asked for
        stays in view."""
        self._items = tuple(items)
        self._most = self._most if is_same else FIRST_SHOWN
        self._build()

    def show_earlier(self) -> None:
        """Show some more, the keyboard staying where the next ones are asked for."""
        had_focus = self._earlier is not None and self._earlier.hasFocus()
        self._most += MORE_SHOWN
        self._build()
        if had_focus and self._earlier is not None:
            self._earlier.setFocus()
        self.grown.emit()

    def _build(self) -> None:
        self._earlier = None
        while (taken := self._column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self.hidden():
            self._earlier = LinkButton(self._earlier_words, on_click=self.show_earlier, name="earlier", parent=self)
            self._column.addWidget(self._earlier)
            self._column.addSpacing(metrics().px(8))
        shown = self._items[self.hidden() :]
        for place, item in enumerate(shown):
            self._column.addWidget(_Event(item, is_last=place == len(shown) - 1, parent=self))
        self._column.addStretch(1)

    def _earlier_words(self) -> str:
        count = self.hidden()
        return ngettext_("Show {n} earlier entry", "Show {n} earlier entries", count).format(n=count)


class _Event(QWidget):
    def __init__(self, item: TimelineItem, *, is_last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._item = item
        self._is_last = is_last
        size = metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(size.px(22), 0, 0, size.px(12) if not is_last else 0)
        column.setSpacing(size.px(1))
        for text, kind in ((item.title, ""), (item.caption, "caption"), (item.text, "muted")):
            if text:
                label = WrappedLabel(text, self, kind=kind)
                if text == item.title and item.is_open:
                    label.setProperty("kind", "body2")
                column.addWidget(label)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dot beside the title and the line to the next one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = metrics().scale
        role = {"ok": "ok_text", "warning": "soon_text", "error": "error_text"}.get(self._item.tone, "primary")
        center, radius = QPointF(7 * scale, 10.5 * scale), 4.5 * scale
        if not self._is_last:
            painter.setPen(QPen(theme().color("field_border"), 1))
            painter.drawLine(
                QPointF(center.x(), center.y() + radius + 3), QPointF(center.x(), self.height() + 3 * scale)
            )
        painter.setPen(QPen(theme().color(role), 1.6 * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._item.is_open else theme().color(role))
        painter.drawEllipse(center, radius, radius)
        painter.end()
