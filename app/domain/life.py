"""The life of a case as data: which entry may follow in which state, and what state it leads to (domain.md 1.1)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.case import CaseState
from app.domain.entry import EntryKind

_S = CaseState
OPEN = frozenset(state for state in CaseState if not state.is_ended)
EVERY = frozenset(CaseState)
_UNDECIDED = frozenset({_S.ACCEPTED, _S.IN_PROGRESS, _S.EXTENSION_REQUESTED})


@dataclass(frozen=True, slots=True)
class Transition:
    """`kind` may follow in the states `sources` and leads to `target`; None leaves the state as it is."""

    kind: EntryKind
    sources: frozenset[CaseState]
    target: CaseState | None = None


TRANSITIONS: tuple[Transition, ...] = (
    Transition(EntryKind.CASE_ACCEPTED, frozenset({_S.REGISTERED}), _S.ACCEPTED),
    Transition(EntryKind.SETTLED_ON_SPOT, frozenset({_S.REGISTERED, _S.ACCEPTED}), _S.SETTLED_ON_SPOT),
    Transition(EntryKind.HANDLING_STARTED, frozenset({_S.ACCEPTED}), _S.IN_PROGRESS),
    Transition(EntryKind.EXTENSION_REQUESTED, frozenset({_S.ACCEPTED, _S.IN_PROGRESS}), _S.EXTENSION_REQUESTED),
    Transition(EntryKind.EXTENSION_DECIDED, frozenset({_S.EXTENSION_REQUESTED}), _S.IN_PROGRESS),
    Transition(
        EntryKind.DECISION_RECORDED, frozenset({_S.ACCEPTED, _S.IN_PROGRESS, _S.EXTENSION_REQUESTED}), _S.DECIDED
    ),
    Transition(EntryKind.CASE_CLOSED, frozenset({_S.TOLD}), _S.CLOSED),
    Transition(EntryKind.CASE_WITHDRAWN, OPEN, _S.WITHDRAWN),
    Transition(EntryKind.CASE_MERGED, OPEN, _S.MERGED),
    Transition(EntryKind.SETTLEMENT_AGREED, _UNDECIDED, _S.TOLD),
    Transition(EntryKind.UNREACHABLE_RECORDED, frozenset({_S.DECIDED}), _S.TOLD),
    Transition(EntryKind.VOID_DECIDED, EVERY - {_S.VOIDED}),
    Transition(
        EntryKind.CASE_REOPENED,
        frozenset({_S.TOLD, _S.CLOSED, _S.SETTLED_ON_SPOT, _S.WITHDRAWN, _S.MERGED}),
        _S.IN_PROGRESS,
    ),
    Transition(EntryKind.CASE_ASSIGNED, OPEN),
    Transition(EntryKind.TRANSFER_OFFERED, OPEN),
    Transition(EntryKind.TRANSFER_ANSWERED, OPEN),
    Transition(EntryKind.CASE_ESCALATED, OPEN),
    Transition(EntryKind.APPROVAL_DELEGATED, frozenset({_S.EXTENSION_REQUESTED})),
    Transition(EntryKind.PAUSE_STARTED, _UNDECIDED),
    Transition(EntryKind.PAUSE_ENDED, EVERY),
    Transition(EntryKind.NEW_FACTS_RECEIVED, _UNDECIDED),
    Transition(EntryKind.DATE_AGREED, _UNDECIDED),
    Transition(EntryKind.VOID_REQUESTED, EVERY - {_S.VOIDED}),
    Transition(EntryKind.REVIEW_REQUESTED, frozenset({_S.TOLD, _S.CLOSED})),
    Transition(EntryKind.REVIEW_DECIDED, EVERY),
    Transition(EntryKind.SATISFACTION_ASKED, frozenset({_S.TOLD, _S.CLOSED, _S.SETTLED_ON_SPOT, _S.WITHDRAWN})),
    Transition(EntryKind.FOLLOWED_UP, frozenset({_S.TOLD, _S.CLOSED, _S.SETTLED_ON_SPOT, _S.WITHDRAWN})),
    Transition(EntryKind.SUPERVISION_ORDERED, OPEN),
    Transition(EntryKind.TYPICAL_MARKED, EVERY - {_S.VOIDED}),
    # Facts that are only ever added (journal.md 4.6): true whatever became of the case in the meantime.
    Transition(EntryKind.NOTE_ADDED, EVERY),
    Transition(EntryKind.CONTACT_LOGGED, EVERY),
    Transition(EntryKind.PAPER_MADE, EVERY),
    Transition(EntryKind.NOTICE_GIVEN, EVERY),
    *(
        Transition(kind, EVERY)
        for kind in (
            EntryKind.CASE_CLASSIFIED,
            EntryKind.REPORTED_UPWARD,
            EntryKind.CONFLICT_DECLARED,
            EntryKind.ORDER_ANSWERED,
            EntryKind.REMINDER_SENT,
            EntryKind.EVIDENCE_RECEIVED,
            EntryKind.EVIDENCE_RETURNED,
            EntryKind.MEANS_USED,
            EntryKind.CORRECTION_PLANNED,
            EntryKind.CORRECTION_FINISHED,
            EntryKind.ROOT_CAUSE_FOUND,
            EntryKind.LIABILITY_FOUND,
            EntryKind.ATTACHMENT_ADDED,
            EntryKind.ATTACHMENT_SET_ASIDE,
            EntryKind.TYPICAL_CHECKED,
            EntryKind.HOLD_PLACED,
            EntryKind.HOLD_LIFTED,
        )
    ),
)
"""`notice_given` leads to TOLD when it is about the decision, succeeded, and the case is decided; `void_decided` leads
to VOIDED when it approves: see the steps."""

_SOURCES: dict[str, frozenset[CaseState]] = {t.kind.value: t.sources for t in TRANSITIONS}
_TARGETS: dict[str, CaseState | None] = {t.kind.value: t.target for t in TRANSITIONS}


def may_follow(kind: str, state: CaseState) -> bool:
    """Whether an entry of this kind is valid in `state`."""
    return state in _SOURCES.get(kind, frozenset())


def target_of(kind: str, state: CaseState) -> CaseState:
    """The state after an entry of this kind."""
    return _TARGETS[kind] or state


def states_for(kind: str) -> frozenset[CaseState]:
    """The states in which an entry of this kind is valid."""
    return _SOURCES.get(kind, frozenset())
