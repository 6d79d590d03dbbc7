"""Writing a small file so that a crash at any moment leaves either the old content or the new, never a mixture."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from app.system.crash_points import reach

_REPLACE_TRIES = 10


def write_private_file(path: Path, content: bytes, *, crash_name: str, may_replace: bool = True) -> None:
    """Write `content` to `path`, readable by its owner alone: beside it, fsync, rename, fsync of the folder.

    `crash_name` names the crash points "<crash_name>.before_write", ".before_replace" and ".after_replace".
    Raises: FileExistsError when `may_replace` is False and the file is there; OSError as the system says. In both
    cases the old content stands.
    """
    beside = path.with_name(path.name + ".new")
    reach(f"{crash_name}.before_write")
    beside.unlink(missing_ok=True)
    try:
        _write_through(beside, content)
        reach(f"{crash_name}.before_replace")
        if may_replace:
            _replace(beside, path)
        else:
            _claim(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    reach(f"{crash_name}.after_replace")
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last through a power cut. Raises: OSError as the system says."""
    if sys.platform == "win32":  # folders can't be opened there; the rename is journalled by NTFS
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_through(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(source: Path, target: Path) -> None:
    """`os.replace`, patient on Windows, where a virus scanner may hold the target for a moment."""
    for tries_left in reversed(range(_REPLACE_TRIES)):
        try:
            os.replace(source, target)
        except PermissionError:
            if sys.platform != "win32" or not tries_left:
                raise
            time.sleep(0.05)
        else:
            return


def _claim(source: Path, target: Path) -> None:
    """Give `source` the name `target` unless that is taken: by a hard link, which never replaces."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target.name) from None
        _replace(source, target)
    else:
        source.unlink()
