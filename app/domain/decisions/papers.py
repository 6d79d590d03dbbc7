"""Which paper may be made when (domain.md 2.9; 令2020-3 art. 15, 18 to 21; S0 no. 57; S1 no. 36)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.case import Case, CaseState
from app.domain.codes import ANSWERED, DECLINED, OUT_OF_SCOPE, OUTCOMES, PAPER_KINDS, SETTLED
from app.domain.commands import RecordPaper
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, write
from app.domain.entry import EntryKind
from app.domain.letter import missing_letter_parts
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse

PAPER_OF_OUTCOME: Mapping[str, str] = {
    **dict.fromkeys((*OUTCOMES, ANSWERED), "resolution_letter"),
    DECLINED: "decline_notice",
    OUT_OF_SCOPE: "out_of_scope_note",
    SETTLED: "settlement_agreement",
}
"""The paper by which the complainant learns of each outcome."""


def record_paper(case: Case, command: RecordPaper, context: Context) -> Outcome:
    """`paper_made`; `copy_no` 0 is the first print. A letter only when nothing is missing in it.

    Notices of two extensions are two papers, each with its own count of copies.
    """
    if objection := context.objection(Right.PRINT, case):
        return objection
    if objection := paper_objection(case, command.kind, context, command.about):
        return objection
    body: dict[str, object] = {
        "kind": command.kind,
        "copy_no": case.prints_of(command.kind, command.about),
        "sha256": command.sha256,
        "size": command.size,
    }
    if command.about:
        body["about"] = command.about
    if command.given:
        body["given"] = dict(command.given)
    return write(case, EntryKind.PAPER_MADE, body)


def paper_objection(case: Case, kind: str, context: Context, about: str = "") -> Refusal | None:
    """Why a paper of `kind` may not be made of `case` as it stands, None when it may.

    `about`: the request id of an extension, the pause id, the transfer id; "" where it does not matter which.
    """
    if kind not in PAPER_KINDS:
        return refuse(ReasonCode.PAPER_UNKNOWN, "kind")
    if case.state is CaseState.VOIDED:
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    if kind in PAPER_OF_OUTCOME.values():
        return _of_decision(case, kind, context)
    rule = _RULES.get(kind)
    return rule(case, about) if rule else None


def _of_decision(case: Case, kind: str, context: Context) -> Refusal | None:
    """The paper that belongs to the outcome, complete; a settlement agreement also as the draft that both sides are to
    sign before it can be recorded."""
    decision = case.decision
    if decision is None:
        if kind == "settlement_agreement" and not case.state.is_ended:
            return None
        return refuse(ReasonCode.NOT_DECIDED, who_could=who_may(Right.RECORD_DECISION, context.people.values()))
    if PAPER_OF_OUTCOME.get(decision.outcome, "resolution_letter") != kind:
        return refuse(ReasonCode.PAPER_NOT_FOR_OUTCOME, "kind", outcome=decision.outcome)
    missing = missing_letter_parts(case, context.branch)
    return refuse(ReasonCode.LETTER_INCOMPLETE, parts=missing) if missing else None


def _extension_notice(case: Case, about: str) -> Refusal | None:
    approved = {e.request_id for e in case.extensions if e.decision == "approved"}
    return None if approved and about in ("", *approved) else refuse(ReasonCode.NO_APPROVED_EXTENSION)


def _pause_notice(case: Case, about: str) -> Refusal | None:
    known = {pause.pause_id for pause in case.pauses}
    return None if known and about in ("", *known) else refuse(ReasonCode.NO_PAUSE)


def _transfer_note(case: Case, about: str) -> Refusal | None:
    known = {transfer.transfer_id for transfer in case.transfers}
    return None if known and about in ("", *known) else refuse(ReasonCode.NO_TRANSFER)


def _withdrawal_record(case: Case, about: str) -> Refusal | None:
    return None if case.state is CaseState.WITHDRAWN else refuse(ReasonCode.NOT_WITHDRAWN)


def _confirmation_form(case: Case, about: str) -> Refusal | None:
    return None if case.settlement else refuse(ReasonCode.NOT_SETTLED)


def _service_receipt(case: Case, about: str) -> Refusal | None:
    """Proof of service of something: a paper about the decision, an extension, a pause (art. 21)."""
    is_something = case.decision is not None or case.pauses or any(e.decision == "approved" for e in case.extensions)
    return None if is_something else refuse(ReasonCode.NOTHING_TO_SERVE)


def _supplement_request(case: Case, about: str) -> Refusal | None:
    """Papers are asked for while the matter is open (art. 13, 14)."""
    if case.state.is_ended:
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    return refuse(ReasonCode.ALREADY_DECIDED) if case.decision is not None else None


_RULES: Mapping[str, Callable[[Case, str], Refusal | None]] = {
    "extension_notice": _extension_notice,
    "pause_notice": _pause_notice,
    "transfer_note": _transfer_note,
    "withdrawal_record": _withdrawal_record,
    "confirmation_form": _confirmation_form,
    "service_receipt": _service_receipt,
    "supplement_request": _supplement_request,
}
"""The acknowledgement slip has no rule: it may be made of every case that was recorded."""

DECISIONS: Decisions = {RecordPaper: record_paper}
