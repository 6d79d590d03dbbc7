"""What may be done next, each step with its key; steps that are refused say why and who could take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.people import Person
from app.language import _, labels
from app.ui.case import words
from app.ui.case.step_button import StepButton
from app.ui.theme import metrics
from app.ui.widgets.cards import Card
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.open_case import ActionOffer, CaseView


class StepsPanel(Card):
    """Signals: chosen(step name)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, lambda: _("Next steps"), name="steps", parent=parent)
        self._inner: QWidget | None = None
        self.buttons: dict[str, StepButton] = {}
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
            button = self._button(offer.name, offer.name == first)
            self.buttons[offer.name] = button
            column.addWidget(button)
        if refused:
            column.addSpacing(metrics().px(4))
            column.addWidget(WrappedLabel(_("Not possible now"), inner, kind="caption"))
        for why, names in self._grouped(refused, people).items():
            column.addWidget(
                WrappedLabel(labels.list_of(words.step_label(name) for name in names), inner, kind="body2")
            )
            column.addWidget(WrappedLabel(why, inner, kind="caption"))
        column.addStretch(1)
        self._inner = ColumnArea(inner)
        self.body.addWidget(self._inner, 1)
        if focused in self.buttons:
            self.buttons[focused].setFocus()
        elif focused:  # the step that was taken is gone: the next one takes its place
            self.go_to_first()

    def _grouped(self, refused: list[ActionOffer], people: Mapping[str, Person]) -> dict[str, list[str]]:
        """Refused steps by reason: what is refused for the same reason is said once."""
        groups: dict[str, list[str]] = {}
        for offer in refused:
            self.reasons[offer.name] = words.why_not(offer, people)
            groups.setdefault(self.reasons[offer.name], []).append(offer.name)
        return groups

    def _button(self, name: str, is_natural: bool) -> StepButton:
        button = StepButton(
            lambda: words.step_label(name), words.STEP_KEYS.get(name, ""), is_natural=is_natural, name=f"step_{name}"
        )
        button.clicked.connect(lambda: self.chosen.emit(name))
        return button

    def go_to_first(self) -> None:
        """Give the keyboard to the first step."""
        for button in self.buttons.values():
            button.setFocus(Qt.FocusReason.TabFocusReason)
            return
