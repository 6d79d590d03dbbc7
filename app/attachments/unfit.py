"""Why a file may not come in, on its way out of whatever looked at it."""

from __future__ import annotations

from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal


class UnfitError(Exception):
    """The file may not be attached. `details` fill the sentence of `code`."""

    def __init__(self, code: ReasonCode, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def refusal(self, field: str | None = None) -> Refusal:
        """The same as an answer; `field` is the input that it belongs to."""
        return Refusal((Problem(self.code, field, self.details),))
