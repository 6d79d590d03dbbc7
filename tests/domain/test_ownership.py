"""Who has a case: taken in hand, assigned, offered and accepted, given up over a conflict (nos. 2, 12, 15)."""

from __future__ import annotations

import pytest
from support.cases import (
    AUDITOR,
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
    context,
)

from app.domain.commands import (
    AddNote,
    AnswerTransfer,
    AssignCase,
    DeclareConflict,
    OfferTransfer,
    StartHandling,
    WithdrawCase,
)
from app.domain.decide import decide
from app.domain.entry import EntryKind, NewEntry
from app.domain.recusal import needs_new_owner

OFFER = OfferTransfer("t1", HANDLER, "客户经理更了解情况")
ACCEPT, TAKE_BACK = AnswerTransfer("t1", "accepted"), AnswerTransfer("t1", "taken_back")
DECLINE = AnswerTransfer("t1", "declined", "本周休假")
ANSWERED = EntryKind.TRANSFER_ANSWERED


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.register()
    return scene


@pytest.fixture
def offered(scene: Scene) -> Scene:
    scene.do(TELLER, OFFER)
    return scene


def test_the_owner_stays_responsible_until_the_offer_is_accepted(offered: Scene) -> None:
    assert offered.folded.owner == TELLER
    pending = offered.folded.pending_transfer
    assert pending is not None
    assert (pending.to, pending.offered_by, pending.reason) == (HANDLER, TELLER, OFFER.reason)
    case = offered.do(HANDLER, ACCEPT)
    assert (case.owner, case.pending_transfer, case.transfers[0].answer) == (HANDLER, None, "accepted")
    assert case.transfers[0].answered_at == offered.now


@pytest.mark.parametrize(("who", "command"), [(HANDLER, DECLINE), (TELLER, TAKE_BACK)])
def test_an_offer_that_comes_to_nothing(offered: Scene, who: str, command: AnswerTransfer) -> None:
    case = offered.do(who, command)
    assert (case.owner, case.transfers[0].answer, case.pending_transfer) == (TELLER, command.answer, None)
    assert case.transfers[0].answer_reason == command.reason
    assert offered.do(TELLER, OfferTransfer("t2", TELLER_2, "改由同事办理")).pending_transfer is not None


@pytest.mark.parametrize(
    ("who", "command", "code", "could"),
    [
        (TELLER, ACCEPT, "not_your_transfer", (HANDLER,)),
        (SUPERVISOR, DECLINE, "not_your_transfer", (HANDLER,)),
        (HANDLER, TAKE_BACK, "not_your_transfer", (TELLER,)),
        (HANDLER, AnswerTransfer("t1", "declined", " "), "reason_missing", ()),
        (HANDLER, AnswerTransfer("t9", "accepted"), "unknown_transfer", ()),
        (HANDLER, AnswerTransfer("t1", "lapsed"), "choice_unknown", ()),
        (AUDITOR, ACCEPT, "no_right", None),
    ],
)
def test_who_answers(
    offered: Scene, who: str, command: AnswerTransfer, code: str, could: tuple[str, ...] | None
) -> None:
    refusal = offered.refused(who, command)
    assert refusal.code == code
    assert could is None or refusal.who_could == could


def test_one_answer_counts(offered: Scene) -> None:
    offered.do(HANDLER, ACCEPT)
    assert offered.try_(HANDLER, ACCEPT) == ()
    refusal = offered.refused(HANDLER, DECLINE)
    assert (refusal.code, refusal.problems[0].details) == ("transfer_answered", {"answer": "accepted"})
    offered.write(TELLER, NewEntry(ANSWERED, "c1", {"transfer_id": "t1", "answer": "taken_back", "reason": ""}))
    assert [flag.code for flag in offered.folded.flags] == ["superseded"]
    assert offered.folded.owner == HANDLER


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("9999", "person_unknown"),
        (TELLER, "owner_unchanged"),
        (GONE, "owner_cannot_handle"),
        (AUDITOR, "owner_cannot_handle"),
        (HQ, "owner_cannot_handle"),
    ],
)
def test_to_whom_it_may_be_given(scene: Scene, to: str, code: str) -> None:
    able = {TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD}
    for who, command, field in (
        (TELLER, OfferTransfer("t1", to, "请您办理"), "to"),
        (SUPERVISOR, AssignCase(to), "owner"),
        (TELLER, DeclareConflict("客户是亲属", to), "hand_to"),
    ):
        refusal = scene.refused(who, command)
        assert (refusal.code, refusal.problems[0].field, set(refusal.who_could)) == (code, field, able)


def test_who_offers(scene: Scene) -> None:
    refusal = scene.refused(TELLER_2, OFFER)
    assert (refusal.code, set(refusal.who_could)) == ("not_the_owner", {TELLER, SUPERVISOR, SUPERVISOR_2, HEAD})
    assert scene.refused(TELLER, OfferTransfer("t1", HANDLER, " ")).code == "reason_missing"
    assert scene.do(SUPERVISOR, OFFER).transfers[0].offered_by == SUPERVISOR
    assert scene.do(TELLER, TAKE_BACK).transfers[0].answer == "taken_back"  # the owner may, too


def test_one_offer_at_a_time(offered: Scene) -> None:
    assert offered.try_(TELLER, OFFER) == ()
    refusal = offered.refused(TELLER, OfferTransfer("t2", TELLER_2, "改由同事办理"))
    assert (refusal.code, refusal.who_could) == ("transfer_pending", (HANDLER, TELLER))
    for transfer_id, code in (("t1", "superseded"), ("t2", "transfer_pending")):
        body = {"transfer_id": transfer_id, "to": TELLER_2, "reason": "x"}
        offered.write(TELLER, NewEntry(EntryKind.TRANSFER_OFFERED, "c1", body))
        assert offered.folded.flags[-1].code == code
    assert len(offered.folded.transfers) == 1


@pytest.mark.parametrize(
    ("who", "command"),
    [
        (SUPERVISOR, AssignCase(TELLER_2)),
        (TELLER_2, StartHandling()),
        (TELLER, DeclareConflict("客户是亲属", TELLER_2)),
        (HANDLER, DeclareConflict("客户是亲属")),
        (TELLER, WithdrawCase("phone")),
    ],
)
def test_an_offer_lapses_when_the_case_goes_another_way(offered: Scene, who: str, command: object) -> None:
    case = offered.do(who, command)  # type: ignore[arg-type]
    assert (case.transfers[0].answer, case.transfers[0].answered_at) == ("lapsed", offered.now)
    assert offered.refused(TELLER, TAKE_BACK).code in ("transfer_answered", "recused", "not_your_transfer")
    offered.write(HANDLER, NewEntry(ANSWERED, "c1", {"transfer_id": "t1", "answer": "accepted", "reason": ""}))
    assert offered.folded.owner == case.owner
    assert offered.folded.flags[-1].code == "superseded"


def test_an_acceptance_that_came_first_wins_over_a_later_assignment_on_another_pc(offered: Scene) -> None:
    offered.do(HANDLER, ACCEPT)
    offered.write(SUPERVISOR, NewEntry(EntryKind.CASE_ASSIGNED, "c1", {"owner": TELLER_2, "reason": ""}))
    assert offered.folded.owner == TELLER_2
    assert offered.folded.transfers[0].answer == "accepted"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"transfer_id": "t1", "answer": "maybe"}, "malformed"),
        ({"transfer_id": "t1"}, "malformed"),
        ({"transfer_id": "t9", "answer": "accepted"}, "unknown_transfer"),
        ({"transfer_id": "t1", "answer": "accepted"}, "not_your_transfer"),
    ],
)
def test_answers_from_elsewhere_that_do_not_fit(offered: Scene, body: dict[str, object], code: str) -> None:
    offered.write(SUPERVISOR, NewEntry(ANSWERED, "c1", body))
    assert [flag.code for flag in offered.folded.flags] == [code]
    assert offered.folded.pending_transfer is not None


def test_an_offer_to_whoever_has_the_case_meanwhile(scene: Scene) -> None:
    body = {"transfer_id": "t1", "to": TELLER, "reason": "x"}
    scene.write(SUPERVISOR, NewEntry(EntryKind.TRANSFER_OFFERED, "c1", body))
    assert [flag.code for flag in scene.folded.flags] == ["owner_unchanged"]


# --- conflict of interest --------------------------------------------------------------------------------------------


def test_the_owner_who_keeps_out_names_who_takes_over(scene: Scene) -> None:
    refusal = scene.refused(TELLER, DeclareConflict("客户是亲属"))
    assert (refusal.code, refusal.problems[0].field) == ("hand_to_missing", "hand_to")
    assert set(refusal.who_could) == {TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD}
    assert scene.refused(TELLER, DeclareConflict(" ", HANDLER)).code == "reason_missing"
    case = scene.do(TELLER, DeclareConflict("客户是亲属", HANDLER))
    assert (case.owner, [c.staff_no for c in case.conflicts]) == (HANDLER, [TELLER])
    assert scene.try_(TELLER, DeclareConflict("客户是亲属", HANDLER)) == ()
    assert scene.refused(TELLER, AddNote("x")).code == "recused"
    assert scene.refused(SUPERVISOR, AssignCase(TELLER)).code == "recused"


@pytest.mark.parametrize("who", [HANDLER, SUPERVISOR, AUDITOR, HQ, HEAD])
def test_anybody_may_declare_a_conflict(scene: Scene, who: str) -> None:
    case = scene.do(who, DeclareConflict("投诉人是我的邻居", TELLER_2))
    assert case.owner == TELLER
    assert case.conflicts[0].staff_no == who


def test_after_the_end_nothing_has_to_be_handed_on(scene: Scene) -> None:
    scene.do(TELLER, WithdrawCase("phone"))
    assert scene.do(TELLER, DeclareConflict("客户是亲属")).owner == TELLER


def test_a_case_that_came_to_them_meanwhile_goes_back_to_who_had_it(scene: Scene) -> None:
    declared = decide(scene.case, DeclareConflict("客户是亲属"), context(HANDLER, scene.now))
    assert isinstance(declared, tuple)
    scene.do(SUPERVISOR, AssignCase(HANDLER))
    scene.write(HANDLER, declared[0])
    assert scene.folded.owner == TELLER


def test_where_nobody_is_left_the_case_waits_for_an_assignment(scene: Scene) -> None:
    for who in (TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD):
        scene.do(who, DeclareConflict("投诉人是本行股东"))
    case = scene.do(TELLER, DeclareConflict("投诉人是本行股东"))
    assert case.owner == TELLER
    assert needs_new_owner(case, PEOPLE)


def test_a_second_declaration_from_another_pc_changes_nothing(scene: Scene) -> None:
    scene.do(TELLER, DeclareConflict("客户是亲属", HANDLER))
    body = {"reason": "x", "hand_to": TELLER_2}
    scene.write(TELLER, NewEntry(EntryKind.CONFLICT_DECLARED, "c1", body))
    assert (scene.folded.owner, [flag.code for flag in scene.folded.flags]) == (HANDLER, ["superseded"])
