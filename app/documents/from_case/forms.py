"""From a case to the papers that are signed: withdrawal, confirmation, settlement, transfer, proof of service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.documents.from_case.shared import attempts, delivery, identity_of, representative_of
from app.documents.papers import (
    ConfirmationFormPaper,
    PaperHead,
    ServiceReceiptPaper,
    SettlementAgreementPaper,
    StaffLine,
    TransferNotePaper,
    WithdrawalRecordPaper,
)
from app.documents.wording import label
from app.domain.bodies import read_day
from app.domain.calendar import china_day
from app.domain.case import Case, TimelineItem, Transfer
from app.domain.deadlines import Deadlines
from app.domain.masking import mask_name, mask_phone
from app.language import in_language

SUBJECT_OF_PAPER = {
    "extension_notice": "extension",
    "pause_notice": "pause",
    "resolution_letter": "decision",
    "decline_notice": "decision",
    "out_of_scope_note": "decision",
    "settlement_agreement": "decision",
    "supplement_request": "progress",
}
"""The papers that are served on the complainant, and what a notice is about that serves each."""


def withdrawal_record_paper(head: PaperHead, case: Case, language: str | None = None) -> WithdrawalRecordPaper:
    """The withdrawal as it was put on record.

    Raises: ValueError when the complaint has not been withdrawn.
    """
    entry = _last(case, "case_withdrawn")
    received_on = entry.details.get("received_on")
    with in_language(language or case.intake.language):
        return WithdrawalRecordPaper(
            head=head,
            matter=case.intake.narrative,
            way=str(entry.details.get("way", "")),
            received_on=read_day(received_on) if received_on else china_day(entry.at),
            recorded_at=entry.at,
            reason=str(entry.details.get("reason", "")),
            identity=identity_of(case.intake.complainant),
        )


def confirmation_form_paper(head: PaperHead, case: Case, language: str | None = None) -> ConfirmationFormPaper:
    """What was settled on the spot.

    Raises: ValueError when the complaint was not settled on the spot.
    """
    entry = _last(case, "settled_on_spot")
    with in_language(language or case.intake.language):
        return ConfirmationFormPaper(
            head=head,
            matter=case.intake.narrative,
            settlement=case.settlement,
            settled_at=entry.at,
            request=case.intake.remedy_sought,
            in_dispute_fen=case.intake.amount_fen,
            identity=identity_of(case.intake.complainant),
        )


def settlement_agreement_paper(
    head: PaperHead,
    case: Case,
    *,
    terms: str,
    amount_fen: int | None,
    performance_on: date,
    agreement_no: str = "",
    language: str | None = None,
) -> SettlementAgreementPaper:
    """An agreement with these terms: to be signed while it has no number, else as it is on record."""
    with in_language(language or case.intake.language):
        return SettlementAgreementPaper(
            head=head,
            facts=case.intake.narrative,
            terms=terms,
            amount_fen=amount_fen,
            performance_on=performance_on,
            agreement_no=agreement_no,
            request=case.intake.remedy_sought,
            identity=identity_of(case.intake.complainant),
            phone=mask_phone(case.intake.complainant.phone),
            representative=representative_of(case, is_masked=False),
        )


def transfer_note_paper(
    head: PaperHead,
    case: Case,
    transfer: Transfer,
    deadlines: Deadlines,
    *,
    offered_by: StaffLine,
    to: StaffLine,
    category: str = "",
    language: str = "zh",
) -> TransferNotePaper:
    """The hand-over inside the bank; `category` is the label of the business category."""
    intake = case.intake
    with in_language(language):
        return TransferNotePaper(
            head=head,
            offered_by=offered_by,
            to=to,
            reason=transfer.reason,
            offered_at=transfer.offered_at,
            due_on=None if case.state.is_ended else deadlines.due_on,
            is_provisional=deadlines.is_provisional,
            complainant=mask_name(intake.complainant.name),
            phone=mask_phone(intake.complainant.phone),
            channel=label("channel", intake.channel),
            category=category,
            matter=intake.narrative,
            request=intake.remedy_sought,
            accepted_at=transfer.answered_at if transfer.answer == "accepted" else None,
        )


def service_receipt_paper(
    head: PaperHead,
    case: Case,
    served: str,
    served_on: date,
    name_of: Callable[[str], str] = str,
    language: str | None = None,
) -> ServiceReceiptPaper:
    """Proof that the paper of the kind `served`, made on `served_on`, reached the complainant.

    `name_of` gives the name of a staff number: whoever served it is named.
    """
    about = SUBJECT_OF_PAPER.get(served, "")
    served_by = delivery(case.notices, about)
    with in_language(language or case.intake.language):
        is_reply = served == "resolution_letter" and case.decision is not None and case.decision.outcome == "answered"
        return ServiceReceiptPaper(
            head=head,
            served=label("paper", "reply" if is_reply else served),
            served_on=served_on,
            delivery=replace(served_by, delivered_by=name_of(served_by.delivered_by)) if served_by.way else served_by,
            attempts=attempts(case.notices, about),
        )


def _last(case: Case, kind: str) -> TimelineItem:
    found = next((item for item in reversed(case.timeline) if item.kind == kind), None)
    if found is None:
        raise ValueError(f"there is no {kind}")
    return found
