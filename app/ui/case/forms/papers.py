"""Forms of papers whose words are typed when they are made (domain.md 2.9; S1 no. 36; 令2020-3 art. 13, 14). No Qt."""

from __future__ import annotations

from datetime import timedelta

from app.domain.money import format_yuan
from app.language import _
from app.ui.case.forms.concluding import amount_note
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec

_PAPERS_DAYS = 15


def _supplement(asked: Asked) -> FormSpec:
    return FormSpec(
        "make_supplement_request",
        _("Request for further papers"),
        _("Make and print"),
        _("Ask only for what the bank does not have and cannot look up itself."),
        (
            FieldSpec("items", _("Papers wanted"), "text", hint=_("One a line"), lines=4),
            FieldSpec("why", _("What they are needed for"), "text", lines=3),
            FieldSpec("by_when", _("By when"), "date", is_ahead=True),
        ),
        {"by_when": (asked.today + timedelta(days=_PAPERS_DAYS)).isoformat()},
    )


def _settlement_draft(asked: Asked) -> FormSpec:
    decision = asked.view.case.decision
    is_agreed = decision is not None and decision.outcome == "settled"
    defaults = {}
    if decision is not None and is_agreed:
        defaults = {
            "terms": decision.remedy,
            "amount": format_yuan(decision.compensation_fen) if decision.compensation_fen is not None else "",
            "performance_on": decision.performance_on.isoformat() if decision.performance_on else "",
        }
    return FormSpec(
        "make_settlement_agreement",
        _("Settlement agreement for signature"),
        _("Make and print"),
        _("Made out twice, one for each side. Once both have signed it, record the settlement."),
        (
            FieldSpec("terms", _("What was agreed"), "text", lines=5),
            FieldSpec("amount", _("Amount, CNY"), "amount", is_optional=True, hint="0.00"),
            FieldSpec("performance_on", _("Performed by"), "date", is_ahead=True),
        ),
        defaults,
    )


FORMS: dict[str, Form] = {
    "make_supplement_request": Form(_supplement),
    "make_settlement_agreement": Form(_settlement_draft, note=amount_note),
}
