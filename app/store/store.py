"""The branch's database as operations see it. Everything a person does goes through `act` or `register`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from app.domain.book import BOOK
from app.domain.case import Case
from app.domain.case_number import make as make_case_no
from app.domain.commands import RegisterComplaint
from app.domain.deadlines import china_day
from app.domain.entry import Entry, NewEntry
from app.domain.fold import fold
from app.domain.refusal import Refusal
from app.domain.rules import Rules
from app.journal.chain import Head
from app.journal.envelope import Envelope, Record
from app.journal.hlc import HybridClock
from app.journal.signature import KeyDirectory, Signer
from app.journal.suites import INTERNATIONAL
from app.journal.view import Authorship, case_text, milliseconds, new_record, to_entry
from app.store import opening
from app.store.attachment_transfers import AttachmentTransfers
from app.store.attachments import AttachmentBlobs, NewBlob, keep_blob
from app.store.case_entries import append, entries_of, folded, head_of
from app.store.case_rows import WORDED_KINDS, write_case
from app.store.derived import bring_up_to_date
from app.store.drafts import Drafts, discard_draft
from app.store.engine import Database
from app.store.errors import RefillingError
from app.store.figures import FiguresRecords
from app.store.identity import StoreIdentity
from app.store.print_queue import NewPaper, PrintQueue, keep_and_queue
from app.store.purge import Purging
from app.store.reference import Reference
from app.store.search import SearchHit, search
from app.store.sync_state import SyncState
from app.store.uuid7 import new_uuid7
from app.store.worklist import Worklist
from app.system.crash_points import reach
from app.system.errors import KnownError
from app.system.key_box import KeyBox

_NEXT_COUNTER = (
    "INSERT INTO case_counter (year, device_letter, last) VALUES (?, ?, 1) "
    "ON CONFLICT (year, device_letter) DO UPDATE SET last = last + 1 RETURNING last"
)
_FIND_BY_NO = "SELECT case_id FROM case_row WHERE case_no = ? ORDER BY case_id LIMIT 1"
_NEWEST = "SELECT case_id FROM case_row ORDER BY case_id DESC LIMIT 1"
_AWAITING = "SELECT case_id FROM case_row WHERE is_awaiting = 1 ORDER BY rank, place, row_id"


class SignatureMissingError(KnownError):
    """The entry carries authority and nobody is there to sign it with their own key."""

    code = "signature_missing"


@dataclass(frozen=True, slots=True)
class Author:
    """Whose act it is. `sign` signs a digest with the person's own key, whose 16-byte id is `signer_key_id`, by
    `suite`."""

    person_staff_no: str
    session: str
    sign: Signer | None = None
    signer_key_id: bytes | None = None
    suite: str = INTERNATIONAL


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act came to: the case as it stands now and the entries that were written. Committed to disk.

    `job_id` is the print job of the paper that the act made, 0 for none.
    """

    case: Case
    entries: tuple[Entry, ...]
    job_id: int = 0


class _RefusedError(Exception):
    """Takes a refusal out of the transaction, which rolls back."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


Decide = Callable[[Case | None], tuple[NewEntry, ...] | Refusal]
MakeCommand = Callable[[str, str], RegisterComplaint]
DecideRegistration = Callable[[RegisterComplaint], tuple[NewEntry, ...] | Refusal]


class Store:
    """An open database. Safe to use from several threads; writers wait for one another."""

    def __init__(self, database: Database, rules: Rules, directory: KeyDirectory | None = None) -> None:
        self.database = database
        self.identity = opening.identity_in(database)
        self.rules = rules
        bring_up_to_date(database, rules)
        self.is_refilling = opening.is_refilling(database)
        self._clock = HybridClock()
        self._boot = os.urandom(8)
        self._tz = time.localtime().tm_gmtoff // 60
        self.worklist = Worklist(database)
        self.figures = FiguresRecords(database)
        self.drafts = Drafts(database)
        self.print_queue = PrintQueue(database)
        self.attachments = AttachmentBlobs(database)
        self.transfers = AttachmentTransfers(database)
        self.reference = Reference(database)
        self.purging = Purging(database)
        self.sync = SyncState(
            database, lambda: self.identity, self._set_identity, lambda: self.rules, self._clock, directory
        )

    # -- the one write path --------------------------------------------------------------------------------------

    def act(
        self,
        case_id: str,
        decide: Decide,
        author: Author,
        now: datetime,
        *,
        paper: NewPaper | None = None,
        blob: NewBlob | None = None,
    ) -> Acted | Refusal:
        """Let `decide` look at the case as it stands and write what it calls for, in one transaction.

        A `paper` that the act makes is kept and queued for printing in the same transaction; the bytes of a file, the
        `blob`, are kept in it. When this returns `Acted`, all of it is on disk.
        Raises: StoreError, SignatureMissingError.
        """
        reach("store.before_begin")
        try:
            with self.database.write() as connection:
                entries = entries_of(connection, case_id)
                case = folded(entries)
                acted = self._write(connection, _unless_refused(decide(case)), entries, case, author, now)
                if paper is not None:
                    job_id = keep_and_queue(connection, case_id, paper, author.person_staff_no, now)
                    acted = replace(acted, job_id=job_id)
                if blob is not None:
                    keep_blob(connection, case_id, blob, now)
                    reach("store.after_blob")
                reach("store.before_commit")
        except _RefusedError as refused:
            return refused.refusal
        reach("store.after_commit")
        return acted

    def register(
        self, make: MakeCommand, decide: DecideRegistration, author: Author, now: datetime, *, draft_id: str = ""
    ) -> Acted | Refusal:
        """Record a new case: `make` gets its id and number and gives the command, `decide` the entries.

        The number is taken in the same transaction as it is used, and never given twice. In that transaction the
        author's draft `draft_id` goes too: it is never there beside its case, and never gone without it.
        Raises: StoreError; RefillingError while headquarters still sends back what this desk had.
        """
        if self.is_refilling:
            raise RefillingError
        reach("store.before_begin")
        case_id = new_uuid7(milliseconds(now))
        try:
            with self.database.write() as connection:
                case_no = self._take_case_no(connection, now)
                decided = _unless_refused(decide(make(case_id, case_no)))
                acted = self._write(connection, decided, [], None, author, now)
                if draft_id:
                    discard_draft(connection, author.person_staff_no, draft_id)
                reach("store.before_commit")
        except _RefusedError as refused:
            return refused.refusal
        reach("store.after_commit")
        return acted

    def note(
        self,
        new: Iterable[NewEntry],
        author: Author,
        now: datetime,
        *,
        also: Callable[[sa.Connection], object] = lambda connection: None,
    ) -> tuple[Entry, ...]:
        """Write entries of the desk's own book (app/domain/book.py); on disk when this returns.

        `also` writes what belongs to them, in the same transaction, after them.
        Raises: StoreError, SignatureMissingError, and what `also` raises; then nothing was written.
        """
        with self.database.write() as connection:
            written = self._records(connection, new, 0, author, now)
            append(connection, written)
            also(connection)
            reach("book.before_commit")
        reach("book.after_commit")
        return tuple(to_entry(record, envelope=envelope) for record, envelope, _ in written)

    def _take_case_no(self, connection: sa.Connection, now: datetime) -> str:
        year = china_day(now).year
        row = connection.connection.cursor().execute(_NEXT_COUNTER, (year, self.identity.device_letter)).fetchone()
        return make_case_no(self.identity.branch, year, self.identity.device_letter, int(row[0]))

    def _write(
        self,
        connection: sa.Connection,
        new: Iterable[NewEntry],
        before: list[Entry],
        case: Case | None,
        author: Author,
        now: datetime,
    ) -> Acted:
        written = self._records(connection, new, len(before), author, now)
        if not written:  # what was asked for stands already
            if case is None:
                raise ValueError("a decision about nothing")
            return Acted(case, ())
        append(connection, written)
        reach("store.after_append")
        added = [to_entry(record, envelope=envelope) for record, envelope, _ in written]
        entries = [*before, *added]
        case = fold(entries)
        has_new_words = any(entry.kind in WORDED_KINDS for entry in added)
        write_case(connection, case, entries, self.rules, has_new_words=has_new_words)
        return Acted(case, tuple(added))

    def _records(
        self, connection: sa.Connection, new: Iterable[NewEntry], base: int, author: Author, now: datetime
    ) -> list[tuple[Record, Envelope, Head]]:
        head, last_hlc = head_of(connection, self.identity.device_bytes, self.identity.epoch)
        self._clock.last = max(self._clock.last, last_hlc)
        by = self._authorship(author, now)
        written = []
        for entry in new:
            if entry.must_sign and (by.sign is None or by.signer_key_id is None):
                raise SignatureMissingError(kind=str(entry.kind), actor=by.actor)
            seen = 0 if entry.case_id == BOOK else base
            record, envelope, head = new_record(entry, head, by, base=seen, hlc=self._clock.tick(by.wall))
            written.append((record, envelope, head))
            base += 1
        return written

    def _authorship(self, author: Author, now: datetime) -> Authorship:
        return Authorship(
            branch=self.identity.branch,
            actor=author.person_staff_no,
            session=author.session,
            wall=milliseconds(now),
            tz=self._tz,
            boot=self._boot,
            refver=self.rules.policies.as_of(china_day(now)).version,
            sign=author.sign,
            signer_key_id=author.signer_key_id,
            suite=author.suite,
        )

    # -- reading --------------------------------------------------------------------------------------------------

    def case(self, case_id: str) -> Case | None:
        """The case as it stands, None when there is none."""
        return folded(self.entries(case_id))

    def case_by_no(self, case_no: str) -> Case | None:
        """The case with this number in its full form, None when there is none."""
        with self.database.read() as connection:
            row = connection.exec_driver_sql(_FIND_BY_NO, (case_no,)).fetchone()
        return self.case(case_text(row[0])) if row else None

    def newest_case_id(self) -> str:
        """The id of the case that was recorded last, "" while there is none."""
        with self.database.read() as connection:
            row = connection.exec_driver_sql(_NEWEST).fetchone()
        return case_text(row[0]) if row else ""

    def entries(self, case_id: str) -> list[Entry]:
        """The entries of a case in the order in which they count."""
        with self.database.read() as connection:
            return entries_of(connection, case_id)

    def cases_awaiting_approval(self) -> list[Case]:
        """Open cases with a request for more time that waits, by due day."""
        with self.database.read() as connection:
            rows = connection.exec_driver_sql(_AWAITING).fetchall()
            return [fold(entries_of(connection, case_text(row[0]))) for row in rows]

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Cases that hold `text`, newest first. See app/store/search.py."""
        return search(self.database, text, limit)

    # -- the desk ------------------------------------------------------------------------------------------------

    def refresh_rules(self, rules: Rules) -> int:
        """Decide by other rules from now on, and derive the due dates of open cases again. Returns how many cases."""
        self.rules = rules
        return bring_up_to_date(self.database, rules)

    def refilled(self, now: datetime) -> None:
        """Headquarters has sent back what it holds: cases may be recorded again, under numbers that nobody was given.

        Raises: StoreError.
        """
        opening.end_refilling(self.database, self.identity, now)
        self.is_refilling = False

    def _set_identity(self, identity: StoreIdentity) -> None:
        self.identity = identity

    def close(self) -> None:
        """Close the file. The store can't be used any more."""
        self.database.close()

    def __repr__(self) -> str:
        return f"<Store {self.identity.store_id}>"


def create_store(
    path: Path, key: KeyBox, identity: StoreIdentity, rules: Rules, directory: KeyDirectory | None = None
) -> Store:
    """A new, empty store at `path`. Raises: StoreExistsError when anything is there already; StoreError."""
    return Store(opening.create_database(path, key, identity), rules, directory)


def open_store(
    path: Path, key: KeyBox, rules: Rules, expected_store_id: str | None = None, directory: KeyDirectory | None = None
) -> Store:
    """The store at `path`. `directory` finds people's public keys, to check signatures of entries from elsewhere.

    Raises: StoreMissingError, EmptyFileError, ForeignStoreError, WrongKeyError, DamagedStoreError, StoreTooNewError,
    UpgradeFailedError, KeyWipedError.
    """
    store = Store(opening.open_database(path, key, expected_store_id), rules, directory)
    if directory is not None:
        store.sync.use_directory(directory)  # it may know more keys than last time
    return store


def _unless_refused(outcome: tuple[NewEntry, ...] | Refusal) -> tuple[NewEntry, ...]:
    if isinstance(outcome, Refusal):
        raise _RefusedError(outcome)
    return outcome
