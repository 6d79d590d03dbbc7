"""The people of this PC: enrolled, changed, suspended, let in again, removed, given new keys (security.md 2).

Each act changes the keystore first and is then signed into the book. What is about to happen is announced in the
database before, so that a crash in between is made up for by the next person who may (`make_up`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.directory import REACH, StaffDirectory, reaches
from app.domain.entry import NewEntry, book_entry
from app.domain.people import Person, Right, Role
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk
from app.operations.note import note
from app.operations.proof import is_proved, prove
from app.operations.standing import all_keys, directory_state, learn_people
from app.store.announcements import STAFF_ACT, announce, announced, forget
from app.system.crash_points import reach
from app.system.errors import KnownError

if TYPE_CHECKING:
    from app.vault.sessions import Session
    from app.vault.staff_changes import StaffChange
    from app.vault.vault import DirectoryEntry, Vault

_log = logging.getLogger(__name__)

LONGEST_NUMBER, LONGEST_NAME, LONGEST_REASON = 20, 40, 200
_REMOVED, _SUSPENDED, _BY_BRANCH = "removed", "suspended", "branch"


@dataclass(frozen=True, slots=True)
class NewColleague:
    """Somebody to be enrolled, with the first password, which is good for one sign-in."""

    staff_no: str
    name: str
    role: str
    first_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Because:
    """Why, and the password of whoever does it where it has to be proved again ("" while the last proof counts)."""

    reason: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PeopleDone:
    """What was done to whom. `waits`: it holds in full once headquarters' directory says so."""

    kind: BookKind
    person: Person
    waits: bool


def enrol_person(desk: Desk, new: NewColleague, because: Because) -> PeopleDone | Refusal:
    """Enrol a person, who has to choose another password at the first sign-in.

    Problems are at `staff_no`, `name`, `role` and `password`. Raises: DuplicateStaffNumberError, WeakPasswordError,
    BeyondReachError and what else the vault raises, StoreError.
    """
    number, name = "".join(new.staff_no.split()), new.name.strip()
    problem = _problem_of_person(number, name, new.role)
    if problem is not None:
        return problem
    from app.vault.people_keys import NewPerson

    person = NewPerson(number, name, Role(new.role), new.first_password, must_change_password=True)
    act = _Act(BookKind.PERSON_ENROLLED, number, "", name, new.role)
    return _do(desk, act, because, lambda vault, session: vault.add_person(session, person), needs_reason=False)


def change_person(desk: Desk, staff_no: str, name: str, role: str, because: Because) -> PeopleDone | Refusal:
    """Give a person another name or role. Raises: as `enrol_person`, OwnRecordError, LastManagerError."""
    name = name.strip()
    problem = _problem_of_person(staff_no, name, role)
    if problem is not None:
        return problem
    known = _known(desk, staff_no)
    if known is not None and (known.person.name, known.person.role.value) == (name, role):
        return refuse(ReasonCode.PERSON_UNCHANGED)
    act = _Act(BookKind.PERSON_CHANGED, staff_no, because.reason, name, role)
    return _do(
        desk,
        act,
        because,
        lambda vault, session: vault.change_person(session, staff_no, name=name, role=Role(role)),
    )


def suspend_person(desk: Desk, staff_no: str, because: Because) -> PeopleDone | Refusal:
    """Keep a person out until `resume_person`. Raises: the vault's errors, StoreError."""
    act = _Act(BookKind.PERSON_SUSPENDED, staff_no, because.reason)
    return _do(desk, act, because, lambda vault, session: vault.suspend(session, staff_no))


def resume_person(desk: Desk, staff_no: str, because: Because) -> PeopleDone | Refusal:
    """Let a suspended person in again. Raises: the vault's errors (SuspendedByHeadquartersError, ...), StoreError."""
    act = _Act(BookKind.PERSON_RESUMED, staff_no, because.reason)
    return _do(desk, act, because, lambda vault, session: vault.resume(session, staff_no))


def remove_person(desk: Desk, staff_no: str, because: Because) -> PeopleDone | Refusal:
    """Somebody left: the private keys go, what they signed stays provable. The database key is then due to be changed.

    Raises: the vault's errors, StoreError.
    """
    act = _Act(BookKind.PERSON_REMOVED, staff_no, because.reason)
    return _do(desk, act, because, lambda vault, session: vault.remove(session, staff_no))


def replace_keys(desk: Desk, staff_no: str, first_password: str, because: Because) -> PeopleDone | Refusal:
    """A forgotten password: a new key pair under a first password; what was signed with the old one stays proven.

    Raises: WeakPasswordError and what else the vault raises, StoreError.
    """
    act = _Act(BookKind.KEYS_REPLACED, staff_no, because.reason)
    return _do(desk, act, because, lambda vault, session: vault.reset_password(session, staff_no, first_password))


def suggest_password() -> str:
    """A first password to hand over."""
    from app.vault.passwords import suggested_password

    return suggested_password()


def objection_to_managing(desk: Desk) -> Refusal | None:
    """Why whoever is signed in can't look after people now; None when they can."""
    return desk.context(desk.clock.now()).objection(Right.MANAGE_PEOPLE)


def make_up(desk: Desk) -> int:
    """Put into the book what stands in the keystore since a crash came between the two; how many entries.

    Only by somebody within whose reach it is; who had done it stands in the reason. A full disk leaves it for later.
    """
    vault = desk.vault
    if vault is None or objection_to_managing(desk) is not None:
        return 0
    count = 0
    try:
        for said in announced(desk.store.database, STAFF_ACT):
            act = _Act(**{**said, "kind": BookKind(said["kind"])})
            record = _record(vault, act)
            if record is None or not act.has_happened(record):
                _forget(desk, act.staff_no)
                continue
            roles = {record.person.role, *((Role(act.role_before),) if act.role_before else ())}
            if act.staff_no == desk.actor.staff_no or not reaches(desk.actor.role, roles):
                continue
            _write(desk, act, record)
            count += 1
            _log.info("%s of an interrupted act was noted late", act.kind.value)
    except KnownError as error:
        _log.warning("what the book lacks can't be noted: %s", error.code)
    return count


# -- inside ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Act:
    """What is about to happen, and how the person stood before."""

    kind: BookKind
    staff_no: str
    reason: str = ""
    name: str = ""
    role: str = ""
    by: str = ""
    uid: str = ""
    key_id: str = ""
    role_before: str = ""

    def has_happened(self, record: DirectoryEntry) -> bool:
        """Whether the keystore shows it."""
        return {
            BookKind.PERSON_ENROLLED: lambda: record.uid != self.uid and record.standing != _REMOVED,
            BookKind.PERSON_CHANGED: lambda: (record.person.name, record.person.role.value) == (self.name, self.role),
            BookKind.PERSON_SUSPENDED: lambda: record.standing == _SUSPENDED and record.suspended_by == _BY_BRANCH,
            BookKind.PERSON_RESUMED: lambda: record.suspended_by != _BY_BRANCH and record.standing != _REMOVED,
            BookKind.PERSON_REMOVED: lambda: record.standing == _REMOVED,
            BookKind.KEYS_REPLACED: lambda: record.key_id.hex() != self.key_id,
        }[self.kind]()

    def entry(self, record: DirectoryEntry, actor: str) -> NewEntry:
        """Its entry of the book, as app/domain/book.py says."""
        body: dict[str, object] = {"staff_no": record.person.staff_no}
        if self.kind in (BookKind.PERSON_ENROLLED, BookKind.PERSON_CHANGED):
            body |= {"name": record.person.name, "role": record.person.role.value}
        if self.kind in (BookKind.PERSON_ENROLLED, BookKind.KEYS_REPLACED):
            body |= {"key_id": record.key_id.hex(), "sign_key": record.sign_public.hex()}
        if self.kind is BookKind.KEYS_REPLACED:
            body["earlier_key_id"] = self.key_id
        if self.kind is not BookKind.PERSON_ENROLLED:
            body["reason"] = self.reason
        if self.by and self.by != actor:
            body["done_by"] = self.by
        return book_entry(self.kind, **body)


def _do(
    desk: Desk,
    act: _Act,
    because: Because,
    change: Callable[[Vault, Session], StaffChange],
    *,
    needs_reason: bool = True,
) -> PeopleDone | Refusal:
    from app.vault.sessions import Session

    objection = objection_to_managing(desk)
    if objection is not None:
        return objection
    vault, session = desk.vault, desk.session
    if vault is None or not isinstance(session, Session):
        raise TypeError("only somebody who is signed in here looks after people")
    reason = because.reason.strip()
    if needs_reason and not reason:
        return refuse(ReasonCode.REASON_MISSING, "reason")
    if len(reason) > LONGEST_REASON:
        return refuse(ReasonCode.TEXT_TOO_LONG, "reason", count=len(reason), limit=LONGEST_REASON)
    if because.password:
        prove(desk, because.password)
    elif not is_proved(desk, desk.clock.now()):
        return refuse(ReasonCode.PASSWORD_NEEDED, "password")
    make_up(desk)
    before = _known(desk, act.staff_no)
    act = replace(
        act,
        reason=reason,
        by=desk.actor.staff_no,
        uid=before.uid if before is not None else "",
        key_id=before.key_id.hex() if before is not None else "",
        role_before=before.person.role.value if before is not None else "",
    )
    announce(desk.store.database, STAFF_ACT + act.staff_no, asdict(act))
    try:
        changed = change(vault, session)
    except Exception:
        _forget(desk, act.staff_no)
        raise
    reach("people.changed")
    record = next(entry for entry in vault.directory() if entry.uid == changed.uid)
    _write(desk, act, record)
    directory = directory_state(desk).directory
    learn_people(desk)
    desk.store.sync.use_directory(all_keys(desk, vault))
    return PeopleDone(act.kind, record.person, _waits(act, directory))


def _waits(act: _Act, directory: StaffDirectory | None) -> bool:
    if directory is None:
        return False
    if act.kind is BookKind.PERSON_ENROLLED:
        return True
    is_listed = directory.find(act.staff_no) is not None
    return is_listed and act.kind in (BookKind.PERSON_CHANGED, BookKind.PERSON_RESUMED)


def _write(desk: Desk, act: _Act, record: DirectoryEntry) -> None:
    entry = act.entry(record, desk.actor.staff_no)
    note(desk, entry, also=lambda connection: forget(connection, STAFF_ACT + act.staff_no))


def _forget(desk: Desk, staff_no: str) -> None:
    try:
        with desk.store.database.write() as connection:
            forget(connection, STAFF_ACT + staff_no)
    except KnownError as error:  # the keystore shows that nothing happened, so nothing will be noted
        _log.warning("an announced act could not be taken back: %s", error.code)


def _known(desk: Desk, staff_no: str) -> DirectoryEntry | None:
    """The record with this number of somebody who was not removed."""
    if desk.vault is None:
        return None
    plain = staff_no.strip().casefold()
    return next(
        (e for e in desk.vault.directory() if e.person.staff_no.casefold() == plain and e.standing != _REMOVED), None
    )


def _record(vault: Vault, act: _Act) -> DirectoryEntry | None:
    """The record that the act was about: the same one, or for an enrolment the one that is new."""
    if act.kind is not BookKind.PERSON_ENROLLED:
        return next((entry for entry in vault.directory() if entry.uid == act.uid), None)
    same = [entry for entry in vault.directory() if entry.person.staff_no == act.staff_no]
    return same[-1] if same else None


def _problem_of_person(staff_no: str, name: str, role: str) -> Refusal | None:
    if not staff_no or len(staff_no) > LONGEST_NUMBER or not staff_no.isprintable():
        return refuse(ReasonCode.STAFF_NO_UNFIT, "staff_no", limit=LONGEST_NUMBER)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return refuse(ReasonCode.PERSON_NAME_UNFIT, "name", limit=LONGEST_NAME)
    if role not in {each.value for each in Role if each is not Role.HEADQUARTERS}:
        return refuse(ReasonCode.ROLE_UNFIT, "role")
    return None


def roles_within_reach(role: Role) -> tuple[Role, ...]:
    """The roles that somebody of `role` may give, in the order of the house."""
    return tuple(each for each in Role if each is not Role.HEADQUARTERS and each in REACH.get(role, frozenset()))
