"""What the page of a case offers is what the rules allow: for every state, every role and every step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from support.cases import (
    AUDITOR,
    DECISION,
    HANDLER,
    HQ,
    LOCAL,
    NFRA,
    PEOPLE,
    RULES,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    TELLER_2,
    Scene,
    at,
    context,
)

from app.domain.case import Case, CaseState
from app.domain.codes import LEVELS
from app.domain.commands import (
    AddAttachment,
    AddNote,
    AskSatisfaction,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    DecideVoid,
    EscalateCase,
    FindRootCause,
    GiveNotice,
    LogContact,
    MergeCase,
    OfferTransfer,
    OrderSupervision,
    ReceiveEvidence,
    RecordFollowUp,
    RecordPaper,
    RecordUnreachable,
    RegisterComplaint,
    ReopenCase,
    RequestExtension,
    RequestReview,
    RequestVoid,
    SendReminder,
    SetAsideAttachment,
    StartHandling,
    UseMeans,
    WithdrawCase,
)
from app.domain.deadlines import deadlines_of
from app.domain.decide import decide
from app.domain.entry import EntryKind
from app.domain.refusal import Refusal
from app.operations.offer_steps import ActionOffer, offer_steps
from app.operations.step_commands import STEP_COMMANDS

STAFF = (TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, AUDITOR, "0101")
STEPS = (*STEP_COMMANDS, "decide_extension", "decide_void")


def registered() -> Scene:
    """Recorded, but its acceptance has not arrived yet."""
    scene = Scene()
    scene.register()
    scene.entries = [entry for entry in scene.entries if entry.kind == EntryKind.CASE_REGISTERED]
    from app.domain.fold import fold

    scene.case = fold(scene.entries)
    return scene


def accepted() -> Scene:
    scene = Scene()
    scene.register()
    return scene


def in_hand() -> Scene:
    scene = accepted()
    scene.do(HANDLER, StartHandling())
    return scene


def asked(who: str = TELLER) -> Scene:
    scene = accepted()
    scene.request(who=who)
    return scene


def asked_of_headquarters() -> Scene:
    scene = accepted()
    scene.extend(NFRA, 1)
    scene.request(NFRA, 2, request_id="r2")
    return scene


def all_stages() -> Scene:
    scene = accepted()
    scene.extend(NFRA, 1)
    scene.request(NFRA, 2, request_id="r2")
    scene.approve(HQ, "r2")
    return scene


def decided() -> Scene:
    scene = accepted()
    scene.decide()
    return scene


def told() -> Scene:
    scene = decided()
    scene.tell()
    return scene


def told_but_not_of_the_extension() -> Scene:
    scene = all_stages()
    scene.decide()
    scene.tell()
    return scene


def closed() -> Scene:
    scene = told()
    scene.do(HANDLER, CloseCase())
    return scene


def settled() -> Scene:
    scene = Scene()
    scene.register(settlement="当场退还手续费")
    return scene


def withdrawn() -> Scene:
    scene = accepted()
    scene.do(TELLER, WithdrawCase("phone"))
    return scene


def merged() -> Scene:
    scene = accepted()
    scene.do(TELLER, MergeCase("c2", "TS0102-26A00031-0", "同一投诉，合并办理"))
    return scene


def asked_to_void() -> Scene:
    scene = accepted()
    scene.do(TELLER, RequestVoid("v1", "同一投诉重复登记，误登一次"))
    return scene


def voided() -> Scene:
    scene = asked_to_void()
    scene.do(SUPERVISOR, DecideVoid("v1", True, "确属误登，同意作废", scene.folded.version, "n"))
    return scene


def nameless_decided() -> Scene:
    scene = Scene()
    from support.cases import form

    from app.domain.commands import RegisterComplaint

    command = RegisterComplaint("c1", "TS0102-26A00032-W", form(complainant_name=""), is_name_required=False)
    scene.do(TELLER, command)
    scene.decide()
    return scene


SCENES: dict[str, Callable[[], Scene]] = {
    made.__name__: made
    for made in (
        *(registered, accepted, in_hand, asked, asked_of_headquarters, all_stages, decided, told),
        *(told_but_not_of_the_extension, closed, settled, withdrawn, nameless_decided, merged, asked_to_void, voided),
    )
} | {"asked_by_supervisor": lambda: asked(SUPERVISOR)}


def sound_commands(step: str, case: Case, actor: str) -> Iterator[Command]:
    """Everything that a careful person could type for this step; one of them must do where the step is offered."""
    if step == "request_extension":
        for policy in (LOCAL, NFRA):
            for stage in (1, 2, 3):
                yield RequestExtension("new", policy, stage, "需向总行核实扣费明细")
    elif step == "give_notice":
        for about in ("decision", "extension", "progress"):
            yield GiveNotice(about, "in_person", "王芳芳", "签收单 1")
    elif step == "assign":
        yield from (AssignCase(person) for person in PEOPLE)
    elif step == "withdraw":
        yield from (WithdrawCase("letter", "", day) for day in (None, case.received_at.date()))
    elif step == "offer_transfer":
        yield from (OfferTransfer("new", person, "休假期间由同事跟进") for person in PEOPLE)
    elif step == "escalate":
        yield from (EscalateCase(level, "需上级协调") for level in LEVELS)
    else:
        yield {
            "start_handling": StartHandling(),
            "add_note": AddNote("记录"),
            "log_contact": LogContact("phone", "王芳芳", "已告知进度"),
            "receive_evidence": ReceiveEvidence("new", "合同复印件"),
            "use_means": UseMeans("guidance", "解释收费标准"),
            "find_root_cause": FindRootCause("process", "流程不清"),
            "record_decision": DECISION,
            "make_letter": RecordPaper("resolution_letter", "ab" * 32, "a4"),
            "record_unreachable": RecordUnreachable("多次致电无人接听"),
            "close": CloseCase(),
            "reprint_slip": RecordPaper("ack_slip", "ab" * 32, "80mm"),
            "request_void": RequestVoid("new", "同一投诉重复登记，误登一次"),
            "ask_satisfaction": AskSatisfaction("satisfied", "phone"),
            "record_follow_up": RecordFollowUp("phone", "表示认可"),
            "request_review": RequestReview("new", "对结果不服", "letter"),
            "order_supervision": OrderSupervision("new", "三日内反馈", date(2027, 12, 31)),
            "send_reminder": SendReminder("请尽快办理"),
            "reopen": ReopenCase("new", "投诉人提交新的录音", "附 1"),
        }[step]


TRIED = (
    *("request_extension", "give_notice", "assign", "withdraw", "offer_transfer", "escalate", "start_handling"),
    *("add_note", "log_contact", "receive_evidence", "use_means", "find_root_cause", "record_decision", "make_letter"),
    *("record_unreachable", "close", "reprint_slip", "request_void", "ask_satisfaction", "record_follow_up"),
    *("request_review", "order_supervision", "send_reminder", "reopen", "decide_extension"),
)
"""Steps whose offers are held against commands that are written here anew."""


def allows(case: Case, step: str, who: str, seen: Any) -> bool:
    """Whether the rules allow the step to `who`; deciding on an extension to anybody who could be called over."""
    if step != "decide_extension":
        return any(not isinstance(decide(case, c, seen(who)), Refusal) for c in sound_commands(step, case, who))
    request = case.pending_extension
    return request is not None and any(
        not isinstance(
            decide(
                case, DecideExtension(request.request_id, is_yes, "情况属实，同意", case.version, "n"), seen(person)
            ),
            Refusal,
        )
        for person in STAFF
        for is_yes in (True, False)
    )


def offers(case: Case, who: str, seen: Any) -> dict[str, ActionOffer]:
    found = {offer.name: offer for offer in offer_steps(case, seen(who))}
    assert set(found) <= set(STEPS)
    return found


@pytest.mark.parametrize("days", [0, 40], ids=["in time", "overdue"])
@pytest.mark.parametrize("name", SCENES)
def test_every_step_is_offered_exactly_when_the_rules_allow_it(name: str, days: int) -> None:
    scene = SCENES[name]()
    case, now = scene.folded, scene.now + timedelta(days=days, minutes=1)
    people = {staff_no: PEOPLE[staff_no] for staff_no in (*STAFF, "0299")}

    def seen(who: str) -> Any:
        return replace(context(who, now), people=people)

    for who in STAFF:
        found = offers(case, who, seen)
        for step in TRIED:
            offer = found.get(step, ActionOffer(step, False))
            could = [who, *offer.signers]
            assert offer.is_allowed == any(allows(case, step, person, seen) for person in could), (name, who, step)
        for offer in found.values():
            assert (offer.refusal is None) == offer.is_allowed


@pytest.mark.parametrize("name", SCENES)
def test_whoever_is_named_could_really_do_it(name: str) -> None:
    """ "This could be done by" is a promise: nobody is sent to a colleague who would be refused as well."""
    scene = SCENES[name]()
    now = scene.now + timedelta(minutes=1)

    def seen(who: str) -> Any:
        return replace(context(who, now), people={staff_no: PEOPLE[staff_no] for staff_no in STAFF})

    for who in STAFF:
        for step, offer in offers(scene.folded, who, seen).items():
            if step in TRIED and offer.refusal is not None and offer.refusal.code == "no_right":
                assert offer.refusal.who_could, (name, who, step)
                for colleague in offer.refusal.who_could:
                    assert allows(scene.folded, step, colleague, seen), (name, who, step, colleague)


def test_every_state_is_among_the_scenes() -> None:
    assert {SCENES[name]().folded.state for name in SCENES} == set(CaseState)


def test_a_decision_may_come_while_a_request_waits_and_a_withdrawal_at_any_open_step() -> None:
    for scene in (asked(), in_hand(), accepted()):
        found = {offer.name: offer for offer in offer_steps(scene.folded, context(HANDLER, scene.now))}
        assert found["record_decision"].is_allowed
    for name in ("registered", "accepted", "in_hand", "asked", "decided", "told"):
        scene = SCENES[name]()
        found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, scene.now))}
        assert found["withdraw"].is_allowed, name


def test_a_step_that_nobody_can_take_says_so_instead_of_naming_the_wrong_people() -> None:
    scene = closed()
    found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, scene.now))}
    refusal = found["close"].refusal
    assert refusal is not None
    assert (refusal.code, refusal.who_could) == ("already_ended", ())


def test_an_incomplete_letter_is_not_offered_and_says_what_is_missing() -> None:
    scene = nameless_decided()
    found = {offer.name: offer for offer in offer_steps(scene.folded, context(HANDLER, scene.now))}
    refusal = found["make_letter"].refusal
    assert refusal is not None
    assert (refusal.code, refusal.problems[0].details["parts"]) == ("letter_incomplete", ("complainant_name",))


def test_the_only_supervisor_can_not_decide_on_her_own_request() -> None:
    scene = asked(SUPERVISOR)
    alone = replace(context(SUPERVISOR, scene.now), people={n: PEOPLE[n] for n in (TELLER, SUPERVISOR)})
    found = {offer.name: offer for offer in offer_steps(scene.folded, alone)}
    refusal = found["decide_extension"].refusal
    assert refusal is not None
    assert (refusal.code, refusal.who_could) == ("four_eyes", ())


def test_more_time_is_offered_until_the_end_of_the_due_day() -> None:
    scene = accepted()
    assert deadlines_of(scene.folded, RULES).due_on == date(2026, 11, 27)
    for now, is_offered in ((at("2026-11-27 23:59"), True), (at("2026-11-28 00:00"), False)):
        found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, now))}
        assert found["request_extension"].is_allowed is is_offered


def test_every_kind_of_command_belongs_to_a_step_or_to_a_page_of_its_own() -> None:
    scene = in_hand()
    seen = context(HANDLER, scene.now)
    made = {type(command) for commands in STEP_COMMANDS.values() for command in commands(scene.folded, seen)}
    elsewhere = {AddAttachment, SetAsideAttachment, DecideExtension, DecideVoid, RegisterComplaint}
    assert made | elsewhere == set(get_args(Command))


def test_what_nothing_in_the_case_is_about_is_not_listed() -> None:
    found = {offer.name for offer in offer_steps(in_hand().folded, context(HANDLER, in_hand().now))}
    for step in ("end_pause", "answer_order", "accept_transfer", "return_evidence", "make_pause_notice", "decide_void"):
        assert step not in found


def test_a_colleague_can_be_called_over_and_nobody_of_another_house() -> None:
    scene = in_hand()
    found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, scene.now))}
    signers = found["order_supervision"].signers
    assert signers
    assert HQ not in signers
    assert all(PEOPLE[who].branch == scene.folded.branch for who in signers)


def test_offers_are_quick() -> None:
    """The page of a case opens within 150 ms; its steps may take a small part of that."""
    scene = in_hand()
    seen = context(HANDLER, scene.now)
    started = time.perf_counter()
    for _n in range(5):
        offer_steps(scene.folded, seen)
    assert (time.perf_counter() - started) / 5 < 0.05
