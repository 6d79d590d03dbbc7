"""Forms of holds: a case is kept beyond its time, and no longer (domain.md 2.4). No Qt."""

from __future__ import annotations

import uuid

from app.domain.codes import HOLD_REASONS
from app.domain.commands import LiftHold, PlaceHold
from app.language import _, holding_labels
from app.ui.case.forms.reading import read_day
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, options


def _place(asked: Asked) -> FormSpec:
    return FormSpec(
        "place_hold",
        _("Keep on hold"),
        _("Sign and keep"),
        _("The case is not deleted while a hold stands, however old it is. Another person has to lift it."),
        (
            FieldSpec("reason", _("What it is kept for"), "choice", options(HOLD_REASONS, holding_labels.hold_reason)),
            FieldSpec("expected_end_on", _("Expected to end on"), "date", is_optional=True, is_ahead=True),
            FieldSpec("text", _("Which dispute, lawsuit or inquiry"), "text", lines=3),
        ),
        {"hold_id": str(uuid.uuid4()), "reason": "", "expected_end_on": ""},
    )


def _place_hold(values: Values) -> PlaceHold:
    return PlaceHold(values["hold_id"], values["reason"], values["text"], read_day(values.get("expected_end_on", "")))


def _lift(asked: Asked) -> FormSpec:
    holds = asked.view.case.open_holds
    names = asked.view.names
    choices = tuple(
        (hold.hold_id, f"{holding_labels.hold_reason(hold.reason)} · {names.get(hold.placed_by, hold.placed_by)}")
        for hold in holds
    )
    shown = (FieldSpec("about", _("Which dispute, lawsuit or inquiry"), "shown", hint=holds[0].text),) if holds else ()
    return FormSpec(
        "lift_hold",
        _("Lift a hold"),
        _("Sign and lift"),
        _("Once no hold stands, the case is deleted when its time of keeping is over."),
        (
            FieldSpec("hold_id", _("Hold"), "choice", choices, is_wide=True),
            *(shown if len(holds) == 1 else ()),
            FieldSpec("reason", _("Why it is no longer needed"), "text", lines=3),
        ),
        {"hold_id": holds[0].hold_id if len(holds) == 1 else ""},
    )


FORMS: dict[str, Form] = {
    "place_hold": Form(_place, _place_hold),
    "lift_hold": Form(_lift, lambda v: LiftHold(v["hold_id"], v["reason"])),
}
