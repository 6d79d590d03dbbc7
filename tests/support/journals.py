"""Entries and records with fixed values, so that their bytes can be compared with kept ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.entry import EntryKind, NewEntry
from app.journal.chain import Head
from app.journal.envelope import Envelope, Record
from app.journal.hlc import hlc_of
from app.journal.view import Authorship, new_record

DEVICE = bytes(range(16))
CASE_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
WALL = 1_795_320_306_789
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes_raw()
KEY_ID = bytes(range(100, 116))

REGISTERED: Mapping[str, Any] = {
    "case_no": "TS0102-26A00032-K",
    "branch": "0102",
    "received_at": "2026-11-22T04:05:06.789Z",
    "policy_version": "2026-1",
    "intake": {
        "complainant": {
            "name": "买买提·艾力𠮷",
            "phone": "13812345678",
            "id_kind": "resident_id",
            "id_number": "11010519491231002X",
            "capacity": "self",
        },
        "narrative": "在自助机取款时吞卡，\n要求退还。😀",
        "remedy_sought": "",
        "category": "B1",
        "channel": "counter",
        "intake_type": "complaint",
        "occurred_on": None,
        "amount_fen": 128600,
        "account_tail": "0017",
        "language": "zh",
    },
}

ENTRIES: tuple[NewEntry, ...] = (
    NewEntry(EntryKind.CASE_REGISTERED, CASE_ID, REGISTERED),
    NewEntry(EntryKind.CASE_ACCEPTED, CASE_ID, {"accepted_at": "2026-11-22T04:05:06.789Z"}),
    NewEntry(EntryKind.HANDLING_STARTED, CASE_ID, {}),
    NewEntry(
        EntryKind.CASE_CLOSED, CASE_ID, {"due_on": "2026-11-27", "was_overdue": False, "extra": [1, -1, 2**32, True]}
    ),
)


def authorship(**changed: Any) -> Authorship:
    """Who writes the records of these tests."""
    values: dict[str, Any] = {
        "branch": "0102",
        "actor": "0301",
        "session": "5f1c0b7e",
        "wall": WALL,
        "tz": 480,
        "boot": b"bootboot",
        "refver": "2026-1",
        "sign": KEY.sign,
        "signer_key_id": KEY_ID,
    }
    return Authorship(**{**values, **changed})


def written(*entries: NewEntry, head: Head | None = None) -> list[tuple[Record, Envelope, Head]]:
    """Records of `entries` (all of the standard ones when none are given) in a row, from the start of a log."""
    head = head or Head.start(DEVICE, 1)
    found = []
    for base, new in enumerate(entries or ENTRIES):
        record, envelope, head = new_record(new, head, authorship(), base=base, hlc=hlc_of(WALL, base))
        found.append((record, envelope, head))
    return found
