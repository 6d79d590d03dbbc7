"""Ways around the rules that somebody might try, and what holds them up (令2020-3 art. 15, 17, 18, 20, 21, 24)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from support.cases import (
    BRANCH,
    HANDLER,
    HEAD,
    NFRA,
    PEOPLE,
    RULES,
    SUPERVISOR,
    TELLER,
    Scene,
    at,
    form,
)

from app.domain.case import Case, CaseState
from app.domain.codes import CHANNELS, LIVE_CHANNELS
from app.domain.commands import (
    AgreeSettlement,
    CloseCase,
    Command,
    DecideExtension,
    FindLiability,
    MergeCase,
    OrderSupervision,
    PlanCorrection,
    RecordDecision,
    RecordUnreachable,
    RegisterComplaint,
    ReopenCase,
    StartPause,
    WithdrawCase,
)
from app.domain.deadlines import deadlines_of, ever_overdue
from app.domain.decide import Context, decide
from app.domain.decisions.ending import merge_objection
from app.domain.decisions.extending import approvers_of
from app.domain.entry import EntryKind, NewEntry
from app.domain.facts.handling import LiabilityShare
from app.domain.fold import fold
from app.domain.next_date import next_date_of
from app.domain.people import Role, StandingDelegation
from app.domain.refusal import Refusal

FAR = date(9999, 12, 31)


def registered(day: str = "2026-11-20 10:00", case_id: str = "c1", device: str = "a", **fields: str) -> Scene:
    scene = Scene(at(day), case_id, device * 32)
    scene.register(**fields)
    return scene


# --- approving what one asked for oneself ----------------------------------------------------------------------------


def test_nobody_approves_in_the_place_of_the_asker() -> None:
    """A standing delegation by the branch head does not decide about the branch head's own request (art. 24)."""
    scene = registered()
    scene.request(NFRA, 1, who=HEAD)
    year = StandingDelegation(Role.BRANCH_HEAD, date(2026, 1, 1), date(2026, 12, 31), HEAD)
    people = PEOPLE | {SUPERVISOR: replace(PEOPLE[SUPERVISOR], delegations=(year,))}
    context = Context(people[SUPERVISOR], scene.now, RULES, people, BRANCH)
    case = scene.folded
    outcome = decide(case, DecideExtension("r1", True, "情况属实", case.version, "n"), context)
    assert isinstance(outcome, Refusal)
    assert outcome.code == "not_an_approver"
    assert SUPERVISOR not in approvers_of(case, case.extensions[0], context)


def test_an_approval_in_the_place_of_the_asker_is_set_aside() -> None:
    scene = registered()
    scene.request(NFRA, 1, who=HEAD)
    body = {
        "request_id": "r1", "decision": "approved", "reason": "情况属实", "policy_id": NFRA, "stage": 1,
        "old_due_on": "2026-12-05", "new_due_on": "2026-12-20", "requested_by": HEAD, "delegated_by": HEAD,
    }  # fmt: skip
    scene.write(SUPERVISOR, NewEntry(EntryKind.EXTENSION_DECIDED, "c1", body))
    assert [flag.code for flag in scene.folded.flags] == ["four_eyes"]
    assert scene.folded.pending_extension is not None


def test_nobody_finds_about_their_own_responsibility() -> None:
    scene = registered()
    own = FindLiability(True, (LiabilityShare(HANDLER, 40), LiabilityShare("营业部", 60)))
    assert scene.refused(HANDLER, own).code == "share_is_yours"
    assert scene.do(SUPERVISOR, own).liability is not None
    body = {"is_bank_at_fault": True, "shares": [{"who": HANDLER, "percent": 100}], "text": ""}
    scene.write(HANDLER, NewEntry(EntryKind.LIABILITY_FOUND, "c1", body))
    assert [flag.code for flag in scene.folded.flags] == ["recused"]


# --- ending without telling ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", CHANNELS)
def test_only_what_is_heard_at_once_is_settled_on_the_spot(channel: str) -> None:
    """A letter that is "settled on the spot" would close without any proof of an answer (art. 21)."""
    regulator = "pboc" if channel == "regulator" else ""
    given = form(channel=channel, regulator=regulator)
    outcome = Scene().try_(TELLER, RegisterComplaint("c1", "TS0102-26A00032-W", given, "已退款"))
    if channel in LIVE_CHANNELS:
        assert not isinstance(outcome, Refusal)
    else:
        assert isinstance(outcome, Refusal)
        assert (outcome.code, outcome.problems[0].field) == ("not_on_the_spot", "settlement")


def test_whoever_left_nothing_of_themselves_need_not_be_tried() -> None:
    """A slip without name, number or address: no failed attempts are made up for it (art. 21)."""
    scene = registered(channel="opinion_box", intake_type="suggestion", complainant_name="")
    decided = scene.do(HANDLER, RecordDecision("answered", "", "", "", "已加装座椅。"))
    assert decided.decision is not None
    case = scene.do(TELLER, RecordUnreachable("意见箱无名来件，无联系方式"))
    assert (case.state, case.told_at) == (CaseState.TOLD, decided.decision.decided_at.replace(microsecond=0))
    assert scene.do(HANDLER, CloseCase()).state is CaseState.CLOSED


@pytest.mark.parametrize("known", [{"complainant_name": "王芳"}, {"phone": "13810242716"}, {"address": "北京路 1 号"}])
def test_whoever_can_be_tried_is_tried(known: dict[str, str]) -> None:
    given = {"complainant_name": "", **known}
    scene = registered(channel="opinion_box", intake_type="suggestion", **given)
    scene.do(HANDLER, RecordDecision("answered", "", "", "", "已加装座椅。"))
    assert scene.refused(TELLER, RecordUnreachable("联系不上投诉人")).code == "attempts_too_few"


# --- more time than the law gives ------------------------------------------------------------------------------------


def test_a_case_is_not_merged_into_one_that_came_in_later() -> None:
    """That would give it the later one's term; the later one is merged into the earlier (art. 18-3)."""
    older, newer = registered("2026-11-01 10:00", "a"), registered("2026-11-12 10:00", "b", "b")
    refusal = merge_objection(older.folded, newer.folded)
    assert refusal is not None
    assert (refusal.code, refusal.problems[0].field) == ("merge_into_later", "into_case_no")
    assert merge_objection(newer.folded, older.folded) is None
    same_day = registered("2026-11-01 16:00", "c", "c")
    assert merge_objection(older.folded, same_day.folded) is None


def test_a_merged_case_can_be_taken_up_again_in_its_old_term() -> None:
    """Two PCs may have merged two cases into each other, or the other one was voided: nobody may be lost."""
    scene = registered("2026-11-20 10:00")
    before = deadlines_of(scene.folded, RULES)
    merged = scene.do(TELLER, MergeCase("b", "TS0102-26A00040-R", "同一投诉"))
    assert merged.merged_into == "b"
    again = ReopenCase("x", "并入的投诉已作废，恢复办理")
    assert scene.refused(TELLER, again).code == "no_right"
    case = scene.do(SUPERVISOR, again, now=at("2026-11-24 10:00"))
    assert (case.state, case.merged_into, case.merged_into_no) == (CaseState.IN_PROGRESS, "", "")
    assert deadlines_of(case, RULES) == before
    assert not ever_overdue(case, RULES, date(2026, 11, 27))


def test_what_was_overdue_when_it_was_merged_stays_overdue() -> None:
    scene = registered("2026-11-01 10:00")
    merged = scene.do(TELLER, MergeCase("b", "TS0102-26A00040-R", "同一投诉"), now=at("2026-11-23 10:00"))
    assert merged.was_overdue
    case = scene.do(SUPERVISOR, ReopenCase("x", "并入的投诉已作废，恢复办理"))
    assert case.overdue_marks
    assert deadlines_of(case, RULES).due_on < date(2026, 11, 23)


def last_stage(day: str = "2026-11-20 10:00") -> Scene:
    """Headquarters has approved the last stage; the complainant does not know of it yet."""
    scene = registered(day)
    scene.extend(NFRA, 1)
    scene.extend(NFRA, 2)
    return scene


def test_the_last_stage_does_not_count_until_the_complainant_has_been_told() -> None:
    """经…审批并告知投诉人，可以再延长30日 (art. 18): approved and told, in time."""
    scene = last_stage()
    assert deadlines_of(scene.folded, RULES).due_on == date(2026, 12, 20)
    assert deadlines_of(scene.tell("extension", succeeded=False), RULES).due_on == date(2026, 12, 20)
    told = scene.tell("extension", now=at("2026-12-20 23:59"))
    assert deadlines_of(told, RULES).due_on == date(2027, 1, 19)
    assert not ever_overdue(told, RULES, date(2027, 1, 19))


def test_an_approval_that_was_told_too_late_heals_nothing() -> None:
    scene = last_stage()
    told = scene.tell("extension", now=at("2026-12-21 00:00"))
    assert deadlines_of(told, RULES).due_on == date(2026, 12, 20)
    scene.decide()
    scene.tell()
    assert scene.do(HANDLER, CloseCase()).was_overdue


def test_who_cannot_be_reached_does_not_take_the_last_stage_away() -> None:
    """投诉人无法联系的除外 (art. 21): enough failed attempts stand in the place of telling, here and at closing."""
    scene = last_stage()
    scene.tell("extension", succeeded=False, now=at("2026-12-01 10:00"))
    tried = scene.tell("extension", succeeded=False, now=at("2026-12-02 10:00"))
    assert deadlines_of(tried, RULES).due_on == date(2027, 1, 19)
    scene.decide()
    scene.tell()
    assert scene.do(HANDLER, CloseCase()).state is CaseState.CLOSED


def test_a_forgotten_pause_does_not_run_on_after_a_reopening() -> None:
    scene = registered("2026-11-01 10:00")
    pause = StartPause("p1", "appraisal", "鉴定所", date(2027, 1, 25), "phone", "通话 1")
    scene.do(HANDLER, pause)
    scene.decide()
    scene.tell()
    scene.do(HANDLER, CloseCase())
    case = scene.do(SUPERVISOR, ReopenCase("x", "收到新的鉴定意见"), now=at("2026-12-01 10:00"))
    assert case.open_pause is None
    assert deadlines_of(case, RULES).due_on == date(2026, 12, 8)  # five working days from 1 December
    assert fold(scene.entries) == case


# --- hiding that a case was overdue ----------------------------------------------------------------------------------


def test_a_withdrawal_dated_back_is_accounted_for() -> None:
    """The procedure ends on the day of receipt (art. 15); a day that heals a lapse says why it is only noted now."""
    scene = registered("2026-11-01 10:00")
    late = at("2026-12-20 10:00")
    for reason, code in (("", "reason_missing"), ("撤", "reason_too_short")):
        assert scene.refused(TELLER, WithdrawCase("letter", reason, date(2026, 11, 3)), now=late).code == code
    case = scene.do(TELLER, WithdrawCase("letter", "撤回信随其他信件归档，今日发现", date(2026, 11, 3)), now=late)
    assert case.state is CaseState.WITHDRAWN


@pytest.mark.parametrize(("now", "received"), [("2026-11-04 10:00", "2026-11-03"), ("2026-12-20 10:00", "2026-12-20")])
def test_any_other_withdrawal_needs_no_reason(now: str, received: str) -> None:
    """Nobody has to say why they take a complaint back."""
    scene = registered("2026-11-01 10:00")
    assert scene.do(TELLER, WithdrawCase("letter", "", date.fromisoformat(received)), now=at(now)).withdrawal


# --- what no entry can hold ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "command"),
    [
        (HANDLER, lambda day: AgreeSettlement("退款", "100", day, "和解 1")),
        (HEAD, lambda day: OrderSupervision("o1", "查清原因", day)),
        (HANDLER, lambda day: PlanCorrection("a1", "training", "培训柜员", HANDLER, day)),
    ],
)
def test_a_day_that_cannot_be_kept_is_refused_before_it_is_written(
    who: str, command: Callable[[date], Command]
) -> None:
    assert registered().refused(who, command(FAR)).code == "day_too_far"
    last = registered()
    assert last.do(who, command(date(2199, 12, 31))).flags == ()


@pytest.mark.parametrize(
    "strange", [{"intake_type": "petition_letter"}, {"channel": "pigeon"}, {"forwarded": {"authority": "unknown"}}]
)
def test_kinds_that_only_a_newer_program_knows_have_a_date(strange: dict[str, object]) -> None:
    """They run under the terms of a complaint, the strictest: no open case without a next date (domain.md no. 15)."""
    case = _written_by_a_newer_program(strange)
    assert deadlines_of(case, RULES).due_on == deadlines_of(registered().folded, RULES).due_on
    assert next_date_of(case, RULES) is not None


def _written_by_a_newer_program(strange: dict[str, object]) -> Case:
    first, *rest = registered().entries
    intake = first.body["intake"]
    assert isinstance(intake, dict)
    return fold([replace(first, body={**first.body, "intake": {**intake, **strange}}), *rest])


def test_no_entry_leaves_a_case_without_an_owner() -> None:
    """Whatever a broken or tampered program writes (domain.md no. 15)."""
    first, *rest = registered().entries
    nobody = replace(first, body={**first.body, "owner": " "})
    assert fold([nobody, *rest]).owner == TELLER
    scene = registered()
    scene.write(SUPERVISOR, NewEntry(EntryKind.CASE_ASSIGNED, "c1", {"owner": "", "reason": ""}))
    assert (scene.folded.owner, [flag.code for flag in scene.folded.flags]) == (TELLER, ["malformed"])
