"""The dialog of recovery: a request for headquarters and its code, or the answer to the one that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.language import _
from app.language.reasons import error_text
from app.ui.keeping.recovery_steps import AnswerStep, AskStep, CodeStep
from app.ui.keeping.steps import StepDialog, TellingStep
from app.ui.keeping.waiting_request import WaitingRequest
from app.ui.keeping.words import check_words, done_words, facts_words, last_group, plain, saved_words
from app.ui.widgets.error_summary import FieldError
from app.ui.widgets.fields import Field

if TYPE_CHECKING:
    from app.operations.recover import BegunRecovery, WaitingRecovery
    from app.ui.keeping.opening import KeepingScreens
    from app.vault.recovering import Recovered

_AT_FILE = frozenset({"file_there", "file_not_written"})
_AT_BACKUP = frozenset({"backup_unreadable", "backup_changed", "vault_exists"})
_AT_ANSWER = frozenset(
    {
        "file_not_read",
        "bad_document",
        "recovery_refused",
        "recovery_officers",
        "recovery_keys_changed",
        "recovery_unknown_person",
    }
)


class RecoveryDialog(StepDialog):
    """Steps: ask, code, answer, done. Closing it loses nothing: the request waits in the desk's folder."""

    def __init__(self, screens: KeepingScreens, why: str = "") -> None:
        super().__init__(
            lambda: _("Recover with headquarters"), confirm=lambda: _("Go on"), width=600, parent=screens.window
        )
        self._screens = screens
        self.ask = AskStep(why, self)
        self.code = CodeStep(self)
        self.answer = AnswerStep(self)
        self.end = TellingStep(self)
        self._begun: BegunRecovery | None = None
        self._entering: tuple[str, str] | None = None
        self._desk: Any = None
        self._asks_passphrase = False
        self.take_in(self.ask, self.code, self.answer, self.end)
        self.waiting = WaitingRequest(self, self.answer, screens)
        self.confirmed.connect(self._on_confirmed)

    def begin(self) -> None:
        """Look whether a request waits; until then nothing can be pressed."""
        calls = self._screens.calls

        def look() -> tuple[Any, ...]:
            return calls.waiting(), calls.is_new_computer(), calls.request_name(), calls.asks_passphrase()

        self.wait()
        self._screens.run(look, self._on_looked, self.fail)

    # -- steps -----------------------------------------------------------------------------------------------------

    def _on_looked(self, found: tuple[WaitingRecovery | None, bool, str, bool]) -> None:
        waiting, is_new, name, self._asks_passphrase = found
        self.stop_waiting()
        self.ask.backup.setVisible(is_new)
        self.ask.file.suggest(name)
        if waiting is None:
            self._show_ask()
        else:
            self._show_answer(waiting)

    def _show_ask(self) -> None:
        self.show_step(
            self.ask,
            lambda: _("Make the request"),
            lambda: _(
                "Keys or passwords are lost, the data is not. Headquarters' two officers can let one person in again. "
                "Make a request, take the file to headquarters and come back with their answer."
            ),
        )

    def _show_code(self, begun: BegunRecovery) -> None:
        self._begun = begun
        self.code.show_code(begun.code, check_words(begun.waiting), saved_words(begun.file))
        self.show_step(
            self.code,
            lambda: _("It is written down"),
            lambda: _("Whoever has this code and headquarters' answer gets in. Keep the two apart."),
        )

    def _show_answer(self, waiting: WaitingRecovery) -> None:
        self.answer.say(self.answer.facts.setText, facts_words(waiting))
        self.answer.passphrase.setVisible(self._asks_passphrase)
        self.show_step(
            self.answer,
            lambda: _("Use the answer"),
            lambda: _("The request waits. This window can be closed until headquarters has answered, also for days."),
        )

    def _show_done(self, done: Recovered, desk: Any) -> None:
        self._desk = desk
        self.answer.forget()
        self.end.say(self.end.text.setText, done_words(done, has_database=desk is not None))
        words = (lambda: _("To the desk")) if desk is not None else (lambda: _("Restore the database"))
        self.show_step(self.end, words, "")
        self.cancel_button.hide()

    # -- what the confirming button does --------------------------------------------------------------------------

    def _on_confirmed(self) -> None:
        self.errors.clear()
        if self.step is self.ask:
            self._make_request()
        elif self.step is self.code:
            self._check_last_group()
        elif self.step is self.answer:
            self._use_answer()
        else:
            self._go_on()

    def _make_request(self) -> None:
        ask, calls = self.ask, self._screens.calls
        file, backup = ask.file.path(), None if ask.backup.isHidden() else ask.backup.path()
        if file is None:
            self.refuse(_("Choose where the request goes."), ask.file)
            return
        why = ask.why.value()
        self.wait()
        self._screens.run(lambda: calls.begin(why, file, backup), self._on_begun, self.fail)

    def _on_begun(self, begun: BegunRecovery) -> None:
        self.stop_waiting()
        self._show_code(begun)

    def _check_last_group(self) -> None:
        begun = self._begun
        if begun is None:
            return
        if plain(self.code.last.value()) not in (last_group(begun.code), plain(begun.code)):
            self.refuse(
                _("This is not its last group. Write the whole code down, then look at its end."), self.code.last
            )
            return
        self._begun = None
        self.code.forget()
        self._show_answer(begun.waiting)

    def _use_answer(self) -> None:
        page, calls = self.answer, self._screens.calls
        answer, code, password = page.answer.path(), page.code.value(), page.password.value()
        passphrase = page.passphrase.value() if self._asks_passphrase else None
        missing = (
            (page.answer, _("Choose the file that headquarters sent.") if answer is None else ""),
            (page.code, "" if plain(code) else _("Type the code that was written down with the request.")),
            (page.password, "" if password else _("Choose a new password.")),
            (page.again, "" if password == page.again.value() else _("The two passwords differ.")),
            (page.passphrase, _("Enter the branch passphrase") if passphrase == "" else ""),
        )
        errors = [FieldError(said, field) for field, said in missing if said]
        if errors or answer is None:
            self.errors.show_errors(errors)
            return
        self.wait(lambda: _("Putting the keys back…"))

        def work() -> Recovered:
            return calls.finish(code, answer, password, passphrase)

        self._screens.run(work, lambda done: self._let_in(done, password), self.fail)

    def _let_in(self, done: Recovered, password: str) -> None:
        self.confirm_button.set_words(lambda: _("Changing the database key…"))
        let_in = self._screens.entrance.let_in
        self._entering = (done.person.staff_no, password)

        def failed(error: Exception) -> None:
            self.stop_waiting()
            self._show_done(done, None)
            if getattr(error, "code", "") != "store_missing":
                self.refuse(error_text(error))

        def entered(desk: Any) -> None:
            self.stop_waiting()
            self._show_done(done, desk)

        self._screens.run(lambda: let_in(done.person.staff_no, password), entered, failed)

    def _go_on(self) -> None:
        from app.ui.keeping.opening import open_restore

        desk, entering, screens = self._desk, self._entering, self._screens
        self.accept()
        if desk is not None:
            screens.entrance.entered(desk)
        else:
            open_restore(screens, entering[0] if entering else "")

    # -- troubles --------------------------------------------------------------------------------------------------

    def fail(self, error: Exception) -> None:
        """Say what stands against it, at the field that it is about."""
        self.stop_waiting()
        code = getattr(error, "code", "")
        field: Field | None = None
        if self.step is self.ask:
            field = self.ask.file if code in _AT_FILE else self.ask.backup if code in _AT_BACKUP else None
        elif self.step is self.answer:
            field = self._field_at_answer(code, getattr(error, "details", {}).get("of"))
        self.refuse(error_text(error), field)

    def _field_at_answer(self, code: str, of: object) -> Field | None:
        page = self.answer
        if code in _AT_ANSWER:
            return page.answer
        if code == "wrong_recovery_code":
            return page.code
        if code.startswith("password_"):
            return page.passphrase if of == "passphrase" else page.password
        return None
