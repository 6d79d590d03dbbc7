"""The parts that the paper about a decision must hold before it may be made (令2020-3 art. 18-4, 19-21; S0 no. 57;
S1 no. 36; domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.branch import BranchFacts
from app.domain.case import Case
from app.domain.codes import ANSWERED, DECLINED, OUT_OF_SCOPE, SETTLED

_WHO = ("complainant_name", "request")
_SUPERIOR = ("superior_name", "superior_address")
_MERITS = (*_WHO, "decision", "findings", "basis", "reasons", "remedy", "branch_contact", *_SUPERIOR)
_PARTS: Mapping[str, tuple[str, ...]] = {
    DECLINED: (*_WHO, "reasons", "branch_contact", *_SUPERIOR),
    OUT_OF_SCOPE: (*_WHO, "reasons", "competent_body", "branch_contact"),
    ANSWERED: (*_WHO, "decision", "remedy", "branch_contact"),
    SETTLED: (*_WHO, "remedy", "performance_on", "branch_contact"),
}
"""What each outcome's paper must hold; whatever is not here is a decision on the merits (art. 19)."""


def missing_letter_parts(case: Case, branch: BranchFacts | None) -> tuple[str, ...]:
    """Codes of the mandatory parts that are empty, in the order of the letter; empty when the letter may be made.

    Codes: complainant_name, request, decision, findings, basis, reasons, remedy, competent_body, performance_on,
    branch_contact, superior_name, superior_address. Without `branch` only the case's own parts are looked at.
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
        "competent_body": decision.competent_body if decision else "",
        "performance_on": decision.performance_on.isoformat() if decision and decision.performance_on else "",
    }
    if branch is not None:
        parts["branch_contact"] = branch.phone or branch.hotline
        parts["superior_name"] = branch.superior_name
        parts["superior_address"] = branch.superior_address
    needed = _PARTS.get(decision.outcome, _MERITS) if decision else _MERITS
    return tuple(part for part in needed if part in parts and not parts[part].strip())
