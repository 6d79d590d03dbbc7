"""Nobody handles, decides or approves a case about themselves, or one that touches their interests (art. 17)."""

from __future__ import annotations

from typing import Any

import pytest
from support.cases import (
    BRANCH,
    DECISION,
    GONE,
    HANDLER,
    HEAD,
    HQ,
    PEOPLE,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    TELLER_2,
    Scene,
    as_entry,
)

from app.domain.case import Classification, LiabilityShare
from app.domain.commands import (
    AddAttachment,
    AddNote,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    DeclareConflict,
    EscalateCase,
    FindLiability,
    GiveNotice,
    LogContact,
    OfferTransfer,
    OrderSupervision,
    RecordPaper,
    RequestExtension,
    SendReminder,
    StartHandling,
    WithdrawCase,
)
from app.domain.context import Context
from app.domain.entry import EntryKind, NewEntry
from app.domain.people import Right
from app.domain.recusal import (
    NEEDS_UNCONCERNED,
    able_owners,
    is_recused,
    may_own,
    needs_new_owner,
    takes_over,
    unconcerned,
)

CONCERNED = (HANDLER, SUPERVISOR)


def about(scene: Scene, *respondents: str) -> None:
    """Name respondents by an entry of the head's PC."""
    body: dict[str, Any] = {"respondents": list(respondents)}
    scene.write(HEAD, NewEntry(EntryKind.CASE_CLASSIFIED, scene.case_id, body))
    assert scene.folded.about.respondents == respondents


@pytest.fixture
def scene() -> Scene:
    """A case about the handler and the first supervisor; somebody asks for more time."""
    scene = Scene()
    scene.register()
    scene.request()
    about(scene, *CONCERNED)
    return scene


@pytest.mark.parametrize(
    "command",
    [
        StartHandling(),
        AddNote("x"),
        LogContact("phone", "", "x"),
        AddAttachment("ab" * 32, "截图.png", "image/png", 9),
        RequestExtension("r2", "CN_NFRA_2020_3", 1, "需要调取监控录像"),
        DECISION,
        FindLiability(True, (LiabilityShare(TELLER, 100),)),
        RecordPaper("ack_slip", "ab" * 32, "a4"),
        GiveNotice("progress", "phone", "王芳芳", ""),
        OfferTransfer("t1", TELLER_2, "业务不熟"),
        EscalateCase("branch_head", "金额较大"),
        CloseCase(),
        WithdrawCase("phone"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_done_by_somebody_about_themselves(scene: Scene, command: Command) -> None:
    refusal = scene.refused(HANDLER, command)
    assert refusal.code == "recused"
    assert not {*CONCERNED} & set(refusal.who_could)


@pytest.mark.parametrize("command", [AssignCase(TELLER_2), SendReminder("请尽快"), DECISION])
def test_nor_by_a_supervisor_about_themselves(scene: Scene, command: Command) -> None:
    assert scene.refused(SUPERVISOR, command).code == "recused"


def test_nor_approved(scene: Scene) -> None:
    refusal = scene.refused(SUPERVISOR, DecideExtension("r1", True, "", scene.folded.version, "n"))
    assert refusal.code == "recused"
    assert SUPERVISOR_2 in refusal.who_could
    assert not {*CONCERNED} & set(refusal.who_could)
    assert scene.approve(SUPERVISOR_2).extensions[0].decision == "approved"


@pytest.mark.parametrize(
    ("who", "command"),
    [
        (SUPERVISOR_2, AssignCase(HANDLER)),
        (TELLER, OfferTransfer("t1", HANDLER, "请您办理")),
        (TELLER, DeclareConflict("客户是我的亲属", HANDLER)),
    ],
)
def test_nor_given_to_them(scene: Scene, who: str, command: Command) -> None:
    refusal = scene.refused(who, command)
    assert refusal.code == "recused"
    assert refusal.problems[0].field in ("owner", "to", "hand_to")
    assert set(refusal.who_could) == {TELLER_2, SUPERVISOR_2, HEAD}


def test_not_even_the_head_orders_about_themselves(scene: Scene) -> None:
    about(scene, HEAD)
    command = OrderSupervision("o1", "三日内办结", scene.now.date())
    refusal = scene.refused(HEAD, command)
    assert (refusal.code, refusal.who_could) == ("recused", (HQ,))


def test_they_may_read_it(scene: Scene) -> None:
    reader = Context(PEOPLE[HANDLER], scene.now, None, PEOPLE, BRANCH)  # type: ignore[arg-type]
    assert reader.objection(Right.READ, scene.case) is None


def test_nobody_is_recused_while_a_case_names_nobody() -> None:
    scene = Scene()
    scene.register()
    assert not any(is_recused(scene.folded, staff_no) for staff_no in PEOPLE)


# --- what comes from other PCs, where the rules of this one were not asked -------------------------------------------

BODIES: dict[str, dict[str, Any]] = {
    "handling_started": {},
    "case_assigned": {"owner": TELLER_2, "reason": ""},
    "decision_recorded": {"outcome": "upheld", "findings": "x", "basis": "x", "reasons": "x", "remedy": "x"},
    "extension_decided": {
        "request_id": "r1", "decision": "approved", "reason": "", "policy_id": "CN_LOCAL_5_10", "stage": 1,
        "old_due_on": "2026-11-27", "new_due_on": "2026-12-04",
    },
    "case_withdrawn": {"way": "phone", "reason": "", "received_on": "2026-11-20"},
    "liability_found": {"is_bank_at_fault": False, "shares": [], "text": ""},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(NEEDS_UNCONCERNED))
def test_such_an_entry_of_theirs_is_set_aside(scene: Scene, kind: str) -> None:
    before = scene.folded
    scene.write(SUPERVISOR, NewEntry(EntryKind(kind), "c1", BODIES.get(kind, {})))
    after = scene.folded
    assert [(flag.kind, flag.code, flag.actor) for flag in after.flags] == [(kind, "recused", SUPERVISOR)]
    assert (after.state, after.owner, after.extensions) == (before.state, before.owner, before.extensions)
    assert (after.decision, after.liability, after.told_at) == (None, None, None)


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_the_same_entry_of_somebody_else_stands(scene: Scene, kind: str) -> None:
    if kind == "handling_started":
        scene.approve(SUPERVISOR_2, is_approved=False)
        return  # in hand already
    scene.write(SUPERVISOR_2, NewEntry(EntryKind(kind), "c1", BODIES[kind]))
    assert scene.folded.flags == ()


def test_what_they_saw_stays_a_fact(scene: Scene) -> None:
    scene.write(HANDLER, NewEntry(EntryKind.NOTE_ADDED, "c1", {"text": "当时我在场"}))
    assert scene.folded.flags == ()


def test_an_assignment_to_them_is_set_aside(scene: Scene) -> None:
    scene.write(SUPERVISOR_2, NewEntry(EntryKind.CASE_ASSIGNED, "c1", {"owner": HANDLER, "reason": ""}))
    assert [flag.code for flag in scene.folded.flags] == ["recused"]
    assert scene.folded.owner == TELLER


def test_an_acceptance_by_somebody_named_meanwhile_is_too_late() -> None:
    scene = Scene()
    scene.register()
    scene.do(TELLER, OfferTransfer("t1", HANDLER, "请您办理"))
    about(scene, HANDLER)
    assert scene.folded.transfers[0].answer == "lapsed"
    scene.write(
        HANDLER, NewEntry(EntryKind.TRANSFER_ANSWERED, "c1", {"transfer_id": "t1", "answer": "accepted", "reason": ""})
    )
    assert (scene.folded.owner, [flag.code for flag in scene.folded.flags]) == (TELLER, ["superseded"])


def test_what_was_done_before_stands() -> None:
    scene = Scene()
    scene.register()
    scene.do(TELLER, StartHandling())
    scene.do(HANDLER, DECISION)
    scene.do(HANDLER, DeclareConflict("投诉人是我的邻居"))
    assert scene.folded.decision is not None
    assert scene.folded.flags == ()
    scene.tell()
    refusal = scene.refused(HANDLER, CloseCase())
    assert refusal.code == "recused"
    assert HANDLER not in refusal.who_could


def test_an_approval_before_the_conflict_arrives_in_any_order() -> None:
    scene = Scene()
    scene.register()
    scene.request()
    scene.approve()
    scene.do(SUPERVISOR, DeclareConflict("投诉人是我的邻居"))
    late = as_entry(NewEntry(EntryKind.CASE_ASSIGNED, "c1", {"owner": TELLER_2}), SUPERVISOR, scene.now, 99)
    scene.entries = [late, *reversed(scene.entries)]
    scene.write(TELLER, NewEntry(EntryKind.NOTE_ADDED, "c1", {"text": "x"}))
    assert scene.folded.extensions[0].decision == "approved"
    assert [flag.code for flag in scene.folded.flags] == ["recused"]


# --- who may have a case ---------------------------------------------------------------------------------------------


def test_who_may_own(scene: Scene) -> None:
    case = scene.folded
    assert set(able_owners(case, PEOPLE)) == {TELLER, TELLER_2, SUPERVISOR_2, HEAD}
    assert set(able_owners(case, PEOPLE, but=TELLER)) == {TELLER_2, SUPERVISOR_2, HEAD}
    assert not may_own(case, None)
    assert not may_own(case, PEOPLE[GONE])
    assert not may_own(case, PEOPLE[HQ])
    assert unconcerned(case, PEOPLE) == tuple(staff_no for staff_no in PEOPLE if staff_no not in CONCERNED)


def test_an_owner_who_left_or_must_keep_out_needs_to_be_replaced(scene: Scene) -> None:
    assert not needs_new_owner(scene.folded, PEOPLE)
    assert needs_new_owner(scene.folded, {k: v for k, v in PEOPLE.items() if k != TELLER})
    about(scene, TELLER)
    assert needs_new_owner(scene.folded, PEOPLE)
    scene.do(TELLER_2, WithdrawCase("phone"))
    assert not needs_new_owner(scene.folded, PEOPLE)


@pytest.mark.parametrize(
    ("kept_out", "who"),
    [
        ((), HEAD),
        ((HEAD,), SUPERVISOR),
        ((HEAD, SUPERVISOR), SUPERVISOR_2),
        ((HEAD, SUPERVISOR, SUPERVISOR_2), HANDLER),
        ((HEAD, SUPERVISOR, SUPERVISOR_2, HANDLER), TELLER),
        (tuple(PEOPLE), ""),
    ],
)
def test_who_takes_over(kept_out: tuple[str, ...], who: str) -> None:
    assert takes_over(PEOPLE, "0102", kept_out) == who


def test_a_case_whose_acceptance_has_not_arrived_waits_for_it() -> None:
    scene = Scene()
    scene.register()
    only = scene.entries[:1]
    scene.entries, scene.case = [], None
    scene.write(TELLER, NewEntry(EntryKind.CASE_REGISTERED, "c1", only[0].body))
    for command in (StartHandling(), RequestExtension("r1", "CN_LOCAL_5_10", 1, "需要调取监控录像")):
        assert scene.refused(TELLER, command).code == "not_accepted"


def test_classification_has_no_respondents_of_its_own() -> None:
    assert Classification().respondents == ()
