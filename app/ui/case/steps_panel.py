"""What may be done next, each step with its key; steps that are refused say why and who could take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.people import Person
from app.language import _
from app.ui.case import words
from app.ui.shell.page import scrolling
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


class StepsPanel(Card):
    """Signals: chosen(step name)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, lambda: _("Next steps"), name="steps", parent=parent)
        self._inner: QWidget | None = None
        self.buttons: dict[str, Button] = {}
        self.reasons: dict[str, str] = {}

    def show_steps(self, view: CaseView, people: Mapping[str, Person]) -> None:
        """List the steps of a case as it stands: the natural one first and blue, refused ones below with the reason."""
        focused = next((name for name, button in self.buttons.items() if button.hasFocus()), "")
        if self._inner is not None:
            self.body.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        self.buttons, self.reasons = {}, {}
        first = words.natural_step(view)
        refused = []
        for offer in words.step_order(view):
            if not offer.is_allowed:
                refused.append(offer)
                continue
            button = self._button(offer.name, "primary" if offer.name == first else "")
            self.buttons[offer.name] = button
            column.addWidget(button)
        if refused:
            column.addSpacing(metrics().px(4))
            head = QLabel(_("Not possible now"), inner)
            head.setProperty("kind", "caption")
            column.addWidget(head)
        for offer in refused:
            self.reasons[offer.name] = words.why_not(offer, people)
            for text, kind in ((words.step_label(offer.name), "body2"), (self.reasons[offer.name], "caption")):
                label = QLabel(text, inner)
                label.setProperty("kind", kind)
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
                column.addWidget(label)
        column.addStretch(1)
        self._inner = scrolling(inner)
        self.body.addWidget(self._inner, 1)
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    def _button(self, name: str, kind: str) -> Button:
        keys = words.STEP_KEYS.get(name, "")
        button = Button(
            lambda: f"{words.step_label(name)}  {keys}" if keys else words.step_label(name),
            kind=kind,
            on_click=lambda: self.chosen.emit(name),
            name=f"step_{name}",
        )
        button.setAutoDefault(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def go_to_first(self) -> None:
        """Give the keyboard to the first step."""
        for button in self.buttons.values():
            button.setFocus(Qt.FocusReason.TabFocusReason)
            return
