"""An extension asked for and decided on, as entries of a log written by hand."""

from __future__ import annotations

from typing import Any

from support.cases import TELLER
from support.logs import HandLog, registration

from app.domain.entry import EntryKind, NewEntry


def accepted(case_id: str) -> NewEntry:
    return NewEntry(EntryKind.CASE_ACCEPTED, case_id, {"accepted_at": "2026-11-20T02:00:00.000Z"})


def requested(case_id: str, stage: int = 1, policy: str = "CN_LOCAL_5_10") -> NewEntry:
    body: dict[str, Any] = {
        "request_id": "r1",
        "policy_id": policy,
        "stage": stage,
        "reason": "需调取录像。",
        "old_due_on": "2026-11-27",
        "new_due_on": "2026-12-04",
    }
    return NewEntry(EntryKind.EXTENSION_REQUESTED, case_id, body)


def decided(case_id: str) -> NewEntry:
    body: dict[str, Any] = {
        "request_id": "r1",
        "decision": "approved",
        "reason": "同意",
        "policy_id": "CN_LOCAL_5_10",
        "stage": 1,
        "old_due_on": "2026-11-27",
        "new_due_on": "2026-12-04",
        "requested_by": TELLER,
        "seen_version": 3,
        "nonce": "n",
    }
    return NewEntry(EntryKind.EXTENSION_DECIDED, case_id, body)


def case_with_request(log: HandLog, number: int = 1, who: str = TELLER, **request: Any) -> str:
    """A case that was accepted and waits for a decision on more time, in three entries; its id."""
    entry = registration(f"TS0102-26A{number:05d}-0")
    log.write(entry)
    log.write(accepted(entry.case_id), base=1)
    log.write(requested(entry.case_id, **request), base=2, who=who)
    return entry.case_id
