"""Review by the superior, reopening, satisfaction, follow-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.cases import (
    HANDLER,
    HQ,
    RULES,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    Scene,
    at,
)

from app.domain.case import CaseState, OverdueMark
from app.domain.codes import SATISFACTION
from app.domain.commands import (
    AskSatisfaction,
    CloseCase,
    GiveNotice,
    LogContact,
    RecordFollowUp,
    RecordReviewDecision,
    RecordUnreachable,
    ReopenCase,
    RequestReview,
    WithdrawCase,
)
from app.domain.deadlines import deadlines_of, ever_overdue
from app.domain.decisions.after import last_day_for_review
from app.domain.entry import EntryKind, NewEntry

ASK = RequestReview("v1", "不同意处理结果，要求上级核查", "letter")
RESULT = RecordReviewDecision("v1", "maintained", "程序、时限、结果均无不当。", "总核〔2026〕17 号")
NEW_FACTS = ReopenCase("x1", "客户提交了新的流水和通话录音", "材料 3")


def closed_scene(way: str = "in_person", proof: str = "签收单 1") -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.decide()
    scene.do(TELLER, GiveNotice("decision", way, "王芳芳", proof, at("2026-11-20 10:05")), now=at("2026-11-20 10:05"))
    scene.do(HANDLER, CloseCase())
    return scene


@pytest.fixture
def scene() -> Scene:
    return closed_scene()


# --- review ----------------------------------------------------------------------------------------------------------


def test_a_review_from_request_to_notice(scene: Scene) -> None:
    """令2020-3 art. 20."""
    case = scene.do(TELLER, ASK, now=at("2026-12-01 09:00"))
    assert case.open_review is not None
    assert (case.open_review.received_on, case.state) == (date(2026, 12, 1), CaseState.CLOSED)
    assert scene.try_(TELLER, ASK) == ()
    assert scene.refused(TELLER, replace(ASK, review_id="v2")).code == "review_open"
    assert scene.refused(TELLER, RESULT).code == "no_right"
    case = scene.do(SUPERVISOR, RESULT, now=at("2026-12-20 09:00"))
    assert case.open_review is None
    assert (case.reviews[0].result, case.reviews[0].document_no) == ("maintained", "总核〔2026〕17 号")
    assert case.reviews[0].decided_on == date(2026, 12, 20)
    assert scene.entries[-1].is_signed
    assert scene.refused(SUPERVISOR, RESULT).code == "review_decided"
    case = scene.do(TELLER, GiveNotice("review", "phone", "王芳芳", "录音 9"))
    assert (case.notices[-1].about, case.state) == ("review", CaseState.CLOSED)


def test_headquarters_records_what_it_decided(scene: Scene) -> None:
    scene.do(TELLER, ASK)
    assert scene.do(HQ, replace(RESULT, result="changed")).reviews[0].result == "changed"


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        (date(2026, 11, 19), "review_too_early"),
        (date(2026, 11, 20), None),
        (date(2026, 12, 20), None),
        (date(2026, 12, 21), "review_too_late"),
        (date(2026, 12, 23), "date_in_future"),
    ],
)
def test_within_thirty_days_of_being_told(scene: Scene, received_on: date, code: str | None) -> None:
    scene.now = at("2026-12-22 09:00")
    command = replace(ASK, received_on=received_on)
    if code is None:
        assert scene.do(TELLER, command).open_review is not None
    else:
        problem = scene.refused(TELLER, command).problems[0]
        assert (problem.code, problem.field) == (code, "received_on")
        if code == "review_too_late":
            assert problem.details == {"due_on": "2026-12-20"}


def test_nobody_is_late_when_the_day_of_receipt_is_not_known() -> None:
    posted = closed_scene("registered_mail", "XA12345678912")
    assert last_day_for_review(posted.folded, RULES) is None
    assert posted.do(TELLER, ASK, now=at("2027-01-15 09:00")).open_review is not None
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.decide()
    scene.do(TELLER, LogContact("phone", "", "无人接听", was_reached=False))
    scene.do(TELLER, GiveNotice("decision", "sms", "", "", succeeded=False))
    scene.do(TELLER, RecordUnreachable("停机"))
    assert scene.do(TELLER, ASK, now=at("2027-01-15 09:00")).open_review is not None


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"grounds": " "}, "text_missing", "grounds"),
        ({"way": "pigeon"}, "way_unknown", "way"),
        ({"way": "phone"}, "review_not_written", "way"),
        ({"way": "sms"}, "review_not_written", "way"),
    ],
)
def test_requests_that_cannot_be(scene: Scene, changes: dict[str, Any], code: str, field: str) -> None:
    problems = scene.refused(TELLER, replace(ASK, **changes)).problems
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]


def test_a_review_is_of_a_decision_that_was_told() -> None:
    scene = Scene()
    scene.register()
    assert scene.refused(TELLER, ASK).code == "not_decided"
    scene.decide()
    assert scene.refused(TELLER, ASK).code == "not_told"
    scene.tell()
    assert scene.do(TELLER, ASK).state is CaseState.TOLD


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"result": "perhaps"}, "choice_unknown", "result"),
        ({"text": ""}, "text_missing", "text"),
        ({"document_no": " "}, "evidence_missing", "document_no"),
        ({"decided_on": date(2026, 11, 19)}, "review_day_too_early", "decided_on"),
        ({"decided_on": date(2026, 11, 21)}, "date_in_future", "decided_on"),
        ({"review_id": "v9"}, "unknown_review", None),
    ],
)
def test_results_that_cannot_be(scene: Scene, changes: dict[str, Any], code: str, field: str | None) -> None:
    scene.do(TELLER, ASK)
    problems = scene.refused(SUPERVISOR, replace(RESULT, **changes)).problems
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]


# --- reopening -------------------------------------------------------------------------------------------------------


def test_reopened_with_new_facts(scene: Scene) -> None:
    """art. 18-3: the term begins anew on the day on which the new facts came in."""
    first = scene.folded.decision
    owner = scene.folded.owner
    case = scene.do(SUPERVISOR, NEW_FACTS, now=at("2026-12-01 09:00"))
    assert case.state is CaseState.IN_PROGRESS
    assert (case.decision, case.told_at, case.ended_at, case.due_on_at_end) == (None, None, None, None)
    assert case.earlier_decisions == (first,)
    assert (case.owner, case.was_overdue, case.overdue_marks) == (owner, False, ())
    assert [(r.received_on, r.is_reopening, r.facts) for r in case.restarts] == [
        (date(2026, 12, 1), True, NEW_FACTS.facts)
    ]
    assert scene.entries[-1].is_signed
    assert scene.try_(SUPERVISOR, NEW_FACTS) == ()
    assert deadlines_of(case, RULES).due_on >= date(2026, 12, 1)
    assert not ever_overdue(case, RULES, date(2026, 12, 1))
    scene.decide()
    scene.tell()
    case = scene.do(HANDLER, CloseCase())
    assert (case.state, case.was_overdue) == (CaseState.CLOSED, False)
    assert case.flags == ()


def test_having_been_late_stays(scene: Scene) -> None:
    """domain.md finding 8: neither closing nor reopening clears it."""
    late = Scene(at("2026-11-20 10:00"))
    late.register()
    late.decide()
    late.tell(now=at("2026-12-01 09:00"))
    assert late.do(HANDLER, CloseCase()).was_overdue
    case = late.do(SUPERVISOR, NEW_FACTS, now=at("2026-12-02 09:00"))
    assert case.overdue_marks == (OverdueMark(date(2026, 11, 27), date(2026, 12, 2)),)
    assert ever_overdue(case, RULES, date(2026, 12, 2))
    late.decide()
    late.tell()
    case = late.do(HANDLER, CloseCase())
    assert case.was_overdue
    case = late.do(SUPERVISOR, replace(NEW_FACTS, restart_id="x2"))
    assert len(case.overdue_marks) == 1


def test_before_closing_too_when_the_superior_sends_it_back() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.decide()
    scene.tell(now=at("2026-12-01 09:00"))
    scene.do(TELLER, ASK)
    scene.do(SUPERVISOR, replace(RESULT, result="returned"))
    case = scene.do(SUPERVISOR, ReopenCase("x1", "上级机构退回重新处理"))
    assert (case.state, len(case.overdue_marks)) == (CaseState.IN_PROGRESS, 1)
    assert case.ended_at is None


def test_what_was_settled_or_withdrawn_may_come_back() -> None:
    settled = Scene(at("2026-11-20 10:00"))
    settled.register(settlement="已退款")
    case = settled.do(SUPERVISOR, NEW_FACTS)
    assert (case.state, case.settlement, case.earlier_decisions) == (CaseState.IN_PROGRESS, "", ())
    withdrawn = Scene(at("2026-11-20 10:00"))
    withdrawn.register()
    withdrawn.do(TELLER, WithdrawCase("phone"), now=at("2026-12-01 09:00"))
    case = withdrawn.do(SUPERVISOR, NEW_FACTS)
    assert (case.state, case.withdrawal, len(case.overdue_marks)) == (CaseState.IN_PROGRESS, "", 1)


@pytest.mark.parametrize("owner", ["0299", "HQ01", "9999"])
def test_an_owner_who_is_gone_is_replaced(scene: Scene, owner: str) -> None:
    scene.case = replace(scene.folded, owner=owner)
    outcome = scene.try_(SUPERVISOR_2, NEW_FACTS)
    assert isinstance(outcome, tuple)
    assert outcome[0].body["owner"] == SUPERVISOR_2


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [
        (TELLER, {}, "no_right"),
        (HANDLER, {}, "no_right"),
        (SUPERVISOR, {"facts": ""}, "reason_missing"),
        (SUPERVISOR, {"facts": "新"}, "reason_too_short"),
        (SUPERVISOR, {"received_on": date(2026, 11, 19)}, "reopen_too_early"),
        (SUPERVISOR, {"received_on": date(2026, 11, 21)}, "date_in_future"),
    ],
)
def test_reopenings_that_cannot_be(scene: Scene, who: str, changes: dict[str, Any], code: str) -> None:
    assert scene.refused(who, replace(NEW_FACTS, **changes)).code == code


def test_an_open_case_is_not_reopened() -> None:
    scene = Scene()
    scene.register()
    assert scene.refused(SUPERVISOR, NEW_FACTS).code == "wrong_state"


def test_a_notice_of_the_old_decision_does_not_tell_the_new_one(scene: Scene) -> None:
    scene.do(SUPERVISOR, NEW_FACTS, now=at("2026-12-01 09:00"))
    scene.decide()
    body = {
        "about": "decision", "way": "phone", "receiver": "王芳芳", "evidence_no": "录音 1",
        "given_at": "2026-11-20T03:00:00.000Z", "succeeded": True,
    }  # fmt: skip
    scene.write(TELLER, NewEntry(EntryKind.NOTICE_GIVEN, "c1", body))
    assert scene.folded.state is CaseState.DECIDED
    assert scene.tell().state is CaseState.TOLD


def test_two_reopen_at_once(scene: Scene) -> None:
    outcome = scene.try_(SUPERVISOR, NEW_FACTS)
    assert isinstance(outcome, tuple)
    scene.write(SUPERVISOR_2, outcome[0])
    scene.write(SUPERVISOR_2, replace(outcome[0], body={**outcome[0].body, "restart_id": "x2"}))
    assert [flag.code for flag in scene.folded.flags] == ["superseded", "wrong_state"]
    assert len(scene.folded.restarts) == 1


# --- satisfaction and follow-up --------------------------------------------------------------------------------------


def test_the_last_answer_stands_last(scene: Scene) -> None:
    for answer in SATISFACTION:
        scene.do(TELLER, AskSatisfaction(answer, "phone", "谢谢"))
    asked = scene.folded.satisfaction
    assert [one.answer for one in asked] == list(SATISFACTION)
    assert [one.is_answer for one in asked] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (AskSatisfaction("great", "phone"), "choice_unknown", "answer"),
        (AskSatisfaction("satisfied", "pigeon"), "way_unknown", "way"),
        (AskSatisfaction("satisfied", "phone", "a\0"), "text_not_storable", "comment"),
        (RecordFollowUp("phone", " "), "text_missing", "result"),
        (RecordFollowUp("pigeon", "已回访"), "way_unknown", "way"),
    ],
)
def test_questions_that_cannot_be(
    scene: Scene, command: AskSatisfaction | RecordFollowUp, code: str, field: str
) -> None:
    problems = scene.refused(TELLER, command).problems
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]


def test_nobody_is_asked_before_there_is_an_answer() -> None:
    scene = Scene()
    scene.register()
    for command in (AskSatisfaction("satisfied", "phone"), RecordFollowUp("phone", "已回访")):
        assert scene.refused(TELLER, command).code == "wrong_state"


def test_a_follow_up_visit(scene: Scene) -> None:
    scene.do(TELLER, RecordFollowUp("phone", "无人接听", was_reached=False))
    case = scene.do(TELLER, RecordFollowUp("in_person", "客户表示认可", was_reached=True))
    assert [(visit.way, visit.was_reached) for visit in case.follow_ups] == [("phone", False), ("in_person", True)]
    assert case.state is CaseState.CLOSED


def test_the_day_is_chinas(scene: Scene) -> None:
    """Half past midnight in Beijing is still the day before in London."""
    midnight = at("2026-12-21 00:30")
    assert midnight.day == 20
    assert scene.refused(TELLER, ASK, now=midnight).code == "review_too_late"
    assert closed_scene().do(TELLER, ASK, now=at("2026-12-20 23:59")).open_review is not None
