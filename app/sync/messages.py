"""What passes between a cycle and whoever carries it to headquarters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.journal.wire import ErrorReply
from app.journal.wire_codec import decode_error


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `target` is the path with its query, `body` is framed already.

    `meanwhile` is work that may be done, on any thread, while the answer is on its way; leaving it costs only time.
    """

    method: str
    target: str
    body: bytes
    meanwhile: Callable[[], None] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return f"<Ask {self.method} {self.target.split('?')[0]} {len(self.body)} bytes>"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that headquarters signed for this very request. `body` is unpacked; `seconds` is the round trip."""

    status: int
    body: bytes
    seconds: float = 0.0

    def error(self) -> ErrorReply:
        """The refusal in an answer that is not 200. Raises: BadMessageError."""
        return decode_error(self.body)

    def __repr__(self) -> str:
        return f"<Answer {self.status} {len(self.body)} bytes>"
