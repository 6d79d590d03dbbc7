"""What screens share that ask a colleague for a signature in a dialog (four eyes at one PC)."""

from __future__ import annotations

from app.ui.widgets.dialog import PasswordDialog


class AsksSignature:
    """For pages: `dialog` is the one that is open, None while nobody is asked."""

    dialog: PasswordDialog | None = None

    def show_signing(self, is_signing: bool) -> None:
        """The signature is being made: unwrapping the key takes a moment."""
        if self.dialog is not None:
            self.dialog.set_busy(is_signing)

    def show_signature_problem(self, text: str, field: str) -> None:
        """What is wrong with number or password; the staff number stays."""
        if self.dialog is not None:
            self.dialog.show_problem(text, field)

    def end_signature(self) -> None:
        """The dialog has done its work."""
        if self.dialog is not None:
            self.dialog.accept()
