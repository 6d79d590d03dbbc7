"""Escalated, reported, ordered, answered, reminded (S4 no. 14; S1 no. 16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, HQ, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2, Scene

from app.domain.commands import (
    AnswerOrder,
    AssignCase,
    Command,
    EscalateCase,
    OrderSupervision,
    ReportUpward,
    SendReminder,
    WithdrawCase,
)
from app.domain.decisions.supervising import levels_above
from app.domain.entry import EntryKind, NewEntry
from app.domain.fold import fold
from app.domain.people import Role

TODAY = date(2026, 11, 20)
ORDER = OrderSupervision("o1", "三日内查清并答复客户", date(2026, 11, 23))


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.register()
    return scene


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        (Role.TELLER, ("supervisor", "branch_head", "headquarters")),
        (Role.HANDLER, ("supervisor", "branch_head", "headquarters")),
        (Role.SUPERVISOR, ("branch_head", "headquarters")),
        (Role.BRANCH_HEAD, ("headquarters",)),
        (Role.HEADQUARTERS, ()),
        (Role.AUDITOR, ()),
    ],
)
def test_levels_above_each_role(role: Role, levels: tuple[str, ...]) -> None:
    assert levels_above(role) == levels


def test_escalated_and_still_owned(scene: Scene) -> None:
    case = scene.do(TELLER, EscalateCase("branch_head", "客户情绪激动，要求见行长"))
    assert case.owner == TELLER
    assert [(e.level, e.is_report, e.by, e.text) for e in case.escalations] == [
        ("branch_head", False, TELLER, "客户情绪激动，要求见行长")
    ]


@pytest.mark.parametrize(
    ("who", "command", "code", "field"),
    [
        (HEAD, EscalateCase("supervisor", "金额较大"), "level_not_above", "level"),
        (SUPERVISOR, EscalateCase("supervisor", "金额较大"), "level_not_above", "level"),
        (TELLER, EscalateCase("regulator", "金额较大"), "level_not_above", "level"),
        (TELLER, EscalateCase("mayor", "金额较大"), "choice_unknown", "level"),
        (TELLER, EscalateCase("headquarters", " "), "reason_missing", "reason"),
        (AUDITOR, EscalateCase("headquarters", "金额较大"), "no_right", None),
        (TELLER, ReportUpward("supervisor", "概况"), "choice_unknown", "level"),
        (TELLER, ReportUpward("regulator", ""), "text_missing", "summary"),
    ],
)
def test_refused_ways_up(scene: Scene, who: str, command: Command, code: str, field: str | None) -> None:
    refusal = scene.refused(who, command)
    assert (refusal.code, refusal.problems[0].field) == (code, field)


@pytest.mark.parametrize("level", ["headquarters", "regulator"])
def test_reported_upward_also_after_the_end(scene: Scene, level: str) -> None:
    scene.do(TELLER, WithdrawCase("phone"))
    case = scene.do(HANDLER, ReportUpward(level, "重大投诉概况"))
    assert [(e.level, e.is_report) for e in case.escalations] == [(level, True)]
    assert scene.refused(TELLER, EscalateCase("headquarters", "金额较大")).code == "already_ended"


@pytest.mark.parametrize("who", [HEAD, HQ])
def test_an_order_with_a_day_and_its_answer(scene: Scene, who: str) -> None:
    case = scene.do(who, ORDER)
    assert [(o.order_id, o.due_on, o.ordered_by) for o in case.open_orders] == [("o1", ORDER.due_on, who)]
    assert scene.try_(who, ORDER) == ()
    case = scene.do(TELLER, AnswerOrder("o1", "已查清，今日答复"))
    assert case.open_orders == ()
    assert (case.orders[0].answer, case.orders[0].answered_by) == ("已查清，今日答复", TELLER)
    assert scene.try_(TELLER, AnswerOrder("o1", "已查清，今日答复")) == ()
    assert scene.refused(TELLER, AnswerOrder("o1", "另一答复")).code == "order_answered"


@pytest.mark.parametrize(
    ("who", "command", "code", "field"),
    [
        (HEAD, OrderSupervision("o1", "", TODAY), "text_missing", "text"),
        (HEAD, OrderSupervision("o1", "限期办结", date(2026, 11, 19)), "day_passed", "due_on"),
        (SUPERVISOR, ORDER, "no_right", None),
        (TELLER, ORDER, "no_right", None),
    ],
)
def test_refused_orders(scene: Scene, who: str, command: Command, code: str, field: str | None) -> None:
    refusal = scene.refused(who, command)
    assert (refusal.code, refusal.problems[0].field) == (code, field)
    if code == "no_right":
        assert set(refusal.who_could) == {HQ, HEAD}


def test_the_last_minute_of_today_is_still_in_time(scene: Scene) -> None:
    assert scene.do(HEAD, OrderSupervision("o1", "今日办结", TODAY)).open_orders


def test_no_orders_about_what_has_ended(scene: Scene) -> None:
    scene.do(HEAD, ORDER)
    scene.do(TELLER, WithdrawCase("phone"))
    assert scene.refused(HEAD, OrderSupervision("o2", "限期办结", TODAY)).code == "already_ended"
    assert not scene.do(TELLER, AnswerOrder("o1", "客户已撤回")).open_orders


def test_who_answers(scene: Scene) -> None:
    scene.do(HEAD, ORDER)
    refusal = scene.refused(TELLER_2, AnswerOrder("o1", "已办"))
    assert refusal.code == "not_the_owner"
    assert set(refusal.who_could) == {TELLER, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD}
    assert scene.refused(TELLER, AnswerOrder("o9", "已办")).code == "unknown_order"
    assert scene.refused(TELLER, AnswerOrder("o1", " ")).code == "text_missing"
    scene.do(SUPERVISOR, AssignCase(TELLER_2))
    assert scene.do(TELLER_2, AnswerOrder("o1", "已办")).orders[0].answered_by == TELLER_2


def test_the_earliest_order_comes_first(scene: Scene) -> None:
    scene.do(HEAD, ORDER)
    scene.do(HQ, OrderSupervision("o2", "先行垫付", TODAY))
    assert [o.order_id for o in scene.folded.open_orders] == ["o2", "o1"]


@pytest.mark.parametrize("who", [SUPERVISOR, HEAD, HQ])
def test_reminders(scene: Scene, who: str) -> None:
    assert [(r.text, r.by) for r in scene.do(who, SendReminder("明日到期，请抓紧")).reminders] == [
        ("明日到期，请抓紧", who)
    ]
    assert scene.refused(who, SendReminder(" ")).code == "text_missing"
    assert scene.refused(TELLER, SendReminder("请抓紧")).code == "no_right"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("supervision_ordered", {"order_id": "o1", "text": "x", "due_on": "2026-11-23"}, "superseded"),
        ("supervision_ordered", {"order_id": "o2", "text": "x", "due_on": "soon"}, "malformed"),
        ("order_answered", {"order_id": "o9", "answer": "x"}, "unknown_order"),
        ("order_answered", {"order_id": "o1", "answer": ""}, "malformed"),
        ("case_escalated", {"level": "mayor", "reason": "x"}, "malformed"),
        ("reported_upward", {"level": "mayor", "summary": "x"}, "malformed"),
        ("reminder_sent", {}, "malformed"),
    ],
)
def test_entries_from_elsewhere_that_do_not_fit(scene: Scene, kind: str, body: dict[str, object], code: str) -> None:
    scene.do(HEAD, ORDER)
    before = scene.folded
    scene.write(HEAD, NewEntry(EntryKind(kind), "c1", body))
    assert [flag.code for flag in scene.folded.flags] == [code]
    assert (scene.folded.orders, scene.folded.escalations, scene.folded.reminders) == (before.orders, (), ())


def test_the_second_answer_of_another_pc_is_set_aside(scene: Scene) -> None:
    scene.do(HEAD, ORDER)
    scene.do(TELLER, AnswerOrder("o1", "已办"))
    scene.write(HANDLER, NewEntry(EntryKind.ORDER_ANSWERED, "c1", {"order_id": "o1", "answer": "也已办"}))
    assert scene.folded.orders[0].answer == "已办"
    assert [flag.code for flag in scene.folded.flags] == ["superseded"]


def test_an_order_has_to_be_signed(scene: Scene) -> None:
    scene.do(HEAD, ORDER)
    unsigned = [*scene.entries[:-1], replace(scene.entries[-1], is_signed=False)]
    assert [flag.code for flag in fold(unsigned).flags] == ["not_signed"]
