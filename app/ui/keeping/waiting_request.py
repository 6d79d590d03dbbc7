"""What can be done with the request that waits: see whom an answer names, carry the request away again, give it up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.language import _
from app.ui.keeping.path_field import save_request_dialog
from app.ui.keeping.words import granted_words, saved_words

if TYPE_CHECKING:
    from app.ui.keeping.opening import KeepingScreens
    from app.ui.keeping.recovery import RecoveryDialog
    from app.ui.keeping.recovery_steps import AnswerStep


class WaitingRequest(QObject):
    """Joined to the step of the answer."""

    def __init__(self, dialog: RecoveryDialog, step: AnswerStep, screens: KeepingScreens) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._step = step
        self._screens = screens
        self.copy_dialog: QFileDialog | None = None
        step.save_again.clicked.connect(self._choose_copy)
        step.cancel.clicked.connect(self._cancel_request)
        step.answer.changed.connect(self._read_answer)

    def _read_answer(self) -> None:
        path = self._step.answer.path()
        self._step.granted.hide()
        if path is None or not path.is_absolute():
            return

        def told(granted: tuple[str, str]) -> None:
            if self._step.answer.path() == path:
                self._step.say(self._step.granted.setText, granted_words(*granted))
                self._step.granted.show()

        self._screens.run(lambda: self._screens.calls.granted_to(path), told, lambda error: None)

    def _choose_copy(self) -> None:
        dialog = save_request_dialog(self._dialog)
        dialog.fileSelected.connect(self._save_copy)
        self.copy_dialog = dialog
        dialog.open()

    def _save_copy(self, typed: str) -> None:
        path = Path(typed)

        def saved(_nothing: object) -> None:
            self._step.say(self._step.granted.setText, saved_words(path))
            self._step.granted.show()

        self._screens.run(lambda: self._screens.calls.save_again(path), saved, self._dialog.fail)

    def _cancel_request(self) -> None:
        button = self._step.cancel
        if not button.property("asked"):
            button.setProperty("asked", True)
            button.set_words(lambda: _("Really give it up? An answer to it will open nothing"))
            return
        self._screens.run(self._screens.calls.cancel, lambda _nothing: self._dialog.reject(), self._dialog.fail)
