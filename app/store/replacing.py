"""Putting another database in the place of the present one, which is set aside and never touched again.

Renaming several files is not one step, so what is to be done is written down first. A crash anywhere is made up for
at the next opening by `finish_replacing`. A write-ahead log must never lie beside a database that it does not belong
to, so the old one's log goes with it before the new one gets the name.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path

from app.domain.calendar import CHINA
from app.store.errors import DiskError, disk_error
from app.system.atomic_file import sync_folder, write_private_file
from app.system.crash_points import reach

_SIDES = ("", "-wal", "-shm", "-journal")
_ASIDE = re.compile(r"[\w.-]{1,128}")


def ready_name(path: Path) -> Path:
    """Where the database that is to replace the one at `path` is made ready, under the same folder."""
    return path.with_name(path.name + ".ready")


def replace_database(path: Path, now: datetime) -> Path | None:
    """Put the finished file at `ready_name(path)` in the place of `path`. Nobody may have either open.

    Returns where the present one was set aside, None when there was none. Raises: DiskError, DiskFullError.
    """
    aside = _free_aside(path, now) if any(_side(path, side).exists() for side in _SIDES) else None
    plan = json.dumps({"aside": aside.name if aside else ""}).encode()
    try:
        write_private_file(_plan(path), plan, crash_name="replacing")
        finish_replacing(path)
    except OSError as error:
        raise disk_error(error, path) from error
    return aside


def finish_replacing(path: Path) -> None:
    """Do what is left of a replacement that was begun; nothing when none was. Raises: DiskError, DiskFullError."""
    plan, ready = _plan(path), ready_name(path)
    try:
        if not plan.exists():
            return
        aside = _aside_in(plan, path)
        if ready.exists():
            for side in reversed(_SIDES):  # the database itself last
                if aside is not None and _side(path, side).exists():
                    os.replace(_side(path, side), _side(aside, side))
                    reach("replacing.moved")
            os.replace(ready, path)
            reach("replacing.named")
        sync_folder(path.parent)
        plan.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path) from error


def _aside_in(plan: Path, path: Path) -> Path | None:
    """Where the old files go. A plan that can't be read is none of ours: it is written whole or not at all."""
    try:
        name = json.loads(plan.read_text("utf-8"))["aside"]
    except (ValueError, KeyError, TypeError):
        raise DiskError(path=plan.name, why="plan") from None
    if name == "":
        return None
    if not isinstance(name, str) or not _ASIDE.fullmatch(name) or not name.startswith(f"{path.name}.set-aside-"):
        raise DiskError(path=plan.name, why="plan")
    return path.with_name(name)


def _free_aside(path: Path, now: datetime) -> Path:
    name = f"{path.name}.set-aside-{now.astimezone(CHINA):%Y%m%d-%H%M%S}"
    number = 1
    while any(_side(found := path.with_name(name + (f"-{number}" if number > 1 else "")), s).exists() for s in _SIDES):
        number += 1
    return found


def _plan(path: Path) -> Path:
    return path.with_name(path.name + ".replacing")


def _side(path: Path, side: str) -> Path:
    return path.with_name(path.name + side)
