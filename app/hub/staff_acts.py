"""What supervisors of a branch do with its people, as headquarters takes it up: who may rule whom, each act only once.

Pure. A sound act within its author's reach changes the staff at once, so that what follows in the same push is judged
by it. One beyond the reach waits for an officer. Nobody rules their own standing, and what an officer has decided is
changed by officers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.book import BookKind
from app.domain.directory import reaches
from app.domain.people import MANAGERS, Person, Role
from app.domain.reasons import ReasonCode
from app.hub.directory import Staff, StaffKey
from app.journal.envelope import Envelope
from app.journal.errors import BadEnvelopeError
from app.journal.signature import PublicKey, act_digest_of, is_signed_by_actor
from app.journal.suites import PUBLIC_KEY_BYTES

_WITH_ROLE = frozenset({BookKind.PERSON_ENROLLED.value, BookKind.PERSON_CHANGED.value})
_WITH_KEY = frozenset({BookKind.PERSON_ENROLLED.value, BookKind.KEYS_REPLACED.value})
_LESS = frozenset({BookKind.PERSON_SUSPENDED.value, BookKind.PERSON_REMOVED.value})
_LONGEST_NUMBER, _LONGEST_NAME = 32, 64


class ActStatus(StrEnum):
    """What became of an act."""

    TAKEN = "taken"
    OPEN = "open"
    REJECTED = "rejected"
    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PeopleAct:
    """One act as its entry says it. Parts that its kind does not have are empty."""

    kind: str
    staff_no: str
    name: str = ""
    role: Role | None = None
    key_id: bytes = b""
    public_key: bytes = b""
    earlier_key_id: bytes = b""

    @classmethod
    def read(cls, kind: str, body: Mapping[str, object]) -> PeopleAct:
        """From the body of an entry. Raises: BadEnvelopeError when it does not say what its kind has to."""
        try:
            role = Role(_text(body, "role")) if kind in _WITH_ROLE else None
            key_id = bytes.fromhex(_text(body, "key_id")) if kind in _WITH_KEY else b""
            public_key = bytes.fromhex(_text(body, "sign_key")) if kind in _WITH_KEY else b""
            earlier = bytes.fromhex(_text(body, "earlier_key_id")) if kind == BookKind.KEYS_REPLACED.value else b""
            name = _text(body, "name") if kind in _WITH_ROLE else ""
            staff_no = _text(body, "staff_no")
        except (KeyError, ValueError) as error:
            raise BadEnvelopeError(why="people_act") from error
        is_key_sound = kind not in _WITH_KEY or (len(key_id) == 16 and len(public_key) in PUBLIC_KEY_BYTES)
        if not 0 < len(staff_no) <= _LONGEST_NUMBER or len(name) > _LONGEST_NAME or not is_key_sound or "\0" in name:
            raise BadEnvelopeError(why="people_act")
        return cls(kind, staff_no, name, role, key_id, public_key, earlier)

    def person_after(self, known: Person | None, branch: str) -> Person:
        """The person as this act leaves them. Raises: BadEnvelopeError when there is nobody whom it could change."""
        if known is None:
            if self.kind != BookKind.PERSON_ENROLLED.value or self.role is None:
                raise BadEnvelopeError(why="people_act")
            return Person(self.staff_no, self.name, self.role, branch)
        if self.kind in _WITH_ROLE and self.role is not None:
            is_active = known.is_active or self.kind == BookKind.PERSON_ENROLLED.value
            return replace(known, name=self.name, role=self.role, is_active=is_active)
        if self.kind in _LESS:
            return replace(known, is_active=False)
        if self.kind == BookKind.PERSON_RESUMED.value:
            return replace(known, is_active=True)
        return known


def _text(body: Mapping[str, object], name: str) -> str:
    value = body[name]
    if not isinstance(value, str):
        raise ValueError(name)
    return value


@dataclass(frozen=True, slots=True)
class StaffChange:
    """An act that arrived, by its digest, with what became of it; `person` and `key` are to be written when taken."""

    digest: bytes
    seq: int
    kind: str
    staff_no: str
    actor: str
    status: ActStatus
    person: Person | None = None
    key: StaffKey | None = None
    retires: bytes = b""


@dataclass(frozen=True, slots=True)
class OpenGrant:
    """Two officers granted a recovery to this person on the device that pushes, and nobody has used it yet."""

    request_id: str
    staff_no: str
    name: str


class StaffActs:
    """Takes up the acts of one push in their order.

    `known` are the digests of acts that came before, `grants` the recoveries that the device may report as used.
    """

    def __init__(self, staff: Staff, known: Iterable[bytes] = (), grants: Iterable[OpenGrant] = ()) -> None:
        self._people, self._keys = dict(staff.people), dict(staff.keys)
        self._retired = set(staff.retired)
        self.staff = Staff(self._people, self._keys, self._retired, staff.ruled)
        self.changes: list[StaffChange] = []
        self._known = set(known)
        self._grants = {grant.request_id: grant for grant in grants}

    def is_again(self, envelope: Envelope) -> bool:
        """Whether this very act came before, wherever it stands in whatever log; only for what is really signed."""
        return act_digest_of(envelope) in self._known

    def reject(self, envelope: Envelope, body: Mapping[str, object]) -> None:
        """Remember a signed act that does not stand, so that it can't be brought again when its author may more."""
        self._note(envelope, str(body.get("staff_no", ""))[:_LONGEST_NUMBER].replace("\0", ""), ActStatus.REJECTED)

    def take(self, envelope: Envelope, body: Mapping[str, object]) -> ReasonCode | None:
        """Take up a signed act of somebody who may manage people. None when it stands; else why it does not, or not
        yet: `above_reach` waits for an officer."""
        try:
            act = PeopleAct.read(envelope.kind, body)
            self._check_keys(act)
            person = self._person_after(act, envelope.branch)
        except BadEnvelopeError:
            self.reject(envelope, body)
            return ReasonCode.MALFORMED
        if act.staff_no == envelope.actor:
            self.reject(envelope, body)
            return ReasonCode.OWN_STANDING
        before = self._people.get(act.staff_no)
        if Role.HEADQUARTERS in {one.role for one in (before, person) if one is not None}:
            self.reject(envelope, body)
            return ReasonCode.NO_RIGHT
        if person is None or not self._is_within_reach(envelope, act, person):
            self._note(envelope, act.staff_no, ActStatus.OPEN)
            return ReasonCode.ABOVE_REACH
        self._take(envelope, act, person)
        return None

    def take_recovery(self, envelope: Envelope, body: Mapping[str, object]) -> bool:
        """Take up the new key of somebody whom two officers granted a recovery; the entry is signed with that key.

        Whether the entry is one of that sort; any other stands or falls as the rest of the book does.
        """
        grant = self._grants.get(str(body.get("request_id")))
        if grant is None or grant.staff_no != envelope.actor or body.get("staff_no") != envelope.actor:
            return False
        try:
            act = PeopleAct.read(BookKind.KEYS_REPLACED.value, body)
            self._check_keys(act)
        except BadEnvelopeError:
            return False
        own = PublicKey(envelope.actor, act.public_key)
        if not is_signed_by_actor(envelope, lambda key_id: own if key_id == act.key_id else None):
            return False
        del self._grants[grant.request_id]
        before = self._people.get(grant.staff_no) or Person(
            grant.staff_no, grant.name, Role.SUPERVISOR, envelope.branch
        )
        role = before.role if before.role in MANAGERS else Role.SUPERVISOR
        self._take(envelope, act, replace(before, role=role, is_active=True))
        return True

    def _take(self, envelope: Envelope, act: PeopleAct, person: Person) -> None:
        key = StaffKey(person, act.key_id, act.public_key) if act.key_id else None
        self._note(envelope, act.staff_no, ActStatus.TAKEN, person, key, act.earlier_key_id)
        self._people[act.staff_no] = person
        if key is not None:
            self._keys[act.key_id] = PublicKey(act.staff_no, act.public_key)
            self._retired.update([act.earlier_key_id] if act.earlier_key_id else [])

    def _person_after(self, act: PeopleAct, branch: str) -> Person | None:
        """The person after the act; None while headquarters does not know whom it is about."""
        known = self._people.get(act.staff_no)
        if known is None and act.kind != BookKind.PERSON_ENROLLED.value:
            return None
        return act.person_after(known, branch)

    def _check_keys(self, act: PeopleAct) -> None:
        """A key's name belongs to one key of one person for ever. Raises: BadEnvelopeError."""
        new, earlier = self._keys.get(act.key_id), self._keys.get(act.earlier_key_id)
        is_taken = new is not None and new != PublicKey(act.staff_no, act.public_key)
        if is_taken or (earlier is not None and earlier.staff_no != act.staff_no):
            raise BadEnvelopeError(why="people_act")

    def _is_within_reach(self, envelope: Envelope, act: PeopleAct, after: Person) -> bool:
        before = self._people.get(act.staff_no)
        actor = self._people[envelope.actor]
        is_new_life = act.kind == BookKind.PERSON_ENROLLED.value and before is not None and before != after
        is_ruled = act.staff_no in self.staff.ruled and act.kind not in _LESS
        if is_new_life or is_ruled or envelope.signer in self._retired:
            return False
        return reaches(actor.role, {after.role} | ({before.role} if before else set()))

    def _note(
        self,
        envelope: Envelope,
        staff_no: str,
        status: ActStatus,
        person: Person | None = None,
        key: StaffKey | None = None,
        retires: bytes = b"",
    ) -> None:
        digest = act_digest_of(envelope)
        self._known.add(digest)
        self.changes.append(
            StaffChange(digest, envelope.seq, envelope.kind, staff_no, envelope.actor, status, person, key, retires)
        )
