"""What moves a case's dates (令2020-3 art. 18, 21, 23, 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """One request for more time and what became of it. `decision` is None while it waits."""

    request_id: str
    policy_id: str
    stage: int
    reason: str
    requested_by: str
    requested_at: datetime
    old_due_on: date
    new_due_on: date
    decision: str | None = None  # approved, refused, lapsed (the case was decided or withdrawn before)
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    delegated_by: str = ""  # whose place the decider took (art. 24)
    is_spent: bool = False  # the term began anew since: the stage has to be approved again

    @property
    def counts(self) -> bool:
        """Whether the term stands longer because of it: approved, and not before the term began anew."""
        return self.decision == "approved" and not self.is_spent

    def __repr__(self) -> str:
        return f"<Extension {self.policy_id} {self.stage} {self.decision}>"


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody may decide a request in an approver's place, up to and including `until_on` (art. 24)."""

    request_id: str
    to: str
    given_by: str
    given_at: datetime
    until_on: date
    why: str = ""

    def __repr__(self) -> str:
        return f"<Delegation to {self.to} until {self.until_on}>"


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: appraisal, testing, assessment (art. 18-2) or mediation (art. 23).

    The days from `started_on` up to, not including, the end are left out: `ended_on`, and while it is open the day on
    which it is expected to end. The complainant was told (`notice_way`, `notice_evidence_no`).
    """

    pause_id: str
    kind: str  # codes.PAUSES
    body_name: str
    started_on: date
    expected_end_on: date
    notice_way: str
    notice_evidence_no: str
    started_by: str
    why: str = ""
    ended_on: date | None = None
    end_evidence_no: str = ""
    consent_evidence_no: str = ""  # of mediation: that the complainant agreed to it (art. 23)

    def __repr__(self) -> str:
        return f"<Pause {self.kind} {self.started_on}>"


@dataclass(frozen=True, slots=True)
class Restart:
    """The term began anew on `received_on`: new facts and reasons (art. 18-3), or the case was opened again."""

    restart_id: str
    received_on: date
    at: datetime
    facts: str
    evidence_no: str = ""
    is_reopening: bool = False

    def __repr__(self) -> str:
        return f"<Restart {self.received_on}>"


@dataclass(frozen=True, slots=True)
class AgreedDate:
    """A date that the complainant agreed to, with proof (art. 21: agreements prevail; S1 no. 9)."""

    due_on: date
    way: str
    evidence_no: str
    agreed_at: datetime
    agreed_by: str
    why: str = ""

    def __repr__(self) -> str:
        return f"<AgreedDate {self.due_on}>"


@dataclass(frozen=True, slots=True)
class OverdueMark:
    """The case was past `due_on` when something moved its dates. Kept for ever (domain.md finding 8)."""

    due_on: date
    noticed_on: date
