"""Several of a long list, found by typing: each becomes a chip below the line (people, units)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.language import _
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import Choice
from app.ui.widgets.fields import Field
from app.ui.widgets.found_list import FoundList
from app.ui.widgets.initials import matches
from app.ui.wording import Words, worded


class PickLine(QLineEdit):
    """A line that keeps Enter to itself while something is typed in it: Enter takes what was found."""

    def keeps_enter(self) -> bool:
        """Asked by the walk: Enter goes on only from an empty line."""
        return bool(self.text().strip())


class PickManyField(Field):
    """`offered()` gives the choices anew each time. `value()` is the keys picked, in the order picked; a key that is
    not offered is kept and shown as it stands. Backspace in the empty line takes the last one away."""

    editor: PickLine

    def __init__(
        self,
        label: Words,
        offered: Callable[[], Sequence[Choice]],
        *,
        optional: bool = False,
        hint: Words = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        editor = PickLine()
        self._offered = offered
        self._picked: tuple[str, ...] = ()
        self._chips: list[Button] = []
        self._found = FoundList(editor)
        super().__init__(label, editor, optional=optional, name=name, parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(metrics().px(4))
        self.column.addLayout(self._rows)
        editor.textEdited.connect(self._on_text_edited)
        self._found.chosen.connect(self._take)
        if hint:
            self.set_hint(hint)

    def value(self) -> tuple[str, ...]:
        """The keys picked."""
        return self._picked

    def set_value(self, keys: Sequence[str]) -> None:
        """Show these as picked."""
        if tuple(keys) != self._picked:
            self._picked = tuple(keys)
            self._show_chips()
            self.changed.emit()

    def retranslate(self) -> None:
        """Also the chips."""
        super().retranslate()
        for chip in getattr(self, "_chips", []):
            chip.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list; what was typed when the person leaves is taken if it finds something, else dropped."""
        if watched is self.editor:
            if isinstance(event, QFocusEvent) and event.lostFocus():
                if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                    self._settle()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._takes(event):
                return True
            elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_submit(event):
                self._settle()  # before Ctrl+Enter, which leaves the cursor here
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if self._found.takes(event):
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.editor.keeps_enter():
            self._settle()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.editor.text() and self._picked:
            self.set_value(self._picked[:-1])
            return True
        return False

    def _search(self, typed: str) -> list[Choice]:
        return [
            choice
            for choice in self._offered()
            if choice.key not in self._picked and matches(typed, worded(choice.words), choice.code)
        ]

    def _on_text_edited(self, typed: str) -> None:
        found = self._search(typed) if typed.strip() else []
        self._found.show_found([worded(choice.words) for choice in found], self.label_text())

    def _settle(self) -> None:
        typed = self.editor.text().strip()
        marked = self._found.marked()
        if not marked and typed:
            found = self._search(typed)
            marked = worded(found[0].words) if found else ""
        self._take(marked)

    def _take(self, words: str) -> None:
        self._found.leave()
        self.editor.clear()
        key = next((c.key for c in self._offered() if words and worded(c.words) == words), "")
        if key and key not in self._picked:
            self.set_value((*self._picked, key))

    def _show_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(key) for key in self._picked]
        for chip in self._chips:
            self._rows.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)

    def _chip(self, key: str) -> Button:
        def words() -> str:
            return next((worded(c.words) for c in self._offered() if c.key == key), key)

        chip = Button(
            lambda: f"{words()}  ×",
            kind="quiet",
            on_click=lambda: self.set_value(tuple(k for k in self._picked if k != key)),
            name=f"{self.objectName()}.{key}",
            parent=self,
        )
        chip.setToolTip(_("Take {name} away").format(name=words()))
        return chip


def _is_submit(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
