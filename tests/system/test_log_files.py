"""Full log files are kept for half a year, and no longer."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cases import RULES

from app.system.logs import KEEP_DAYS, LOG_FILE, drop_old_logs, log_to

DAY = 86_400 * 10**9


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A log that is closed at the end."""
    path = log_to(tmp_path)
    yield path
    for handler in [h for h in logging.getLogger().handlers if getattr(h, "baseFilename", "") == str(path)]:
        logging.getLogger().removeHandler(handler)
        handler.close()


def aside(log: Path, days: int) -> Path:
    file = log.with_name(f"jiesu-{time.time_ns() - days * DAY}.log")
    file.write_text("x")
    return file


def test_the_rules_say_the_same() -> None:
    assert {version.beside.log_days for version in RULES.retention.versions} == {KEEP_DAYS}


@pytest.mark.allow_log
def test_a_full_file_is_set_aside_and_the_next_one_begun(log: Path) -> None:
    for _ in range(30):
        logging.getLogger("app.test").info("%s", "y" * 50_000)
    files = sorted(log.parent.iterdir())
    assert len(files) == 2
    assert sum(file.read_text().count("y" * 50_000) for file in files) == 30
    assert {os.stat(file).st_mode & 0o777 for file in files} == {0o600}


def test_old_ones_go(log: Path) -> None:
    old, young, foreign = aside(log, KEEP_DAYS + 1), aside(log, KEEP_DAYS - 1), log.with_name("jiesu-notes.log")
    foreign.write_text("x")
    assert drop_old_logs(log) == 1
    assert (old.exists(), young.exists(), foreign.exists(), log.exists()) == (False, True, True, True)


def test_a_fault_that_repeats_fills_no_disk(log: Path) -> None:
    for number in range(205):
        aside(log, 1 + number % 3)
    assert drop_old_logs(log) == 5


_SAYS = (
    "import logging, sys; from pathlib import Path; from app.system.logs import log_to\n"
    "log_to(Path(sys.argv[1]))\n"
    "logging.getLogger('app').error('no file: %s', ValueError('王芳芳'), exc_info=ValueError('王芳芳'))"
)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("is_full", [True, False], ids=["the disk is full", "it may only be read"])
def test_where_no_log_can_be_written_nothing_goes_to_the_sessions_output(tmp_path: Path, is_full: bool) -> None:
    """The desktop and the system keep what a program says there: no record comes out instead, with an error's words."""
    folder = tmp_path / "logs"
    if is_full:
        folder.mkdir()
        (folder / LOG_FILE).symlink_to("/dev/full")
    else:
        folder.write_bytes(b"")
    said = subprocess.run([sys.executable, "-c", _SAYS, str(folder)], capture_output=True, timeout=60, check=True)
    assert said.stdout + said.stderr == b""
