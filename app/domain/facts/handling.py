"""What was done about the matter (S0 to S4 nos. 58-63; 令2020-3 art. 9, 26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """A talk with the complainant that is no formal notice (S3 no. 23). `was_reached` False is a failed attempt."""

    way: str
    receiver: str
    result: str
    by: str
    at: datetime
    was_reached: bool = True

    def __repr__(self) -> str:
        return f"<Contact {self.way}>"


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A paper or thing received from somebody, and whether it was given back."""

    evidence_id: str
    name: str
    count: int
    is_original: bool
    from_whom: str
    received_by: str
    received_at: datetime
    returned_to: str = ""
    return_receipt_no: str = ""
    returned_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<EvidenceItem {self.evidence_id}>"


@dataclass(frozen=True, slots=True)
class MeansUsed:
    """Guidance, moral suasion, or mediation and negotiation (S0 nos. 58-60)."""

    means: str  # codes.MEANS
    text: str
    by: str
    at: datetime

    def __repr__(self) -> str:
        return f"<MeansUsed {self.means}>"


@dataclass(frozen=True, slots=True)
class CorrectiveAction:
    """Something to put right at the root, with who and by when (溯源整改, art. 9; S1 no. 62)."""

    action_id: str
    kind: str  # codes.CORRECTIONS
    text: str
    owner: str
    due_on: date
    planned_at: datetime
    result: str = ""
    finished_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<CorrectiveAction {self.kind} {self.due_on}>"


@dataclass(frozen=True, slots=True)
class RootCause:
    """Why it happened. `cause` is of `codes.ROOT_CAUSES`."""

    cause: str
    text: str
    by: str
    at: datetime

    def __repr__(self) -> str:
        return f"<RootCause {self.cause}>"


@dataclass(frozen=True, slots=True)
class LiabilityShare:
    """Whose share of the responsibility, in whole per cent. `who` is a staff number or the name of a unit."""

    who: str
    percent: int


def are_whole(is_bank_at_fault: bool, shares: tuple[LiabilityShare, ...]) -> bool:
    """Whether the shares fit the finding: 1 to 100 each, together 100, nobody twice; none where nobody is at fault."""
    if not is_bank_at_fault:
        return not shares
    names = {share.who for share in shares}
    is_sound = all(share.who.strip() and 1 <= share.percent <= 100 for share in shares)
    return is_sound and len(names) == len(shares) and sum(share.percent for share in shares) == 100


@dataclass(frozen=True, slots=True)
class Liability:
    """The responsibility finding (定责): no fault of the bank, or shares that add up to 100."""

    is_bank_at_fault: bool
    shares: tuple[LiabilityShare, ...]
    text: str
    by: str
    at: datetime

    def __repr__(self) -> str:
        return "<Liability>"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the case, known by the SHA-256 of its bytes. `set_aside` says why it was marked as not belonging."""

    sha256: str
    name: str
    media_type: str
    size: int
    note: str
    added_by: str
    added_at: datetime
    set_aside: str = ""

    def __repr__(self) -> str:
        return f"<Attachment {self.sha256[:12]}>"
