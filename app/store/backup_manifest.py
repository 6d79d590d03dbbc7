"""What a backup says about itself. Numbers and ids only, nothing about a customer, and no key.

The description is read before anything can be proved, so it is looked at as bytes from outside: its form is checked
here; what it claims is proved against the parts themselves (`check_parts`, and app/store/restoring.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.store.backup_errors import BackupUnreadableError
from app.system.plain_file import read_plain

FORMAT = "jiesu-backup"
VERSION = 1
MANIFEST, DATABASE, KEYSTORE = "manifest.json", "journal.db", "keystore.json"
PARTS = (DATABASE, KEYSTORE)
_BIGGEST_BYTES = 64 * 1024
_HEX = re.compile(r"[0-9a-f]+")
_LONGEST = 64
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup: its length in bytes and the SHA-256 of them, in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of: the desk, how far its own log goes (`seq`, `hash` in hex of entry `seq`), the database
    key's id `key_name`, and its parts by name. `made_at` is aware, UTC."""

    store_id: str
    branch: str
    device: str
    device_letter: str
    epoch: int
    seq: int
    hash: str
    key_name: str
    schema: int
    made_at: datetime
    parts: Mapping[str, Part]

    def to_bytes(self) -> bytes:
        """As it lies in the backup."""
        document = {
            "format": FORMAT,
            "version": VERSION,
            "store_id": self.store_id,
            "branch": self.branch,
            "device": self.device,
            "device_letter": self.device_letter,
            "epoch": self.epoch,
            "seq": self.seq,
            "hash": self.hash,
            "key_name": self.key_name,
            "schema": self.schema,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="seconds"),
            "parts": {name: asdict(part) for name, part in self.parts.items()},
        }
        return json.dumps(document, indent=1, sort_keys=True).encode()


def read_manifest(folder: Path) -> Manifest:
    """The description of the backup in `folder`. Raises: BackupUnreadableError."""
    try:
        content = read_plain(folder / MANIFEST, _BIGGEST_BYTES + 1)
    except FileNotFoundError:
        raise BackupUnreadableError(why="missing") from None
    except OSError as error:
        raise BackupUnreadableError(why="failed", error=type(error).__name__) from None
    return manifest_of(content)


def manifest_of(content: bytes) -> Manifest:
    """The manifest in `content`. Raises: BackupUnreadableError whatever the bytes are."""
    if len(content) > _BIGGEST_BYTES:
        raise BackupUnreadableError(why="not_ours")
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BackupUnreadableError(why="not_ours") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BackupUnreadableError(why="not_ours")
    version = document.get("version")
    if type(version) is int and version > VERSION:
        raise BackupUnreadableError(why="newer")
    try:
        return _manifest(document)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise BackupUnreadableError(why="shape") from None


def _manifest(document: dict[str, Any]) -> Manifest:
    made_at = datetime.fromisoformat(_text(document["made_at"]))
    if made_at.tzinfo is None:
        raise ValueError("made_at")
    parts = document["parts"]
    if not isinstance(parts, dict) or set(parts) != set(PARTS):
        raise ValueError("parts")
    return Manifest(
        store_id=_text(document["store_id"]),
        branch=_text(document["branch"]),
        device=_hex(document["device"], 32),
        device_letter=_text(document["device_letter"]),
        epoch=_whole(document["epoch"]),
        seq=_whole(document["seq"]),
        hash=_hex(document["hash"], 64),
        key_name=_text(document["key_name"]),
        schema=_whole(document["schema"]),
        made_at=made_at.astimezone(UTC),
        parts={name: Part(_whole(part["size"]), _hex(part["sha256"], 64)) for name, part in parts.items()},
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST or not value.isprintable():
        raise ValueError("text")
    return value


def _hex(value: object, length: int) -> str:
    if not isinstance(value, str) or len(value) != length or not _HEX.fullmatch(value):
        raise ValueError("hex")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        raise ValueError("number")
    return value
