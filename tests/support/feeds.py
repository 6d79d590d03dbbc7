"""A headquarters of a few lines: it keeps what desks push, gives places in one feed, and hands out pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.directory import StaffDirectory
from app.journal.chain import Head, follow
from app.journal.envelope import GENESIS, Record
from app.journal.staff_directory import seal_directory
from app.journal.suites import INTERNATIONAL
from app.journal.wire import (
    BRANCH_SCOPE,
    FeedItem,
    FeedNotice,
    ForeignEntry,
    Judgement,
    NoticeKind,
    OwnRun,
    Point,
    Receipt,
    SignedReceipt,
    Verdict,
    link_entries,
    link_entry,
    link_notice,
    receipt_body_digest,
)
from app.journal.wire_codec import encode_judgement, encode_receipt
from app.store.store import Store
from app.store.verify import verify

EVIDENCE = SignedReceipt(b"receipt", bytes(64))

_HUB = Ed25519PrivateKey.from_private_bytes(sha256(b"headquarters").digest())
HUB_KEY = _HUB.public_key().public_bytes_raw()
"""Headquarters' public key."""


def signed(receipt: Receipt) -> SignedReceipt:
    """A receipt as headquarters gives it."""
    body = encode_receipt(receipt)
    return SignedReceipt(body, _HUB.sign(receipt_body_digest(body)))


def sealed_directory(directory: StaffDirectory) -> bytes:
    """A branch's staff directory as headquarters publishes it."""
    return seal_directory(directory, _HUB.sign, INTERNATIONAL)


@dataclass
class Headquarters:
    """What headquarters holds: the logs' heads and the feed, each place an entry or a notice."""

    server_epoch: str = "server-1"
    heads: dict[tuple[str, int], Head] = field(default_factory=dict)
    feed: list[tuple[str, int, int, Record] | FeedNotice] = field(default_factory=list)
    links: list[bytes] = field(default_factory=lambda: [GENESIS])
    wall: int = 0  # what its clock says in receipts

    def take(self, store: Store, max_bytes: int = 1 << 20) -> int:
        """One push: take what waits, place it, give the receipt. Returns how many entries that were."""
        state = store.sync.log_state()
        batch = store.sync.entries_after(state.acked.seq, max_bytes)
        log = (state.device, state.epoch)
        head = self.heads.get(log, Head.start(bytes.fromhex(state.device), state.epoch))
        for record in batch.records:
            head, envelope = follow(head, record)
            self._add((*log, envelope.seq, record), link_entry(self.links[-1], record.hash))
        self.heads[log] = head
        if batch.records:
            receipt = self.receipt(head)
            store.sync.acknowledge(receipt, signed(receipt))
        return len(batch.records)

    def receipt(self, head: Head) -> Receipt:
        """A receipt for a log up to `head`."""
        return Receipt(head.device.hex(), head.epoch, 1, Point(head.seq, head.hash), self.server_epoch, self.wall)

    def judge(self, device: str, epoch: int, seq: int, verdict: Verdict) -> None:
        """Say something about an entry."""
        content = encode_judgement(Judgement(device, epoch, seq, verdict, "code"))
        self.notice(NoticeKind.JUDGEMENT, content)

    def notice(self, kind: NoticeKind, content: bytes) -> None:
        """Put something of headquarters' own into the feed."""
        self._add(FeedNotice(len(self.feed) + 1, kind, content), link_notice(self.links[-1], kind, content))

    def _add(self, what: tuple[str, int, int, Record] | FeedNotice, link: bytes) -> None:
        self.feed.append(what)
        self.links.append(link)

    def page(self, store: Store, most: int = 1000) -> tuple[list[FeedItem], Point]:
        """What follows a desk's cursor, at most `most` places, and the cursor after it."""
        state, start = store.sync.log_state(), store.sync.cursors().get(BRANCH_SCOPE, Point()).seq
        items: list[FeedItem] = []
        for place, what in enumerate(self.feed[start : start + most], start + 1):
            if isinstance(what, FeedNotice):
                items.append(what)
            elif what[:2] == (state.device, state.epoch):
                items.append(OwnRun(place, *what[:3], 1))
            else:
                items.append(ForeignEntry(place, *what))
        end = start + min(most, len(self.feed) - start)
        return items, Point(end, self.links[end])

    def give(self, store: Store, most: int = 1000) -> int:
        """One pull. Returns how many places were read."""
        items, cursor = self.page(store, most)
        if items:
            store.sync.apply_page(BRANCH_SCOPE, items, cursor, self.server_epoch)
        return len(items)

    def level(self, *stores: Store) -> None:
        """Push and pull until nothing moves any more."""
        while sum(self.take(store) for store in stores) + sum(self.give(store) for store in stores):
            pass


def log_of(store: Store, seq: int = 0) -> list[ForeignEntry]:
    """A store's own log after `seq` as another desk would read it in the feed."""
    state = store.sync.log_state()
    return [
        ForeignEntry(number, state.device, state.epoch, number, record)
        for number, record in enumerate(store.sync.entries_after(seq, 1 << 30).records, seq + 1)
    ]


def apply_items(store: Store, items: Sequence[FeedItem], cursor: int) -> frozenset[str]:
    """Give a store a page that ends at the place `cursor`, with the hash that its items come to."""
    at = store.sync.cursors().get(BRANCH_SCOPE, Point()).hash
    for item in items:
        if isinstance(item, FeedNotice):
            at = link_notice(at, item.kind, item.content)
        elif isinstance(item, ForeignEntry):
            at = link_entry(at, item.record.hash)
        else:
            at = link_entries(at, store.sync.own_hashes(item.epoch, item.seq, item.count))
    return store.sync.apply_page(BRANCH_SCOPE, items, Point(cursor, at), "server-1")


def quarantined(store: Store) -> list[str]:
    """Why each item in a store's quarantine is there, in order."""
    with store.database.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT reason FROM quarantine ORDER BY quarantine_id")]


def is_sound_but_for_places(store: Store) -> bool:
    """Whether all is sound where a test gave out places of the feed twice or beside one another."""
    return {problem.what for problem in verify(store).problems} <= {"feed"}
