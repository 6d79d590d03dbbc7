"""Headquarters' word on an entry. Storing and judging are separate: whatever is said here, the entry is stored.

What the rules set aside where it lands is rejected, or superseded when the same step was taken before. Whoever carries
authority (a signed act) without holding it is rejected; what anybody else recorded stands and is shown for review: a
customer's complaint is never refused because of who typed it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.approving import ground_of, why_not_approver
from app.domain.authority import RIGHT_FOR_KIND
from app.domain.book import PEOPLE_KINDS, RIGHT_FOR_BOOK_KIND, SIGNED_BOOK_KINDS, BookKind
from app.domain.calendar import china_day
from app.domain.entry import SIGNED_KINDS, EntryKind
from app.domain.fold import CaseFold
from app.domain.people import Person
from app.domain.policies import PolicyBook
from app.domain.reasons import ReasonCode
from app.hub.directory import Staff
from app.hub.opened import Opened, entry_of
from app.hub.staff_acts import StaffActs
from app.journal.envelope import Envelope
from app.journal.signature import is_signed_by_actor
from app.journal.view import instant
from app.journal.wire import Verdict

_REGISTERED, _EXTENSION_DECIDED = EntryKind.CASE_REGISTERED.value, EntryKind.EXTENSION_DECIDED.value
_RECOVERY_USED = BookKind.RECOVERY_USED.value
_APPROVING = frozenset({_EXTENSION_DECIDED, EntryKind.APPROVAL_DELEGATED.value})
_AUTHORITY = frozenset(kind.value for kind in (*SIGNED_KINDS, *SIGNED_BOOK_KINDS))
_NOT_JUDGED = frozenset({ReasonCode.NEEDS_NEWER_PROGRAM.value})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Word:
    """A verdict with the code of its reason."""

    verdict: Verdict
    code: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the entries of one branch by its staff as it stands now and by the bank's terms."""

    staff: Staff
    policies: PolicyBook
    taken_case_nos: set[str]
    acts: StaffActs | None = None
    """Takes up what is done with people; None where nothing of it is taken up."""

    def take(self, case: CaseFold, one: Opened, feed_seq: int) -> Word | None:
        """Add an entry that was never judged to its case, at its place in the feed; None when it simply stands."""
        envelope, body = one.envelope, one.body
        if envelope is None or body is None:
            raise ValueError("what can't be read can't be judged")
        objection = self._objection(case, envelope, body)
        is_signed = envelope.kind not in _AUTHORITY or self._is_signed(envelope)
        verdict = objection.verdict.value if objection else None
        try:
            code = case.add(entry_of(envelope, body, feed_seq, verdict, is_signature_good=is_signed))
        except Exception as error:  # storing and judging are separate: a fault in the rules must not hold up a branch
            _log.error("entry %s.%d.%d can't be judged: %s", *_origin(envelope), type(error).__name__)
            code = ReasonCode.MALFORMED
        if objection is not None:
            return objection
        if code is None:
            return self._double(case) if envelope.kind == _REGISTERED else self._retired(envelope)
        if code in _NOT_JUDGED:
            return None
        is_superseded = code == ReasonCode.SUPERSEDED
        return Word(Verdict.SUPERSEDED if is_superseded else Verdict.REJECTED, str(code))

    def take_of_book(self, one: Opened) -> Word | None:
        """Whether an entry of the desk's own book stands: its actor was entitled to it and, where it carries authority,
        signed it. One that nobody was entitled to is kept all the same, for review."""
        envelope = one.envelope
        if envelope is None:
            raise ValueError("what can't be read can't be judged")
        if self.acts is not None and envelope.kind in PEOPLE_KINDS:
            return self._take_of_people(self.acts, envelope, one.body or {})
        if self.acts is not None and envelope.kind == _RECOVERY_USED:
            if self.acts.is_again(envelope):
                return Word(Verdict.REJECTED, ReasonCode.REPLAYED.value)
            if self.acts.take_recovery(envelope, one.body or {}):
                return None
        return self._book_objection(envelope) or self._retired(envelope)

    def _take_of_people(self, acts: StaffActs, envelope: Envelope, body: Mapping[str, object]) -> Word | None:
        """An act on people: each counts once, and only within the reach of whoever signed it."""
        is_signed = self._is_signed(envelope)
        if is_signed and acts.is_again(envelope):
            return Word(Verdict.REJECTED, ReasonCode.REPLAYED.value)
        objection = self._book_objection(envelope)
        if objection is not None:
            if is_signed:
                acts.reject(envelope, body)
            return objection
        code = acts.take(envelope, body)
        if code is None:
            return None
        verdict = Verdict.NEEDS_REVIEW if code is ReasonCode.ABOVE_REACH else Verdict.REJECTED
        return Word(verdict, code.value)

    def _book_objection(self, envelope: Envelope) -> Word | None:
        must_sign = envelope.kind in _AUTHORITY
        weight = Verdict.REJECTED if must_sign else Verdict.NEEDS_REVIEW
        right = RIGHT_FOR_BOOK_KIND.get(envelope.kind)
        person = self.staff.people.get(envelope.actor)
        if right is not None and (person is None or not person.may(right)):
            code = _unfit(person)
            return Word(weight, code.value)
        if must_sign and not self._is_signed(envelope):
            return Word(Verdict.REJECTED, ReasonCode.NOT_SIGNED.value)
        return None

    def _retired(self, envelope: Envelope) -> Word | None:
        """What carries authority and arrives under a key that was replaced before: it stands, for it may have been on
        its way, and a person looks at it, for whoever stole the key can't sign anything else."""
        is_old = envelope.kind in _AUTHORITY and envelope.signer in self.staff.retired
        return Word(Verdict.NEEDS_REVIEW, ReasonCode.KEY_RETIRED.value) if is_old else None

    def _double(self, case: CaseFold) -> Word | None:
        """Two cases of one number: both stand, and a person has to see it."""
        number = str(case.case_no)
        if number in self.taken_case_nos:
            return Word(Verdict.NEEDS_REVIEW, ReasonCode.CASE_EXISTS.value)
        self.taken_case_nos.add(number)
        return None

    def _is_signed(self, envelope: Envelope) -> bool:
        return is_signed_by_actor(envelope, self.staff.keys.get) is True

    def _objection(self, case: CaseFold, envelope: Envelope, body: Mapping[str, object]) -> Word | None:
        right = RIGHT_FOR_KIND.get(envelope.kind)
        if right is None:
            return None
        weight = Verdict.REJECTED if envelope.kind in _AUTHORITY else Verdict.NEEDS_REVIEW
        person = self.staff.people.get(envelope.actor)
        if person is None:
            return Word(weight, ReasonCode.PERSON_UNKNOWN.value)
        if not person.is_active:
            return Word(weight, ReasonCode.PERSON_INACTIVE.value)
        objection, is_delegate = None, False
        if envelope.kind in _APPROVING:
            objection, is_delegate = self._approver_objection(case, person, envelope, body)
        if not person.may(right) and not is_delegate:
            return Word(weight, ReasonCode.NO_RIGHT.value)
        return objection

    def _approver_objection(
        self, case: CaseFold, person: Person, envelope: Envelope, body: Mapping[str, object]
    ) -> tuple[Word | None, bool]:
        """Whether this person may decide about the stage that was asked for, by the terms the case was opened under;
        and whether they decide in an approver's place (art. 24)."""
        request = next((e for e in getattr(case, "extensions", ()) if e.request_id == body.get("request_id")), None)
        if request is None:
            return None, False  # the rules say so themselves
        version = self.policies.version(case.policy_version) or self.policies.latest
        policy = next((p for p in version.policies_for(case.intake) if p.id == request.policy_id), None)
        if policy is None or not 0 < request.stage < len(policy.stages):
            return Word(Verdict.REJECTED, ReasonCode.UNKNOWN_POLICY.value), False
        stage = policy.stages[request.stage]
        delegations = case.delegations if envelope.kind == _EXTENSION_DECIDED else ()
        on = china_day(instant(envelope.wall))
        ground = ground_of(person, stage, request, delegations, on)
        objection = None if ground is not None else Word(Verdict.REJECTED, why_not_approver(stage).value)
        return objection, bool(ground) and envelope.kind == _EXTENSION_DECIDED


def _unfit(person: Person | None) -> ReasonCode:
    if person is None:
        return ReasonCode.PERSON_UNKNOWN
    return ReasonCode.NO_RIGHT if person.is_active else ReasonCode.PERSON_INACTIVE


def _origin(envelope: Envelope) -> tuple[str, int, int]:
    return envelope.dev.hex(), envelope.epoch, envelope.seq
