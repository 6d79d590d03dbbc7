"""The staff directory of headquarters, and what it makes of the people of a branch (security.md 2, offline sign-in).

Pure. Headquarters' word counts, whatever the branch's own keystore says: who is in the directory has the name, role,
standing and delegated approvals that stand there. Without a directory local rights stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.domain.calendar import WorkCalendar, china_day
from app.domain.people import Person, Role

LEAST_OFFLINE_DAYS, MOST_OFFLINE_DAYS = 1, 30


@dataclass(frozen=True, slots=True)
class DirectoryKey:
    """A public key that a person signs with, and its short name (16 bytes). Retired ones prove what they signed."""

    key_id: bytes
    public_key: bytes
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as headquarters lists them, with every key they ever had."""

    person: Person
    keys: tuple[DirectoryKey, ...]

    def has_one_of(self, key_ids: Collection[bytes]) -> bool:
        """Whether one of these keys is this person's as far as headquarters knows: a staff number alone is nobody, for
        whoever enrols people types it. True where headquarters lists no key at all."""
        return not self.keys or any(key.key_id in key_ids for key in self.keys)


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A recovery key of headquarters: its name (hq1, hq2), X25519 public key, and the officers who hold it together."""

    name: str
    public_key: bytes
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffDirectory:
    """Everybody who works at one branch or decides for it, complete, as headquarters issued it.

    `number` only rises; `offline_days` are working days for which it may be used without contact; `pending` are staff
    numbers whose enrolment waits for an officer's word.
    """

    branch: str
    number: int
    issued_at: datetime
    offline_days: int
    people: tuple[Listed, ...]
    officers: tuple[Listed, ...] = ()
    recovery: tuple[RecoveryKey, ...] = ()
    pending: tuple[str, ...] = ()

    def find(self, staff_no: str) -> Listed | None:
        """The person of the branch with this number."""
        return next((one for one in self.people if one.person.staff_no == staff_no), None)

    @property
    def everybody(self) -> tuple[Listed, ...]:
        """People of the branch and officers of headquarters."""
        return self.people + self.officers


@dataclass(frozen=True, slots=True)
class Contact:
    """The last time that headquarters was reached: its own time then, and the highest clock seen here at that moment.

    Both aware, UTC.
    """

    at: datetime
    clock: datetime


def headquarters_time(contact: Contact, now: datetime, highest: datetime) -> datetime:
    """What time it is by headquarters' clock, as far as this PC can tell: never earlier than it can be.

    `highest` is the highest clock that the store has seen. A clock that is wrong by the same amount as at the contact
    does no harm; one that was set back since does not win time (security.md 2, clock rollback).
    """
    passed = max(now, highest, contact.clock) - contact.clock
    at = contact.at + passed
    return at if now >= contact.clock else max(now, at)  # a clock that was ahead then and has been set right since


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether the directory may still be worked with. `good_until` is the last day on which it may.

    `may_extend`: a supervisor can still let work go on once.
    """

    good_until: date
    today: date
    is_extended: bool

    @property
    def is_fresh(self) -> bool:
        """Whether today is not past the last day."""
        return self.today <= self.good_until

    @property
    def may_extend(self) -> bool:
        """Whether nobody has extended it yet since headquarters was reached."""
        return not self.is_extended


def freshness(
    directory: StaffDirectory,
    confirmed_at: datetime,
    now: datetime,
    calendar: WorkCalendar,
    extended_until: date | None = None,
) -> Freshness:
    """How fresh the directory is at `now` (headquarters' time), last confirmed by headquarters at `confirmed_at`."""
    confirmed = max(confirmed_at, directory.issued_at)
    good_until = calendar.add_working_days(china_day(confirmed), directory.offline_days).day
    if extended_until is not None:
        good_until = max(good_until, extended_until)
    return Freshness(good_until, china_day(max(now, confirmed)), extended_until is not None)


def extended_day(directory: StaffDirectory, now: datetime, calendar: WorkCalendar) -> date:
    """Until when an extension given at `now` lets work go on."""
    return calendar.add_working_days(china_day(now), directory.offline_days).day


class Standing(StrEnum):
    """Why somebody is not admitted, or only to read."""

    SUSPENDED = "suspended"
    """Headquarters' directory says that this person does not work here (now)."""
    NOT_LISTED = "not_listed"
    """Headquarters' directory does not know this person, who was here before it was issued."""
    STALE = "stale"
    """The directory is too old: read and print only."""
    UNCONFIRMED = "unconfirmed"
    """Enrolled here, with keys that headquarters has not confirmed yet: works as a teller."""


@dataclass(frozen=True, slots=True)
class Effective:
    """A person as they may work now. `why` says what is less than their own record here promises; None for nothing."""

    person: Person
    why: Standing | None = None

    @property
    def is_admitted(self) -> bool:
        """Whether this person may sign in."""
        return self.person.is_active


def effective(
    local: Person,
    directory: StaffDirectory | None,
    enrolled_at: datetime | None,
    fresh: Freshness | None,
    key_ids: Collection[bytes] | None = None,
) -> Effective:
    """What `local`, a person of the branch's keystore, may do under headquarters' directory.

    `enrolled_at` is when this person was enrolled here, None for who was here from the beginning; `key_ids` are of all
    keys that this person ever had here, None where they don't matter.
    """
    if directory is None:
        return Effective(local)
    listed = directory.find(local.staff_no)
    person, why = local, None
    if listed is not None:
        person = listed.person
        if person.is_active and not local.is_active:  # suspended here, and headquarters has not heard of it yet
            person = replace(person, is_active=False)
        if not person.is_active:
            return Effective(person, Standing.SUSPENDED)
        if key_ids is not None and not listed.has_one_of(key_ids):
            person, why = replace(local, role=Role.TELLER, delegations=()), Standing.UNCONFIRMED
    elif local.staff_no in directory.pending or (enrolled_at is not None and enrolled_at > directory.issued_at):
        if not local.is_active:
            return Effective(local, Standing.SUSPENDED)
        person, why = replace(local, role=Role.TELLER, delegations=()), Standing.UNCONFIRMED
    else:
        return Effective(replace(local, is_active=False), Standing.NOT_LISTED)
    if fresh is not None and not fresh.is_fresh:
        return Effective(replace(person, is_read_only=True), Standing.STALE)
    return Effective(person, why)


def may_extend(person: Person) -> bool:
    """Whether this person's role lets work go on with an old directory, once."""
    return person.is_active and person.role in (Role.SUPERVISOR, Role.BRANCH_HEAD)


# -- who may rule whose standing -------------------------------------------------------------------------------------

REACH: Mapping[Role, frozenset[Role]] = {
    Role.SUPERVISOR: frozenset({Role.TELLER, Role.HANDLER}),
    Role.BRANCH_HEAD: frozenset({Role.TELLER, Role.HANDLER, Role.SUPERVISOR, Role.BRANCH_HEAD, Role.AUDITOR}),
    Role.HEADQUARTERS: frozenset(Role),
}
"""Whose standing each role may decide on at a branch (domain.md 1.7 no. 96: least privilege)."""


def reaches(role: Role, others: Iterable[Role]) -> bool:
    """Whether `role` may decide on the standing of people of all the `others`."""
    return REACH.get(role, frozenset()).issuperset(others)


# -- headquarters' rules about directories -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DirectoryVersion:
    """From `effective_from` on: for how many working days a directory may be used without contact."""

    version: str
    effective_from: date
    offline_days: int


class DirectoryRules:
    """Every version that ever was in force; a directory takes the one of the day on which it is issued."""

    def __init__(self, versions: tuple[DirectoryVersion, ...]) -> None:
        if not versions or any(not LEAST_OFFLINE_DAYS <= v.offline_days <= MOST_OFFLINE_DAYS for v in versions):
            raise ValueError("no sound version of the rules of directories")
        if len({version.version for version in versions}) != len(versions):
            raise ValueError("two versions of one name")
        self.versions = tuple(sorted(versions, key=lambda version: version.effective_from))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> DirectoryRules:
        """From the content of directory.json. Raises: KeyError, TypeError or ValueError when it is not sound."""
        return cls(
            tuple(
                DirectoryVersion(
                    str(item["version"]), date.fromisoformat(item["effective_from"]), int(item["offline_days"])
                )
                for item in data["versions"]
            )
        )

    def as_of(self, day: date) -> DirectoryVersion:
        """The version in force on `day`; the first one for days before any."""
        return next((v for v in reversed(self.versions) if v.effective_from <= day), self.versions[0])
