"""What the commands that look after a desk have in common: opening it from a terminal, in both languages at once.

They ask for a staff number and a password, and for the branch passphrase where the desk opens with one. Without a
terminal the number comes from the environment as JIESU_STAFF_NO, the password from the first line of standard input
and the passphrase from the second. Nothing about a customer is ever printed.
"""

from __future__ import annotations

import getpass
import logging
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from app.bootstrap.workplace import BRANCH_FOLDER, Workplace
from app.language import LANGUAGES, _, in_language
from app.language.reasons import error_text
from app.operations.desk import Desk
from app.store.errors import StoreMissingError
from app.system.errors import KnownError
from app.system.hardening import harden_process
from app.system.logs import log_to
from app.system.paths import data_folder, private_folder
from app.system.single_instance import only_one
from app.vault.errors import VaultMissingError

_log = logging.getLogger(__name__)

STAFF_NO = "JIESU_STAFF_NO"
_INTERRUPTED = 130

Words = Callable[[], str]
"""A sentence in the language in use."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Who asks, and the password that was typed."""

    staff_no: str
    password: str = field(repr=False)


def look_after(data: Path | None, work: Callable[[Workplace, Desk], int], *, is_alone: bool) -> int:
    """Open the desk in `data`, do the work, close it; whatever goes wrong is said in sentences. The exit status."""

    def signed_in(workplace: Workplace, typed: Typed) -> int:
        if not workplace.has_database:
            raise StoreMissingError(path=workplace.folder.name)
        return work(workplace, workplace.sign_in(typed.staff_no, typed.password))

    return with_vault(data, signed_in, is_alone=is_alone)


def with_vault(data: Path | None, work: Callable[[Workplace, Typed], int], *, is_alone: bool) -> int:
    """As `look_after`, with the vault open and nobody signed in: the database may be in any state."""
    return _run_in(data, lambda folder: _opened(folder, work), is_alone=is_alone)


def alone_in(data: Path | None, work: Callable[[Workplace], int], *, may_be_new: bool) -> int:
    """As `with_vault`, with the vault closed, for what is done because it does not open. While no desk is open on the
    same folder, which is made where it `may_be_new`."""

    def closed(folder: Path) -> int:
        workplace = Workplace(folder)
        try:
            return work(workplace)
        finally:
            workplace.close()

    if may_be_new:
        private_folder((data or _usual_folder()) / BRANCH_FOLDER)
    return _run_in(data, closed, is_alone=True)


def _usual_folder() -> Path:
    return data_folder() / "trial"


def _run_in(data: Path | None, work: Callable[[Path], int], *, is_alone: bool) -> int:
    harden_process()
    folder = data or _usual_folder()
    if not Workplace.is_in(folder):
        say_error(VaultMissingError(path=folder.name))  # there is no folder yet that a log could be in
        return 1
    try:
        log_to(folder / "logs" / "maintenance")
        with only_one(folder) if is_alone else nullcontext():
            return work(folder)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return _INTERRUPTED
    except KnownError as error:
        _log.warning("%s", error)
        say_error(error)
    except Exception as error:  # a bug: the log has it, the person gets a sentence
        _log.exception("unexpected")
        say_error(error)
    return 1


class StaffNumberMissingError(KnownError):
    """Nobody said who asks."""

    code = "staff_no_missing"


def _opened(folder: Path, work: Callable[[Workplace, Typed], int]) -> int:
    workplace = Workplace(folder)
    try:
        staff_no = asked(STAFF_NO, lambda: _("Staff number"))
        if not staff_no.strip():
            raise StaffNumberMissingError
        password = secret(lambda: _("Password"))
        passphrase = secret(lambda: _("Branch passphrase")) if workplace.needs_passphrase() else None
        workplace.open_vault(passphrase)
        return work(workplace, Typed(staff_no, password))
    finally:
        workplace.close()


def asked(variable: str, label: Words) -> str:
    """A word from the environment, or typed at the terminal; "" where there is neither."""
    given = os.environ.get(variable, "").strip()
    if given or not sys.stdin.isatty():
        return given
    sys.stderr.write(_prompt(label))
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def secret(label: Words) -> str:
    """A word that is not shown, or the next line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(_prompt(label))
    return sys.stdin.readline().rstrip("\r\n")


def _prompt(label: Words) -> str:
    return f"{in_both(label, ' ')}: "


def say(words: Words) -> None:
    """On standard output, in every language."""
    sys.stdout.write(in_both(words, "\n") + "\n")


def say_error(error: Exception) -> None:
    """On standard error, in every language: what happened and what to do."""
    sys.stderr.write(in_both(lambda: error_text(error), "\n") + "\n")


def in_both(words: Words, between: str) -> str:
    """The words in every language."""
    said = []
    for code in LANGUAGES:
        with in_language(code):
            said.append(words())
    return between.join(said)
