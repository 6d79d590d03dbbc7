"""What a push does to a branch: places in the feed, verdicts, the cases' new state. Pure; `push` reads and writes.

An entry gets its place in the feed when everything that its author had seen of the case is there already. Otherwise it
is stored and receipted all the same, and waits: until what it depends on arrives, or for five days; then it is placed
with a flag (journal.md 4.6). That happens after headquarters was restored from a backup and devices send again in
another order than the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from app.domain.book import BOOK
from app.domain.entry import Entry, EntryKind
from app.domain.fold import CaseFold, in_order
from app.domain.reasons import ReasonCode
from app.hub.judge import Judge, Word
from app.hub.opened import Opened, entry_of
from app.hub.origins import Origins, Placed
from app.journal.view import case_bytes
from app.journal.wire import Verdict

HOLD = timedelta(days=5)
BOOK_BYTES = case_bytes(BOOK)
"""Entries of a desk's own book are no case: each is judged by itself."""
_REGISTERED = EntryKind.CASE_REGISTERED.value
FORCED = Word(Verdict.NEEDS_REVIEW, "placed_without_what_it_follows")
_MAY_FOLLOW_LATER = frozenset(
    {ReasonCode.CASE_NOT_FOUND, ReasonCode.UNKNOWN_REQUEST, ReasonCode.WRONG_STATE, ReasonCode.STAGE_OUT_OF_ORDER}
)


@dataclass(frozen=True, slots=True)
class Author:
    """The log that an entry is in."""

    device: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that waits for a place in the feed, with the log it is in."""

    author: Author
    one: Opened
    since: datetime


@dataclass(slots=True)
class CaseFile:
    """One case while a push is reduced: its entries in the feed so far and, once needed, its fold."""

    entity_id: bytes
    origins: Origins
    is_new: bool
    history: list[tuple[Opened, Placed]] = field(default_factory=list)
    fold: CaseFold | None = None

    def ready(self) -> CaseFold:
        """The fold over the history, made at the first call."""
        if self.fold is None:
            self.refold(CaseFold())
        assert self.fold is not None
        return self.fold

    def refold(self, start: CaseFold) -> None:
        """Fold the history from `start` on."""
        self.fold = start
        if self.history:
            for entry in in_order([_placed_entry(one, placed) for one, placed in self.history]):
                start.add(entry)

    @property
    def is_registered(self) -> bool:
        """Whether the fold holds the case's own registration."""
        return self.fold is not None and self.fold.is_registered


def _placed_entry(one: Opened, placed: Placed) -> Entry:
    if one.envelope is None or one.body is None:
        raise ValueError("what can't be read has no place in the feed")
    return entry_of(one.envelope, one.body, placed.feed_seq, placed.verdict, is_signature_good=placed.is_signature_good)


class Placement(NamedTuple):
    """An entry with its new place in the feed and what was said about it."""

    author: Author
    one: Opened
    feed_seq: int
    word: Word | None


@dataclass(slots=True)
class Reduction:
    """What a push comes to."""

    placements: list[Placement] = field(default_factory=list)
    waiting: list[Held] = field(default_factory=list)
    released: list[Held] = field(default_factory=list)
    quarantined: list[Opened] = field(default_factory=list)


class Reducer:
    """Reduces entries one after the other. `feed_seq` is the last place taken in the branch's feed."""

    def __init__(self, judge: Judge, files: Mapping[bytes, CaseFile], held: Iterable[Held], feed_seq: int) -> None:
        self.files = dict(files)
        self.result = Reduction()
        self.changed: set[bytes] = set()
        self.feed_seq = feed_seq
        self.judge = judge
        self._held: dict[bytes, list[Held]] = {}
        for one in held:
            self._hold(one)

    def take(self, author: Author, one: Opened, now: datetime) -> None:
        """Take in the next entry of a push."""
        if one.envelope is None:
            self.result.quarantined.append(one)
            return
        if one.envelope.case == BOOK_BYTES:
            self.feed_seq += 1
            self.result.placements.append(Placement(author, one, self.feed_seq, self.judge.take_of_book(one)))
            return
        case = self._file(one.envelope.case)
        if one.envelope.base > len(case.origins) and one.envelope.kind != _REGISTERED:
            held = Held(author, one, now)
            self._hold(held)
            self.result.waiting.append(held)
            return
        self._place(author, one, case, None)
        if case.entity_id in self._held:
            self._release(case)

    def release_overdue(self, now: datetime) -> None:
        """Place what has waited for `HOLD`, flagged, in the order in which it was written."""
        for entity_id, waiting in list(self._held.items()):
            for held in sorted(waiting, key=_written):
                if now - held.since >= HOLD and held in self._held.get(entity_id, ()):
                    self._let_go(held, entity_id, FORCED)
                    self._release(self._file(entity_id))

    def _file(self, entity_id: bytes) -> CaseFile:
        found = self.files.get(entity_id)
        if found is None:
            found = self.files[entity_id] = CaseFile(entity_id, Origins(), is_new=True)
        return found

    def _hold(self, held: Held) -> None:
        assert held.one.envelope is not None
        self._held.setdefault(held.one.envelope.case, []).append(held)

    def _release(self, case: CaseFile) -> None:
        """Place what waited for what has just come, as far as that goes."""
        while True:
            known = len(case.origins)
            waiting = self._held.get(case.entity_id, ())
            ready = [held for held in waiting if held.one.envelope and held.one.envelope.base <= known]
            if not ready:
                return
            self._let_go(min(ready, key=_written), case.entity_id, None)

    def _let_go(self, held: Held, entity_id: bytes, word: Word | None) -> None:
        waiting = self._held[entity_id]
        waiting.remove(held)
        if not waiting:
            del self._held[entity_id]
        if held in self.result.waiting:
            self.result.waiting.remove(held)
        else:
            self.result.released.append(held)
        self._place(held.author, held.one, self._file(entity_id), word)

    def _place(self, author: Author, one: Opened, case: CaseFile, word: Word | None) -> None:
        self.feed_seq += 1
        said = self._judged(case, one)
        if word is not None and (said is None or said.code in _MAY_FOLLOW_LATER):
            said = word
        placed = Placed(
            author.device,
            author.epoch,
            one.seq,
            self.feed_seq,
            said.verdict.value if said else None,
            is_signature_good=said is None or said.code != ReasonCode.NOT_SIGNED,
        )
        case.origins.append(placed)
        if not case.is_registered:  # what came before its registration is folded again when that comes
            case.history.append((one, placed))
        self.changed.add(case.entity_id)
        self.result.placements.append(Placement(author, one, self.feed_seq, said))

    def _judged(self, case: CaseFile, one: Opened) -> Word | None:
        fold = case.ready()
        is_late = one.kind == _REGISTERED and case.origins and not case.is_registered
        if not is_late:
            return self.judge.take(fold, one, self.feed_seq)
        start = CaseFold()  # a registration stands first, whenever it comes
        said = self.judge.take(start, one, self.feed_seq)
        case.refold(start)
        return said


def _written(held: Held) -> tuple[int, int, str, int]:
    envelope = held.one.envelope
    assert envelope is not None
    return (envelope.base, envelope.hlc, held.author.device, held.one.seq)
