"""The case page's dialog that asks what hidden details are needed for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.language import _, disclosure_labels
from app.ui.case.contact_reveal import ContactReveal
from app.ui.case.signing import CaseSigning
from app.ui.shell.clipboard import put_private
from app.ui.widgets.reason_dialog import Offered, ReasonDialog

if TYPE_CHECKING:
    from app.domain.disclosure import Why
    from app.operations.reveal import Revealed, RevealTerms


class RevealDialog(ReasonDialog):
    """Says that the look will be on record."""

    def __init__(self, terms: RevealTerms, parent: CaseRevealing) -> None:
        super().__init__(
            lambda: _("Show details in full"),
            confirm=lambda: _("Show"),
            intro=lambda: _("It goes on record that you looked, when and what for."),
            reasons=[offered(why) for why in terms.reasons],
            needs_password=terms.needs_password,
            parent=parent,
        )


def offered(why: Why) -> Offered:
    """A reason of the rules as the dialog offers it."""
    code = why.code
    return Offered(code, lambda: disclosure_labels.choice(code), why.needs_note)


class CaseRevealing(CaseSigning):
    """The screen with the dialog for whoever wants to see details in full."""

    reveal_dialog: RevealDialog | None = None

    def contact(self) -> ContactReveal:
        """What asks for the details."""
        raise NotImplementedError

    def ask_reveal(self, terms: RevealTerms) -> None:
        """Ask what for; nothing of the customer stands in the dialog."""
        if self.reveal_dialog is not None or not self.isVisible():
            return
        dialog = RevealDialog(terms, self)
        self.reveal_dialog = dialog
        dialog.given.connect(self.contact().give)
        dialog.finished.connect(self._on_reveal_finished)
        dialog.open()

    def show_reveal_problems(self, at_fields: Mapping[str, str], whole: str) -> None:
        """What is wrong with what was given; the reason stays chosen."""
        if self.reveal_dialog is not None:
            self.reveal_dialog.show_problems(at_fields, whole)
        elif whole:
            self.toast(whole)

    def end_reveal(self) -> None:
        """The dialog has done its work."""
        if self.reveal_dialog is not None:
            self.reveal_dialog.accept()

    def show_contact(self, revealed: Revealed | None) -> None:
        """The details in full, or masked again; the window's eye says which."""
        super().show_contact(revealed)
        self.revealed.emit(revealed is not None)

    def put_on_clipboard(self, text: str) -> None:
        """A detail that was copied."""
        put_private(text)

    def _on_reveal_finished(self, _result: int) -> None:
        dialog, self.reveal_dialog = self.reveal_dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.window().activateWindow()
