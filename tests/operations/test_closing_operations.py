"""Merging, voiding, reviewing, reopening: on real entries, with real signatures."""

from __future__ import annotations

import pytest
from support.cases import DECISION, HANDLER, SUPERVISOR, TELLER
from support.real_desk import RealBranch, done, password_of, refused

from app.domain.case import CaseState
from app.domain.commands import (
    AskSatisfaction,
    CheckTypical,
    CloseCase,
    DecideVoid,
    GiveNotice,
    MarkTypical,
    RecordReviewDecision,
    ReopenCase,
    RequestReview,
    RequestVoid,
)
from app.operations.act import carry_out
from app.operations.merge_case import merge_case
from app.store.verify import verify

TOLD = GiveNotice("decision", "in_person", "王芳芳", "签收单 1")
WHY = "同一笔年费的同一投诉"


def test_the_same_complaint_goes_on_in_one_case(branch: RealBranch) -> None:
    one, other = branch.register(), branch.register()
    merged = done(merge_case(branch.desk(), one.case_id, other.case_no.lower().replace("-", " "), WHY)).case
    assert (merged.state, merged.merged_into, merged.merged_into_no) == (
        CaseState.MERGED,
        other.case_id,
        other.case_no,
    )
    assert branch.view(other.case_id).case.state is CaseState.ACCEPTED
    refusal = refused(merge_case(branch.desk(), other.case_id, one.case_no, WHY))
    assert refusal.code == "merge_target_ended"
    assert refused(merge_case(branch.desk(), one.case_id, other.case_no, WHY)).code == "already_ended"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (" ", "merge_target_missing"),
        ("17", "merge_target_unreadable"),
        ("TS0102-26A00999-X", "merge_target_unreadable"),
        ("own", "merge_into_itself"),
        ("nobody's", "case_not_found"),
    ],
)
def test_numbers_that_lead_nowhere(branch: RealBranch, number: str, code: str) -> None:
    from app.domain.case_number import make

    case = branch.register()
    typed = {"own": case.case_no, "nobody's": make("0102", 2026, "A", 99999)}.get(number, number)
    refusal = refused(merge_case(branch.desk(), case.case_id, typed, WHY))
    assert (refusal.code, refusal.problems[0].field) == (code, "into_case_no")
    assert branch.view(case.case_id).case.state is CaseState.ACCEPTED


def test_a_supervisor_called_over_voids_a_case(branch: RealBranch) -> None:
    case = branch.register()
    seen = done(carry_out(branch.desk(), case.case_id, RequestVoid("v1", "重复登记，另有一件"))).case
    command = DecideVoid("v1", True, "核对属实", seen.version, "n1")
    assert refused(carry_out(branch.desk(), case.case_id, command)).code == "void_four_eyes"
    with branch.desk().sign_once(SUPERVISOR, password_of(SUPERVISOR)) as signer:
        voided = done(carry_out(branch.desk(), case.case_id, command, signer=signer)).case
    assert (voided.state, voided.flags) == (CaseState.VOIDED, ())
    assert voided.timeline[-1].is_signed
    assert verify(branch.store, branch.directory()).is_sound


def test_what_comes_after_the_end(branch: RealBranch) -> None:
    case = branch.register()

    def act(who: str, command: object) -> None:
        branch.later(minutes=1)
        done(carry_out(branch.desk(who), case.case_id, command))  # type: ignore[arg-type]

    act(HANDLER, DECISION)
    act(TELLER, TOLD)
    act(HANDLER, CloseCase())
    act(TELLER, AskSatisfaction("dissatisfied", "phone"))
    act(TELLER, RequestReview("r1", "不同意处理结果", "letter"))
    act(SUPERVISOR, RecordReviewDecision("r1", "returned", "事实不清", "总核 17"))
    act(SUPERVISOR, ReopenCase("x1", "上级机构退回重新处理"))
    act(HANDLER, MarkTypical("年费", "系统未执行减免规则。"))
    act(SUPERVISOR, CheckTypical(True))
    act(HANDLER, DECISION)
    act(TELLER, TOLD)
    act(HANDLER, CloseCase())
    end = branch.view(case.case_id).case
    assert (end.state, end.flags, len(end.earlier_decisions)) == (CaseState.CLOSED, (), 1)
    assert (end.reviews[0].result, end.typical and end.typical.is_approved) == ("returned", True)
    assert verify(branch.store, branch.directory()).is_sound
