"""Labels for every code that forms and entries use, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from support.cases import HANDLER, LOCAL, NFRA, PEOPLE, RULES, TELLER, Scene

from app.domain.case import CaseState
from app.domain.codes import (
    CAPACITIES,
    CHANNELS,
    ID_KINDS,
    INTAKE_TYPES,
    NOTICE_SUBJECTS,
    OUTCOMES,
    PAPER_KINDS,
    WAYS,
    WITHDRAWAL_WAYS,
)
from app.domain.commands import AddNote, AssignCase, CloseCase, LogContact, RecordPaper, StartHandling
from app.domain.entry import EntryKind
from app.language import in_language, labels

HAN = re.compile(r"[\u3400-\u9fff]")
LISTS: list[tuple[Callable[[str], str], tuple[str, ...]]] = [
    (labels.state, tuple(CaseState)),
    (labels.channel, CHANNELS),
    (labels.intake_type, INTAKE_TYPES),
    (labels.outcome, OUTCOMES),
    (labels.way, (*WAYS, *WITHDRAWAL_WAYS)),
    (labels.id_kind, ("", *ID_KINDS)),
    (labels.capacity, CAPACITIES),
    (labels.paper_kind, PAPER_KINDS),
    (labels.notice_subject, NOTICE_SUBJECTS),
    (labels.entry_kind, tuple(EntryKind)),
    (labels.extension_decision, ("", "approved", "refused", "lapsed")),
    (labels.policy, tuple(policy.id for policy in RULES.policies.latest.policies)),
    (labels.letter_part, ("complainant_name", "request", "decision", "findings", "basis", "reasons", "remedy")),
    (labels.letter_part, ("branch_contact", "superior_name", "superior_address", "outcome")),
]


@pytest.mark.parametrize(("label", "codes"), LISTS, ids=lambda item: getattr(item, "__name__", ""))
def test_every_code_has_a_label(label: Callable[[str], str], codes: tuple[str, ...]) -> None:
    for code in codes:
        with in_language("zh"):
            assert HAN.search(label(code)), code
        with in_language("en"):
            assert label(code)
            assert not HAN.search(label(code))
    assert label("from_the_future") == "from_the_future"


def test_labels_of_one_list_differ() -> None:
    for language in ("zh", "en"):
        with in_language(language):
            for label, codes in LISTS[:10]:
                assert len({label(code) for code in codes}) == len(set(codes))


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (-2, "逾期 2 天", "2 days overdue"),
        (-1, "逾期 1 天", "1 day overdue"),
        (0, "今日到期", "due today"),
        (1, "剩 1 天", "1 day left"),
        (3, "剩 3 天", "3 days left"),
        (None, "", ""),
    ],
)
def test_chips(days: int | None, zh: str, en: str) -> None:
    with in_language("zh"):
        assert labels.deadline_chip(days) == zh
    with in_language("en"):
        assert labels.deadline_chip(days) == en


def test_stages_days_and_lists() -> None:
    with in_language("zh"):
        assert labels.policy_stage(LOCAL, 0) == "本行时限（工作日）"
        assert labels.policy_stage(NFRA, 2) == "监管时限（自然日），第 2 次延期"
        assert labels.day(date(2026, 12, 5)) == "2026年12月5日"
        assert labels.list_of(["甲", "乙"]) == "甲、乙"
    with in_language("en"):
        assert labels.day(date(2026, 12, 5)) == "5 December 2026"
        assert labels.list_of(["a", "b"]) == "a, b"
        assert labels.extension_decision(None) == "awaits a decision"


def test_a_history_reads_as_sentences() -> None:
    scene = Scene()
    scene.register()
    scene.do("0401", AssignCase(HANDLER))
    scene.do(HANDLER, StartHandling())
    scene.do(TELLER, LogContact("phone", "", "已说明"))
    scene.extend(LOCAL, 1)
    scene.do(TELLER, AddNote("备忘"))
    scene.decide()
    scene.do(TELLER, RecordPaper("resolution_letter", "ab" * 32, "a4"))
    scene.do(TELLER, RecordPaper("resolution_letter", "ab" * 32, "a4"))
    scene.tell(succeeded=False)
    scene.tell()
    scene.do(HANDLER, CloseCase())
    names = {staff_no: person.name for staff_no, person in PEOPLE.items()}
    with in_language("zh"):
        lines = [labels.entry_sentence(item.kind, item.details, names) for item in scene.folded.timeline]
    assert lines == [
        "登记投诉，柜面",
        "受理投诉",
        "转交吴兰承办",
        "开始承办",
        "与投诉人联系，电话",
        "申请将到期日由2026年11月27日延至2026年12月4日",
        "延期获批，到期日为2026年12月4日",
        "备注",
        "处理决定：成立",
        "投诉处理答复书已制作",
        "投诉处理答复书第 1 次补打",
        "未能告知投诉人处理决定（当面）",
        "已告知投诉人处理决定（当面）",
        "按期办结",
    ]


def test_a_damaged_body_still_gives_a_line() -> None:
    with in_language("en"):
        for kind in EntryKind:
            assert labels.entry_sentence(kind.value, {}, {})
            assert labels.entry_sentence(kind.value, {"old_due_on": 1, "succeeded": True, "about": []}, {})
        assert labels.entry_sentence("from_the_future", {}, {}) == "from_the_future"
