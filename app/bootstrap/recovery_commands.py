"""`jiesu recover request|finish|cancel|answer`: a recovery with headquarters' help, from the terminal.

The code and the new password are typed, or come as lines of standard input. With `finish`, where the desk opens with
the branch passphrase or is to from now on, that is the next line.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.bootstrap.recovering import (
    FileNotReadError,
    begin,
    cancel,
    finish,
    read_document,
    request_name,
    take_keystore,
    write_new,
)
from app.bootstrap.terminal import alone_in, asked, say, secret
from app.bootstrap.workplace import Workplace
from app.domain.calendar import CHINA
from app.language import _
from app.language.book_labels import recovery_why
from app.language.labels import list_of
from app.operations.recover import waiting_recovery
from app.store.errors import StoreMissingError
from app.system.errors import KnownError
from app.vault.errors import NoRecoveryWaitingError

CODE = "JIESU_RECOVERY_CODE"


class PasswordsDifferError(KnownError):
    """The new password was not typed the same way twice."""

    code = "passwords_differ"


def recover(args: argparse.Namespace) -> int:
    """Run one of the four actions; 0 when it was done."""
    actions: dict[str, Callable[[Workplace, argparse.Namespace], int]] = {
        "request": _request,
        "finish": _finish,
        "cancel": _cancel,
        "answer": _answer,
    }
    return alone_in(
        args.data,
        lambda workplace: actions[args.action](workplace, args),
        may_be_new=getattr(args, "backup", None) is not None,
    )


def _request(workplace: Workplace, args: argparse.Namespace) -> int:
    if args.backup is not None:
        take_keystore(workplace, args.backup)
    out: Path = args.out or Path.cwd() / request_name(workplace.branch.code, datetime.now(CHINA))
    begun = begin(workplace, args.why, out.absolute())
    say(
        lambda: "\n".join(
            [
                _("The request for headquarters was written: {name}").format(name=begun.file.name),
                _("Recovery code, shown this once. Write it down and keep it apart: {code}").format(code=begun.code),
                _("Read out to headquarters on the telephone: {code}").format(code=begun.waiting.check_code),
            ]
        )
    )
    return 0


def _finish(workplace: Workplace, args: argparse.Namespace) -> int:
    if waiting_recovery(workplace.branch_folder) is None:
        raise NoRecoveryWaitingError
    if not args.answer.is_file():
        raise FileNotReadError
    code = asked(CODE, lambda: _("Recovery code")) or secret(lambda: _("Recovery code"))
    password = secret(lambda: _("New password"))
    if sys.stdin.isatty() and secret(lambda: _("The same once more")) != password:
        raise PasswordsDifferError
    passphrase = None
    if workplace.needs_passphrase() or args.passphrase:
        passphrase = secret(lambda: _("Branch passphrase"))
    done = finish(workplace, code, args.answer, password, passphrase)
    say(
        lambda: _("{name} ({staff_no}) looks after this desk again: {why}, signed by {officers}.").format(
            name=done.person.name,
            staff_no=done.person.staff_no,
            why=recovery_why(done.why),
            officers=list_of(list(done.officers)),
        )
    )
    try:
        workplace.sign_in(done.person.staff_no, password)
    except StoreMissingError:
        say(lambda: _("The database is not here. Put it back next: jiesu restore."))
        return 0
    say(lambda: _("The database stands under a fresh key, and the recovery is in the book."))
    return 0


def _cancel(workplace: Workplace, args: argparse.Namespace) -> int:
    if waiting_recovery(workplace.branch_folder) is None:
        raise NoRecoveryWaitingError
    cancel(workplace)
    say(lambda: _("The request was given up. An answer to it opens nothing any more."))
    return 0


def _answer(workplace: Workplace, args: argparse.Namespace) -> int:
    """The trial's own headquarters answers, so that a recovery can be tried from beginning to end."""
    from app.trial.headquarters import TrialHeadquarters

    request = read_document(args.request)
    headquarters = TrialHeadquarters(workplace.folder / "headquarters")
    headquarters.start()
    try:
        answer = headquarters.recover(request, args.grant, name=args.name)
    finally:
        headquarters.stop()
    write_new(args.out.absolute(), answer)
    say(lambda: _("The trial's headquarters answered: {name}").format(name=args.out.name))
    return 0
