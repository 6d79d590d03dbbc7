"""A request that is not carried out: an HTTP status and a code, never a sentence and never customer data."""

from __future__ import annotations

from app.journal.wire import ErrorReply, Point
from app.system.errors import KnownError


class RefusedError(KnownError):
    """Answer with `status` and `code`; `head` is where headquarters stands, when the caller has to know."""

    def __init__(self, status: int, code: str, *, head: Point | None = None, **details: str | int) -> None:
        super().__init__(status=status, reason=code, **details)
        self.code = code
        self.status = status
        self.reply = ErrorReply(code, head, details)
