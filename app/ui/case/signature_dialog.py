"""The dialog in which a colleague who was called over signs one step, with their own number and password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.people import Person
from app.language import _, labels
from app.ui.case.step_words import step_label
from app.ui.widgets.dialog import PasswordDialog
from app.ui.widgets.enter_walk import focus


class StepSignatureDialog(PasswordDialog):
    """Says what will be signed and who could; keeps the staff number when something is wrong."""

    def __init__(self, step: str, signers: tuple[Person, ...], parent: QWidget) -> None:
        super().__init__(
            lambda: step_label(step),
            confirm=lambda: _("Sign"),
            intro=lambda: _intro(signers),
            staff_no=signers[0].staff_no if len(signers) == 1 else "",
            parent=parent,
        )

    def show_problem(self, text: str, field: str) -> None:
        """What is wrong with the staff number or with the password."""
        if field == "staff_no":
            self.set_busy(False)
            self.password.set_error("")
            self.staff_no.set_error(text)
            focus(self.staff_no.editor)
        else:
            self.staff_no.set_error("")
            self.refuse(text)


def _intro(signers: tuple[Person, ...]) -> str:
    who = labels.list_of(f"{p.name} {p.staff_no}" for p in signers)
    return _("You may not do this alone. It can be signed at this screen by: {who}.").format(who=who)
