"""Headquarters in memory for the simulator: the real reading, judging, placing and wire; only PostgreSQL is modelled.

`take` is the transaction of app/hub/push.py, statement for statement.
"""

from __future__ import annotations

import copy
import uuid
from datetime import datetime

from support.cases import PEOPLE, at
from support.desks import BRANCH_CODE, PERSON_KEYS, STAFF

from app.hub.directory import Device, Staff
from app.hub.judge import Judge
from app.hub.opened import Opened, open_push
from app.hub.origins import Origins
from app.hub.push import _runs
from app.hub.receipts import HubKey
from app.hub.reducer import Author, CaseFile, Held, Reducer
from app.hub.refusals import RefusedError
from app.journal.framing import unpack
from app.journal.signature import PublicKey
from app.journal.view import milliseconds
from app.journal.wire import (
    BRANCH_SCOPE,
    FeedItem,
    FeedNotice,
    FeedPage,
    ForeignEntry,
    HelloReply,
    Judgement,
    NoticeKind,
    OwnRun,
    Point,
    Push,
    Receipt,
    Relation,
    SignedReceipt,
    link_entry,
    link_notice,
)
from app.journal.wire_codec import (
    decode_hello,
    decode_push,
    encode_error,
    encode_feed_page,
    encode_hello_reply,
    encode_judgement,
    encode_signed_receipt,
)
from app.rules.loading import load_rules
from app.sync.messages import Answer, Ask

Log = tuple[str, int]
POLICIES = load_rules().policies


class State:
    """Everything that a transaction changes, so that a backup is a deep copy."""

    def __init__(self) -> None:
        self.heads: dict[Log, Point] = {}
        self.events: dict[Log, list[Opened]] = {}
        self.feed: list[tuple[tuple[str, int, Opened] | tuple[NoticeKind, bytes], bytes]] = []  # item, hash after it
        self.origins: dict[bytes, Origins] = {}
        self.waiting: list[Held] = []
        self.receipts: dict[tuple[str, int, int], SignedReceipt] = {}
        self.case_nos: set[str] = set()
        self.server_epoch = str(uuid.UUID(int=1))


class MemoryHub:
    """One branch's headquarters. `compares_and_sets` False is a deliberate fault: pushes are believed unseen."""

    def __init__(self, *, compares_and_sets: bool = True) -> None:
        self.key = HubKey(bytes(range(32)))
        self.state = State()
        self.devices: dict[str, Device] = {}
        self.now: datetime = at("2026-11-20 10:00")
        self._compares_and_sets = compares_and_sets
        keys = {pair.key_id: PublicKey(staff_no, pair.public) for staff_no, pair in PERSON_KEYS.items()}
        self._staff = Staff({one.person.staff_no: PEOPLE[one.person.staff_no] for one in STAFF}, keys)

    def enrol(self, device: str, public_key: bytes) -> None:
        self.devices[device] = Device(device, BRANCH_CODE, public_key, False)

    def backup(self) -> State:
        return copy.deepcopy(self.state)

    def restore(self, state: State) -> None:
        self.state = copy.deepcopy(state)
        self.state.server_epoch = str(uuid.uuid4())

    def answer(self, device: str, ask: Ask) -> Answer:
        """What the service would answer."""
        try:
            path, _, query = ask.target.partition("?")
            if path == "/v1/hello":
                return Answer(200, self._hello(ask.body))
            if path == "/v1/push":
                push = decode_push(unpack(ask.body))
                receipt = self.take(push, list(open_push(push, self.devices[device])))
                return Answer(200, encode_signed_receipt(receipt))
            given = dict(part.split("=") for part in query.split("&"))
            after = Point(int(given["after"]), bytes.fromhex(given["hash"]))
            return Answer(200, self._page(device, int(given["epoch"]), after, int(given["max_bytes"])))
        except RefusedError as refusal:
            return Answer(refusal.status, encode_error(refusal.reply))

    def _hello(self, body: bytes) -> bytes:
        hello = decode_hello(unpack(body))
        log = (hello.device, hello.epoch)
        head = self.state.heads.get(log, Point())
        newest = max((epoch for device, epoch in self.state.heads if device == hello.device), default=0)
        if log not in self.state.heads and hello.epoch < newest:
            raise RefusedError(409, "old_epoch", epoch=newest)
        relation = Relation.LEVEL
        if head.seq >= hello.head.seq:
            if self._hash_at(log, hello.head.seq) != hello.head.hash:
                raise RefusedError(409, "fork", head=head, epoch=newest)
            relation = Relation.AHEAD if head.seq > hello.head.seq else Relation.LEVEL
        elif head.seq < hello.acked_seq:
            relation = Relation.BEHIND
        feeds = {BRANCH_SCOPE: self._end()}
        now = milliseconds(self.now)
        return encode_hello_reply(HelloReply(self.state.server_epoch, relation, head, feeds, "", 1 << 20, 60, now))

    def take(self, push: Push, opened: list[Opened]) -> SignedReceipt:
        state, log = self.state, (push.device, push.epoch)
        head = state.heads.get(log, Point())
        if self._compares_and_sets and head != push.prev:
            if push.prev.seq > head.seq:
                raise RefusedError(409, "gap", head=head)
            shared = min(push.head.seq, head.seq)
            pushed = push.prev.hash if shared == push.prev.seq else opened[shared - push.prev.seq - 1].hash
            if pushed != self._hash_at(log, shared):
                raise RefusedError(409, "fork", head=head)
            if push.head.seq <= head.seq:
                return min(
                    ((seq, one) for (device, epoch, seq), one in state.receipts.items()
                     if (device, epoch) == log and seq >= push.head.seq),
                    key=lambda found: found[0],
                )[1]  # fmt: skip
            opened = [one for one in opened if one.seq > head.seq]
        return self._store(push, opened)

    def _store(self, push: Push, opened: list[Opened]) -> SignedReceipt:
        state, author = self.state, Author(push.device, push.epoch)
        log = (push.device, push.epoch)
        judge = Judge(self._staff, POLICIES, state.case_nos)
        reducer = Reducer(judge, self._files(), state.waiting, len(state.feed))
        for one in opened:
            reducer.take(author, one, self.now)
        state.heads[log] = push.head
        state.events.setdefault(log, []).extend(opened)
        for placed in reducer.result.placements:
            at_ = link_entry(self._end().hash, placed.one.hash)
            state.feed.append(((placed.author.device, placed.author.epoch, placed.one), at_))
        words = [
            Judgement(p.author.device, p.author.epoch, p.one.seq, p.word.verdict, p.word.code)
            for p in reducer.result.placements
            if p.word
        ]
        for word in words:
            content = encode_judgement(word)
            at_ = link_notice(self._end().hash, NoticeKind.JUDGEMENT.value, content)
            state.feed.append(((NoticeKind.JUDGEMENT, content), at_))
        for entity_id in reducer.changed:
            state.origins[entity_id] = reducer.files[entity_id].origins
        state.waiting = [held for held in state.waiting if held not in reducer.result.released]
        state.waiting += reducer.result.waiting
        receipt = Receipt(
            push.device,
            push.epoch,
            opened[0].seq,
            push.head,
            state.server_epoch,
            milliseconds(self.now),
            tuple(run for by, run, _ in _runs(reducer.result.placements) if by == author),
            tuple(word for word in words if (word.device, word.epoch) == log),
            tuple(held.one.seq for held in reducer.result.waiting),
        )
        signed = self.key.sign_receipt(receipt)
        state.receipts[push.device, push.epoch, push.head.seq] = signed
        return signed

    def _files(self) -> dict[bytes, CaseFile]:
        return {
            entity_id: CaseFile(
                entity_id,
                Origins(bytearray(origins.packed)),
                is_new=False,
                history=[(self.state.events[p.device, p.epoch][p.seq - 1], p) for p in origins],
            )
            for entity_id, origins in self.state.origins.items()
        }

    def file(self, entity_id: bytes) -> CaseFile:
        return self._files()[entity_id]

    def _hash_at(self, log: Log, seq: int) -> bytes:
        return self.state.events[log][seq - 1].hash if seq else Point().hash

    def _end(self) -> Point:
        return Point(len(self.state.feed), self.state.feed[-1][1]) if self.state.feed else Point()

    def _page(self, device: str, epoch: int, after: Point, max_bytes: int) -> bytes:
        feed, end = self.state.feed, self._end()
        if after.seq > end.seq or (feed[after.seq - 1][1] if after.seq else Point().hash) != after.hash:
            raise RefusedError(409, "feed_diverged", head=end)
        items: list[FeedItem] = []
        head, size = after, 0
        for place, (item, hash_) in enumerate(feed[after.seq :], after.seq + 1):
            if size > max_bytes:
                break
            if isinstance(item[0], NoticeKind):
                items.append(FeedNotice(place, item[0], item[1]))  # type: ignore[arg-type]
            else:
                by, in_epoch, one = item  # type: ignore[misc]
                if (by, in_epoch) == (device, epoch):
                    items.append(OwnRun(place, by, in_epoch, one.seq, 1))
                else:
                    items.append(ForeignEntry(place, by, in_epoch, one.seq, one.record))
                    size += len(one.record.envelope) + len(one.record.body or b"")
            head = Point(place, hash_)
        return encode_feed_page(FeedPage(BRANCH_SCOPE, self.state.server_epoch, after, head, end, tuple(items)))
