"""What is done about the matter: contacts, evidence, means, corrections, causes, liability, files (nos. 23, 58-63)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.cases import (
    AUDITOR,
    GONE,
    HANDLER,
    HQ,
    RULES,
    SUPERVISOR,
    TELLER,
    TELLER_2,
    Scene,
    at,
    context,
)

from app.domain.attachment_limits import MEDIA_TYPES, SHIPPED_LIMITS, AttachmentLimits
from app.domain.case import Case, LiabilityShare
from app.domain.commands import (
    AddAttachment,
    AddNote,
    Command,
    FindLiability,
    FindRootCause,
    FinishCorrection,
    LogContact,
    PlanCorrection,
    ReceiveEvidence,
    ReturnEvidence,
    SetAsideAttachment,
    UseMeans,
    WithdrawCase,
)
from app.domain.decide import decide
from app.domain.entry import EntryKind, NewEntry
from app.domain.refusal import Refusal
from app.system.resources import read_json

SHA, OTHER_SHA = "ab" * 32, "cd" * 32
CONTACT = LogContact("phone", "王芳芳", "已说明调查进度")
EVIDENCE = ReceiveEvidence("e1", "转账回单", 2, True, "王芳芳")
PLAN = PlanCorrection("k1", "training", "对柜员开展收费标准培训", TELLER_2, date(2026, 11, 20))
PICTURE = AddAttachment(SHA, "短信截图.png", "image/png", 2048, "客户提供")


@pytest.fixture
def scene() -> Scene:
    """A complaint of 19 November, 9:30, recorded the day after."""
    scene = Scene()
    scene.register(received_at="2026-11-19 09:30")
    return scene


ALL: list[Command] = [
    AddNote("已调取录像"),
    CONTACT,
    EVIDENCE,
    ReturnEvidence("e1", "王芳芳"),
    UseMeans("guidance", "说明收费标准"),
    PLAN,
    FinishCorrection("k1", "已培训"),
    FindRootCause("process", "复核环节缺失"),
    FindLiability(False),
    PICTURE,
    SetAsideAttachment(SHA, "传错"),
]


def test_facts_are_added_also_after_the_end(scene: Scene) -> None:
    scene.do(TELLER, WithdrawCase("phone"))
    for command in ALL:
        scene.do(HANDLER, command)
    case = scene.folded
    assert case.flags == ()
    assert case.state == "withdrawn"
    assert [len(facts) for facts in (case.contacts, case.evidence, case.means, case.corrections)] == [1, 1, 1, 1]
    assert case.attachments[0].set_aside == "传错"


@pytest.mark.parametrize("command", ALL, ids=lambda command: type(command).__name__)
def test_not_by_auditors_or_headquarters(scene: Scene, command: Command) -> None:
    assert scene.refused(AUDITOR, command).code == "no_right"
    assert scene.refused(HQ, command).code == "no_right"


# --- contacts --------------------------------------------------------------------------------------------------------


def test_a_contact_is_kept_with_way_person_and_result(scene: Scene) -> None:
    case = scene.do(TELLER, CONTACT)
    (contact,) = case.contacts
    assert (contact.way, contact.receiver, contact.result) == ("phone", "王芳芳", "已说明调查进度")
    assert (contact.by, contact.at, contact.was_reached) == (TELLER, scene.now, True)


def test_a_failed_attempt_of_this_morning(scene: Scene) -> None:
    command = replace(CONTACT, was_reached=False, receiver="", contacted_at=at("2026-11-20 08:15"))
    (contact,) = scene.do(TELLER, command).contacts
    assert (contact.was_reached, contact.at) == (False, at("2026-11-20 08:15"))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"way": "pigeon"}, "way_unknown", "way"),
        ({"result": " "}, "text_missing", "result"),
        ({"receiver": "长" * 201}, "text_too_long", "receiver"),
        ({"contacted_at": at("2026-11-20 12:00")}, "notice_in_future", "contacted_at"),
        ({"contacted_at": at("2026-11-19 09:29")}, "contact_too_early", "contacted_at"),
    ],
)
def test_contacts_that_can_not_be(scene: Scene, change: dict[str, Any], code: str, field: str) -> None:
    refusal = scene.refused(TELLER, replace(CONTACT, **change))
    assert [(problem.code, problem.field) for problem in refusal.problems] == [(code, field)]


def test_the_very_minute_of_receipt_is_not_too_early(scene: Scene) -> None:
    assert scene.do(TELLER, replace(CONTACT, contacted_at=at("2026-11-19 09:30"))).contacts


def test_contacts_of_earlier_versions_are_read(scene: Scene) -> None:
    scene.write(TELLER, NewEntry(EntryKind.CONTACT_LOGGED, "c1", {"way": "phone", "receiver": "", "result": "x"}))
    (contact,) = scene.folded.contacts
    assert (contact.at, contact.was_reached) == (scene.now, True)


# --- evidence --------------------------------------------------------------------------------------------------------


def test_evidence_goes_and_comes_back_once(scene: Scene) -> None:
    (item,) = scene.do(TELLER, EVIDENCE).evidence
    assert (item.name, item.count, item.is_original, item.from_whom) == ("转账回单", 2, True, "王芳芳")
    assert scene.try_(TELLER, EVIDENCE) == ()
    back = ReturnEvidence("e1", "王芳芳", "收 12")
    (item,) = scene.do(HANDLER, back).evidence
    assert (item.returned_to, item.return_receipt_no, item.returned_at) == ("王芳芳", "收 12", scene.now)
    assert scene.try_(HANDLER, back) == ()
    assert scene.refused(HANDLER, ReturnEvidence("e1", "李四")).code == "evidence_returned"
    scene.write(TELLER, NewEntry(EntryKind.EVIDENCE_RETURNED, "c1", {"evidence_id": "e1", "to": "李四"}))
    assert [flag.code for flag in scene.folded.flags] == ["superseded"]
    assert scene.folded.evidence[0].returned_to == "王芳芳"


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (replace(EVIDENCE, name=" "), "text_missing", "name"),
        (replace(EVIDENCE, count=0), "count_not_possible", "count"),
        (replace(EVIDENCE, count=1000), "count_not_possible", "count"),
        (replace(EVIDENCE, from_whom="\0"), "text_not_storable", "from_whom"),
        (ReturnEvidence("e9", "王芳芳"), "unknown_evidence", None),
    ],
)
def test_evidence_that_can_not_be(scene: Scene, command: Command, code: str, field: str | None) -> None:
    refusal = scene.refused(TELLER, command)
    assert [(problem.code, problem.field) for problem in refusal.problems] == [(code, field)]


def test_whoever_takes_it_back_is_named(scene: Scene) -> None:
    scene.do(TELLER, EVIDENCE)
    assert scene.refused(TELLER, ReturnEvidence("e1", " ")).code == "receiver_missing"


# --- means, causes, corrections --------------------------------------------------------------------------------------


@pytest.mark.parametrize("means", ["guidance", "moral_suasion", "negotiation"])
def test_means(scene: Scene, means: str) -> None:
    assert [used.means for used in scene.do(HANDLER, UseMeans(means, "双方协商")).means] == [means]


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (UseMeans("penalty", "罚款"), "choice_unknown", "means"),
        (UseMeans("guidance", ""), "text_missing", "text"),
        (FindRootCause("fate", "x"), "choice_unknown", "cause"),
        (FindRootCause("process", ""), "text_missing", "text"),
        (replace(PLAN, kind="prayer"), "choice_unknown", "kind"),
        (replace(PLAN, text=" "), "text_missing", "text"),
        (replace(PLAN, due_on=date(2026, 11, 19)), "day_passed", "due_on"),
        (replace(PLAN, owner="9999"), "person_unknown", "owner"),
        (replace(PLAN, owner=GONE), "person_inactive", "owner"),
        (FinishCorrection("k9", "已完成"), "unknown_action", None),
    ],
)
def test_refused(scene: Scene, command: Command, code: str, field: str | None) -> None:
    refusal = scene.refused(HANDLER, command)
    assert [(problem.code, problem.field) for problem in refusal.problems] == [(code, field)]


def test_the_later_cause_takes_the_place_of_the_earlier(scene: Scene) -> None:
    scene.do(HANDLER, FindRootCause("staff_skill", "不熟悉规定"))
    found = scene.do(SUPERVISOR, FindRootCause("rules", "规定本身不清")).root_cause
    assert found is not None
    assert (found.cause, found.by) == ("rules", SUPERVISOR)


def test_a_correction_from_plan_to_end(scene: Scene) -> None:
    (action,) = scene.do(HANDLER, PLAN).corrections
    assert (action.owner, action.due_on, action.finished_at) == (TELLER_2, date(2026, 11, 20), None)
    assert scene.try_(HANDLER, PLAN) == ()
    assert scene.refused(HANDLER, FinishCorrection("k1", " ")).code == "text_missing"
    (action,) = scene.do(TELLER_2, FinishCorrection("k1", "已完成培训并测试")).corrections
    assert (action.result, action.finished_at) == ("已完成培训并测试", scene.now)
    assert scene.try_(TELLER_2, FinishCorrection("k1", "已完成培训并测试")) == ()
    assert scene.refused(TELLER_2, FinishCorrection("k1", "再次完成")).code == "action_finished"


# --- liability -------------------------------------------------------------------------------------------------------


def shares(*pairs: tuple[str, int]) -> FindLiability:
    return FindLiability(True, tuple(LiabilityShare(who, percent) for who, percent in pairs))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (shares(), "shares_missing"),
        (shares((TELLER, 60), (TELLER_2, 39)), "shares_not_whole"),
        (shares((TELLER, 60), (TELLER_2, 41)), "shares_not_whole"),
        (shares((TELLER, 100), (TELLER_2, 0)), "share_out_of_range"),
        (shares((TELLER, 101)), "share_out_of_range"),
        (shares((TELLER, 50), (f" {TELLER}", 50)), "share_twice"),
        (shares(("", 100)), "text_missing"),
        (shares(("9999", 100)), "person_unknown"),
        (FindLiability(False, (LiabilityShare(TELLER, 100),)), "shares_not_expected"),
    ],
)
def test_shares_that_do_not_fit(scene: Scene, command: FindLiability, code: str) -> None:
    refusal = scene.refused(HANDLER, command)
    assert (refusal.code, refusal.problems[0].field) == (code, "shares")


@pytest.mark.parametrize(
    "command",
    [
        shares((TELLER, 100)),
        shares((TELLER, 70), ("营业部", 30)),
        shares((GONE, 1), ("运营管理部", 99)),  # who left may have been responsible
        FindLiability(False, (), "系对方银行延迟"),
    ],
)
def test_shares_that_fit(scene: Scene, command: FindLiability) -> None:
    found = scene.do(HANDLER, command).liability
    assert found is not None
    assert (found.is_bank_at_fault, found.shares) == (command.is_bank_at_fault, command.shares)


def test_tellers_do_not_find_about_responsibility(scene: Scene) -> None:
    assert scene.refused(TELLER, FindLiability(False)).code == "no_right"


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_file_once_set_aside_and_back(scene: Scene) -> None:
    (file,) = scene.do(TELLER, PICTURE).attachments
    assert (file.name, file.media_type, file.size, file.note) == ("短信截图.png", "image/png", 2048, "客户提供")
    assert scene.try_(HANDLER, replace(PICTURE, name="again.png")) == ()
    assert scene.refused(TELLER, SetAsideAttachment(SHA, "")).code == "reason_missing"
    assert scene.refused(TELLER, SetAsideAttachment(OTHER_SHA, "传错")).code == "unknown_attachment"
    assert scene.do(TELLER, SetAsideAttachment(SHA, "传错")).attachments[0].set_aside == "传错"
    assert scene.try_(TELLER, SetAsideAttachment(SHA, "传错")) == ()
    assert scene.do(TELLER, PICTURE).attachments[0].set_aside == ""
    assert len(scene.folded.attachments) == 1


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"sha256": "AB" * 32}, "attachment_unreadable", "sha256"),
        ({"sha256": "ab"}, "attachment_unreadable", "sha256"),
        ({"name": ""}, "text_missing", "name"),
        ({"media_type": "application/vnd.ms-excel.sheet.macroEnabled.12"}, "attachment_type", "media_type"),
        ({"media_type": "text/html"}, "attachment_type", "media_type"),
        ({"size": 0}, "attachment_empty", "size"),
        ({"size": 20 * 1024 * 1024 + 1}, "attachment_too_large", "size"),
    ],
)
def test_files_that_are_refused(scene: Scene, change: dict[str, Any], code: str, field: str) -> None:
    refusal = scene.refused(TELLER, replace(PICTURE, **change))
    assert [(problem.code, problem.field) for problem in refusal.problems] == [(code, field)]


def test_the_largest_file_and_every_kind(scene: Scene) -> None:
    for place, media_type in enumerate(MEDIA_TYPES):
        size = 1 if place else SHIPPED_LIMITS.max_size
        assert len(scene.do(TELLER, AddAttachment(f"{place:064x}", "件", media_type, size)).attachments) == place + 1


def test_no_more_files_than_the_rules_say_and_what_was_set_aside_makes_room(scene: Scene) -> None:
    rules = replace(RULES, attachments=AttachmentLimits(max_count=1))
    case = scene.do(TELLER, PICTURE)
    another = replace(PICTURE, sha256=OTHER_SHA)

    def answer(case: Case) -> object:
        return decide(case, another, context(TELLER, scene.now, rules=rules))

    refusal = answer(case)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.problems[0].details) == ("attachments_too_many", {"limit": 1})
    assert isinstance(answer(scene.do(TELLER, SetAsideAttachment(SHA, "传错"))), tuple)


def test_the_shipped_limits_are_the_ones_of_the_rules_file() -> None:
    assert AttachmentLimits.from_data(read_json("rules/attachments.json")) == SHIPPED_LIMITS


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"max_size": 0}, ValueError),
        ({"max_count": 0}, ValueError),
        ({"max_count": "50"}, TypeError),
        ({"media_types": []}, ValueError),
        ({"media_types": ["application/x-msdownload"]}, ValueError),
    ],
)
def test_unsound_limits_are_refused(change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        AttachmentLimits.from_data({**read_json("rules/attachments.json"), **change})


# --- entries of other PCs --------------------------------------------------------------------------------------------

LIABLE = {"is_bank_at_fault": True, "shares": [{"who": "0217", "percent": 100}], "text": ""}


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("contact_logged", {"way": "phone", "result": "x", "contacted_at": "soon"}, "malformed"),
        ("contact_logged", {"way": "phone"}, "malformed"),
        (
            "evidence_received",
            {"evidence_id": "e1", "name": "x", "count": 1, "is_original": True, "from_whom": ""},
            "superseded",
        ),
        ("evidence_received", {"evidence_id": "e2", "name": "x", "count": 0, "is_original": True}, "malformed"),
        ("evidence_returned", {"evidence_id": "e9", "to": "x"}, "unknown_evidence"),
        ("means_used", {"means": "penalty", "text": "x"}, "malformed"),
        ("correction_planned", {"action_id": "k2", "kind": "prayer", "text": "x", "owner": "1"}, "malformed"),
        ("correction_finished", {"action_id": "k9", "result": "x"}, "unknown_action"),
        ("root_cause_found", {"cause": "fate", "text": "x"}, "malformed"),
        ("liability_found", {**LIABLE, "shares": []}, "malformed"),
        ("liability_found", {**LIABLE, "is_bank_at_fault": False}, "malformed"),
        ("liability_found", {**LIABLE, "shares": [{"who": "0217", "percent": 99}]}, "malformed"),
        ("liability_found", {**LIABLE, "shares": ["0217"]}, "malformed"),
        ("attachment_added", {"sha256": SHA, "name": "x", "media_type": "image/png", "size": 9}, "superseded"),
        ("attachment_added", {"sha256": OTHER_SHA, "name": "x", "media_type": "image/png", "size": 0}, "malformed"),
        ("attachment_set_aside", {"sha256": OTHER_SHA, "reason": "x"}, "unknown_attachment"),
        ("attachment_set_aside", {"sha256": SHA, "reason": ""}, "malformed"),
    ],
)
def test_what_does_not_fit_is_flagged_and_changes_nothing(
    scene: Scene, kind: str, body: dict[str, object], code: str
) -> None:
    for command in (EVIDENCE, PLAN, PICTURE):
        scene.do(TELLER, command)
    before = scene.folded
    scene.now += timedelta(minutes=1)
    scene.write(HANDLER, NewEntry(EntryKind(kind), "c1", body))
    after = scene.folded
    assert [flag.code for flag in after.flags] == [code]
    same = {"version", "updated_at", "timeline", "flags"}
    assert replace(after, **{name: getattr(before, name) for name in same}) == before
