"""Decide, print, tell, end (令2020-3 art. 15, 18 to 21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """Decide the complaint (art. 18, 19 of 令2020-3), decline it (art. 18-4), say who is competent, or answer
    an enquiry.

    What an outcome needs is in `decisions/concluding.py`; an answer to an enquiry stands in `remedy`.
    """

    outcome: str
    findings: str = field(repr=False)
    basis: str = field(repr=False)
    reasons: str = field(repr=False)
    remedy: str = field(repr=False)
    compensation: str = ""  # yuan as typed, or empty
    measures: tuple[str, ...] = ()  # codes.MEASURES; an amount adds "compensation" by itself
    competent_body: str = ""  # out of scope: who is competent, with address or telephone
    what_to_bring: str = field(default="", repr=False)  # declined: what would entitle the person


@dataclass(frozen=True, slots=True)
class AgreeSettlement:
    """Both sides signed a settlement agreement (和解协议, S1 no. 36): it is the decision, and it has been told."""

    terms: str = field(repr=False)
    amount: str  # yuan as typed, or empty
    performance_on: date
    agreement_no: str


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """A paper was made for printing. `about` says of what, where there can be several: the request id of an extension,
    the pause id, the transfer id."""

    kind: str
    sha256: str
    size: str
    about: str = ""
    given: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)  # words that only the paper holds


@dataclass(frozen=True, slots=True)
class GiveNotice:
    """The complainant was told, or an attempt failed (art. 21 of 令2020-3). `remark` says why it failed."""

    about: str
    way: str
    receiver: str = field(repr=False)
    evidence_no: str
    given_at: datetime | None = None
    succeeded: bool = True
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RecordUnreachable:
    """The complainant could not be told in spite of all attempts (art. 21); stands in the place of a notice."""

    summary: str = field(repr=False)


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
class MergeCase:
    """The same complaint within its term is handled together with another case (art. 18-3)."""

    into_case_id: str
    into_case_no: str
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RequestVoid:
    """Ask that a case recorded by mistake be voided; a second person decides."""

    request_id: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DecideVoid:
    """Void the case, or refuse, under four eyes. `seen_version` is the case version that the decider looked at."""

    request_id: str
    is_approved: bool
    reason: str = field(repr=False)
    seen_version: int
    nonce: str
