"""Power cuts: what a process wrote is recorded in order, then replayed up to any moment with unsynced writes lost.

kill -9 does not test this, because the system still writes what the process has handed over (security.md 3.2). The
model: what was synced is there. Of what was written since the last sync of a file nothing may be there, or the first
writes with the last one torn at a sector, or any sectors at all. A file that was never synced may be missing. Removing
and renaming take effect at once or not at all until the next sync of any file.
"""

from __future__ import annotations

import os
import random
import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SECTOR = 512
WRITE, SYNC, TRUNCATE, UNLINK, RENAME, LINK = range(1, 7)
_HEADER = struct.Struct("=6Q")
_SOURCE = Path(__file__).with_name("power_cut.c")


@cache
def recorder(folder: Path) -> Path:
    """The library that records, built in `folder`."""
    library = folder / "power_cut.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"], check=True)
    return library


def recording(library: Path, watched: Path, log: Path) -> dict[str, str]:
    """The environment in which a process's changes below `watched` are recorded in `log`."""
    return {"LD_PRELOAD": str(library), "POWER_CUT_FOLDER": str(watched), "POWER_CUT_LOG": str(log)}


@dataclass(frozen=True, slots=True)
class Operation:
    """One change: `file` is the inode for writes, syncs and truncations; `name` the file's name in the folder."""

    kind: int
    file: int
    offset: int
    name: str
    data: bytes

    @property
    def other_name(self) -> str:
        """The new name, for RENAME and LINK."""
        return os.path.basename(self.data.decode())


def read_log(log: Path) -> list[Operation]:
    """All recorded operations, the first first."""
    content = log.read_bytes()
    operations, at = [], 0
    while at < len(content):
        kind, file, offset, length, path_length, _ = _HEADER.unpack_from(content, at)
        at += _HEADER.size
        name = os.path.basename(content[at : at + path_length].decode())
        at += path_length
        size = length if kind in (WRITE, RENAME, LINK) else 0
        operations.append(Operation(kind, file, offset, name, content[at : at + size]))
        at += size
    return operations


@dataclass(slots=True)
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)
    was_synced: bool = False

    def sync(self) -> None:
        for operation in self.pending:
            _apply(self.durable, operation)
        self.pending.clear()
        self.was_synced = True


class Disk:
    """What may be on the disk after a power cut."""

    def __init__(self) -> None:
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}
        self._old_names: dict[str, int] = {}

    def take(self, operation: Operation) -> None:
        """The next operation happened."""
        if operation.kind in (WRITE, TRUNCATE, SYNC):
            file = self._files.setdefault(operation.file, _File())
            self._names.setdefault(operation.name, operation.file)
            if operation.kind == SYNC:
                file.sync()
                self._old_names = dict(self._names)
            else:
                file.pending.append(operation)
        elif operation.kind == UNLINK:
            self._names.pop(operation.name, None)
        elif operation.name in self._names:
            self._names[operation.other_name] = self._names[operation.name]
            if operation.kind == RENAME:
                del self._names[operation.name]

    def cut(self, chance: random.Random, folder: Path) -> None:
        """Write what the disk holds after a cut now into the empty `folder`."""
        names = self._names if chance.random() < 0.5 else self._old_names
        mode = chance.choice(("nothing", "first", "any"))
        for name, inode in names.items():
            file = self._files[inode]
            content = bytearray(file.durable)
            for operation in _survivors(file.pending, mode, chance):
                _apply(content, operation)
            if file.was_synced or content or chance.random() < 0.5:
                (folder / name).write_bytes(content)


def _survivors(pending: Sequence[Operation], mode: str, chance: random.Random) -> Iterator[Operation]:
    if mode == "first" and pending:
        last = chance.randrange(len(pending) + 1)
        yield from pending[:last]
        if last < len(pending):
            yield from list(_sectors(pending[last]))[: chance.randrange(16)]
    elif mode == "any":
        for operation in pending:
            yield from (piece for piece in _sectors(operation) if chance.random() < 0.5)


def _sectors(operation: Operation) -> Iterator[Operation]:
    if operation.kind != WRITE:
        yield operation
        return
    at = 0
    while at < len(operation.data):
        size = min(SECTOR - (operation.offset + at) % SECTOR, len(operation.data) - at)
        piece = operation.data[at : at + size]
        yield Operation(WRITE, operation.file, operation.offset + at, operation.name, piece)
        at += size


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.kind == TRUNCATE:
        del content[operation.offset :]
        content.extend(bytes(operation.offset - len(content)))
        return
    end = operation.offset + len(operation.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[operation.offset : end] = operation.data
