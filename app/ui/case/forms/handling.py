"""Forms about what is done in the matter (domain.md nos. 23, 41-57, 58-63). No Qt."""

from __future__ import annotations

import uuid
from datetime import timedelta

from app.domain.case import LiabilityShare
from app.domain.codes import CORRECTIONS, MEANS, ROOT_CAUSES, WAYS
from app.domain.commands import (
    AddNote,
    FindLiability,
    FindRootCause,
    FinishCorrection,
    LogContact,
    PlanCorrection,
    ReceiveEvidence,
    ReturnEvidence,
    UseMeans,
)
from app.domain.people import Right
from app.language import _, dealing_labels, labels
from app.ui.case.forms.reading import needed_day, read_moment, read_number
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, colleagues, options, yes_no
from app.ui.case.words import day_text, masked_name

_CORRECTION_DAYS = 30
MOST_SHARES = 4


def _note(asked: Asked) -> FormSpec:
    return FormSpec(
        "add_note",
        _("Add a note"),
        _("Save note"),
        _("Notes are for staff; they never appear on papers for the customer."),
        (FieldSpec("text", _("Note"), "text", lines=4),),
    )


def _contact(asked: Asked) -> FormSpec:
    return FormSpec(
        "log_contact",
        _("Log a contact"),
        _("Save contact"),
        _("A talk with the complainant that is no formal notice, such as telling the progress."),
        (
            FieldSpec("way", _("Way of contact"), "choice", options(WAYS, labels.way)),
            FieldSpec("was_reached", _("Outcome of the contact"), "yes_no", yes_no(_("Reached"), _("Not reached"))),
            FieldSpec("receiver", _("Who was spoken to"), hint=masked_name(asked.view), is_optional=True),
            FieldSpec(
                "contacted_at", _("Time of contact"), "moment", is_optional=True, hint=_("now, or 2026-11-20 14:30")
            ),
            FieldSpec("result", _("What was said"), "text", lines=4),
        ),
        {"way": "phone", "was_reached": "yes"},
    )


def _log_contact(values: Values) -> LogContact:
    return LogContact(
        values["way"],
        values["receiver"],
        values["result"],
        values["was_reached"] != "no",
        read_moment(values["contacted_at"]),
    )


def _evidence_in(asked: Asked) -> FormSpec:
    return FormSpec(
        "receive_evidence",
        _("Receive evidence"),
        _("Record receipt"),
        _("Ask only for what the bank does not have and cannot look up itself."),
        (
            FieldSpec("name", _("What was handed in"), is_wide=True),
            FieldSpec("count", _("How many"), "number"),
            FieldSpec("is_original", _("Original or copy"), "yes_no", yes_no(_("Original"), _("Copy"))),
            FieldSpec("from_whom", _("From whom"), hint=masked_name(asked.view), is_optional=True),
        ),
        {"evidence_id": str(uuid.uuid4()), "count": "1", "is_original": "no"},
    )


def _receive_evidence(values: Values) -> ReceiveEvidence:
    return ReceiveEvidence(
        values["evidence_id"],
        values["name"],
        read_number(values["count"]),
        values["is_original"] == "yes",
        values["from_whom"],
    )


def _evidence_out(asked: Asked) -> FormSpec:
    kept = tuple((e.evidence_id, f"{e.name} ×{e.count}") for e in asked.view.case.evidence if e.returned_at is None)
    return FormSpec(
        "return_evidence",
        _("Return evidence"),
        _("Record return"),
        "",
        (
            FieldSpec("evidence_id", _("What is given back"), "choice", kept, is_wide=True),
            FieldSpec("to", _("To whom"), hint=masked_name(asked.view)),
            FieldSpec("receipt_no", _("Receipt no."), "code", is_optional=True),
        ),
        {"evidence_id": kept[0][0] if len(kept) == 1 else ""},
    )


def _means(asked: Asked) -> FormSpec:
    return FormSpec(
        "use_means",
        _("Means used"),
        _("Record means"),
        "",
        (
            FieldSpec("means", _("Means"), "choice", options(MEANS, dealing_labels.means), is_wide=True),
            FieldSpec("text", _("What was done and what came of it"), "text", lines=4),
        ),
    )


def _correction(asked: Asked) -> FormSpec:
    return FormSpec(
        "plan_correction",
        _("Plan a correction"),
        _("Record plan"),
        _("What is put right at the root, by whom and by when."),
        (
            FieldSpec("kind", _("Kind"), "choice", options(CORRECTIONS, dealing_labels.correction)),
            FieldSpec("due_on", _("By when"), "date", is_ahead=True),
            colleagues(asked, "owner", _("By whom"), Right.READ),
            FieldSpec("text", _("What is put right"), "text", lines=3),
        ),
        {
            "action_id": str(uuid.uuid4()),
            "owner": asked.view.case.owner,
            "due_on": (asked.today + timedelta(days=_CORRECTION_DAYS)).isoformat(),
        },
    )


def _plan_correction(values: Values) -> PlanCorrection:
    return PlanCorrection(
        values["action_id"], values["kind"], values["text"], values["owner"], needed_day(values["due_on"])
    )


def _correction_end(asked: Asked) -> FormSpec:
    plans = tuple(
        (plan.action_id, f"{dealing_labels.correction(plan.kind)} · {day_text(plan.due_on)} · {plan.text[:24]}")
        for plan in asked.view.case.corrections
        if plan.finished_at is None
    )
    return FormSpec(
        "finish_correction",
        _("Finish a correction"),
        _("Record result"),
        "",
        (
            FieldSpec("action_id", _("Which correction"), "choice", plans, is_wide=True),
            FieldSpec("result", _("What came of it"), "text", lines=3),
        ),
        {"action_id": plans[0][0] if len(plans) == 1 else ""},
    )


def _cause(asked: Asked) -> FormSpec:
    known = asked.view.case.root_cause
    return FormSpec(
        "find_root_cause",
        _("Record the root cause"),
        _("Record cause"),
        "",
        (
            FieldSpec(
                "cause", _("Why it happened"), "choice", options(ROOT_CAUSES, dealing_labels.root_cause), is_wide=True
            ),
            FieldSpec("text", _("In words"), "text", lines=4),
        ),
        {"cause": known.cause if known else "", "text": known.text if known else ""},
    )


def _liability(asked: Asked) -> FormSpec:
    at_fault = ("is_bank_at_fault", frozenset({"yes"}))
    shares = []
    for n in range(1, MOST_SHARES + 1):
        who, hint = _("Responsible {n}").format(n=n), _("Staff number or unit")
        shares.append(FieldSpec(f"who_{n}", who, is_optional=n > 1, hint=hint, shown_for=at_fault))
        shares.append(FieldSpec(f"percent_{n}", _("Share, %"), "number", is_optional=n > 1, shown_for=at_fault))
    return FormSpec(
        "find_liability",
        _("Responsibility"),
        _("Record finding"),
        _("Shares are whole per cent and add up to 100."),
        (
            FieldSpec(
                "is_bank_at_fault",
                _("Finding"),
                "yes_no",
                yes_no(_("The bank is responsible"), _("The bank is not responsible")),
                is_wide=True,
            ),
            *shares,
            FieldSpec("text", _("In words"), "text", is_optional=True, lines=2),
        ),
        {"is_bank_at_fault": ""},
    )


def _find_liability(values: Values) -> FindLiability:
    is_at_fault = values["is_bank_at_fault"] == "yes"
    shares = []
    for n in range(1, MOST_SHARES + 1):
        who, percent = values.get(f"who_{n}", "").strip(), values.get(f"percent_{n}", "").strip().rstrip("%％")
        if is_at_fault and (who or percent):
            shares.append(LiabilityShare(who, read_number(percent)))
    return FindLiability(is_at_fault, tuple(shares), values["text"])


FORMS: dict[str, Form] = {
    "add_note": Form(_note, lambda v: AddNote(v["text"])),
    "log_contact": Form(_contact, _log_contact),
    "receive_evidence": Form(_evidence_in, _receive_evidence),
    "return_evidence": Form(_evidence_out, lambda v: ReturnEvidence(v["evidence_id"], v["to"], v["receipt_no"])),
    "use_means": Form(_means, lambda v: UseMeans(v["means"], v["text"])),
    "plan_correction": Form(_correction, _plan_correction),
    "finish_correction": Form(_correction_end, lambda v: FinishCorrection(v["action_id"], v["result"])),
    "find_root_cause": Form(_cause, lambda v: FindRootCause(v["cause"], v["text"])),
    "find_liability": Form(_liability, _find_liability),
}
