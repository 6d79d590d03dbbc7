"""Every reason is worded in both languages, names a way out, and never fails over a missing detail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.cases import PEOPLE
from translations import LOCALE, extracted, merge, problems_of

from app.domain.people import Right, Role
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.language import in_language, labels
from app.language.reasons import error_text, refusal_text, sentence, who_could_text
from app.system.errors import KnownError

DETAILS = {
    "count": 3, "limit": 5, "branch": "0999", "due_on": "2026-11-27", "earliest": "2000-01-01", "state": "told",
    "parts": ("findings", "superior_name"), "part": "findings", "right": "close", "role": "teller",
}  # fmt: skip
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("code", ReasonCode)
@pytest.mark.parametrize("details", [DETAILS, {}], ids=["full", "bare"])
def test_every_reason_in_both_languages(code: ReasonCode, details: dict[str, object]) -> None:
    with in_language("en"):
        english = sentence(Problem(code, None, details))
    with in_language("zh"):
        chinese = sentence(Problem(code, None, details))
    assert not HAN.search(english)
    assert HAN.search(chinese)
    for text, stop in ((english, "."), (chinese, "。")):
        assert text.endswith(stop)
        assert "{" not in text
        assert code.value not in text
        assert len(text) <= 170


@pytest.mark.parametrize("room", ["reasons", "labels"])
def test_the_chinese_of_this_room_is_complete(room: str) -> None:
    files = {"reasons": ("reasons.py", "error_words.py"), "labels": ("labels.py",)}[room]
    wanted = {
        first: (key, place)
        for first, (key, place) in extracted().items()
        if Path(place.split(":")[0]).name in files and "app/language" in place
    }
    assert wanted
    assert list(problems_of(merge(LOCALE / "zh_CN"), wanted)) == []


def test_dates_and_names_stand_in_the_sentence() -> None:
    refusal = refuse(ReasonCode.ALREADY_OVERDUE, who_could=("0401", "HQ01", "7777"), due_on="2026-11-27")
    with in_language("zh"):
        text = refusal_text(refusal, PEOPLE)
    assert text == (
        "到期日2026年11月27日已过，延期不能补救逾期。请立即作出处理决定并告知投诉人。"
        "可由以下人员办理：王芳 0401、孙总 HQ01、7777。"
    )
    with in_language("en"):
        assert "27 November 2026" in refusal_text(refusal)
        assert refusal_text(refusal, {"0401": "Wang Fang"}).endswith("Wang Fang 0401, HQ01, 7777.")


def test_many_people_are_counted() -> None:
    with in_language("en"):
        assert who_could_text([str(n) for n in range(7)]) == "0, 1, 2, 3, 4, 2 others"
    with in_language("zh"):
        assert who_could_text([str(n) for n in range(6)]) == "0、1、2、3、4、另外 1 人"


def test_equal_sentences_are_said_once() -> None:
    problem = Problem(ReasonCode.PART_MISSING, "basis")
    with in_language("en"):
        assert refusal_text(Refusal((problem, Problem(ReasonCode.PART_MISSING, "remedy")))) == sentence(problem)


def test_a_role_that_lacks_a_right() -> None:
    refusal = refuse(ReasonCode.NO_RIGHT, right="close", role="teller")
    with in_language("zh"):
        assert refusal_text(refusal) == "柜员岗位无权办结投诉，请由有权限的人员办理。"


def test_a_code_from_the_future_is_shown_as_it_is() -> None:
    with in_language("en"):
        assert sentence(Problem("gravity_off")) == "Not possible (gravity_off)."


def known(code: str, **details: object) -> KnownError:
    error = KnownError(**details)
    error.code = code
    return error


@pytest.mark.parametrize(
    "code",
    [
        *("wrong_password", "locked_out", "keyring_missing", "session_ended"),
        *("store_error", "store_missing", "store_exists", "store_empty_file", "store_wrong_key", "store_foreign"),
        *("store_damaged", "store_too_new", "store_upgrade_failed", "disk_full", "store_busy", "disk_error"),
        *("bad_envelope", "broken_chain", "clock_ahead", "bad_message", "incomplete_paper"),
        *("sync_busy", "sync_unknown_device"),
        *("csv_syntax", "csv_fields", "never_heard_of"),
    ],
)
def test_known_errors_in_both_languages(code: str) -> None:
    for language, has_han in (("zh", True), ("en", False)):
        with in_language(language):
            text = error_text(known(code))
        assert bool(HAN.search(text)) is has_han
        assert "{" not in text


@pytest.mark.parametrize("why", ["missing", "encoding", "empty", "no_narrative", "twice", "new"])
def test_files_that_cannot_be_read(why: str) -> None:
    with in_language("en"):
        assert "rows.csv" in error_text(known("csv_file", why=why, name="rows.csv"))


def test_an_unexpected_error_gives_nothing_away() -> None:
    for error in (ValueError("secret 王芳"), OSError(2, "secret")):
        with in_language("en"):
            assert "secret" not in error_text(error)


def test_every_right_and_role_has_words() -> None:
    for language in ("zh", "en"):
        with in_language(language):
            assert all(labels.right(right) != right.value for right in Right if right.value != "synchronise")
            assert all(labels.role(role) != role.value for role in Role)
