"""What the sign-in page shows seldom: the passphrase, a first password to be replaced, and trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.sign_in.panels import Panel

if TYPE_CHECKING:
    from app.ui.sign_in.first_password import FirstPasswordPanel
    from app.ui.sign_in.other_panels import PassphrasePanel, TroublePanel
    from app.ui.sign_in.presenter import SignInPresenter


class RarePanels(QObject):
    """Makes each panel when it is first needed, never before the first paint. `show(mode, panel)` brings one up.

    Signals: passphrase_submitted(text); retry_wanted(); password_chosen(text); back_wanted(); way_wanted(name).
    """

    passphrase_submitted = Signal(str)
    retry_wanted = Signal()
    password_chosen = Signal(str)
    back_wanted = Signal()
    way_wanted = Signal(str)

    def __init__(self, page: QWidget, show: Callable[[str, Panel], None]) -> None:
        super().__init__(page)
        self._page = page
        self._show = show
        self.passphrase: PassphrasePanel | None = None
        self.first_password: FirstPasswordPanel | None = None
        self.trouble: TroublePanel | None = None

    def join(self, presenter: SignInPresenter) -> None:
        """Let `presenter` decide."""
        self.passphrase_submitted.connect(presenter.submit_passphrase)
        self.retry_wanted.connect(presenter.retry)
        self.password_chosen.connect(presenter.submit_new_password)
        self.back_wanted.connect(presenter.switch)

    def show_problem(self, field_name: str, message: str) -> bool:
        """Write `message` at a field here; False when it is none of these."""
        if field_name == "passphrase" and self.passphrase is not None:
            self.passphrase.show_problem(message)
        elif field_name == "new_password" and self.first_password is not None:
            self.first_password.fields.show_problem(message)
        else:
            return False
        return True

    def ask_passphrase(self, message: str, *, is_new: bool = False) -> None:
        """Offer the branch passphrase, because there is no keyring; a new one is typed twice."""
        from app.ui.sign_in.other_panels import PassphrasePanel

        if self.passphrase is None:
            self.passphrase = PassphrasePanel(self._page)
            self.passphrase.submitted.connect(self.passphrase_submitted)
            self.passphrase.retry_wanted.connect(self.retry_wanted)
        self.passphrase.ask(message, is_new=is_new)
        self._show("passphrase", self.passphrase)

    def ask_new_password(self, name: str, personal: tuple[str, ...]) -> None:
        """The first password was right: ask for another one."""
        from app.ui.sign_in.first_password import FirstPasswordPanel

        if self.first_password is None:
            self.first_password = FirstPasswordPanel(self._page)
            self.first_password.chosen.connect(self.password_chosen)
            self.first_password.back_wanted.connect(self.back_wanted)
        self.first_password.ask(name, personal)
        self._show("new_password", self.first_password)

    def show_trouble(self, code: str, details: Mapping[str, object]) -> None:
        """Nobody can sign in: a page for the matter."""
        from app.ui.sign_in.other_panels import TroublePanel

        if self.trouble is None:
            self.trouble = TroublePanel(self._page)
            self.trouble.retry_wanted.connect(self.retry_wanted)
            self.trouble.way_wanted.connect(self.way_wanted)
        self.trouble.show_trouble(code, details)
        self._show("trouble", self.trouble)
