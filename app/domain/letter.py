"""The parts that a resolution letter must hold before it may be made (令2020-3 art. 19-21; domain.md 2.9)."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.branch import BranchFacts
from app.domain.case import Case

REVIEW_DAYS = 30
"""Natural days within which the complainant may ask the superior institution for a review (art. 20)."""


def missing_letter_parts(case: Case, branch: BranchFacts | None) -> tuple[str, ...]:
    """Codes of the mandatory parts that are empty, in the order of the letter; empty when the letter may be made.

    Codes: complainant_name, request, decision, findings, basis, reasons, remedy, branch_contact, superior_name,
    superior_address. Without `branch` only the case's own parts are looked at.
    """
    decision = case.decision
    parts = {
        "complainant_name": case.intake.complainant.name,
        "request": case.intake.narrative,
        "decision": decision.outcome if decision else "",
        "findings": decision.findings if decision else "",
        "basis": decision.basis if decision else "",
        "reasons": decision.reasons if decision else "",
        "remedy": decision.remedy if decision else "",
    }
    if branch is not None:
        parts["branch_contact"] = branch.phone or branch.hotline
        parts["superior_name"] = branch.superior_name
        parts["superior_address"] = branch.superior_address
    return tuple(part for part, text in parts.items() if not text.strip())


def last_review_day(received_on: date) -> date:
    """The last day for the written request for review, counted from the day the decision was received (art. 20, 43)."""
    return received_on + timedelta(days=REVIEW_DAYS)
