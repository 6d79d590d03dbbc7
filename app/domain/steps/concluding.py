"""What decisions, papers, notices and the end do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import fen_or_none, read_day, read_instant, text_of, whole_of, yes_or_no
from app.domain.case import CaseState, Decision, Notice, PaperRecord
from app.domain.case_builder import CaseBuilder, Step
from app.domain.entry import Entry


def _decided(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    decision = Decision(
        text_of(body, "outcome"),
        text_of(body, "findings"),
        text_of(body, "basis"),
        text_of(body, "reasons"),
        text_of(body, "remedy"),
        entry.actor,
        entry.at,
        fen_or_none(body, "compensation_fen"),
    )
    if code := case.move(entry.kind):
        return code
    case.decision = decision
    _lapse_requests(case, entry)
    return None


def _lapse_requests(case: CaseBuilder, entry: Entry) -> None:
    """A request that nobody needs any more is neither approved nor refused."""
    for index, request in enumerate(case.extensions):
        if request.decision is None:
            case.extensions[index] = replace(request, decision="lapsed", decided_by=entry.actor, decided_at=entry.at)


def _paper(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    case.papers.append(
        PaperRecord(
            text_of(body, "kind"),
            whole_of(body, "copy_no"),
            entry.at,
            entry.actor,
            text_of(body, "sha256"),
            text_of(body, "size", ""),
            text_of(body, "about", ""),
        )
    )
    return None


def _notice(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    notice = Notice(
        text_of(body, "about"),
        text_of(body, "way"),
        read_instant(body["given_at"]),
        entry.actor,
        text_of(body, "receiver"),
        text_of(body, "evidence_no"),
        yes_or_no(body, "succeeded"),
    )
    case.notices.append(notice)
    if notice.about == "decision" and notice.succeeded and case.state is CaseState.DECIDED:
        case.state = CaseState.TOLD
        case.told_at = notice.given_at
    return None


def _end(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    due_on = body.get("due_on")
    due = read_day(due_on) if due_on is not None else None
    was_overdue = yes_or_no(body, "was_overdue", False)
    settlement = text_of(body, "settlement", "")
    withdrawal = text_of(body, "reason", "") or text_of(body, "way", "")
    if code := case.move(entry.kind):
        return code
    case.due_on_at_end, case.was_overdue = due, was_overdue
    case.ended_at = entry.at
    if entry.kind == "settled_on_spot":
        case.settlement = settlement
    elif entry.kind == "case_withdrawn":
        case.withdrawal = withdrawal
    _lapse_requests(case, entry)
    return None


STEPS: Mapping[str, Step] = {
    "decision_recorded": _decided,
    "paper_made": _paper,
    "notice_given": _notice,
    "settled_on_spot": _end,
    "case_withdrawn": _end,
    "case_closed": _end,
}
