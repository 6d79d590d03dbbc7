"""What every decision returns, and the refusals that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.bodies import LAST_DAY
from app.domain.case import Case, CaseState
from app.domain.entry import EntryKind, NewEntry
from app.domain.life import may_follow
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse

if TYPE_CHECKING:
    from app.domain.context import Context

Outcome = tuple[NewEntry, ...] | Refusal

Decisions = Mapping[type, Callable[[Case, Any, "Context"], Outcome]]
"""What each kind of command turns into."""

_BEFORE_THE_DECISION = (EntryKind.DECISION_RECORDED, EntryKind.SETTLEMENT_AGREED, EntryKind.EXTENSION_REQUESTED)


def write(case: Case, kind: EntryKind, body: Mapping[str, object]) -> tuple[NewEntry, ...]:
    """One entry of `case`."""
    return (NewEntry(kind, case.case_id, body),)


def wrong_state(case: Case, kind: EntryKind) -> Refusal | None:
    """Why an entry of this kind may not follow in the case's state, None when it may."""
    if may_follow(kind.value, case.state):
        return None
    if case.state.is_ended:
        return refuse(ReasonCode.ALREADY_ENDED, state=case.state.value)
    if case.state is CaseState.REGISTERED:
        return refuse(ReasonCode.NOT_ACCEPTED)
    if case.decision is not None and kind in _BEFORE_THE_DECISION:
        return refuse(ReasonCode.ALREADY_DECIDED)
    return refuse(ReasonCode.WRONG_STATE, state=case.state.value)


def day_problems(day: date, field: str, today: date, passed: ReasonCode = ReasonCode.DAY_PASSED) -> tuple[Problem, ...]:
    """Why something can't be due on `day`: it has passed, or no entry can hold it."""
    if day < today:
        return (Problem(passed, field),)
    return (Problem(ReasonCode.DAY_TOO_FAR, field),) if day > LAST_DAY else ()


def refused(problems: tuple[Problem, ...]) -> Refusal | None:
    """A refusal with all of `problems`, None when there is none."""
    return Refusal(problems) if problems else None
