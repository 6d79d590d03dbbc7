"""Papers that somebody signs, as data: withdrawal, confirmation, settlement, transfer, proof of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.documents.papers.shared import UNDELIVERED, DeliveryRecord, PaperHead, StaffLine


@dataclass(frozen=True, slots=True)
class WithdrawalRecordPaper:
    """撤诉确认单 (domain.md 2.9; 令2020-3 art. 15): the day the withdrawal was received is the end of the procedure.

    `recorded_at` is when it was put on record: the time of receipt for a withdrawal received on that very day.
    """

    head: PaperHead
    matter: str
    way: str
    received_on: date
    recorded_at: datetime
    reason: str = ""
    identity: str = ""

    def __repr__(self) -> str:
        return f"<WithdrawalRecordPaper {self.head.case_no}>"


@dataclass(frozen=True, slots=True)
class ConfirmationFormPaper:
    """确认书 (domain.md 2.9; S1 no. 36): what was settled on the spot and how, confirmed by the complainant.

    `in_dispute_fen` is what the complaint is about. What was paid is written in by hand: no record holds it.
    """

    head: PaperHead
    matter: str
    settlement: str
    settled_at: datetime
    request: str = ""
    in_dispute_fen: int | None = None
    identity: str = ""

    def __repr__(self) -> str:
        return f"<ConfirmationFormPaper {self.head.case_no}>"


@dataclass(frozen=True, slots=True)
class SettlementAgreementPaper:
    """和解协议 (domain.md 2.9; S1 no. 36): terms, amount in figures and capitals, day of performance, both signatures.

    `agreement_no` is empty while it is printed for signature. `identity` and `representative` are masked.
    """

    head: PaperHead
    facts: str
    terms: str
    amount_fen: int | None
    performance_on: date
    agreement_no: str = ""
    request: str = ""
    identity: str = ""
    phone: str = ""
    representative: str = ""

    def __repr__(self) -> str:
        return f"<SettlementAgreementPaper {self.head.case_no}>"


@dataclass(frozen=True, slots=True)
class TransferNotePaper:
    """投诉转办单 (glossary 转办; domain.md nos. 2, 13): within the bank, hence everything about the person is masked.

    `accepted_at` is None until it was accepted; then the acceptance is signed by hand.
    """

    head: PaperHead
    offered_by: StaffLine
    to: StaffLine
    reason: str
    offered_at: datetime
    due_on: date | None
    complainant: str
    phone: str = ""
    channel: str = ""
    category: str = ""
    matter: str = ""
    request: str = ""
    is_provisional: bool = False
    accepted_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<TransferNotePaper {self.head.case_no}>"


@dataclass(frozen=True, slots=True)
class ServiceReceiptPaper:
    """送达回证 (domain.md 2.9; 令2020-3 art. 21): what was served, how, when, on whom, with which proof, and in vain.

    `served` is the title of the paper served, `served_on` its day.
    """

    head: PaperHead
    served: str
    served_on: date
    delivery: DeliveryRecord = UNDELIVERED
    attempts: tuple[DeliveryRecord, ...] = ()

    def __repr__(self) -> str:
        return f"<ServiceReceiptPaper {self.head.case_no}>"
