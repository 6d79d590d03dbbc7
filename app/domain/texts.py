"""Free text: kept exactly as it was typed, or refused with a reason. Nothing is changed, cut or dropped."""

from __future__ import annotations

from app.domain.guards import secrets_in
from app.domain.reading import is_storable
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

MAX_NARRATIVE = 20_000
MAX_TEXT = 5_000
MAX_LINE = 200
MAX_GIVEN = 100_000
"""Code points of everything that an import gives beside the case, with the names of its columns."""
MIN_REASON = 5
"""Code points of a reason for more time: enough for a real one ("等待调证结果"), too many for "无"."""


def check_text(text: str, field: str, limit: int = MAX_TEXT) -> tuple[Problem, ...]:
    """Problems of a free text that may be empty: not storable, longer than `limit` code points, secrets in it."""
    if not is_storable(text):
        return (Problem(ReasonCode.TEXT_NOT_STORABLE, field),)
    if len(text) > limit:
        return (Problem(ReasonCode.TEXT_TOO_LONG, field, {"count": len(text), "limit": limit}),)
    return secrets_in(text, field)


def check_needed(
    text: str, field: str, limit: int = MAX_TEXT, missing: ReasonCode = ReasonCode.TEXT_MISSING
) -> tuple[Problem, ...]:
    """As `check_text`, for a text that must not be blank."""
    if not text.strip():
        return (Problem(missing, field),)
    return check_text(text, field, limit)


def check_reason(text: str, field: str = "reason") -> tuple[Problem, ...]:
    """Problems of the reason for more time: it must say something."""
    count = len(text.strip())
    if not count:
        return (Problem(ReasonCode.REASON_MISSING, field),)
    if count < MIN_REASON:
        return (Problem(ReasonCode.REASON_TOO_SHORT, field, {"count": count, "limit": MIN_REASON}),)
    return check_text(text, field)
