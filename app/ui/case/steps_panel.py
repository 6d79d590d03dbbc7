"""What may be done next, each step with its key; likely steps that are refused say why and who could take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.people import Person
from app.language import _, labels
from app.ui.case import step_choice
from app.ui.case.step_words import MORE_KEY, STEP_KEYS, step_label
from app.ui.theme import metrics
from app.ui.widgets.cards import Card
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.keyed_button import KeyedButton
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.open_case import ActionOffer, CaseView


class StepsPanel(Card):
    """Signals: chosen(step name); more_wanted() for the list of all steps."""

    chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, lambda: _("Next steps"), name="steps", parent=parent)
        self._inner: QWidget | None = None
        self.buttons: dict[str, KeyedButton] = {}
        self.reasons: dict[str, str] = {}
        self.more: KeyedButton | None = None

    def show_steps(self, view: CaseView, people: Mapping[str, Person]) -> None:
        """List the likely steps of a case as it stands: the natural one first and blue, refused ones below with why."""
        keyboard = self.window().focusWidget()  # also while another window is in front
        focused = next((name for name, button in self.buttons.items() if button is keyboard), "")
        if self._inner is not None:
            self.body.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        self.buttons, self.reasons = {}, {}
        first = step_choice.natural_step(view)
        refused = []
        for offer in step_choice.steps_put_forward(view):
            if not offer.is_allowed:
                refused.append(offer)
                continue
            button = self._button(offer.name, offer.name == first)
            self.buttons[offer.name] = button
            column.addWidget(button)
        self.more = KeyedButton(lambda: _("More steps…"), MORE_KEY, is_natural=False, name="moreSteps")
        self.more.clicked.connect(self.more_wanted)
        column.addWidget(self.more)
        if refused:
            column.addSpacing(metrics().px(4))
            column.addWidget(WrappedLabel(_("Not possible now"), inner, kind="caption"))
        for why, names in self._grouped(refused, people).items():
            column.addWidget(WrappedLabel(labels.list_of(step_label(name) for name in names), inner, kind="body2"))
            column.addWidget(WrappedLabel(why, inner, kind="caption"))
        column.addStretch(1)
        self._inner = ColumnArea(inner)
        self.body.addWidget(self._inner, 1)
        # At once, not by the layout in a moment: what is hidden cannot be given the keyboard of a window that is not
        # in front yet.
        self._inner.show()
        if focused in self.buttons:
            self.buttons[focused].setFocus()
        elif focused:  # the step that was taken is gone: the next one takes its place
            self.go_to_first()

    def _grouped(self, refused: list[ActionOffer], people: Mapping[str, Person]) -> dict[str, list[str]]:
        """Refused steps by reason: what is refused for the same reason is said once."""
        groups: dict[str, list[str]] = {}
        for offer in refused:
            self.reasons[offer.name] = step_choice.why_not(offer, people)
            groups.setdefault(self.reasons[offer.name], []).append(offer.name)
        return groups

    def _button(self, name: str, is_natural: bool) -> KeyedButton:
        button = KeyedButton(
            lambda: step_label(name), STEP_KEYS.get(name, ""), is_natural=is_natural, name=f"step_{name}"
        )
        button.clicked.connect(lambda: self.chosen.emit(name))
        return button

    def go_to_first(self) -> None:
        """Give the keyboard to the first step."""
        for button in (*self.buttons.values(), self.more):
            if button is not None:
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
