"""Check the whole journal, say what came of it in sentences, and put on record that somebody looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.language import verify_labels
from app.operations.desk import Desk
from app.operations.note import note
from app.system.errors import KnownError

if TYPE_CHECKING:
    from app.journal.signature import KeyDirectory
    from app.store.verify import BrokenEntry, Progress, VerifyReport

_ANCHOR_ERRORS = frozenset({"anchor_lost", "anchor_tampered"})


@dataclass(frozen=True, slots=True)
class JournalCheck:
    """What a check came to. `case_no` is the number of the case with the first broken thing, "" for none; `hub_key` is
    headquarters' public key that receipts were checked by, empty before the first contact."""

    report: VerifyReport
    case_no: str = ""
    hub_key: bytes = b""

    def sentence(self) -> str:
        """It in the language in use: what was proven, or the first broken thing and what to do. May have lines."""
        report, first = self.report, self.report.first
        if first is not None:
            return verify_labels.broken(len(report.problems), first.origin, self.case_no, first.what, first.detail)
        if not report.is_complete:
            return verify_labels.stopped()
        checked = report.signatures - report.unknown_keys
        said = [verify_labels.sound(report.entries, report.cases, checked, report.unknown_keys)]
        if report.receipts or report.is_anchored:
            said.append(verify_labels.proven(report.receipts, is_anchored=report.is_anchored))
        if self.hub_key:
            said.append(verify_labels.headquarters_key(self.hub_key))
        return "\n".join(said)


def verify_journal(desk: Desk, progress: Progress | None = None) -> JournalCheck | Refusal:
    """Check every page, entry, signature, receipt and row, for who may read audit, and put the result into the book.

    `progress(step, done, of)` returns False to stop; then nothing is put on record. It takes long on a large journal,
    so call it on a lane of its own: it holds up nobody who writes. Raises: StoreError.
    """
    if not desk.actor.may(Right.READ_AUDIT):
        return refuse(ReasonCode.NO_RIGHT, who_could=who_may(Right.READ_AUDIT, desk.people.values()))
    check = check_journal(desk, progress=progress)
    report = check.report
    if report.is_complete:
        first = report.first.what if report.first else ""
        body = {"entries": report.entries, "problems": len(report.problems), "first": first}
        note(desk, book_entry(BookKind.JOURNAL_VERIFIED, **body))
    return check


def check_journal(desk: Desk, directory: KeyDirectory | None = None, progress: Progress | None = None) -> JournalCheck:
    """As `verify_journal`, for anybody and without a word in the book; writes nothing.

    Without a `directory` signatures are checked by the one that the store itself goes by. Raises: StoreError.
    """
    from app.store.directories import pinned_key
    from app.store.verify import verify

    anchor, lost = _anchor(desk)
    hub_key = pinned_key(desk.store.database)
    report = verify(
        desk.store,
        directory or desk.store.sync.directory,
        hub_key=hub_key or None,
        anchor=anchor,
        progress=progress,
    )
    if lost is not None:
        report.problems.append(lost)
    return JournalCheck(report, _case_no(desk, report.first.case_id) if report.first else "", hub_key)


def _anchor(desk: Desk) -> tuple[tuple[int, int, bytes] | None, BrokenEntry | None]:
    """The head that is kept outside the database, or why it can't be had."""
    from app.store.verify import BrokenEntry

    if desk.vault is None:
        return None, None
    try:
        kept = desk.vault.anchor()
    except KnownError as error:
        if error.code not in _ANCHOR_ERRORS:
            raise
        return None, BrokenEntry(error.code)
    return ((kept.epoch, kept.seq, kept.hash) if kept is not None else None), None


def _case_no(desk: Desk, case_id: str) -> str:
    """The case's number, or its id where no row tells the number; "" for no case."""
    if not case_id:
        return ""
    row_id = desk.store.worklist.row_id_of(case_id)
    rows = desk.store.worklist.rows([row_id]) if row_id is not None else []
    return rows[0].case_no if rows else case_id
