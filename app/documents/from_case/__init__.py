"""From a case to the data of its papers: pure, with the masking that each paper wants (domain.md 2.4).

The slip goes home in a pocket and shows masked name, telephone and identity number; letters show the full name only;
what stays in the bank shows nothing about the person in full. The words are in `language`, by default the language the
complainant chose at intake.
"""

from __future__ import annotations

from app.documents.from_case.forms import (
    SUBJECT_OF_PAPER,
    confirmation_form_paper,
    service_receipt_paper,
    settlement_agreement_paper,
    transfer_note_paper,
    withdrawal_record_paper,
)
from app.documents.from_case.letters import extension_notice_paper, resolution_letter_paper
from app.documents.from_case.notices import (
    decline_notice_paper,
    out_of_scope_note_paper,
    pause_notice_paper,
    supplement_request_paper,
)
from app.documents.from_case.shared import head_of, staff_line
from app.documents.from_case.slip import draft_of, slip_paper

__all__ = [
    "SUBJECT_OF_PAPER",
    "confirmation_form_paper",
    "decline_notice_paper",
    "draft_of",
    "extension_notice_paper",
    "head_of",
    "out_of_scope_note_paper",
    "pause_notice_paper",
    "resolution_letter_paper",
    "service_receipt_paper",
    "settlement_agreement_paper",
    "slip_paper",
    "staff_line",
    "supplement_request_paper",
    "transfer_note_paper",
    "withdrawal_record_paper",
]
