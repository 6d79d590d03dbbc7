"""A desk's journal in memory: what synchronisation needs of the store, with the same promises, for the simulator.

Every method is one transaction: a crash of the simulated desk happens between two of them, never inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from support.cases import BRANCH, PEOPLE, RULES, at
from support.desks import BRANCH_CODE, PERSON_KEYS, KeyPair

from app.domain.case import Case
from app.domain.commands import Command
from app.domain.decide import Context, decide
from app.domain.entry import Entry
from app.domain.fold import NoRegistrationError, fold
from app.domain.refusal import Refusal
from app.journal.chain import Head
from app.journal.envelope import Record
from app.journal.standing import Balance, Batch, LogState
from app.journal.view import Authorship, milliseconds, new_record, to_entry
from app.journal.wire import FeedItem, FeedNotice, ForeignEntry, NoticeKind, Point, Receipt, SignedReceipt
from app.journal.wire_codec import decode_judgement

Origin = tuple[str, int, int]


class AppliedTwiceError(AssertionError):
    """I7: an entry was applied a second time."""


class CursorBackError(AssertionError):
    """I5: a cursor moved back without headquarters' word."""


class MemoryEntries:
    """What a desk holds: its own log, entries of others, and where headquarters has placed them."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.keys = KeyPair.of(f"sim {letter}")
        self.device = self.keys.key_id.hex()
        self.epoch = 1
        self.now = at("2026-11-20 10:00")
        self.entries: dict[Origin, Record] = {}
        self.own: list[tuple[Origin, bytes]] = []
        self.of_case: dict[str, list[Origin]] = {}
        self.places: dict[Origin, int] = {}
        self.verdicts: dict[Origin, str] = {}
        self.acked = Point()
        self.server_epoch = ""
        self.cursor: dict[str, Point] = {}
        self.numbers = 0

    # -- what people do ------------------------------------------------------------------------------------------

    def act(self, who: str, case_id: str, command: Command) -> bool:
        """Decide on the case as it stands here, and write what comes of it. False when it was refused."""
        self.now += timedelta(minutes=1)
        case = self.case(case_id)
        outcome = decide(case, command, Context(PEOPLE[who], self.now, RULES, PEOPLE, BRANCH))
        if isinstance(outcome, Refusal):
            return False
        keys = PERSON_KEYS[who]
        wall = milliseconds(self.now)
        by = Authorship(BRANCH_CODE, who, "s", wall, 480, bytes(8), "2026-1", keys.sign, keys.key_id)
        head = Head(bytes.fromhex(self.device), self.epoch, len(self.own), self._head().hash)
        base = len(self.of_case.get(case_id, ()))
        for new in outcome:
            record, envelope, head = new_record(new, head, by, base=base, hlc=wall << 16 | head.seq)
            origin = (self.device, self.epoch, envelope.seq)
            self.own.append((origin, head.hash))
            self._insert(origin, record, case_id)
            base += 1
        return True

    def case(self, case_id: str) -> Case | None:
        """The case as it stands here."""
        try:
            return fold(self.case_entries(case_id)) if case_id in self.of_case else None
        except NoRegistrationError:
            return None

    def case_entries(self, case_id: str) -> list[Entry]:
        return [
            to_entry(self.entries[origin], feed_seq=self.places.get(origin), verdict=self.verdicts.get(origin))
            for origin in self.of_case[case_id]
        ]

    def _insert(self, origin: Origin, record: Record, case_id: str) -> None:
        self.entries[origin] = record
        self.of_case.setdefault(case_id, []).append(origin)

    def _head(self) -> Point:
        return Point(len(self.own), self.own[-1][1]) if self.own else Point()


class MemoryJournal(MemoryEntries):
    """One desk. `log` holds its own records of the present epoch."""

    # -- JournalPort ---------------------------------------------------------------------------------------------

    def log_state(self) -> LogState:
        return LogState(self.device, self.epoch, self._head(), self.acked, self.server_epoch)

    def entries_after(self, seq: int, max_bytes: int) -> Batch:
        prev = Point(seq, self.own[seq - 1][1]) if seq else Point()
        records, size, head = [], 0, prev
        for number, (origin, hash_) in enumerate(self.own[seq:], seq + 1):
            record = self.entries[origin]
            size += len(record.envelope) + len(record.body or b"")
            if records and size > max_bytes:
                break
            records.append(record)
            head = Point(number, hash_)
        return Batch(prev, head, tuple(records))

    def hash_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return Point().hash
        return self.own[seq - 1][1] if seq <= len(self.own) else None

    def own_hashes(self, epoch: int, seq: int, count: int) -> Sequence[bytes]:
        return [hash_ for _, hash_ in self.own[seq - 1 : seq - 1 + count]] if epoch == self.epoch else []

    def acknowledge(self, receipt: Receipt, evidence: SignedReceipt) -> None:
        assert self.hash_at(receipt.head.seq) == receipt.head.hash
        if receipt.head.seq > self.acked.seq:
            self.acked = receipt.head

    def rewind(self, head: Point, server_epoch: str) -> None:
        assert self.hash_at(head.seq) == head.hash
        self.acked, self.server_epoch = head, server_epoch

    def cursors(self) -> Mapping[str, Point]:
        return dict(self.cursor)

    def apply_page(self, scope: str, items: Sequence[FeedItem], cursor: Point, server_epoch: str) -> frozenset[str]:
        before = self.cursor.get(scope, Point())
        if cursor.seq <= before.seq or items[0].feed_seq != before.seq + 1:
            raise CursorBackError(f"{before.seq} -> {cursor.seq}")
        touched = {case for item in items for case in self._apply(item)}
        self.cursor[scope] = cursor
        self.server_epoch = server_epoch
        return frozenset(touched)

    def restart_feed(self, scope: str) -> None:
        self.cursor.pop(scope, None)
        self.places.clear()
        self.verdicts.clear()

    def open_epoch(self) -> LogState:
        self.epoch += 1
        self.own, self.acked = [], Point()
        return self.log_state()

    def left_behind(self) -> LogState | None:
        return None  # its copies are of everything

    def entries_left(self, epoch: int, seq: int, max_bytes: int) -> Batch:
        raise AssertionError("nothing was left behind")

    def settle_left(self, epoch: int, evidence: Sequence[tuple[int, SignedReceipt]]) -> None:
        raise AssertionError("nothing was left behind")

    def note_contact(self, at_ms: int, clock_ms: int) -> None:
        self.contact_at = at_ms

    def balance(self) -> Balance:
        placed = [origin for origin, _ in self.own if origin in self.places]
        aside = [origin for origin in placed if self.verdicts.get(origin) in ("rejected", "superseded")]
        return Balance(len(self.own), self.acked.seq, len(placed), len(placed) - len(aside), 0, 0)

    def _apply(self, item: FeedItem) -> list[str]:
        if isinstance(item, ForeignEntry):
            origin = (item.device, item.epoch, item.seq)
            case_id = to_entry(item.record).case_id
            if origin not in self.entries:
                self._insert(origin, item.record, case_id)
            self._place(origin, item.feed_seq)
            return [case_id]
        if isinstance(item, FeedNotice):
            if item.kind is NoticeKind.JUDGEMENT:
                word = decode_judgement(item.content)
                self.verdicts[word.device, word.epoch, word.seq] = word.verdict.value
            return []
        for offset in range(item.count):
            self._place((item.device, item.epoch, item.seq + offset), item.feed_seq + offset)
        return []

    def _place(self, origin: Origin, feed_seq: int) -> None:
        if origin in self.places:
            raise AppliedTwiceError(str(origin))
        self.places[origin] = feed_seq
