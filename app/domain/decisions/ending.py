"""Withdraw, merge, void (令2020-3 art. 15, 18-3; ux.md 6)."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import china_day
from app.domain.case import Case, VoidRequest
from app.domain.case_number import CaseNumberError, parse
from app.domain.codes import WITHDRAWAL_WAYS
from app.domain.commands import DecideVoid, MergeCase, RequestVoid, WithdrawCase
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, ended_overdue
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.recusal import unconcerned
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import check_needed, check_reason, check_text

_CHANGES_NOTHING = frozenset(
    {"note_added", "contact_logged", "paper_made", "reminder_sent", "satisfaction_asked", "followed_up"}
)
"""What may have come after the person who decides about voiding looked at the case."""


def withdraw_case(case: Case, command: WithdrawCase, context: Context) -> Outcome:
    """`case_withdrawn`: handling ends on the day that the withdrawal is received (art. 15).

    A day in the past that makes a case in time which is overdue today has to be accounted for.
    """
    if objection := context.objection(Right.WITHDRAW, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_WITHDRAWN):
        return objection
    received_on = command.received_on or context.today
    is_healed = received_on <= deadlines_of(case, context.rules).due_on < context.today and case.told_at is None
    problems = [*(check_reason(command.reason) if is_healed else check_text(command.reason, "reason"))]
    if command.way not in WITHDRAWAL_WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    if received_on > context.today:
        problems.append(Problem(ReasonCode.WITHDRAWAL_IN_FUTURE, "received_on"))
    elif received_on < china_day(case.received_at):
        problems.append(Problem(ReasonCode.WITHDRAWAL_TOO_EARLY, "received_on"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.CASE_WITHDRAWN,
        {
            "way": command.way,
            "reason": command.reason,
            "received_on": received_on.isoformat(),
            **lateness(case, context, received_on),
        },
    )


def merge_case(case: Case, command: MergeCase, context: Context) -> Outcome:
    """`case_merged`: the same complaint is handled with another case from now on (art. 18-3).

    Whether the other case is open is asked with `merge_objection`, where both are at hand.
    """
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if objection := wrong_state(case, EntryKind.CASE_MERGED):
        return objection
    problems = [*check_needed(command.reason, "reason", missing=ReasonCode.REASON_MISSING)]
    into_no = ""
    if not command.into_case_id.strip() or not command.into_case_no.strip():
        problems.append(Problem(ReasonCode.MERGE_TARGET_MISSING, "into_case_no"))
    else:
        try:
            into_no = str(parse(command.into_case_no))
        except CaseNumberError:
            problems.append(Problem(ReasonCode.MERGE_TARGET_UNREADABLE, "into_case_no"))
    if command.into_case_id == case.case_id or into_no == case.case_no:
        problems.append(Problem(ReasonCode.MERGE_INTO_ITSELF, "into_case_no"))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.CASE_MERGED,
        {
            "into_case_id": command.into_case_id,
            "into_case_no": into_no,
            "reason": command.reason,
            **lateness(case, context, context.today),
        },
    )


def merge_objection(case: Case, into: Case | None) -> Refusal | None:
    """Why `case` can't be merged into the case `into`, None when it can: that one must be there, open, another one, of
    the same branch and received no later, so that merging gives nobody more time than the law (art. 18-3)."""
    if into is None:
        return refuse(ReasonCode.MERGE_TARGET_MISSING, "into_case_no")
    if into.case_id == case.case_id:
        return refuse(ReasonCode.MERGE_INTO_ITSELF, "into_case_no")
    if into.branch != case.branch:
        return refuse(ReasonCode.OTHER_BRANCH, "into_case_no", branch=into.branch)
    if into.state.is_ended:
        return refuse(ReasonCode.MERGE_TARGET_ENDED, "into_case_no", case_no=into.case_no, state=into.state.value)
    if china_day(into.received_at) > china_day(case.received_at):
        return refuse(ReasonCode.MERGE_INTO_LATER, "into_case_no", case_no=into.case_no)
    return None


def request_void(case: Case, command: RequestVoid, context: Context) -> Outcome:
    """`void_requested`: in whatever state the case is; a second person decides. A repeated request writes nothing."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    request = case.void_request
    if request is not None and request.request_id == command.request_id:
        return ()
    if objection := wrong_state(case, EntryKind.VOID_REQUESTED):
        return objection
    if request is not None and request.decision is None:
        return refuse(ReasonCode.VOID_PENDING, who_could=void_deciders(case, request, context))
    return refused(check_reason(command.reason)) or write(
        case, EntryKind.VOID_REQUESTED, {"request_id": command.request_id, "reason": command.reason}
    )


def decide_void(case: Case, command: DecideVoid, context: Context) -> Outcome:
    """`void_decided` by a second person: never by who asked. An approval ends the case and all that waited in it."""
    request = case.void_request
    if request is None or request.request_id != command.request_id:
        return context.objection(Right.DECIDE_VOID, case) or refuse(ReasonCode.UNKNOWN_VOID)
    is_waiting = request.decision is None
    who = void_deciders(case, request, context) if is_waiting else ()
    if is_waiting and request.requested_by == context.actor.staff_no:
        return refuse(ReasonCode.VOID_FOUR_EYES, who_could=who)
    if objection := context.objection(Right.DECIDE_VOID, case):
        return Refusal(objection.problems, who if is_waiting else objection.who_could)
    if not is_waiting:
        return refuse(ReasonCode.VOID_DECIDED, decision=request.decision, decided_by=request.decided_by)
    if objection := wrong_state(case, EntryKind.VOID_DECIDED):
        return objection
    if _has_changed(case, command.seen_version):
        return refuse(ReasonCode.CASE_CHANGED)
    problems = check_text(command.reason, "reason") if command.is_approved else check_reason(command.reason)
    body: dict[str, object] = {
        "request_id": request.request_id,
        "decision": "approved" if command.is_approved else "refused",
        "reason": command.reason,
        "requested_by": request.requested_by,
        "seen_version": command.seen_version,
        "nonce": command.nonce,
    }
    if command.is_approved and not case.state.is_ended:
        body |= lateness(case, context, context.today)
    return refused(problems) or write(case, EntryKind.VOID_DECIDED, body)


def void_deciders(case: Case, request: VoidRequest, context: Context) -> tuple[str, ...]:
    """Staff numbers of those who may decide about `request`: of this branch, without an interest, not the asker."""
    able = who_may(Right.DECIDE_VOID, context.people.values(), but=request.requested_by)
    return unconcerned(case, (staff_no for staff_no in able if context.people[staff_no].branch == case.branch))


def lateness(case: Case, context: Context, ended_on: date) -> dict[str, object]:
    """The due date, and whether the case was late when nothing was owed any more: told, or ended on `ended_on`."""
    due_on = deadlines_of(case, context.rules).due_on
    judged_on = min(ended_on, china_day(case.told_at)) if case.told_at else ended_on
    return {"due_on": due_on.isoformat(), "was_overdue": ended_overdue(case, context.rules, judged_on)}


def _has_changed(case: Case, seen_version: int) -> bool:
    if not 0 < seen_version <= case.version:
        return True
    return any(item.kind not in _CHANGES_NOTHING for item in case.timeline[seen_version:])


DECISIONS: Decisions = {
    WithdrawCase: withdraw_case,
    MergeCase: merge_case,
    RequestVoid: request_void,
    DecideVoid: decide_void,
}
