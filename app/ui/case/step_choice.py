"""Which steps the page puts forward for a case as it stands, and why others are refused. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.domain.case import CaseState
from app.domain.people import Person
from app.domain.refusal import Refusal
from app.language.reasons import refusal_text, sentence
from app.ui.case.step_words import STEP_ORDER

if TYPE_CHECKING:
    from app.operations.open_case import ActionOffer, CaseView

_S = CaseState
_AT_WORK = ("record_decision", "add_note", "log_contact", "request_extension", "give_notice", "assign", "reprint_slip")
_LIKELY: Mapping[CaseState, tuple[str, ...]] = {
    _S.REGISTERED: ("start_handling", "add_note", "assign", "reprint_slip"),
    _S.ACCEPTED: ("start_handling", *_AT_WORK),
    _S.IN_PROGRESS: _AT_WORK,
    _S.EXTENSION_REQUESTED: ("record_decision", "add_note", "log_contact", "give_notice", "assign"),
    _S.DECIDED: ("make_letter", "give_notice", "record_unreachable", "log_contact", "add_note", "make_service_receipt"),
    _S.TOLD: ("close", "make_letter", "ask_satisfaction", "request_review", "add_note"),
    _S.CLOSED: ("ask_satisfaction", "record_follow_up", "find_root_cause", "request_review", "reopen", "add_note"),
    _S.SETTLED_ON_SPOT: ("make_confirmation_form", "ask_satisfaction", "record_follow_up", "add_note", "reprint_slip"),
    _S.WITHDRAWN: ("make_withdrawal_record", "ask_satisfaction", "add_note", "reopen"),
    _S.MERGED: ("add_note", "reopen", "reprint_slip"),
    _S.VOIDED: ("add_note",),
}
_NATURAL: Mapping[CaseState, str] = {
    _S.REGISTERED: "start_handling",
    _S.ACCEPTED: "start_handling",
    _S.IN_PROGRESS: "record_decision",
    _S.EXTENSION_REQUESTED: "decide_extension",
    _S.TOLD: "close",
}
_PAPER_OF_OUTCOME = {
    "declined": "make_decline_notice",
    "out_of_scope": "make_out_of_scope_note",
    "settled": "make_settlement_agreement",
}


def offer_of(view: CaseView, step: str) -> ActionOffer | None:
    """The offer for a step, None for a step that this case does not have."""
    return next((offer for offer in view.actions if offer.name == step), None)


def can_take(view: CaseView, step: str) -> bool:
    """Whether a step may be taken now."""
    offer = offer_of(view, step)
    return offer is not None and offer.is_allowed


def natural_step(view: CaseView) -> str:
    """The step that moves the case on, "" where nothing does."""
    case = view.case
    if case.pending_transfer is not None and can_take(view, "accept_transfer"):
        return "accept_transfer"
    if extension_to_tell(view) and can_take(view, "give_notice"):
        is_printed = case.prints_of("extension_notice") >= sum(e.decision == "approved" for e in case.extensions)
        return "give_notice" if is_printed else "make_extension_notice"
    if case.state is _S.DECIDED:
        paper = letter_step(view)
        return "give_notice" if case.prints_of(paper.removeprefix("make_")) or _is_lettered(view) else paper
    return _NATURAL.get(case.state, "")


def letter_step(view: CaseView) -> str:
    """The step that makes the paper with the decision."""
    decision = view.case.decision
    wanted = _PAPER_OF_OUTCOME.get(decision.outcome, "make_letter") if decision else "make_letter"
    return wanted if can_take(view, wanted) else "make_letter"


def steps_put_forward(view: CaseView) -> list[ActionOffer]:
    """The steps that the page lists: the natural one first, then what stands open, then what is likely here."""
    names = dict.fromkeys((natural_step(view), *_standing_open(view), *_LIKELY[view.case.state]))
    return [offer for name in names if (offer := offer_of(view, name)) is not None]


def all_steps(view: CaseView) -> list[ActionOffer]:
    """Every step in the order of the groups."""
    places = {name: place for place, name in enumerate(STEP_ORDER)}
    return sorted(view.actions, key=lambda offer: places.get(offer.name, len(places)))


def _standing_open(view: CaseView) -> list[str]:
    """Steps that something in the case asks for: they are put forward only while they may be taken."""
    case = view.case
    wanted = {
        "decline_transfer": case.pending_transfer is not None,
        "take_back_transfer": case.pending_transfer is not None,
        "answer_order": bool(case.open_orders),
        "end_pause": case.open_pause is not None,
        "delegate_approval": case.pending_extension is not None,
        "decide_void": case.void_request is not None and case.void_request.decision is None,
        "record_review_decision": case.open_review is not None,
        "finish_correction": any(plan.finished_at is None for plan in case.corrections),
        "return_evidence": case.state.is_ended and any(item.returned_at is None for item in case.evidence),
        "check_typical": case.typical is not None and case.typical.is_approved is None,
        "lift_hold": bool(case.open_holds),
    }
    return [name for name, is_wanted in wanted.items() if is_wanted and can_take(view, name)]


def why_not(offer: ActionOffer, people: Mapping[str, Person]) -> str:
    """Why a step is refused, and who could take it."""
    return refusal_text(offer.refusal, people) if offer.refusal is not None else ""


def missing_parts(refusal: Refusal) -> str:
    """Which parts an answer letter still lacks, one a line."""
    return "\n".join(dict.fromkeys(sentence(problem) for problem in refusal.problems))


def extension_to_tell(view: CaseView) -> str:
    """The request id of the newest approved extension that the complainant has not been told of, else ""."""
    approved = [e for e in view.case.extensions if e.decision == "approved" and e.decided_at is not None]
    if not approved:
        return ""
    newest = max(approved, key=lambda e: e.decided_at or e.requested_at)
    told = any(
        n.about == "extension" and n.succeeded and newest.decided_at and n.given_at >= newest.decided_at
        for n in view.case.notices
    )
    return "" if told else newest.request_id


def subject_to_tell(view: CaseView) -> str:
    """What the complainant most likely has to be told of now."""
    if view.case.decision is not None:
        return "decision"
    return "extension" if extension_to_tell(view) else "progress"


def values_for(view: CaseView, step: str) -> dict[str, str]:
    """What a step without a form needs to know."""
    if step != "make_extension_notice":
        return {}
    approved = [e for e in view.case.extensions if e.decision == "approved"]
    return {"about": extension_to_tell(view) or (approved[-1].request_id if approved else "")}


def _is_lettered(view: CaseView) -> bool:
    return bool(view.case.prints_of("resolution_letter"))
