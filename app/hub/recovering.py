"""Headquarters' side of a recovery: two officers open a branch's request and sign the answer, once (security.md 2).

Every answer stands in the log of recoveries, written in the transaction that makes it; the grant is published to the
branch, so that headquarters and the branch agree on who its supervisor is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import psycopg

from app.domain.people import MANAGERS, Role
from app.hub.issuing import issue
from app.hub.officers import Officer
from app.hub.publishing import locked_feed
from app.hub.recovery_keys import RecoveryKeyFile
from app.journal.recovery import (
    OFFICERS_NEEDED,
    Grant,
    RecoveryAnswer,
    RecoveryRequest,
    make_answer,
    open_at_headquarters,
)
from app.system.errors import KnownError


class RecoveryError(KnownError):
    """A recovery is refused. `why`: device_unknown, device_revoked, other_branch, code, officers, not_holders,
    answered, grant, name_missing."""

    code = "recovery_refused"


@dataclass(frozen=True, slots=True)
class Consent:
    """What two officers bring: themselves with their keys, the recovery key with its passphrases by staff number, and
    the code that they heard from the branch by telephone."""

    officers: tuple[Officer, ...]
    key: RecoveryKeyFile
    passphrases: Mapping[str, str] = field(repr=False)
    spoken_code: str = field(repr=False)


def answer_request(
    connection: psycopg.Connection, request: RecoveryRequest, consent: Consent, grant: Grant, at: datetime
) -> RecoveryAnswer:
    """The answer to a branch's request, logged. The same request is never answered twice.

    Raises: RecoveryError, RecoveryKeyError, BadDocumentError (key) when the request does not open.
    """
    _check_device(connection, request)
    _check_consent(request, consent)
    with connection.transaction():
        locked_feed(connection, request.branch)
        _check_grant(connection, request.branch, grant)
        if connection.execute("select 1 from recovery_log where request_id = %s", (request.request_id,)).fetchone():
            raise RecoveryError(why="answered")
        answer = _answer(request, consent, grant, at)
        _log_answer(connection, request, consent, answer)
        connection.execute(
            "update ref_staff set is_active = true, ruled_by = '',"
            " role = case when role = any(%s) then role else %s end where branch_id = %s and staff_no = %s",
            ([role.value for role in MANAGERS], Role.SUPERVISOR.value, request.branch, grant.staff_no),
        )
        issue(connection, request.branch, at)
    return answer


def _answer(request: RecoveryRequest, consent: Consent, grant: Grant, at: datetime) -> RecoveryAnswer:
    seed = consent.key.open(consent.passphrases)
    try:
        opened = open_at_headquarters(request, consent.key.name, seed)
    finally:
        seed[:] = bytes(len(seed))
    try:
        signers = {officer.person.staff_no: officer.key.sign for officer in consent.officers}
        return make_answer(request, opened, grant, at, signers)
    finally:
        opened.wipe()


def _check_device(connection: psycopg.Connection, request: RecoveryRequest) -> None:
    row = connection.execute(
        "select branch_id, is_revoked from device where device_id = %s", (request.device,)
    ).fetchone()
    if row is None:
        raise RecoveryError(why="device_unknown")
    if row[0] != request.branch:
        raise RecoveryError(why="other_branch")
    if row[1]:
        raise RecoveryError(why="device_revoked")


def _check_consent(request: RecoveryRequest, consent: Consent) -> None:
    if consent.spoken_code.strip().upper() != request.spoken_code:
        raise RecoveryError(why="code")
    numbers = {officer.person.staff_no for officer in consent.officers}
    keys = {officer.public_key for officer in consent.officers}
    branches = {officer.person.branch for officer in consent.officers}
    if len(numbers) != OFFICERS_NEEDED or len(keys) != OFFICERS_NEEDED or branches != {request.branch}:
        raise RecoveryError(why="officers")
    if numbers != set(consent.key.officers):
        raise RecoveryError(why="not_holders")


def _check_grant(connection: psycopg.Connection, branch: str, grant: Grant) -> None:
    """Somebody of the branch, or somebody new with a name; never an officer."""
    row = connection.execute(
        "select role from ref_staff where branch_id = %s and staff_no = %s limit 1", (branch, grant.staff_no)
    ).fetchone()
    if row is not None and row[0] == Role.HEADQUARTERS.value:
        raise RecoveryError(why="grant")
    if row is None and not grant.name.strip():
        raise RecoveryError(why="name_missing")


def _log_answer(
    connection: psycopg.Connection, request: RecoveryRequest, consent: Consent, answer: RecoveryAnswer
) -> None:
    connection.execute(
        "insert into recovery_log (request_id, branch_id, device_id, store_id, why, granted_to, granted_name, reason,"
        " officers, recovery_key, answered_at, answer_sha256)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            *(request.request_id, request.branch, request.device, request.store_id, request.why),
            *(answer.grant.staff_no, answer.grant.name, answer.grant.reason, sorted(answer.officers)),
            *(consent.key.name, answer.answered_at, hashlib.sha256(answer.encode()).digest()),
        ),
    )
