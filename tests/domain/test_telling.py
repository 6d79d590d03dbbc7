"""Ways and proofs of telling, failed attempts, unreachable people, the last day to post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.cases import HANDLER, RULES, TELLER, Scene, at

from app.domain.case import CaseState
from app.domain.commands import CloseCase, GiveNotice, LogContact, RecordUnreachable
from app.domain.entry import EntryKind, NewEntry
from app.domain.telling import SHIPPED_TELLING, TellingRules, failed_attempts, last_day_to_post, mail_number
from app.system.resources import read_json

SUMMARY = RecordUnreachable("电话停机，挂号信退回。")


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.decide()
    return scene


def notice(way: str, evidence_no: str = "", **fields: Any) -> GiveNotice:
    given: dict[str, Any] = {"about": "decision", "receiver": "王芳芳", **fields}
    return GiveNotice(way=way, evidence_no=evidence_no, **given)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("XA12345678912", "XA12345678912"),
        ("xa 1234 5678 912", "XA12345678912"),
        ("ＸＡ１２３４５６７８９１２", "XA12345678912"),
        ("EMS 1234567890", "EMS1234567890"),
        ("9876543210123", "9876543210123"),
        ("RR-123456785-CN", "RR123456785CN"),
        ("EMS 1", ""),
        ("ABCDEFGHIJ", ""),
        ("123456789012345678901", ""),
        ("挂号 12345678", ""),
        ("", ""),
    ],
)
def test_numbers_of_registered_mail(typed: str, kept: str) -> None:
    assert mail_number(typed) == kept


@pytest.mark.parametrize(
    ("way", "proof", "problems"),
    [
        ("in_person", "签收单 1", []),
        ("in_person", " ", [("evidence_missing", "evidence_no")]),
        ("registered_mail", "xa 1234 5678 912", []),
        ("registered_mail", "EMS 1", [("mail_number_unreadable", "evidence_no")]),
        ("registered_mail", "", [("evidence_missing", "evidence_no")]),
        ("phone", "录音 2201", []),
        ("phone", "", [("evidence_missing", "evidence_no")]),
        ("sms", "尾号 2716", [("sending_time_missing", "given_at")]),
        ("email", "", [("evidence_missing", "evidence_no"), ("sending_time_missing", "given_at")]),
    ],
)
def test_what_proves_each_way(scene: Scene, way: str, proof: str, problems: list[tuple[str, str]]) -> None:
    """令2020-3 art. 21: handed over, posted, called, sent."""
    if problems:
        found = scene.refused(TELLER, notice(way, proof)).problems
        assert [(problem.code, problem.field) for problem in found] == problems
    else:
        assert scene.do(TELLER, notice(way, proof)).state is CaseState.TOLD


def test_a_message_proves_itself_by_the_time_of_sending(scene: Scene) -> None:
    sent_at = at("2026-11-23 17:05")
    case = scene.do(TELLER, notice("sms", "尾号 2716", given_at=sent_at), now=at("2026-11-24 09:00"))
    assert (case.state, case.told_at) == (CaseState.TOLD, sent_at)


def test_posted_within_the_term_is_told_in_time(scene: Scene) -> None:
    """art. 21: posted, not received, within the term. The due day itself is in time (art. 43)."""
    posted_at = at("2026-11-27 16:00")
    scene.do(TELLER, notice("registered_mail", "XA12345678912", given_at=posted_at), now=at("2026-12-02 09:00"))
    case = scene.do(HANDLER, CloseCase())
    assert case.notices[0].evidence_no == "XA12345678912"
    assert not case.was_overdue


def test_a_failed_attempt_says_why(scene: Scene) -> None:
    case = scene.do(TELLER, notice("phone", receiver="", succeeded=False, remark="关机"))
    assert (case.notices[0].remark, case.notices[0].succeeded) == ("关机", False)
    scene.do(TELLER, notice("registered_mail", "未贴条码", succeeded=False))
    assert "remark" not in scene.entries[-1].body
    assert scene.folded.notices[1].evidence_no == "未贴条码"


@pytest.mark.parametrize(("about", "code"), [("pause", "no_pause"), ("transfer", "no_transfer")])
def test_there_has_to_be_something_to_tell_of(scene: Scene, about: str, code: str) -> None:
    assert scene.refused(TELLER, notice("phone", "录音 1", about=about)).code == code


def test_after_the_end_only_the_result_of_a_review_is_told(scene: Scene) -> None:
    scene.tell()
    scene.do(HANDLER, CloseCase())
    assert scene.refused(TELLER, notice("phone", "录音 1", about="progress")).code == "already_ended"
    assert scene.refused(TELLER, notice("phone", "录音 1", about="review")).code == "no_review_result"


def failed(scene: Scene, way: str, when: str) -> None:
    scene.do(TELLER, notice(way, receiver="", succeeded=False), now=at(when))


@pytest.mark.parametrize(
    ("attempts", "count"),
    [
        ([], 0),
        ([("phone", "2026-11-23 09:00")], 1),
        ([("phone", "2026-11-23 09:00"), ("phone", "2026-11-23 15:00")], 1),
        ([("phone", "2026-11-23 09:00"), ("sms", "2026-11-23 15:00")], 2),
        ([("phone", "2026-11-23 23:59"), ("phone", "2026-11-24 00:01")], 2),
        ([("phone", "2026-11-23 09:00"), ("phone", "2026-11-24 09:00"), ("sms", "2026-11-24 09:10")], 3),
    ],
)
def test_attempts_count_once_for_each_day_and_way(scene: Scene, attempts: list[tuple[str, str]], count: int) -> None:
    for way, when in attempts:
        failed(scene, way, when)
    assert len(failed_attempts(scene.folded)) == count
    outcome = scene.try_(TELLER, SUMMARY)
    if count < 2:
        assert not isinstance(outcome, tuple)
        assert outcome.code == "attempts_too_few"
        assert outcome.problems[0].details == {"count": count, "limit": 2}
    else:
        assert isinstance(outcome, tuple)


def test_attempts_before_the_decision_do_not_count() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.do(TELLER, LogContact("phone", "", "无人接听", was_reached=False))
    scene.decide()
    assert failed_attempts(scene.folded) == ()


def test_talks_that_reached_nobody_count_like_notices(scene: Scene) -> None:
    scene.do(TELLER, LogContact("phone", "", "无人接听", was_reached=False), now=at("2026-11-23 09:00"))
    scene.do(TELLER, LogContact("in_person", "王芳芳", "已见面"), now=at("2026-11-23 10:00"))
    failed(scene, "phone", "2026-11-24 09:00")
    assert len(failed_attempts(scene.folded)) == 2


def test_unreachable_stands_in_the_place_of_a_notice(scene: Scene) -> None:
    """art. 21; in time when the attempts were, however late somebody writes it down."""
    failed(scene, "phone", "2026-11-26 09:00")
    failed(scene, "phone", "2026-11-27 16:00")
    failed(scene, "phone", "2026-11-30 16:00")
    case = scene.do(TELLER, SUMMARY, now=at("2026-12-01 09:00"))
    assert (case.state, case.is_unreachable, case.told_at) == (CaseState.TOLD, True, at("2026-11-27 16:00"))
    assert scene.refused(TELLER, SUMMARY).code == "wrong_state"
    case = scene.do(HANDLER, CloseCase())
    assert (case.state, case.was_overdue) == (CaseState.CLOSED, False)


def test_attempts_that_came_too_late_are_late(scene: Scene) -> None:
    failed(scene, "phone", "2026-11-27 09:00")
    failed(scene, "phone", "2026-11-28 09:00")
    scene.do(TELLER, SUMMARY)
    assert scene.do(HANDLER, CloseCase()).was_overdue


def test_somebody_unreachable_who_is_reached_after_all(scene: Scene) -> None:
    failed(scene, "phone", "2026-11-26 09:00")
    failed(scene, "sms", "2026-11-26 10:00")
    scene.do(TELLER, SUMMARY)
    case = scene.do(TELLER, notice("in_person", "签收单 3"))
    assert (case.is_unreachable, case.told_at) == (False, at("2026-11-26 10:00"))


def test_unreachable_needs_words_and_a_decision(scene: Scene) -> None:
    failed(scene, "phone", "2026-11-26 09:00")
    failed(scene, "sms", "2026-11-26 10:00")
    assert scene.refused(TELLER, RecordUnreachable(" ")).problems[0].field == "summary"
    early = Scene()
    early.register()
    assert early.refused(TELLER, SUMMARY).code == "not_decided"
    body = {"summary": "x", "attempts": 2, "attempted_at": "2026-11-26T02:00:00.000Z"}
    early.write(TELLER, NewEntry(EntryKind.UNREACHABLE_RECORDED, "c1", body))
    assert [flag.code for flag in early.folded.flags] == ["wrong_state"]


@pytest.mark.parametrize(
    ("due_on", "last_working_on"),
    [
        (date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 12, 26), date(2026, 12, 25)),
        (date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_the_last_day_to_post(scene: Scene, due_on: date, last_working_on: date) -> None:
    day = last_day_to_post(scene.folded, RULES, due_on)
    assert (day.last_on, day.last_working_on) == (due_on, last_working_on)


def test_the_last_day_to_post_is_not_before_the_day_of_receipt() -> None:
    scene = Scene(at("2026-11-22 10:00"))  # a Sunday
    scene.register()
    assert last_day_to_post(scene.folded, RULES, date(2026, 11, 22)).last_working_on == date(2026, 11, 22)
    assert last_day_to_post(scene.folded, RULES).last_on == date(2026, 11, 27)


def test_a_long_holiday_before_the_last_day() -> None:
    """National Day 2026: nobody posts from 1 to 7 October."""
    scene = Scene(at("2026-09-22 10:00"))
    scene.register()
    assert last_day_to_post(scene.folded, RULES, date(2026, 10, 7)).last_working_on == date(2026, 9, 30)


def test_the_rules_of_telling_ship_as_data() -> None:
    shipped = TellingRules.from_data(read_json("rules/telling.json"))
    assert shipped.versions == SHIPPED_TELLING.versions
    newer = replace(shipped.versions[0], version="2027-01-01", effective_from=date(2027, 1, 1), least_attempts=3)
    book = TellingRules((newer, *shipped.versions))
    assert book.as_of(date(2010, 1, 1)).least_attempts == 2
    assert book.as_of(date(2026, 12, 31)).least_attempts == 2
    assert book.as_of(date(2027, 1, 1)).least_attempts == 3


@pytest.mark.parametrize(
    "data",
    [
        {"versions": []},
        {"versions": [{"version": "1", "effective_from": "2020-03-01", "least_attempts": 0}]},
        {"versions": [{"version": "1", "effective_from": "2020-03-01", "least_attempts": 2}] * 2},
        {"versions": [{"version": "1", "effective_from": "soon", "least_attempts": 2}]},
    ],
)
def test_unsound_rules_of_telling_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"version|isoformat"):
        TellingRules.from_data(data)
