"""What stands open before closing: what blocks it, what is only pointed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from support.cases import DECISION, HANDLER, HQ, NFRA, RULES, Scene, at

from app.domain.case import (
    Case,
    CaseState,
    CorrectiveAction,
    EvidenceItem,
    Pause,
    Review,
    RootCause,
    Satisfaction,
    SupervisionOrder,
    Transfer,
    VoidRequest,
)
from app.domain.closing import WARNINGS, closing_checklist
from app.domain.commands import AgreeSettlement, CloseCase

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
ORDER = SupervisionOrder("o1", "限期落实", date(2026, 11, 25), "0401", NOON)


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


def told(scene: Scene) -> Case:
    scene.decide()
    return scene.tell()


def codes(case: Case) -> list[str]:
    return [item.code for item in closing_checklist(case, RULES, TODAY)]


def blocking(case: Case) -> list[str]:
    return [item.code for item in closing_checklist(case, RULES, TODAY) if item.is_blocking]


def test_what_the_law_wants_first(scene: Scene) -> None:
    assert blocking(scene.folded) == ["not_decided"]
    scene.extend(NFRA, 1)
    scene.extend(NFRA, 2, HQ)
    scene.decide()
    assert blocking(scene.folded) == ["not_told", "extension_notice_missing"]
    scene.tell()
    assert blocking(scene.folded) == ["extension_notice_missing"]
    scene.tell("extension")
    assert blocking(scene.folded) == []


def test_everything_that_blocks_is_said_at_once(scene: Scene) -> None:
    scene.extend(NFRA, 1)
    scene.extend(NFRA, 2, HQ)
    scene.decide()
    refusal = scene.refused(HANDLER, CloseCase())
    assert [problem.code for problem in refusal.problems] == ["not_told", "extension_notice_missing"]


def test_an_open_supervision_order_holds_up_closing(scene: Scene) -> None:
    """domain.md no. 14: 限期落实."""
    case = replace(told(scene), orders=(ORDER,))
    assert blocking(case) == ["order_open"]
    scene.case = case
    refusal = scene.refused(HANDLER, CloseCase())
    assert (refusal.code, refusal.problems[0].details) == ("order_open", {"due_on": "2026-11-25", "count": 1})
    assert blocking(replace(case, orders=(replace(ORDER, answer="已落实"),))) == []


SATISFIED = Satisfaction("satisfied", "phone", "", HANDLER, NOON)
CLEAN = {
    "root_cause": RootCause("system", "系统未执行减免", HANDLER, NOON),
    "satisfaction": (SATISFIED,),
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"root_cause": None}, "root_cause_missing"),
        ({"satisfaction": ()}, "satisfaction_not_asked"),
        (
            {"evidence": (EvidenceItem("e1", "存折", 1, True, "王芳芳", HANDLER, NOON),)},
            "evidence_not_returned",
        ),
        (
            {"corrections": (CorrectiveAction("a1", "training", "培训", HANDLER, date(2026, 12, 1), NOON),)},
            "corrections_open",
        ),
        ({"reviews": (Review("v1", TODAY, "不服", "letter", NOON),)}, "review_open"),
        ({"transfers": (Transfer("t1", "0401", "轮休", HANDLER, NOON),)}, "transfer_open"),
        (
            {"pauses": (Pause("p1", "mediation", "调解中心", TODAY, date(2026, 12, 1), "phone", "1", HANDLER),)},
            "pause_open",
        ),
        ({"void_request": VoidRequest("v1", "重复登记", HANDLER, NOON)}, "void_pending"),
    ],
)
def test_what_is_pointed_out_and_holds_up_nothing(scene: Scene, change: dict[str, object], code: str) -> None:
    clean = replace(told(scene), **CLEAN)
    clean = replace(clean, about=replace(clean.about, category="B0302"))
    assert codes(clean) == []
    open_case = replace(clean, **change)
    assert codes(open_case) == [code]
    assert blocking(open_case) == []
    assert code in WARNINGS
    scene.case = open_case
    assert scene.do(HANDLER, CloseCase()).state is CaseState.CLOSED


def test_copies_stay_and_finished_corrections_are_done(scene: Scene) -> None:
    case = replace(
        told(scene),
        **CLEAN,
        evidence=(EvidenceItem("e1", "复印件", 1, False, "王芳芳", HANDLER, NOON),),
        corrections=(CorrectiveAction("a1", "training", "培训", HANDLER, TODAY, NOON, "已培训", finished_at=NOON),),
    )
    assert codes(case) == ["category_missing"]


def test_the_cause_is_only_asked_for_where_the_complaint_was_right(scene: Scene) -> None:
    scene.do(HANDLER, replace(DECISION, outcome="not_upheld"))
    assert "root_cause_missing" not in codes(scene.tell())


def test_a_settlement_is_to_be_performed_until_its_day(scene: Scene) -> None:
    case = scene.do(HANDLER, AgreeSettlement("退还年费", "200", date(2026, 11, 25), "和 1"))
    found = {item.code: item.details for item in closing_checklist(case, RULES, date(2026, 11, 25))}
    assert found["settlement_to_perform"] == {"due_on": "2026-11-25"}
    assert "settlement_to_perform" not in {i.code for i in closing_checklist(case, RULES, date(2026, 11, 26))}
