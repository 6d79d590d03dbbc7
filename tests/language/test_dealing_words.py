"""Hand-overs, means, corrections and causes in words, and their lines in the history."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from support.cases import HANDLER, PEOPLE

from app.domain import codes
from app.domain.entry import EntryKind
from app.language import dealing_labels as words
from app.language import in_language, labels

HAN = re.compile(r"[\u3400-\u9fff]")
NAMES = {staff_no: person.name for staff_no, person in PEOPLE.items()}


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        (words.level, codes.LEVELS),
        (words.transfer_answer, ("", *codes.TRANSFER_ANSWERS, "lapsed")),
        (words.means, codes.MEANS),
        (words.correction, codes.CORRECTIONS),
        (words.root_cause, codes.ROOT_CAUSES),
    ],
    ids=lambda item: getattr(item, "__name__", ""),
)
def test_every_code_has_a_label(label: Callable[[str], str], wanted: tuple[str, ...]) -> None:
    for language in ("zh", "en"):
        with in_language(language):
            said = [label(code) for code in wanted]
            assert len(set(said)) == len(said)
            assert all(bool(HAN.search(one)) is (language == "zh") for one in said)
    assert label("from_the_future") == "from_the_future"


@pytest.mark.parametrize(
    ("kind", "details", "line"),
    [
        ("transfer_offered", {"to": HANDLER}, "拟转办给吴兰"),
        ("transfer_answered", {"answer": "declined"}, "转办已谢绝"),
        ("case_escalated", {"level": "branch_head"}, "升级至：行长"),
        ("reported_upward", {"level": "regulator"}, "上报至：监管机构"),
        ("conflict_declared", {"hand_to": HANDLER}, "申报回避，投诉交由吴兰承办"),
        ("conflict_declared", {"hand_to": ""}, "申报回避"),
        ("evidence_received", {"name": "转账回单"}, "收到证据材料：转账回单"),
        ("means_used", {"means": "guidance"}, "处理方式：指导和咨询"),
        ("correction_planned", {"kind": "training"}, "整改措施：培训"),
        ("root_cause_found", {"cause": "process"}, "根本原因：业务流程"),
        ("liability_found", {"is_bank_at_fault": False, "shares": []}, "定责：银行无过错"),
        (
            "liability_found",
            {"is_bank_at_fault": True, "shares": [{"who": HANDLER, "percent": 70}, {"who": "营业部", "percent": 30}]},
            "定责：吴兰 70%、营业部 30%",
        ),
        ("attachment_added", {"name": "截图.png"}, "添加附件：截图.png"),
        ("transfer_offered", {}, "发起转办"),  # a body of another program version
    ],
)
def test_lines_of_the_history(kind: str, details: dict[str, Any], line: str) -> None:
    with in_language("zh"):
        assert labels.entry_sentence(kind, details, NAMES) == line


def test_kinds_are_kinds_of_entries() -> None:
    assert set(words.KINDS) <= {kind.value for kind in EntryKind}
    assert set(words.SENTENCES) <= set(words.KINDS)
