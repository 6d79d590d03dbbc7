"""What reviews, reopening, satisfaction, follow-up and lessons do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import instant_text, read_day, text_of, yes_or_no
from app.domain.calendar import china_day
from app.domain.case import CaseState, FollowUp, OverdueMark, Restart, Review, Satisfaction, TypicalCase
from app.domain.case_builder import CaseBuilder, Step
from app.domain.codes import REVIEW_RESULTS
from app.domain.entry import Entry
from app.domain.reasons import ReasonCode
from app.domain.steps.clocks import begin_anew


def _review_requested(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    review = Review(
        text_of(body, "review_id"),
        read_day(body["received_on"]),
        text_of(body, "grounds"),
        text_of(body, "way"),
        entry.at,
    )
    if any(known.review_id == review.review_id or not known.result for known in case.reviews):
        return ReasonCode.SUPERSEDED
    if code := case.move(entry.kind):
        return code
    case.reviews.append(review)
    return None


def _review_decided(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    review_id, result = text_of(body, "review_id"), text_of(body, "result")
    text, document_no, decided_on = text_of(body, "text"), text_of(body, "document_no"), read_day(body["decided_on"])
    if result not in REVIEW_RESULTS:
        return ReasonCode.MALFORMED
    index = next((i for i, known in enumerate(case.reviews) if known.review_id == review_id), None)
    if index is None:
        return ReasonCode.UNKNOWN_REVIEW
    if case.reviews[index].result:
        return ReasonCode.SUPERSEDED
    if code := case.move(entry.kind):
        return code
    case.reviews[index] = replace(
        case.reviews[index], result=result, text=text, document_no=document_no, decided_on=decided_on
    )
    return None


def _reopened(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    """Everything that stood for an end goes; that the case was overdue stays (domain.md finding 8).

    A merged case that is taken up again, since the other one was voided or is another matter after all, goes on in its
    old term: nothing new came in that would begin it anew (art. 18-3).
    """
    restart = Restart(
        text_of(body, "restart_id"),
        read_day(body["received_on"]),
        entry.at,
        text_of(body, "facts"),
        text_of(body, "evidence_no", ""),
        is_reopening=True,
    )
    owner = text_of(body, "owner", "").strip()
    due_on = read_day(body["due_on"])
    was_overdue = yes_or_no(body, "was_overdue", False)
    if any(known.restart_id == restart.restart_id for known in case.restarts):
        return ReasonCode.SUPERSEDED
    was_merged = case.state is CaseState.MERGED
    if code := case.move(entry.kind):
        return code
    if was_overdue or (case.was_overdue and not case.overdue_marks):
        case.overdue_marks.append(OverdueMark(case.due_on_at_end or due_on, china_day(entry.at)))
    if case.decision is not None:
        case.earlier_decisions.append(case.decision)
    if not was_merged:
        begin_anew(case, entry, restart)
        _end_pauses(case, restart)
    case.owner = owner or case.owner
    case.decision = case.told_at = case.ended_at = case.due_on_at_end = None
    case.was_overdue = case.is_unreachable = False
    case.settlement = case.withdrawal = case.merged_into = case.merged_into_no = ""
    return None


def _end_pauses(case: CaseBuilder, restart: Restart) -> None:
    """A pause that nobody ended was over with the decision; what the new term waits for is said anew."""
    for index, pause in enumerate(case.pauses):
        if pause.ended_on is None:
            ended_on = max(pause.started_on, min(pause.expected_end_on, restart.received_on))
            case.pauses[index] = replace(pause, ended_on=ended_on)


def _satisfaction(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    answer = Satisfaction(
        text_of(body, "answer"), text_of(body, "way"), text_of(body, "comment", ""), entry.actor, entry.at
    )
    if code := case.move(entry.kind):
        return code
    case.satisfaction.append(answer)
    return None


def _followed_up(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    visit = FollowUp(
        text_of(body, "way"), text_of(body, "result"), yes_or_no(body, "was_reached", True), entry.actor, entry.at
    )
    if code := case.move(entry.kind):
        return code
    case.follow_ups.append(visit)
    return None


def _typical_marked(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    typical = TypicalCase(text_of(body, "title"), text_of(body, "text"), entry.actor, entry.at)
    if case.state is CaseState.VOIDED:
        return ReasonCode.ALREADY_ENDED
    case.typical = typical
    return None


def _typical_checked(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    is_approved, remark = yes_or_no(body, "is_approved"), text_of(body, "remark", "")
    marked_at = text_of(body, "marked_at")
    typical = case.typical
    if typical is None:
        return ReasonCode.TYPICAL_MISSING
    if typical.marked_by == entry.actor:
        return ReasonCode.TYPICAL_FOUR_EYES
    if typical.is_approved is not None or instant_text(typical.marked_at) != marked_at:
        return ReasonCode.SUPERSEDED
    case.typical = replace(typical, checked_by=entry.actor, is_approved=is_approved, check_remark=remark)
    return None


STEPS: Mapping[str, Step] = {
    "review_requested": _review_requested,
    "review_decided": _review_decided,
    "case_reopened": _reopened,
    "satisfaction_asked": _satisfaction,
    "followed_up": _followed_up,
    "typical_marked": _typical_marked,
    "typical_checked": _typical_checked,
}
