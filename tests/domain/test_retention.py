"""For how long cases are kept: the law's least time, the bank's longer ones, and what keeps a case longer still."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from support.cases import HANDLER, RULES, SUPERVISOR, SUPERVISOR_2, TELLER, Scene, at

from app.domain.commands import (
    AddNote,
    CloseCase,
    LiftHold,
    PlaceHold,
    PlanCorrection,
    ReceiveEvidence,
    RecordFollowUp,
    RecordPaper,
    RequestReview,
    RequestVoid,
    WithdrawCase,
)
from app.domain.retention import RetentionBook, retention_of, years_later
from app.system.resources import read_json

BOOK = RULES.retention
TODAY = date(2026, 12, 31)


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


@pytest.fixture
def closed(scene: Scene) -> Scene:
    scene.decide()
    scene.tell()
    scene.do(HANDLER, CloseCase())
    return scene


def test_a_running_case_has_no_end_of_keeping(scene: Scene) -> None:
    assert retention_of(scene.folded, BOOK, TODAY) is None


def test_three_years_from_closing(closed: Scene) -> None:
    kept = retention_of(closed.folded, BOOK, TODAY)
    assert kept is not None
    assert (kept.years, kept.counted_kind) == (3, "case_closed")
    assert kept.keep_until == years_later(kept.counted_from, 3)
    assert not kept.is_over(kept.keep_until)
    assert kept.is_over(date.fromordinal(kept.keep_until.toordinal() + 1))


def test_a_withdrawn_case_counts_from_the_withdrawal(scene: Scene) -> None:
    scene.do(TELLER, WithdrawCase("in_person"))
    kept = retention_of(scene.folded, BOOK, TODAY)
    assert kept is not None
    assert (kept.years, kept.counted_kind) == (3, "case_withdrawn")


def test_the_last_entry_about_the_matter_counts(closed: Scene) -> None:
    before = retention_of(closed.folded, BOOK, TODAY)
    closed.now = at("2027-03-01 10:00")
    closed.do(HANDLER, RecordFollowUp("phone", "客户表示满意"))
    closed.now = at("2027-06-01 10:00")
    closed.do(HANDLER, RecordPaper("ack_slip", "", "80mm"))
    after = retention_of(closed.folded, BOOK, TODAY)
    assert before is not None
    assert after is not None
    assert (after.counted_from, after.counted_kind) == (date(2027, 3, 1), "followed_up")
    assert after.keep_until == date(2030, 3, 1) > before.keep_until


def test_a_hold_keeps_it_and_leaves_the_count_as_it_was(closed: Scene) -> None:
    before = retention_of(closed.folded, BOOK, TODAY)
    closed.do(SUPERVISOR, PlaceHold("h1", "lawsuit", "西城法院年费争议一案"))
    held = retention_of(closed.folded, BOOK, TODAY)
    closed.do(SUPERVISOR_2, LiftHold("h1", "法院已作出生效判决"))
    after = retention_of(closed.folded, BOOK, TODAY)
    assert before is not None
    assert held is not None
    assert after == before
    assert held.open_matters == ("hold",)
    assert not held.is_over(date(2090, 1, 1))


@pytest.mark.parametrize(
    ("command", "matter"),
    [
        (RequestReview("r1", "对处理结果不服", "letter"), "review"),
        (RequestVoid("v1", "同一投诉重复登记"), "void"),
        (ReceiveEvidence("e1", "存折原件", 1, True, "投诉人"), "evidence"),
        (PlanCorrection("p1", "training", "柜面培训计划", HANDLER, date(2027, 1, 31)), "correction"),
    ],
)
def test_what_is_still_owed_keeps_it(closed: Scene, command: Any, matter: str) -> None:
    closed.do(HANDLER, command)
    kept = retention_of(closed.folded, BOOK, TODAY)
    assert kept is not None
    assert kept.open_matters == (matter,)


def test_a_note_after_the_end_counts(closed: Scene) -> None:
    closed.now = at("2027-05-05 10:00")
    closed.do(HANDLER, AddNote("客户来电致谢，情况已告知"))
    kept = retention_of(closed.folded, BOOK, TODAY)
    assert kept is not None
    assert kept.counted_from == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("intake_type", "state", "severity", "years"),
    [
        ("complaint", "closed", "ordinary", 3),
        ("complaint", "voided", "complex", 3),
        ("complaint", "closed", "major", 5),
        ("enquiry", "settled_on_spot", "ordinary", 3),
        ("whistle_report", "withdrawn", "ordinary", 5),
    ],
)
def test_the_longest_row_holds(intake_type: str, state: str, severity: str, years: int) -> None:
    row = BOOK.as_of(TODAY).row_for(intake_type, state, severity)
    assert row.years == years
    assert row.source


@pytest.mark.parametrize(
    ("day", "years", "until"),
    [
        (date(2023, 5, 10), 3, date(2026, 5, 10)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
    ],
)
def test_whole_years_of_the_calendar(day: date, years: int, until: date) -> None:
    assert years_later(day, years) == until


@pytest.mark.parametrize(
    "spoil",
    [
        lambda v: v["cases"][0].update(years=2),
        lambda v: v["cases"][0].update(years="3"),
        lambda v: v["cases"][0].update(source=" "),
        lambda v: v["cases"][0].update(states=["open"]),
        lambda v: v["cases"].pop(1),
        lambda v: v["not_counted"].append("case_closed"),
        lambda v: v["not_counted"].append("nothing"),
        lambda v: v["beside"].update(log_days=30),
        lambda v: v["beside"].update(draft_days=0),
        lambda v: v["beside"].pop("draft_days"),
    ],
)
def test_unsound_data_is_refused(spoil: Any) -> None:
    data = deepcopy(read_json("rules/retention.json"))
    spoil(data["versions"][0])
    with pytest.raises((KeyError, ValueError)):
        RetentionBook.from_data(data)


def test_the_version_of_today_holds_for_all_that_is_there() -> None:
    data = deepcopy(read_json("rules/retention.json"))
    later = deepcopy(data["versions"][0]) | {"version": "2029", "effective_from": "2029-01-01"}
    later["cases"][0]["years"] = 10
    book = RetentionBook.from_data({"versions": [*data["versions"], later]})
    assert book.as_of(date(2028, 12, 31)).row_for("complaint", "closed", "ordinary").years == 3
    assert book.as_of(date(2029, 1, 1)).row_for("complaint", "closed", "ordinary").years == 10
