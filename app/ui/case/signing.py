"""The case page's list of all steps, and the dialog in which a colleague signs a step at this screen."""

from __future__ import annotations

from app.domain.people import Person
from app.ui.case.screen import CaseScreen
from app.ui.case.signature_dialog import StepSignatureDialog
from app.ui.case.step_choice import all_steps
from app.ui.case.step_taking import StepTaker
from app.ui.widgets.signing import AsksSignature


class CaseFinding(CaseScreen):
    """The screen with the list of all steps in the place of the likely ones."""

    def offered(self) -> tuple[str, ...]:
        """The steps that may be taken now, by name."""
        return tuple(offer.name for offer in self._view.actions if offer.is_allowed) if self._view else ()

    def find_step(self) -> None:
        """Show the list of all steps, with the keyboard in its search line."""
        if self._view is None:
            return
        self.finder.show_steps(all_steps(self._view), self._context.people())
        self._right.setCurrentWidget(self.finder)
        self._fit()
        self.finder.start()
        self.foot_changed.emit()

    def is_finding(self) -> bool:
        """Whether the list of all steps is shown."""
        return self._right.currentWidget() is self.finder

    def leave_finder(self) -> None:
        """Put the list of all steps away; a form that was open comes back."""
        if not self.is_finding():
            return
        self._right.setCurrentWidget(self.form if self._is_form else self.steps)
        self._fit()
        if self._is_form:
            self.form.start()
        else:
            self.steps.go_to_first()
        self.foot_changed.emit()


class CaseSigning(CaseFinding, AsksSignature):
    """The screen with the dialog for somebody who was called over."""

    def taker(self) -> StepTaker:
        """What takes the steps."""
        raise NotImplementedError

    def ask_signature(self, step: str, signers: tuple[Person, ...]) -> None:
        """Ask for staff number and own password of a colleague who may take the step."""
        dialog = StepSignatureDialog(step, signers, self)
        self.dialog = dialog
        dialog.entered.connect(self.taker().sign)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_dialog_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.window().activateWindow()
        if not result:
            self.taker().cancel_signature()
            self.form.start()
