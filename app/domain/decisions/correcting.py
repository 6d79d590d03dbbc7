"""Why it happened, who is responsible, what is put right (溯源整改, 令2020-3 art. 9, 26; S1 no. 62)."""

from __future__ import annotations

from app.domain.case import Case, LiabilityShare
from app.domain.codes import CORRECTIONS, ROOT_CAUSES
from app.domain.commands import FindLiability, FindRootCause, FinishCorrection, PlanCorrection
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, day_problems, refused, write
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import MAX_LINE, check_needed, check_text


def plan_correction(case: Case, command: PlanCorrection, context: Context) -> Outcome:
    """`correction_planned`: what, by whom of the branch, until when. Also for whoever the complaint was about."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if any(known.action_id == command.action_id for known in case.corrections):
        return ()
    if objection := _owner_objection(case, command.owner, context):
        return objection
    problems = [*check_needed(command.text, "text")]
    if command.kind not in CORRECTIONS:
        problems.insert(0, Problem(ReasonCode.CHOICE_UNKNOWN, "kind"))
    problems += day_problems(command.due_on, "due_on", context.today)
    return refused(tuple(problems)) or write(
        case,
        EntryKind.CORRECTION_PLANNED,
        {
            "action_id": command.action_id,
            "kind": command.kind,
            "text": command.text,
            "owner": command.owner,
            "due_on": command.due_on.isoformat(),
        },
    )


def finish_correction(case: Case, command: FinishCorrection, context: Context) -> Outcome:
    """`correction_finished`, once, with what came of it."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    action = next((known for known in case.corrections if known.action_id == command.action_id), None)
    if action is None:
        return refuse(ReasonCode.UNKNOWN_ACTION)
    if action.finished_at is not None:
        return () if action.result == command.result else refuse(ReasonCode.ACTION_FINISHED)
    return refused(check_needed(command.result, "result")) or write(
        case, EntryKind.CORRECTION_FINISHED, {"action_id": action.action_id, "result": command.result}
    )


def find_root_cause(case: Case, command: FindRootCause, context: Context) -> Outcome:
    """`root_cause_found`; a later finding takes the place of the earlier one."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    problems = [*check_needed(command.text, "text")]
    if command.cause not in ROOT_CAUSES:
        problems.insert(0, Problem(ReasonCode.CHOICE_UNKNOWN, "cause"))
    return refused(tuple(problems)) or write(
        case, EntryKind.ROOT_CAUSE_FOUND, {"cause": command.cause, "text": command.text}
    )


def find_liability(case: Case, command: FindLiability, context: Context) -> Outcome:
    """`liability_found` (定责): shares that add up to 100, or none where the bank is not at fault.

    By whoever may decide the complaint and is not concerned: nobody finds about their own responsibility (art. 17).
    """
    if objection := context.objection(Right.RECORD_DECISION, case):
        return objection
    problems = (*_share_problems(command, context), *check_text(command.text, "text"))
    return refused(problems) or write(
        case,
        EntryKind.LIABILITY_FOUND,
        {
            "is_bank_at_fault": command.is_bank_at_fault,
            "shares": [{"who": share.who.strip(), "percent": share.percent} for share in command.shares],
            "text": command.text,
        },
    )


def _owner_objection(case: Case, owner: str, context: Context) -> Refusal | None:
    able = tuple(p.staff_no for p in context.people.values() if p.is_active and p.branch == case.branch)
    if owner in able:
        return None
    code = ReasonCode.PERSON_INACTIVE if owner in context.people else ReasonCode.PERSON_UNKNOWN
    return refuse(code, "owner", who_could=able)


def _share_problems(command: FindLiability, context: Context) -> tuple[Problem, ...]:
    shares = command.shares
    if not command.is_bank_at_fault:
        return (Problem(ReasonCode.SHARES_NOT_EXPECTED, "shares"),) if shares else ()
    if not shares:
        return (Problem(ReasonCode.SHARES_MISSING, "shares"),)
    problems = [problem for share in shares for problem in _one_share(share, context)]
    if any(share.who.strip() == context.actor.staff_no for share in shares):
        problems.append(Problem(ReasonCode.SHARE_IS_YOURS, "shares"))
    if len({share.who.strip() for share in shares}) < len(shares):
        problems.append(Problem(ReasonCode.SHARE_TWICE, "shares"))
    total = sum(share.percent for share in shares)
    if not problems and total != 100:
        problems.append(Problem(ReasonCode.SHARES_NOT_WHOLE, "shares", {"total": total}))
    return tuple(problems)


def _one_share(share: LiabilityShare, context: Context) -> tuple[Problem, ...]:
    who = share.who.strip()
    problems = [*check_needed(who, "shares", MAX_LINE)]
    if who.isdecimal() and who not in context.people:  # a staff number and not the name of a unit
        problems.append(Problem(ReasonCode.PERSON_UNKNOWN, "shares"))
    if not 1 <= share.percent <= 100:
        problems.append(Problem(ReasonCode.SHARE_OUT_OF_RANGE, "shares", {"percent": share.percent}))
    return tuple(problems)


DECISIONS: Decisions = {
    PlanCorrection: plan_correction,
    FinishCorrection: finish_correction,
    FindRootCause: find_root_cause,
    FindLiability: find_liability,
}
