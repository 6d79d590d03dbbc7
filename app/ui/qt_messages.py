"""What Qt says of itself goes into the log as kind and category: its words may hold what stands in a widget."""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtWarningMsg: (logging.WARNING, "warning"),
    QtMsgType.QtCriticalMsg: (logging.ERROR, "critical"),
    QtMsgType.QtFatalMsg: (logging.CRITICAL, "fatal"),
}
_MOST_OF_A_KIND = 20


@contextlib.contextmanager
def logged_qt_messages() -> Iterator[None]:
    """Inside, Qt's warnings and errors are logged and nothing is written to the terminal.

    Qt aborts after a fatal one; faulthandler then writes where (app/system/faults.py). The same kind of message is
    logged some times only, so that one which repeats fills no disk.
    """
    seen: Counter[tuple[str, str]] = Counter()

    def take(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        if kind not in _LEVELS:
            return
        level, name = _LEVELS[kind]
        category = str(context.category or "default")
        seen[name, category] += 1
        if seen[name, category] <= _MOST_OF_A_KIND:
            _log.log(level, "Qt %s, category %s", name, category)

    before = qInstallMessageHandler(take)
    try:
        yield
    finally:  # Qt still speaks while Python comes down
        qInstallMessageHandler(before)
