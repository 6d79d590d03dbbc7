"""Who has a case, who must keep out of it, who presses for it (domain.md 1.1 nos. 2, 11-16; 令2020-3 art. 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Transfer:
    """A case offered to somebody else; it changes hands when accepted. `answer` is None while it waits."""

    transfer_id: str
    to: str
    reason: str
    offered_by: str
    offered_at: datetime
    answer: str | None = None  # accepted, declined, taken_back, lapsed
    answer_reason: str = ""
    answered_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Transfer to {self.to} {self.answer}>"


@dataclass(frozen=True, slots=True)
class Escalation:
    """The case was put before a higher level, or reported upward (S1 no. 16). `level` is of `codes.LEVELS`."""

    level: str
    is_report: bool
    text: str
    by: str
    at: datetime

    def __repr__(self) -> str:
        return f"<Escalation {self.level}>"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody declared an interest and keeps out of the case (art. 17)."""

    staff_no: str
    reason: str
    at: datetime

    def __repr__(self) -> str:
        return f"<Conflict of {self.staff_no}>"


@dataclass(frozen=True, slots=True)
class SupervisionOrder:
    """The president or headquarters demands something by a day (S4 no. 14). `answer` is empty while it is open."""

    order_id: str
    text: str
    due_on: date
    ordered_by: str
    ordered_at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<SupervisionOrder {self.due_on}>"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nudge to whoever has the case."""

    text: str
    by: str
    at: datetime

    def __repr__(self) -> str:
        return "<Reminder>"
