"""The intake and the classification as they stand in entries. What is empty is left out: old entries stay as they are.

`case_registered` holds the intake; `case_classified` holds the changed parts of the classification only, so that two
people who change different parts at the same time both have their way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.bodies import fen_or_none, read_day, text_of, whole_of, yes_or_no
from app.domain.facts.intake import (
    UNCLASSIFIED,
    Classification,
    Complainant,
    ForwardedCase,
    Intake,
    JointComplaint,
    PaperTaken,
    Representative,
)

_TEXTS = ("business_channel", "category", "reason", "severity", "respondent_unit", "respondent_words")
_LISTS = ("rights", "special_groups", "respondents")
_LATER_TEXTS = ("address", "deceased_name", "recording_no", "repeat_of")


def intake_body(intake: Intake) -> dict[str, object]:
    """The intake as it stands in `case_registered`. The first keys are always there, all others only when filled."""
    who = intake.complainant
    body: dict[str, object] = {
        "complainant": {
            "name": who.name,
            "phone": who.phone,
            "id_kind": who.id_kind,
            "id_number": who.id_number,
            "capacity": who.capacity,
        },
        "narrative": intake.narrative,
        "remedy_sought": intake.remedy_sought,
        "category": intake.category,
        "category_given": intake.category_given,
        "channel": intake.channel,
        "intake_type": intake.intake_type,
        "occurred_on": _day_text(intake.occurred_on),
        "amount_fen": intake.amount_fen,
        "account_tail": intake.account_tail,
        "language": intake.language,
    }
    about = changed_classification(UNCLASSIFIED, intake.about)
    about.pop("category", None)  # it stands above
    later: dict[str, object] = {
        "given": dict(intake.given),
        **{name: getattr(intake, name) for name in _LATER_TEXTS},
        "representative": _representative_body(intake.representative),
        "joint": _joint_body(intake.joint),
        "forwarded": _forwarded_body(intake.forwarded),
        "papers_taken": [
            {"kind": paper.kind, "count": paper.count, "is_original": paper.is_original}
            for paper in intake.papers_taken
        ],
        "remedies": list(intake.remedies),
        "about": about,
    }
    return body | {key: value for key, value in later.items() if value}


def read_intake(body: Mapping[str, Any]) -> Intake:
    """The intake of a `case_registered` body; keys that this version does not know are left alone.

    Raises: KeyError, TypeError or ValueError when the body does not have the form.
    """
    who = body["complainant"]
    category = text_of(body, "category", "")
    return Intake(
        complainant=Complainant(
            text_of(who, "name"),
            text_of(who, "phone", ""),
            text_of(who, "id_kind", ""),
            text_of(who, "id_number", ""),
            text_of(who, "capacity", "self"),
        ),
        narrative=text_of(body, "narrative"),
        remedy_sought=text_of(body, "remedy_sought", ""),
        category=category,
        channel=text_of(body, "channel", "counter"),
        intake_type=text_of(body, "intake_type", "complaint"),
        occurred_on=_day_or_none(body, "occurred_on"),
        amount_fen=fen_or_none(body, "amount_fen"),
        account_tail=text_of(body, "account_tail", ""),
        language=text_of(body, "language", "zh"),
        category_given=text_of(body, "category_given", ""),
        given=_texts_by_name(body.get("given", {})),
        **{name: text_of(body, name, "") for name in _LATER_TEXTS},
        representative=_read_representative(body.get("representative")),
        joint=_read_joint(body.get("joint")),
        forwarded=_read_forwarded(body.get("forwarded")),
        papers_taken=tuple(_read_paper(paper) for paper in _list_of(body, "papers_taken")),
        remedies=texts_of(body, "remedies"),
        about=read_classification(_mapping(body.get("about", {})), replace(UNCLASSIFIED, category=category)),
    )


def changed_classification(before: Classification, after: Classification) -> dict[str, object]:
    """The parts of `after` that differ, as plain values by field name."""
    changed: dict[str, object] = {}
    for name in Classification.__dataclass_fields__:
        value = getattr(after, name)
        if value != getattr(before, name):
            changed[name] = list(value) if isinstance(value, tuple) else value
    return changed


def read_classification(body: Mapping[str, Any], base: Classification) -> Classification:
    """`base` with the parts that `body` gives. Codes that this version does not know are kept.

    Raises: TypeError when a part is not of its kind.
    """
    given: dict[str, Any] = {name: text_of(body, name) for name in _TEXTS if name in body}
    given |= {name: texts_of(body, name) for name in _LISTS if name in body}
    if "is_agency_suspected" in body:
        given["is_agency_suspected"] = yes_or_no(body, "is_agency_suspected")
    return replace(base, **given)


def texts_of(body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The list of texts under `key`, empty where it is missing.

    Raises: TypeError when it is something else.
    """
    values = _list_of(body, key)
    if any(type(value) is not str for value in values):
        raise TypeError(key)
    return tuple(values)


def _representative_body(who: Representative | None) -> dict[str, object] | None:
    if who is None:
        return None
    return {
        "name": who.name,
        "phone": who.phone,
        "id_kind": who.id_kind,
        "id_number": who.id_number,
        "authority": who.authority,
        "is_original": who.is_original,
    }


def _read_representative(value: object) -> Representative | None:
    if value is None:
        return None
    body = _mapping(value)
    return Representative(
        text_of(body, "name"),
        text_of(body, "phone", ""),
        text_of(body, "id_kind", ""),
        text_of(body, "id_number", ""),
        text_of(body, "authority", ""),
        yes_or_no(body, "is_original", default=False),
    )


def _joint_body(joint: JointComplaint | None) -> dict[str, object] | None:
    if joint is None:
        return None
    return {
        "count": joint.count,
        "is_face_to_face": joint.is_face_to_face,
        "representatives": [list(pair) for pair in joint.representatives],
    }


def _read_joint(value: object) -> JointComplaint | None:
    if value is None:
        return None
    body = _mapping(value)
    pairs = _list_of(body, "representatives")
    if any(not isinstance(pair, list | tuple) or [type(part) for part in pair] != [str, str] for pair in pairs):
        raise TypeError("representatives")
    return JointComplaint(
        whole_of(body, "count"),
        yes_or_no(body, "is_face_to_face", default=False),
        tuple((name, phone) for name, phone in pairs),
    )


def _forwarded_body(forwarded: ForwardedCase | None) -> dict[str, object] | None:
    if forwarded is None:
        return None
    return {
        "authority": forwarded.authority,
        "reference_no": forwarded.reference_no,
        "regulator_received_on": _day_text(forwarded.regulator_received_on),
        "forwarded_on": _day_text(forwarded.forwarded_on),
    }


def _read_forwarded(value: object) -> ForwardedCase | None:
    if value is None:
        return None
    body = _mapping(value)
    return ForwardedCase(
        text_of(body, "authority"),
        text_of(body, "reference_no", ""),
        _day_or_none(body, "regulator_received_on"),
        _day_or_none(body, "forwarded_on"),
    )


def _read_paper(value: object) -> PaperTaken:
    body = _mapping(value)
    return PaperTaken(text_of(body, "kind"), whole_of(body, "count"), yes_or_no(body, "is_original", default=False))


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_or_none(body: Mapping[str, Any], key: str) -> date | None:
    value = body.get(key)
    return read_day(value) if value is not None else None


def _list_of(body: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    values = body.get(key, [])
    if not isinstance(values, list | tuple):
        raise TypeError(key)
    return tuple(values)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("mapping")
    return value


def _texts_by_name(value: object) -> dict[str, str]:
    """Texts by name. Raises: TypeError when `value` is something else."""
    texts = _mapping(value)
    if any(type(part) is not str for pair in texts.items() for part in pair):
        raise TypeError("given")
    return dict(texts)
