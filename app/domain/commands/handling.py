"""What is done about the matter (domain.md nos. 23, 58-63)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.facts.handling import LiabilityShare


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note on the case, for staff only."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LogContact:
    """A talk with the complainant that is no formal notice (S3; domain.md no. 23)."""

    way: str
    receiver: str = field(repr=False)
    result: str = field(repr=False)
    was_reached: bool = True
    contacted_at: datetime | None = None

    def __repr__(self) -> str:
        return "<LogContact>"


@dataclass(frozen=True, slots=True)
class ReceiveEvidence:
    """A paper or thing was handed in."""

    evidence_id: str
    name: str = field(repr=False)
    count: int = 1
    is_original: bool = False
    from_whom: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ReturnEvidence:
    """It was given back, against a receipt."""

    evidence_id: str
    to: str = field(repr=False)
    receipt_no: str = ""


@dataclass(frozen=True, slots=True)
class UseMeans:
    """Guidance, moral suasion, or mediation and negotiation, and what came of it."""

    means: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlanCorrection:
    """Something is to be put right, by whom and by when."""

    action_id: str
    kind: str
    text: str = field(repr=False)
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class FinishCorrection:
    """It has been put right."""

    action_id: str
    result: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindRootCause:
    """Why it happened."""

    cause: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindLiability:
    """Who is responsible, in shares of 100, or that the bank is not at fault."""

    is_bank_at_fault: bool
    shares: tuple[LiabilityShare, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AddAttachment:
    """A file that was checked and stored is part of the case from now on. `size` in bytes."""

    sha256: str
    name: str = field(repr=False)
    media_type: str
    size: int
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SetAsideAttachment:
    """A file does not belong to the case; it stays in the journal and is marked."""

    sha256: str
    reason: str = field(repr=False)
