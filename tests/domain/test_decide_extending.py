"""More time: who asks, who decides, under four eyes, never beyond the law."""

from __future__ import annotations

from datetime import date

import pytest
from support.cases import (
    AUDITOR,
    HANDLER,
    HEAD,
    HQ,
    LOCAL,
    NFRA,
    RULES,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    Scene,
    at,
)

from app.domain.case import CaseState
from app.domain.commands import AddNote, DecideExtension, RequestExtension
from app.domain.deadlines import deadlines_of

REASON = "需要调取监控录像"


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


def decision(scene: Scene, **fields: object) -> DecideExtension:
    given = {"request_id": "r1", "is_approved": True, "reason": "同意延期办理", "seen_version": scene.folded.version}
    return DecideExtension(**{**given, "nonce": "n", **fields})  # type: ignore[arg-type]


def test_asking_shows_both_dates(scene: Scene) -> None:
    case = scene.request()
    asked = case.pending_extension
    assert asked is not None
    assert (asked.old_due_on, asked.new_due_on) == (date(2026, 11, 27), date(2026, 12, 4))
    assert case.state is CaseState.EXTENSION_REQUESTED
    assert deadlines_of(case, RULES).due_on == date(2026, 11, 27)  # nothing moves before the approval


def test_a_repeated_request_writes_nothing(scene: Scene) -> None:
    scene.request()
    assert scene.try_(TELLER, RequestExtension("r1", LOCAL, 1, REASON)) == ()


def test_one_request_at_a_time(scene: Scene) -> None:
    scene.request()
    refusal = scene.refused(HANDLER, RequestExtension("r2", NFRA, 1, REASON))
    assert refusal.code == "extension_pending"
    assert refusal.who_could == (SUPERVISOR, SUPERVISOR_2, HEAD, HQ)


@pytest.mark.parametrize(
    ("policy", "stage", "reason", "code"),
    [
        ("NO_SUCH", 1, REASON, "unknown_policy"),
        (LOCAL, 2, REASON, "stage_out_of_order"),
        (NFRA, 2, REASON, "stage_out_of_order"),
        (NFRA, 0, REASON, "stage_out_of_order"),
        (LOCAL, 1, "  ", "reason_missing"),
        (LOCAL, 1, "忙  ", "reason_too_short"),
        (LOCAL, 1, "有\0空字符在里面", "text_not_storable"),
    ],
)
def test_requests_that_cannot_be(scene: Scene, policy: str, stage: int, reason: str, code: str) -> None:
    assert scene.refused(TELLER, RequestExtension("r1", policy, stage, reason)).code == code


def test_after_the_last_stage_there_is_no_further_one(scene: Scene) -> None:
    scene.extend(LOCAL, 1)
    assert scene.refused(TELLER, RequestExtension("x", LOCAL, 2, REASON)).code == "no_further_stage"
    scene.extend(NFRA, 1)
    scene.extend(NFRA, 2, HQ)
    assert scene.refused(TELLER, RequestExtension("x", NFRA, 3, REASON)).code == "no_further_stage"


def test_an_extension_that_would_move_nothing_is_refused_with_the_date() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register(received_at="2026-11-06")
    refusal = scene.refused(TELLER, RequestExtension("r1", LOCAL, 1, REASON))
    assert refusal.code == "extension_moves_nothing"
    assert refusal.problems[0].details == {"due_on": "2026-11-21", "policy_id": NFRA}
    assert scene.extend(NFRA, 1).extensions[0].new_due_on == date(2026, 12, 6)


def test_an_overdue_case_cannot_be_healed(scene: Scene) -> None:
    late = at("2026-11-28 00:00")
    refusal = scene.refused(TELLER, RequestExtension("r1", LOCAL, 1, REASON), now=late)
    assert refusal.code == "already_overdue"
    assert refusal.problems[0].details == {"due_on": "2026-11-27"}


def test_on_the_last_day_there_is_still_time(scene: Scene) -> None:
    scene.now = at("2026-11-27 23:00")
    scene.request()
    assert scene.approve().extensions[0].decision == "approved"


def test_an_approval_after_the_due_day_is_refused_but_a_return_is_not(scene: Scene) -> None:
    scene.request()
    scene.now = at("2026-11-28 00:00")
    assert scene.refused(SUPERVISOR, decision(scene)).code == "already_overdue"
    case = scene.approve(is_approved=False)
    assert (case.state, case.extensions[0].decision) == (CaseState.IN_PROGRESS, "refused")


@pytest.mark.parametrize(
    ("asker", "decider"), [(TELLER, TELLER), (SUPERVISOR, SUPERVISOR), (SUPERVISOR_2, SUPERVISOR_2)]
)
def test_whoever_asked_never_decides(scene: Scene, asker: str, decider: str) -> None:
    scene.request(who=asker)
    for is_approved in (True, False):
        refusal = scene.refused(decider, decision(scene, is_approved=is_approved))
        assert refusal.code == "four_eyes"
        assert asker not in refusal.who_could
        assert refusal.who_could


def test_a_supervisor_who_asked_needs_another_supervisor(scene: Scene) -> None:
    scene.request(who=SUPERVISOR)
    assert scene.refused(SUPERVISOR, decision(scene)).who_could == (SUPERVISOR_2, HEAD, HQ)
    assert scene.approve(SUPERVISOR_2).extensions[0].decided_by == SUPERVISOR_2


@pytest.mark.parametrize("who", [HANDLER, AUDITOR])
def test_roles_that_do_not_decide(scene: Scene, who: str) -> None:
    scene.request()
    refusal = scene.refused(who, decision(scene))
    assert (refusal.code, refusal.who_could) == ("no_right", (SUPERVISOR, SUPERVISOR_2, HEAD, HQ))


def test_the_last_stage_is_for_headquarters_only(scene: Scene) -> None:
    scene.extend(NFRA, 1)
    scene.request(NFRA, 2)
    refusal = scene.refused(SUPERVISOR, decision(scene))
    assert (refusal.code, refusal.who_could) == ("headquarters_only", (HQ,))
    assert scene.approve(HQ).extensions[-1].new_due_on == date(2027, 1, 19)


def test_the_approval_carries_the_dates_as_they_are_then(scene: Scene) -> None:
    scene.request()
    body = scene.try_(SUPERVISOR, decision(scene))
    assert isinstance(body, tuple)
    assert body[0].must_sign
    assert body[0].body == {
        "request_id": "r1",
        "decision": "approved",
        "reason": "同意延期办理",
        "policy_id": LOCAL,
        "stage": 1,
        "old_due_on": "2026-11-27",
        "new_due_on": "2026-12-04",
        "requested_by": TELLER,
        "seen_version": 3,
        "nonce": "n",
    }


def test_a_case_that_only_got_a_note_meanwhile_may_be_decided(scene: Scene) -> None:
    scene.request()
    seen = scene.folded.version
    scene.do(TELLER, AddNote("客户来电催办"))
    assert scene.do(SUPERVISOR, decision(scene, seen_version=seen)).state is CaseState.IN_PROGRESS


@pytest.mark.parametrize("seen", [0, -1, 2, 99])
def test_a_case_that_was_seen_before_the_request_is_looked_at_again(scene: Scene, seen: int) -> None:
    scene.request()
    assert scene.refused(SUPERVISOR, decision(scene, seen_version=seen)).code == "case_changed"


def test_a_return_needs_a_reason(scene: Scene) -> None:
    scene.request()
    assert scene.refused(SUPERVISOR, decision(scene, is_approved=False, reason="")).code == "reason_missing"
    assert scene.do(SUPERVISOR, decision(scene, reason="")).extensions[0].decision == "approved"


def test_a_decided_request_is_not_decided_again(scene: Scene) -> None:
    scene.request()
    scene.approve()
    refusal = scene.refused(SUPERVISOR_2, decision(scene))
    assert refusal.code == "extension_decided"
    assert refusal.problems[0].details["decided_by"] == SUPERVISOR
    assert scene.refused(SUPERVISOR, decision(scene, request_id="r9")).code == "unknown_request"


def test_after_a_return_one_may_ask_again(scene: Scene) -> None:
    scene.request()
    scene.approve(is_approved=False)
    assert scene.request(request_id="r2").state is CaseState.EXTENSION_REQUESTED


def test_a_decision_makes_a_waiting_request_lapse(scene: Scene) -> None:
    scene.request()
    case = scene.decide()
    assert (case.state, case.extensions[0].decision) == (CaseState.DECIDED, "lapsed")
    assert scene.refused(SUPERVISOR, decision(scene)).code == "extension_decided"
    assert scene.refused(TELLER, RequestExtension("r2", NFRA, 1, REASON)).code == "already_decided"


def test_nobody_asks_about_a_case_that_has_ended() -> None:
    scene = Scene()
    scene.register(settlement="已退款")
    assert scene.refused(TELLER, RequestExtension("r1", LOCAL, 1, REASON)).code == "already_ended"
