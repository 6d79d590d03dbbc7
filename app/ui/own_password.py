"""Changing one's own password from anywhere: in the palette, under "change password"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import _
from app.language.reasons import error_text
from app.ui.shell.actions import Action
from app.ui.sign_in.presenter import NEW_PASSWORD_CODES

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.ui.desk_bars import RunOnLane
    from app.ui.shell.main_window import MainWindow
    from app.ui.sign_in.first_password import OwnPasswordDialog


class OwnPassword:
    """The action and its dialog."""

    def __init__(self, window: MainWindow, run: RunOnLane) -> None:
        self._window = window
        self._run = run
        self.dialog: OwnPasswordDialog | None = None
        window.locked.connect(lambda *_about: self._close())
        window.add_action(
            Action(
                "change_password",
                lambda: _("Change your password"),
                run=self.ask,
                icon="key",
                aliases=("password", "change password"),
            )
        )

    def ask(self) -> None:
        """Ask for the present password and a new one."""
        from app.ui.sign_in.first_password import OwnPasswordDialog

        person = self._window.person()
        if person is None or self.dialog is not None:
            return
        self.dialog = dialog = OwnPasswordDialog((person.staff_no, person.name), self._window)
        dialog.entered.connect(self._change)
        dialog.finished.connect(lambda _result: self._on_finished())
        dialog.open()

    def _change(self, old: str, new: str) -> None:
        def work(desk: Desk) -> None:
            from app.operations.own_password import change_own_password

            change_own_password(desk, old, new)

        def then(_nothing: None) -> None:
            self._close()
            self._window.toast(_("Your password is changed."))

        self._run(work, then, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            is_about_new = getattr(error, "code", "") in NEW_PASSWORD_CODES
            self.dialog.refuse(error_text(error), is_about_new=is_about_new)

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()

    def _on_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
