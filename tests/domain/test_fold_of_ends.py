"""Ends, reviews and reopenings from several PCs: any order of arrival, hostile bodies, nothing raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import DECISION, HANDLER, PEOPLE, RULES, SUPERVISOR, TELLER, Scene, as_entry, at

from app.domain.authority import validate_entry
from app.domain.case import Case, CaseState
from app.domain.case_number import make
from app.domain.closing import closing_checklist
from app.domain.commands import (
    AgreeSettlement,
    AskSatisfaction,
    CheckTypical,
    CloseCase,
    DecideVoid,
    GiveNotice,
    MarkTypical,
    MergeCase,
    RecordFollowUp,
    RecordReviewDecision,
    RecordUnreachable,
    ReopenCase,
    RequestReview,
    RequestVoid,
    WithdrawCase,
)
from app.domain.deadlines import ever_overdue
from app.domain.decisions.after import last_day_for_review
from app.domain.deidentify import leaks, proposed_text
from app.domain.entry import Entry, EntryKind, NewEntry
from app.domain.fold import apply, fold
from app.domain.letter import missing_letter_parts
from app.domain.telling import failed_attempts, last_day_to_post


def long_life() -> Scene:
    """Decided, told, closed; reviewed, reopened, not reached, closed late; reopened, settled, withdrawn, voided."""
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.do(HANDLER, DECISION)
    scene.tell()
    scene.do(HANDLER, CloseCase())
    scene.do(TELLER, AskSatisfaction("dissatisfied", "phone"))
    scene.do(TELLER, RequestReview("r1", "不同意处理结果", "letter"))
    scene.do(SUPERVISOR, RecordReviewDecision("r1", "returned", "事实不清", "总核 17"))
    scene.do(SUPERVISOR, ReopenCase("x1", "上级机构退回重新处理"))
    scene.do(HANDLER, DECISION)
    for day in ("2027-01-04 09:00", "2027-01-05 09:00"):
        scene.do(TELLER, GiveNotice("decision", "phone", "", "", None, False, "关机"), now=at(day))
    scene.do(TELLER, RecordUnreachable("停机，信件退回"))
    scene.do(HANDLER, CloseCase())
    scene.do(TELLER, RecordFollowUp("phone", "无人接听", False))
    scene.do(SUPERVISOR, ReopenCase("x2", "客户来行补充材料"))
    scene.do(HANDLER, AgreeSettlement("退还年费", "200", at("2027-02-01 00:00").date(), "和 1"))
    scene.do(HANDLER, MarkTypical("年费", "系统未执行减免规则。"))
    scene.do(SUPERVISOR, CheckTypical(True))
    scene.do(TELLER, WithdrawCase("in_person", "不再要求"))
    scene.do(TELLER, RequestVoid("v1", "登记到了别的网点"))
    scene.do(SUPERVISOR, DecideVoid("v1", True, "", scene.folded.version, "n"))
    return scene


LIFE = long_life()


def test_the_long_life_holds_together() -> None:
    case = LIFE.folded
    assert (case.state, case.flags) == (CaseState.VOIDED, ())
    assert len(case.earlier_decisions) == len(case.restarts) == 2
    assert case.was_overdue
    assert [mark.noticed_on.isoformat() for mark in case.overdue_marks] == ["2027-01-05"]
    assert case.decision is not None
    assert case.decision.outcome == "settled"


@settings(max_examples=50)
@given(st.permutations(LIFE.entries))
def test_the_order_of_arrival_does_not_matter(entries: list[Entry]) -> None:
    assert fold(entries) == LIFE.folded


def test_one_by_one_is_the_same_as_at_once() -> None:
    case: Case | None = None
    for n, entry in enumerate(LIFE.entries, 1):
        case = apply(case, entry)
        assert case == fold(LIFE.entries[:n])


MINE = (
    *("decision_recorded", "settlement_agreed", "paper_made", "notice_given", "unreachable_recorded", "case_closed"),
    *("case_withdrawn", "case_merged", "void_requested", "void_decided", "review_requested", "review_decided"),
    *("case_reopened", "satisfaction_asked", "followed_up", "typical_marked", "typical_checked", "settled_on_spot"),
)
RIGHT: dict[str, list[dict[str, Any]]] = {kind: [{}] for kind in MINE}
for _entry in LIFE.entries:
    if _entry.kind in RIGHT:
        RIGHT[_entry.kind].append(dict(_entry.body))
RIGHT["case_merged"].append({"into_case_id": "c2", "into_case_no": "TS0102-26A00007-X", "reason": "x"})
KEYS = sorted({key for bodies in RIGHT.values() for body in bodies for key in body})
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("9999-12-31") | st.lists(st.text())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_arrives_a_case_can_be_shown(data: st.DataObject) -> None:
    entries = list(LIFE.entries[: data.draw(st.integers(2, 5))])
    for _ in range(data.draw(st.integers(1, 8))):
        kind = data.draw(st.sampled_from(MINE))
        body = data.draw(st.sampled_from(RIGHT[kind])) | data.draw(
            st.just({}) | st.dictionaries(st.sampled_from(KEYS), PLAIN, max_size=2)
        )
        who = data.draw(st.sampled_from(sorted(PEOPLE)))
        new = NewEntry(EntryKind(kind), "c1", body)
        entries.append(as_entry(new, who, LIFE.now, len(entries) + 1, is_signed=True))
        before = fold(entries[:-1])
        validate_entry(before, entries[-1], PEOPLE, RULES)
        after = fold(entries)
        if len(after.flags) > len(before.flags):
            assert (after.state, after.decision, after.typical) == (before.state, before.decision, before.typical)
    case = fold(entries)
    today = at("2027-01-10 09:00").date()
    assert case.state.is_ended == (case.ended_at is not None)
    assert case.told_at is None or case.decision is not None
    assert case.owner
    closing_checklist(case, RULES, today)
    ever_overdue(case, RULES, today)
    last_day_for_review(case, RULES)
    last_day_to_post(case, RULES)
    failed_attempts(case)
    missing_letter_parts(case, None)
    assert leaks(case, proposed_text(case)) == ()


def test_a_merger_and_a_closing_meet() -> None:
    """Two PCs end one case offline: headquarters' order decides, the other is set aside."""
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.decide()
    scene.tell()
    scene.do(TELLER, MergeCase("c2", make("0102", 2026, "A", 7), "同一投诉"))
    closing = as_entry(
        NewEntry(EntryKind.CASE_CLOSED, "c1", {"due_on": "2026-11-27", "was_overdue": False}),
        HANDLER,
        scene.now + timedelta(minutes=1),
        1,
        "b" * 32,
    )
    case = fold([*scene.entries, closing])
    assert (case.state, [flag.code for flag in case.flags]) == (CaseState.MERGED, ["already_ended"])


def test_what_was_signed_before_a_reopening_does_not_count_again_after_it() -> None:
    """Whoever holds the records but nobody's key brings the handler's decision and closing once more."""
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.do(HANDLER, DECISION)
    scene.tell()
    scene.do(HANDLER, CloseCase())
    scene.do(SUPERVISOR, ReopenCase("x1", "客户提供了新的书面证据"))
    entries = list(scene.entries)
    last = entries[-1]
    for number, kind in enumerate(("decision_recorded", "case_closed"), 1):
        (signed,) = (entry for entry in scene.entries if entry.kind == kind)
        origin = replace(last.origin, seq=last.origin.seq + number)
        entries.append(replace(signed, origin=origin, hlc=last.hlc + number))
    case = fold(entries)
    assert case.state is CaseState.IN_PROGRESS
    assert [flag.code for flag in case.flags] == ["replayed", "replayed"]
