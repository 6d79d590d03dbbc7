"""Sync centre and print queue: what they say and do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.journal.standing import Balance
from app.system.errors import KnownError
from app.ui.print_queue.facts import PrintRow
from app.ui.print_queue.page import PrintModel, PrintQueuePage
from app.ui.print_queue.presenter import PrintCalls, PrintQueuePresenter
from app.ui.shell.clipboard import ClipboardKeeper
from app.ui.shell.facts import SyncFacts
from app.ui.sync_centre.facts import Attempt, SyncReport
from app.ui.sync_centre.page import SyncCentrePage
from app.ui.sync_centre.presenter import SyncCentrePresenter

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)


class Later:
    """A runner that holds work until told, as a lane does."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []

    def __call__(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        def go() -> None:
            try:
                result = work()
            except KnownError as error:
                if failed is not None:
                    failed(error)
            else:
                if then is not None:
                    then(result)

        self.held.append(go)

    def finish(self) -> None:
        while self.held:
            self.held.pop(0)()


def shown(page: Any) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_the_report_in_words() -> None:
    level = SyncReport(SyncFacts("synced", NOW), Balance(7, 7, 7, 7, 0, 0))
    assert level.headline() == "已全部上传"
    assert level.is_level()
    behind = SyncReport(SyncFacts("waiting", NOW, waiting=2), Balance(9, 7, 7, 7, 0, 0))
    assert behind.headline() == "有 2 笔待上传"
    assert not behind.is_level()
    assert SyncReport(SyncFacts("offline")).headline() == "暂时连不上总行"
    assert Attempt(NOW, True, 3, 1).words() == "上传 3 笔，接收 1 笔"
    assert Attempt(NOW, True).words() == "没有新内容"


def test_sync_now_runs_once_and_reads_again(qtbot) -> None:
    later = Later()
    synced: list[str] = []
    report = SyncReport(SyncFacts("synced", NOW), Balance(7, 7, 7, 7, 0, 0), (Attempt(NOW, True, 3, 1),), "127.0.0.1")
    page = SyncCentrePage()
    qtbot.addWidget(page)
    presenter = SyncCentrePresenter(page, later, later, lambda: report, lambda: synced.append("go"))
    page.join(presenter)
    page.button.click()
    page.button.click()
    assert not page.button.isEnabled()
    later.finish()
    assert synced == ["go"]
    assert page.button.isEnabled()
    assert {"已全部上传", "账目相符", "上传 3 笔，接收 1 笔"} - set(shown(page)) <= {"账目相符"}


def test_headquarters_key_is_there_to_be_compared_and_copied(qtbot) -> None:
    key = bytes(range(32))
    page = SyncCentrePage()
    qtbot.addWidget(page)
    assert "总行公钥" not in shown(page)
    page.show_report(SyncReport(SyncFacts("synced", NOW), Balance(7, 7, 7, 7, 0, 0), server="127.0.0.1", key=key))
    value, button = page.findChild(QLabel, "headquartersKey"), page.findChild(QPushButton, "copyHeadquartersKey")
    assert value is not None
    assert value.text().split(" ")[:3] == ["0001", "0203", "0405"]
    assert bytes.fromhex(value.text()) == key
    assert {"总行公钥", value.text()} <= set(shown(page))
    assert button is not None
    keeper = ClipboardKeeper(QApplication.instance())
    try:
        button.click()
        assert QGuiApplication.clipboard().text() == key.hex()
    finally:
        QGuiApplication.clipboard().changed.disconnect(keeper._on_changed)
        keeper.clear()
        shiboken6.delete(keeper)  # else it would watch the clipboard of every test that follows


def test_a_failed_sync_says_why(qtbot) -> None:
    later = Later()

    def fail() -> None:
        raise KnownError

    page = SyncCentrePage()
    qtbot.addWidget(page)
    presenter = SyncCentrePresenter(page, later, Later(), lambda: SyncReport(), fail)
    presenter.run_sync = later
    presenter.start()
    later.held.pop(0)()
    assert any("known_error" in text for text in shown(page))
    assert page.button.isEnabled()


WAITING = PrintRow(3, "TS0102-26A00034-8", "受理回执", "", 2, "waiting", "no_printer", "李晓", NOW)
FAILED = replace(WAITING, job_id=2, state="failed", reason="no_paper", printer="LQ-635K")
PRINTED = replace(WAITING, job_id=1, state="printed", reason="", queued_at=NOW - timedelta(hours=1))


class Queue:
    """A print queue in memory."""

    def __init__(self) -> None:
        self.rows: list[PrintRow] = [WAITING, FAILED, PRINTED]
        self.done: list[tuple[str, int]] = []

    def read(self) -> Sequence[PrintRow]:
        return list(self.rows)

    def retry(self, job_id: int) -> None:
        self.done.append(("retry", job_id))
        self.rows = [replace(row, state="sent", reason="") if row.job_id == job_id else row for row in self.rows]

    def reprint(self, job_id: int) -> None:
        self.done.append(("reprint", job_id))

    def cancel(self, job_id: int) -> None:
        self.done.append(("cancel", job_id))
        self.rows = [replace(row, state="cancelled") if row.job_id == job_id else row for row in self.rows]


@pytest.fixture
def queue(qtbot) -> tuple[PrintQueuePage, Queue, Later]:
    page, queue, later = PrintQueuePage(), Queue(), Later()
    qtbot.addWidget(page)
    calls = PrintCalls(queue.read, queue.retry, queue.reprint, queue.cancel)
    presenter = PrintQueuePresenter(page, later, calls)
    page.join(presenter)
    page.resize(1200, 600)
    page.show()
    page.on_shown()
    later.finish()
    return page, queue, later


def words(page: PrintQueuePage) -> list[str]:
    model = page.model
    return [model.index(row, 3).data() for row in range(model.rowCount())]


def test_open_papers_stand_first_and_can_be_printed(queue: tuple[PrintQueuePage, Queue, Later], qtbot) -> None:
    page, papers, later = queue
    assert words(page) == ["待打印 · 未设置打印机", "打印失败 · 缺纸"]
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    later.finish()
    assert papers.done == [("retry", 2)]
    assert words(page) == ["待打印 · 未设置打印机", "已送打印机"]


def test_only_printed_papers_get_a_marked_copy(queue: tuple[PrintQueuePage, Queue, Later]) -> None:
    page, papers, later = queue
    assert not page._reprint.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert words(page) == ["已打印"]
    assert page._reprint.isEnabled()
    assert not page._retry.isEnabled()
    page._reprint.click()
    later.finish()
    assert papers.done == [("reprint", 1)]


def test_an_empty_queue_is_good_news(queue: tuple[PrintQueuePage, Queue, Later]) -> None:
    page, papers, later = queue
    papers.rows = [PRINTED]
    page.refresh()
    later.finish()
    assert "没有待打印的文书" in shown(page)
    page._cancel.click()
    later.finish()
    assert papers.done == []


def test_the_model_keeps_qts_contract(qtbot, qtmodeltester) -> None:
    model = PrintModel()
    tester = QAbstractItemModelTester(model)
    model.show_lines([WAITING, FAILED])
    qtmodeltester.check(model)
    model.show_lines([])
    assert tester is not None
