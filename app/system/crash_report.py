"""What may be told of a failure: the types of its errors and the places where they happened, never their words.

An error's text often repeats what was typed (SQL with its values, a name that could not be parsed), so no text of an
error reaches the log, the crash page or the diagnostic bundle (security.md 3.5, ASVS 16.2.5, 16.5.1).
"""

from __future__ import annotations

import io
import platform
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from app.system.errors import KnownError

_ROOT = Path(__file__).resolve().parents[2]
_MOST_CAUSES = 8
_LAST_LOG_LINES = 200

Told = Callable[[str], object]


def describe(error: BaseException) -> str:
    """Types and places of `error` and of what led to it, one a line, the cause first."""
    return "\n".join(line for one in _chain(error) for line in _lines(one))


def name_of(error: BaseException) -> str:
    """An error in one word or two: its type, with the code of a known error or the number of a system's."""
    name = type(error).__name__
    if isinstance(error, KnownError):
        return f"{name} {error.code}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} {error.errno}"
    return name


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found and len(found) < _MOST_CAUSES:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found[::-1]


def _lines(error: BaseException) -> Iterator[str]:
    yield name_of(error)
    for frame, line in walk_tb(error.__traceback__):
        yield f"  {place_of(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"


def place_of(path: str) -> str:
    """A file as the program knows it, without the folders of whoever installed it."""
    try:
        return Path(path).resolve().relative_to(_ROOT).as_posix()
    except ValueError:
        return Path(path).name


def watch(told: Told) -> Callable[[], None]:
    """Have `told(describe(error))` called for every error that nothing caught, on the thread where it happened.

    Covers the main thread, slots of Qt (PySide reports them the same way), other threads, and what fails while an
    object is thrown away. Returns what undoes it.
    """
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            before[0](kind, error, trace)
        else:
            told(describe(error.with_traceback(trace)))

    def thread(given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
            told(describe(given.exc_value))

    def unraisable(given: Any) -> None:
        if given.exc_value is not None:
            told(describe(given.exc_value))

    sys.excepthook, threading.excepthook, sys.unraisablehook = main, thread, unraisable

    def undo() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    return undo


@dataclass(frozen=True, slots=True)
class Bundle:
    """Named texts about the program; nothing about a customer. What is shown is what is written."""

    parts: Mapping[str, str]

    def text(self) -> str:
        """Everything, for the person's eyes."""
        return "\n".join(f"== {name} ==\n{text.rstrip()}\n" for name, text in self.parts.items())

    def zipped(self) -> bytes:
        """The same as a ZIP file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, text in self.parts.items():
                file.writestr(zipfile.ZipInfo(f"{name}.txt", (2000, 1, 1, 0, 0, 0)), text)
        return out.getvalue()


def make_bundle(
    failures: str, *, version: str, qt: str, settings: Mapping[str, object], log_file: Path, counts: Mapping[str, int]
) -> Bundle:
    """What helps to find a fault. `settings` without names (of printers); `counts` are figures of the store."""
    about = (
        ("Jiesu", version),
        ("Python", platform.python_version()),
        ("Qt", qt),
        ("System", f"{platform.system()} {platform.release()} {platform.machine()}"),
    )
    return Bundle(
        {
            "what-failed": failures,
            "program": "\n".join(f"{name} {value}" for name, value in about),
            "settings": "\n".join(f"{name} = {value}" for name, value in sorted(settings.items())),
            "store": "\n".join(f"{name} = {count}" for name, count in counts.items()),
            "log": _last_lines(log_file),
        }
    )


def _last_lines(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-_LAST_LOG_LINES:])
