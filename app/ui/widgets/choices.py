"""Choosing one of a list: type a part of the name, pinyin initials or the code (ux.md 1 no. 1, 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.ui.widgets.fields import Field
from app.ui.widgets.found_list import FoundList, Rows
from app.ui.widgets.initials import matches
from app.ui.wording import Words, worded

_ONLY_AWAY = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_TEXT_MARGIN = 1  # px that Qt keeps free at either side of the words
_CONFIRMING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: `key` is the value stored, `words` what people read, `code` what they may type instead."""

    key: str
    words: Words
    code: str = ""


class ComboBox(QComboBox):
    """A drop-down in the product's look that ignores the wheel unless it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        view = QListView(self)
        view.setProperty("kind", "popup")
        view.setItemDelegate(Rows(view))
        self.setView(view)
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt, but a choice that does not fit ends in "…" and is the tooltip."""
        if self.isEditable() or self.currentIndex() < 0:
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, part, self).width() - 2 * _TEXT_MARGIN
        text = self.currentText()
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(text if shown != text else "")
        option.currentText = shown
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, not the choice, while the person works elsewhere."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ComboField(Field):
    """One of a list of choices. With `searchable` the person may type; what matches nothing is put back.

    `value()` is the key chosen, or "" while nothing is (`placeholder` shows then).
    """

    editor: ComboBox

    def __init__(
        self,
        label: Words,
        choices: Sequence[Choice] = (),
        *,
        optional: bool = False,
        searchable: bool = False,
        placeholder: Words = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        editor = ComboBox()
        self._choices: tuple[Choice, ...] = ()
        self._placeholder = placeholder
        self._is_searchable = searchable
        if searchable:
            # Made before the field, because its event filter asks for them from the first event on.
            self._line = QLineEdit()
            self._found = FoundList(editor)
            editor.setEditable(True)
            editor.setLineEdit(self._line)
            editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(label, editor, optional=optional, name=name, parent=parent)
        if searchable:
            self._set_up_search()
        editor.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.set_choices(choices)

    def value(self) -> str:
        """The key of the choice, "" for none."""
        return str(self.editor.currentData() or "")

    def set_value(self, key: str) -> None:
        """Choose `key`; "" or an unknown key chooses nothing."""
        index = self.editor.findData(key) if key else -1
        if index != self.editor.currentIndex():
            self.editor.setCurrentIndex(index)
        if self._is_searchable:
            self._show_chosen()

    def set_choices(self, choices: Sequence[Choice], *, first: str | None = None) -> None:
        """Offer `choices`; keeps what is chosen when it is still offered, else chooses `first`, else nothing."""
        kept = self.value()
        self._choices = tuple(choices)
        with QSignalBlocker(self.editor):
            self.editor.clear()
            for choice in self._choices:
                self.editor.addItem(worded(choice.words), choice.key)
            wanted = kept if self.editor.findData(kept) >= 0 and kept else (first or "")
            self.editor.setCurrentIndex(self.editor.findData(wanted) if wanted else -1)
        if self._is_searchable:
            self._show_chosen()
        if self.value() != kept:
            self.changed.emit()

    def retranslate(self) -> None:
        """Also the words of the choices."""
        super().retranslate()
        for index, choice in enumerate(self._choices):
            self.editor.setItemText(index, worded(choice.words))
        self.editor.setPlaceholderText(worded(self._placeholder))
        line = self.editor.lineEdit()
        if line is not None:
            line.setAccessibleName(self.label_text())
            line.setPlaceholderText(worded(self._placeholder))
            self._show_chosen()

    def search(self, typed: str) -> list[Choice]:
        """The choices that `typed` finds, those that begin with it first."""
        found = [c for c in self._choices if matches(typed, worded(c.words), c.code)]
        wanted = typed.strip().casefold()
        return sorted(
            found, key=lambda c: not (c.code.casefold() == wanted or worded(c.words).casefold().startswith(wanted))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Settle what was typed when the person leaves, confirms or presses Enter; Down opens the list.

        The combo box has the focus and hands keys to its line past all filters, so both are watched.
        """
        if self._is_searchable and watched in (self.editor, self._line):
            if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _ONLY_AWAY:
                self._settle()
                if watched is not self.editor:
                    self.left.emit()
            elif isinstance(event, QKeyEvent) and self._takes(event):
                return True
        return super().eventFilter(watched, event) if watched is self.editor else False

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() in _CONFIRMING:
            self._settle()  # before shortcuts such as Ctrl+Enter too, which leave the cursor here
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self._found.takes(event):
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.editor.showPopup()
            return True
        return False

    def _set_up_search(self) -> None:
        self.editor.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none
        self._found.chosen.connect(self._on_chosen)
        self._line.textEdited.connect(self._on_text_edited)
        self._line.installEventFilter(self)
        self.label.setBuddy(self.editor)

    def _on_text_edited(self, typed: str) -> None:
        found = self.search(typed) if typed.strip() else []
        self._found.show_found([worded(choice.words) for choice in found], self.label_text())

    def _on_chosen(self, words: str) -> None:
        self._found.leave()
        for choice in self._choices:
            if worded(choice.words) == words:
                self.set_value(choice.key)
                return

    def _settle(self) -> None:
        marked = self._found.marked()
        if marked:
            self._on_chosen(marked)
            return
        typed = self._line.text().strip()
        chosen = (
            self.editor.currentText()
            if self.editor.currentIndex() < 0
            else self.editor.itemText(self.editor.currentIndex())
        )
        if (typed and typed != chosen) or (typed and self.editor.currentIndex() < 0):
            found = self.search(typed)
            if found:
                self.set_value(found[0].key)
                return
        elif not typed and self._is_optional:
            self.set_value("")
            return
        self._show_chosen()

    def _show_chosen(self) -> None:
        index = self.editor.currentIndex()
        line = self.editor.lineEdit()
        if line is not None:
            line.setText(self.editor.itemText(index) if index >= 0 else "")
            line.setCursorPosition(0)
