"""The form that says anew what the matter is about (JR/T 0169; domain.md nos. 41-57). No Qt."""

from __future__ import annotations

from app.domain.case import Classification
from app.domain.codes import RIGHTS_INFRINGED, SEVERITIES, SPECIAL_GROUPS
from app.domain.commands import ClassifyCase
from app.domain.people import Right
from app.domain.taxonomy import Category
from app.language import _, intake_labels, language
from app.ui.case.forms.reading import several
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, colleagues, options, yes_no


def _tree(asked: Asked, nodes: tuple[Category, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((node.code, asked.taxonomy.path_label(node.code, language())) for node in nodes)


def _classify(asked: Asked) -> FormSpec:
    about, trees = asked.view.case.about, asked.taxonomy
    rights, groups = (
        options(RIGHTS_INFRINGED, intake_labels.right_infringed),
        options(SPECIAL_GROUPS, intake_labels.special_group),
    )
    staff = tuple(
        (p.staff_no, f"{p.name} {p.staff_no}") for p in asked.people.values() if p.branch == asked.view.case.branch
    )
    return FormSpec(
        "classify",
        _("Classification"),
        _("Save classification"),
        "",
        (
            FieldSpec("category", _("Category"), "search", _tree(asked, trees.categories), is_wide=True),
            FieldSpec("reason", _("Reason for complaining"), "search", _tree(asked, trees.reasons), True, is_wide=True),
            FieldSpec(
                "business_channel", _("Business channel"), "search", _tree(asked, trees.channels), True, is_wide=True
            ),
            FieldSpec("severity", _("Weight"), "choice", options(SEVERITIES, intake_labels.severity)),
            FieldSpec("is_agency_suspected", _("Suspected agency"), "yes_no", yes_no()),
            FieldSpec("rights", _("Rights"), "multi", rights, True),
            FieldSpec("special_groups", _("Groups"), "multi", groups, True),
            FieldSpec("respondents", _("Staff complained of"), "multi", staff, True),
            FieldSpec("respondent_unit", _("Unit complained of"), is_optional=True),
            FieldSpec("respondent_words", _("Staff as described"), is_optional=True),
            colleagues(asked, "hand_to", _("Who takes it over"), Right.HANDLE, is_optional=True),
            FieldSpec("why", _("Why it is changed"), "text", is_optional=True, lines=2),
        ),
        {
            "category": about.category,
            "reason": about.reason,
            "business_channel": about.business_channel,
            "severity": about.severity,
            "is_agency_suspected": "yes" if about.is_agency_suspected else "no",
            "rights": ",".join(about.rights),
            "special_groups": ",".join(about.special_groups),
            "respondents": ",".join(about.respondents),
            "respondent_unit": about.respondent_unit,
            "respondent_words": about.respondent_words,
        },
    )


def _classify_case(values: Values) -> ClassifyCase:
    return ClassifyCase(
        Classification(
            business_channel=values["business_channel"],
            category=values["category"],
            reason=values["reason"],
            rights=several(values["rights"]),
            special_groups=several(values["special_groups"]),
            is_agency_suspected=values["is_agency_suspected"] == "yes",
            severity=values["severity"],
            respondent_unit=values["respondent_unit"],
            respondents=several(values["respondents"]),
            respondent_words=values["respondent_words"],
        ),
        values["why"],
        values["hand_to"],
    )


FORMS: dict[str, Form] = {"classify": Form(_classify, _classify_case)}
