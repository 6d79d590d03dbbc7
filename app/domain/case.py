"""A case as it stands: the fold of its entries. Plain frozen data; nothing here decides or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


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

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is owed to the complainant."""
        return self in (CaseState.CLOSED, CaseState.SETTLED_ON_SPOT, CaseState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who complains. Everything but the name is optional; the number is stored normalised (domain.md 2.4)."""

    name: str
    phone: str = ""
    id_kind: str = ""  # "", resident_id, passport, hmt_permit, permanent_residence, military, household, other
    id_number: str = ""
    capacity: str = "self"  # self, statutory_rep, agent, heir, organisation

    def __repr__(self) -> str:
        return "<Complainant>"


@dataclass(frozen=True, slots=True)
class Intake:
    """What was recorded at the counter, in the customer's own words and unaltered."""

    complainant: Complainant
    narrative: str
    remedy_sought: str = ""
    category: str = ""  # code of the business category tree, "" when not yet classified
    category_given: str = ""  # the words given for the category, where they are not its code
    channel: str = "counter"  # counter, phone, letter, opinion_box, email, fax, web, message, media, regulator
    intake_type: str = "complaint"
    occurred_on: date | None = None
    amount_fen: int | None = None
    account_tail: str = ""  # last four digits at most
    language: str = "zh"  # language of the papers for this complainant: zh or en
    given: Mapping[str, str] = field(default_factory=dict, hash=False)  # texts of an import by column, as given

    def __repr__(self) -> str:
        return "<Intake>"


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

    def __repr__(self) -> str:
        return f"<Extension {self.policy_id} {self.stage} {self.decision}>"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on the complaint with the parts that art. 19 of 令2020-3 demands."""

    outcome: str  # upheld, partly_upheld, not_upheld
    findings: str
    basis: str
    reasons: str
    remedy: str
    decided_by: str
    decided_at: datetime
    compensation_fen: int | None = None

    def __repr__(self) -> str:
        return f"<Decision {self.outcome}>"


@dataclass(frozen=True, slots=True)
class Notice:
    """One attempt to tell the complainant something, with its proof (art. 21 of 令2020-3)."""

    about: str  # extension, decision, progress
    way: str  # in_person, registered_mail, phone, sms, email
    given_at: datetime
    given_by: str
    receiver: str
    evidence_no: str
    succeeded: bool

    def __repr__(self) -> str:
        return f"<Notice {self.about} {self.way} {self.succeeded}>"


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """One making of a paper: `copy_no` 0 is the first print, n the n-th reprint. `about` as in `RecordPaper`."""

    kind: str  # ack_slip, extension_notice, resolution_letter
    copy_no: int
    made_at: datetime
    made_by: str
    sha256: str
    size: str = ""
    about: str = ""


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

    @property
    def pending_extension(self) -> Extension | None:
        """The extension request that waits for a decision, if any."""
        return next((e for e in self.extensions if e.decision is None), None)

    def reached_stage(self, policy_id: str) -> int:
        """The highest stage that was approved for a policy; 0 is the base term."""
        return max(
            (e.stage for e in self.extensions if e.policy_id == policy_id and e.decision == "approved"), default=0
        )

    def prints_of(self, kind: str, about: str | None = None) -> int:
        """How many times a paper of this kind was made; with `about`, how many times that very one."""
        return sum(1 for paper in self.papers if paper.kind == kind and about in (None, paper.about))

    def __repr__(self) -> str:
        return f"<Case {self.case_no} {self.state.value} v{self.version}>"
