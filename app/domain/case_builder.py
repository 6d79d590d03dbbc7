"""A case while it is being folded: mutable, because headquarters folds tens of thousands of entries at a time."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Self

from app.domain.case import Case, CaseState, Decision, Extension, Flag, Intake, Notice, PaperRecord, TimelineItem
from app.domain.entry import EntryKind
from app.domain.life import may_follow, states_for, target_of
from app.domain.reasons import ReasonCode

_ONCE = frozenset(
    kind.value
    for kind in (
        EntryKind.CASE_ACCEPTED,
        EntryKind.HANDLING_STARTED,
        EntryKind.DECISION_RECORDED,
        EntryKind.CASE_CLOSED,
        EntryKind.CASE_WITHDRAWN,
        EntryKind.SETTLED_ON_SPOT,
    )
)
"""Steps that happen once: the second one is superseded by the first."""

_AFTER: dict[str, frozenset[CaseState]] = {
    "handling_started": frozenset(CaseState) - states_for("handling_started") - {CaseState.REGISTERED},
    "case_closed": frozenset({CaseState.CLOSED}),
    "case_withdrawn": frozenset({CaseState.WITHDRAWN}),
    "settled_on_spot": frozenset({CaseState.SETTLED_ON_SPOT}),
}

_CASE_FIELDS = tuple(field.name for field in fields(Case))
_LISTS = ("extensions", "notices", "papers", "timeline", "flags")


class NoRegistrationError(ValueError):
    """Entries without a valid registration among them: there is no case to show yet."""


class CaseBuilder:
    """A case under construction. `add` entries in order, then `freeze`."""

    __slots__ = (*_CASE_FIELDS, "is_registered")

    case_id: str
    case_no: str
    branch: str
    state: CaseState
    version: int
    intake: Intake
    received_at: datetime
    registered_at: datetime
    registered_by: str
    owner: str
    policy_version: str
    accepted_at: datetime | None
    decision: Decision | None
    settlement: str
    withdrawal: str
    extensions: list[Extension]
    notices: list[Notice]
    papers: list[PaperRecord]
    timeline: list[TimelineItem]
    flags: list[Flag]
    told_at: datetime | None
    ended_at: datetime | None
    was_overdue: bool
    due_on_at_end: date | None
    updated_at: datetime | None

    def __init__(self) -> None:
        self.is_registered = False
        self.version = 0
        self.state = CaseState.REGISTERED
        self.accepted_at = self.decision = self.told_at = self.ended_at = self.due_on_at_end = self.updated_at = None
        self.settlement = self.withdrawal = ""
        self.was_overdue = False
        self.extensions, self.notices, self.papers, self.timeline, self.flags = [], [], [], [], []

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
        return Case(
            self.case_id,
            self.case_no,
            self.branch,
            self.state,
            self.version,
            self.intake,
            self.received_at,
            self.registered_at,
            self.registered_by,
            self.owner,
            self.policy_version,
            self.accepted_at,
            self.decision,
            self.settlement,
            self.withdrawal,
            tuple(self.extensions),
            tuple(self.notices),
            tuple(self.papers),
            tuple(self.timeline),
            tuple(self.flags),
            self.told_at,
            self.ended_at,
            self.was_overdue,
            self.due_on_at_end,
            self.updated_at,
        )

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
        if kind == "decision_recorded":
            return self.decision is not None
        return self.state in _AFTER.get(kind, frozenset())
