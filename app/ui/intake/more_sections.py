"""The three sections of rarer fields: how it came in, who complains, what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.codes import (
    AUTHORITIES,
    INTAKE_TYPES,
    REGULATORS,
    REMEDIES_SOUGHT,
    RIGHTS_INFRINGED,
    SEVERITIES,
    SPECIAL_GROUPS,
)
from app.domain.people import Person
from app.domain.taxonomy import Category, Taxonomy
from app.domain.texts import MAX_TEXT
from app.language import _, intake_labels, labels, language
from app.ui.intake.more_fields import id_kinds_for
from app.ui.intake.papers_field import PapersField
from app.ui.intake.shown_otherwise import CodeShownOtherwise, id_shown, phone_shown
from app.ui.theme import metrics
from app.ui.widgets.cards import FieldGrid
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField
from app.ui.widgets.fields import Field, TextField
from app.ui.widgets.multi_choice import CheckField, MultiChoiceField
from app.ui.widgets.multiline import MultilineField
from app.ui.widgets.pick_many import PickManyField

MOST_REPRESENTATIVES = 5
_REPRESENTATIVES_SHOWN = 3  # lines
_NARROW = frozenset(
    {
        "intake_type",
        "recording_no",
        "regulator",
        "regulator_reference_no",
        "regulator_received_on",
        "forwarded_on",
        "representative_name",
        "representative_phone",
        "representative_id_kind",
        "representative_id_number",
        "joint_count",
        "is_face_to_face",
        "severity",
        "is_agency_suspected",
    }
)
"""Fields that are content with half the panel's width."""


NOTHING = Choice("", lambda: _("None of these"))
"""The way back from a choice that has no place any more."""


def arrival_fields(today: Callable[[], date]) -> list[Field]:
    """How it came in."""
    return [
        ComboField(lambda: _("Kind of matter"), _choices(INTAKE_TYPES, labels.intake_type), name="intake_type"),
        TextField(lambda: _("Recording no."), code=True, optional=True, name="recording_no"),
        ComboField(
            lambda: _("Forwarded by"),
            [*_choices(REGULATORS, intake_labels.regulator), NOTHING],
            placeholder=lambda: _("Choose"),
            name="regulator",
        ),
        TextField(lambda: _("Reference no."), optional=True, name="regulator_reference_no"),
        DateField(lambda: _("At regulator"), today=today, optional=True, name="regulator_received_on"),
        DateField(lambda: _("Forwarded on"), today=today, optional=True, name="forwarded_on"),
    ]


def people_fields() -> list[Field]:
    """Who complains, and for whom. Only what the law lets the bank ask (令2020-3 art. 13)."""
    phone = TextField(lambda: _("Phone number"), code=True, optional=True, name="representative_phone")
    number = TextField(lambda: _("ID number"), code=True, optional=True, name="representative_id_number")
    CodeShownOtherwise(phone, phone_shown)
    CodeShownOtherwise(number, id_shown)
    elected = MultilineField(
        lambda: _("Elected representatives, at most {n}").format(n=MOST_REPRESENTATIVES),
        rows=_REPRESENTATIVES_SHOWN,
        hint=lambda: _("One a line (Shift+Enter): name phone"),
        name="group_representatives",
    )
    # The panel scrolls: without this the box would shrink to less than the lines asked for.
    elected.editor.setMinimumHeight(metrics().px(24 * _REPRESENTATIVES_SHOWN + 18))
    return [
        TextField(lambda: _("Who acts"), name="representative_name"),
        phone,
        ComboField(
            lambda: _("ID type"), _choices(id_kinds_for("agent"), labels.id_kind), name="representative_id_kind"
        ),
        number,
        ComboField(
            lambda: _("Paper of authority seen"),
            authority_choices(AUTHORITIES),
            placeholder=lambda: _("Choose"),
            name="authority",
        ),
        CheckField(lambda: _("The original was seen"), name="is_authority_original"),
        TextField(lambda: _("Name of the deceased customer"), name="deceased_name"),
        TextField(lambda: _("Address for written answers"), optional=True, name="address"),
        TextField(
            lambda: _("Complainants"),
            code=True,
            optional=True,
            hint=lambda: _("2 or more together"),
            name="joint_count",
        ),
        CheckField(lambda: _("All came in person"), is_beside=True, name="is_face_to_face"),
        elected,
        PapersField(lambda: _("Papers taken (1-9 copies, O original)"), name="papers_taken"),
    ]


def about_fields(taxonomy: Taxonomy, people: Callable[[], Mapping[str, Person]]) -> list[Field]:
    """What it is about: the other two dimensions, rights, groups, weight, respondents (JR/T 0169-2018)."""
    search = lambda: _("Code, words or pinyin initials")  # noqa: E731

    def staff() -> list[Choice]:
        return [
            Choice(p.staff_no, f"{p.name} {p.staff_no}", p.staff_no)
            for p in people().values()
            if p.is_active and p.role != "headquarters"
        ]

    return [
        ComboField(
            lambda: _("Business channel"),
            tree(taxonomy, taxonomy.channels),
            searchable=True,
            optional=True,
            placeholder=search,
            name="business_channel",
        ),
        ComboField(
            lambda: _("Reason for the complaint"),
            tree(taxonomy, taxonomy.reasons),
            searchable=True,
            optional=True,
            placeholder=search,
            name="reason",
        ),
        ComboField(lambda: _("Severity"), _choices(SEVERITIES, intake_labels.severity), name="severity"),
        CheckField(lambda: _("Agency suspected"), is_beside=True, name="is_agency_suspected"),
        _several(lambda: _("Rights infringed"), RIGHTS_INFRINGED, intake_labels.right_infringed, "rights"),
        _several(lambda: _("What is asked for"), REMEDIES_SOUGHT, intake_labels.remedy_sought, "remedies"),
        _several(lambda: _("Special groups"), SPECIAL_GROUPS, intake_labels.special_group, "special_groups"),
        TextField(lambda: _("Unit complained about"), optional=True, name="respondent_unit"),
        PickManyField(
            lambda: _("Staff complained about"),
            staff,
            optional=True,
            hint=lambda: _("Staff number, name or pinyin initials"),
            name="respondents",
        ),
        MultilineField(
            lambda: _("How the customer described them"),
            optional=True,
            max_length=MAX_TEXT,
            rows=2,
            name="respondent_words",
        ),
    ]


def authority_choices(codes: Sequence[str]) -> list[Choice]:
    """Papers that show that somebody may act."""
    return [*_choices(codes, intake_labels.paper_taken), NOTHING]


def tree(taxonomy: Taxonomy, items: Sequence[Category]) -> list[Choice]:
    """A tree's nodes as choices."""
    return [
        Choice(item.code, lambda code=item.code: taxonomy.label(code, language()), item.code)  # type: ignore[misc]
        for item in items
    ]


def grid_of(fields: Sequence[Field], parent: QWidget) -> FieldGrid:
    """The fields of one section in two columns."""
    grid = FieldGrid(2, parent)
    for field in fields:
        grid.add(field, 1 if field.objectName() in _NARROW else 2)
    return grid


def value_of(field: Field) -> Any:
    """What a field says, as `IntakeForm` keeps it."""
    if isinstance(field, DateField):
        day = field.value()
        return day.isoformat() if day else field.typed()
    if field.objectName() == "group_representatives":
        lines = (line.strip() for line in str(field.value()).splitlines())  # type: ignore[attr-defined]
        return tuple(line for line in lines if line)
    return field.value()  # type: ignore[attr-defined]


def show_value(field: Field, value: Any) -> None:
    """Put a value of `IntakeForm` into its field."""
    if isinstance(field, DateField):
        field.editor.setText(value)
    elif field.objectName() == "group_representatives":
        field.set_value("\n".join(value))  # type: ignore[attr-defined]
    else:
        field.set_value(value)  # type: ignore[attr-defined]


def _choices(codes: Sequence[str], label: Callable[[str], str]) -> list[Choice]:
    return [Choice(code, lambda code=code: label(code)) for code in codes]  # type: ignore[misc]


def _several(
    label: Callable[[], str], codes: Sequence[str], words: Callable[[str], str], name: str
) -> MultiChoiceField:
    return MultiChoiceField(label, _choices(codes, words), optional=True, name=name)
