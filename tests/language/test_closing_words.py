"""How a case ends and what comes after, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from support.cases import DECISION, HANDLER, SUPERVISOR, TELLER, Scene, at

from app.domain.closing import WARNINGS
from app.domain.codes import MEASURES, OTHER_OUTCOMES, OUTCOMES, REVIEW_RESULTS, SATISFACTION, SETTLED
from app.domain.commands import (
    AskSatisfaction,
    CheckTypical,
    CloseCase,
    DecideVoid,
    MarkTypical,
    RecordReviewDecision,
    ReopenCase,
    RequestReview,
    RequestVoid,
)
from app.domain.deidentify import LEAKS
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem
from app.language import closing_labels, in_language, labels
from app.language.reasons import sentence

HAN = re.compile(r"[\u3400-\u9fff]")
LISTS: list[tuple[Callable[[str], str], tuple[str, ...]]] = [
    (labels.outcome, (*OUTCOMES, *OTHER_OUTCOMES, SETTLED)),
    (labels.letter_part, ("competent_body", "performance_on")),
    (closing_labels.measure, MEASURES),
    (closing_labels.review_result, ("", *REVIEW_RESULTS)),
    (closing_labels.satisfaction, SATISFACTION),
    (closing_labels.leak, LEAKS),
]


@pytest.mark.parametrize(("label", "codes"), LISTS, ids=lambda item: getattr(item, "__name__", ""))
def test_every_code_has_a_label_of_its_own(label: Callable[[str], str], codes: tuple[str, ...]) -> None:
    for language, has_han in (("zh", True), ("en", False)):
        with in_language(language):
            said = [label(code) for code in codes]
            assert len(set(said)) == len(codes)
            assert all(bool(HAN.search(words)) is has_han for words in said)
    assert label("from_the_future") == "from_the_future"


def test_every_warning_is_a_sentence() -> None:
    for language, stop in (("zh", "。"), ("en", ".")):
        with in_language(language):
            for code in WARNINGS:
                for details in ({}, {"count": 3}):
                    assert closing_labels.checklist_item(code, details).endswith(stop)
    with in_language("en"):
        assert closing_labels.checklist_item("corrections_open", {"count": 1}) == "1 corrective action is not finished."
        assert closing_labels.checklist_item("evidence_not_returned", {"count": 2}).startswith("2 originals")


@pytest.mark.parametrize(
    ("problem", "zh", "en"),
    [
        (Problem(ReasonCode.TYPICAL_LEAK, "text", {"leak": "phone"}), "电话号码", "a telephone number"),
        (Problem(ReasonCode.PAPER_NOT_FOR_OUTCOME, None, {"outcome": "declined"}), "不予办理", "Declined"),
        (Problem(ReasonCode.OUTCOME_NOT_FOR_TYPE, None, {"intake_type": "complaint"}), "不予办理", "declined"),
        (Problem(ReasonCode.OUTCOME_NOT_FOR_TYPE, None, {"intake_type": "praise"}), "已答复", "answered"),
        (Problem(ReasonCode.REVIEW_TOO_LATE, None, {"due_on": "2026-12-20"}), "2026年12月20日", "20 December 2026"),
        (Problem(ReasonCode.ATTEMPTS_TOO_FEW, None, {"count": 1, "limit": 2}), "1 次", ": 1;"),
    ],
)
def test_sentences_say_what_it_is(problem: Problem, zh: str, en: str) -> None:
    with in_language("zh"):
        assert zh in sentence(problem)
    with in_language("en"):
        assert en in sentence(problem)


def test_a_history_after_the_end_reads_as_sentences() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.do(HANDLER, replace(DECISION, outcome="not_upheld"))
    scene.tell()
    scene.do(HANDLER, CloseCase())
    first = scene.folded.version
    scene.do(TELLER, AskSatisfaction("dissatisfied", "phone"))
    scene.do(TELLER, RequestReview("v1", "不同意", "letter"))
    scene.do(SUPERVISOR, RecordReviewDecision("v1", "changed", "应予支持", "总核 1"))
    scene.do(SUPERVISOR, ReopenCase("x1", "上级机构变更了决定"))
    scene.do(HANDLER, MarkTypical("年费", "未按约定减免"))
    scene.do(SUPERVISOR, CheckTypical(True))
    scene.do(TELLER, RequestVoid("w1", "误操作登记"))
    scene.do(SUPERVISOR, DecideVoid("w1", False, "确有其事，不作废", scene.folded.version, "n"))
    with in_language("zh"):
        lines = [labels.entry_sentence(item.kind, item.details, {}) for item in scene.folded.timeline[first:]]
    assert lines == [
        "满意度：不满意",
        "收到核查申请",
        "核查结果：变更原处理决定",
        "重新开启",
        "标记为典型案例",
        "典型案例审核通过",
        "申请作废",
        "不同意作废",
    ]
