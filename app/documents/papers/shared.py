"""What several papers have in common: who, when, how delivered, and the refusal of a paper with a part missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.branch import BranchFacts
from app.system.errors import KnownError


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
class DeliveryRecord:
    """How a paper reached the complainant (送达回证, art. 21): filled when it is known, else left to be written in."""

    way: str = ""
    delivered_at: datetime | None = None
    receiver: str = ""
    evidence_no: str = ""
    delivered_by: str = ""

    def __repr__(self) -> str:
        return "<DeliveryRecord>"


UNDELIVERED = DeliveryRecord()
"""Nothing is known yet: it is written in by hand."""


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper on a letter sheet begins and ends with. `complainant` in full, as letters show it (2.4).

    `issued_on` is the day of the paper; a copy bears it too. `copy_no` 0 is the first print, n the n-th reprint.
    """

    case_no: str
    branch: BranchFacts
    complainant: str
    received_at: datetime
    handler: StaffLine
    issued_on: date
    copy_no: int = 0

    def __repr__(self) -> str:
        return f"<PaperHead {self.case_no} copy {self.copy_no}>"
