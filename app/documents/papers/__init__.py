"""What stands on each paper, as plain data ready to be set (domain.md 2.9). Masking is already done.

Days are `date`, instants aware `datetime` (printed in Chinese time), money is whole fen. Texts are printed as given.
"""

from __future__ import annotations

from app.documents.papers.forms import (
    ConfirmationFormPaper,
    ServiceReceiptPaper,
    SettlementAgreementPaper,
    TransferNotePaper,
    WithdrawalRecordPaper,
)
from app.documents.papers.letters import ExtensionNoticePaper, ResolutionLetterPaper
from app.documents.papers.notices import (
    DeclineNoticePaper,
    OutOfScopeNotePaper,
    PauseNoticePaper,
    SupplementRequestPaper,
)
from app.documents.papers.shared import (
    UNDELIVERED,
    DeliveryRecord,
    IncompletePaperError,
    PaperHead,
    PaperTaken,
    StaffLine,
)
from app.documents.papers.slip import SLIP_SIZES, SlipPaper

__all__ = [
    "SLIP_SIZES",
    "UNDELIVERED",
    "ConfirmationFormPaper",
    "DeclineNoticePaper",
    "DeliveryRecord",
    "ExtensionNoticePaper",
    "IncompletePaperError",
    "OutOfScopeNotePaper",
    "PaperHead",
    "PaperTaken",
    "PauseNoticePaper",
    "ResolutionLetterPaper",
    "ServiceReceiptPaper",
    "SettlementAgreementPaper",
    "SlipPaper",
    "StaffLine",
    "SupplementRequestPaper",
    "TransferNotePaper",
    "WithdrawalRecordPaper",
]
