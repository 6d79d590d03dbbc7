"""The one place where a command becomes entries or a refusal. Pure: no clock, no I/O; the same question always gets the
same answer."""

from __future__ import annotations

from app.domain.case import Case
from app.domain.commands import Command, RegisterComplaint
from app.domain.context import Context
from app.domain.decisions import (
    after,
    classifying,
    concluding,
    delegating,
    ending,
    extending,
    handling,
    holding,
    lessons,
    ownership,
    papers,
    pausing,
    telling,
)
from app.domain.decisions.outcome import Decisions, Outcome
from app.domain.decisions.registering import register_complaint
from app.domain.reasons import ReasonCode
from app.domain.refusal import refuse

__all__ = ["Context", "Outcome", "decide"]

_MODULES = (
    *(classifying, ownership, extending, delegating, pausing, handling),
    *(concluding, papers, telling, ending, after, lessons, holding),
)
_DECISIONS: Decisions = {command: do for module in _MODULES for command, do in module.DECISIONS.items()}


def decide(case: Case | None, command: Command, context: Context) -> Outcome:
    """The entries that `command` calls for, in order, or why it is refused, with who could do it.

    An empty tuple means that what was asked for stands already (a repeated request).
    """
    if isinstance(command, RegisterComplaint):
        return register_complaint(case, command, context)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return _DECISIONS[type(command)](case, command, context)
