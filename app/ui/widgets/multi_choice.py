"""Several of a short list, and single yes-or-no questions, as fields: arrows move, Space ticks, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from app.ui.theme import metrics
from app.ui.widgets.choices import Choice
from app.ui.widgets.fields import Field
from app.ui.wording import Words, worded


class MultiChoiceField(Field):
    """Any number of choices, each a box to tick, in equal columns. One stop of Tab and Enter, however many boxes.

    `value()` is the keys chosen, in the order of the choices; keys that are not offered are kept.
    """

    def __init__(
        self,
        label: Words,
        choices: Sequence[Choice] = (),
        *,
        columns: int = 2,
        optional: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        editor = QWidget()
        self._choices = tuple(choices)
        self._boxes: tuple[QCheckBox, ...] = ()
        self._columns = columns
        self._unknown: tuple[str, ...] = ()
        super().__init__(label, editor, optional=optional, name=name, parent=parent)
        grid = QGridLayout(editor)
        grid.setContentsMargins(0, metrics().px(2), 0, 0)
        grid.setHorizontalSpacing(metrics().px(8))
        grid.setVerticalSpacing(metrics().px(6))
        self._boxes = tuple(self._box(place, choice) for place, choice in enumerate(self._choices))
        for place, box in enumerate(self._boxes):
            grid.addWidget(box, place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        if self._boxes:
            self._stop_at(0)
        self.retranslate()

    def value(self) -> tuple[str, ...]:
        """The keys chosen."""
        ticked = tuple(c.key for c, box in zip(self._choices, self._boxes, strict=True) if box.isChecked())
        return ticked + self._unknown

    def set_value(self, keys: Sequence[str]) -> None:
        """Tick the boxes of `keys` and no others."""
        if tuple(keys) == self.value():
            return
        known = {choice.key for choice in self._choices}
        self._unknown = tuple(key for key in keys if key not in known)
        for choice, box in zip(self._choices, self._boxes, strict=True):
            box.blockSignals(True)
            box.setChecked(choice.key in keys)
            box.blockSignals(False)
        self.changed.emit()

    def retranslate(self) -> None:
        """Also the words of the boxes, whose accessible names say what they belong to."""
        super().retranslate()
        for choice, box in zip(self._choices, self._boxes, strict=False):
            box.setText(worded(choice.words))
            box.setAccessibleName(f"{self.label_text()}: {worded(choice.words)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from box to box; the box that has the keyboard is the one that Tab comes back to."""
        if isinstance(watched, QCheckBox) and watched in self._boxes:
            place = self._boxes.index(watched)
            if event.type() == QEvent.Type.FocusIn:
                self._stop_at(place)
            elif event.type() == QEvent.Type.FocusOut:
                self.left.emit()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._moves(place, event)
            return False
        return super().eventFilter(watched, event)

    def _box(self, place: int, choice: Choice) -> QCheckBox:
        box = QCheckBox(worded(choice.words), self.editor)
        box.setObjectName(f"{self.objectName()}.{choice.key}")
        box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        box.toggled.connect(lambda _on: self.changed.emit())
        box.installEventFilter(self)
        return box

    def _moves(self, place: int, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # to whatever holds the boxes: some desktops would tick the box
            return True
        by = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Up: -self._columns,
        }.get(Qt.Key(event.key()))
        if by is None:
            return False
        if 0 <= place + by < len(self._boxes):
            self._boxes[place + by].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _stop_at(self, place: int) -> None:
        for other, box in enumerate(self._boxes):
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == place else Qt.FocusPolicy.ClickFocus)
        self.editor.setFocusProxy(self._boxes[place])


class CheckField(Field):
    """One question that is answered with a tick; the words stand beside the box."""

    editor: QCheckBox

    def __init__(self, label: Words, *, is_beside: bool = False, name: str = "", parent: QWidget | None = None) -> None:
        """`is_beside`: keep the room of a label above, to stand on one line with the editor of a field beside it."""
        super().__init__(label, QCheckBox(), name=name, parent=parent)
        self.label.hide()
        if is_beside:
            self.column.insertSpacing(0, self.label.sizeHint().height() + self.column.spacing())
        self.editor.setMinimumHeight(metrics().field)
        self.editor.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.editor.isChecked()

    def set_value(self, is_ticked: bool) -> None:
        """Tick it or not."""
        self.editor.setChecked(is_ticked)

    def retranslate(self) -> None:
        """The words beside the box; there is no label above."""
        super().retranslate()
        self.label.setText("")
        self.editor.setText(self.label_text())
