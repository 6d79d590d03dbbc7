"""What every test lives under: its own data folder, no leaks, no unexpected warnings in the log."""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "house")

pytest_plugins = ["support.printing"]


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder() -> Iterator[Path]:
    """No test ever sees the data folder of the person who runs it."""
    with tempfile.TemporaryDirectory(prefix="jiesu-test-data-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIESU_DATA", folder)
        yield Path(folder)


@pytest.fixture(autouse=True)
def _own_umask() -> Iterator[None]:
    """Commands make new files private for the rest of their process; here that is the process of all tests."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


# --- leaks -----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that leaves a thread, a running timer or a window behind fails.

    Threads of session fixtures are there before the test starts, so they do not count.
    """
    threads_before = set(threading.enumerate())
    windows_before = _windows().keys()
    yield
    _empty_clipboard()
    leaks = _leaks(threads_before, windows_before, request)
    if leaks and _qt_application() is not None:
        gc.collect()  # widgets of one page hold each other; what nobody else holds is no leak
        leaks = _leaks(threads_before, windows_before, request)
    if leaks:
        pytest.fail("left behind: " + "; ".join(leaks), pytrace=False)


def _leaks(threads: set[threading.Thread], windows: Collection[int], request: pytest.FixtureRequest) -> list[str]:
    found = [f"thread {thread.name}" for thread in _threads_left(threads)]
    if _qt_application() is not None:
        _let_qt_delete()
        found += [f"window {window!r}" for address, window in _windows().items() if address not in windows]
        if not {"qtbot", "qapp"}.isdisjoint(request.fixturenames):
            found += _running_in_qt()
    return found


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(timeout=1.0)
    return [thread for thread in left if thread.is_alive() and not isinstance(thread, threading._DummyThread)]


def _qt_application() -> Any:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def _empty_clipboard() -> None:
    """What Python laid there would be given up only after Python itself has ended, and crash the end of the run."""
    application = _qt_application()
    if application is None:
        return
    sys.modules["PySide6.QtGui"].QGuiApplication.clipboard().clear()
    # A desk's keeper of the clipboard lives as long as the application, and would wait for half a minute.
    for thing in application.findChildren(sys.modules["PySide6.QtCore"].QObject):
        if type(thing).__name__ == "ClipboardKeeper":
            thing.clear()


def _windows() -> dict[int, Any]:
    """Every top-level widget by its address in Qt (the Python object of one may be made anew)."""
    application = _qt_application()
    if application is None or not hasattr(application, "topLevelWidgets"):
        return {}
    import shiboken6

    return {shiboken6.getCppPointer(window)[0]: window for window in application.topLevelWidgets()}


def _let_qt_delete() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _running_in_qt() -> list[str]:
    """Timers and threads that Python made in Qt and that still run."""
    import shiboken6
    from PySide6.QtCore import QThread, QTimer

    mine = [
        thing for thing in gc.get_objects() if issubclass(type(thing), (QTimer, QThread)) and shiboken6.isValid(thing)
    ]
    timers = [
        f"running timer of {thing.parent()!r}" for thing in mine if isinstance(thing, QTimer) and thing.isActive()
    ]
    main = QThread.currentThread()
    return timers + [
        f"running {thing!r}" for thing in mine if isinstance(thing, QThread) and thing is not main and thing.isRunning()
    ]


# --- the log ---------------------------------------------------------------------------------------------------------


class ExpectedLog:
    """What a test says about log records of level WARNING or above."""

    def __init__(self) -> None:
        self.records: list[logging.LogRecord] = []
        self.patterns: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Records whose text matches `pattern` (searched) are fine in this test."""
        self.patterns.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """The texts of the records that nobody expected."""
        texts = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in self.records]
        return [text for text in texts if not any(pattern.search(text) for pattern in self.patterns)]


class _Catcher(logging.Handler):
    def __init__(self, expected: ExpectedLog) -> None:
        super().__init__(logging.WARNING)
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        self._expected.records.append(record)


@pytest.fixture
def allow_log(_quiet_log: ExpectedLog) -> ExpectedLog:
    """Say which warnings are right in this test: `allow_log.expect("store_damaged")`."""
    return _quiet_log


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[ExpectedLog]:
    """A log record of level WARNING or above that the test did not expect fails the test."""
    expected = ExpectedLog()
    for marker in request.node.iter_markers("allow_log"):
        for pattern in marker.args or (".",):
            expected.expect(pattern)
    catcher = _Catcher(expected)
    logging.getLogger().addHandler(catcher)
    yield expected
    logging.getLogger().removeHandler(catcher)
    if texts := expected.unexpected():
        pytest.fail("unexpected in the log: " + " | ".join(texts), pytrace=False)
