"""Either the old content or the new."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.system.atomic_file import write_private_file

POINTS = ("trial.before_write", "trial.before_replace", "trial.after_replace")


def test_it_writes_privately_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "file"
    for content in (b"one", b"two"):
        write_private_file(target, content, crash_name="trial")
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_first_file_is_never_written_over_another(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_private_file(target, b"one", crash_name="trial", may_replace=False)
    with pytest.raises(FileExistsError):
        write_private_file(target, b"two", crash_name="trial", may_replace=False)
    assert target.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [target]


def test_without_hard_links_it_is_not_written_over_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "this file system has none")

    monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "file"
    write_private_file(target, b"one", crash_name="trial", may_replace=False)
    with pytest.raises(FileExistsError):
        write_private_file(target, b"two", crash_name="trial", may_replace=False)
    assert target.read_bytes() == b"one"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    write_private_file(target, b"one", crash_name="trial")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private_file(target, b"two", crash_name="trial")
    assert target.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
def test_a_link_laid_beside_it_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / "file.new").symlink_to(victim)
    write_private_file(tmp_path / "file", b"one", crash_name="trial")
    assert victim.read_bytes() == b"precious"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_file_is_whole(tmp_path: Path, point: str) -> None:
    target = tmp_path / "file"
    write_private_file(target, b"one", crash_name="trial")
    script = (
        "import sys, pathlib; from app.system.atomic_file import write_private_file as w; "
        "w(pathlib.Path(sys.argv[1]), b'two', crash_name='trial')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(target)], env={**os.environ, "JIESU_CRASH_AT": point}, check=False
    )
    assert done.returncode == -9
    assert target.read_bytes() == (b"two" if point == "trial.after_replace" else b"one")
    write_private_file(target, b"three", crash_name="trial")
    assert list(tmp_path.iterdir()) == [target]
