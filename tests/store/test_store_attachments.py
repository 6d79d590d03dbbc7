"""Bytes of files come with their entry or not at all, once, and outlive everything that is derived."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.cases import TELLER, context
from support.stores import NOON, Desk, author, new_store, reopened

from app.domain.commands import AddAttachment
from app.domain.decide import decide
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.store.attachments import NewBlob
from app.store.rebuild import rebuild
from app.store.store import Acted, Store
from app.store.verify import BrokenEntry, verify

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("before_begin", "after_append", "after_row", "after_blob", "before_commit", "after_commit")
CONTENT = b"\x89PNG bytes of evidence" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def _attach(store: Store, case_id: str, content: bytes = CONTENT, **changed: object) -> Acted | Refusal:
    sha256 = hashlib.sha256(content).hexdigest()
    values = {"sha256": sha256, "name": "a.png", "media_type": "image/png", "size": len(content), **changed}
    command = AddAttachment(**values)  # type: ignore[arg-type]
    return store.act(
        case_id,
        lambda case: decide(case, command, context(TELLER, NOON)),
        author(),
        NOON,
        blob=NewBlob(sha256, content),
    )


def test_bytes_are_kept_once_and_come_back_as_they_were(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        first, second = Desk(store).register(), Desk(store).register()
        assert isinstance(_attach(store, first.case_id), Acted)
        assert isinstance(_attach(store, second.case_id), Acted)
        again = _attach(store, first.case_id)
        assert isinstance(again, Acted)
        assert again.entries == ()
        assert store.attachments.read(SHA256) == CONTENT
        assert store.attachments.read("00" * 32) is None
        assert store.attachments.which(frozenset((SHA256, "00" * 32))) == {SHA256}
        assert store.attachments.which(frozenset()) == frozenset()
        with store.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*), sum(size) FROM attachment_blob").fetchone() == (
                1,
                len(CONTENT),
            )
        rebuild(store)
        assert verify(store).is_sound
    with reopened(tmp_path / "A.db") as store:
        assert store.attachments.read(SHA256) == CONTENT
    assert b"bytes of evidence" not in (tmp_path / "A.db").read_bytes()


def test_a_refused_file_leaves_no_bytes(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register()
        refused = _attach(store, case.case_id, media_type="application/x-msdownload")
        assert isinstance(refused, Refusal)
        assert store.attachments.read(SHA256) is None


def test_all_files_of_a_case_together_have_a_limit(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register()
        for number in range(5):
            size = 20 << 20
            assert isinstance(_attach(store, case.case_id, b"%d" % number, size=size), Acted)
        refused = _attach(store, case.case_id, b"one more")
        assert isinstance(refused, Refusal)
        assert refused.code == ReasonCode.ATTACHMENTS_TOO_LARGE
        assert refused.problems[0].details == {"limit": 100}


@pytest.mark.parametrize("change", ["content = zeroblob(9)", "size = 3"])
def test_changed_bytes_are_found(tmp_path: Path, change: str) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register()
        _attach(store, case.case_id)
        with store.database.write() as connection:
            connection.exec_driver_sql(f"UPDATE attachment_blob SET {change}")
        assert verify(store).problems == [BrokenEntry("attachment", detail=SHA256)]


def test_the_largest_file_is_kept_and_read_at_once(tmp_path: Path) -> None:
    content = os.urandom(20 << 20)
    with new_store(tmp_path) as store:
        case = Desk(store).register()
        began = time.perf_counter()
        assert isinstance(_attach(store, case.case_id, content), Acted)
        kept = time.perf_counter() - began
        began = time.perf_counter()
        assert store.attachments.read(hashlib.sha256(content).hexdigest()) == content
        read = time.perf_counter() - began
        print(f"20 MB kept in {kept * 1000:.0f} ms, read in {read * 1000:.0f} ms")
        assert kept < 6
        assert read < 3


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("place", PLACES)
def test_killed_at_a_named_place_there_is_no_entry_without_bytes(tmp_path: Path, place: str) -> None:
    path = tmp_path / "A.db"
    with new_store(tmp_path) as store:
        case = Desk(store).register()
    process = subprocess.run(
        [sys.executable, "-m", "support.attaching_loop", str(path), case.case_id, f"store.{place}", "3"],
        cwd=ROOT / "tests",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
    )
    assert process.returncode == -signal.SIGKILL, process.stderr
    acknowledged = process.stdout.split()
    assert len(acknowledged) == 3
    with reopened(path) as store:
        report = verify(store)
        assert report.is_sound, report.first
        found = store.case(case.case_id)
        assert found is not None
        named = [attachment.sha256 for attachment in found.attachments]
        assert named[:3] == acknowledged
        assert len(named) == (4 if place == "after_commit" else 3)
        assert store.attachments.which(frozenset(named)) == frozenset(named)
        assert isinstance(_attach(store, case.case_id), Acted)
