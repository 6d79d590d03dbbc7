"""`jiesu verify`, `jiesu rebuild`, `jiesu evidence`: looking after a journal from the terminal, in both languages.

They ask for a staff number and a password, and for the branch passphrase where the desk opens with one. Without a
terminal the number comes from the environment as JIESU_STAFF_NO, the password from the first line of standard input
and the passphrase from the second. Nothing about a customer is ever printed.
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from app.bootstrap.recovering import FileThereError, write_new
from app.bootstrap.terminal import in_both, look_after, say
from app.bootstrap.workplace import Workplace
from app.domain.disclosure import Given
from app.domain.refusal import Refusal
from app.language import _, ngettext_
from app.language.reasons import refusal_text
from app.operations.desk import Desk
from app.operations.evidence import make_evidence
from app.operations.open_case import open_case_by_number
from app.operations.verify_journal import check_journal
from app.store.rebuild import digest, rebuild

_log = logging.getLogger(__name__)


def verify_journal(args: argparse.Namespace) -> int:
    """Check every entry, signature and row; 0 when all is sound, else 1 with the first broken thing named."""
    return look_after(args.data, _verify, is_alone=False)


def rebuild_rows(args: argparse.Namespace) -> int:
    """Derive case rows and search index anew; refused while a desk is open on the same folder."""
    return look_after(args.data, _rebuild, is_alone=True)


def export_evidence(args: argparse.Namespace) -> int:
    """Write the evidence package of one case to a file that is not there yet; 0 when it was written."""
    given = Given(args.reason, args.note)
    return look_after(args.data, lambda workplace, desk: _export(desk, args.case_no, args.out, given), is_alone=False)


# -- the two works ----------------------------------------------------------------------------------------------------


def _verify(workplace: Workplace, desk: Desk) -> int:
    check = check_journal(desk)
    say(check.sentence)
    return 0 if check.report.is_sound else 1


def _rebuild(workplace: Workplace, desk: Desk) -> int:
    before = digest(desk.store.database)
    count = rebuild(desk.store)
    is_same = digest(desk.store.database) == before
    say(lambda: _rebuilt(count, is_same=is_same))
    return 0


def _export(desk: Desk, case_no: str, out: Path, given: Given) -> int:
    view = open_case_by_number(desk, case_no)
    if isinstance(view, Refusal):
        return _say_refusal(view, desk)
    if out.exists():
        raise FileThereError
    made = make_evidence(desk, view.case.case_id, given)
    if isinstance(made, Refusal):
        return _say_refusal(made, desk)
    write_new(out, made.data)
    say(_warned)
    return 0


def _warned() -> str:
    return _(
        "The package was written. It holds the customer's data and is not encrypted: keep it where only those who "
        "need it can read it, and delete it when it is handed over."
    )


def _say_refusal(refusal: Refusal, desk: Desk) -> int:
    sys.stderr.write(in_both(lambda: refusal_text(refusal, desk.people), "\n") + "\n")
    return 1


def _rebuilt(count: int, *, is_same: bool) -> str:
    said = ngettext_(
        "The rows and the search index of {count} case were derived from the journal anew.",
        "The rows and the search index of {count} cases were derived from the journal anew.",
        count,
    ).format(count=count)
    if is_same:
        return said + " " + _("They are the same as before.")
    return said + " " + _("They had not matched the journal; now they do.")
