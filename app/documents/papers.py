"""What stands on each paper, as plain data ready to be set (domain.md 2.9). Masking is already done.

Days are `date`, instants aware `datetime` (printed in Chinese time), money is whole fen. Texts are printed as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.branch import BranchFacts
from app.system.errors import KnownError

SLIP_SIZES = ("80mm", "a5", "a4")


class IncompletePaperError(KnownError):
    """A paper may not be made while a part that the law demands is empty (art. 19 of 令2020-3).

    `parts` names the empty parts by code: request, findings, basis, reasons, remedy, superior_name, ...
    """

    code = "incomplete_paper"

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(parts=parts)
        self.parts = parts


@dataclass(frozen=True, slots=True)
class StaffLine:
    """The member of staff a complainant may turn to: post in words, name, telephone."""

    post: str
    name: str
    phone: str
    staff_no: str = ""


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """A paper that the complainant left with the bank (art. 13 of 令2020-3)."""

    name: str
    count: int = 1
    is_original: bool = False


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """投诉受理回执, the acknowledgement slip (domain.md 2.9 row 1; art. 8, 13, 21).

    `case_no` is empty only for the preview of a complaint that is still being typed. `due_on` is None when the case
    needs no answer any more because it was settled on the spot; then `settlement` says how. `copy_no` 0 is the first
    print, n the n-th reprint, made on `reprinted_on`. `narrative` and `remedy_sought` are as read back, in full: the
    slip itself shortens a long narrative and says so. `answer_way` is "phone", "written" or "either".
    """

    case_no: str
    branch: BranchFacts
    received_at: datetime
    accepted_at: datetime | None
    complainant: str
    narrative: str
    handler: StaffLine
    due_on: date | None
    is_provisional: bool = False
    phone: str = ""
    identity: str = ""
    capacity: str = ""
    channel: str = ""
    category: str = ""
    occurred_on: date | None = None
    amount_fen: int | None = None
    remedy_sought: str = ""
    term: str = ""
    answer_way: str = "either"
    papers_taken: tuple[PaperTaken, ...] = ()
    settlement: str = ""
    copy_no: int = 0
    reprinted_on: date | None = None

    def __repr__(self) -> str:
        return f"<SlipPaper {self.case_no} copy {self.copy_no}>"


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """How a paper reached the complainant (送达回证, art. 21): filled when it is known, else left to be written in."""

    way: str = ""
    delivered_at: datetime | None = None
    receiver: str = ""
    evidence_no: str = ""
    delivered_by: str = ""

    def __repr__(self) -> str:
        return "<DeliveryRecord>"


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
    delivery: DeliveryRecord = DeliveryRecord()
    copy_no: int = 0

    def __repr__(self) -> str:
        return f"<ExtensionNoticePaper {self.case_no} stage {self.stage}>"


@dataclass(frozen=True, slots=True)
class ResolutionLetterPaper:
    """投诉处理答复书, the decision letter (domain.md 2.9; art. 19 to 21).

    `outcome` is a code (upheld, partly_upheld, not_upheld). `received_on` is the day the complainant gets the letter,
    None while it is not known: the last day for asking for a review is counted from it (art. 20).
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
    matter: str = ""
    channel: str = ""
    compensation_fen: int | None = None
    decided_on: date | None = None
    received_on: date | None = None
    delivery: DeliveryRecord = DeliveryRecord()
    copy_no: int = 0

    def __repr__(self) -> str:
        return f"<ResolutionLetterPaper {self.case_no}>"
