"""Taking a page of a feed into the journal. Whatever comes is stored or quarantined; nothing stops the page."""

from __future__ import annotations

import time

import sqlalchemy as sa

from app.domain.case_number import CaseNumberError, parse
from app.domain.entry import EntryKind
from app.domain.rules import Rules
from app.journal.chain import Head
from app.journal.envelope import Envelope, Record, decode, decode_body, digest_of_body, hash_of
from app.journal.errors import BadEnvelopeError, ClockAheadError
from app.journal.hlc import MAX_DRIFT_MS, HybridClock, hlc_of
from app.journal.published import decode_published
from app.journal.signature import KeyDirectory
from app.journal.view import case_text
from app.journal.wire import BadMessageError, FeedItem, FeedNotice, ForeignEntry, NoticeKind, OwnRun, notice_digest
from app.journal.wire_attachments import decode_attachment_notice
from app.journal.wire_codec import decode_judgement, decode_quarantine_notice
from app.store.attachment_transfers import note_at_headquarters, note_referred
from app.store.audit_lines import BOOK_BYTES, line_of, put_line
from app.store.case_entries import head_of
from app.store.directories import objection_to
from app.store.identity import StoreIdentity
from app.store.proofs import proof_state
from app.store.purged import is_purged, note_late
from app.store.reference import put_reference
from app.store.refresh import mark_placed, refresh_case
from app.store.statements import inserting
from app.store.tables import ENTRY, ENTRY_BODY

_INSERT_ENTRY = inserting(ENTRY)
_INSERT_BODY = inserting(ENTRY_BODY)
_PLACE = (
    "INSERT INTO placement (device, epoch, seq, feed_seq) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (device, epoch, seq) DO UPDATE SET feed_seq = excluded.feed_seq"
)
_JUDGE = (
    "INSERT INTO placement (device, epoch, seq, verdict, code) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (device, epoch, seq) DO UPDATE SET verdict = excluded.verdict, code = excluded.code"
)
_MOVE_HEAD = (
    "INSERT INTO device_head (device, epoch, seq, hash, hlc) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (device, epoch) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, hlc = excluded.hlc"
)
_QUARANTINE = (
    "INSERT INTO quarantine (scope, feed_seq, reason, device, epoch, seq, raw, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINK = "INSERT OR REPLACE INTO feed_link (scope, feed_seq, kind, link, is_set_aside) VALUES (?, ?, ?, ?, ?)"
_UNPROVEN = "INSERT INTO unproven_signature (device, epoch, seq, state) VALUES (?, ?, ?, ?)"
_BUMP_COUNTER = (
    "INSERT INTO case_counter (year, device_letter, last) VALUES (?, ?, ?) "
    "ON CONFLICT (year, device_letter) DO UPDATE SET last = max(last, excluded.last)"
)
_HASH_AND_PREV = "SELECT hash, prev FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
_CASE_OF = "SELECT case_id FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
_RUN = "SELECT seq, case_id FROM entry WHERE device = ? AND epoch = ? AND seq BETWEEN ? AND ?"
_PLACED = (
    "SELECT 1 FROM placement WHERE device = ? AND epoch = ? AND seq BETWEEN ? AND ? AND feed_seq IS NOT NULL LIMIT 1"
)
_MAX_INT = 2**63 - 1

Log = tuple[bytes, int]


class FeedPageWriter:
    """One page within one transaction: `take` each item, then `refresh` the cases they touched."""

    def __init__(
        self,
        connection: sa.Connection,
        scope: str,
        own: StoreIdentity,
        clock: HybridClock,
        directory: KeyDirectory | None,
    ) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._scope = scope
        self._own = own
        self._clock = clock
        self._directory = directory
        self._wall = time.time_ns() // 1_000_000
        self._heads: dict[Log, tuple[Head, int]] = {}
        self._changed: set[bytes] = set()
        self._placed: set[bytes] = set()
        self._told: set[bytes] = set()
        self._is_set_aside = False  # the item that is being taken

    def take(self, item: FeedItem) -> None:
        """Store one item, or put it into quarantine with the reason."""
        self._is_set_aside = False
        if isinstance(item, ForeignEntry):
            self._take_entry(item)
        elif isinstance(item, OwnRun):
            self._take_run(item)
        else:
            self._take_notice(item)
        self._note_link(item)

    def _note_link(self, item: FeedItem) -> None:
        """What the feed's chain has at this place, where that is not simply an entry that is here."""
        place = (self._scope, item.feed_seq)
        is_set_aside = self._is_set_aside
        if isinstance(item, FeedNotice):
            self._cursor.execute(_LINK, (*place, "notice", notice_digest(item.kind, item.content), is_set_aside))
        elif is_set_aside and isinstance(item, ForeignEntry):
            self._cursor.execute(_LINK, (*place, "entry", item.record.hash, True))

    def refresh(self, rules: Rules) -> frozenset[str]:
        """Move the logs' heads and fold every touched case once. Returns the ids of the touched cases."""
        self._changed.discard(BOOK_BYTES)  # the desk's own book is no case
        self._placed.discard(BOOK_BYTES)
        for (device, epoch), (head, hlc) in self._heads.items():
            self._cursor.execute(_MOVE_HEAD, (device, epoch, head.seq, head.hash, hlc))
        for case in sorted(self._placed - self._changed):
            if not mark_placed(self._connection, case):
                self._changed.add(case)
        for case in sorted(self._changed):
            refresh_case(self._connection, case, rules)
        return frozenset(case_text(case) for case in self._placed | self._changed | self._told)

    # -- entries of other devices --------------------------------------------------------------------------------

    def _take_entry(self, item: ForeignEntry) -> None:
        record = item.record
        try:
            envelope = decode(record.envelope)
            body = decode_body(record.body) if record.body is not None else None
        except BadEnvelopeError as error:
            self._set_aside(item, str(error.details.get("why")))
            return
        if reason := self._objection(item, envelope):
            self._set_aside(item, reason)
            return
        hash_ = hash_of(record.envelope)
        origin = (envelope.dev, envelope.epoch, envelope.seq)
        log = origin[:2]
        head, hlc = self._head(log)
        found = None if envelope.seq == head.seq + 1 else self._entry(log, envelope.seq)
        if found is not None and found[0] != hash_:
            self._set_aside(item, "fork")
            return
        if found is None:
            if not self._fits(log, head, envelope, hash_):
                self._set_aside(item, "previous_hash")
                return
            self._insert(record, envelope, hash_)
            self._heads[log] = self._advance(log, head, envelope, hash_), max(hlc, self._see(envelope.hlc))
            if envelope.dev == self._own.device_bytes and envelope.kind == EntryKind.CASE_REGISTERED:
                self._note_number((body or {}).get("case_no"))
        if (
            envelope.kind == EntryKind.ATTACHMENT_ADDED
            and body is not None
            and not is_purged(self._cursor, envelope.case)
        ):
            note_referred(self._cursor, envelope.case, body)
        self._cursor.execute(_PLACE, (*origin, item.feed_seq))
        self._changed.add(envelope.case)

    def _objection(self, item: ForeignEntry, envelope: Envelope) -> str | None:
        if (envelope.dev.hex(), envelope.epoch, envelope.seq) != (item.device, item.epoch, item.seq):
            return "mislabelled"
        if envelope.branch != self._own.branch:
            return "other_branch"
        if item.record.body is not None and digest_of_body(envelope.suite, item.record.body) != envelope.body:
            return "body"
        return None

    def _insert(self, record: Record, envelope: Envelope, hash_: bytes) -> None:
        origin = (envelope.dev, envelope.epoch, envelope.seq)
        self._cursor.execute(
            _INSERT_ENTRY,
            (*origin, hash_, envelope.prev, envelope.case, envelope.kind, envelope.hlc, record.envelope),
        )
        line = line_of(envelope, record.body)
        if is_purged(self._cursor, line[-1]):  # its case was deleted here: nothing readable of it comes back
            note_late(self._cursor, origin, line[-1])
        elif record.body is not None:
            self._cursor.execute(_INSERT_BODY, (*origin, record.body))
        put_line(self._cursor, line)
        if envelope.sig is not None and (state := proof_state(envelope, self._directory)):
            self._cursor.execute(_UNPROVEN, (*origin, state))

    def _fits(self, log: Log, head: Head, envelope: Envelope, hash_: bytes) -> bool:
        """Whether the entry agrees with its neighbours in its log, as far as they are here.

        Headquarters may hold an entry back, so a log may come with gaps; the feed's own chain, which the sync room
        checks, proves that nothing is left out (journal.md 4.6: waiting).
        """
        before = (head.hash, b"") if envelope.seq == head.seq + 1 else self._entry(log, envelope.seq - 1)
        if before is not None and before[0] != envelope.prev:
            return False
        after = self._entry(log, envelope.seq + 1)
        return after is None or after[1] == hash_

    def _advance(self, log: Log, head: Head, envelope: Envelope, hash_: bytes) -> Head:
        """The head after the entry and after those behind it that came before it."""
        if envelope.seq != head.seq + 1:
            return head
        head = Head(*log, envelope.seq, hash_)
        while (after := self._entry(log, head.seq + 1)) is not None:
            head = Head(*log, head.seq + 1, after[0])
        return head

    def _head(self, log: Log) -> tuple[Head, int]:
        known = self._heads.get(log)
        return known if known is not None else head_of(self._connection, *log)

    def _entry(self, log: Log, seq: int) -> tuple[bytes, bytes] | None:
        row: tuple[bytes, bytes] | None = self._cursor.execute(_HASH_AND_PREV, (*log, seq)).fetchone()
        return row

    def _see(self, hlc: int) -> int:
        """Take note of another clock; the reading that may be followed (journal.md 4.7: clamped)."""
        try:
            self._clock.see(hlc, self._wall)
        except ClockAheadError:
            return hlc_of(self._wall + MAX_DRIFT_MS)
        return hlc

    def _note_number(self, case_no: object) -> None:
        """Numbers that an earlier life of this store has given are never given again."""
        try:
            number = parse(case_no) if isinstance(case_no, str) else None
        except CaseNumberError:
            return
        if number and number.branch == self._own.branch and number.device_letter == self._own.device_letter:
            self._cursor.execute(_BUMP_COUNTER, (number.year, number.device_letter, number.counter))

    # -- what headquarters says ----------------------------------------------------------------------------------

    def _take_run(self, run: OwnRun) -> None:
        device, last = bytes.fromhex(run.device), min(run.seq + run.count - 1, _MAX_INT)
        known = self._cursor.execute(_RUN, (device, run.epoch, run.seq, last)).fetchall()
        is_again = self._cursor.execute(_PLACED, (device, run.epoch, run.seq, last)).fetchone() is not None
        self._cursor.executemany(_PLACE, [(device, run.epoch, seq, run.feed_seq + seq - run.seq) for seq, _ in known])
        (self._changed if is_again else self._placed).update(case for _, case in known)
        if len(known) != run.count:
            note = f"{run.device}.{run.epoch}.{run.seq}+{run.count}".encode()
            self._quarantine(run.feed_seq, "own_entries_unknown", (device, run.epoch, run.seq), note, None)

    def _take_notice(self, notice: FeedNotice) -> None:
        try:
            if notice.kind is NoticeKind.JUDGEMENT:
                word = decode_judgement(notice.content)
                origin = (bytes.fromhex(word.device), word.epoch, word.seq)
                row = self._cursor.execute(_CASE_OF, origin).fetchone()
                if row is None:
                    self._quarantine(notice.feed_seq, "judgement_of_unknown_entry", origin, notice.content, None)
                    return
                self._cursor.execute(_JUDGE, (*origin, word.verdict.value, word.code))
                self._changed.add(row[0])
            elif notice.kind is NoticeKind.REFERENCE:
                self._take_reference(notice)
            elif notice.kind is NoticeKind.ATTACHMENT:
                case = note_at_headquarters(self._cursor, *decode_attachment_notice(notice.content))
                self._told.update([case] if case else [])
            elif notice.kind is NoticeKind.QUARANTINE:
                device, epoch, seq, reason = decode_quarantine_notice(notice.content)
                at = (bytes.fromhex(device), epoch, seq)
                self._quarantine(notice.feed_seq, f"headquarters_{reason}", at, notice.content, None)
            else:
                self._quarantine(notice.feed_seq, "unknown_notice", (None, None, None), notice.content, None)
        except (BadMessageError, BadEnvelopeError) as error:
            why = str(error.details.get("why"))
            self._quarantine(notice.feed_seq, why, (None, None, None), notice.content, None)

    def _take_reference(self, notice: FeedNotice) -> None:
        item = decode_published(notice.content)
        if why := objection_to(self._connection, item, self._own.branch):
            self._quarantine(notice.feed_seq, why, (None, None, None), notice.content, None)
            return
        put_reference(self._connection, item, notice.feed_seq)

    # -- quarantine ----------------------------------------------------------------------------------------------

    def _set_aside(self, item: ForeignEntry, reason: str) -> None:
        origin = (bytes.fromhex(item.device), item.epoch, item.seq)
        self._quarantine(item.feed_seq, reason, origin, item.record.envelope, item.record.body)

    def _quarantine(
        self,
        feed_seq: int,
        reason: str,
        origin: tuple[bytes | None, int | None, int | None],
        raw: bytes,
        body: bytes | None,
    ) -> None:
        self._is_set_aside = True
        self._cursor.execute(_QUARANTINE, (self._scope, feed_seq, reason, *origin, raw, body))
