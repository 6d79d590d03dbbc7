"""`jiesu verify` and `jiesu rebuild`: looking after a desk's journal from the terminal, in both languages at once.

They ask for a staff number and a password, and for the branch passphrase where the desk opens with one. Without a
terminal the number comes from the environment as JIESU_STAFF_NO, the password from the first line of standard input
and the passphrase from the second. Nothing about a customer is ever printed.
"""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path

from app.bootstrap.workplace import Workplace
from app.language import LANGUAGES, _, in_language, ngettext_
from app.language.reasons import error_text
from app.operations.desk import Desk
from app.store.errors import StoreMissingError
from app.store.rebuild import digest, rebuild
from app.store.verify import BrokenEntry, VerifyReport, verify
from app.system.errors import KnownError
from app.system.hardening import harden_process
from app.system.logs import log_to
from app.system.paths import data_folder
from app.system.single_instance import only_one
from app.vault.errors import VaultMissingError

_log = logging.getLogger(__name__)

STAFF_NO = "JIESU_STAFF_NO"
_INTERRUPTED = 130

Words = Callable[[], str]
"""A sentence in the language in use."""


def verify_journal(args: argparse.Namespace) -> int:
    """Check every entry, signature and row; 0 when all is sound, else 1 with the first broken thing named."""
    return _look_after(args.data, _verify, is_alone=False)


def rebuild_rows(args: argparse.Namespace) -> int:
    """Derive case rows and search index anew; refused while a desk is open on the same folder."""
    return _look_after(args.data, _rebuild, is_alone=True)


def _look_after(data: Path | None, work: Callable[[Workplace, Desk], int], *, is_alone: bool) -> int:
    """Open the desk in `data`, do the work, close it; whatever goes wrong is said in sentences."""
    harden_process()
    folder = data or data_folder() / "trial"
    if not Workplace.is_in(folder):
        _say_error(VaultMissingError(path=folder.name))  # there is no folder yet that a log could be in
        return 1
    try:
        log_to(folder / "logs" / "maintenance")
        with only_one(folder) if is_alone else nullcontext():
            return _signed_in(folder, work)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return _INTERRUPTED
    except KnownError as error:
        _log.warning("%s", error)
        _say_error(error)
    except Exception as error:  # a bug: the log has it, the person gets a sentence
        _log.exception("unexpected")
        _say_error(error)
    return 1


class StaffNumberMissingError(KnownError):
    """Nobody said who asks."""

    code = "staff_no_missing"


def _signed_in(folder: Path, work: Callable[[Workplace, Desk], int]) -> int:
    workplace = Workplace(folder)
    try:
        if not workplace.has_database:
            raise StoreMissingError(path=folder.name)
        staff_no = _asked(STAFF_NO, lambda: _("Staff number"))
        if not staff_no.strip():
            raise StaffNumberMissingError
        password = _secret(lambda: _("Password"))
        passphrase = _secret(lambda: _("Branch passphrase")) if workplace.needs_passphrase() else None
        workplace.open_vault(passphrase)
        return work(workplace, workplace.sign_in(staff_no, password))
    finally:
        workplace.close()


# -- the two works ----------------------------------------------------------------------------------------------------


def _verify(workplace: Workplace, desk: Desk) -> int:
    report = verify(desk.store, workplace.key_directory())
    first = report.first
    if first is None:
        _say(lambda: _sound(report))
        return 0
    case_no = _case_no(desk, first.case_id)
    _say(lambda: _broken(report, first, case_no))
    return 1


def _rebuild(workplace: Workplace, desk: Desk) -> int:
    before = digest(desk.store.database)
    count = rebuild(desk.store)
    is_same = digest(desk.store.database) == before
    _say(lambda: _rebuilt(count, is_same=is_same))
    return 0


def _sound(report: VerifyReport) -> str:
    said = _(
        "The journal is sound. Checked: entries {entries}, cases {cases}, signatures {signatures}; nothing is wrong."
    ).format(entries=report.entries, cases=report.cases, signatures=report.signatures - report.unknown_keys)
    if report.unknown_keys:
        said += "\n" + _(
            "{count} more signatures are by people whose keys have not arrived here yet; synchronise to check them."
        ).format(count=report.unknown_keys)
    return said


def _broken(report: VerifyReport, first: BrokenEntry, case_no: str) -> str:
    what, advice = _BROKEN.get(first.what, _JOURNAL_OTHERWISE)
    where = [
        _("entry {origin}").format(origin=first.origin) if first.origin else "",
        _("case {case_no}").format(case_no=case_no) if case_no else "",
    ]
    place = " · ".join(part for part in where if part)
    lines = [
        _("Not everything is sound; found in all: {count}. The first:").format(count=len(report.problems)),
        f"  {place}" if place else "",
        f"  {what()}" + (f" ({first.what}: {first.detail})" if first.detail else f" ({first.what})"),
        f"  {advice()}",
    ]
    return "\n".join(line for line in lines if line)


def _rebuilt(count: int, *, is_same: bool) -> str:
    said = ngettext_(
        "The rows and the search index of {count} case were derived from the journal anew.",
        "The rows and the search index of {count} cases were derived from the journal anew.",
        count,
    ).format(count=count)
    if is_same:
        return said + " " + _("They are the same as before.")
    return said + " " + _("They had not matched the journal; now they do.")


def _case_no(desk: Desk, case_id: str) -> str:
    """The case's number, or its id where no row tells the number; "" for no case."""
    if not case_id:
        return ""
    row_id = desk.store.worklist.row_id_of(case_id)
    rows = desk.store.worklist.rows([row_id]) if row_id is not None else []
    return rows[0].case_no if rows else case_id


def _stop() -> str:
    return _("Stop working on this PC and tell the supervisor and the security department. Keep the files as they are.")


def _restore() -> str:
    return _("Restore the database from the backup, or call the IT desk. Keep the damaged file.")


def _derive() -> str:
    return _("The journal itself is not affected. Run: jiesu rebuild")


_JOURNAL_OTHERWISE: tuple[Words, Words] = (lambda: _("The entry is not as it was written."), _stop)
_BROKEN: Mapping[str, tuple[Words, Words]] = {
    "page": (lambda: _("A page of the database file can't be read."), _restore),
    "encoding": (lambda: _("The entry can't be read."), _stop),
    "hash": (lambda: _("The entry was changed: its bytes do not match its hash."), _stop),
    "columns": (lambda: _("The entry's columns do not match what it says itself."), _stop),
    "previous_hash": (lambda: _("The entry does not follow the one before it."), _stop),
    "gap": (lambda: _("Entries before this one are missing."), _stop),
    "body": (lambda: _("The entry's contents were changed."), _stop),
    "signature": (lambda: _("The signature under the entry is not the acting person's."), _stop),
    "head": (lambda: _("The end of the log is not where it was noted: entries were removed or added."), _stop),
    "row": (lambda: _("The case's row does not match the journal."), _derive),
    "row_missing": (lambda: _("The case's row is missing."), _derive),
    "row_extra": (lambda: _("There is a row of a case that the journal does not know."), _derive),
    "search": (lambda: _("The case is missing from the search index."), _derive),
    "attachment": (lambda: _("An attached file is not as it was kept."), _stop),
}


# -- the terminal -----------------------------------------------------------------------------------------------------


def _asked(variable: str, label: Words) -> str:
    given = os.environ.get(variable, "").strip()
    if given or not sys.stdin.isatty():
        return given
    sys.stderr.write(_prompt(label))
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _secret(label: Words) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_prompt(label))
    return sys.stdin.readline().rstrip("\r\n")


def _prompt(label: Words) -> str:
    return f"{_in_both(label, ' ')}: "


def _say(words: Words) -> None:
    sys.stdout.write(_in_both(words, "\n") + "\n")


def _say_error(error: Exception) -> None:
    sys.stderr.write(_in_both(lambda: error_text(error), "\n") + "\n")


def _in_both(words: Words, between: str) -> str:
    said = []
    for code in LANGUAGES:
        with in_language(code):
            said.append(words())
    return between.join(said)
