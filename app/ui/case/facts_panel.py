"""The left side of a case: who complains (masked until revealed), what about, and both clocks in a sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _
from app.ui.case import words
from app.ui.case.facts import Row, case_facts, copyable, given_facts
from app.ui.theme import metrics
from app.ui.widgets.buttons import IconButton, LinkButton
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import Chip
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.fold import Fold
from app.ui.widgets.texts import WrappedLabel
from app.ui.widgets.watermark import Watermark

if TYPE_CHECKING:
    from app.operations.open_case import CaseView
    from app.operations.reveal import Revealed


class FactsPanel(QWidget):
    """Signals: reveal_wanted(); masked() when the details are to be hidden again; copy_wanted(name of a detail)."""

    reveal_wanted = Signal()
    masked = Signal()
    copy_wanted = Signal(str)

    def __init__(self, category_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category_of = category_of
        self._view: CaseView | None = None
        self._revealed: Revealed | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._left = 0
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().gap)
        self._people = Card(None, lambda: _("About the customer"), name="caseCustomer")
        self.reveal = LinkButton(lambda: _("Show in full"), icon="eye", on_click=self._on_reveal, name="reveal")
        self._people.add_corner(self.reveal)
        self._clocks = Card(None, lambda: _("Deadlines"), name="caseClocks")
        self._words = Card(None, lambda: _("About the complaint"), name="caseComplaint")
        self._people.body.setSpacing(metrics().px(5))
        self._file = Card(None, name="caseGiven")
        self.given = Fold(lambda: _("As given in the file"), name="given")
        self._file.body.addWidget(self.given)
        for card in (self._people, self._clocks, self._words, self._file):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ColumnArea(inner))
        self._parts: list[QWidget] = []
        self._mark = Watermark(self)

    def show_case(self, view: CaseView) -> None:
        """Show a case."""
        if self._view is None or self._view.case.case_id != view.case.case_id:
            self.given.set_open(False)
        self._view = view
        self._fill()

    def show_contact(self, revealed: Revealed | None) -> None:
        """The details in full for some seconds, or masked again."""
        if revealed is None and self._revealed is None:
            return
        self._revealed = revealed
        self._mark.set_text(revealed.mark if revealed is not None else "")
        if revealed is None:
            self._timer.stop()
            self.reveal.set_words(lambda: _("Show in full"))
        else:
            self._left = revealed.seconds
            self._timer.start()
            self._say_left()
        if self._view is not None:
            self._fill()

    def retranslate(self) -> None:
        """Say everything again."""
        if self._view is not None:
            self._fill()

    def _on_reveal(self) -> None:
        if self._revealed is None:
            self.reveal_wanted.emit()
        else:
            self.masked.emit()

    def _on_second(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.masked.emit()
        else:
            self._say_left()

    def _say_left(self) -> None:
        left = self._left
        self.reveal.set_words(lambda: _("Hide ({n} s)").format(n=left))

    def _fill(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        view = self._view
        if view is None:
            return
        shown = self._revealed
        is_clear = shown is not None
        clear = shown.complainant if shown is not None else None
        self._add_rows(self._people.body, case_facts(view, self._category_of, clear=clear), copies=True)
        given = given_facts(view, is_clear=is_clear)
        mask = words.mask_for(view, is_clear=is_clear)
        self._file.setVisible(bool(given))
        self._add_rows(self.given.body, given)
        intake = view.case.intake
        for head, text in (
            ("", intake.narrative),
            (_("What the customer wants"), intake.remedy_sought),
            (_("Settled on the spot"), view.case.settlement),
        ):
            if text:
                self._add(self._words, _passage(head, mask(text), self, is_selectable=not is_clear))
        for item in view.explanation:
            self._add(
                self._clocks, _clock(words.clock_sentence(item), words.clock_marks(item), item.is_governing, self)
            )

    def _add_rows(self, body: QVBoxLayout, rows: list[Row], *, copies: bool = False) -> None:
        width = label_width([label for label, _value in rows], self) if rows else 0
        may_copy = copies and self._revealed is not None and self._revealed.may_copy
        details = copyable() if may_copy else {}
        for label, value in rows:
            row = fact_row(label, value, width, self, is_selectable=self._revealed is None)
            if label in details:
                self._add_copy(row, label, details[label])
            body.addWidget(row)
            self._parts.append(row)

    def _add_copy(self, row: QWidget, label: str, what: str) -> None:
        button = IconButton(
            "copy",
            lambda: _("Copy: {what}").format(what=label),
            size=16,
            on_click=lambda: self.copy_wanted.emit(what),
            name=f"copy_{what}",
            parent=row,
        )
        button.setProperty("kind", "inRow")
        button.setFixedSize(metrics().px(22), metrics().px(22))
        line = row.layout()
        if line is not None:
            line.addWidget(button)
            line.setAlignment(button, Qt.AlignmentFlag.AlignTop)

    def _add(self, card: Card, part: QWidget) -> None:
        card.body.addWidget(part)
        self._parts.append(part)


def label_width(labels: list[str], widget: QWidget) -> int:
    """How wide the first column of facts has to be, in px."""
    font = QFont(widget.font())
    font.setPixelSize(metrics().px(13))
    measure = QFontMetrics(font)
    return min(max(measure.horizontalAdvance(label) for label in labels) + 2, metrics().px(150))


def fact_row(label: str, value: str, width: int, parent: QWidget, *, is_selectable: bool = True) -> QWidget:
    """One fact: what it is, small and grey, and the value beside it. What is shown in full can't be selected: it is
    copied by its button, which puts that on record."""
    row = QWidget(parent)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(metrics().px(12))
    name = QLabel(label, row)
    name.setProperty("kind", "label")
    name.setFixedWidth(width)
    name.setWordWrap(True)  # the longest labels need two lines
    text = WrappedLabel(value, row)
    _let_select(text, is_selectable)
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    text.setAccessibleName(f"{label} {value}")
    line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(text, 1)
    return row


def _let_select(label: WrappedLabel, is_selectable: bool) -> None:
    chosen = Qt.TextInteractionFlag.TextSelectableByMouse if is_selectable else Qt.TextInteractionFlag.NoTextInteraction
    label.setTextInteractionFlags(chosen)


def _passage(head: str, text: str, parent: QWidget, *, is_selectable: bool) -> QWidget:
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics().px(2))
    if head:
        label = QLabel(head, part)
        label.setProperty("kind", "label")
        column.addWidget(label)
    words_ = WrappedLabel(text, part)
    _let_select(words_, is_selectable)
    column.addWidget(words_)
    return part


def _clock(sentence: str, marks: list[str], is_governing: bool, parent: QWidget) -> QWidget:
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics().px(4))
    column.addWidget(WrappedLabel(sentence, part, kind="strong" if is_governing else "body2"))
    for mark in marks:
        column.addWidget(Chip(mark, "info" if mark == marks[0] and is_governing else "soon", part))
    return part
