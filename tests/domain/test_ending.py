"""Merging and voiding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import AUDITOR, HANDLER, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2, Scene, at

from app.domain.case import CaseState
from app.domain.case_number import make
from app.domain.commands import (
    AddNote,
    CloseCase,
    DecideVoid,
    LogContact,
    MergeCase,
    OfferTransfer,
    RecordPaper,
    ReopenCase,
    RequestVoid,
    StartHandling,
    WithdrawCase,
)
from app.domain.decisions.ending import merge_objection
from app.domain.entry import EntryKind, NewEntry

OTHER_NO = make("0102", 2026, "A", 7)
OWN_NO = "TS0102-26A00032-W"
MERGE = MergeCase("c2", OTHER_NO, "同一笔年费的同一投诉")
ASK = RequestVoid("v1", "重复登记，同一件已有编号")


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


def void(scene: Scene, who: str = SUPERVISOR, *, approved: bool = True, reason: str = "核对属实，同意作废") -> object:
    return scene.try_(who, DecideVoid("v1", approved, reason, scene.folded.version, "n"))


# --- merging ---------------------------------------------------------------------------------------------------------


def test_merging_ends_the_case_and_names_the_other(scene: Scene) -> None:
    """令2020-3 art. 18-3."""
    scene.request()
    case = scene.do(TELLER, MERGE)
    assert (case.state, case.merged_into, case.merged_into_no) == (CaseState.MERGED, "c2", OTHER_NO)
    assert (case.due_on_at_end, case.was_overdue) == (date(2026, 11, 27), False)
    assert case.extensions[0].decision == "lapsed"
    assert scene.refused(TELLER, MERGE).code == "already_ended"
    assert scene.do(SUPERVISOR, ReopenCase("x", "合并有误，恢复办理")).state is CaseState.IN_PROGRESS


def test_a_late_merger_is_late(scene: Scene) -> None:
    assert scene.do(TELLER, MERGE, now=at("2026-11-28 09:00")).was_overdue


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"reason": " "}, [("reason_missing", "reason")]),
        ({"into_case_id": ""}, [("merge_target_missing", "into_case_no")]),
        ({"into_case_no": " "}, [("merge_target_missing", "into_case_no")]),
        ({"into_case_no": "TS0102-26A00007-A"}, [("merge_target_unreadable", "into_case_no")]),
        ({"into_case_id": "c1"}, [("merge_into_itself", "into_case_no")]),
        ({"into_case_no": OWN_NO}, [("merge_into_itself", "into_case_no")]),
    ],
)
def test_mergers_that_cannot_be(scene: Scene, changes: dict[str, str], problems: list[tuple[str, str]]) -> None:
    own = make("0102", 2026, "A", 32)
    scene.case = replace(scene.folded, case_no=own)
    changes = {key: own if value == OWN_NO else value for key, value in changes.items()}
    found = scene.refused(TELLER, replace(MERGE, **changes)).problems
    assert [(problem.code, problem.field) for problem in found] == problems


def test_a_case_number_is_kept_in_its_one_form(scene: Scene) -> None:
    case = scene.do(TELLER, replace(MERGE, into_case_no=OTHER_NO.lower().replace("-", "")))
    assert case.merged_into_no == OTHER_NO


def test_into_which_case() -> None:
    one, other = Scene(), Scene(case_id="c2")
    one.register()
    other.register()
    assert merge_objection(one.folded, other.folded) is None
    for into, code in (
        (None, "merge_target_missing"),
        (one.folded, "merge_into_itself"),
        (replace(other.folded, branch="0999"), "other_branch"),
        (replace(other.folded, state=CaseState.MERGED), "merge_target_ended"),
        (replace(other.folded, state=CaseState.CLOSED), "merge_target_ended"),
    ):
        refusal = merge_objection(one.folded, into)
        assert refusal is not None
        assert refusal.code == code


@pytest.mark.parametrize(("into", "code"), [("c1", "merge_into_itself"), ("", "malformed")])
def test_a_merger_into_itself_from_elsewhere_is_set_aside(scene: Scene, into: str, code: str) -> None:
    body = {"into_case_id": into, "into_case_no": OTHER_NO, "reason": "x", "due_on": "2026-11-27"}
    scene.write(TELLER, NewEntry(EntryKind.CASE_MERGED, "c1", body))
    assert scene.folded.state is CaseState.ACCEPTED
    assert [flag.code for flag in scene.folded.flags] == [code]


def test_two_desks_merge_at_once(scene: Scene) -> None:
    scene.do(TELLER, MERGE)
    body = {"into_case_id": "c3", "into_case_no": OTHER_NO, "reason": "x", "due_on": "2026-11-27"}
    scene.write(TELLER_2, NewEntry(EntryKind.CASE_MERGED, "c1", body))
    assert scene.folded.merged_into == "c2"
    assert [flag.code for flag in scene.folded.flags] == ["superseded"]


# --- voiding ---------------------------------------------------------------------------------------------------------


def test_voiding_takes_two(scene: Scene) -> None:
    """ux.md 6: only with a reason and a second person."""
    scene.do(HANDLER, StartHandling())
    scene.do(HANDLER, OfferTransfer("t1", TELLER, "轮休交接给同事"))
    scene.request()
    case = scene.do(TELLER, ASK)
    assert case.state is CaseState.EXTENSION_REQUESTED
    assert case.void_request is not None
    assert (case.void_request.requested_by, case.void_request.decision) == (TELLER, None)
    assert isinstance(void(scene), tuple)
    case = scene.folded
    assert (case.state, case.ended_at, case.was_overdue) == (CaseState.VOIDED, scene.now, False)
    assert case.due_on_at_end == date(2026, 11, 27)
    assert case.void_request is not None
    assert (case.void_request.decision, case.void_request.decided_by) == ("approved", SUPERVISOR)
    assert case.extensions[0].decision == "lapsed"
    assert case.pending_transfer is None
    assert scene.entries[-1].is_signed
    assert case.flags == ()


def test_nothing_brings_a_voided_case_back(scene: Scene) -> None:
    scene.do(TELLER, ASK)
    void(scene)
    for who, command in (
        (SUPERVISOR, ReopenCase("x", "新的事实和理由")),
        (TELLER, RequestVoid("v2", "再次作废的申请")),
        (TELLER, RecordPaper("ack_slip", "ab" * 32, "a4")),
        (TELLER, WithdrawCase("phone")),
    ):
        assert scene.refused(who, command).code == "already_ended"
    assert scene.do(TELLER, AddNote("已告知客户")).state is CaseState.VOIDED


def test_nobody_voids_alone(scene: Scene) -> None:
    scene.do(SUPERVISOR, ASK)
    refusal = scene.refused(SUPERVISOR, DecideVoid("v1", True, "", scene.folded.version, "n"))
    assert refusal.code == "void_four_eyes"
    assert SUPERVISOR_2 in refusal.who_could
    assert SUPERVISOR not in refusal.who_could
    assert scene.refused(TELLER, DecideVoid("v1", True, "", scene.folded.version, "n")).code == "no_right"
    assert scene.refused(AUDITOR, ASK).code == "no_right"


def test_a_refused_request_leaves_the_case_as_it_was(scene: Scene) -> None:
    scene.do(TELLER, ASK)
    assert scene.refused(SUPERVISOR, DecideVoid("v1", False, "", 3, "n")).code == "reason_missing"
    assert isinstance(void(scene, approved=False, reason="不是重复登记"), tuple)
    case = scene.folded
    assert case.state is CaseState.ACCEPTED
    assert case.void_request is not None
    assert (case.void_request.decision, case.void_request.decision_reason) == ("refused", "不是重复登记")
    assert scene.refused(SUPERVISOR_2, DecideVoid("v1", True, "", case.version, "n")).code == "void_decided"
    assert scene.do(TELLER_2, RequestVoid("v2", "确实重复登记了")).void_request != case.void_request


def test_one_request_at_a_time(scene: Scene) -> None:
    scene.do(TELLER, ASK)
    assert scene.try_(TELLER, ASK) == ()
    refusal = scene.refused(TELLER_2, RequestVoid("v2", "确实重复登记了"))
    assert (refusal.code, SUPERVISOR in refusal.who_could) == ("void_pending", True)
    assert scene.refused(SUPERVISOR, DecideVoid("v9", True, "", 3, "n")).code == "unknown_void"


@pytest.mark.parametrize(("reason", "code"), [("", "reason_missing"), ("错", "reason_too_short")])
def test_a_request_says_why(scene: Scene, reason: str, code: str) -> None:
    assert scene.refused(TELLER, RequestVoid("v1", reason)).code == code


def test_what_came_after_the_decider_looked(scene: Scene) -> None:
    seen = scene.do(TELLER, ASK).version
    scene.do(TELLER, AddNote("客户来电"))
    scene.do(TELLER, LogContact("phone", "王芳芳", "已说明"))
    scene.do(TELLER, RecordPaper("ack_slip", "ab" * 32, "a4"))
    for version in (0, 99):
        assert scene.refused(SUPERVISOR, DecideVoid("v1", True, "", version, "n")).code == "case_changed"
    scene.do(HANDLER, StartHandling())
    assert scene.refused(SUPERVISOR, DecideVoid("v1", True, "", seen, "n")).code == "case_changed"
    assert scene.do(SUPERVISOR, DecideVoid("v1", True, "", scene.folded.version, "n")).state is CaseState.VOIDED


def test_notes_do_not_hold_up_voiding(scene: Scene) -> None:
    seen = scene.do(TELLER, ASK).version
    scene.do(TELLER, AddNote("客户来电"))
    assert scene.do(SUPERVISOR, DecideVoid("v1", True, "", seen, "n")).state is CaseState.VOIDED


def test_a_closed_case_that_is_voided_keeps_its_history(scene: Scene) -> None:
    scene.now = at("2026-11-30 09:00")
    scene.decide()
    scene.tell()
    before = scene.do(HANDLER, CloseCase())
    scene.do(TELLER, ASK)
    void(scene)
    case = scene.folded
    assert (case.state, case.was_overdue) == (CaseState.VOIDED, True)
    assert case.due_on_at_end == before.due_on_at_end


def test_an_overdue_case_that_is_voided_was_overdue(scene: Scene) -> None:
    scene.now = at("2026-11-30 09:00")
    scene.do(TELLER, ASK)
    void(scene)
    assert scene.folded.was_overdue


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [
        (TELLER, {}, "void_four_eyes"),
        (SUPERVISOR, {"request_id": "v7"}, "unknown_void"),
        (SUPERVISOR, {"decision": "maybe"}, "malformed"),
        (SUPERVISOR, {"due_on": 7}, "malformed"),
    ],
)
def test_decisions_that_are_not_valid_where_they_land(
    scene: Scene, who: str, changes: dict[str, object], code: str
) -> None:
    before = scene.do(TELLER, ASK)
    body: dict[str, object] = {"request_id": "v1", "decision": "approved", "reason": "", "due_on": "2026-11-27"}
    scene.write(who, NewEntry(EntryKind.VOID_DECIDED, "c1", {**body, **changes}))
    assert scene.folded.state is before.state
    assert [flag.code for flag in scene.folded.flags] == [code]


def test_two_decide_about_one_request(scene: Scene) -> None:
    scene.do(TELLER, ASK)
    body = {"request_id": "v1", "decision": "refused", "reason": "不是重复", "seen_version": 3, "nonce": "n"}
    void(scene, approved=False, reason="不是重复登记")
    scene.write(SUPERVISOR_2, NewEntry(EntryKind.VOID_DECIDED, "c1", {**body, "decision": "approved"}))
    assert scene.folded.state is CaseState.ACCEPTED
    assert [flag.code for flag in scene.folded.flags] == ["superseded"]
