"""The forms of the next steps as data, by group. No Qt."""

from __future__ import annotations

from dataclasses import replace

from app.domain.commands import Command, StartHandling
from app.domain.free_text import Mask, mask_of
from app.ui.case.forms import after, classifying, clocks, concluding, handling, holding, ownership, papers
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values

__all__ = ["Asked", "FieldSpec", "FormSpec", "command_for", "form_for", "has_form", "note_for"]

_FORMS: dict[str, Form] = {
    name: form
    for group in (handling, clocks, ownership, concluding, after, classifying, papers, holding)
    for name, form in group.FORMS.items()
}


def form_for(step: str, asked: Asked) -> FormSpec:
    """The form of a step for a case as it stands. What can only be read in it is masked, what can be edited is not.

    Raises: KeyError for a step that has no form.
    """
    return _masked(_FORMS[step].make(asked), mask_of(asked.view.case))


def _masked(spec: FormSpec, mask: Mask) -> FormSpec:
    read_only = {item.name for item in spec.fields if not item.is_input}
    fields = tuple(
        item
        if item.kind == "people"
        else replace(item, hint=mask(item.hint), choices=tuple((key, mask(words)) for key, words in item.choices))
        for item in spec.fields
    )
    defaults = {name: mask(text) if name in read_only else text for name, text in spec.defaults.items()}
    return replace(spec, lead=mask(spec.lead), fields=fields, defaults=defaults)


def note_for(step: str, asked: Asked, values: Values) -> str:
    """What the values lead to, said below the fields: the due dates before and after, an amount in capitals."""
    note = _FORMS[step].note
    return note(asked, values) if note is not None else ""


def has_form(step: str) -> bool:
    """Whether a step asks for anything before it is taken."""
    return step in _FORMS


def command_for(step: str, values: Values) -> Command | None:
    """The command that a step's values make; None for steps that make papers.

    Raises: ValueError when a value cannot be read: the page has looked at them before.
    """
    if step == "start_handling":
        return StartHandling()
    form = _FORMS.get(step)
    return form.command(values) if form is not None and form.command is not None else None
