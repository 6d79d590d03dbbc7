"""Logging: ids and codes to a small rotating file of this person, never a word about a customer."""

from __future__ import annotations

import logging
import os
import time
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.system.crash_report import describe, name_of

LOG_FILE = "jiesu.log"
_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(threadName)s %(message)s"
_MOST_BYTES = 1_000_000
_MOST_FILES = 200
_DAY_NS = 86_400 * 10**9

KEEP_DAYS = 183
"""Logs are kept for six months at least (网络安全法 art. 21; resources/rules/retention.json says the same)."""


class SparingFormatter(logging.Formatter):
    """Writes the types of errors and their places, never their words; of other people's libraries not even the message.

    Our own messages hold ids and codes (a lint holds that); an error's text may repeat what was typed, and what a
    library logs nobody here has read.
    """

    def __init__(self) -> None:
        super().__init__(_FORMAT, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line, with the places of its error below."""
        spare = logging.makeLogRecord(record.__dict__)
        spare.exc_text = spare.stack_info = None
        if record.name.partition(".")[0] not in ("app", "root"):
            spare.msg, spare.args = f"{Path(record.pathname).name}:{record.lineno}", None
        elif isinstance(record.msg, BaseException):
            spare.msg = name_of(record.msg)
        if isinstance(spare.args, tuple):
            spare.args = tuple(name_of(one) if isinstance(one, BaseException) else one for one in spare.args)
        error = record.exc_info[1] if record.exc_info else None
        spare.exc_info = None
        line = super().format(spare)
        return line if error is None else f"{line}\n{describe(error)}"


class _PrivateFile(RotatingFileHandler):
    """Full files are set aside with their time in the name, and kept for at least half a year."""

    def doRollover(self) -> None:  # noqa: N802 - the name that logging calls
        """Set the full file aside and delete those that are old enough."""
        if self.stream:
            self.stream.close()
        path = Path(self.baseFilename)
        aside = path.with_name(f"{path.stem}-{time.time_ns()}{path.suffix}")
        if path.exists():
            path.rename(aside)
        drop_old_logs(path)
        self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        """Nothing where a line can't be written, such as on a full disk: logging would show the record, with whatever
        an error in it says, to whoever reads the session's output."""

    def _open(self) -> TextIOWrapper:
        return open(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")


def drop_old_logs(path: Path, keep_days: int = KEEP_DAYS) -> int:
    """Delete the files that were set aside from the log at `path` more than `keep_days` ago, and the oldest beyond
    `_MOST_FILES`, so that a fault that repeats fills no disk. Returns how many went."""
    aside = sorted(path.parent.glob(f"{path.stem}-*{path.suffix}"))
    before = time.time_ns() - keep_days * _DAY_NS
    old = [file for file in aside if _set_aside_at(file) < before]
    old += [file for file in aside[: max(0, len(aside) - _MOST_FILES)] if file not in old]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _set_aside_at(file: Path) -> int:
    digits = file.stem.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdigit() else time.time_ns()


def log_to(folder: Path, level: int = logging.INFO) -> Path:
    """Write the program's log to `folder`/jiesu.log, in files of 1 MB kept for half a year; returns its path.

    Where none can be written, such as on a disk that may only be read, the program goes on without.
    """
    handler: logging.Handler
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFile(folder / LOG_FILE, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8")
        drop_old_logs(folder / LOG_FILE)
    except OSError:
        handler = logging.NullHandler()  # without any, logging shows its records on the session's output
    handler.setFormatter(SparingFormatter())
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, _PrivateFile)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "sqlalchemy", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return folder / LOG_FILE
