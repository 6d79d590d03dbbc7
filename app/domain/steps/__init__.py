"""What each kind of entry does to a case. A step returns a reason code, and changes nothing, when it is not valid here.

Everything is read from the body before anything is changed: a malformed entry leaves no trace in the state.
"""

from __future__ import annotations

from app.domain.case_builder import Step
from app.domain.steps import after, clocks, concluding, handling, holding, ownership, registering

__all__ = ["STEPS"]

STEPS: dict[str, Step] = {
    kind: step
    for module in (registering, ownership, clocks, handling, concluding, after, holding)
    for kind, step in module.STEPS.items()
}
"""The step of each kind of entry."""
