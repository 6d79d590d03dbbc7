"""Issuing staff directories: everybody of a branch and the officers who decide for it, complete, numbered and signed.

One is put into the branch's feed whenever something about the staff changes, in the transaction of the change. Numbers
are milliseconds since 1970 where they can be, so that a headquarters restored from a backup never issues one again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import psycopg

from app.domain.calendar import china_day
from app.domain.directory import DirectoryKey, DirectoryRules, Listed, RecoveryKey, StaffDirectory
from app.domain.people import Person, Role
from app.hub.directory import DELEGATIONS, delegations_in
from app.hub.publishing import locked_feed, publish
from app.hub.receipts import HubKey, Identity
from app.hub.staff_acts import ActStatus
from app.journal.published import Published
from app.journal.staff_directory import KIND, seal_directory, version_name
from app.journal.suites import suite_of_key
from app.journal.view import milliseconds
from app.rules.loading import load_directory_rules

_STAFF = (
    "select staff_no, name, role, is_active, key_id, public_key, is_retired from ref_staff where branch_id = %s"
    " order by staff_no, since, key_id"
)
_PENDING = "select distinct staff_no from staff_act where branch_id = %s and status = %s order by staff_no"
_RECOVERY = "select name, public_key, officers from recovery_key order by name"
_LAST = "select number from directory_issue where branch_id = %s order by number desc limit 1"
_NOTE = "insert into directory_issue (branch_id, number, issued_at) values (%s, %s, %s)"

StaffRow = tuple[str, str, str, bool, bytes, bytes, bool]


class _Facts(NamedTuple):
    """What a directory is made of, as read."""

    staff: Sequence[StaffRow]
    delegations: Sequence[tuple[str, str, date, date, str]]
    recovery: Sequence[tuple[str, bytes, list[str]]]
    pending: Sequence[tuple[str]]
    last_number: int


@cache
def _rules() -> DirectoryRules:
    return load_directory_rules()


def issue(connection: psycopg.Connection, branch: str, at: datetime) -> int:
    """Issue a directory now, behind the lock on the branch's feed; its place in the feed. Within the caller's
    transaction, if there is one: what it changed before is in it."""
    with connection.transaction():
        locked_feed(connection, branch)
        row = connection.execute("select signing_key from server").fetchone()
        assert row is not None
        item, number = _published(HubKey(row[0]), branch, _read(connection, branch), at)
        connection.execute(_NOTE, (branch, number, at))
        return publish(connection, branch, item)


def has_issued(connection: psycopg.Connection, branch: str) -> bool:
    """Whether a directory was ever issued for this branch."""
    return connection.execute(_LAST, (branch,)).fetchone() is not None


async def prepare_issue(
    connection: psycopg.AsyncConnection, branch: str, identity: Identity, at: datetime
) -> Published:
    """A directory with everything that the open transaction has changed, noted as issued; to be put into the feed by
    whoever holds its lock."""
    facts = _Facts(
        await _all(connection, _STAFF, branch),
        await _all(connection, DELEGATIONS, branch),
        await _all(connection, _RECOVERY),
        await _all(connection, _PENDING, branch, ActStatus.OPEN.value),
        next((int(row[0]) for row in await _all(connection, _LAST, branch)), 0),
    )
    item, number = _published(identity.key, branch, facts, at)
    await connection.execute(_NOTE, (branch, number, at))
    return item


async def _all(connection: psycopg.AsyncConnection, statement: str, *values: str) -> list[Any]:
    cursor = await connection.execute(statement.encode(), values)
    return await cursor.fetchall()


def _read(connection: psycopg.Connection, branch: str) -> _Facts:
    def rows(statement: str, *values: str) -> list[Any]:
        return connection.execute(statement.encode(), values).fetchall()

    return _Facts(
        rows(_STAFF, branch),
        rows(DELEGATIONS, branch),
        rows(_RECOVERY),
        rows(_PENDING, branch, ActStatus.OPEN.value),
        next((int(row[0]) for row in rows(_LAST, branch)), 0),
    )


def _published(key: HubKey, branch: str, facts: _Facts, at: datetime) -> tuple[Published, int]:
    number = max(facts.last_number + 1, milliseconds(at))
    listed = _listed(branch, facts)
    is_officer = {one.person.staff_no: one.person.role is Role.HEADQUARTERS for one in listed}
    directory = StaffDirectory(
        branch,
        number,
        at.replace(microsecond=at.microsecond // 1000 * 1000),
        _rules().as_of(china_day(at)).offline_days,
        tuple(one for one in listed if not is_officer[one.person.staff_no]),
        tuple(one for one in listed if is_officer[one.person.staff_no]),
        tuple(RecoveryKey(name, bytes(public), tuple(officers)) for name, public, officers in facts.recovery),
        tuple(staff_no for (staff_no,) in facts.pending if staff_no not in is_officer),
    )
    body = seal_directory(directory, key.sign_directory, suite_of_key(key.public_key).name)
    return Published(KIND, version_name(number), china_day(at), body), number


def _listed(branch: str, facts: _Facts) -> list[Listed]:
    delegations = delegations_in(facts.delegations)
    people: dict[str, Person] = {}
    keys: dict[str, list[DirectoryKey]] = {}
    for staff_no, name, role, is_active, key_id, public_key, is_retired in facts.staff:
        people[staff_no] = Person(staff_no, name, Role(role), branch, is_active, delegations.get(staff_no, ()))
        keys.setdefault(staff_no, []).append(DirectoryKey(bytes(key_id), bytes(public_key), is_retired))
    return [Listed(person, tuple(keys[staff_no])) for staff_no, person in people.items()]
