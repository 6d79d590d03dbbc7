"""Work on lanes with answers on the GUI thread, and the watch over idle time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, current_thread, main_thread
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.system.errors import KnownError
from app.system.lanes import Lane
from app.ui.shell.idle import IdleWatch
from app.ui.shell.jobs import Jobs


class Seconds:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_idle_time_counts_down_and_a_key_starts_it_again(qtbot) -> None:
    seconds = Seconds()
    watch = IdleWatch(300, seconds=seconds)
    left: list[int] = []
    over: list[bool] = []
    watch.ticked.connect(left.append)
    watch.timed_out.connect(lambda: over.append(True))
    widget = QWidget()
    qtbot.addWidget(widget)
    watch.start()
    seconds.now += 200
    watch.tick()
    QTest.keyClick(widget, Qt.Key.Key_A)
    watch.tick()
    seconds.now += 300
    watch.tick()
    watch.stop()
    assert left == [300, 100, 300, 0]
    assert over == [True]


@pytest.fixture
def lane():
    made = Lane("test")
    yield made
    made.close()


def test_answers_come_back_on_the_gui_thread(lane: Lane, qtbot) -> None:
    jobs = Jobs({"test": lane})
    threads: list[Any] = []
    jobs.run("test", lambda: threads.append(current_thread()) or 42, lambda n: threads.extend((n, current_thread())))
    qtbot.waitUntil(lambda: len(threads) == 3)
    assert threads[0] is not main_thread()
    assert threads[1:] == [42, main_thread()]


def test_known_errors_go_to_whoever_asked_and_others_to_the_window(lane: Lane, qtbot) -> None:
    jobs = Jobs({"test": lane})
    told: list[Exception] = []
    jobs.broke.connect(told.append)

    def fail() -> None:
        raise KnownError

    jobs.run("test", fail, failed=lambda error: told.append(error))
    qtbot.waitUntil(lambda: len(told) == 1)
    jobs.run("test", fail)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [type(error) for error in told] == [KnownError, KnownError]


def test_nothing_is_called_for_an_owner_that_is_gone(lane: Lane, qtbot) -> None:
    jobs = Jobs({"test": lane})
    owner = QObject()
    gate = Event()
    called: list[str] = []
    jobs.run("test", gate.wait, lambda _result: called.append("late"), owner=owner)
    jobs.run("test", lambda: None, lambda _result: called.append("after"))
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    gate.set()
    qtbot.waitUntil(lambda: called == ["after"])
    assert jobs.pending() == 0


def test_long_work_shows(lane: Lane, qtbot) -> None:
    jobs = Jobs({"test": lane})
    gate = Event()
    with qtbot.waitSignal(jobs.busy_changed) as busy:
        jobs.run("test", gate.wait)
    assert busy.args == [True]
    with qtbot.waitSignal(jobs.busy_changed) as busy:
        gate.set()
    assert busy.args == [False]


def test_cancelled_work_is_silent(qtbot) -> None:
    class Never:
        def do(self, work: Callable[[], Any]) -> Future[Any]:
            future: Future[Any] = Future()
            future.cancel()
            return future

    jobs = Jobs({"never": Never()})
    jobs.run("never", lambda: None, lambda _r: pytest.fail("called"), lambda _e: pytest.fail("called"))
    qtbot.waitUntil(lambda: jobs.pending() == 0)
