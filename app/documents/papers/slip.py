"""The acknowledgement slip as data (domain.md 2.9 row 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.documents.papers.shared import PaperTaken, StaffLine
from app.domain.branch import BranchFacts
from app.domain.rights import RightsVersion

SLIP_SIZES = ("80mm", "a5", "a4")


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """投诉受理回执, the acknowledgement slip (domain.md 2.9 row 1; art. 8, 13, 21).

    `case_no` is empty only for the preview of a complaint that is still being typed. `due_on` is None when the case
    needs no answer any more because it was settled on the spot; then `settlement` says how. `copy_no` 0 is the first
    print, n the n-th reprint, made on `reprinted_on`. `narrative` and `remedy_sought` are as read back, in full: the
    slip itself shortens a long narrative and says so. `answer_way` is "phone", "written" or "either".
    `rights` are the texts of the law that were in force on the day of the slip.
    """

    case_no: str
    branch: BranchFacts
    received_at: datetime
    accepted_at: datetime | None
    complainant: str
    narrative: str
    handler: StaffLine
    rights: RightsVersion
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
    intake_type: str = ""  # in words; empty for a complaint, which the title says
    representative: str = ""  # who acts for the complainant, masked, with the paper that shows it
    represents_organisation: bool = False
    joint: str = ""  # how many complain together, and whom they elected
    forwarded: str = ""  # by which authority, with its reference
    copy_no: int = 0
    reprinted_on: date | None = None

    def __repr__(self) -> str:
        return f"<SlipPaper {self.case_no} copy {self.copy_no}>"
