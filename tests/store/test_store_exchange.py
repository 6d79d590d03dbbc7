"""Any acts on two desks, exchanged with headquarters in any order, end in the same rows on both."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.cases import DECISION, HANDLER, LOCAL, NFRA, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2
from support.feeds import Headquarters
from support.stores import NOON, Desk, directory, new_store

from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    GiveNotice,
    RecordDecision,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.journal.wire import Verdict
from app.store.rebuild import digest, dump, rebuild
from app.store.store import Store
from app.store.verify import verify

DECIDE = RecordDecision(**{name: getattr(DECISION, name) for name in DECISION.__slots__})
PEOPLE = st.sampled_from([TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2])
WHICH = st.integers(0, 1)
COMMANDS = st.one_of(
    st.just(StartHandling()),
    st.builds(AddNote, st.sampled_from(["客户来电催办", "已联系商户", "补充材料 0017"])),
    st.builds(
        RequestExtension,
        st.uuids(version=4).map(str),
        st.sampled_from([LOCAL, NFRA]),
        st.integers(1, 2),
        st.just("需向总行核实扣费明细，时间不足。"),
    ),
    st.just(DECIDE),
    st.just(GiveNotice("decision", "in_person", "本人", "签收单 17")),
    st.just(GiveNotice("extension", "phone", "本人", "录音 2201")),
    st.just(CloseCase()),
    st.just(WithdrawCase("phone", "已自行解决")),
    st.builds(AssignCase, PEOPLE, st.just("调整")),
)


class Exchange(RuleBasedStateMachine):
    """Two desks with clocks of their own and one headquarters."""

    def __init__(self) -> None:
        super().__init__()
        self.left = ExitStack()
        folder = Path(self.left.enter_context(tempfile.TemporaryDirectory()))
        self.stores: list[Store] = [self.left.enter_context(new_store(folder, letter)) for letter in "AB"]
        self.desks = [Desk(store) for store in self.stores]
        self.hq = Headquarters()
        self.cases: list[str] = []
        for store in self.stores:
            store.sync.use_directory(directory)

    @initialize(ahead=st.integers(-90, 90))
    def clocks_differ(self, ahead: int) -> None:
        self.desks[1].now = NOON + timedelta(minutes=ahead)

    @rule(which=WHICH, who=PEOPLE, name=st.sampled_from(["王芳", "买买提·艾力", "赵𬀩"]))
    def register(self, which: int, who: str, name: str) -> None:
        self.cases.append(self.desks[which].register(who, complainant_name=name).case_id)

    @precondition(lambda self: self.cases)
    @rule(which=WHICH, who=PEOPLE, command=COMMANDS, data=st.data())
    def act(self, which: int, who: str, command: Command, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(self.cases))
        if self.stores[which].case(case_id) is not None:
            self.desks[which].try_(case_id, who, command)

    @precondition(lambda self: self.cases)
    @rule(which=WHICH, who=st.sampled_from([SUPERVISOR, SUPERVISOR_2]), is_approved=st.booleans(), data=st.data())
    def decide_extension(self, which: int, who: str, is_approved: bool, data: st.DataObject) -> None:
        case = self.stores[which].case(data.draw(st.sampled_from(self.cases)))
        if case is not None and case.pending_extension is not None:
            request_id = case.pending_extension.request_id
            command = DecideExtension(request_id, is_approved, "理由充分。", case.version, request_id)
            self.desks[which].try_(case.case_id, who, command)

    @rule(which=WHICH, max_bytes=st.sampled_from([1, 1500, 1 << 20]))
    def push(self, which: int, max_bytes: int) -> None:
        self.hq.take(self.stores[which], max_bytes)

    @rule(which=WHICH, most=st.sampled_from([1, 3, 1000]))
    def pull(self, which: int, most: int) -> None:
        self.hq.give(self.stores[which], most)

    @precondition(lambda self: any(head.seq for head in self.hq.heads.values()))
    @rule(data=st.data(), verdict=st.sampled_from(list(Verdict)))
    def judge(self, data: st.DataObject, verdict: Verdict) -> None:
        (device, epoch), head = data.draw(
            st.sampled_from(sorted(item for item in self.hq.heads.items() if item[1].seq))
        )
        self.hq.judge(device, epoch, data.draw(st.integers(1, head.seq)), verdict)

    @rule(which=WHICH)
    def rebuild_rows(self, which: int) -> None:
        store = self.stores[which]
        before = list(dump(store.database))
        rebuild(store)
        assert list(dump(store.database)) == before

    @invariant()
    def nothing_is_acknowledged_that_headquarters_does_not_hold(self) -> None:
        for store in self.stores:
            state = store.sync.log_state()
            held = self.hq.heads.get((state.device, state.epoch))
            assert state.acked.seq <= (held.seq if held else 0)

    def teardown(self) -> None:
        try:
            self.hq.level(*self.stores)
            assert len({digest(store.database) for store in self.stores}) == 1
            for store in self.stores:
                report = verify(store, directory)
                assert report.is_sound, report.first
                balance = store.sync.balance()
                assert balance.committed == balance.receipted == balance.at_headquarters
                assert balance.quarantined == 0
                assert {case_id for case_id in self.cases if store.case(case_id)} == set(self.cases)
        finally:
            self.left.close()


TestExchange = Exchange.TestCase
TestExchange.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
