"""Forms about who has the case and who presses for it (domain.md 1.1 nos. 2, 11-16; 令2020-3 art. 17). No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from app.domain.codes import LEVELS
from app.domain.commands import (
    AnswerOrder,
    AnswerTransfer,
    AssignCase,
    DeclareConflict,
    EscalateCase,
    OfferTransfer,
    OrderSupervision,
    ReportUpward,
    SendReminder,
)
from app.domain.people import Right
from app.language import _, dealing_labels
from app.ui.case.forms.reading import needed_day
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, colleagues, options
from app.ui.case.words import day_text

_ORDER_DAYS = 3


def _assign(asked: Asked) -> FormSpec:
    return FormSpec(
        "assign",
        _("Assign the case"),
        _("Assign"),
        "",
        (
            colleagues(asked, "owner", _("New owner"), Right.HANDLE, but=asked.view.case.owner),
            FieldSpec("reason", _("Reason for assigning"), "text", is_optional=True, lines=2),
        ),
        {"owner": ""},
    )


def _offer(asked: Asked) -> FormSpec:
    return FormSpec(
        "offer_transfer",
        _("Offer the case to a colleague"),
        _("Offer"),
        _("Whoever has the case stays responsible until the colleague accepts it."),
        (
            colleagues(asked, "to", _("To whom"), Right.HANDLE, but=asked.view.case.owner),
            FieldSpec("reason", _("Why it is handed over"), "text", lines=3),
        ),
        {"transfer_id": str(uuid.uuid4())},
    )


def _answering(asked: Asked, name: str, title: str, submit: str, lead: str, *, is_reason_needed: bool) -> FormSpec:
    offered = asked.view.case.pending_transfer
    given = (FieldSpec("given", _("Reason given"), "shown", hint=offered.reason),) if offered and offered.reason else ()
    why = FieldSpec("reason", _("Why"), "text", lines=2, is_optional=not is_reason_needed)
    defaults = {"transfer_id": offered.transfer_id if offered else ""}
    return FormSpec(name, title, submit, lead, (*given, why), defaults)


def _accept(asked: Asked) -> FormSpec:
    lead = _("From then on the case is yours, with all its dates.")
    return _answering(asked, "accept_transfer", _("Accept the case"), _("Accept"), lead, is_reason_needed=False)


def _decline(asked: Asked) -> FormSpec:
    lead = _("The case stays with whoever offered it.")
    return _answering(asked, "decline_transfer", _("Decline the case"), _("Decline"), lead, is_reason_needed=True)


def _take_back(asked: Asked) -> FormSpec:
    lead = _("The offer ends and the case stays where it is.")
    return _answering(
        asked, "take_back_transfer", _("Take the offer back"), _("Take back"), lead, is_reason_needed=False
    )


def _answered(answer: str) -> Callable[[Values], AnswerTransfer]:
    return lambda values: AnswerTransfer(values["transfer_id"], answer, values["reason"])


def _escalate(asked: Asked) -> FormSpec:
    levels = tuple(level for level in LEVELS if level != "regulator")  # only reports go to the regulator
    return FormSpec(
        "escalate",
        _("Put before a higher level"),
        _("Escalate"),
        _("The case is put before a higher level; whoever has it stays responsible."),
        (
            FieldSpec("level", _("Before whom"), "choice", options(levels, dealing_labels.level), is_wide=True),
            FieldSpec("reason", _("Why"), "text", lines=3),
        ),
    )


def _report(asked: Asked) -> FormSpec:
    return FormSpec(
        "report_upward",
        _("Report upward"),
        _("Record report"),
        _("For the knowledge of a higher level or the regulator."),
        (
            FieldSpec("level", _("Reported to"), "choice", options(LEVELS, dealing_labels.level), is_wide=True),
            FieldSpec("summary", _("What is reported"), "text", lines=4),
        ),
    )


def _conflict(asked: Asked) -> FormSpec:
    case = asked.view.case
    return FormSpec(
        "declare_conflict",
        _("Declare a conflict of interest"),
        _("Declare and keep out"),
        _("From then on you neither handle nor decide this case. This cannot be taken back."),
        (
            FieldSpec("reason", _("What connects you with the case"), "text", lines=3),
            colleagues(asked, "hand_to", _("Who takes it over"), Right.HANDLE, but=case.owner, is_optional=True),
        ),
        is_danger=True,
    )


def _order(asked: Asked) -> FormSpec:
    return FormSpec(
        "order_supervision",
        _("Supervision order"),
        _("Sign the order"),
        _("It stands on top of the case until it is answered."),
        (
            FieldSpec("text", _("What is demanded"), "text", lines=3),
            FieldSpec("due_on", _("By when"), "date", is_ahead=True),
        ),
        {"order_id": str(uuid.uuid4()), "due_on": (asked.today + timedelta(days=_ORDER_DAYS)).isoformat()},
    )


def _order_answer(asked: Asked) -> FormSpec:
    orders = asked.view.case.open_orders
    choices = tuple((o.order_id, f"{day_text(o.due_on)} · {o.text[:30]}") for o in orders)
    shown = (FieldSpec("order", _("What is demanded"), "shown", hint=orders[0].text),) if len(orders) == 1 else ()
    pick = (FieldSpec("order_id", _("Which order"), "choice", choices, is_wide=True),) if len(orders) > 1 else ()
    return FormSpec(
        "answer_order",
        _("Answer the supervision order"),
        _("Send answer"),
        "",
        (*shown, *pick, FieldSpec("answer", _("Answer to the order"), "text", lines=4)),
        {"order_id": orders[0].order_id if orders else ""},
    )


def _reminder(asked: Asked) -> FormSpec:
    owner = asked.view.names.get(asked.view.case.owner, asked.view.case.owner)
    return FormSpec(
        "send_reminder",
        _("Remind the owner"),
        _("Send reminder"),
        _("{name} sees it on the case and in the worklist.").format(name=owner),
        (FieldSpec("text", _("Reminder"), "text", lines=3),),
    )


def _assign_case(values: Values) -> AssignCase:
    return AssignCase(values["owner"], values["reason"])


def _order_supervision(values: Values) -> OrderSupervision:
    return OrderSupervision(values["order_id"], values["text"], needed_day(values["due_on"]))


FORMS: dict[str, Form] = {
    "assign": Form(_assign, _assign_case),
    "offer_transfer": Form(_offer, lambda v: OfferTransfer(v["transfer_id"], v["to"], v["reason"])),
    "accept_transfer": Form(_accept, _answered("accepted")),
    "decline_transfer": Form(_decline, _answered("declined")),
    "take_back_transfer": Form(_take_back, _answered("taken_back")),
    "escalate": Form(_escalate, lambda v: EscalateCase(v["level"], v["reason"])),
    "report_upward": Form(_report, lambda v: ReportUpward(v["level"], v["summary"])),
    "declare_conflict": Form(_conflict, lambda v: DeclareConflict(v["reason"], v["hand_to"])),
    "order_supervision": Form(_order, _order_supervision),
    "answer_order": Form(_order_answer, lambda v: AnswerOrder(v["order_id"], v["answer"])),
    "send_reminder": Form(_reminder, lambda v: SendReminder(v["text"])),
}
