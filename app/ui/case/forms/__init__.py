"""The forms of the next steps as data, by group. No Qt."""

from __future__ import annotations

from app.domain.commands import Command, StartHandling
from app.ui.case.forms import after, classifying, clocks, concluding, handling, holding, ownership, papers
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values

__all__ = ["Asked", "FieldSpec", "FormSpec", "command_for", "form_for", "has_form", "note_for"]

_FORMS: dict[str, Form] = {
    name: form
    for group in (handling, clocks, ownership, concluding, after, classifying, papers, holding)
    for name, form in group.FORMS.items()
}


def form_for(step: str, asked: Asked) -> FormSpec:
    """The form of a step for a case as it stands.

    Raises: KeyError for a step that has no form.
    """
    return _FORMS[step].make(asked)


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
