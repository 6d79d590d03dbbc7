"""A box for long text with a counter, up to the 12,000 characters that a narrative may have."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from app.ui.theme import metrics
from app.ui.widgets.fields import Field
from app.ui.widgets.polish import set_kind
from app.ui.wording import Words


class TextBox(QPlainTextEdit):
    """A plain text box; Tab leaves it, Shift+Enter starts a new line (Enter belongs to the walk)."""

    def __init__(self, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # lines wrap
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(metrics().px(60))
        self.document().setDocumentMargin(3)

    def sizeHint(self) -> QSize:
        """High enough for the rows asked for."""
        return QSize(200, self.fontMetrics().lineSpacing() * self._rows + metrics().px(18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A plain new line for Shift+Enter too, where Qt would put a line separator into the text."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.insertPlainText("\n")
            return
        super().keyPressEvent(event)


class MultilineField(Field):
    """Long text. With `max_length` a counter shows characters used; nothing is cut, going over is an error to report.

    Characters are counted as people see code points, not UTF-16 units.
    """

    editor: TextBox

    def __init__(
        self,
        label: Words,
        *,
        optional: bool = False,
        max_length: int = 0,
        rows: int = 4,
        hint: Words = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        editor = TextBox(rows)
        self._max_length = max_length
        self._counter: QLabel | None = None
        super().__init__(label, editor, optional=optional, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.column.setStretch(self.column.indexOf(editor), 1)
        if max_length:
            self._counter = QLabel(self)
            self._counter.setProperty("kind", "caption")
            self.add_corner(self._counter)
        editor.textChanged.connect(self._on_text_changed)
        if hint:
            self.set_hint(hint)
        self._count()

    def value(self) -> str:
        """The text as typed, with newlines."""
        return self.editor.toPlainText()

    def set_value(self, text: str) -> None:
        """Put `text` in; does nothing when it is there already."""
        if text != self.value():
            self.editor.setPlainText(text)

    def is_too_long(self) -> bool:
        """Whether the text has more characters than `max_length`."""
        return bool(self._max_length) and len(self.value()) > self._max_length

    def retranslate(self) -> None:
        """Also the placeholder of the box."""
        super().retranslate()
        self.editor.setPlaceholderText(self.editor.accessibleDescription() if not self.error() else "")

    def _on_text_changed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        if self._counter is not None:
            self._counter.setText(f"{len(self.value()):,}/{self._max_length:,}".replace(",", ""))
            kind = "error" if self.is_too_long() else "caption"
            if self._counter.property("kind") != kind:
                set_kind(self._counter, kind)
