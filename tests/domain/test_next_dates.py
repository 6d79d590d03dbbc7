"""Other dates than the answer's, what is owed next, warnings, and each date explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.cases import (
    DECISION,
    HANDLER,
    HEAD,
    LOCAL,
    NFRA,
    PBOC,
    PEOPLE,
    RULES,
    SUPERVISOR,
    TELLER,
    Scene,
    at,
)

from app.domain.case import Case, Contact, CorrectiveAction, ForwardedCase, Review, SupervisionOrder
from app.domain.commands import AgreeDate, CloseCase, EndPause, RecordNewFacts, StartPause
from app.domain.deadlines import AGREED, deadlines_of, due_if, final_due_on, next_stages
from app.domain.explaining import DateExplanation, explain
from app.domain.next_date import NextDate, next_date_of
from app.domain.people import Role
from app.domain.targets import first_response_of, review_due_of, review_right_until
from app.domain.warning import Alert, warning_of
from app.language import in_language
from app.language.clock_labels import clock_sentence

FRIDAY = at("2026-11-20 10:00")
NAMES = {staff_no: person.name for staff_no, person in PEOPLE.items()}


def registered(now: str = "2026-11-20 10:00", **intake: Any) -> Case:
    case = Scene(at(now)).register()
    return replace(case, intake=replace(case.intake, **intake))


@pytest.fixture
def scene() -> Scene:
    made = Scene(FRIDAY)
    made.register()
    return made


def pause(pause_id: str, end: date, kind: str = "appraisal") -> StartPause:
    return StartPause(pause_id, kind, "省司法鉴定中心", end, "phone", "录音 1", consent_evidence_no="同意书 1")


# -- which clocks count for what


@pytest.mark.parametrize(
    ("intake_type", "due", "clocks", "final"),
    [
        ("complaint", date(2026, 11, 27), 2, date(2027, 1, 19)),
        ("enquiry", date(2026, 11, 24), 1, date(2027, 1, 19)),
        ("whistle_report", date(2026, 12, 5), 1, date(2027, 1, 19)),
        ("suggestion", date(2026, 12, 11), 1, date(2027, 1, 19)),
        ("praise", date(2026, 12, 11), 1, date(2027, 1, 19)),
    ],
)
def test_each_kind_of_matter_has_its_own_terms(intake_type: str, due: date, clocks: int, final: date) -> None:
    case = registered(intake_type=intake_type)
    found = deadlines_of(case, RULES)
    assert (found.due_on, len(found.each)) == (due, clocks)
    assert final_due_on(case, RULES) == final


def test_a_case_from_the_central_bank_has_its_clock_too_and_no_dead_end() -> None:
    case = registered(channel="regulator", forwarded=ForwardedCase("pboc", "银消保 12"))
    assert [clock.policy_id for clock in deadlines_of(case, RULES).each] == [LOCAL, NFRA, PBOC]
    ten = due_if(case, RULES, LOCAL, 1)
    assert (ten.due_on, ten.governing) == (date(2026, 12, 4), LOCAL)
    offers = {offer.policy_id: offer for offer in next_stages(case, RULES)}
    assert offers[PBOC].new_due_on == date(2027, 1, 19)
    assert offers[PBOC].approvers == (Role.HEADQUARTERS,)
    assert offers[PBOC].needs_notice
    assert offers[NFRA].new_due_on == date(2026, 12, 5), "the central bank's fifteen days stay"
    assert final_due_on(case, RULES) == date(2027, 1, 19)
    assert len(deadlines_of(registered(forwarded=ForwardedCase("nfra")), RULES).each) == 2


def test_cases_of_the_earlier_version_keep_their_terms() -> None:
    case = replace(registered(intake_type="enquiry"), policy_version="2020-03-01")
    found = deadlines_of(case, RULES)
    assert [clock.policy_id for clock in found.each] == [LOCAL, NFRA]
    assert first_response_of(case, RULES) is None


# -- first response, review


@pytest.mark.parametrize(
    ("channel", "now", "due"),
    [
        ("phone", "2026-11-20 23:59", date(2026, 11, 23)),
        ("phone", "2026-11-21 00:00", date(2026, 11, 23)),
        ("phone", "2026-09-30 10:00", date(2026, 10, 8)),
        ("letter", "2026-11-20 10:00", date(2026, 11, 25)),
        ("opinion_box", "2026-11-20 10:00", date(2026, 11, 25)),
    ],
)
def test_the_first_response_by_channel(channel: str, now: str, due: date) -> None:
    first = first_response_of(registered(now, channel=channel), RULES)
    assert first is not None
    assert (first.due_on, first.reached_at) == (due, None)


def test_a_talk_that_reached_somebody_is_the_first_response() -> None:
    talk = Contact("phone", "王芳芳", "已说明", TELLER, FRIDAY, was_reached=False)
    case = registered(channel="phone")
    for was_reached in (False, True):
        first = first_response_of(replace(case, contacts=(replace(talk, was_reached=was_reached),)), RULES)
        assert first is not None
        assert (first.reached_at is not None) is was_reached


def test_at_the_counter_accepting_is_the_first_response(scene: Scene) -> None:
    first = first_response_of(scene.folded, RULES)
    assert first is not None
    assert first.reached_at == scene.folded.accepted_at


def test_the_right_to_a_review_and_its_term(scene: Scene) -> None:
    """令2020-3 art. 20: thirty days from being told, thirty days from the request."""
    assert review_right_until(scene.folded, RULES) is None
    scene.decide()
    case = scene.tell(now=at("2026-11-27 23:59"))
    assert review_right_until(case, RULES) == date(2026, 12, 27)
    asked = replace(case, reviews=(Review("v1", date(2026, 12, 27), "不服", "letter", FRIDAY),))
    assert review_due_of(asked, RULES) == date(2027, 1, 26)
    assert review_due_of(case, RULES) is None


# -- what is next


def test_an_open_case_always_has_a_next_date(scene: Scene) -> None:
    assert next_date_of(scene.folded, RULES) == NextDate(date(2026, 11, 27), "answer")
    unreached = replace(scene.folded, intake=replace(scene.folded.intake, channel="phone"))
    assert next_date_of(unreached, RULES) == NextDate(date(2026, 11, 23), "first_response")
    paused = scene.do(HANDLER, pause("p1", date(2026, 11, 26)))
    assert next_date_of(paused, RULES) == NextDate(date(2026, 11, 26), "pause_end", "p1")
    order = SupervisionOrder("o1", "尽快", date(2026, 11, 26), HEAD, FRIDAY)
    assert next_date_of(replace(paused, orders=(order,)), RULES) == NextDate(date(2026, 11, 26), "order", "o1")
    action = CorrectiveAction("a1", "training", "培训", HANDLER, date(2026, 11, 22), FRIDAY)
    assert next_date_of(replace(paused, corrections=(action,)), RULES) == NextDate(
        date(2026, 11, 22), "correction", "a1"
    )
    scene.decide()
    told = scene.tell(now=at("2026-11-24 10:00"))
    assert next_date_of(told, RULES) == NextDate(date(2026, 11, 24), "close")
    closed = scene.do(HANDLER, CloseCase())
    assert next_date_of(closed, RULES) is None
    asked = replace(closed, reviews=(Review("v1", date(2026, 12, 1), "不服", "letter", FRIDAY),))
    assert next_date_of(asked, RULES) == NextDate(date(2026, 12, 31), "review", "v1")


# -- warnings


@pytest.mark.parametrize(
    ("today", "alert"),
    [
        ("2026-11-20", Alert.NONE),
        ("2026-11-23", Alert.NONE),
        ("2026-11-24", Alert.HALF),  # four of seven days
        ("2026-11-25", Alert.HALF),
        ("2026-11-26", Alert.FOUR_FIFTHS),  # six of seven
        ("2026-11-27", Alert.LAST_DAY),
        ("2026-11-28", Alert.OVERDUE),
    ],
)
def test_warnings(scene: Scene, today: str, alert: Alert) -> None:
    assert warning_of(scene.folded, RULES, date.fromisoformat(today)) is alert


def test_nobody_is_warned_of_what_is_told(scene: Scene) -> None:
    scene.decide()
    assert warning_of(scene.tell(), RULES, date(2030, 1, 1)) is Alert.NONE


# -- explained


def said(case: Case, language: str = "zh") -> list[str]:
    with in_language(language):
        return [clock_sentence(item) for item in explain(case, RULES, NAMES)]


def test_every_date_in_one_sentence(scene: Scene) -> None:
    scene.extend(LOCAL, 1)
    scene.do(HANDLER, pause("p1", date(2026, 12, 1)))
    scene.do(HANDLER, EndPause("p1", "1"), now=at("2026-11-25 10:00"))
    case = scene.do(HANDLER, pause("p2", date(2026, 11, 27), "mediation"))
    assert said(case) == [
        "本行时限（工作日）：自 2026-11-20 受理之日起 10 个工作日，至 2026-12-10；2026-11-20 经王芳批准延期；"
        "2026-11-20 起鉴定中止 4 日，不计入时限；2026-11-25 起调解中止 2 日，不计入时限",
        "监管时限（自然日）：自 2026-11-20 收到之日起 15 日，至 2026-12-11；"
        "2026-11-20 起鉴定中止 4 日，不计入时限；2026-11-25 起调解中止 2 日，不计入时限",
    ]
    english = said(case, "en")
    assert "10 working days from acceptance on 2026-11-20" in english[0]
    assert "extended by 王芳 on 2026-11-20" in english[0]
    assert "2 days of mediation from 2026-11-25 not counted" in english[1]


def test_new_facts_and_agreements_are_named(scene: Scene) -> None:
    case = scene.do(TELLER, RecordNewFacts("f1", "新的凭证"), now=at("2026-11-24 10:00"))
    assert said(case)[0] == "本行时限（工作日）：自 2026-11-24 收到新的事实和理由之日起 5 个工作日，至 2026-12-01"
    case = scene.do(HANDLER, AgreeDate(date(2026, 12, 20), "phone", "录音 2"))
    found = explain(case, RULES, NAMES)
    assert [(item.policy_id, item.is_governing) for item in found] == [(AGREED, True), (LOCAL, False), (NFRA, False)]
    assert found[0].by == "吴兰"
    assert said(case)[0] == "2026-11-24 与投诉人约定：至 2026-12-20"


def test_dates_of_other_targets(scene: Scene) -> None:
    letter = replace(scene.folded, intake=replace(scene.folded.intake, channel="letter"))
    assert said(letter)[-1] == "本行首次响应时限：自 2026-11-20 收到之日起 3 个工作日，至 2026-11-25"
    scene.do(SUPERVISOR, DECISION)
    told = scene.tell(now=at("2026-11-24 10:00"))
    assert said(told)[-1] == "申请核查的期限：自 2026-11-24 告知之日起 30 日，至 2026-12-24"
    asked = replace(told, reviews=(Review("v1", date(2026, 12, 1), "不服", "letter", FRIDAY),))
    assert said(asked)[-1] == "核查时限：自 2026-12-01 收到核查申请之日起 30 日，至 2026-12-31"
    assert {item.target for item in explain(asked, RULES)} == {"answer", "review_right", "review"}


def test_a_clock_alone_has_a_sentence_too(scene: Scene) -> None:
    (local, _nfra) = deadlines_of(scene.folded, RULES).each
    with in_language("zh"):
        assert clock_sentence(local) == "本行时限（工作日）：自 2026-11-20 受理之日起 5 个工作日，至 2026-11-27"


def test_what_did_not_move_a_date_is_not_named(scene: Scene) -> None:
    late = scene.do(HANDLER, pause("p1", date(2026, 12, 31)), now=at("2026-12-06 10:00"))
    found: tuple[DateExplanation, ...] = explain(late, RULES)
    assert [item.moves for item in found] == [(), ()]
