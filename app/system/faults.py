"""When the program ends by itself, below Python: where it was is written down, and the next start can tell of it.

A segmentation fault or an abort leaves no exception. Python's faulthandler then writes the places of all threads, no
values (measured, security.md 3.7). What is read back is taken apart line by line: only what has the form of a place
goes on, without the folders of whoever installed the program.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
from collections.abc import Iterator
from pathlib import Path

from app.system.crash_report import place_of

FAULT_FILE = "fault.log"
_MOST_BYTES = 64 * 1024
_MOST_LINES = 120

_WHAT = re.compile(r"(?:Fatal Python error|Windows fatal exception): ([A-Za-z][A-Za-z0-9_ ]{2,59})")
_THREAD = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+ .*\(most recent call first\):")
_PLACE = re.compile(r'  File "([^"\n]+)", line (\d{1,7}|\?\?\?) in ([A-Za-z_<][A-Za-z0-9_<>.]{0,99})')


@contextlib.contextmanager
def kept_faults(folder: Path) -> Iterator[str]:
    """Write a fault of this process into `folder` (of logs), and give what the one before left: "" for nothing.

    A process that is ended in order leaves no file. Where none can be written the program goes on without.
    """
    path = folder / FAULT_FILE
    earlier = _left_by_the_one_before(path)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        yield earlier
        return
    faulthandler.enable(file, all_threads=True)
    try:
        yield earlier
    finally:
        faulthandler.disable()
        os.close(file)
        with contextlib.suppress(OSError):
            path.unlink()


def _left_by_the_one_before(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError:
        return ""
    return told_of(content.decode("utf-8", "replace"))


def told_of(written: str) -> str:
    """What may be told of what faulthandler wrote: what kind of fault, and the places, the newest first."""
    said = []
    for line in written.splitlines()[:_MOST_LINES]:
        if match := _WHAT.match(line):
            said.append(match[1].strip())
        elif match := _THREAD.match(line):
            said.append("thread that failed:" if match[1] == "Current thread" else "another thread:")
        elif match := _PLACE.fullmatch(line):
            said.append(f"  {place_of(match[1])}:{match[2]} in {match[3]}")
    return "\n".join(said)
