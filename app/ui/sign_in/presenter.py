"""What happens when somebody signs in, unlocks or switches; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.language import _
from app.ui.running import RunWork

# Errors after which the branch passphrase can still open this computer's secret (security.md 2).
PASSPHRASE_CODES = frozenset({"passphrase_needed", "keyring_missing", "keyring_failed", "keyring_locked"})
# Errors about a passphrase that was typed; all but the first are about a new one.
WRONG_PASSPHRASE_CODES = frozenset(
    {"wrong_passphrase", "password_too_short", "password_too_long", "password_common", "password_personal"}
)
# Errors that are about what was typed; all others concern the computer, and typing again won't help.
PERSON_CODES = frozenset(
    {
        "wrong_password",
        "locked_out",
        "person_suspended",
        "no_store_key",
        "sign_in_refused",
        "no_standing_suspended",
        "no_standing_not_listed",
    }
)
# Errors about a new password that was chosen.
NEW_PASSWORD_CODES = frozenset(
    {"password_too_short", "password_too_long", "password_common", "password_personal", "password_same"}
)


class RareView(Protocol):
    """What the page shows seldom."""

    def ask_passphrase(self, message: str, *, is_new: bool = False) -> None:
        """There is no keyring: offer the branch passphrase, typed twice where nobody has set one."""

    def ask_new_password(self, name: str, personal: tuple[str, ...]) -> None:
        """A first password was right: ask for another one, not made of what is `personal`."""

    def show_trouble(self, code: str, details: Mapping[str, object]) -> None:
        """Nobody can sign in on this computer now: a page for the matter."""


class SignInView(Protocol):
    """What the presenter tells the page."""

    @property
    def rare(self) -> RareView:
        """What is shown seldom."""
        ...

    def show_busy(self, is_busy: bool) -> None:
        """Wait, or take input again."""

    def show_problem(self, field_name: str, message: str) -> None:
        """Write `message` at "staff_no", "password", "passphrase" or "new_password" and put the cursor there."""

    def show_wait(self, until: datetime, message: str) -> None:
        """Take no password before `until`."""

    def ask_password(self) -> None:
        """Back to staff number and password."""

    def forget(self) -> None:
        """Empty everything secret that was typed."""


@dataclass(slots=True)
class Doors:
    """What sign-in opens. All but `entered` are called on the lane and may raise known errors.

    `prepare()` opens the vault (again); `sign_in(staff_no, password)` returns the session, as does
    `unlock(staff_no, password)` for the person who locked the desk; `use_passphrase(text)` makes `prepare` work
    without a keyring; None when this computer has no such way. `choose_password(staff_no, old, new)` lets in as
    `sign_in` does. `entered(session)` is called on the GUI thread.
    """

    prepare: Callable[[], object]
    sign_in: Callable[[str, str], object]
    unlock: Callable[[str, str], object]
    entered: Callable[[Any], object]
    use_passphrase: Callable[[str], object] | None = None
    choose_password: Callable[[str, str, str], object] | None = None


@dataclass(slots=True, weakref_slot=True)
class SignInPresenter:
    """Decides what the sign-in page shows. `locked_staff_no` is set while a locked desk waits for its person."""

    view: SignInView
    run: RunWork
    doors: Doors
    locked_staff_no: str = ""
    _is_busy: bool = field(default=False, init=False)
    _first: tuple[str, str] | None = field(default=None, init=False, repr=False)  # number and first password

    def prepare(self) -> None:
        """Open the vault after the first paint, so that trouble is told before anybody types."""
        self.run(self.doors.prepare, None, self._on_failed)

    def submit(self, staff_no: str, password: str) -> None:
        """Somebody pressed Enter."""
        if self._is_busy:
            return
        number = "".join(staff_no.split())
        if not number:
            self.view.show_problem("staff_no", _("Enter your staff number"))
            return
        if not password:
            self.view.show_problem("password", _("Enter your password"))
            return
        door = self.doors.unlock if number == self.locked_staff_no else self.doors.sign_in
        self._set_busy(True)
        self._first = None

        def failed(error: Exception) -> None:
            if getattr(error, "code", "") == "new_password_needed":
                self._on_first_password(error, number, password)
            else:
                self._on_failed(error)

        self.run(lambda: door(number, password), self._on_entered, failed)

    def submit_new_password(self, new: str) -> None:
        """Somebody chose another password in place of the first one."""
        choose, first = self.doors.choose_password, self._first
        if self._is_busy or choose is None or first is None:
            return
        self._set_busy(True)

        def failed(error: Exception) -> None:
            if getattr(error, "code", "") in NEW_PASSWORD_CODES:
                from app.language.reasons import error_text

                self._set_busy(False)
                self.view.show_problem("new_password", error_text(error))
                return
            self.switch()
            self._on_failed(error)

        self.run(lambda: choose(*first, new), self._on_entered, failed)

    def submit_passphrase(self, passphrase: str) -> None:
        """Somebody typed the branch passphrase."""
        use = self.doors.use_passphrase
        if self._is_busy or use is None:
            return
        if not passphrase:
            self.view.show_problem("passphrase", _("Enter the branch passphrase"))
            return
        self._set_busy(True)
        self.run(lambda: use(passphrase), self._on_prepared, self._on_failed)

    def retry(self) -> None:
        """Look again whether this computer can be used."""
        if not self._is_busy:
            self._set_busy(True)
            self.run(self.doors.prepare, self._on_prepared, self._on_failed)

    def lock(self, staff_no: str) -> None:
        """The desk was locked by or for `staff_no`."""
        self.locked_staff_no = staff_no

    def switch(self) -> None:
        """Another person wants to sign in at a locked desk."""
        self.locked_staff_no, self._first = "", None
        self.view.ask_password()

    def _on_prepared(self, _result: object) -> None:
        self._set_busy(False)
        self.view.forget()
        self.view.ask_password()

    def _on_entered(self, session: object) -> None:
        self._set_busy(False)
        self.locked_staff_no, self._first = "", None
        self.view.forget()
        self.doors.entered(session)

    def _on_first_password(self, error: Exception, staff_no: str, password: str) -> None:
        self._set_busy(False)
        person = getattr(error, "person", None)
        if person is None or self.doors.choose_password is None:
            self._on_failed(error)
            return
        self._first = (staff_no, password)
        self.view.rare.ask_new_password(person.name, (person.staff_no, person.name, person.branch))

    def _on_failed(self, error: Exception) -> None:
        from app.language.reasons import error_text  # after first paint, when something failed

        self._set_busy(False)
        code = getattr(error, "code", "")
        message = error_text(error)
        until = _until(error)
        if code == "locked_out" and until is not None:
            self.view.show_wait(until, message)
        elif code in PERSON_CODES:
            self.view.show_problem("password", message)
        elif code in WRONG_PASSPHRASE_CODES:
            self.view.show_problem("passphrase", message)
        elif code in PASSPHRASE_CODES and self.doors.use_passphrase is not None and not self._is_kept_in_keyring(error):
            self.view.rare.ask_passphrase(message, is_new=getattr(error, "details", {}).get("is_new") is True)
        else:
            details = getattr(error, "details", None)
            self.view.rare.show_trouble(code or "unexpected", details if isinstance(details, Mapping) else {})

    @staticmethod
    def _is_kept_in_keyring(error: Exception) -> bool:
        """Whether the keys that are here lie in the keyring, so that no passphrase opens them."""
        return getattr(error, "details", {}).get("is_new") is False

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.view.show_busy(is_busy)


def _until(error: Exception) -> datetime | None:
    until = getattr(error, "until", None) or getattr(error, "details", {}).get("until")
    if isinstance(until, str):
        until = datetime.fromisoformat(until)
    return until if isinstance(until, datetime) else None
