"""How a case ends and what comes after (令2020-3 art. 15, 18 to 21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on the complaint with the parts that art. 19 of 令2020-3 demands."""

    outcome: str  # codes.OUTCOMES, codes.OTHER_OUTCOMES, codes.SETTLED
    findings: str
    basis: str
    reasons: str
    remedy: str
    decided_by: str
    decided_at: datetime
    compensation_fen: int | None = None
    measures: tuple[str, ...] = ()  # codes.MEASURES
    competent_body: str = ""  # who is competent where the bank is not
    what_to_bring: str = ""  # what would entitle the person, where the complaint was declined
    performance_on: date | None = None  # by when a settlement agreement is performed
    agreement_no: str = ""

    def __repr__(self) -> str:
        return f"<Decision {self.outcome}>"


@dataclass(frozen=True, slots=True)
class Notice:
    """One attempt to tell the complainant something, with its proof (art. 21 of 令2020-3)."""

    about: str  # codes.NOTICE_SUBJECTS
    way: str  # codes.WAYS
    given_at: datetime
    given_by: str
    receiver: str
    evidence_no: str
    succeeded: bool
    remark: str = ""  # why it failed

    def __repr__(self) -> str:
        return f"<Notice {self.about} {self.way} {self.succeeded}>"


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """One making of a paper: `copy_no` 0 is the first print, n the n-th reprint. `about` as in `RecordPaper`."""

    kind: str  # codes.PAPER_KINDS
    copy_no: int
    made_at: datetime
    made_by: str
    sha256: str
    size: str = ""
    about: str = ""
    given: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)  # words that only the paper holds


@dataclass(frozen=True, slots=True)
class VoidRequest:
    """Somebody asked to void a case that was recorded by mistake; a second person decides (ux.md 6)."""

    request_id: str
    reason: str
    requested_by: str
    requested_at: datetime
    decision: str | None = None  # approved, refused, lapsed
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""

    def __repr__(self) -> str:
        return f"<VoidRequest {self.decision}>"


@dataclass(frozen=True, slots=True)
class Review:
    """The complainant asked the superior institution to review the decision (核查, art. 20)."""

    review_id: str
    received_on: date
    grounds: str
    way: str
    requested_at: datetime
    result: str = ""  # codes.REVIEW_RESULTS, "" while it is open
    text: str = ""
    document_no: str = ""
    decided_on: date | None = None

    def __repr__(self) -> str:
        return f"<Review {self.result}>"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What the complainant said when asked (S4 no. 85). `answer` is of `codes.SATISFACTION`."""

    answer: str
    way: str
    comment: str
    asked_by: str
    asked_at: datetime

    @property
    def is_answer(self) -> bool:
        """Whether the complainant said how satisfied they are; to refuse or not to be reached says nothing."""
        return self.answer not in ("refused", "not_reached")

    def __repr__(self) -> str:
        return f"<Satisfaction {self.answer}>"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up visit after the case (回访)."""

    way: str
    result: str
    was_reached: bool
    by: str
    at: datetime

    def __repr__(self) -> str:
        return f"<FollowUp {self.way}>"


@dataclass(frozen=True, slots=True)
class TypicalCase:
    """A case worth learning from, in words without anybody's data (S0 no. 64). `checked_by` another person."""

    title: str
    text: str
    marked_by: str
    marked_at: datetime
    checked_by: str = ""
    is_approved: bool | None = None  # None until it was checked
    check_remark: str = ""

    def __repr__(self) -> str:
        return f"<TypicalCase {self.is_approved}>"
