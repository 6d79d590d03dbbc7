"""Signatures of entries from elsewhere count once they are proven (security.md 2: four eyes)."""

from __future__ import annotations

from support.cases import DECISION, HANDLER, LOCAL, SUPERVISOR, TELLER_2
from support.feeds import Headquarters, apply_items, log_of
from support.stores import Desk, directory

from app.domain.case import CaseState
from app.domain.commands import DecideExtension, RecordDecision, RequestExtension
from app.domain.entry import EntryKind
from app.journal.envelope import Record, decode, encode
from app.journal.wire import ForeignEntry
from app.store.rebuild import digest
from app.store.store import Store
from app.store.verify import verify


def test_a_signature_counts_once_its_key_is_known(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq, desk = Headquarters(), Desk(first)
    case_id = desk.register().case_id
    desk.do(case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
    desk.do(case_id, SUPERVISOR, DecideExtension("r1", True, "同意延期办理。", 3, "n1"))
    assert second.sync.use_directory(lambda key_id: None) == frozenset()
    hq.level(first, second)
    case = second.case(case_id)
    assert case is not None
    assert [(flag.kind, flag.code) for flag in case.flags] == [("extension_decided", "not_signed")]
    assert case.state is CaseState.EXTENSION_REQUESTED
    assert verify(second).is_sound
    assert second.sync.use_directory(directory) == {case_id}
    assert second.case(case_id) == first.case(case_id)
    assert verify(second, directory).is_sound
    assert digest(first.database) == digest(second.database)


def test_a_forged_approval_never_counts(stores: tuple[Store, Store]) -> None:
    first, second = stores
    desk = Desk(first)
    case_id = desk.register().case_id
    desk.do(case_id, HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
    desk.do(case_id, SUPERVISOR, DecideExtension("r1", True, "同意延期办理。", 3, "n1"))
    *before, signed = log_of(first)
    envelope = decode(signed.record.envelope)
    assert envelope.sig is not None
    forged = Record(
        encode(envelope._replace(sig=envelope.sig[:-1] + bytes([envelope.sig[-1] ^ 1]))), signed.record.body
    )
    second.sync.use_directory(directory)
    apply_items(second, [*before, ForeignEntry(4, signed.device, 1, 4, forged)], 4)
    case = second.case(case_id)
    assert case is not None
    assert [flag.code for flag in case.flags] == ["not_signed"]
    assert second.sync.use_directory(directory) == frozenset()
    first_problem = verify(second, directory).first
    assert first_problem is not None
    assert (first_problem.what, first_problem.origin) == ("signature", f"{signed.device}.1.4")


def test_without_a_directory_signatures_are_taken_on_trust_and_checked_later(stores: tuple[Store, Store]) -> None:
    first, second = stores
    hq, desk = Headquarters(), Desk(first)
    case_id = desk.register(TELLER_2).case_id
    desk.do(case_id, HANDLER, RecordDecision(**{name: getattr(DECISION, name) for name in DECISION.__slots__}))
    hq.level(first, second)
    assert second.case(case_id) == first.case(case_id)
    assert second.entries(case_id)[-1].kind == EntryKind.DECISION_RECORDED
    assert second.sync.use_directory(directory) == {case_id}
    assert second.case(case_id) == first.case(case_id)
