"""What decisions, settlements, papers, notices and the end do to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.bodies import fen_or_none, read_day, read_instant, text_of, whole_of, yes_or_no
from app.domain.case import CaseState, Decision, Notice, PaperRecord, VoidRequest
from app.domain.case_builder import CaseBuilder, Step
from app.domain.codes import SETTLED
from app.domain.entry import Entry
from app.domain.reasons import ReasonCode
from app.domain.telling import minute


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
        _texts_of(body, "measures"),
        text_of(body, "competent_body", ""),
        text_of(body, "what_to_bring", ""),
    )
    if code := case.move(entry.kind):
        return code
    case.decision = decision
    _lapse_requests(case, entry)
    return None


def _agreed(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    """Both have signed: the agreement is the decision and the proof that it was told."""
    agreement_no = text_of(body, "agreement_no")
    decision = Decision(
        SETTLED,
        "",
        "",
        "",
        text_of(body, "terms"),
        entry.actor,
        entry.at,
        fen_or_none(body, "amount_fen"),
        performance_on=read_day(body["performance_on"]),
        agreement_no=agreement_no,
    )
    if code := case.move(entry.kind):
        return code
    case.decision, case.told_at = decision, entry.at
    who = case.intake.complainant.name
    case.notices.append(Notice("decision", "in_person", entry.at, entry.actor, who, agreement_no, True))
    _lapse_requests(case, entry)
    return None


def _texts_of(body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts that may be missing. Raises: TypeError when it is something else."""
    values = body.get(key, [])
    if not isinstance(values, list | tuple) or any(type(value) is not str for value in values):
        raise TypeError(key)
    return tuple(values)


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
            _given(body.get("given", {})),
        )
    )
    return None


def _given(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or any(type(part) is not str for pair in value.items() for part in pair):
        raise TypeError("given")
    return dict(value)


def _notice(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    notice = Notice(
        text_of(body, "about"),
        text_of(body, "way"),
        read_instant(body["given_at"]),
        entry.actor,
        text_of(body, "receiver"),
        text_of(body, "evidence_no"),
        yes_or_no(body, "succeeded"),
        text_of(body, "remark", ""),
    )
    case.notices.append(notice)
    if notice.about != "decision" or not notice.succeeded or not _is_of_this_decision(case, notice):
        return None
    if case.state is CaseState.DECIDED:
        case.state = CaseState.TOLD
        case.told_at = notice.given_at
    elif case.state is CaseState.TOLD:
        case.is_unreachable = False
    return None


def _is_of_this_decision(case: CaseBuilder, notice: Notice) -> bool:
    """A notice of the decision before the case was reopened, arriving late, does not tell the new one."""
    if not case.earlier_decisions or case.decision is None:
        return True
    return bool(notice.given_at >= minute(case.decision.decided_at))


def _unreachable(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    text_of(body, "summary")
    attempted_at = read_instant(body["attempted_at"])
    if code := case.move(entry.kind):
        return code
    case.told_at, case.is_unreachable = attempted_at, True
    return None


def _end(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    due_on = body.get("due_on")
    due = read_day(due_on) if due_on is not None else None
    was_overdue = yes_or_no(body, "was_overdue", False)
    settlement = text_of(body, "settlement", "")
    withdrawal = text_of(body, "reason", "") or text_of(body, "way", "")
    into_id, into_no = text_of(body, "into_case_id", ""), text_of(body, "into_case_no", "")
    if entry.kind == "case_merged" and into_id in ("", entry.case_id):
        return ReasonCode.MERGE_INTO_ITSELF if into_id else ReasonCode.MALFORMED
    if code := case.move(entry.kind):
        return code
    case.due_on_at_end, case.was_overdue = due, was_overdue
    case.ended_at = entry.at
    if entry.kind == "settled_on_spot":
        case.settlement = settlement
    elif entry.kind == "case_withdrawn":
        case.withdrawal = withdrawal
    elif entry.kind == "case_merged":
        case.merged_into, case.merged_into_no = into_id, into_no
    _lapse_requests(case, entry)
    return None


def _void_requested(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    request = VoidRequest(text_of(body, "request_id"), text_of(body, "reason"), entry.actor, entry.at)
    known = case.void_request
    if known is not None and (known.decision is None or known.request_id == request.request_id):
        return ReasonCode.SUPERSEDED
    if code := case.move(entry.kind):
        return code
    case.void_request = request
    return None


def _void_decided(case: CaseBuilder, entry: Entry, body: Mapping[str, Any]) -> str | None:
    request, decision = case.void_request, body["decision"]
    reason, request_id = text_of(body, "reason", ""), text_of(body, "request_id")
    due_on = read_day(body["due_on"]) if body.get("due_on") is not None else None
    was_overdue = yes_or_no(body, "was_overdue", False)
    if decision not in ("approved", "refused"):
        return ReasonCode.MALFORMED
    if request is None or request.request_id != request_id:
        return ReasonCode.UNKNOWN_VOID
    if request.requested_by == entry.actor:
        return ReasonCode.VOID_FOUR_EYES
    if request.decision is not None:
        return ReasonCode.SUPERSEDED
    if code := case.move(entry.kind):
        return code
    case.void_request = replace(
        request, decision=decision, decided_by=entry.actor, decided_at=entry.at, decision_reason=reason
    )
    if decision == "approved":
        if not case.state.is_ended:
            case.due_on_at_end, case.was_overdue = due_on, was_overdue
        case.state, case.ended_at = CaseState.VOIDED, entry.at
        _lapse_requests(case, entry)
    return None


STEPS: Mapping[str, Step] = {
    "decision_recorded": _decided,
    "settlement_agreed": _agreed,
    "paper_made": _paper,
    "notice_given": _notice,
    "unreachable_recorded": _unreachable,
    "settled_on_spot": _end,
    "case_withdrawn": _end,
    "case_merged": _end,
    "case_closed": _end,
    "void_requested": _void_requested,
    "void_decided": _void_decided,
}
