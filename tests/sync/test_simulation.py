"""The whole of synchronisation under a virtual, failing network, from seeds (journal.md 7 A).

The client's cycle and headquarters' reading, judging and placing are the real ones. Messages are lost, doubled, late
and out of order; desks crash between any two steps; headquarters is put back to a backup. After the line has healed:
I1 everything recorded is at headquarters exactly once and byte for byte; I3 all sides fold the same cases; I5 cursors
never went back but on headquarters' word; I7 nothing was applied twice; I8 the backlog is empty after two rounds.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import pytest
from support.cases import HANDLER, SUPERVISOR, SUPERVISOR_2, TELLER, at, form
from support.memory_hub import MemoryHub
from support.memory_journal import MemoryJournal

from app.domain.commands import AddNote, DecideExtension, RegisterComplaint, RequestExtension
from app.domain.fold import fold
from app.hub.reducer import CaseFile
from app.journal.standing import LogState
from app.journal.view import case_bytes
from app.journal.wire import Point, Receipt, Relation, SignedReceipt
from app.journal.wire_codec import decode_hello_reply, decode_receipt, encode_receipt, encode_signed_receipt
from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Parties
from app.sync.errors import OfflineError, SyncError
from app.sync.messages import Answer, Ask

SEEDS = int(os.environ.get("JIESU_SIMULATION_SEEDS", "120"))
MUTATION_SEEDS = 200
STEPS = 300
PEOPLE_HERE = (TELLER, HANDLER, SUPERVISOR, SUPERVISOR_2)


@dataclass
class Desk:
    """One simulated PC."""

    journal: MemoryJournal
    batches: BatchSize = field(default_factory=BatchSize)
    talk: Generator[Ask, Answer, Any] | None = None
    asked: Ask | None = None
    is_stuck: bool = False


class World:
    """Everything, driven by one random generator."""

    def __init__(self, seed: int, *, hub: MemoryHub | None = None, cycle: type[Cycle] = Cycle, **faults: bool) -> None:
        self.chance = random.Random(seed)
        self.hub = hub or MemoryHub()
        self.cycle = cycle
        self.desks = [Desk(self.make_journal(letter)) for letter in "ABC"]
        for desk in self.desks:
            desk.batches.size = 3000
            self.hub.enrol(desk.journal.device, desk.journal.keys.public)
        self.on_the_way: list[tuple[Desk, Ask]] = []
        self.answers: list[tuple[Desk, Ask, Answer]] = []
        self.backups = [self.hub.backup()]
        self.cases: list[str] = []
        self.forges = faults.get("forges", False)
        self.has_restored = False
        self.met: Counter[str] = Counter()

    def make_journal(self, letter: str) -> MemoryJournal:
        return MemoryJournal(letter)

    # -- one step of the world -----------------------------------------------------------------------------------

    def step(self) -> None:
        happen = (
            (self.someone_acts, 30),
            (self.begin_cycle, 25),
            (self.deliver_request, 40),
            (self.deliver_answer, 40),
            (self.lose_something, 8),
            (self.double_a_request, 6),
            (self.give_up_waiting, 6),
            (self.crash, 4),
            (lambda: self.backups.append(self.hub.backup()), 2),
            (self.restore, 1),
        )
        work = self.chance.choices([one for one, _ in happen], [weight for _, weight in happen])[0]
        work()

    def someone_acts(self) -> None:
        desk = self.chance.choice(self.desks)
        journal, who = desk.journal, self.chance.choice(PEOPLE_HERE)
        if not journal.of_case or self.chance.random() < 0.4:
            case_id = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
            journal.numbers += 1
            number = f"TS0102-26{journal.letter}{journal.numbers + 1000 * journal.epoch:05d}-0"
            journal.act(TELLER, case_id, RegisterComplaint(case_id, number, form()))
            self.cases.append(case_id)
            return
        case_id = self.chance.choice(list(journal.of_case))
        case = journal.case(case_id)
        if case is None:
            return
        pending = case.pending_extension
        if pending is not None:
            is_yes = self.chance.random() < 0.5
            command = DecideExtension(pending.request_id, is_yes, "录像须调取，情况属实。", case.version, "n")
            journal.act(self.chance.choice((SUPERVISOR, SUPERVISOR_2)), case_id, command)
        elif self.chance.random() < 0.5:
            request_id = f"r{self.chance.getrandbits(60)}"
            journal.act(who, case_id, RequestExtension(request_id, "CN_LOCAL_5_10", 1, "需向发卡行调取监控录像。"))
        else:
            journal.act(who, case_id, AddNote(f"记录{self.chance.getrandbits(20)}"))

    def begin_cycle(self) -> None:
        desk = self.chance.choice(self.desks)
        if desk.talk is None:
            self.start(desk)

    def start(self, desk: Desk) -> None:
        parties = Parties(desk.journal.keys.sign, self.hub.key.public_key, "sim", lambda: at("2026-11-20 10:00"))
        desk.talk = self.cycle(desk.journal, parties, desk.batches).run()
        self.advance(desk, None)

    def advance(self, desk: Desk, answer: Answer | OfflineError | None) -> None:
        assert desk.talk is not None
        try:
            if isinstance(answer, OfflineError):
                desk.asked = desk.talk.throw(answer)
            else:
                desk.asked = next(desk.talk) if answer is None else desk.talk.send(answer)
        except (StopIteration, SyncError):
            desk.talk = desk.asked = None
        else:
            self.on_the_way.append((desk, desk.asked))
        log = (desk.journal.device, desk.journal.epoch)
        if not self.has_restored:
            stored = self.hub.state.heads.get(log, Point()).seq
            assert desk.journal.acked.seq <= stored, "I2: receipted and not there"

    def deliver_request(self) -> None:
        if self.on_the_way:
            desk, ask = self.on_the_way.pop(self.chance.randrange(len(self.on_the_way)))
            self.answers.append((desk, ask, self.ask_hub(desk, ask)))

    def ask_hub(self, desk: Desk, ask: Ask) -> Answer:
        if ask.meanwhile is not None and desk.asked is ask and self.chance.random() < 0.5:
            ask.meanwhile()
        answer = self.hub.answer(desk.journal.device, ask)
        if answer.status != 200:
            self.met[answer.error().code] += 1
        elif ask.target == "/v1/hello":
            self.met[decode_hello_reply(answer.body).relation.value] += 1
        self.met["waiting"] += len(self.hub.state.waiting)
        return answer

    def deliver_answer(self) -> None:
        if self.answers:
            desk, ask, answer = self.answers.pop(self.chance.randrange(len(self.answers)))
            if desk.asked is ask:
                self.advance(desk, self.forged(desk, ask, answer) if self.forges else answer)

    def forged(self, desk: Desk, ask: Ask, answer: Answer) -> Answer:
        """Sometimes somebody promises more than headquarters said."""
        if not ask.target.startswith("/v1/push") or self.chance.random() < 0.7:
            return answer
        state: LogState = desk.journal.log_state()
        receipt = Receipt(state.device, state.epoch, 1, state.head, "forged", 0)
        return Answer(200, encode_signed_receipt(SignedReceipt(encode_receipt(receipt), bytes(64))))

    def lose_something(self) -> None:
        for messages in (self.on_the_way, self.answers):
            if messages and self.chance.random() < 0.5:
                messages.pop(self.chance.randrange(len(messages)))

    def double_a_request(self) -> None:
        if self.on_the_way:
            self.on_the_way.append(self.chance.choice(self.on_the_way))

    def give_up_waiting(self) -> None:
        desk = self.chance.choice(self.desks)
        if desk.talk is not None:
            self.advance(desk, OfflineError(why="silent"))

    def crash(self) -> None:
        desk = self.chance.choice(self.desks)
        if desk.talk is not None:
            desk.talk.close()
            desk.talk = desk.asked = None

    def restore(self) -> None:
        if self.chance.random() < 0.4:
            self.hub.restore(self.chance.choice(self.backups[-3:]))
            self.has_restored = True

    # -- healing and what must hold then -------------------------------------------------------------------------

    def heal(self) -> None:
        self.answers.clear()
        late, self.on_the_way = self.on_the_way, []
        for desk, ask in late:  # what was under way arrives at last, for nobody
            self.hub.answer(desk.journal.device, ask)
        for desk in self.desks:
            if desk.talk is not None:
                desk.talk.close()
                desk.talk = desk.asked = None
        self.forges = False
        for _ in range(3):
            for desk in self.desks:
                self.whole_cycle(desk)

    def whole_cycle(self, desk: Desk) -> None:
        self.start(desk)
        while desk.talk is not None:
            (asked,) = self.on_the_way
            self.on_the_way = []
            self.advance(desk, self.ask_hub(desk, asked[1]))

    def check(self) -> None:
        state = self.hub.state
        assert state.waiting == []
        placed = [(item[0], item[1], item[2].seq) for item, _ in state.feed if len(item) == 3]
        assert len(placed) == len(set(placed)), "I1: placed twice"
        for desk in self.desks:
            journal = desk.journal
            log = (journal.device, journal.epoch)
            stored = [one.record for one in state.events.get(log, [])]
            assert stored == [journal.entries[origin] for origin, _ in journal.own], "I1"
            assert journal.acked == state.heads.get(log, Point()), "I8"
            assert set(journal.places) == set(placed), "I1"
        for case_id in self.cases:
            self.check_case(case_id)

    def check_case(self, case_id: str) -> None:
        first, *others = [desk.journal.case(case_id) for desk in self.desks]
        assert first is not None
        assert all(other == first for other in others), "I3"
        file: CaseFile = self.hub.file(case_bytes(case_id))
        there = file.ready().freeze()
        assert (there.state, there.version, there.extensions) == (first.state, first.version, first.extensions), "I3"
        again = fold(reversed(self.desks[0].journal.case_entries(case_id)))
        assert again == first


def _run(world: World) -> World:
    for _ in range(STEPS):
        world.step()
    world.heal()
    world.check()
    return world


@pytest.mark.parametrize("block", range(8))
def test_nothing_is_lost_doubled_or_seen_differently(block: int) -> None:
    for seed in range(block, SEEDS, 8):
        try:
            _run(World(seed))
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error


def test_the_simulator_gets_into_every_corner() -> None:
    met: Counter[str] = Counter()
    for seed in range(40):
        met += _run(World(seed)).met
    assert {"level", Relation.BEHIND.value, "gap", "feed_diverged", "waiting"} <= {name for name, n in met.items() if n}


def test_forged_receipts_change_nothing() -> None:
    for seed in range(20):
        _run(World(seed, forges=True))


class _CredulousCycle(Cycle):
    """A deliberate fault: any receipt is believed."""

    def _receipted(self, state: LogState, batch: Any, signed: SignedReceipt) -> int:
        receipt = decode_receipt(signed.body)
        self._port.acknowledge(receipt, signed)
        return receipt.head.seq


class _HastyJournal(MemoryJournal):
    """A deliberate fault: the cursor moves in a transaction of its own, and the desk dies before the page."""

    chance = random.Random(0)

    def apply_page(self, scope: str, items: Any, cursor: Point, server_epoch: str) -> frozenset[str]:
        if self.chance.random() < 0.05:
            self.cursor[scope] = cursor
            raise OfflineError(why="crash")
        return super().apply_page(scope, items, cursor, server_epoch)


class _HastyWorld(World):
    def make_journal(self, letter: str) -> MemoryJournal:
        return _HastyJournal(letter)


MUTANTS = {
    "no compare-and-set": lambda seed: World(seed, hub=MemoryHub(compares_and_sets=False)),
    "receipts unchecked": lambda seed: World(seed, cycle=_CredulousCycle, forges=True),
    "cursor apart from its page": _HastyWorld,
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_simulator_sees_each_promise_broken(mutant: str) -> None:
    for seed in range(MUTATION_SEEDS):
        try:
            _run(MUTANTS[mutant](seed))
        except Exception:
            return
    pytest.fail(f"{mutant}: not noticed in {MUTATION_SEEDS} seeds")
