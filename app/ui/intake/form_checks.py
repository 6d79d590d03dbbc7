"""What is wrong with a form, and when that is said: never while someone types (ux.md, anchors 7 and 8). No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from app.domain.commands import IntakeForm
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem
from app.language import _
from app.language.reasons import sentence
from app.ui.intake.more_fields import MORE_FIELDS

SETTLEMENT = "settlement"
FIELD_ORDER = (
    "complainant_name",
    "phone",
    "capacity",
    "id_kind",
    "id_number",
    "account_tail",
    "category",
    "occurred_on",
    "amount",
    "narrative",
    "remedy_sought",
    "channel",
    "received_at",
    SETTLEMENT,
)
"""The fields as Enter walks through them; errors are listed in this order."""

ALL_FIELDS = (*FIELD_ORDER, *MORE_FIELDS)
"""Also the rarer fields beside the form."""

HARD_RULES = frozenset(
    {
        "phone",
        "id_number",
        "account_tail",
        "occurred_on",
        "amount",
        "received_at",
        "representative_phone",
        "representative_id_number",
        "joint_count",
        "regulator_received_on",
        "forwarded_on",
    }
)
"""Fields that are checked when they are left, if something was typed."""


class ChecksView(Protocol):
    """What the checks need of the page."""

    def show_problems(self, at_fields: Mapping[str, str], summary: Sequence[tuple[str, str]]) -> None: ...
    def focus_field(self, name: str) -> None: ...
    def show_wanted(self, names: Sequence[str]) -> None: ...


class FormChecks:
    """The messages that are shown. `find` gives everything that is wrong with the form as it stands."""

    def __init__(self, view: ChecksView, find: Callable[[], Sequence[Problem]]) -> None:
        self._view = view
        self._find = find
        self._shown: dict[str, str] = {}
        self._is_listed = False

    def clear(self) -> None:
        """Another form is shown."""
        self._shown = {}
        self._is_listed = False
        self._show()

    def leave(self, name: str) -> None:
        """A field with a hard rule was left with something typed in it."""
        wrong = next((problem for problem in self._find() if problem.field == name), None)
        if wrong is not None:
            self._shown[name] = _words(wrong)
        else:
            self._shown.pop(name, None)
        self._show()

    def mend(self, changed: Sequence[str]) -> None:
        """Fields were changed: messages go as their fields become right, none is added."""
        named = [name for name in changed if name in self._shown]
        if not named:
            return
        still = {problem.field for problem in self._find()}
        for name in named:
            if name not in still:
                del self._shown[name]
        self._show()

    def want(self, form: IntakeForm) -> None:
        """Say which of the rarer fields this complaint needs and does not have yet: an agent's paper of authority, the
        regulator that forwarded it. Nothing is said of fields that have no place for it."""
        empty = {problem.field for problem in self._find() if problem.field in MORE_FIELDS}
        self._view.show_wanted([name for name in MORE_FIELDS if name in empty and not getattr(form, name)])

    def refuse(self, problems: Sequence[Problem]) -> bool:
        """List all problems above the form and go to the first field; False when none belongs to a field."""
        found: dict[str, str] = {}
        for problem in problems:
            if problem.field:
                found.setdefault(problem.field, _words(problem))
        if not found:
            return False
        self._shown = {name: found[name] for name in sorted(found, key=_place_of)}
        self._is_listed = True
        self._show()
        self._view.focus_field(next(iter(self._shown)))
        return True

    def _show(self) -> None:
        self._is_listed = self._is_listed and bool(self._shown)
        self._view.show_problems(dict(self._shown), list(self._shown.items()) if self._is_listed else [])


def _words(problem: Problem) -> str:
    if problem.field == SETTLEMENT and problem.code == ReasonCode.TEXT_MISSING:
        return _("Write how it was settled on the spot.")
    return sentence(problem)


def _place_of(name: str) -> int:
    return ALL_FIELDS.index(name) if name in ALL_FIELDS else len(ALL_FIELDS)
