"""Codes that read better, or show less, while nobody types in them: 138 1024 2716, 110***********002X, 1,286.00.

Only the picture changes; the text of the line stays what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from app.domain.masking import mask_id
from app.domain.money import format_yuan, parse_yuan
from app.domain.phone import normalise_phone
from app.domain.reading import plain_ascii
from app.ui.theme import metrics
from app.ui.widgets.fields import TextField


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
    """Lays a label with other words over a line while that has not got the focus."""

    def __init__(self, field: TextField, shown: Callable[[str], str]) -> None:
        super().__init__(field)
        self._line: QLineEdit = field.editor
        self._shown = shown
        self._cover = QLabel(self._line)
        self._cover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cover.setTextFormat(Qt.TextFormat.PlainText)
        self._cover.setAutoFillBackground(True)
        self._cover.hide()
        self._line.installEventFilter(self)
        self._line.textChanged.connect(lambda _text: self._refresh())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover when the focus leaves, uncover when it comes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize, QEvent.Type.EnabledChange):
            self._refresh(will_focus=event.type() == QEvent.Type.FocusIn, leaves=event.type() == QEvent.Type.FocusOut)
        return False

    def _refresh(self, *, will_focus: bool = False, leaves: bool = False) -> None:
        typed = self._line.text()
        shown = self._shown(typed)
        has_focus = will_focus or (self._line.hasFocus() and not leaves)
        is_covered = bool(typed) and not has_focus and shown != typed
        if is_covered:
            size = metrics()
            self._cover.setText(shown)
            self._cover.setGeometry(self._line.rect().adjusted(size.px(3), size.px(3), -size.px(3), -size.px(3)))
            self._cover.setContentsMargins(size.px(9), 0, 0, 0)
        self._cover.setVisible(is_covered)
