"""Whether the person behind an entry was entitled to it: headquarters asks this again of everything that it receives.

Four eyes and roles are re-checked where an entry arrives, because the branch that wrote it may have been offline or
tampered with (journal.md 4.6).
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.approving import ground_of, why_not_approver
from app.domain.calendar import china_day
from app.domain.case import Case, Extension
from app.domain.deadlines import deadlines_of, stage_of
from app.domain.entry import Entry
from app.domain.fold import CaseFold
from app.domain.people import Person, Right
from app.domain.policies import Stage
from app.domain.reasons import ReasonCode
from app.domain.rules import Rules

RIGHT_FOR_KIND: Mapping[str, Right] = {
    "case_registered": Right.REGISTER,
    "case_accepted": Right.REGISTER,
    "settled_on_spot": Right.REGISTER,
    "handling_started": Right.HANDLE,
    "note_added": Right.HANDLE,
    "contact_logged": Right.HANDLE,
    "case_assigned": Right.ASSIGN,
    "extension_requested": Right.REQUEST_EXTENSION,
    "extension_decided": Right.DECIDE_EXTENSION,
    "decision_recorded": Right.RECORD_DECISION,
    "paper_made": Right.PRINT,
    "notice_given": Right.GIVE_NOTICE,
    "case_withdrawn": Right.WITHDRAW,
    "case_closed": Right.CLOSE,
    "case_classified": Right.HANDLE,
    "transfer_offered": Right.HANDLE,
    "transfer_answered": Right.HANDLE,
    "case_escalated": Right.HANDLE,
    "reported_upward": Right.HANDLE,
    "conflict_declared": Right.READ,
    "supervision_ordered": Right.ORDER,
    "order_answered": Right.HANDLE,
    "reminder_sent": Right.REMIND,
    "approval_delegated": Right.DECIDE_EXTENSION,
    "pause_started": Right.HANDLE,
    "pause_ended": Right.HANDLE,
    "new_facts_received": Right.HANDLE,
    "date_agreed": Right.HANDLE,
    "evidence_received": Right.HANDLE,
    "evidence_returned": Right.HANDLE,
    "means_used": Right.HANDLE,
    "correction_planned": Right.HANDLE,
    "correction_finished": Right.HANDLE,
    "root_cause_found": Right.HANDLE,
    "liability_found": Right.RECORD_DECISION,
    "attachment_added": Right.HANDLE,
    "attachment_set_aside": Right.HANDLE,
    "settlement_agreed": Right.RECORD_DECISION,
    "unreachable_recorded": Right.GIVE_NOTICE,
    "case_merged": Right.HANDLE,
    "void_requested": Right.HANDLE,
    "void_decided": Right.DECIDE_VOID,
    "review_requested": Right.HANDLE,
    "review_decided": Right.RECORD_REVIEW,
    "case_reopened": Right.REOPEN,
    "satisfaction_asked": Right.HANDLE,
    "followed_up": Right.HANDLE,
    "typical_marked": Right.HANDLE,
    "typical_checked": Right.CHECK_TYPICAL,
    "hold_placed": Right.HOLD,
    "hold_lifted": Right.HOLD,
}


def validate_entry(
    case: Case | None, entry: Entry, people: Mapping[str, Person] | None = None, rules: Rules | None = None
) -> str | None:
    """The reason code for which `entry` is not valid as the next entry of `case`, None when it is.

    `people` adds the check of roles against the directory, `rules` the check of who may approve which stage and that
    an approval did not come after the due date. Unknown kinds are `needs_newer_program`: kept, not judged.
    """
    stage = _stage_asked_for(case, entry, rules) if rules is not None and case is not None else None
    if people is not None and (code := lacks_right(entry, people)) and not _is_delegate(case, entry, people, stage):
        return code
    if rules is not None and case is not None and entry.kind in ("extension_decided", "approval_delegated"):
        code = _approval_objection(case, entry, people, rules, stage)
        if code:
            return code
    builder = CaseFold.thaw(case) if case is not None else CaseFold()
    return builder.add(entry)


def lacks_right(entry: Entry, people: Mapping[str, Person]) -> str | None:
    """The reason code for which the directory does not entitle the actor to this kind of entry."""
    right = RIGHT_FOR_KIND.get(entry.kind)
    if right is None:
        return None
    person = people.get(entry.actor)
    if person is None:
        return ReasonCode.PERSON_UNKNOWN
    if not person.is_active:
        return ReasonCode.PERSON_INACTIVE
    return None if person.may(right) else ReasonCode.NO_RIGHT


def _request(case: Case, entry: Entry) -> Extension | None:
    """The waiting request that the entry is about; the fold says what is wrong where there is none."""
    if not isinstance(entry.body, Mapping):
        return None
    request_id = entry.body.get("request_id")
    return next((e for e in case.extensions if e.request_id == request_id and e.decision is None), None)


def _stage_asked_for(case: Case, entry: Entry, rules: Rules) -> Stage | None:
    request = _request(case, entry) if entry.kind in ("extension_decided", "approval_delegated") else None
    return stage_of(case, rules, request.policy_id, request.stage) if request is not None else None


def _is_delegate(case: Case | None, entry: Entry, people: Mapping[str, Person], stage: Stage | None) -> bool:
    """Whether the actor decides in the place of an approver (art. 24): then their own role need not entitle them."""
    person = people.get(entry.actor)
    request = _request(case, entry) if case is not None and entry.kind == "extension_decided" else None
    if case is None or stage is None or person is None or request is None:
        return False
    return bool(ground_of(person, stage, request, case.delegations, china_day(entry.at)))


def _approval_objection(
    case: Case, entry: Entry, people: Mapping[str, Person] | None, rules: Rules, stage: Stage | None
) -> str | None:
    request = _request(case, entry)
    if request is None:
        return None  # the fold says what is wrong
    if stage is None:
        return ReasonCode.NO_FURTHER_STAGE
    person = people.get(entry.actor) if people is not None else None
    delegations = case.delegations if entry.kind == "extension_decided" else ()
    if person is not None and ground_of(person, stage, request, delegations, china_day(entry.at)) is None:
        return why_not_approver(stage)
    if entry.body.get("decision") == "approved" and china_day(entry.at) > deadlines_of(case, rules).due_on:
        return ReasonCode.ALREADY_OVERDUE
    return None
