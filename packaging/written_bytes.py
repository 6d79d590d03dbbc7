"""Looks at every byte that a run of the tests has written, for what the tests' customers said.

The whole run has a home and a folder for temporary files of its own. When it is over nothing in there may hold a
customer's details in clear: not a log, a setting, a spool file, a crash report, a database page (security.md 3.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

MARKERS = ("13812345678", "13901998877", "11010519491231002X", "王芳芳", "欧阳𬀩鹭", "买买提·艾力", "自助机吞卡")
"""Details of invented customers whom many tests record."""

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
MOST_NAMED = 40

MAY_HOLD_THEM = (
    "*/postgres/data/*",  # headquarters' database: another computer's in earnest, and protected there
    "*.csv",  # what a test gives the program to read in, or had it write for a person who asked
    "*/package.zip",  # an evidence package, which lies in clear wherever a person asked for it
    "*/cases.jsonl",  # what the tour reads back from headquarters on request
    "*/clear-text/*",  # what a test itself puts there in clear to compare with
)


def leaks(folder: Path) -> list[str]:
    """A line for each file below `folder` that holds a marker, with the marker's number and encoding."""
    forms = [
        (number, encoding, marker.encode(encoding)) for number, marker in enumerate(MARKERS) for encoding in ENCODINGS
    ]
    found = []
    for path in _files(folder):
        if any(marker in path.name for marker in MARKERS):
            found.append(f"the name of a file in {path.parent.relative_to(folder)}")
        try:
            content = path.read_bytes()
        except OSError:  # a socket, or gone meanwhile
            continue
        for number, encoding, form in forms:
            if form in content:
                found.append(f"{path.relative_to(folder)}: marker {number} as {encoding}")
                break
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and not _may_hold_them(path):
            yield path


def _may_hold_them(path: Path) -> bool:
    return any(fnmatch(path.as_posix(), allowed) for allowed in MAY_HOLD_THEM)  # a star stands for folders, too


def report(folder: Path) -> int:
    """Say what was found below `folder`; 1 when there is anything."""
    found = leaks(folder)
    for line in found[:MOST_NAMED]:
        print(f"customer data in clear: {line}")
    if len(found) > MOST_NAMED:
        print(f"... and {len(found) - MOST_NAMED} more")
    return 1 if found else 0
