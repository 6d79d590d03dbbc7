"""The list of entries: rows of one height, painted by hand; what happened takes the room that the others leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.language import _
from app.ui.audit.model import AuditModel
from app.ui.audit.words import COLUMNS, LineWords
from app.ui.theme import metrics, theme
from app.ui.widgets.painted_rows import PaintedRows

if TYPE_CHECKING:
    from app.store.audit_trail import AuditLine

_WIDTHS = {"time": 132, "who": 96, "case_no": 168, "mark": 96}
_HIDDEN_FIRST = ("mark", "case_no")
_LEAST_WHAT = 260
_QUIET = frozenset({COLUMNS.index("time")})
_MARK = COLUMNS.index("mark")
_MOST_TEXTS = 6000
_Index = QModelIndex | QPersistentModelIndex


class AuditDelegate(QStyledItemDelegate):
    """Plain text cut at its end; a mark of something wrong in red."""

    def __init__(self, words_at: Callable[[int], LineWords | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words_at = words_at
        self._cut: dict[tuple[str, int], str] = {}
        self.restyle()

    def restyle(self) -> None:
        """Read colours and sizes of the theme in use once."""
        look, size = theme(), metrics()
        self._text, self._quiet, self._error = look.color("text"), look.color("text2"), look.color("error_text")
        self._selected, self._bar_colour, self._line = (
            look.color("selected"),
            look.color("primary"),
            look.color("hairline"),
        )
        self._pad, self._bar = size.px(11), size.px(3)
        self._font = QFont(QApplication.font())
        self._font.setPixelSize(size.px(14))
        self._measure = QFontMetrics(self._font)
        self._height = size.row
        self._cut.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The height of a row."""
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        rect, column = option.rect, index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
            if column == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), self._bar, rect.height()), self._bar_colour)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._line)
        words = self._words_at(index.row())
        if words is None:
            return
        room = rect.width() - self._pad - self._pad // 2
        text = words.texts[column]
        key = (text, room)
        cut = self._cut.get(key)
        if cut is None:
            if len(self._cut) > _MOST_TEXTS:
                self._cut.clear()
            cut = self._cut[key] = self._measure.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(self._font)
        is_wrong = column == _MARK and words.tone == "error"
        painter.setPen(self._error if is_wrong else self._quiet if column in _QUIET else self._text)
        box = QRect(rect.left() + self._pad, rect.top(), room, rect.height() - 1)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)


class AuditTable(PaintedRows):
    """The entries; Enter leads to the whole of the one that is current."""

    def __init__(self, wording: Callable[[AuditLine], LineWords], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("auditEntries")
        self.model_ = AuditModel(wording, self)
        self.setModel(self.model_)
        self._painter = AuditDelegate(self.model_.words_at, self)
        self.setItemDelegate(self._painter)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Names and texts in the language in use."""
        self.setAccessibleName(_("Entries of the journal"))
        self.model_.reword()

    def restyle(self) -> None:
        """Also the colours of what is painted."""
        self._painter.restyle()
        super().restyle()

    def current_line(self) -> AuditLine | None:
        """The entry that is current, None while it is not read or there is none."""
        return self.model_.line_at(self.current_row())

    def fit(self) -> None:
        """Hide what matters least until a sentence can be read."""
        widths = {name: metrics().px(width) for name, width in _WIDTHS.items()}
        self.fit_columns(COLUMNS, widths, _HIDDEN_FIRST, least=_LEAST_WHAT)
