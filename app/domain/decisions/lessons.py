"""Cases worth learning from, in words without anybody's data (S0 no. 64; S4: 向员工推送学习)."""

from __future__ import annotations

from app.domain.bodies import instant_text
from app.domain.case import Case
from app.domain.commands import CheckTypical, MarkTypical
from app.domain.context import Context
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.deidentify import leaks
from app.domain.entry import EntryKind
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.recusal import unconcerned
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import MAX_LINE, MAX_NARRATIVE, check_needed, check_text


def mark_typical(case: Case, command: MarkTypical, context: Context) -> Outcome:
    """`typical_marked`: a proposal that another person checks; a new one takes the place of the one before."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if objection := wrong_state(case, EntryKind.TYPICAL_MARKED):
        return objection
    problems = (
        *check_needed(command.title, "title", MAX_LINE),
        *check_needed(command.text, "text", MAX_NARRATIVE),
        *_leak_problems(case, command.title, "title"),
        *_leak_problems(case, command.text, "text"),
    )
    return refused(problems) or write(case, EntryKind.TYPICAL_MARKED, {"title": command.title, "text": command.text})


def check_typical(case: Case, command: CheckTypical, context: Context) -> Outcome:
    """`typical_checked` by another person than who marked it. `marked_at` says which proposal was read."""
    typical = case.typical
    if typical is not None and typical.is_approved is None and typical.marked_by == context.actor.staff_no:
        able = who_may(Right.CHECK_TYPICAL, context.people.values(), but=typical.marked_by)
        return refuse(ReasonCode.TYPICAL_FOUR_EYES, who_could=unconcerned(case, able))
    if objection := context.objection(Right.CHECK_TYPICAL, case):
        others = (staff_no for staff_no in objection.who_could if typical is None or staff_no != typical.marked_by)
        return Refusal(objection.problems, tuple(others))
    if typical is None:
        return refuse(ReasonCode.TYPICAL_MISSING)
    if typical.is_approved is not None:
        return refuse(ReasonCode.TYPICAL_CHECKED)
    if objection := wrong_state(case, EntryKind.TYPICAL_CHECKED):
        return objection
    if command.is_approved:
        problems = (
            *check_text(command.remark, "remark"),
            *_leak_problems(case, f"{typical.title}\n{typical.text}", "text"),
        )
    else:
        problems = check_needed(command.remark, "remark", missing=ReasonCode.REASON_MISSING)
    return refused(problems) or write(
        case,
        EntryKind.TYPICAL_CHECKED,
        {
            "is_approved": command.is_approved,
            "remark": command.remark,
            "marked_at": instant_text(typical.marked_at),
        },
    )


def _leak_problems(case: Case, text: str, field: str) -> tuple[Problem, ...]:
    return tuple(Problem(ReasonCode.TYPICAL_LEAK, field, {"leak": leak}) for leak in leaks(case, text))


DECISIONS: Decisions = {MarkTypical: mark_typical, CheckTypical: check_typical}
