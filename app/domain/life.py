"""The life of a case as data: which entry may follow in which state, and what state it leads to (domain.md 1.1)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.case import CaseState
from app.domain.entry import EntryKind

_S = CaseState
OPEN = frozenset(state for state in CaseState if not state.is_ended)
EVERY = frozenset(CaseState)


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
    Transition(EntryKind.CASE_ASSIGNED, OPEN),
    # Facts that are only ever added (journal.md 4.6): true whatever became of the case in the meantime.
    Transition(EntryKind.NOTE_ADDED, EVERY),
    Transition(EntryKind.CONTACT_LOGGED, EVERY),
    Transition(EntryKind.PAPER_MADE, EVERY),
    Transition(EntryKind.NOTICE_GIVEN, EVERY),
)
"""`notice_given` leads to TOLD when it is about the decision, succeeded, and the case is decided: see fold."""

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
