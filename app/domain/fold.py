"""From entries to a case. Independent of the order in which entries arrive; nothing is ever dropped.

An entry that is not valid where it lands keeps its line in the history and becomes a flag for a person to look at
(journal.md, the one write path; 4.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.case import Case, Flag, TimelineItem
from app.domain.case_builder import CaseBuilder, NoRegistrationError
from app.domain.entry import SIGNED_KINDS, Entry, EntryKind
from app.domain.reasons import ReasonCode
from app.domain.recusal import NEEDS_UNCONCERNED, is_recused
from app.domain.steps import STEPS
from app.domain.steps.ownership import lapse_offers

__all__ = ["KNOWN_VERSION", "CaseFold", "NoRegistrationError", "apply", "fold", "in_order"]

KNOWN_VERSION = 1
"""The newest version of entry bodies that this program reads."""

_SET_ASIDE = {"rejected": ReasonCode.REJECTED, "superseded": ReasonCode.SUPERSEDED}
_SIGNED = frozenset(kind.value for kind in SIGNED_KINDS)


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


class CaseFold(CaseBuilder):
    """A case under construction. `add` entries in order, then `freeze`."""

    __slots__ = ()

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
        handler = STEPS.get(kind)
        set_aside = _SET_ASIDE.get(entry.verdict) if entry.verdict else None
        if set_aside and (self.is_registered or kind != "case_registered"):
            return set_aside
        if handler is None or entry.version > KNOWN_VERSION:
            return ReasonCode.NEEDS_NEWER_PROGRAM
        if not entry.is_signed and kind in _SIGNED:
            return ReasonCode.NOT_SIGNED
        if kind in _SIGNED and self._was_signed_before(entry):
            return ReasonCode.REPLAYED
        if kind == "case_registered":
            if self.is_registered:
                return ReasonCode.SUPERSEDED
        elif not self.is_registered:
            return ReasonCode.CASE_NOT_FOUND
        elif kind in NEEDS_UNCONCERNED and is_recused(self, entry.actor):
            return ReasonCode.RECUSED
        try:
            owner_before = self.owner if self.is_registered else ""
            code = handler(self, entry, entry.body)
            if self.transfers:
                lapse_offers(self, entry, owner_before)
            return code or set_aside
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return ReasonCode.MALFORMED

    def _was_signed_before(self, entry: Entry) -> bool:
        """Whether this very act is in the case already: a signature covers neither place nor number in a log, so that
        whoever holds a record could bring it once more, after a reopening for example."""
        act = (entry.kind, entry.actor, entry.at)
        return any(
            (item.kind, item.actor, item.at) == act and item.is_signed and item.details == entry.body
            for item in self.timeline
        )


def _registration_details(body: Mapping[str, Any]) -> Mapping[str, object]:
    """What the history's first line needs; who complained and what they said stays in `Case.intake`."""
    if not isinstance(body, Mapping):
        return {}
    intake = body.get("intake")
    channel = intake.get("channel", "") if isinstance(intake, Mapping) else ""
    return {"case_no": body.get("case_no", ""), "received_at": body.get("received_at", ""), "channel": channel}
