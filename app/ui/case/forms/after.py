"""Forms of what comes after a case: review, reopening, satisfaction, lessons (令2020-3 art. 20, 26; S0 no. 64).

No Qt."""

from __future__ import annotations

import uuid

from app.domain.codes import REVIEW_RESULTS, SATISFACTION, WAYS, WITHDRAWAL_WAYS
from app.domain.commands import (
    AskSatisfaction,
    CheckTypical,
    MarkTypical,
    RecordFollowUp,
    RecordReviewDecision,
    ReopenCase,
    RequestReview,
)
from app.domain.deidentify import proposed_text
from app.language import _, closing_labels, labels
from app.ui.case.forms.reading import read_day
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, options, yes_no
from app.ui.case.words import day_text


def _review(asked: Asked) -> FormSpec:
    right = next((date for date in asked.view.explanation if date.target == "review_right"), None)
    until = _("The complainant may ask the superior institution in writing until {day}.")
    return FormSpec(
        "request_review",
        _("Review by the superior"),
        _("Record request"),
        until.format(day=day_text(right.due_on)) if right else "",
        (
            FieldSpec("way", _("How it came in"), "choice", options(WITHDRAWAL_WAYS, labels.way)),
            FieldSpec("received_on", _("Received on"), "date"),
            FieldSpec("grounds", _("What the complainant objects to"), "text", lines=4),
        ),
        {"review_id": str(uuid.uuid4()), "way": "letter", "received_on": asked.today.isoformat()},
    )


def _request_review(values: Values) -> RequestReview:
    return RequestReview(values["review_id"], values["grounds"], values["way"], read_day(values["received_on"]))


def _review_result(asked: Asked) -> FormSpec:
    review = asked.view.case.open_review
    objection = _("What the complainant objects to")
    grounds = (FieldSpec("grounds", objection, "shown", hint=review.grounds),) if review else ()
    return FormSpec(
        "record_review_decision",
        _("Result of the review"),
        _("Sign and record"),
        "",
        (
            *grounds,
            FieldSpec("result", _("Review result"), "choice", options(REVIEW_RESULTS, closing_labels.review_result)),
            FieldSpec("decided_on", _("Decided on"), "date"),
            FieldSpec("document_no", _("Document no."), "code", is_wide=True),
            FieldSpec("text", _("What the superior decided"), "text", lines=4),
        ),
        {"review_id": review.review_id if review else "", "result": "", "decided_on": asked.today.isoformat()},
    )


def _record_review_decision(values: Values) -> RecordReviewDecision:
    return RecordReviewDecision(
        values["review_id"], values["result"], values["text"], values["document_no"], read_day(values["decided_on"])
    )


def _reopen(asked: Asked) -> FormSpec:
    return FormSpec(
        "reopen",
        _("Reopen the case"),
        _("Sign and reopen"),
        _("The term begins anew on the day on which the new material was received. What was overdue stays on record."),
        (
            FieldSpec("received_on", _("Received on"), "date"),
            FieldSpec("evidence_no", _("Number of the material"), "code", is_optional=True),
            FieldSpec("facts", _("What is new"), "text", lines=4),
        ),
        {"restart_id": str(uuid.uuid4()), "received_on": asked.today.isoformat()},
    )


def _reopen_case(values: Values) -> ReopenCase:
    return ReopenCase(values["restart_id"], values["facts"], values["evidence_no"], read_day(values["received_on"]))


def _satisfaction(asked: Asked) -> FormSpec:
    return FormSpec(
        "ask_satisfaction",
        _("Ask about satisfaction"),
        _("Record answer"),
        "",
        (
            FieldSpec("answer", _("What was answered"), "choice", options(SATISFACTION, closing_labels.satisfaction)),
            FieldSpec("way", _("How it was asked"), "choice", options(WAYS, labels.way)),
            FieldSpec("comment", _("What the complainant said"), "text", is_optional=True, lines=3),
        ),
        {"answer": "", "way": "phone"},
    )


def _follow_up(asked: Asked) -> FormSpec:
    return FormSpec(
        "record_follow_up",
        _("Follow-up visit"),
        _("Record visit"),
        "",
        (
            FieldSpec("way", _("Way of contact"), "choice", options(WAYS, labels.way)),
            FieldSpec("was_reached", _("Outcome of the contact"), "yes_no", yes_no(_("Reached"), _("Not reached"))),
            FieldSpec("result", _("What was said"), "text", lines=4),
        ),
        {"way": "phone", "was_reached": "yes"},
    )


def _typical(asked: Asked) -> FormSpec:
    return FormSpec(
        "mark_typical",
        _("Propose as a typical case"),
        _("Propose"),
        _("Write without anybody's data: no names, numbers, addresses. A second person reads it before it is shared."),
        (
            FieldSpec("title", _("Title"), is_wide=True),
            FieldSpec("text", _("What happened and what is learnt"), "text", lines=8),
        ),
        {"text": proposed_text(asked.view.case)},
    )


def _typical_check(asked: Asked) -> FormSpec:
    typical = asked.view.case.typical
    shown = (
        (
            FieldSpec("title", _("Title"), "shown", hint=typical.title),
            FieldSpec("text", _("What happened and what is learnt"), "shown", hint=typical.text),
        )
        if typical
        else ()
    )
    return FormSpec(
        "check_typical",
        _("Check the typical case"),
        _("Record check"),
        _("Is there anything in it that says who it was about?"),
        (
            *shown,
            FieldSpec(
                "is_approved",
                _("Finding"),
                "yes_no",
                yes_no(_("Free of personal data"), _("Has to be changed")),
                is_wide=True,
            ),
            FieldSpec("remark", _("Remark"), "text", is_optional=True, lines=2),
        ),
        {"is_approved": ""},
    )


FORMS: dict[str, Form] = {
    "request_review": Form(_review, _request_review),
    "record_review_decision": Form(_review_result, _record_review_decision),
    "reopen": Form(_reopen, _reopen_case),
    "ask_satisfaction": Form(_satisfaction, lambda v: AskSatisfaction(v["answer"], v["way"], v["comment"])),
    "record_follow_up": Form(_follow_up, lambda v: RecordFollowUp(v["way"], v["result"], v["was_reached"] != "no")),
    "mark_typical": Form(_typical, lambda v: MarkTypical(v["title"], v["text"])),
    "check_typical": Form(_typical_check, lambda v: CheckTypical(v["is_approved"] == "yes", v["remark"])),
}
