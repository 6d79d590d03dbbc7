"""A backup of 1 GB while a writer and a reader work: how long it takes, and how long anybody had to wait for it.

The floor is a plain copy of the same file with an fsync, in the same run: it decrypts nothing and proves nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.store.backup import make_backup
from app.store.engine import Database
from app.store.identity import StoreIdentity
from app.store.opening import create_database
from app.system.key_box import KeyBox

GIGABYTE = 1_000_000_000
_LINE = (
    "INSERT INTO entry (device, epoch, seq, hash, prev, case_id, kind, hlc, envelope) "
    "VALUES (?, 1, ?, ?, ?, ?, 'note_added', ?, ?)"
)
_BODY = "INSERT INTO entry_body (device, epoch, seq, body) VALUES (?, 1, ?, ?)"
_HEAD = "INSERT OR REPLACE INTO device_head (device, epoch, seq, hash, hlc) VALUES (?, 1, ?, ?, ?)"
_BLOB = "INSERT INTO attachment_blob (sha256, size, kept_at, content) VALUES (?, ?, 0, ?)"
_WORK_SECONDS = 0.01
_ENVELOPE, _BODY_SIZE = 300, 700  # bytes, as entries of cases have on the average


def run(size: int = GIGABYTE) -> Mapping[str, Mapping[str, Any]]:
    """Seconds of the copy's floor and of the backup, and the longest pauses in milliseconds without and with it."""
    folder = Path(tempfile.mkdtemp(prefix="jiesu-bench-"))
    key = KeyBox(bytearray(os.urandom(32)))
    device = os.urandom(16)
    try:
        identity = StoreIdentity("bench-store", "0102", device.hex(), 1, "A")
        database = create_database(folder / "journal.db", key, identity)
        try:
            _fill(database, device, size)
            filled = database.path.stat().st_size
            copied = _timed(lambda: _plain_copy(database.path, folder / "copied"))
            (folder / "copied").unlink()
            people = _AtWork(database, device)
            people.start()
            try:
                quiet = people.longest(lambda: people.work_for(3))
                place = folder / "backups"
                took: list[float] = []
                busy = people.longest(lambda: took.append(_timed(lambda: _back_up(database, place))))
            finally:
                people.stop()
        finally:
            database.close()
        scale = GIGABYTE / filled
        return {
            "gigabyte": {"value": took[0] * scale, "unit": "s", "aim": 15},
            "gigabyte_to_plain_copy": {"value": took[0] * scale, "floor": copied * scale, "unit": "s"},
            "longest_write": {"value": busy[0] * 1000, "unit": "ms", "aim": 50},
            "longest_write_without_backup": {"value": quiet[0] * 1000, "unit": "ms"},
            "longest_read": {"value": busy[1] * 1000, "unit": "ms", "aim": 50},
            "longest_read_without_backup": {"value": quiet[1] * 1000, "unit": "ms"},
        }
    finally:
        key.wipe()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(database: Database, device: bytes, size: int) -> None:
    """Two thirds are entries, as in a journal of many years; the rest are attached files of a megabyte."""
    written, hash_ = 0, bytes(32)
    while database.path.stat().st_size < size * 2 / 3:
        with database.write() as connection:
            cursor = connection.connection.cursor()
            for seq in range(written + 1, written + 10_001):
                before, hash_ = hash_, os.urandom(32)
                cursor.execute(_LINE, (device, seq, hash_, before, os.urandom(16), seq, os.urandom(_ENVELOPE)))
                cursor.execute(_BODY, (device, seq, os.urandom(_BODY_SIZE)))
            written = seq
            cursor.execute(_HEAD, (device, written, hash_, written))
        _checkpoint(database)
    while database.path.stat().st_size < size:
        with database.write() as connection:
            for _ in range(20):
                connection.exec_driver_sql(_BLOB, (os.urandom(32).hex(), 1_000_000, os.urandom(1_000_000)))
        _checkpoint(database)


def _checkpoint(database: Database) -> None:
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _back_up(database: Database, place: Path) -> None:
    make_backup(database, place, b"{}", "bench", datetime(2026, 11, 20, tzinfo=UTC))


def _plain_copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class _AtWork:
    """Somebody who records something every hundredth of a second, and somebody who reads as often."""

    def __init__(self, database: Database, device: bytes) -> None:
        self._database = database
        self._device = device
        self._is_over = threading.Event()
        self._longest = [0.0, 0.0]
        self._threads = [threading.Thread(target=self._work, args=(0, self._write))]
        self._threads.append(threading.Thread(target=self._work, args=(1, self._read)))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def longest(self, meanwhile: Callable[[], object]) -> tuple[float, float]:
        """The longest write and the longest read while something else is done."""
        self._longest[:] = [0.0, 0.0]
        meanwhile()
        return self._longest[0], self._longest[1]

    def work_for(self, seconds: float) -> None:
        """Let them work with nothing else going on."""
        self._is_over.wait(seconds)

    def _work(self, who: int, act: Callable[[], None]) -> None:
        while not self._is_over.wait(_WORK_SECONDS):
            self._longest[who] = max(_timed(act), self._longest[who])

    def _write(self) -> None:
        with self._database.write() as connection:
            connection.exec_driver_sql(_BLOB, (os.urandom(32).hex(), 3000, os.urandom(3000)))

    def _read(self) -> None:
        with self._database.read() as connection:
            connection.exec_driver_sql(
                "SELECT max(length(envelope)) FROM (SELECT envelope FROM entry LIMIT 50)"
            ).scalar()


if __name__ == "__main__":
    print(run())
