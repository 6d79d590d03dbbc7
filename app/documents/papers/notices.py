"""Notices to the complainant as data: the clock stands still, declined, not the bank's matter, papers wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.papers.shared import UNDELIVERED, DeliveryRecord, PaperHead


@dataclass(frozen=True, slots=True)
class PauseNoticePaper:
    """期限中止告知书 (domain.md 2.9; 令2020-3 art. 18-2, 23): who appraises or mediates, from when, the effect.

    `kind` is of `codes.PAUSES`. `due_without` and `due_with` are the last day as it was and as it is expected to be.
    """

    head: PaperHead
    kind: str
    body_name: str
    started_on: date
    expected_end_on: date
    due_without: date
    due_with: date
    why: str = ""
    is_provisional: bool = False
    delivery: DeliveryRecord = UNDELIVERED

    def __repr__(self) -> str:
        return f"<PauseNoticePaper {self.head.case_no} {self.kind}>"


@dataclass(frozen=True, slots=True)
class DeclineNoticePaper:
    """不予办理告知书 (domain.md 2.9; 令2020-3 art. 18-4): why the person may not complain, what would entitle them."""

    head: PaperHead
    matter: str
    reasons: str
    what_to_bring: str
    delivery: DeliveryRecord = UNDELIVERED

    def __repr__(self) -> str:
        return f"<DeclineNoticePaper {self.head.case_no}>"


@dataclass(frozen=True, slots=True)
class OutOfScopeNotePaper:
    """非受理范围说明 (domain.md 2.9; S0 no. 57): why it is not our matter, who is competent, how to reach them."""

    head: PaperHead
    matter: str
    reasons: str
    competent_body: str
    delivery: DeliveryRecord = UNDELIVERED

    def __repr__(self) -> str:
        return f"<OutOfScopeNotePaper {self.head.case_no}>"


@dataclass(frozen=True, slots=True)
class SupplementRequestPaper:
    """补充材料通知 (domain.md 2.9; 令2020-3 art. 13, 14): papers wanted, why, by when."""

    head: PaperHead
    items: tuple[str, ...]
    why: str
    by_when: date
    delivery: DeliveryRecord = UNDELIVERED

    def __repr__(self) -> str:
        return f"<SupplementRequestPaper {self.head.case_no}>"
