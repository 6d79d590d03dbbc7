"""May this request be answered? Every request is signed by a device, is new, and is held to that device's branch."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from app.hub.directory import Device, read_device
from app.hub.refusals import RefusedError
from app.journal.signature import request_digest, verify
from app.journal.suites import INTERNATIONAL, SUITES
from app.journal.wire import (
    COUNTER_HEADER,
    DEVICE_HEADER,
    SENT_AT_HEADER,
    SIGNATURE_HEADER,
    SUITE_HEADER,
    counter_nonce,
)

_DEVICE = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says about itself, not yet believed. `digest` is what its signature covers."""

    device: str
    counter: int
    signature: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Caller:
    """A device whose request is proven to be its own; whether it is new is for `use_counter` to say."""

    device: Device
    counter: int


def read_claim(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Claim:
    """The claim in a request's headers.

    Raises: RefusedError (401) when a header is missing or malformed.
    """
    device, counter = headers.get(DEVICE_HEADER, ""), headers.get(COUNTER_HEADER, "")
    sent_at, signature = headers.get(SENT_AT_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
    if not (_DEVICE.fullmatch(device) and _NUMBER.fullmatch(counter) and _NUMBER.fullmatch(sent_at)):
        raise RefusedError(401, "not_signed")
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(401, "not_signed") from error
    suite = headers.get(SUITE_HEADER, INTERNATIONAL)
    if suite not in SUITES:
        raise RefusedError(401, "unknown_suite")
    nonce = counter_nonce(int(counter))
    digest = request_digest(bytes.fromhex(device), method, target, int(sent_at), nonce, body, suite)
    return Claim(device, int(counter), raw, digest)


async def prove(connection: psycopg.AsyncConnection, claim: Claim) -> Caller:
    """The caller behind a claim.

    Raises: RefusedError, 403 for a device that is unknown or revoked, 401 for a wrong signature.
    """
    device = await read_device(connection, claim.device)
    if device is None:
        raise RefusedError(403, "unknown_device")
    if not verify(device.public_key, claim.digest, claim.signature):
        raise RefusedError(401, "bad_signature")
    if device.is_revoked:
        raise RefusedError(403, "revoked_device")
    return Caller(device, claim.counter)


async def use_counter(connection: psycopg.AsyncConnection, caller: Caller) -> None:
    """Spend the request's number, in the transaction that is open or in one of its own.

    Raises: RefusedError (401) with the last number, when this one was spent or passed over.
    """
    cursor = await connection.execute(
        "insert into device_counter (branch_id, device_id, last_counter) values (%(branch)s, %(device)s, %(counter)s)"
        " on conflict (branch_id, device_id) do update set last_counter = excluded.last_counter"
        " where device_counter.last_counter < excluded.last_counter returning 1",
        {"branch": caller.device.branch, "device": caller.device.device, "counter": caller.counter},
    )
    if await cursor.fetchone() is None:
        cursor = await connection.execute(
            "select last_counter from device_counter where branch_id = %s and device_id = %s",
            (caller.device.branch, caller.device.device),
        )
        row = await cursor.fetchone()
        raise RefusedError(401, "stale_counter", last=row[0] if row else 0)
