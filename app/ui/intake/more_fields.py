"""The rarer fields of the form: in which section each stands, which apply to whom, what is filled in. No Qt.

What is rare is one key away, not in the way (令2020-3 art. 12 to 14, 29, 33; JR/T 0169-2018).
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.codes import AUTHORITIES, ID_KINDS, SEVERITIES
from app.domain.commands import IntakeForm
from app.domain.intake_rules import IntakeRules
from app.domain.parties import Strictness, is_major_group, joint_of
from app.language import _

SECTIONS: dict[str, tuple[str, ...]] = {
    "arrival": (
        "intake_type",
        "recording_no",
        "regulator",
        "regulator_reference_no",
        "regulator_received_on",
        "forwarded_on",
    ),
    "people": (
        "representative_name",
        "representative_phone",
        "representative_id_kind",
        "representative_id_number",
        "authority",
        "is_authority_original",
        "deceased_name",
        "address",
        "joint_count",
        "is_face_to_face",
        "group_representatives",
        "papers_taken",
    ),
    "about": (
        "business_channel",
        "reason",
        "severity",
        "is_agency_suspected",
        "rights",
        "remedies",
        "special_groups",
        "respondent_unit",
        "respondents",
        "respondent_words",
    ),
}
MORE_FIELDS: tuple[str, ...] = tuple(name for names in SECTIONS.values() for name in names)
"""Every rarer field, in the order of the sections."""

_FORWARDED = ("regulator", "regulator_reference_no", "regulator_received_on", "forwarded_on")
_ACTING = (
    "representative_name",
    "representative_phone",
    "representative_id_kind",
    "representative_id_number",
    "authority",
    "is_authority_original",
)
_JOINT = ("is_face_to_face", "group_representatives")

_PAPERS_OF_ALL = ("complaint_letter", "contract_copy", "correspondence", "picture", "other")
"""What anybody may leave (令2020-3 art. 13)."""


def section_of(name: str) -> str:
    """The section that holds a field, "" for fields of the page itself."""
    return next((section for section, names in SECTIONS.items() if name in names), "")


def applies(name: str, form: IntakeForm) -> bool:
    """Whether a field has a place for this form: what does not concern the complainant is not asked for."""
    if getattr(form, name) not in ("", (), False) and name not in ("representative_id_kind",):
        return True  # what was filled in stays in sight
    if name in _FORWARDED:
        return form.channel == "regulator"
    if name in ("authority", "is_authority_original"):
        return form.capacity != "self"
    if name in _ACTING:
        return form.capacity in ("statutory_rep", "agent", "organisation")
    if name == "deceased_name":
        return form.capacity in ("heir", "agent")  # an agent may act for an heir
    if name in _JOINT:
        return bool(form.joint_count.strip())
    return True


def becomes_major(form: IntakeForm, rules: IntakeRules) -> bool:
    """Whether so many came in person that recording raises the weight that was chosen (令2020-3 art. 29)."""
    heavy = SEVERITIES[SEVERITIES.index("major") :]
    return form.severity not in heavy and is_major_group(joint_of(form, Strictness(False, rules), []), rules)


def papers_for(capacity: str, taken: Iterable[str], rules: IntakeRules) -> tuple[str, ...]:
    """The papers on the checklist: by capacity, then what anybody may leave; papers already ticked stay."""
    first = rules.papers.get(capacity) or rules.authorities.get(capacity, ())
    wanted = (*first, *_PAPERS_OF_ALL)
    return (*wanted, *(kind for kind in taken if kind not in wanted))


def authorities_for(capacity: str, rules: IntakeRules) -> tuple[str, ...]:
    """Papers that show that somebody may act: those that fit the capacity first (令2020-3 art. 13, 14)."""
    fitting = rules.authorities.get(capacity, ())
    return (*fitting, *(paper for paper in AUTHORITIES if paper not in fitting))


def id_kinds_for(capacity: str, kind: str = "") -> tuple[str, ...]:
    """Identity papers to choose from: an organisation has its unified social credit code, nobody else has one."""
    fitting = ("uscc",) if capacity == "organisation" else tuple(k for k in ID_KINDS if k != "uscc")
    return fitting if not kind or kind in fitting else (*fitting, kind)


def filled_in(form: IntakeForm, section: str = "") -> int:
    """How many of the rarer fields say something beyond their first value."""
    names = SECTIONS[section] if section else MORE_FIELDS
    first = {"intake_type": "complaint", "severity": "ordinary"}
    return sum(
        1
        for name in names
        if name != "representative_id_kind" and getattr(form, name) not in (first.get(name, ""), "", (), False)
    )


def narrative_label(intake_type: str) -> str:
    """What the box for the customer's words is called."""
    words = {
        "enquiry": lambda: _("What is asked (customer's words)"),
        "whistle_report": lambda: _("What is reported (informant's words)"),
        "suggestion": lambda: _("What is suggested (customer's words)"),
        "praise": lambda: _("What is praised (customer's words)"),
    }
    return words.get(intake_type, lambda: _("What happened (customer's words)"))()


def remedy_label(intake_type: str) -> str:
    """What the box for the request is called."""
    return _("What the informant wants") if intake_type == "whistle_report" else _("What the customer wants")


def name_label(intake_type: str) -> str:
    """What the box for the name is called."""
    return _("Informant's name") if intake_type == "whistle_report" else _("Customer's name")


def content_title(intake_type: str) -> str:
    """The title of the middle card."""
    words = {
        "enquiry": lambda: _("About the enquiry"),
        "whistle_report": lambda: _("About the report"),
        "suggestion": lambda: _("About the suggestion"),
        "praise": lambda: _("About the praise"),
    }
    return words.get(intake_type, lambda: _("About the complaint"))()


def major_words(rules: IntakeRules) -> str:
    """What is said at the form before such a complaint is recorded."""
    return _("{n} or more people in person: it is recorded as a major complaint.").format(n=rules.major_group_from)


def field_words(name: str) -> str:
    """A field by its short name, for the line that says what is still wanted."""
    words = {
        "representative_name": lambda: _("name of who acts"),
        "representative_phone": lambda: _("phone of who acts"),
        "representative_id_kind": lambda: _("ID type of who acts"),
        "representative_id_number": lambda: _("ID number of who acts"),
        "authority": lambda: _("paper of authority"),
        "is_authority_original": lambda: _("original of the paper of authority"),
        "deceased_name": lambda: _("name of the deceased customer"),
        "joint_count": lambda: _("number of complainants"),
        "group_representatives": lambda: _("elected representatives"),
        "regulator": lambda: _("which regulator"),
        "regulator_reference_no": lambda: _("reference number"),
        "regulator_received_on": lambda: _("day the regulator received it"),
        "forwarded_on": lambda: _("day it was forwarded"),
        "address": lambda: _("address"),
    }
    return words[name]() if name in words else _("more details")
