"""Forms about time: more of it, none of it for a while, a new beginning, an agreed day (令2020-3 art. 18, 21, 23, 24).
No Qt."""

from __future__ import annotations

import uuid
from datetime import timedelta

from app.domain.codes import PAUSES, WAYS
from app.domain.commands import (
    AgreeDate,
    DelegateApproval,
    EndPause,
    RecordNewFacts,
    RequestExtension,
    StartPause,
)
from app.domain.people import Right
from app.language import _, clock_labels, labels
from app.ui.case import clock_words
from app.ui.case.forms.reading import needed_day, read_day
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, colleagues, options

_PAUSE_DAYS = 30
_DELEGATION_DAYS = 7


def _extension(asked: Asked) -> FormSpec:
    offers = asked.view.offers
    choices = tuple((f"{o.policy_id}/{o.stage}", labels.policy_stage(o.policy_id, o.stage)) for o in offers)
    return FormSpec(
        "request_extension",
        _("Request an extension"),
        _("Send request"),
        fields=(
            FieldSpec("offer", _("Which extension"), "choice", choices, is_wide=True),
            FieldSpec("reason", _("Why more time is needed"), "text", hint=_("What makes the case complex"), lines=3),
        ),
        defaults={"offer": choices[0][0] if choices else "", "request_id": str(uuid.uuid4())},
    )


def _extension_note(asked: Asked, values: Values) -> str:
    view = asked.view
    offer = next((o for o in view.offers if f"{o.policy_id}/{o.stage}" == values.get("offer")), None)
    return clock_words.offer_lines(view, offer) if offer is not None else ""


def _request_extension(values: Values) -> RequestExtension:
    policy_id, _slash, stage = values["offer"].partition("/")
    return RequestExtension(values["request_id"], policy_id, int(stage or 0), values["reason"])


def _delegation(asked: Asked) -> FormSpec:
    waiting = asked.view.case.pending_extension
    return FormSpec(
        "delegate_approval",
        _("Delegate the approval"),
        _("Sign and delegate"),
        _("Somebody else decides this request in the approver's place, until the day given. Nobody who asked may."),
        (
            colleagues(
                asked, "to", _("Who decides instead"), Right.HANDLE, but=waiting.requested_by if waiting else ""
            ),
            FieldSpec("until_on", _("Until"), "date", is_ahead=True),
            FieldSpec("why", _("Why"), "text", lines=2),
        ),
        {
            "request_id": waiting.request_id if waiting else "",
            "until_on": (asked.today + timedelta(days=_DELEGATION_DAYS)).isoformat(),
        },
    )


def _delegate(values: Values) -> DelegateApproval:
    return DelegateApproval(values["request_id"], values["to"], needed_day(values["until_on"]), values["why"])


def _pause(asked: Asked) -> FormSpec:
    mediation = ("kind", frozenset({"mediation"}))
    return FormSpec(
        "start_pause",
        _("Pause the term"),
        _("Pause"),
        _("Days of appraisal, testing, assessment and mediation do not count, if the complainant was told."),
        (
            FieldSpec("kind", _("What for"), "choice", options(PAUSES, clock_labels.pause)),
            FieldSpec("body_name", _("Who carries it out"), hint=_("Name of the institution")),
            FieldSpec("started_on", _("From"), "date"),
            FieldSpec("expected_end_on", _("Expected to end on"), "date", is_ahead=True),
            FieldSpec("notice_way", _("How the complainant was told"), "choice", options(WAYS, labels.way)),
            FieldSpec("notice_evidence_no", _("Proof of it"), "code", hint=_("Postal no., recording no., signature")),
            FieldSpec("consent_evidence_no", _("Proof of the complainant's consent"), "code", shown_for=mediation),
            FieldSpec("why", _("Why it is needed"), "text", is_optional=True, lines=2),
        ),
        {
            "pause_id": str(uuid.uuid4()),
            "kind": "",
            "started_on": asked.today.isoformat(),
            "expected_end_on": (asked.today + timedelta(days=_PAUSE_DAYS)).isoformat(),
            "notice_way": "in_person",
        },
    )


def _start_pause(values: Values) -> StartPause:
    return StartPause(
        values["pause_id"],
        values["kind"],
        values["body_name"],
        needed_day(values["expected_end_on"]),
        values["notice_way"],
        values["notice_evidence_no"],
        read_day(values["started_on"]),
        values["why"],
        values["consent_evidence_no"],
    )


def _pause_end(asked: Asked) -> FormSpec:
    pause = asked.view.case.open_pause
    return FormSpec(
        "end_pause",
        _("End the pause"),
        _("Let the term run again"),
        _("The term runs again from this day; the days before it are left out."),
        (
            FieldSpec("ended_on", _("Runs again from"), "date"),
            FieldSpec("evidence_no", _("Proof"), "code", hint=_("Number of the report or record")),
        ),
        {"pause_id": pause.pause_id if pause else "", "ended_on": asked.today.isoformat()},
    )


def _end_pause(values: Values) -> EndPause:
    return EndPause(values["pause_id"], values["evidence_no"], read_day(values["ended_on"]))


def _new_facts(asked: Asked) -> FormSpec:
    return FormSpec(
        "record_new_facts",
        _("New facts and reasons"),
        _("Record and begin anew"),
        _("The term begins anew on the day on which the new material was received. What was overdue stays on record."),
        (
            FieldSpec("received_on", _("Received on"), "date"),
            FieldSpec("evidence_no", _("Number of the material"), "code", is_optional=True),
            FieldSpec("facts", _("What is new"), "text", lines=4),
        ),
        {"facts_id": str(uuid.uuid4()), "received_on": asked.today.isoformat()},
    )


def _record_new_facts(values: Values) -> RecordNewFacts:
    return RecordNewFacts(values["facts_id"], values["facts"], values["evidence_no"], read_day(values["received_on"]))


def _agreed(asked: Asked) -> FormSpec:
    return FormSpec(
        "agree_date",
        _("Agree a date"),
        _("Put on record"),
        _("What was agreed with the complainant prevails; without proof it does not count."),
        (
            FieldSpec("due_on", _("Agreed day"), "date", is_ahead=True),
            FieldSpec("way", _("How it was agreed"), "choice", options(WAYS, labels.way)),
            FieldSpec("evidence_no", _("Proof no."), "code", hint=_("Postal no., recording no., signature")),
            FieldSpec("why", _("Why"), "text", lines=2, is_optional=True),
        ),
        {"way": "in_person"},
    )


def _agree_date(values: Values) -> AgreeDate:
    return AgreeDate(needed_day(values["due_on"]), values["way"], values["evidence_no"], values["why"])


FORMS: dict[str, Form] = {
    "request_extension": Form(_extension, _request_extension, _extension_note),
    "delegate_approval": Form(_delegation, _delegate),
    "start_pause": Form(_pause, _start_pause),
    "end_pause": Form(_pause_end, _end_pause),
    "record_new_facts": Form(_new_facts, _record_new_facts),
    "agree_date": Form(_agreed, _agree_date),
}
