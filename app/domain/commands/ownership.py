"""Who has the case, who keeps out of it, who presses for it (domain.md 1.1 nos. 2, 11-16; 令2020-3 art. 17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class StartHandling:
    """Take the case in hand; the actor becomes its owner."""


@dataclass(frozen=True, slots=True)
class AssignCase:
    """Give the case to another owner."""

    owner: str
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OfferTransfer:
    """Offer the case to somebody else; the owner stays responsible until it is accepted. `transfer_id` is a UUID."""

    transfer_id: str
    to: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerTransfer:
    """Accept or decline (by whom it was offered to), or take back (by whoever offered it)."""

    transfer_id: str
    answer: str  # codes.TRANSFER_ANSWERS
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EscalateCase:
    """Put the case before a higher level; whoever has it stays responsible."""

    level: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportUpward:
    """Report the case to a higher level or the regulator, for their knowledge."""

    level: str
    summary: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    """The actor has an interest in the case and keeps out of it (art. 17); `hand_to` takes over what the actor has."""

    reason: str = field(repr=False)
    hand_to: str = ""


@dataclass(frozen=True, slots=True)
class OrderSupervision:
    """Demand something about the case by a day (督办, S4 no. 14)."""

    order_id: str
    text: str = field(repr=False)
    due_on: date


@dataclass(frozen=True, slots=True)
class AnswerOrder:
    """Answer a supervision order."""

    order_id: str
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendReminder:
    """Nudge whoever has the case (催办)."""

    text: str = field(repr=False)
