"""Papers as they were made, and what is to be printed. Both live in the database alone, nothing beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.journal.view import case_bytes, case_text, instant, milliseconds
from app.store.engine import Database


class PrintState(StrEnum):
    """How far a print job is."""

    WAITING = "waiting"  # nothing was given to the printer yet
    SENT = "sent"  # the printing system has it
    PRINTED = "printed"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_STATES = (PrintState.WAITING, PrintState.SENT, PrintState.FAILED)


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper's exact bytes. `sha256` is of `pdf`, in hex."""

    sha256: str
    case_id: str
    kind: str
    copy_no: int
    size: str
    made_at: datetime
    pdf: bytes

    def __repr__(self) -> str:
        return f"<StoredPaper {self.kind} {self.copy_no} of case {self.case_id}>"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a kept paper is, without its bytes."""

    kind: str
    copy_no: int
    size: str


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that an act makes: kept and queued in the same transaction as its entry. `printer` "" waits for one."""

    kind: str
    copy_no: int
    size: str
    copies: int
    title: str
    pdf: bytes
    printer: str = ""

    def __repr__(self) -> str:
        return f"<NewPaper {self.kind} {self.copy_no}>"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper for one printer. `title` is the case number and no more: printing systems keep titles."""

    job_id: int
    sha256: str
    case_id: str
    title: str
    printer: str
    media: str
    copies: int
    state: PrintState
    reason: str
    system_ref: str
    queued_by: str
    queued_at: datetime
    changed_at: datetime


_ADD_PAPER = (
    "INSERT INTO paper (sha256, case_id, kind, copy_no, size, made_at, pdf) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (sha256) DO NOTHING"
)
_ADD_JOB = (
    "INSERT INTO print_job (sha256, case_id, title, printer, media, copies, state, reason, system_ref, queued_by, "
    "queued_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, 'waiting', '', '', ?, ?, ?) RETURNING job_id"
)
_PAPERS = "SELECT sha256, case_id, kind, copy_no, size, made_at, pdf FROM paper"
_JOBS = (
    "SELECT job_id, sha256, case_id, title, printer, media, copies, state, reason, system_ref, queued_by, queued_at, "
    "changed_at FROM print_job"
)


class PrintQueue:
    """The papers and print jobs in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_paper(self, case_id: str, kind: str, copy_no: int, size: str, pdf: bytes, now: datetime) -> str:
        """Keep a paper; returns its SHA-256 in hex. The same bytes again are kept once."""
        sha256 = hashlib.sha256(pdf).hexdigest()
        values = (sha256, case_bytes(case_id), kind, copy_no, size, milliseconds(now), pdf)
        with self._database.write() as connection:
            connection.exec_driver_sql(_ADD_PAPER, values)
        return sha256

    def paper(self, sha256: str) -> StoredPaper | None:
        """A kept paper by its hash, None when it is not here (papers do not travel between PCs)."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(f"{_PAPERS} WHERE sha256 = ?", (sha256,)).fetchone()
        return _paper(row) if row else None

    def paper_facts(self, sha256: str) -> PaperFacts | None:
        """What the paper with this hash is, None when it is not here."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT kind, copy_no, size FROM paper WHERE sha256 = ?", (sha256,)
            ).fetchone()
        return PaperFacts(*row) if row else None

    def papers_of(self, case_id: str) -> list[StoredPaper]:
        """The kept papers of a case, in the order of making."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_PAPERS} WHERE case_id = ? ORDER BY made_at, copy_no, sha256", (case_bytes(case_id),)
            ).fetchall()
        return [_paper(row) for row in rows]

    def add(
        self,
        sha256: str,
        case_id: str,
        title: str,
        printer: str,
        media: str,
        copies: int,
        queued_by: str,
        now: datetime,
    ) -> PrintJob:
        """Queue a kept paper. `printer` "" waits until somebody names one."""
        at = milliseconds(now)
        values = (sha256, case_bytes(case_id), title, printer, media, copies, queued_by, at, at)
        with self._database.write() as connection:
            row = connection.exec_driver_sql(_ADD_JOB, values).fetchone()
            job_id = int(row[0]) if row else 0
            return _job(connection.exec_driver_sql(f"{_JOBS} WHERE job_id = ?", (job_id,)).fetchone())

    def move(
        self,
        job_id: int,
        state: PrintState,
        now: datetime,
        *,
        reason: str = "",
        system_ref: str | None = None,
        printer: str | None = None,
    ) -> None:
        """Note how far a job is. `reason` is a code; `system_ref` and `printer` stay as they are when not given."""
        with self._database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE print_job SET state = ?, reason = ?, system_ref = coalesce(?, system_ref), "
                "printer = coalesce(?, printer), changed_at = ? WHERE job_id = ?",
                (state.value, reason, system_ref, printer, milliseconds(now), job_id),
            )

    def job(self, job_id: int) -> PrintJob | None:
        """A job by its id, None when there is none."""
        with self._database.read() as connection:
            row = connection.exec_driver_sql(f"{_JOBS} WHERE job_id = ?", (job_id,)).fetchone()
        return _job(row) if row else None

    def open_jobs(self) -> list[PrintJob]:
        """Jobs that somebody still has to see to, the oldest first."""
        marks = ",".join(f"'{state.value}'" for state in OPEN_STATES)
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(f"{_JOBS} WHERE state IN ({marks}) ORDER BY job_id").fetchall()
        return [_job(row) for row in rows]

    def recent_jobs(self, limit: int = 100) -> list[PrintJob]:
        """The latest jobs in any state, the newest first."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(f"{_JOBS} ORDER BY job_id DESC LIMIT ?", (limit,)).fetchall()
        return [_job(row) for row in rows]


def keep_and_queue(connection: sa.Connection, case_id: str, paper: NewPaper, queued_by: str, now: datetime) -> int:
    """Keep a paper and queue it inside the caller's transaction; returns the job's id."""
    sha256, case, at = hashlib.sha256(paper.pdf).hexdigest(), case_bytes(case_id), milliseconds(now)
    connection.exec_driver_sql(_ADD_PAPER, (sha256, case, paper.kind, paper.copy_no, paper.size, at, paper.pdf))
    values = (sha256, case, paper.title, paper.printer, paper.size, paper.copies, queued_by, at, at)
    row = connection.exec_driver_sql(_ADD_JOB, values).fetchone()
    return int(row[0]) if row else 0


def _paper(row: Any) -> StoredPaper:
    return StoredPaper(row[0], case_text(row[1]), row[2], row[3], row[4], instant(row[5]), row[6])


def _job(row: Any) -> PrintJob:
    return PrintJob(
        job_id=row[0],
        sha256=row[1],
        case_id=case_text(row[2]),
        title=row[3],
        printer=row[4],
        media=row[5],
        copies=row[6],
        state=PrintState(row[7]),
        reason=row[8],
        system_ref=row[9],
        queued_by=row[10],
        queued_at=instant(row[11]),
        changed_at=instant(row[12]),
    )
