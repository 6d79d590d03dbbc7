"""A case while it is being folded: mutable, because headquarters folds tens of thousands of entries at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, Self

from app.domain.case import Case, CaseState
from app.domain.entry import Entry, EntryKind
from app.domain.life import may_follow, states_for, target_of
from app.domain.reasons import ReasonCode

_ONCE = frozenset(
    kind.value
    for kind in (
        EntryKind.CASE_ACCEPTED,
        EntryKind.HANDLING_STARTED,
        EntryKind.DECISION_RECORDED,
        EntryKind.SETTLEMENT_AGREED,
        EntryKind.CASE_CLOSED,
        EntryKind.CASE_WITHDRAWN,
        EntryKind.SETTLED_ON_SPOT,
        EntryKind.CASE_MERGED,
    )
)
"""Steps that happen once: the second one is superseded by the first."""

_AFTER: dict[str, frozenset[CaseState]] = {
    "handling_started": frozenset(CaseState) - states_for("handling_started") - {CaseState.REGISTERED},
    "case_closed": frozenset({CaseState.CLOSED}),
    "case_withdrawn": frozenset({CaseState.WITHDRAWN}),
    "settled_on_spot": frozenset({CaseState.SETTLED_ON_SPOT}),
    "case_merged": frozenset({CaseState.MERGED}),
}

_CASE_FIELDS = tuple(field.name for field in fields(Case))
_LISTS = tuple(field.name for field in fields(Case) if field.default == ())
_EMPTY: tuple[tuple[str, Any], ...] = (
    ("version", 0),
    ("state", CaseState.REGISTERED),
    *((field.name, field.default) for field in fields(Case) if field.default not in ((), MISSING)),
)


class NoRegistrationError(ValueError):
    """Entries without a valid registration among them: there is no case to show yet."""


class CaseBuilder:
    """A case under construction. `add` entries in order, then `freeze`."""

    __slots__ = (*_CASE_FIELDS, "is_registered")

    if TYPE_CHECKING:  # the fields of Case, tuples as lists
        state: CaseState
        updated_at: Any

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...

    def __init__(self) -> None:
        for name, value in _EMPTY:
            setattr(self, name, value)
        for name in _LISTS:
            setattr(self, name, [])
        self.is_registered = False

    @classmethod
    def thaw(cls, case: Case) -> Self:
        """A builder that goes on from `case`, which stays as it is."""
        builder = cls.__new__(cls)
        builder.is_registered = True
        for name in _CASE_FIELDS:
            setattr(builder, name, getattr(case, name))
        for name in _LISTS:
            setattr(builder, name, list(getattr(case, name)))
        return builder

    def freeze(self) -> Case:
        """The case as of the last entry added.

        Raises: NoRegistrationError before a registration was added.
        """
        if not self.is_registered:
            raise NoRegistrationError
        values = {name: getattr(self, name) for name in _CASE_FIELDS}
        for name in _LISTS:
            values[name] = tuple(values[name])
        return Case(**values)

    def move(self, kind: str) -> str | None:
        """Go where an entry of this kind leads; a reason code, and no move, when it may not follow."""
        if not may_follow(kind, self.state):
            return self._why_not(kind)
        self.state = target_of(kind, self.state)
        return None

    def _why_not(self, kind: str) -> str:
        if kind in _ONCE and self._has_happened(kind):
            return ReasonCode.SUPERSEDED
        if self.state.is_ended:
            return ReasonCode.ALREADY_ENDED
        if kind == "extension_requested" and self.state is CaseState.EXTENSION_REQUESTED:
            return ReasonCode.EXTENSION_PENDING
        return ReasonCode.WRONG_STATE

    def _has_happened(self, kind: str) -> bool:
        if kind == "case_accepted":
            return self.accepted_at is not None
        if kind in ("decision_recorded", "settlement_agreed"):
            return self.decision is not None
        return self.state in _AFTER.get(kind, frozenset())


Step = Callable[[CaseBuilder, Entry, Mapping[str, Any]], str | None]
"""What an entry with this body does to a case; the code of the reason for which it is not valid here, else None."""
