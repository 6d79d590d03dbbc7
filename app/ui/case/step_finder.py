"""All steps of a case in a list that is searched by typing; refused ones are grey and say why and who could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.people import Person
from app.language import _
from app.ui.case import step_choice
from app.ui.case.step_words import GROUPS, STEP_KEYS, step_label
from app.ui.theme import metrics, theme
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.cards import Card
from app.ui.widgets.editors import enters
from app.ui.widgets.initials import matches

if TYPE_CHECKING:
    from app.operations.open_case import ActionOffer

_NAME, _WHY, _KEYS, _HEAD = (Qt.ItemDataRole.UserRole + n for n in range(1, 5))
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class StepFinder(Card):
    """Signals: chosen(step name); left() when it is closed without choosing."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, lambda: _("All steps"), name="stepFinder", parent=parent)
        self._offers: Sequence[ActionOffer] = ()
        self._people: Mapping[str, Person] = {}
        self.close_button = LinkButton(lambda: _("Back"), on_click=self.left.emit, name="finderBack")
        self.add_corner(self.close_button)
        self.line = QLineEdit(self)
        self.line.setObjectName("stepSearch")
        self.line.setClearButtonEnabled(False)
        self.line.textChanged.connect(lambda _text: self._fill())
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("allSteps")
        self.list.setItemDelegate(_StepRows(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.itemClicked.connect(self._on_clicked)
        self.body.addWidget(self.line)
        self.body.addWidget(self.list, 1)
        self.retranslate()

    def show_steps(self, offers: Sequence[ActionOffer], people: Mapping[str, Person]) -> None:
        """List `offers`; what was searched for before is forgotten."""
        self._offers, self._people = offers, people
        self.line.clear()
        self._fill()

    def start(self) -> None:
        """Give the keyboard to the search line."""
        self.list.doItemsLayout()  # at the width that it has now, not a moment later
        self.line.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Also the line and the list."""
        super().retranslate()
        if hasattr(self, "list"):
            self.line.setAccessibleName(_("Search the steps"))
            self.line.setPlaceholderText(_("Type words or initials"))
            self.list.setAccessibleName(_("All steps"))
            self._fill()

    def marked(self) -> str:
        """The step that is marked, "" for none."""
        item = self.list.currentItem()
        return str(item.data(_NAME) or "") if item is not None else ""

    def shown(self) -> list[str]:
        """The steps in the list, by name."""
        names = [str(self.list.item(row).data(_NAME) or "") for row in range(self.list.count())]
        return [name for name in names if name]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move the mark while the line has the keyboard, Enter takes the marked step."""
        if watched is not self.line or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        by = _MOVES.get(Qt.Key(event.key()))
        if by is not None:
            self._move(by)
            return True
        if enters(event):
            if self.marked():
                self.chosen.emit(self.marked())
            return True
        return False

    def _fill(self) -> None:
        typed = self.line.text()
        by_name = {offer.name: offer for offer in self._offers if _is_found(typed, offer.name)}
        self.list.clear()
        for title, names in GROUPS:
            found = [by_name[name] for name in names if name in by_name]
            found.sort(key=lambda offer: not offer.is_allowed)
            if not found:
                continue
            head = QListWidgetItem(title(), self.list)
            head.setData(_HEAD, True)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            for offer in found:
                self._add(offer)
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_NAME)]
        named = (row for row in rows if step_label(str(self.list.item(row).data(_NAME))) == typed.strip())
        self.list.setCurrentRow(next(named, rows[0] if rows else -1))  # a whole name means that step
        self.list.scrollToTop()

    def _add(self, offer: ActionOffer) -> None:
        item = QListWidgetItem(step_label(offer.name), self.list)
        why = step_choice.why_not(offer, self._people)
        if offer.signers:
            why = _("To be signed here by somebody who may.")
        item.setData(_NAME, offer.name)
        item.setData(_WHY, why)
        item.setData(_KEYS, STEP_KEYS.get(offer.name, ""))
        spoken = ". ".join(part for part in (step_label(offer.name), why) if part)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        if not offer.is_allowed:
            item.setData(Qt.ItemDataRole.ForegroundRole, False)

    def _move(self, by: int) -> None:
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_NAME)]
        if not rows:
            return
        place = rows.index(self.list.currentRow()) + by if self.list.currentRow() in rows else 0
        if abs(by) == 1:
            place %= len(rows)
        self.list.setCurrentRow(rows[max(0, min(place, len(rows) - 1))])

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if item.data(_NAME):
            self.chosen.emit(str(item.data(_NAME)))


def _is_found(typed: str, name: str) -> bool:
    plain = name.replace("_", " ")
    return matches(typed, step_label(name)) or (bool(typed.strip()) and typed.strip().casefold() in plain)


class _StepRows(QStyledItemDelegate):
    """A step's words at the left and its key at the right, below it why it is refused; groups as small headings."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = metrics()
        if index.data(_HEAD):
            return QSize(0, size.px(30))
        why = str(index.data(_WHY) or "")
        return QSize(0, size.px(32) + (self._why_height(why) + size.px(4) if why else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        size, look = metrics(), theme()
        area = QRect(option.rect)
        inside = area.adjusted(size.px(10), 0, -size.px(10), 0)
        painter.save()
        if index.data(_HEAD):
            painter.setFont(_font(option, 12))
            painter.setPen(look.color("text2"))
            low = inside.adjusted(-size.px(6), size.px(8), 0, 0)
            painter.drawText(low, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))
            painter.restore()
            return
        is_refused = index.data(Qt.ItemDataRole.ForegroundRole) is False
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selected"))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), size.px(6), size.px(6))
        row = QRect(inside.left(), inside.top(), inside.width(), size.px(32))
        painter.setFont(_font(option, 14))
        painter.setPen(look.color("text3" if is_refused else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.setFont(_font(option, 12))
        painter.setPen(look.color("text2"))
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, str(index.data(_KEYS) or ""))
        why = str(index.data(_WHY) or "")
        if why:
            below = QRect(inside.left(), row.bottom() - size.px(3), inside.width(), area.bottom() - row.bottom())
            painter.drawText(below, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), why)
        painter.restore()

    def _why_height(self, why: str) -> int:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else 300
        font = QFont(view.font()) if isinstance(view, QListWidget) else QFont()
        font.setPixelSize(metrics().px(12))
        box = QRect(0, 0, max(60, width - metrics().px(20)), 10_000)
        return QFontMetrics(font).boundingRect(box, int(Qt.TextFlag.TextWordWrap), why).height()


def _font(option: QStyleOptionViewItem, pixels: int) -> QFont:
    font = QFont(option.font)
    font.setPixelSize(metrics().px(pixels))
    return font
