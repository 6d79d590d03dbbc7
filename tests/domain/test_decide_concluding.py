"""Decide, papers, notices, closing, withdrawal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import (
    AUDITOR,
    BRANCH,
    DECISION,
    HANDLER,
    HEAD,
    HQ,
    NFRA,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    Scene,
    at,
    context,
)

from app.domain.case import CaseState
from app.domain.commands import (
    CloseCase,
    GiveNotice,
    IntakeForm,
    RecordDecision,
    RecordPaper,
    RegisterComplaint,
    WithdrawCase,
)
from app.domain.decide import decide
from app.domain.letter import missing_letter_parts
from app.domain.refusal import Refusal

LETTER = RecordPaper("resolution_letter", "ab" * 32, "a4")


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


def notice(**fields: object) -> GiveNotice:
    given = {"about": "decision", "way": "in_person", "receiver": "王芳芳", "evidence_no": "签收单 1"}
    return GiveNotice(**{**given, **fields})  # type: ignore[arg-type]


def test_a_decision(scene: Scene) -> None:
    case = scene.decide()
    assert case.state is CaseState.DECIDED
    assert case.decision is not None
    assert (case.decision.outcome, case.decision.compensation_fen) == ("upheld", 20000)
    assert scene.entries[-1].is_signed


@pytest.mark.parametrize("part", ["findings", "basis", "reasons", "remedy"])
def test_no_part_of_a_decision_is_empty(scene: Scene, part: str) -> None:
    """令2020-3 art. 19."""
    refusal = scene.refused(HANDLER, replace(DECISION, **{part: " \n"}))
    assert (refusal.code, refusal.problems[0].field) == ("part_missing", part)


def test_all_problems_of_a_decision_at_once(scene: Scene) -> None:
    refusal = scene.refused(HANDLER, RecordDecision("perhaps", "", "", "", "", "much"))
    assert [p.field for p in refusal.problems] == [
        *("outcome", "findings", "basis", "reasons", "remedy", "compensation")
    ]


def test_who_decides(scene: Scene) -> None:
    refusal = scene.refused(TELLER, DECISION)
    assert (refusal.code, refusal.who_could) == ("no_right", (HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD))
    scene.decide(SUPERVISOR)
    assert scene.refused(HANDLER, DECISION).code == "already_decided"


def test_papers_are_counted(scene: Scene) -> None:
    for copy_no in range(3):
        case = scene.do(TELLER, RecordPaper("ack_slip", "ab" * 32, "80mm"))
        assert case.papers[-1].copy_no == copy_no
    assert case.prints_of("ack_slip") == 3


@pytest.mark.parametrize(
    ("kind", "code"),
    [("resolution_letter", "not_decided"), ("extension_notice", "no_approved_extension"), ("poster", "paper_unknown")],
)
def test_papers_that_cannot_be_made_yet(scene: Scene, kind: str, code: str) -> None:
    assert scene.refused(TELLER, RecordPaper(kind, "ab" * 32, "a4")).code == code


def test_an_incomplete_letter_is_refused_and_says_which_parts(scene: Scene) -> None:
    scene.decide()
    bare = replace(BRANCH, superior_name="", superior_address=" ", phone="", hotline="")
    assert missing_letter_parts(scene.folded, bare) == ("branch_contact", "superior_name", "superior_address")
    outcome = decide(scene.case, LETTER, context(TELLER, scene.now, branch=bare))
    assert isinstance(outcome, Refusal)
    assert outcome.code == "letter_incomplete"
    assert outcome.problems[0].details["parts"] == ("branch_contact", "superior_name", "superior_address")
    assert not isinstance(scene.try_(TELLER, LETTER), Refusal)


def test_before_the_decision_most_parts_are_missing(scene: Scene) -> None:
    assert missing_letter_parts(scene.folded, None) == ("decision", "findings", "basis", "reasons", "remedy")


def test_a_letter_to_nobody_is_incomplete() -> None:
    scene = Scene()
    command = RegisterComplaint("c1", "TS0102-26A00032-W", IntakeForm("只有内容"), is_name_required=False)
    scene.do(TELLER, command)
    scene.decide()
    assert missing_letter_parts(scene.folded, BRANCH) == ("complainant_name",)


def test_told_and_closed(scene: Scene) -> None:
    scene.decide()
    case = scene.tell(now=at("2026-11-25 15:00"))
    assert (case.state, case.told_at) == (CaseState.TOLD, at("2026-11-25 15:00"))
    case = scene.do(HANDLER, CloseCase())
    assert (case.state, case.was_overdue, case.due_on_at_end) == (CaseState.CLOSED, False, date(2026, 11, 27))
    assert scene.entries[-1].is_signed
    assert scene.refused(HANDLER, CloseCase()).code == "already_ended"


def test_a_failed_attempt_is_kept_and_tells_nobody(scene: Scene) -> None:
    scene.decide()
    case = scene.do(TELLER, notice(way="phone", succeeded=False, evidence_no="", receiver=""))
    assert (case.state, len(case.notices), case.told_at) == (CaseState.DECIDED, 1, None)
    assert scene.refused(HANDLER, CloseCase()).code == "not_told"


def test_telling_again_keeps_the_first_day(scene: Scene) -> None:
    scene.decide()
    first = scene.tell().told_at
    case = scene.do(TELLER, notice(way="registered_mail", evidence_no="XA12345678912"))
    assert (case.told_at, len(case.notices)) == (first, 2)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"way": "pigeon"}, "way_unknown"),
        ({"receiver": " "}, "receiver_missing"),
        ({"evidence_no": ""}, "evidence_missing"),
        ({"about": "weather"}, "notice_subject_unknown"),
        ({"given_at": at("2026-11-20 23:00")}, "notice_in_future"),
        ({"given_at": at("2026-11-20 10:00")}, "notice_too_early"),
        ({"about": "extension"}, "no_approved_extension"),
        ({"receiver": "x" * 201}, "text_too_long"),
    ],
)
def test_notices_that_cannot_be(scene: Scene, fields: dict[str, object], code: str) -> None:
    scene.now = at("2026-11-20 11:00")
    scene.decide()
    assert scene.refused(TELLER, notice(**fields)).code == code


def test_people_write_minutes(scene: Scene) -> None:
    scene.now = at("2026-11-20 11:00").replace(second=40)
    scene.decide()
    minute = scene.now.replace(second=0)
    assert scene.do(TELLER, notice(given_at=minute)).told_at == minute


def test_there_is_nothing_to_tell_before_a_decision(scene: Scene) -> None:
    refusal = scene.refused(TELLER, notice())
    assert (refusal.code, refusal.who_could) == ("not_decided", (HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD))
    case = scene.do(TELLER, notice(about="progress", evidence_no=""))
    assert case.notices[0].about == "progress"


def test_closing_in_the_right_order(scene: Scene) -> None:
    assert scene.refused(HANDLER, CloseCase()).code == "not_decided"
    scene.decide()
    assert scene.refused(HANDLER, CloseCase()).code == "not_told"
    scene.tell()
    assert scene.refused(TELLER, CloseCase()).who_could == (HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD)
    assert scene.refused(AUDITOR, CloseCase()).code == "no_right"


def test_headquarters_extension_has_to_be_told_before_closing(scene: Scene) -> None:
    """令2020-3 art. 18: "并告知投诉人"."""
    scene.extend(NFRA, 1)
    scene.tell("extension")
    scene.extend(NFRA, 2, HQ)
    scene.decide()
    scene.tell()
    refusal = scene.refused(HANDLER, CloseCase())
    assert (refusal.code, refusal.problems[0].details) == (
        "extension_notice_missing",
        {"policy_id": NFRA, "stage": 2},
    )
    scene.tell("extension", succeeded=False)
    assert scene.refused(HANDLER, CloseCase()).code == "extension_notice_missing"
    scene.tell("extension")
    assert scene.do(HANDLER, CloseCase()).state is CaseState.CLOSED


def test_a_supervisors_extension_does_not_hold_up_closing(scene: Scene) -> None:
    scene.extend(NFRA, 1)
    scene.decide()
    scene.tell()
    assert scene.do(SUPERVISOR, CloseCase()).state is CaseState.CLOSED


def test_withdrawn_at_any_time_before_the_end(scene: Scene) -> None:
    scene.decide()
    scene.tell()
    case = scene.do(TELLER, WithdrawCase("letter", "与客户和解"))
    assert (case.state, case.withdrawal, case.was_overdue) == (CaseState.WITHDRAWN, "与客户和解", False)
    assert scene.refused(TELLER, WithdrawCase("letter")).code == "already_ended"


def test_a_withdrawal_ends_the_case_on_the_day_it_was_received(scene: Scene) -> None:
    """令2020-3 art. 15."""
    scene.now = at("2026-12-01 09:00")
    case = scene.do(TELLER, WithdrawCase("letter", "来信周五收到，今日登记", date(2026, 11, 27)))
    assert not case.was_overdue
    assert case.due_on_at_end == date(2026, 11, 27)
    assert case.withdrawal == "来信周五收到，今日登记"


def test_a_late_withdrawal_leaves_the_case_overdue(scene: Scene) -> None:
    scene.now = at("2026-12-01 09:00")
    assert scene.do(TELLER, WithdrawCase("in_person")).was_overdue


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (WithdrawCase("pigeon"), "way_unknown"),
        (WithdrawCase("phone", received_on=date(2026, 11, 21)), "withdrawal_in_future"),
        (WithdrawCase("phone", received_on=date(2026, 11, 19)), "withdrawal_too_early"),
        (WithdrawCase("phone", "a\0b"), "text_not_storable"),
    ],
)
def test_withdrawals_that_cannot_be(scene: Scene, command: WithdrawCase, code: str) -> None:
    assert scene.refused(TELLER, command).code == code


def test_a_withdrawal_makes_a_waiting_request_lapse(scene: Scene) -> None:
    scene.request()
    assert scene.do(TELLER, WithdrawCase("phone")).extensions[0].decision == "lapsed"
