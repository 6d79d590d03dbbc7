"""A case as it stands: the fold of its entries. Plain frozen data; nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.facts.clocks import (
    AgreedDate,
    Delegation,
    Extension,
    OverdueMark,
    Pause,
    Restart,
)
from app.domain.facts.concluding import (
    Decision,
    FollowUp,
    Notice,
    PaperRecord,
    Review,
    Satisfaction,
    TypicalCase,
    VoidRequest,
)
from app.domain.facts.handling import (
    Attachment,
    Contact,
    CorrectiveAction,
    EvidenceItem,
    Liability,
    LiabilityShare,
    MeansUsed,
    RootCause,
)
from app.domain.facts.holding import Hold
from app.domain.facts.intake import (
    UNCLASSIFIED,
    Classification,
    Complainant,
    ForwardedCase,
    Intake,
    JointComplaint,
    PaperTaken,
    Representative,
)
from app.domain.facts.ownership import (
    Conflict,
    Escalation,
    Reminder,
    SupervisionOrder,
    Transfer,
)

__all__ = [
    "UNCLASSIFIED",
    "AgreedDate",
    "Attachment",
    "Case",
    "CaseState",
    "Classification",
    "Complainant",
    "Conflict",
    "Contact",
    "CorrectiveAction",
    "Decision",
    "Delegation",
    "Escalation",
    "EvidenceItem",
    "Extension",
    "Flag",
    "FollowUp",
    "ForwardedCase",
    "Hold",
    "Intake",
    "JointComplaint",
    "Liability",
    "LiabilityShare",
    "MeansUsed",
    "Notice",
    "OverdueMark",
    "PaperRecord",
    "PaperTaken",
    "Pause",
    "Reminder",
    "Representative",
    "Restart",
    "Review",
    "RootCause",
    "Satisfaction",
    "SupervisionOrder",
    "TimelineItem",
    "Transfer",
    "TypicalCase",
    "VoidRequest",
]


class CaseState(StrEnum):
    """Where a case is in its life (domain.md 1.1 no. 1; glossary)."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    EXTENSION_REQUESTED = "extension_requested"
    DECIDED = "decided"
    TOLD = "told"
    CLOSED = "closed"
    SETTLED_ON_SPOT = "settled_on_spot"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    VOIDED = "voided"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is owed to the complainant."""
        return self in _ENDED


_ENDED = frozenset(
    {CaseState.CLOSED, CaseState.SETTLED_ON_SPOT, CaseState.WITHDRAWN, CaseState.MERGED, CaseState.VOIDED}
)


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of a case's history: what, who, when, and what the sentence needs."""

    entry_id: str
    kind: str
    at: datetime
    actor: str
    details: Mapping[str, object]
    is_signed: bool
    is_at_headquarters: bool

    def __repr__(self) -> str:
        return f"<TimelineItem {self.kind} {self.entry_id}>"


@dataclass(frozen=True, slots=True)
class Flag:
    """An entry that is not valid where it landed: kept, set aside from the state, shown to a person."""

    entry_id: str
    kind: str
    code: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint case as of its last entry. `version` counts its entries; `owner` is the staff number responsible."""

    case_id: str
    case_no: str
    branch: str
    state: CaseState
    version: int
    intake: Intake
    received_at: datetime
    registered_at: datetime
    registered_by: str
    owner: str
    policy_version: str
    accepted_at: datetime | None = None
    decision: Decision | None = None
    settlement: str = ""
    withdrawal: str = ""
    extensions: tuple[Extension, ...] = ()
    notices: tuple[Notice, ...] = ()
    papers: tuple[PaperRecord, ...] = ()
    timeline: tuple[TimelineItem, ...] = ()
    flags: tuple[Flag, ...] = ()
    told_at: datetime | None = None
    ended_at: datetime | None = None
    was_overdue: bool = False
    due_on_at_end: date | None = None  # the effective due date when the case ended, kept for good
    updated_at: datetime | None = None
    about: Classification = UNCLASSIFIED
    repeat_of: str = ""
    merged_into: str = ""
    merged_into_no: str = ""
    delegations: tuple[Delegation, ...] = ()
    pauses: tuple[Pause, ...] = ()
    restarts: tuple[Restart, ...] = ()
    agreed: AgreedDate | None = None
    overdue_marks: tuple[OverdueMark, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    orders: tuple[SupervisionOrder, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    contacts: tuple[Contact, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    means: tuple[MeansUsed, ...] = ()
    corrections: tuple[CorrectiveAction, ...] = ()
    root_cause: RootCause | None = None
    liability: Liability | None = None
    attachments: tuple[Attachment, ...] = ()
    is_unreachable: bool = False
    void_request: VoidRequest | None = None
    earlier_decisions: tuple[Decision, ...] = ()
    reviews: tuple[Review, ...] = ()
    satisfaction: tuple[Satisfaction, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    typical: TypicalCase | None = None
    holds: tuple[Hold, ...] = ()

    @property
    def pending_transfer(self) -> Transfer | None:
        """The offer of transfer that waits for an answer, if any."""
        return next((t for t in self.transfers if t.answer is None), None)

    @property
    def open_review(self) -> Review | None:
        """The review that the superior has not decided yet, if any."""
        return next((r for r in self.reviews if not r.result), None)

    @property
    def open_orders(self) -> tuple[SupervisionOrder, ...]:
        """Supervision orders without an answer, the earliest day first."""
        return tuple(sorted((o for o in self.orders if not o.answer), key=lambda o: (o.due_on, o.order_id)))

    @property
    def open_pause(self) -> Pause | None:
        """The pause that has not ended yet, if any."""
        return next((p for p in self.pauses if p.ended_on is None), None)

    @property
    def pending_extension(self) -> Extension | None:
        """The extension request that waits for a decision, if any."""
        return next((e for e in self.extensions if e.decision is None), None)

    @property
    def open_holds(self) -> tuple[Hold, ...]:
        """The holds that stand, the earliest first."""
        return tuple(hold for hold in self.holds if hold.is_open)

    def reached_stage(self, policy_id: str) -> int:
        """The highest stage that was approved for a policy since the term last began; 0 is the base term."""
        if not self.extensions:
            return 0
        return max((e.stage for e in self.extensions if e.policy_id == policy_id and e.counts), default=0)

    def prints_of(self, kind: str, about: str | None = None) -> int:
        """How many times a paper of this kind was made; with `about`, how many times that very one."""
        return sum(1 for paper in self.papers if paper.kind == kind and about in (None, paper.about))

    def __repr__(self) -> str:
        return f"<Case {self.case_no} {self.state.value} v{self.version}>"
