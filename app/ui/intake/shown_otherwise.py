"""Codes that read better, or show less, while nobody types in them: 138 1024 2716, 110***********002X, 1,286.00.

Only the picture changes; the text of the line stays what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

from app.domain.masking import mask_id
from app.domain.money import format_yuan, parse_yuan
from app.domain.phone import normalise_phone
from app.domain.reading import plain_ascii
from app.ui.widgets.fields import TextField

_TEXT_MARGIN = 2  # px that QLineEdit itself keeps free at the left of its contents


def phone_shown(typed: str) -> str:
    """A mobile number in groups; anything else as typed."""
    number = normalise_phone(typed) if typed.strip() else ""
    if isinstance(number, str) and re.fullmatch(r"1[0-9]{10}", number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return typed


def id_shown(typed: str) -> str:
    """An identity number masked: the customer beside sees the screen too."""
    plain = plain_ascii(typed).replace(" ", "").replace("-", "")
    return mask_id(plain) if len(plain) > 6 else typed


def amount_shown(typed: str) -> str:
    """An amount with its separators; anything that is no amount as typed."""
    fen = parse_yuan(typed) if typed.strip() else None
    return format_yuan(fen) if isinstance(fen, int) else typed


class CodeShownOtherwise(QObject):
    """Paints other words into a line while that has not got the focus."""

    def __init__(self, field: TextField, shown: Callable[[str], str]) -> None:
        super().__init__(field)
        self._line: QLineEdit = field.editor
        self._shown = shown
        self._line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take over painting while nobody types here."""
        if event.type() != QEvent.Type.Paint or self._line.hasFocus():
            return False
        typed = self._line.text()
        shown = self._shown(typed) if typed else typed
        if shown == typed:
            return False
        self._paint(shown)
        return True

    def _paint(self, shown: str) -> None:
        line = self._line
        option = QStyleOptionFrame()
        line.initStyleOption(option)
        painter = QPainter(line)
        line.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, line)
        area = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
        painter.setPen(option.palette.text().color())
        painter.drawText(
            area.adjusted(_TEXT_MARGIN, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown
        )
        painter.end()
