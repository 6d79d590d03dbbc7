"""The dialog in which a colleague who was called over signs one step, with their own number and password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.people import Person
from app.language import _, labels
from app.ui.case.step_words import step_label
from app.ui.widgets.dialog import PasswordDialog


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


def _intro(signers: tuple[Person, ...]) -> str:
    who = labels.list_of(f"{p.name} {p.staff_no}" for p in signers)
    return _("You may not do this alone. It can be signed at this screen by: {who}.").format(who=who)
