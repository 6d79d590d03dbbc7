"""From entries to a case. Independent of the order in which entries arrive; nothing is ever dropped.

An entry that is not valid where it lands keeps its line in the history and becomes a flag for a person to look at
(journal.md, the one write path; 4.6). Written as one mutable builder that freezes at the end, because headquarters
folds tens of thousands of entries at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from app.domain.bodies import read_day, read_instant, read_intake
from app.domain.case import (
    Case,
    CaseState,
    Decision,
    Extension,
    Flag,
    Intake,
    Notice,
    PaperRecord,
    TimelineItem,
)
from app.domain.entry import SIGNED_KINDS, Entry, EntryKind
from app.domain.life import may_follow, states_for, target_of
from app.domain.reasons import ReasonCode

KNOWN_VERSION = 1
"""The newest version of entry bodies that this program reads."""

_SET_ASIDE = {"rejected": ReasonCode.REJECTED, "superseded": ReasonCode.SUPERSEDED}
_SIGNED = frozenset(kind.value for kind in SIGNED_KINDS)
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

_CASE_FIELDS = tuple(field.name for field in fields(Case))
_LISTS = ("extensions", "notices", "papers", "timeline", "flags")


class NoRegistrationError(ValueError):
    """Entries without a valid registration among them: there is no case to show yet."""


def fold(entries: Iterable[Entry]) -> Case:
    """The case that `entries` (all of one case, in any order) make.

    Raises: NoRegistrationError when none of them registers the case.
    """
    builder = CaseFold()
    for entry in in_order(entries):
        builder.add(entry)
    return builder.freeze()


def apply(case: Case | None, entry: Entry) -> Case:
    """`case` with one more entry at the end. Equal to folding everything when `entry` is the last in order.

    Raises: NoRegistrationError when there is no case and `entry` does not register one.
    """
    builder = CaseFold.thaw(case) if case is not None else CaseFold()
    builder.add(entry)
    return builder.freeze()


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order in which they are folded: registration first, then by `Entry.order`."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    for index, entry in enumerate(ordered):
        if entry.kind == EntryKind.CASE_REGISTERED.value:
            if index:
                ordered.insert(0, ordered.pop(index))
            break
    return ordered


class CaseFold:
    """A case under construction. `add` entries in order, then `freeze`."""

    __slots__ = (*_CASE_FIELDS, "_is_registered")

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
        self._is_registered = False
        self.version = 0
        self.state = CaseState.REGISTERED
        self.accepted_at = self.decision = self.told_at = self.ended_at = self.due_on_at_end = self.updated_at = None
        self.settlement = self.withdrawal = ""
        self.was_overdue = False
        self.extensions, self.notices, self.papers, self.timeline, self.flags = [], [], [], [], []

    @classmethod
    def thaw(cls, case: Case) -> CaseFold:
        """A builder that goes on from `case`, which stays as it is."""
        builder = cls.__new__(cls)
        builder._is_registered = True
        for name in _CASE_FIELDS:
            setattr(builder, name, getattr(case, name))
        for name in _LISTS:
            setattr(builder, name, list(getattr(case, name)))
        return builder

    def freeze(self) -> Case:
        """The case as of the last entry added.

        Raises: NoRegistrationError before a registration was added.
        """
        if not self._is_registered:
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

    def add(self, entry: Entry) -> str | None:
        """Take in one entry; returns the reason code when it is not valid here and was set aside as a flag."""
        kind, at, origin = entry.kind, entry.at, str(entry.origin)
        code = self._take(entry, kind)
        self.version += 1
        if self.updated_at is None or at > self.updated_at:
            self.updated_at = at
        details = entry.body if kind != "case_registered" else _registration_details(entry.body)
        self.timeline.append(
            TimelineItem(origin, kind, at, entry.actor, details, entry.is_signed, entry.feed_seq is not None)
        )
        if code is not None:
            self.flags.append(Flag(origin, kind, str(code), entry.actor, at))
        return code

    def _take(self, entry: Entry, kind: str) -> str | None:
        handler = _HANDLERS.get(kind)
        set_aside = _SET_ASIDE.get(entry.verdict) if entry.verdict else None
        if set_aside and (self._is_registered or kind != "case_registered"):
            return set_aside
        if handler is None or entry.version > KNOWN_VERSION:
            return ReasonCode.NEEDS_NEWER_PROGRAM
        if not entry.is_signed and kind in _SIGNED:
            return ReasonCode.NOT_SIGNED
        if kind == "case_registered":
            if self._is_registered:
                return ReasonCode.SUPERSEDED
        elif not self._is_registered:
            return ReasonCode.CASE_NOT_FOUND
        try:
            return handler(self, entry, entry.body) or set_aside
        except (KeyError, TypeError, ValueError, AttributeError):
            return ReasonCode.MALFORMED

    def _move(self, kind: str) -> str | None:
        """Go where an entry of this kind leads; a reason code, and no move, when it may not follow."""
        if not may_follow(kind, self.state):
            return self._refusal(kind)
        self.state = target_of(kind, self.state)
        return None

    def _refusal(self, kind: str) -> str:
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

    def _registered(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        intake, received_at = read_intake(body["intake"]), read_instant(body["received_at"])
        self.case_no, self.branch, self.policy_version = body["case_no"], body["branch"], body["policy_version"]
        self.case_id, self.intake, self.received_at = entry.case_id, intake, received_at
        self.registered_at, self.registered_by, self.owner = entry.at, entry.actor, entry.actor
        self._is_registered = True
        return None

    def _accepted(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        accepted_at = read_instant(body["accepted_at"])
        if code := self._move(entry.kind):
            return code
        self.accepted_at = accepted_at
        return None

    def _started(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        if code := self._move(entry.kind):
            return code
        self.owner = entry.actor
        return None

    def _assigned(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        owner = body["owner"]
        if code := self._move(entry.kind):
            return code
        self.owner = owner
        return None

    def _requested(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        extension = Extension(
            body["request_id"],
            body["policy_id"],
            body["stage"],
            body["reason"],
            entry.actor,
            entry.at,
            read_day(body["old_due_on"]),
            read_day(body["new_due_on"]),
        )
        if any(known.request_id == extension.request_id for known in self.extensions):
            return ReasonCode.SUPERSEDED
        reached = max(
            (e.stage for e in self.extensions if e.policy_id == extension.policy_id and e.decision == "approved"),
            default=0,
        )
        if may_follow(entry.kind, self.state) and extension.stage != reached + 1:
            return ReasonCode.STAGE_OUT_OF_ORDER
        if code := self._move(entry.kind):
            return code
        self.extensions.append(extension)
        return None

    def _extension_decided(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        request_id, decision = body["request_id"], body["decision"]
        if decision not in ("approved", "refused"):
            return ReasonCode.MALFORMED
        index = next((i for i, known in enumerate(self.extensions) if known.request_id == request_id), None)
        if index is None:
            return ReasonCode.UNKNOWN_REQUEST
        request = self.extensions[index]
        if request.requested_by == entry.actor:
            return ReasonCode.FOUR_EYES
        if request.decision is not None:
            return ReasonCode.SUPERSEDED
        if code := self._move(entry.kind):
            return code
        is_approved = decision == "approved"
        self.extensions[index] = replace(
            request,
            decision=decision,
            decided_by=entry.actor,
            decided_at=entry.at,
            decision_reason=body.get("reason", ""),
            old_due_on=read_day(body["old_due_on"]) if is_approved else request.old_due_on,
            new_due_on=read_day(body["new_due_on"]) if is_approved else request.new_due_on,
        )
        return None

    def _decided(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        decision = Decision(
            body["outcome"],
            body["findings"],
            body["basis"],
            body["reasons"],
            body["remedy"],
            entry.actor,
            entry.at,
            body.get("compensation_fen"),
        )
        if code := self._move(entry.kind):
            return code
        self.decision = decision
        self._lapse_requests(entry)
        return None

    def _lapse_requests(self, entry: Entry) -> None:
        """A request that nobody needs any more is neither approved nor refused."""
        for index, request in enumerate(self.extensions):
            if request.decision is None:
                self.extensions[index] = replace(
                    request, decision="lapsed", decided_by=entry.actor, decided_at=entry.at
                )

    def _paper(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        self.papers.append(
            PaperRecord(body["kind"], body["copy_no"], entry.at, entry.actor, body["sha256"], body.get("size", ""))
        )
        return None

    def _notice(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        notice = Notice(
            body["about"],
            body["way"],
            read_instant(body["given_at"]),
            entry.actor,
            body["receiver"],
            body["evidence_no"],
            body["succeeded"],
        )
        self.notices.append(notice)
        if notice.about == "decision" and notice.succeeded and self.state is CaseState.DECIDED:
            self.state = CaseState.TOLD
            self.told_at = notice.given_at
        return None

    def _end(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        due_on = body.get("due_on")
        due = read_day(due_on) if due_on else None
        if code := self._move(entry.kind):
            return code
        self.due_on_at_end, self.was_overdue = due, bool(body.get("was_overdue", False))
        self.ended_at = entry.at
        if entry.kind == "settled_on_spot":
            self.settlement = body.get("settlement", "")
        elif entry.kind == "case_withdrawn":
            self.withdrawal = body.get("reason") or body.get("way", "")
        self._lapse_requests(entry)
        return None

    def _add_only(self, entry: Entry, body: Mapping[str, Any]) -> str | None:
        return None


_AFTER: dict[str, frozenset[CaseState]] = {
    "handling_started": frozenset(CaseState) - states_for("handling_started") - {CaseState.REGISTERED},
    "case_closed": frozenset({CaseState.CLOSED}),
    "case_withdrawn": frozenset({CaseState.WITHDRAWN}),
    "settled_on_spot": frozenset({CaseState.SETTLED_ON_SPOT}),
}

_HANDLERS: dict[str, Callable[[CaseFold, Entry, Mapping[str, Any]], str | None]] = {
    "case_registered": CaseFold._registered,
    "case_accepted": CaseFold._accepted,
    "handling_started": CaseFold._started,
    "case_assigned": CaseFold._assigned,
    "note_added": CaseFold._add_only,
    "contact_logged": CaseFold._add_only,
    "extension_requested": CaseFold._requested,
    "extension_decided": CaseFold._extension_decided,
    "decision_recorded": CaseFold._decided,
    "paper_made": CaseFold._paper,
    "notice_given": CaseFold._notice,
    "settled_on_spot": CaseFold._end,
    "case_withdrawn": CaseFold._end,
    "case_closed": CaseFold._end,
}


def _registration_details(body: Mapping[str, Any]) -> Mapping[str, object]:
    """What the history's first line needs; who complained and what they said stays in `Case.intake`."""
    intake = body.get("intake")
    channel = intake.get("channel", "") if isinstance(intake, Mapping) else ""
    return {"case_no": body.get("case_no", ""), "received_at": body.get("received_at", ""), "channel": channel}
