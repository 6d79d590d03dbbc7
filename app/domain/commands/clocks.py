"""Ask for more time, stop the clock, begin it anew (令2020-3 art. 18, 21, 23, 24)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


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
class DelegateApproval:
    """An approver lets somebody else decide a request in their place, up to and including `until_on` (art. 24)."""

    request_id: str
    to: str
    until_on: date
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StartPause:
    """Stop the clock for an appraisal, testing, assessment or mediation; the complainant was told and how is proved
    (art. 18-2, 23). `started_on` None is today. Mediation needs the proof that the complainant agreed to it."""

    pause_id: str
    kind: str
    body_name: str
    expected_end_on: date
    notice_way: str
    notice_evidence_no: str
    started_on: date | None = None
    why: str = field(default="", repr=False)
    consent_evidence_no: str = ""


@dataclass(frozen=True, slots=True)
class EndPause:
    """The clock runs again from `ended_on`, None for today."""

    pause_id: str
    evidence_no: str
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecordNewFacts:
    """New facts and reasons came in: the term begins anew on that day (art. 18-3). `received_on` None is today."""

    facts_id: str
    facts: str = field(repr=False)
    evidence_no: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgreeDate:
    """The complainant agreed to a date, with proof (art. 21; S1 no. 9)."""

    due_on: date
    way: str
    evidence_no: str
    why: str = field(default="", repr=False)
