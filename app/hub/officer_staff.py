"""What officers of headquarters decide about a branch's people: standing, roles, and acts beyond a supervisor's reach.

Every decision is published to the branch in its own transaction, with a new directory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import psycopg

from app.domain.book import BookKind
from app.domain.people import Person, Role
from app.hub.directory import ADD_KEY, RETIRE_KEY, EnrolmentError, StaffKey
from app.hub.issuing import issue
from app.hub.officers import Officer
from app.hub.publishing import locked_feed
from app.hub.staff_acts import ActStatus, PeopleAct
from app.journal.envelope import decode_body

_OPEN = (
    "select a.act, a.kind, a.staff_no, a.actor, a.noted_at, e.body from staff_act a join event e"
    " on e.branch_id = a.branch_id and e.device_id = a.device_id and e.epoch = a.epoch and e.seq = a.seq"
    " where a.branch_id = %s and a.status = %s order by a.noted_at, a.seq"
)
_PERSON = (
    "select name, role, is_active from ref_staff where branch_id = %s and staff_no = %s order by since desc limit 1"
)
_SET = "update ref_staff set name = %s, role = %s, is_active = %s, ruled_by = %s where branch_id = %s and staff_no = %s"
_DECIDED = "update staff_act set status = %s, decided_by = %s where branch_id = %s and act = %s"
_LEAST_PREFIX = 8


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act of a branch on one of its people that waits for an officer. `digest` names it."""

    digest: bytes
    act: PeopleAct
    actor: str
    noted_at: datetime


def staff_rows(connection: psycopg.Connection, branch: str) -> list[dict[str, object]]:
    """Everybody whom headquarters knows at a branch, one row each: number, name, role, standing, keys in use."""
    rows = connection.execute(
        "select staff_no, min(name), min(role), bool_and(is_active), count(*) filter (where not is_retired),"
        " min(ruled_by) from ref_staff where branch_id = %s group by staff_no order by staff_no",
        (branch,),
    ).fetchall()
    names = ("staff_no", "name", "role", "is_active", "keys", "ruled_by")
    return [dict(zip(names, row, strict=True)) for row in rows]


def open_acts(connection: psycopg.Connection, branch: str) -> list[OpenAct]:
    """What waits for an officer at a branch, the oldest first."""
    return [
        OpenAct(bytes(digest), PeopleAct.read(kind, decode_body(bytes(body), is_known=True)), actor, noted_at)
        for digest, kind, _, actor, noted_at, body in connection.execute(
            _OPEN, (branch, ActStatus.OPEN.value)
        ).fetchall()
        if body is not None
    ]


def rule(
    connection: psycopg.Connection,
    officer: Officer,
    staff_no: str,
    at: datetime,
    *,
    role: Role | None = None,
    is_active: bool | None = None,
) -> int:
    """Decide on the role or the standing of one of the people of the officer's branch. From then on only officers
    change it again; who is let in again is the branch's to look after.

    Returns the place of the directory in the branch's feed. Raises: EnrolmentError.
    """
    branch = officer.person.branch
    with connection.transaction():
        locked_feed(connection, branch)
        known = _person(connection, branch, staff_no)
        if known is None:
            raise EnrolmentError(why="staff_unknown", staff_no=staff_no)
        if staff_no == officer.person.staff_no:
            raise EnrolmentError(why="own_standing", staff_no=staff_no)
        if role is Role.HEADQUARTERS or (role is not None and known.role is Role.HEADQUARTERS):
            raise EnrolmentError(why="role_not_given", staff_no=staff_no)
        ruled_by = "" if is_active else officer.person.staff_no
        after = (role or known.role).value
        standing = known.is_active if is_active is None else is_active
        connection.execute(_SET, (known.name, after, standing, ruled_by, branch, staff_no))
        return issue(connection, branch, at)


def decide_act(connection: psycopg.Connection, officer: Officer, name: str, at: datetime, *, is_admitted: bool) -> int:
    """Admit or refuse what a branch did with one of its people; `name` is the act's digest in hex, or its beginning.

    Returns the place of the directory in the branch's feed. Raises: EnrolmentError when no such act waits, it is about
    the officer, or it does not fit any more.
    """
    branch = officer.person.branch
    with connection.transaction():
        locked_feed(connection, branch)
        found = [one for one in open_acts(connection, branch) if one.digest.hex().startswith(name.lower())]
        if len(found) != 1 or len(name) < _LEAST_PREFIX:
            raise EnrolmentError(why="act_unknown", act=name)
        one = found[0]
        if is_admitted:
            _carry_out(connection, officer, one, at)
        status = ActStatus.ADMITTED if is_admitted else ActStatus.REFUSED
        connection.execute(_DECIDED, (status.value, officer.person.staff_no, branch, one.digest))
        return issue(connection, branch, at)


def _carry_out(connection: psycopg.Connection, officer: Officer, one: OpenAct, at: datetime) -> None:
    branch, act = officer.person.branch, one.act
    known = _person(connection, branch, act.staff_no)
    roles = {act.role, known.role if known else None}
    if known is None and act.kind != BookKind.PERSON_ENROLLED.value:
        raise EnrolmentError(why="staff_unknown", staff_no=act.staff_no)
    if Role.HEADQUARTERS in roles or officer.person.staff_no == act.staff_no:
        raise EnrolmentError(why="role_not_given", staff_no=act.staff_no)
    after = act.person_after(known, branch)
    standing = (after.name, after.role.value, after.is_active)
    if act.key_id:
        _add_key(connection, branch, StaffKey(after, act.key_id, act.public_key), at)
    connection.execute(_SET, (*standing, "", branch, act.staff_no))
    if act.earlier_key_id:
        connection.execute(RETIRE_KEY, (branch, act.staff_no, act.earlier_key_id))


def _add_key(connection: psycopg.Connection, branch: str, key: StaffKey, at: datetime) -> None:
    """Raises: EnrolmentError when the key's name is another key's."""
    person = key.person
    connection.execute(
        ADD_KEY,
        (
            *(branch, person.staff_no, key.key_id, person.name, person.role.value, person.is_active),
            *(key.public_key, at),
        ),
    )
    rows = connection.execute(
        "select staff_no, public_key from ref_staff where branch_id = %s and key_id = %s", (branch, key.key_id)
    ).fetchall()
    if [(staff_no, bytes(public)) for staff_no, public in rows] != [(person.staff_no, key.public_key)]:
        raise EnrolmentError(why="key_id_taken", staff_no=person.staff_no)


def _person(connection: psycopg.Connection, branch: str, staff_no: str) -> Person | None:
    row = connection.execute(_PERSON, (branch, staff_no)).fetchone()
    return None if row is None else Person(staff_no, row[0], Role(row[1]), branch, row[2])
