"""Every kind of entry has a name and a sentence; what another program wrote is shown too, never dropped."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.book import BookKind
from app.domain.entry import EntryKind
from app.domain.permissions import Remark, RemarkCode, SensitiveAct
from app.language import audit_words, book_labels, in_language, labels, permission_words

NAMES = {"0217": "林晓燕", "0108": "何建平"}
BODIES: dict[str, dict[str, Any]] = {
    BookKind.SESSION_OPENED: {"refused_before": 0},
    BookKind.SESSION_CLOSED: {"why": "idle"},
    BookKind.PASSWORD_CHANGED: {},
    BookKind.PERSON_ENROLLED: {
        "staff_no": "0217",
        "name": "林晓燕",
        "role": "teller",
        "key_id": "ab",
        "sign_key": "cd",
    },
    BookKind.PERSON_CHANGED: {"staff_no": "0217", "name": "林晓燕", "role": "handler", "reason": "转岗"},
    BookKind.PERSON_SUSPENDED: {"staff_no": "0217", "reason": "休假"},
    BookKind.PERSON_RESUMED: {"staff_no": "0217", "reason": "返岗"},
    BookKind.PERSON_REMOVED: {"staff_no": "0217", "reason": "离职"},
    BookKind.KEYS_REPLACED: {"staff_no": "0217", "reason": "忘记密码"},
    BookKind.DIRECTORY_EXTENDED: {"until": "2026-11-25", "reason": "线路中断"},
    BookKind.DETAILS_REVEALED: {"case_id": "x", "what": ["name", "phone"], "reason": "call_customer", "note": ""},
    BookKind.DETAILS_COPIED: {"case_id": "x", "what": ["phone"]},
    BookKind.DATA_TAKEN_OUT: {"what": "list", "case_id": "", "count": 3, "reason": "for_superior", "sha256": "ab"},
    BookKind.PAPER_PRINTED: {"case_id": "x", "kind": "ack_slip", "copy_no": 2, "sha256": "ab"},
    BookKind.STORE_KEY_CHANGED: {"why": "routine", "key_name": "k2"},
    BookKind.BACKUP_MADE: {"name": "b1", "seq": 4, "size": 9, "is_verified": True},
    BookKind.STORE_RESTORED: {"source": "backup", "seq": 4, "missing": 2},
    BookKind.RECOVERY_USED: {"request_id": "r", "officers": ["ZH07", "ZH08"], "why": "keyring_lost"},
    BookKind.JOURNAL_VERIFIED: {"entries": 1200, "problems": 0, "first": ""},
    BookKind.CLOCK_DOUBTED: {"behind_seconds": 600},
    BookKind.PERMISSIONS_AUDITED: {"from_on": "2026-07-01", "until_on": "2026-09-30"},
    BookKind.CASES_PURGED: {"cases": [{"case_id": "x", "entries": 4, "digest": "ab"}], "rule_version": "2026"},
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(BookKind))
def test_every_kind_of_the_book_has_a_sentence(kind: BookKind, language: str) -> None:
    with in_language(language):
        assert labels.entry_kind(kind) != kind.value
        body = BODIES.get(kind.value, {})
        said = audit_words.sentence(kind, body, NAMES, case_no="TS0102-26A00001-U")
        assert said
        assert "{" not in said
        if kind in book_labels.SENTENCES and kind not in (BookKind.SESSION_OPENED, BookKind.PASSWORD_CHANGED):
            assert said != labels.entry_kind(kind), "the sentence fell back to the kind"
        for name, value in audit_words.fields(kind, body, NAMES):
            assert name
            assert value
            assert (name.isascii()) == (language == "en")


@pytest.mark.parametrize("kind", [*(kind.value for kind in (*BookKind, *EntryKind)), "of_a_newer_program"])
@pytest.mark.parametrize("body", [{}, {"what": 3, "cases": None, "reason": None}, {"staff_no": "9"}, {"until": "soon"}])
def test_strange_bodies_are_said_all_the_same(kind: str, body: dict[str, Any]) -> None:
    with in_language("en"):
        assert audit_words.sentence(kind, body, NAMES)
        audit_words.fields(kind, body, NAMES)
        assert audit_words.sentence(kind, {}, NAMES, is_purged=True)


def test_no_name_of_a_field_is_one_of_the_program() -> None:
    body = {
        "hold_id": "8a1f",
        "reason": "dispute",
        "text": "王芳芳要求保留",
        "findings": "…",
        "means": "…",
        "shares": 2,
    }
    with in_language("zh"):
        said = audit_words.fields("hold_placed", body, NAMES)
    assert [name for name, _value in said] == ["原因", "文字说明", "其他内容"]
    assert "王芳芳" not in str(said)


@pytest.mark.parametrize(
    ("is_masked", "reason", "zh", "en"),
    [
        (False, "own_case", "查看 TS1 的附件：本人经办案件", "Saw a file of TS1: as the person in charge of the case"),
        (False, "call_customer", "查看 TS1 的附件：为联系客户", "Saw a file of TS1: to call the customer"),
        (True, "", "查看 TS1 的文本附件（已遮盖）", "Saw a file of TS1, its text masked"),
    ],
)
def test_a_look_at_a_file_is_explained(is_masked: bool, reason: str, zh: str, en: str) -> None:
    body = {"case_id": "x", "what": ["attachment"], "sha256": "ab" * 32, "is_masked": is_masked, "reason": reason}
    for language, wanted in (("zh", zh), ("en", en)):
        with in_language(language):
            assert audit_words.sentence(BookKind.DETAILS_REVEALED, body, NAMES, case_no="TS1") == wanted
            fields = dict(audit_words.fields(BookKind.DETAILS_REVEALED, body, NAMES))
            assert len(fields) == (4 if reason else 3)
            assert {"是", "否", "yes", "no"} & set(fields.values())


def test_free_words_are_masked() -> None:
    body = {"case_id": "x", "what": ["phone"], "reason": "other", "note": "请回电 13810242716"}
    with in_language("zh"):
        assert "13810242716" not in str(audit_words.fields(BookKind.DETAILS_REVEALED, body, NAMES))
        suspended = {"staff_no": "0217", "reason": "客户 110105194912310021 投诉"}
        assert "110105194912310021" not in audit_words.sentence(BookKind.PERSON_SUSPENDED, suspended, NAMES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_remark_and_every_act_has_words(language: str) -> None:
    with in_language(language):
        for code in RemarkCode:
            said = permission_words.remark(Remark(code, "0217", 2, None, "a" * 32), NAMES, {"a" * 32: "A"})
            assert said
            assert "{" not in said
        for act in SensitiveAct:
            assert permission_words.act(act) != act.value
