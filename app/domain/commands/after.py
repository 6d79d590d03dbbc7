"""After the case: review, reopening, satisfaction, follow-up, lessons (令2020-3 art. 20, 26; S0 no. 64)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class RequestReview:
    """The complainant asked the superior for a review within 30 days (art. 20). `received_on` None is today."""

    review_id: str
    grounds: str = field(repr=False)
    way: str
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecordReviewDecision:
    """What the superior decided, with the number of its document. `decided_on` None is today."""

    review_id: str
    result: str
    text: str = field(repr=False)
    document_no: str
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReopenCase:
    """Take up an ended case again: new facts and reasons, or the review demands it. The term begins anew."""

    restart_id: str
    facts: str = field(repr=False)
    evidence_no: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class AskSatisfaction:
    """The complainant was asked whether they are satisfied, and what they said."""

    answer: str
    way: str
    comment: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RecordFollowUp:
    """A follow-up visit or call (回访)."""

    way: str
    result: str = field(repr=False)
    was_reached: bool = True


@dataclass(frozen=True, slots=True)
class MarkTypical:
    """Propose the case for learning, in words without anybody's data."""

    title: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckTypical:
    """Another person has read the text and found it free of personal data, or not."""

    is_approved: bool
    remark: str = field(default="", repr=False)
