"""Dialogs that go step by step, one step in view: what recovery and restore have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.error_summary import FieldError
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded, Words

if TYPE_CHECKING:
    from app.ui.widgets.fields import Field


class Step(QWidget, Worded):
    """One step: its fields, in the order of Enter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(metrics().px(10))
        self.fields: list[Field] = []

    def add(self, field: Field) -> None:
        """A field over the whole width, whose error goes when it is typed in."""
        self.column.addWidget(field)
        self.own(field)

    def own(self, field: Field) -> None:
        """A field that stands elsewhere in this step."""
        self.fields.append(field)
        field.changed.connect(lambda: field.set_error("") if field.error() else None)

    def fields_shown(self) -> list[Field]:
        """Those that are asked for this time."""
        return [field for field in self.fields if not field.isHidden()]

    def first_field(self) -> Field | None:
        """Where the keyboard begins; None where there is nothing to fill in."""
        return self.fields[0] if self.fields else None


class TellingStep(Step):
    """What was done or would be, a sentence each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = WrappedLabel(parent=self, kind="body2")
        self.column.addWidget(self.text)


class StepDialog(Dialog):
    """A dialog whose confirming button leads from step to step. Call `take_in(*steps)` before anything is shown."""

    step: Step

    def __init__(self, title: Words, *, confirm: Words, width: int, parent: QWidget) -> None:
        super().__init__(title, confirm=confirm, width=width, parent=parent)
        self._confirm = confirm

    def take_in(self, *steps: Step) -> None:
        """The steps, none of them in view yet; the first is the one that it begins with."""
        for step in steps:
            step.hide()
            self.body.addWidget(step)
        self.step = steps[0]

    def show_step(self, step: Step, confirm: Words, intro: Words) -> None:
        """Bring `step` into view, with its own words on the confirming button and below the title."""
        self.errors.clear()
        self.step.hide()
        self.step = step
        step.show()
        self._confirm = confirm
        self.confirm_button.set_words(confirm)
        self.set_intro(intro)
        self.walk_fields()
        first = step.first_field()
        if first is None:
            self.confirm_button.setFocus()
        else:
            focus(first.editor)

    def walk_fields(self) -> None:
        """Let Enter go through the fields that the step shows now."""
        self.walk([*self.step.fields_shown()], submits_at_end=True)

    def wait(self, words: Words = "") -> None:
        """Work is under way, and can't be broken off; `words` on the button say what it is, where it takes long."""
        self.set_busy(True)
        self._let_links(False)
        self.cancel_button.setEnabled(False)
        if words:
            self.confirm_button.set_words(words)

    def stop_waiting(self) -> None:
        """The work is over, well or not."""
        self.set_busy(False)
        self._let_links(True)
        self.cancel_button.setEnabled(True)
        self.confirm_button.set_words(self._confirm)

    def _let_links(self, is_on: bool) -> None:
        for link in self.findChildren(LinkButton):
            link.setEnabled(is_on)

    def refuse(self, said: str, field: Field | None = None) -> None:
        """Say what stands against it, at the field that it is about where that one is in view."""
        if field is None or field.isHidden():
            self.errors.show_errors([FieldError(said, None)])
        else:
            field.set_error(said)
            focus(field.editor)
