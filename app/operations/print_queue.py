"""The print queue: papers wait in the database until a printer has taken them, and nobody has to remember them."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.disclosure import Given
from app.domain.entry import book_entry
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk
from app.operations.disclosure import Taking, copy_mark, objection_to_taking, record_taking
from app.operations.make_paper import (
    ACK_SLIP,
    PAPERS,
    MadePaper,
    make_paper,
    make_slip,
)
from app.operations.note import note
from app.system.errors import KnownError

if TYPE_CHECKING:
    from app.store.print_queue import PrintJob

_log = logging.getLogger(__name__)

NO_PRINTER = "no_printer"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The printer that this desk prints on. `name` is empty while there is none; `reason` says why it is not ready."""

    name: str
    is_ready: bool
    reason: str = ""
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class PrintJobView:
    """One paper in the queue. `state` is waiting, sent, printed, failed or cancelled; `reason` is a code."""

    job_id: int
    case_id: str
    case_no: str
    kind: str
    copy_no: int
    printer: str
    copies: int
    state: str
    reason: str
    queued_by: str
    queued_at: datetime


def print_jobs(desk: Desk, limit: int = 200) -> list[PrintJobView]:
    """The latest papers, the newest first, and every open one however old."""
    queue = desk.store.print_queue
    recent = queue.recent_jobs(limit)
    known = {job.job_id for job in recent}
    return [_view(desk, job) for job in (*recent, *(job for job in queue.open_jobs() if job.job_id not in known))]


def print_waiting(desk: Desk) -> int:
    """Give every waiting paper to the printer and ask how the sent ones are; returns how many states changed.

    A paper that can't be printed now stays in the queue with the reason; nothing is raised for it.
    """
    jobs = desk.store.print_queue.open_jobs()
    waiting = [job for job in jobs if job.state == "waiting"]
    changed = sum(_follow(desk, job) for job in jobs if job.state == "sent")
    if waiting:
        printer = _printer(desk)
        changed += sum(_send(desk, job, printer) for job in waiting)
    if changed:
        desk.announce(PAPERS, frozenset())
    return changed


def retry_print(desk: Desk, job_id: int) -> Refusal | None:
    """Let a failed or waiting paper try again; for whoever may print."""
    from app.store.print_queue import PrintState

    if not desk.actor.may(Right.PRINT):
        return _may_not_print(desk)
    job = desk.store.print_queue.job(job_id)
    if job is not None and job.state in ("waiting", "failed"):
        desk.store.print_queue.move(job_id, PrintState.WAITING, desk.clock.now(), printer="")
        desk.announce(PAPERS, frozenset())
    return None


def cancel_print(desk: Desk, job_id: int) -> None:
    """Take a paper out of the queue that no printer has; it stays on record as made."""
    from app.store.print_queue import PrintState

    job = desk.store.print_queue.job(job_id)
    if job is not None and job.state in ("waiting", "failed"):
        desk.store.print_queue.move(job_id, PrintState.CANCELLED, desk.clock.now())
        desk.announce(PAPERS, frozenset())


def reprint(desk: Desk, job_id: int) -> MadePaper | Refusal:
    """Make the next numbered copy of a paper, with the reprint mark (domain.md 2.9); who had it printed again stands in
    the book with its hash."""
    if not desk.actor.may(Right.PRINT):
        return _may_not_print(desk)
    job = desk.store.print_queue.job(job_id)
    paper = desk.store.print_queue.paper(job.sha256) if job else None
    if paper is None:
        return refuse(ReasonCode.PAPER_UNKNOWN)
    if paper.kind == ACK_SLIP:
        made = make_slip(desk, paper.case_id, paper.size)
    else:
        case = desk.store.case(paper.case_id)
        about = next((made.about for made in case.papers if made.sha256 == paper.sha256), "") if case else ""
        made = make_paper(desk, paper.case_id, paper.kind, about)
    if not isinstance(made, Refusal):
        sha256 = hashlib.sha256(made.pdf).hexdigest()
        body = {"case_id": made.case_id, "kind": made.kind, "copy_no": made.copy_no, "sha256": sha256}
        note(desk, book_entry(BookKind.PAPER_PRINTED, **body))
    return made


def take_out_paper(desk: Desk, job_id: int, given: Given) -> bytes | Refusal:
    """A copy of a paper to be saved outside, with who took it on every page; the kept paper stays as it is.

    Raises: StoreError.
    """
    from app.documents.copy_mark import mark_pdf

    job = desk.store.print_queue.job(job_id)
    paper = desk.store.print_queue.paper(job.sha256) if job else None
    if paper is None:
        return refuse(ReasonCode.PAPER_UNKNOWN)
    taking = Taking("paper", given, paper.case_id)
    if objection := objection_to_taking(desk, taking):
        return objection
    copy = mark_pdf(paper.pdf, copy_mark(desk, desk.clock.now()))
    record_taking(desk, taking, copy)
    return copy


def _may_not_print(desk: Desk) -> Refusal:
    could = who_may(Right.PRINT, desk.people.values())
    return refuse(ReasonCode.NO_RIGHT, who_could=could, role=desk.actor.role.value, right=Right.PRINT.value)


def paper_pdf(desk: Desk, job_id: int) -> bytes | None:
    """The exact paper of a job; None when it is not on this computer."""
    job = desk.store.print_queue.job(job_id)
    paper = desk.store.print_queue.paper(job.sha256) if job else None
    return paper.pdf if paper else None


def printer_status(desk: Desk) -> PrinterStatus:
    """The printer in use and how many papers wait for it."""
    from app.printing.queue import printers

    waiting = sum(1 for job in desk.store.print_queue.open_jobs() if job.state in ("waiting", "failed"))
    name = _printer(desk)
    found = next((p for p in printers() if p.name == name), None)
    if found is None:
        return PrinterStatus(name, False, NO_PRINTER if not name else "printer_missing", waiting)
    return PrinterStatus(found.name, found.is_ready, found.reason.value, waiting)


def _printer(desk: Desk) -> str:
    """The printer that was chosen for this desk, else the only one, else the system's default; "" for none."""
    from app.printing.queue import printers

    if desk.printer_name:
        return desk.printer_name
    found = printers()
    if len(found) == 1:
        return found[0].name
    return next((printer.name for printer in found if printer.is_default), "")


def _send(desk: Desk, job: PrintJob, printer: str) -> int:
    from app.printing.queue import media_of, print_pdf
    from app.store.print_queue import PrintState

    queue = desk.store.print_queue
    paper = queue.paper(job.sha256)
    if not printer or paper is None:
        return _note(desk, job, PrintState.WAITING, NO_PRINTER if paper else ReasonCode.PAPER_UNKNOWN.value)
    try:
        ref = print_pdf(paper.pdf, printer, media_of(paper.pdf, paper.size), job.title, job.copies)
    except KnownError as error:
        state = PrintState.FAILED if error.code == "print_failed" else PrintState.WAITING
        return _note(desk, job, state, error.code)
    except ValueError:  # no printer ever takes this one: it must not stand in the way of the others
        _log.exception("print job %d can't be printed", job.job_id)
        return _note(desk, job, PrintState.FAILED, "print_failed")
    queue.move(job.job_id, PrintState.SENT, desk.clock.now(), system_ref=str(ref), printer=printer)
    return 1


def _follow(desk: Desk, job: PrintJob) -> int:
    """Note what the printing system says of a paper that it has."""
    from app.printing.printers import JobRef, JobState
    from app.printing.queue import job_state, printers
    from app.store.print_queue import PrintState

    try:
        state = job_state(JobRef(job.system_ref))
    except KnownError as error:
        return _note(desk, job, PrintState.SENT, error.code)
    if state is JobState.UNKNOWN and all(printer.name != job.printer for printer in printers()):
        return _note(desk, job, PrintState.WAITING, "printer_missing")  # it went with its printer
    # A printing system that forgets finished jobs has taken this one; asking longer would never end.
    outcome = {
        JobState.PRINTED: (PrintState.PRINTED, ""),
        JobState.UNKNOWN: (PrintState.PRINTED, ""),
        JobState.FAILED: (PrintState.FAILED, "print_failed"),
        JobState.CANCELLED: (PrintState.CANCELLED, ""),
    }
    return _note(desk, job, *outcome.get(state, (PrintState.SENT, "")))


def _note(desk: Desk, job: PrintJob, state: str, reason: str) -> int:
    from app.store.print_queue import PrintState

    if job.state == state and job.reason == reason:
        return 0
    desk.store.print_queue.move(job.job_id, PrintState(state), desk.clock.now(), reason=reason)
    return 1


def _view(desk: Desk, job: PrintJob) -> PrintJobView:
    paper = desk.store.print_queue.paper_facts(job.sha256)
    return PrintJobView(
        job_id=job.job_id,
        case_id=job.case_id,
        case_no=job.title,
        kind=paper.kind if paper else "",
        copy_no=paper.copy_no if paper else 0,
        printer=job.printer,
        copies=job.copies,
        state=job.state.value,
        reason=job.reason,
        queued_by=desk.name_of(job.queued_by),
        queued_at=job.queued_at,
    )
