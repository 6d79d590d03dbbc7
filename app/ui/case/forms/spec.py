"""A form as data: its fields, what they start with, when each is asked for, and what stands above them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.domain.commands import Command
from app.domain.people import Person, Right
from app.domain.recusal import is_recused
from app.language import _, labels

if TYPE_CHECKING:
    from app.domain.taxonomy import Taxonomy
    from app.operations.open_case import CaseView

Values = Mapping[str, str]
"""What the fields hold, as text: days as "2026-11-20", several codes joined by commas, yes or no."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One input.

    `kind`: line, text (several lines), code and amount (refuse the input method), number, choice, search (a choice
    that is searched by typing), people (the same, with those who may not be chosen greyed), date, moment, yes_no,
    multi (several of the choices) and shown (only read). `shown_for` is when it is asked for: another field's name and
    that field's values. `barred` says of choices why they may not be taken.
    """

    name: str
    label: str
    kind: str = "line"
    choices: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False
    hint: str = ""
    lines: int = 3
    is_wide: bool = False
    barred: Mapping[str, str] = field(default_factory=dict)
    shown_for: tuple[str, frozenset[str]] | None = None
    is_ahead: bool = False  # a day to come

    @property
    def spans(self) -> bool:
        """Whether it takes a whole row of the form."""
        return self.is_wide or self.kind in ("text", "multi", "shown")

    @property
    def is_input(self) -> bool:
        """Whether anything can be filled in."""
        return self.kind != "shown"

    def is_asked(self, values: Values) -> bool:
        """Whether the form asks for it, given what the other fields hold."""
        if self.shown_for is None:
            return True
        name, wanted = self.shown_for
        return values.get(name, "") in wanted


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One form: title, what to know before, fields, what the button says. `defaults` also holds what no field shows,
    such as the id of a request, which is made when the form opens so that a repeat is harmless."""

    action: str
    title: str
    submit: str
    lead: str = ""
    fields: tuple[FieldSpec, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    is_danger: bool = False

    def asked(self, values: Values) -> tuple[FieldSpec, ...]:
        """The inputs that are asked for, given what is filled in."""
        return tuple(item for item in self.fields if item.is_input and item.is_asked(values))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is made from: the case as it stands, the branch's people, the day, the trees of categories."""

    view: CaseView
    people: Mapping[str, Person]
    today: date
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class Form:
    """How a step is asked for: its form, the command that its values make, and what they lead to."""

    make: Callable[[Asked], FormSpec]
    command: Callable[[Values], Command] | None = None
    note: Callable[[Asked, Values], str] | None = None


def options(codes: tuple[str, ...], label: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """Codes with their words, for a choice."""
    return tuple((code, label(code)) for code in codes)


def yes_no(yes: str = "", no: str = "") -> tuple[tuple[str, str], ...]:
    """The two answers of a yes_no field."""
    return (("yes", yes or _("Yes")), ("no", no or _("No")))


def colleagues(
    asked: Asked, name: str, label: str, right: Right, *, but: str = "", is_optional: bool = False
) -> FieldSpec:
    """A picker of people of this branch who hold `right`; those who may not be chosen are greyed with the reason."""
    case = asked.view.case
    choices, barred = [], {}
    for person in sorted(asked.people.values(), key=lambda p: p.staff_no):
        if person.branch != case.branch:
            continue
        choices.append((person.staff_no, f"{person.name} {person.staff_no} · {labels.role(person.role)}"))
        if not person.is_active:
            barred[person.staff_no] = _("no longer at this branch")
        elif is_recused(case, person.staff_no):
            barred[person.staff_no] = _("has to keep out of this case")
        elif person.staff_no == but:
            barred[person.staff_no] = _("has the case already")
        elif not person.may(right):
            barred[person.staff_no] = _("has no right to do this")
    return FieldSpec(name, label, "people", tuple(choices), is_optional=is_optional, is_wide=True, barred=barred)
