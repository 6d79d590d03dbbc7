"""The forms of the next steps as data: which fields, what they start with, what is said above them. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.codes import NOTICE_SUBJECTS, OUTCOMES, WAYS, WITHDRAWAL_WAYS
from app.domain.people import Right
from app.language import _, labels
from app.ui.case import words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.operations.open_case import CaseView


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One input. `kind`: line, text (several lines), code (refuses the input method), choice."""

    name: str
    label: str
    kind: str = "line"
    choices: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False
    hint: str = ""
    lines: int = 3
    is_wide: bool = False

    @property
    def spans(self) -> bool:
        """Whether it takes a whole row of the form."""
        return self.is_wide or self.kind == "text"


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One form: title, what to know before, fields, what the button says. `asks_for` says that it needs a preview."""

    action: str
    title: str
    submit: str
    lead: str = ""
    fields: tuple[FieldSpec, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    is_danger: bool = False


def form_for(action: str, view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    """The form of a step for a case as it stands.

    Raises: KeyError for a step that has no form.
    """
    return _MAKERS[action](view, people)


def note_for(action: str, view: CaseView, values: Mapping[str, str]) -> str:
    """What the chosen values lead to, said below the fields: for an extension the due dates before and after."""
    if action != "request_extension":
        return ""
    offer = next((o for o in view.offers if f"{o.policy_id}/{o.stage}" == values.get("offer")), None)
    return words.offer_lines(view, offer) if offer is not None else ""


def has_form(action: str) -> bool:
    """Whether a step asks for anything before it is taken."""
    return action in _MAKERS


def _note(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    return FormSpec(
        "add_note",
        _("Add a note"),
        _("Save note"),
        _("Notes are for staff; they never appear on papers for the customer."),
        (FieldSpec("text", _("Note"), "text", lines=4),),
    )


def _extension(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    choices = tuple((f"{o.policy_id}/{o.stage}", labels.policy_stage(o.policy_id, o.stage)) for o in view.offers)
    return FormSpec(
        "request_extension",
        _("Request an extension"),
        _("Send request"),
        "",
        (
            FieldSpec("offer", _("Which extension"), "choice", choices, is_wide=True),
            FieldSpec("reason", _("Why more time is needed"), "text", hint=_("What makes the case complex"), lines=3),
        ),
        {"offer": choices[0][0] if choices else "", "request_id": str(uuid.uuid4())},
    )


def _decision(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    outcomes = tuple((code, labels.outcome(code)) for code in OUTCOMES)
    return FormSpec(
        "record_decision",
        _("Record the decision"),
        _("Sign and record"),
        _("The answer letter is made from these words. Your signature goes under the decision."),
        (
            FieldSpec("outcome", _("Outcome"), "choice", outcomes),
            FieldSpec("compensation", _("Compensation, CNY"), "code", is_optional=True, hint="0.00"),
            FieldSpec("findings", _("Verification findings"), "text", lines=2),
            FieldSpec("basis", _("Basis of the decision"), "text", hint=_("Law, rule or contract clause"), lines=2),
            FieldSpec("reasons", _("Reasons"), "text", lines=2),
            FieldSpec("remedy", _("Remedy"), "text", hint=_("What the bank does and by when"), lines=2),
        ),
        {"outcome": ""},
    )


def _letter(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    return FormSpec(
        "make_letter",
        _("Answer letter"),
        _("Make and print"),
        _("This is the letter as it will be printed. Making it is put on record."),
    )


def _notice(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    about = "decision" if view.case.decision else ("extension" if words.extension_to_tell(view) else "progress")
    return FormSpec(
        "give_notice",
        _("Notice to the complainant"),
        _("Put on record"),
        _("The term is kept only when the complainant has been told; keep the proof."),
        (
            FieldSpec("about", _("About"), "choice", tuple((c, labels.notice_subject(c)) for c in NOTICE_SUBJECTS)),
            FieldSpec("way", _("Way"), "choice", tuple((code, labels.way(code)) for code in WAYS)),
            FieldSpec(
                "succeeded", _("Result"), "choice", (("yes", _("Told")), ("no", _("Not reached"))),
            ),
            FieldSpec("receiver", _("Who received it"), hint=words.masked_name(view)),
            FieldSpec("evidence_no", _("Proof no."), "code", hint=_("Postal no., recording no., signature")),
            FieldSpec("given_at", _("When"), "code", is_optional=True, hint=_("now, or 2026-11-20 14:30")),
        ),
        {"about": about, "way": "in_person", "succeeded": "yes"},
    )  # fmt: skip


def _close(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    return FormSpec("close", _("Close the case"), _("Sign and close"), words.closing_line(view))


def _withdraw(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    return FormSpec(
        "withdraw",
        _("Withdrawal by the complainant"),
        _("Record withdrawal"),
        _("Handling ends on the day that the withdrawal was received. This cannot be undone."),
        (
            FieldSpec("way", _("How it was received"), "choice", tuple((w, labels.way(w)) for w in WITHDRAWAL_WAYS)),
            FieldSpec(
                "received_on", _("Withdrawal received on"), "code", is_optional=True, hint=_("today, or 2026-11-20")
            ),
            FieldSpec("reason", _("Reason for withdrawing"), "text", is_optional=True, lines=2),
        ),
        {"way": "in_person"},
        is_danger=True,
    )


def _assign(view: CaseView, people: Mapping[str, Person]) -> FormSpec:
    owners = tuple(
        (p.staff_no, f"{p.name} {p.staff_no} · {labels.role(p.role)}")
        for p in people.values()
        if p.may(Right.HANDLE) and p.staff_no != view.case.owner
    )
    return FormSpec(
        "assign",
        _("Assign the case"),
        _("Assign"),
        "",
        (
            FieldSpec("owner", _("New owner"), "choice", owners, is_wide=True),
            FieldSpec("reason", _("Reason for assigning"), "text", is_optional=True, lines=2),
        ),
        {"owner": ""},
    )


_MAKERS: dict[str, Callable[[CaseView, Mapping[str, Person]], FormSpec]] = {
    "add_note": _note,
    "request_extension": _extension,
    "record_decision": _decision,
    "make_letter": _letter,
    "give_notice": _notice,
    "close": _close,
    "withdraw": _withdraw,
    "assign": _assign,
}
