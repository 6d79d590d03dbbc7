"""What each outcome needs, settlement agreements, and the papers that go with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import BRANCH, DECISION, HANDLER, LOCAL, TELLER, Scene, at

from app.domain.case import CaseState
from app.domain.codes import INTAKE_TYPES, OTHER_OUTCOMES, OUTCOMES, PAPER_KINDS
from app.domain.commands import AgreeSettlement, CloseCase, RecordDecision, RecordPaper, WithdrawCase
from app.domain.decisions.concluding import outcomes_for
from app.domain.decisions.papers import PAPER_OF_OUTCOME
from app.domain.letter import missing_letter_parts

DECLINED = RecordDecision("declined", "", "", "不是本人，也没有授权委托书。", "", what_to_bring="授权委托书原件")
OUT_OF_SCOPE = RecordDecision("out_of_scope", "", "", "属于保险公司理赔争议。", "", competent_body="某保险公司 95500")
ANSWERED = RecordDecision("answered", "", "", "", "纪念币预约时间为每天八点。")
OF_OUTCOME = {"declined": DECLINED, "out_of_scope": OUT_OF_SCOPE, "answered": ANSWERED}
SETTLEMENT = AgreeSettlement("银行退还年费，客户不再追究。", "200", date(2026, 12, 10), "和 2026-17")


def scene_of(intake_type: str = "complaint", **fields: object) -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register(intake_type=intake_type, **fields)
    return scene


def test_which_outcomes_a_matter_may_have() -> None:
    """令2020-3 art. 2, 18: only who claims something against the bank gets a decision."""
    assert outcomes_for("complaint") == (*OUTCOMES, "declined", "out_of_scope")
    for intake_type in INTAKE_TYPES[1:]:
        assert outcomes_for(intake_type) == ("answered", "out_of_scope")


@pytest.mark.parametrize("outcome", [*OUTCOMES, *OTHER_OUTCOMES])
@pytest.mark.parametrize("intake_type", INTAKE_TYPES)
def test_every_outcome_for_every_type(intake_type: str, outcome: str) -> None:
    command = OF_OUTCOME.get(outcome) or replace(DECISION, outcome=outcome)
    scene = scene_of(intake_type)
    if outcome in outcomes_for(intake_type):
        case = scene.do(HANDLER, command)
        assert (case.state, case.decision and case.decision.outcome) == (CaseState.DECIDED, outcome)
    else:
        problem = scene.refused(HANDLER, command).problems[0]
        assert (problem.code, problem.field) == ("outcome_not_for_type", "outcome")


@pytest.mark.parametrize(
    ("command", "intake_type", "problems"),
    [
        (replace(DECLINED, reasons=" "), "complaint", [("reason_missing", "reasons")]),
        (replace(DECLINED, what_to_bring=""), "complaint", []),
        (replace(DECLINED, what_to_bring="a\0"), "complaint", [("text_not_storable", "what_to_bring")]),
        (
            replace(OUT_OF_SCOPE, reasons="", competent_body=" "),
            "complaint",
            [("reason_missing", "reasons"), ("competent_body_missing", "competent_body")],
        ),
        (replace(ANSWERED, remedy=""), "praise", [("answer_missing", "remedy")]),
        (replace(DECLINED, compensation="20"), "complaint", [("compensation_not_here", "compensation")]),
        (replace(DECISION, measures=("hug",)), "complaint", [("choice_unknown", "measures")]),
        (
            replace(DECISION, compensation="", measures=("compensation",)),
            "complaint",
            [("compensation_amount_missing", "compensation")],
        ),
    ],
)
def test_what_an_outcome_needs(command: RecordDecision, intake_type: str, problems: list[tuple[str, str]]) -> None:
    """令2020-3 art. 18-4, 19; S0 no. 57."""
    scene = scene_of(intake_type)
    if problems:
        found = scene.refused(HANDLER, command).problems
        assert [(problem.code, problem.field) for problem in found] == problems
    else:
        assert scene.do(HANDLER, command).decision is not None


def test_what_a_decision_keeps() -> None:
    scene = scene_of()
    decision = scene.do(HANDLER, replace(DECLINED, measures=("advise_court", "advise_court"))).decision
    assert decision is not None
    assert (decision.reasons, decision.what_to_bring) == (DECLINED.reasons, "授权委托书原件")
    assert decision.measures == ("advise_court",)
    assert "competent_body" not in scene.entries[-1].body
    other = scene_of().do(HANDLER, OUT_OF_SCOPE).decision
    assert other is not None
    assert other.competent_body == "某保险公司 95500"


@pytest.mark.parametrize(
    ("outcome", "amount", "given", "kept"),
    [
        ("upheld", "200", (), ("compensation",)),
        ("not_upheld", "50", ("apology",), ("compensation", "apology")),
        ("partly_upheld", "1", ("apology", "compensation"), ("apology", "compensation")),
        ("upheld", "0", (), ()),
        ("upheld", "", ("discipline",), ("discipline",)),
    ],
)
def test_money_is_a_measure(outcome: str, amount: str, given: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """Goodwill is allowed where the complaint is not upheld."""
    decision = scene_of().do(HANDLER, replace(DECISION, outcome=outcome, compensation=amount, measures=given)).decision
    assert decision is not None
    assert decision.measures == kept


def test_a_settlement_agreement_decides_and_tells() -> None:
    """S1 no. 36: both have signed, so nobody has to be told."""
    scene = scene_of()
    scene.request(LOCAL)
    case = scene.do(HANDLER, SETTLEMENT)
    assert (case.state, case.told_at) == (CaseState.TOLD, scene.now)
    assert case.decision is not None
    assert (case.decision.outcome, case.decision.remedy) == ("settled", SETTLEMENT.terms)
    assert (case.decision.compensation_fen, case.decision.performance_on) == (20000, date(2026, 12, 10))
    assert [(n.about, n.way, n.evidence_no, n.succeeded) for n in case.notices] == [
        ("decision", "in_person", "和 2026-17", True)
    ]
    assert case.extensions[0].decision == "lapsed"
    assert scene.entries[-1].is_signed
    assert scene.refused(HANDLER, DECISION).code == "already_decided"
    assert scene.refused(HANDLER, SETTLEMENT).code == "already_decided"
    assert scene.do(HANDLER, CloseCase()).state is CaseState.CLOSED


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"terms": " "}, "text_missing", "terms"),
        ({"amount": "许多"}, "amount_unreadable", "amount"),
        ({"performance_on": date(2026, 11, 19)}, "performance_passed", "performance_on"),
        ({"agreement_no": " "}, "agreement_no_missing", "agreement_no"),
    ],
)
def test_settlements_that_cannot_be(changes: dict[str, object], code: str, field: str) -> None:
    refusal = scene_of().refused(HANDLER, replace(SETTLEMENT, **changes))
    assert [(problem.code, problem.field) for problem in refusal.problems] == [(code, field)]


def test_a_settlement_may_be_performed_today_and_without_money() -> None:
    case = scene_of().do(HANDLER, replace(SETTLEMENT, amount="", performance_on=date(2026, 11, 20)))
    assert case.decision is not None
    assert case.decision.compensation_fen is None
    assert scene_of().refused(TELLER, SETTLEMENT).code == "no_right"


@pytest.mark.parametrize(
    ("command", "intake_type", "missing"),
    [
        (DECISION, "complaint", ("branch_contact", "superior_name", "superior_address")),
        (DECLINED, "complaint", ("branch_contact", "superior_name", "superior_address")),
        (OUT_OF_SCOPE, "complaint", ("branch_contact",)),
        (ANSWERED, "enquiry", ("branch_contact",)),
        (SETTLEMENT, "complaint", ("branch_contact",)),
    ],
)
def test_what_the_paper_of_each_outcome_must_hold(command: object, intake_type: str, missing: tuple[str, ...]) -> None:
    bare = replace(BRANCH, superior_name="", superior_address="", phone="", hotline="")
    case = scene_of(intake_type).do(HANDLER, command)  # type: ignore[arg-type]
    assert missing_letter_parts(case, BRANCH) == ()
    assert missing_letter_parts(case, bare) == missing


@pytest.mark.parametrize(
    ("command", "intake_type"),
    [
        (DECISION, "complaint"),
        (DECLINED, "complaint"),
        (OUT_OF_SCOPE, "complaint"),
        (ANSWERED, "enquiry"),
        (SETTLEMENT, "complaint"),
    ],
)
def test_each_outcome_has_its_paper(command: object, intake_type: str) -> None:
    scene = scene_of(intake_type)
    case = scene.do(HANDLER, command)  # type: ignore[arg-type]
    assert case.decision is not None
    right = PAPER_OF_OUTCOME[case.decision.outcome]
    for kind in set(PAPER_OF_OUTCOME.values()):
        if kind == right:
            assert scene.do(TELLER, RecordPaper(kind, "ab" * 32, "a4")).prints_of(kind) == 1
        else:
            assert scene.refused(TELLER, RecordPaper(kind, "ab" * 32, "a4")).code == "paper_not_for_outcome"


ALWAYS, OPEN = {"ack_slip"}, {"settlement_agreement", "supplement_request"}


def makeable(scene: Scene) -> set[str]:
    kinds = set()
    for kind in PAPER_KINDS:
        if not hasattr(scene.try_(TELLER, RecordPaper(kind, "ab" * 32, "a4")), "problems"):
            kinds.add(kind)
    return kinds


def test_which_papers_can_be_made_when() -> None:
    """domain.md 2.9. A settlement agreement may be made as the draft that both sides sign."""
    assert makeable(scene_of()) == ALWAYS | OPEN
    decided = scene_of()
    decided.decide()
    assert makeable(decided) == ALWAYS | {"resolution_letter", "service_receipt"}
    extended = scene_of()
    extended.extend(LOCAL, 1)
    assert makeable(extended) == ALWAYS | OPEN | {"extension_notice", "service_receipt"}
    withdrawn = scene_of()
    withdrawn.do(TELLER, WithdrawCase("phone"))
    assert makeable(withdrawn) == ALWAYS | {"withdrawal_record"}
    settled = Scene()
    settled.register(settlement="已退款")
    assert makeable(settled) == ALWAYS | {"confirmation_form"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("pause_notice", "no_pause"),
        ("transfer_note", "no_transfer"),
        ("withdrawal_record", "not_withdrawn"),
        ("confirmation_form", "not_settled"),
        ("service_receipt", "nothing_to_serve"),
        ("decline_notice", "not_decided"),
    ],
)
def test_papers_that_wait_for_something(kind: str, code: str) -> None:
    assert scene_of().refused(TELLER, RecordPaper(kind, "ab" * 32, "a4")).code == code


def test_papers_are_asked_for_while_the_matter_is_open() -> None:
    scene = scene_of()
    scene.decide()
    assert scene.refused(TELLER, RecordPaper("supplement_request", "ab" * 32, "a4")).code == "already_decided"
    scene.do(TELLER, WithdrawCase("phone"))
    assert scene.refused(TELLER, RecordPaper("supplement_request", "ab" * 32, "a4")).code == "already_ended"
