"""The decision letter and the notice of an extension as data (domain.md 2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.documents.papers.shared import UNDELIVERED, DeliveryRecord, StaffLine
from app.domain.branch import BranchFacts
from app.domain.rights import RightsVersion


@dataclass(frozen=True, slots=True)
class ExtensionNoticePaper:
    """延期告知书, the notice of an extension (domain.md 2.9; art. 18). `approver_level` is in words."""

    case_no: str
    branch: BranchFacts
    complainant: str
    received_at: datetime
    old_due_on: date
    new_due_on: date
    policy_id: str
    stage: int
    reason: str
    approver_level: str
    handler: StaffLine
    issued_on: date
    approver_name: str = ""
    approved_on: date | None = None
    is_provisional: bool = False
    remedy_sought: str = ""
    delivery: DeliveryRecord = UNDELIVERED
    copy_no: int = 0

    def __repr__(self) -> str:
        return f"<ExtensionNoticePaper {self.case_no} stage {self.stage}>"


@dataclass(frozen=True, slots=True)
class ResolutionLetterPaper:
    """投诉处理答复书, the decision letter (domain.md 2.9; art. 19 to 21), or the reply to an enquiry and the like.

    `outcome` is a code (upheld, partly_upheld, not_upheld, answered). `received_on` is the day the complainant gets
    the letter, None while it is not known: the last day for asking for a review is counted from it (art. 20).
    `rights` are the texts of the law that are in force on the day of the letter, `review_days` the natural days from
    receipt within which a review may be asked for.
    """

    case_no: str
    branch: BranchFacts
    complainant: str
    received_at: datetime
    request: str
    outcome: str
    findings: str
    basis: str
    reasons: str
    remedy: str
    handler: StaffLine
    issued_on: date
    rights: RightsVersion
    review_days: int
    matter: str = ""
    channel: str = ""
    intake_type: str = ""  # in words, for the reply to what is no complaint
    compensation_fen: int | None = None
    decided_on: date | None = None
    received_on: date | None = None
    delivery: DeliveryRecord = UNDELIVERED
    copy_no: int = 0

    def __repr__(self) -> str:
        return f"<ResolutionLetterPaper {self.case_no}>"
