"""What can be wrong with a journal that came from outside. Every error says where, never what a customer said."""

from __future__ import annotations

from app.system.errors import KnownError


class BadEnvelopeError(KnownError):
    """Bytes that are no envelope or no body of version 1 in the one allowed encoding. `why` names the first fault."""

    code = "bad_envelope"


class BrokenChainError(KnownError):
    """A record does not continue the log that it claims to continue. `origin` and `why` say which and how."""

    code = "broken_chain"


class ClockAheadError(KnownError):
    """A remote clock is further ahead than may be followed; the entry is kept, the clock is not taken over."""

    code = "clock_ahead"


class BadDocumentError(KnownError):
    """A document between branch and headquarters can't be read as one, or does not hold what it should.

    `why`: empty, too_big, not_json, not_canonical, format, version, suite, shape; of a recovery also key and
    other_request.
    """

    code = "bad_document"
