"""The checklist of papers taken: a tick, how many, original or copy (令2020-3 art. 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.language import _, intake_labels
from app.ui.theme import metrics
from app.ui.widgets.editors import CodeEdit
from app.ui.widgets.fields import Field
from app.ui.wording import Words

_COUNT_PX = 44


@dataclass(frozen=True, slots=True)
class Taken:
    """One paper as `IntakeForm.papers_taken` writes it: "kind/count/original" or "kind/count/copy"."""

    kind: str
    count: str = "1"
    is_original: bool = False

    @classmethod
    def read(cls, text: str) -> Taken:
        """From the form's text; what is missing counts as one copy."""
        parts = [*text.split("/"), "", ""]
        return cls(parts[0], parts[1] or "1", parts[2] == "original")

    def written(self) -> str:
        """As the form has it."""
        return f"{self.kind}/{self.count}/{'original' if self.is_original else 'copy'}"


class PapersField(Field):
    """`value()` is the form's texts of the papers ticked. Up and Down go from paper to paper; a digit typed on a paper
    sets how many, O says that it is the original."""

    def __init__(self, label: Words, *, name: str = "", parent: QWidget | None = None) -> None:
        editor = QWidget()
        self._rows: list[_Row] = []
        super().__init__(label, editor, optional=True, name=name, parent=parent)
        self._list = QVBoxLayout(editor)
        self._list.setContentsMargins(0, metrics().px(2), 0, 0)
        self._list.setSpacing(metrics().px(2))

    def offer(self, kinds: Sequence[str]) -> None:
        """Show the checklist `kinds`; what is ticked stays ticked."""
        if [row.kind for row in self._rows] == list(kinds):
            return
        taken = {row.kind: row.taken() for row in self._rows if row.box.isChecked()}
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [_Row(kind, self, taken.get(kind)) for kind in kinds]
        for row in self._rows:
            self._list.addWidget(row)
            row.box.installEventFilter(self)
        if self._rows:
            self.editor.setFocusProxy(self._rows[0].box)

    def value(self) -> tuple[str, ...]:
        """The papers ticked."""
        return tuple(row.taken().written() for row in self._rows if row.box.isChecked())

    def set_value(self, texts: Sequence[str]) -> None:
        """Tick these and no others; the checklist must have been offered with them."""
        if tuple(texts) == self.value():
            return
        taken = {t.kind: t for t in map(Taken.read, texts)}
        for row in self._rows:
            row.show_taken(taken.get(row.kind))
        self.changed.emit()

    def retranslate(self) -> None:
        """Also the rows."""
        super().retranslate()
        for row in getattr(self, "_rows", []):
            row.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on a paper."""
        row = next((row for row in self._rows if row.box is watched), None)
        if row is not None:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._takes(row, event)
            return False
        return super().eventFilter(watched, event)

    def _takes(self, row: _Row, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # to the walk: some desktops would tick the box
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            place = self._rows.index(row) + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= place < len(self._rows):
                self._rows[place].box.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if text in "123456789" and text:
            row.box.setChecked(True)
            row.count.setText(text)
            return True
        if text.casefold() == "o":
            row.box.setChecked(True)
            row.original.toggle()
            return True
        return False


class _Row(QWidget):
    """One paper."""

    def __init__(self, kind: str, field: PapersField, taken: Taken | None) -> None:
        super().__init__(field.editor)
        self.kind = kind
        self._field = field
        self.box = QCheckBox(self)
        self.box.setObjectName(f"{field.objectName()}.{kind}")
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.count = CodeEdit(self)
        self.count.setMaxLength(3)
        self.count.setFixedWidth(metrics().px(_COUNT_PX))
        self.original = QCheckBox(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics().px(8))
        row.addWidget(self.box, 1)
        row.addWidget(self.count)
        row.addWidget(self.original)
        self.setMinimumHeight(metrics().field + metrics().px(2))
        self.show_taken(taken)
        self.box.toggled.connect(self._on_toggled)
        self.count.textChanged.connect(lambda _text: field.changed.emit())
        self.original.toggled.connect(lambda _on: field.changed.emit())
        self.retranslate()

    def taken(self) -> Taken:
        """What the row says."""
        return Taken(self.kind, self.count.text() or "1", self.original.isChecked())

    def show_taken(self, taken: Taken | None) -> None:
        """Tick the row or not, without a signal."""
        for widget in (self.box, self.count, self.original):
            widget.blockSignals(True)
        self.box.setChecked(taken is not None)
        self.count.setText(taken.count if taken else "1")
        self.original.setChecked(bool(taken and taken.is_original))
        for widget in (self.box, self.count, self.original):
            widget.blockSignals(False)
        self._show_details()

    def retranslate(self) -> None:
        """The words of the row."""
        paper = intake_labels.paper_taken(self.kind)
        self.box.setText(paper)
        self.box.setAccessibleName(paper)
        self.count.setAccessibleName(_("{paper}: how many").format(paper=paper))
        self.original.setText(_("Original"))
        self.original.setAccessibleName(_("{paper}: original").format(paper=paper))

    def _on_toggled(self) -> None:
        self._show_details()
        self._field.changed.emit()

    def _show_details(self) -> None:
        for widget in (self.count, self.original):
            widget.setVisible(self.box.isChecked())
