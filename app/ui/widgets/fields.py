"""A field: a label, an editor below it and, when something is wrong, a message below that (ux.md 1 no. 7 to 9)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.language import _
from app.ui.widgets.editors import CodeEdit, PasswordEdit
from app.ui.widgets.polish import repolish
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded, Words, worded


class Field(QWidget, Worded):
    """What all fields share: label, optional mark, message, accessible name and description.

    Signals: changed() whenever the value changes; left() when the editor loses the focus, for hard rules only;
    message_changed() when a message appears, changes or goes.
    `editor` is the widget that takes the focus.
    """

    changed = Signal()
    left = Signal()
    message_changed = Signal()

    def __init__(
        self, label: Words, editor: QWidget, *, optional: bool = False, parent: QWidget | None = None, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._label_words = label
        self._is_optional = optional
        self._hint: Words = ""
        self._error: WrappedLabel | None = None
        if name:
            self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.label = QLabel(self)
        self.label.setProperty("kind", "label")
        self.label.setBuddy(editor)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(self.label)
        self._head.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addLayout(self._head)
        self.column.addWidget(editor)
        editor.installEventFilter(self)
        self.setFocusProxy(editor)
        self.retranslate()

    def label_text(self) -> str:
        """The label in the language in use, without the mark of an optional field."""
        return worded(self._label_words)

    def set_hint(self, hint: Words) -> None:
        """Help read out by screen readers and, on line editors, shown while the field is empty."""
        self._hint = hint
        self.retranslate()

    def set_optional(self, is_optional: bool) -> None:
        """Mark the field as one that may be left empty, or no longer."""
        if is_optional != self._is_optional:
            self._is_optional = is_optional
            self.retranslate()

    def add_corner(self, widget: QWidget) -> None:
        """Put a small widget at the right end of the label's line (counter, pin, link)."""
        self._head.addWidget(widget)

    def insert_corner(self, widget: QWidget) -> None:
        """Put a small widget before those at the right end of the label's line."""
        self._head.insertWidget(2, widget)

    def error(self) -> str:
        """The message shown, or an empty text."""
        return self._error.text() if self._error else ""

    def set_error(self, message: str) -> None:
        """Show `message` below the editor and as its accessible description; an empty text takes it away."""
        if message and self._error is None:
            # A long message must wrap, not widen the column of its grid.
            self._error = WrappedLabel(parent=self, kind="error")
            self.column.insertWidget(self.column.indexOf(self.editor) + 1, self._error)
        if self._error is not None:
            if message:
                self._error.setText(message)
            else:
                # An empty label would still be read out as one without a name.
                self.column.removeWidget(self._error)
                self._error.hide()
                self._error.deleteLater()
                self._error = None
        self.editor.setProperty("invalid", bool(message))
        self.editor.setAccessibleDescription(message or worded(self._hint))
        repolish(self.editor)
        self.message_changed.emit()

    def message_height(self) -> int:
        """Height in px that the message takes below the editor; 0 without one."""
        if self._error is None:
            return 0
        width = self.width() or self._error.sizeHint().width()
        return self.column.spacing() + max(self._error.heightForWidth(width), self._error.sizeHint().height())

    def set_foot_room(self, height: int) -> None:
        """Keep `height` px free below the editor, so that neighbours' messages leave the editors equally high."""
        self.column.setContentsMargins(0, 0, 0, height)

    def retranslate(self) -> None:
        """Label, accessible name, hint. A message stays: whoever set it sets it again."""
        Worded.retranslate(self)
        label = self.label_text()
        self.label.setText(_("{label} (optional)").format(label=label) if self._is_optional else label)
        self.editor.setAccessibleName(label)
        hint = worded(self._hint)
        if isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(hint)
        if not self.error():
            self.editor.setAccessibleDescription(hint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report that the person left the editor."""
        if event.type() == QEvent.Type.FocusOut and watched is self.editor:
            self.left.emit()
        return False


class TextField(Field):
    """One line of text. `code=True` makes a line that refuses the input method (numbers, codes, scans)."""

    editor: QLineEdit

    def __init__(
        self,
        label: Words,
        *,
        optional: bool = False,
        code: bool = False,
        hint: Words = "",
        name: str = "",
        max_length: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        editor = CodeEdit() if code else QLineEdit()
        super().__init__(label, editor, optional=optional, parent=parent, name=name)
        if max_length:
            editor.setMaxLength(max_length)
        editor.textChanged.connect(lambda _text: self.changed.emit())
        if hint:
            self.set_hint(hint)

    def value(self) -> str:
        """The text as typed."""
        return self.editor.text()

    def set_value(self, text: str) -> None:
        """Put `text` in; does nothing when it is there already, so that the cursor stays."""
        if text != self.editor.text():
            self.editor.setText(text)
            self.editor.setCursorPosition(0 if not self.editor.hasFocus() else len(text))


class DisplayField(TextField):
    """A computed value: looks like a field, can be read and copied, is skipped by Enter and Tab."""

    def __init__(self, label: Words, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, name=name, parent=parent)
        self.editor.setReadOnly(True)
        self.editor.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


class PasswordField(Field):
    """A password with a hint when the caps lock is on. `take()` returns and empties it.

    Signals: as Field.
    """

    editor: PasswordEdit

    def __init__(self, label: Words, *, name: str = "", parent: QWidget | None = None) -> None:
        editor = PasswordEdit()
        super().__init__(label, editor, name=name, parent=parent)
        editor.textChanged.connect(lambda _text: self.changed.emit())
        editor.caps_lock_changed.connect(self._on_caps_lock_changed)
        self._caps: QLabel | None = None

    def value(self) -> str:
        """The password typed so far."""
        return self.editor.text()

    def take(self) -> str:
        """The password typed; the field is empty afterwards."""
        return self.editor.take()

    def set_value(self, text: str) -> None:
        """Put `text` in (tests and the trial's sign-in card)."""
        self.editor.setText(text)

    def _on_caps_lock_changed(self, is_on: bool) -> None:
        if is_on and self._caps is None:
            self._caps = QLabel(_("Caps Lock is on"), self)
            self._caps.setProperty("kind", "warning")
            self.add_corner(self._caps)
        elif not is_on and self._caps is not None:
            self._caps.deleteLater()
            self._caps = None
