"""Looking at a database file before and after SQLite fails on it, so that each trouble gets its own name.

SQLCipher says "file is not a database" for a wrong key, a damaged first page and a text file alike (security.md 3.6).
Its pages carry an HMAC each, so we can ask single pages whether the key is theirs.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from app.store.errors import (
    DamagedStoreError,
    EmptyFileError,
    ForeignStoreError,
    NoPermissionError,
    StoreError,
    StoreMissingError,
    WrongKeyError,
)
from app.system.key_box import KeyBox

PAGE_SIZE = 4096
_SALT, _IV, _HMAC = 16, 16, 64
_SEALED = PAGE_SIZE - _HMAC
_MOST_PAGES = 64
_FEW = 8
_PLAIN_SQLITE = b"SQLite format 3\0"
_LEAST_DISTINCT = 200  # 4096 random bytes hold more different values than this, texts and documents do not


def check_before_opening(path: Path) -> None:
    """Refuse what SQLite would open without complaint and must not: nothing, an empty file.

    The file is not opened for it: on POSIX systems, closing a file takes away every lock that this process holds on
    it, also those of another connection to the same database.
    Raises: StoreMissingError, EmptyFileError, NoPermissionError; OSError.
    """
    if not path.is_file():
        raise StoreMissingError(path=path.name)
    if path.stat().st_size == 0:
        raise EmptyFileError(path=path.name)
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
        raise NoPermissionError(path=path.name)


def why_not_a_database(path: Path, key: KeyBox) -> StoreError:
    """The error for a file that SQLite could not read with `key`."""
    size = path.stat().st_size
    if _starts_plain(path):
        return ForeignStoreError(path=path.name, why="not_encrypted")
    good, bad = _sealed_pages(path, key)
    if good:
        return DamagedStoreError(path=path.name, pages=bad[:8], size=size)
    with path.open("rb") as file:
        start = file.read(PAGE_SIZE)
    if len(start) < PAGE_SIZE or not any(start):
        return DamagedStoreError(path=path.name, size=size)
    if len(set(start)) < _LEAST_DISTINCT:
        return ForeignStoreError(path=path.name, why="not_a_database")
    return WrongKeyError(path=path.name)


def _starts_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE


def _sealed_pages(path: Path, key: KeyBox) -> tuple[list[int], list[int]]:
    """The numbers of pages (from 1) whose HMAC `key` proves, and of those it does not, out of up to 64.

    The file's salt is the start of its first page. Where that one was swapped with another, the salt lies elsewhere.
    """
    count = path.stat().st_size // PAGE_SIZE
    numbers = sorted({1, *range(1, count + 1, max(1, count // _MOST_PAGES))}) if count else []
    with path.open("rb") as file:
        for place in range(1, min(count, _MOST_PAGES) + 1):
            file.seek((place - 1) * PAGE_SIZE)
            good, bad = _proved(file, key, file.read(_SALT), numbers[:_FEW] if place > 1 else numbers)
            if good:
                return good, bad
    return [], numbers


def _proved(file: BinaryIO, key: KeyBox, salt: bytes, numbers: Sequence[int]) -> tuple[list[int], list[int]]:
    good: list[int] = []
    bad: list[int] = []
    seal = hashlib.pbkdf2_hmac("sha512", key.b, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    for number in numbers:
        file.seek((number - 1) * PAGE_SIZE)
        page = file.read(PAGE_SIZE)
        covered = page[_SALT if number == 1 else 0 : _SEALED] + number.to_bytes(4, "little")
        is_good = hmac.compare_digest(hmac.digest(seal, covered, "sha512"), page[_SEALED:])
        (good if is_good else bad).append(number)
    return good, bad
