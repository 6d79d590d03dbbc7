"""What people ask for. A command is plain data; `decide` turns it into entries or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """The counter form as typed, before normalisation. Empty strings are fields left empty; only narrative and (at the
    counter) name are required. `given` is for imports: texts by column name exactly as the file has them."""

    narrative: str
    complainant_name: str = ""
    phone: str = ""
    id_kind: str = ""
    id_number: str = ""
    capacity: str = "self"
    account_tail: str = ""
    category: str = ""
    channel: str = "counter"
    intake_type: str = "complaint"
    occurred_on: str = ""  # "2026-11-20" or empty
    amount: str = ""  # yuan as typed: "1,286.00"
    remedy_sought: str = ""
    received_at: str = ""  # "" means now; "2026-11-20" or "2026-11-20 14:32" in Chinese time, or ISO 8601 with offset
    language: str = "zh"
    given: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        return "<IntakeForm>"


@dataclass(frozen=True, slots=True)
class RegisterComplaint:
    """Record a complaint and accept it at once; `settlement` not empty settles it on the spot in one go (S0 no. 6)."""

    case_id: str
    case_no: str
    form: IntakeForm
    settlement: str = field(default="", repr=False)
    is_name_required: bool = True


@dataclass(frozen=True, slots=True)
class StartHandling:
    """Take the case in hand; the actor becomes its owner."""


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note on the case, for staff only."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestExtension:
    """Ask for the next stage of a policy; `request_id` is made by the asker (UUID) so that repeats are harmless."""

    request_id: str
    policy_id: str
    stage: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DecideExtension:
    """Approve or refuse a request, under four eyes. `seen_version` is the case version that the decider looked at."""

    request_id: str
    is_approved: bool
    reason: str = field(repr=False)
    seen_version: int
    nonce: str


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """Decide the complaint (art. 18, 19 of 令2020-3)."""

    outcome: str
    findings: str = field(repr=False)
    basis: str = field(repr=False)
    reasons: str = field(repr=False)
    remedy: str = field(repr=False)
    compensation: str = ""  # yuan as typed, or empty


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """A paper was made for printing. `about` is the request id of the extension that a notice is of."""

    kind: str
    sha256: str
    size: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class GiveNotice:
    """The complainant was told, or an attempt failed (art. 21 of 令2020-3)."""

    about: str
    way: str
    receiver: str = field(repr=False)
    evidence_no: str
    given_at: datetime | None = None
    succeeded: bool = True


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Close a case whose complainant has been told."""


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """The complainant takes the complaint back; handling ends that day (art. 15 of 令2020-3)."""

    way: str
    reason: str = field(default="", repr=False)
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssignCase:
    """Give the case to another owner."""

    owner: str
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LogContact:
    """A talk with the complainant that is no formal notice (S3; domain.md no. 23)."""

    way: str
    receiver: str = field(repr=False)
    result: str = field(repr=False)

    def __repr__(self) -> str:
        return "<LogContact>"


Command = (
    RegisterComplaint
    | StartHandling
    | AddNote
    | RequestExtension
    | DecideExtension
    | RecordDecision
    | RecordPaper
    | GiveNotice
    | CloseCase
    | WithdrawCase
    | AssignCase
    | LogContact
)
