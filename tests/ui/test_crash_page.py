"""An error that nobody caught: what was typed is kept, the page says so, and no word of the error is written."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from support.seen import everything_held
from support.trial_desk import HANDLER, TELLER
from support.whole_desk import WholeDesk, whole_desk

from app.domain.book import BOOK
from app.operations import rescue
from app.operations.places import kept_place
from app.store.errors import StoreError
from app.system.logs import log_to
from app.ui.last_resort import RESTART

pytestmark = [
    pytest.mark.allow_log,
    pytest.mark.qt_no_exception_capture,
]

MARK = "哒哒嗒甲乙丙"
SECRET = "丁戊己庚辛13912340987"


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[WholeDesk]:
    with whole_desk(tmp_path / "desk", qtbot) as made:
        log_to(made.folder / "logs")
        yield made


def break_a_slot(desk: WholeDesk) -> None:
    def broken() -> None:
        raise ValueError(SECRET)

    QTimer.singleShot(0, broken)
    desk.qtbot.waitUntil(lambda: desk.ui.last_resort.page is not None)
    desk.wait()


def type_something(desk: WholeDesk) -> None:
    desk.window.go("intake", new=True)
    page: Any = desk.page
    page.form.put("complainant_name", "客户甲")
    page.form.put("narrative", f"{MARK}，等了四十分钟。")


def written_outside_the_store(desk: WholeDesk) -> bytes:
    return b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())


def test_the_page_comes_and_what_was_typed_is_kept(desk: WholeDesk) -> None:
    desk.sign_in()
    type_something(desk)
    break_a_slot(desk)
    page = desk.ui.last_resort.page
    assert page is not None
    assert page.isVisible()
    assert "程序出了问题" in page.title.text()
    assert "已加密保存" in page.kept.text()
    kept = desk.there(kept_place)
    assert MARK in str(kept)
    page.go_on.click()
    desk.wait()
    assert desk.ui.last_resort.page is None
    again: Any = desk.page
    assert MARK in again.form.value().narrative


def test_no_word_of_the_error_is_written_or_shown(desk: WholeDesk, tmp_path: Path) -> None:
    desk.sign_in(HANDLER)
    type_something(desk)
    break_a_slot(desk)
    resort = desk.ui.last_resort
    page = resort.page
    assert page is not None
    page.look.click()
    desk.wait()
    shown = page.bundle.toPlainText()
    assert "ValueError" in shown
    assert "tests/ui/test_crash_page.py:" in shown
    out = tmp_path / "out.zip"
    resort.save(out)
    desk.wait()
    with zipfile.ZipFile(out) as file:
        inside = "".join(file.read(name).decode() for name in file.namelist())
    for text in (shown, inside, everything_held()):
        assert SECRET not in text
    assert MARK not in shown + inside
    everything = written_outside_the_store(desk)
    for mark in (SECRET, MARK):
        assert mark.encode() not in everything
        assert mark.encode("utf-16-le") not in everything
    entries = desk.there(lambda there: [e for e in there.store.entries(BOOK) if e.kind == "data_taken_out"])
    assert [entry.body["what"] for entry in entries] == ["diagnostics"]


def test_who_may_take_nothing_out_may_read_it_and_is_told_why(desk: WholeDesk, tmp_path: Path) -> None:
    desk.sign_in(TELLER)
    break_a_slot(desk)
    page = desk.ui.last_resort.page
    assert page is not None
    page.look.click()
    desk.wait()
    desk.ui.last_resort.save(tmp_path / "out.zip")
    desk.wait()
    assert not (tmp_path / "out.zip").exists()
    assert page.told.text()


def test_a_crash_before_anybody_signed_in(desk: WholeDesk) -> None:
    break_a_slot(desk)
    page = desk.ui.last_resort.page
    assert page is not None
    page.look.click()
    desk.wait()
    assert "ValueError" in page.bundle.toPlainText()
    page.go_on.click()
    assert desk.ui.sign_in.isVisible()


def test_many_failures_make_one_page(desk: WholeDesk) -> None:
    desk.sign_in()
    for _number in range(30):
        desk.ui.last_resort._told("ValueError")
    desk.wait()
    page = desk.ui.last_resort.page
    assert page is not None
    page.look.click()
    desk.wait()
    text = page.bundle.toPlainText()
    assert text[: text.index("== program ==")].count("ValueError") == 20


def test_restarting_is_asked_of_whoever_started_it(desk: WholeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    desk.sign_in()
    break_a_slot(desk)
    page = desk.ui.last_resort.page
    assert page is not None
    monkeypatch.setattr(desk.ui.last_resort, "_leave", asked.append)
    page.restart.click()
    assert asked == [RESTART]


@pytest.mark.parametrize("disk_takes_files", [True, False])
def test_a_store_that_takes_nothing_loses_nothing(
    desk: WholeDesk, monkeypatch: pytest.MonkeyPatch, disk_takes_files: bool
) -> None:
    """What cannot be kept is sealed, in a file or in memory, and its person finds it at the next sign-in."""
    desk.sign_in()
    type_something(desk)

    def full(*_given: Any) -> None:
        raise StoreError from sqlite3.OperationalError("full")

    with monkeypatch.context() as patch:
        patch.setattr(rescue, "keep_place", full)
        if not disk_takes_files:
            patch.setattr(rescue, "write_sealed", lambda *_given: False)
        desk.lock()
    files = list(desk.folder.rglob("drafts-*.sealed"))
    assert len(files) == (1 if disk_takes_files else 0)
    assert all(MARK.encode() not in file.read_bytes() for file in files)
    desk.sign_in(HANDLER)
    assert list(desk.folder.rglob("drafts-*.sealed")) == files, "another person's sign-in leaves it alone"
    desk.switch(TELLER)
    assert not list(desk.folder.rglob("drafts-*.sealed"))
    kept = desk.there(kept_place)
    assert MARK in str(kept)


def test_a_program_that_ended_by_itself_is_told_of_at_the_next_start(desk: WholeDesk) -> None:
    desk.ui.last_resort.tell_of_earlier("Segmentation fault\n  app/store/store.py:12 in note")
    page = desk.ui.last_resort.page
    assert page is not None
    assert page.isVisible()
    assert "意外退出" in page.title.text()
    assert not page.restart.isVisible()
    page.look.click()
    desk.wait()
    assert "app/store/store.py:12 in note" in page.bundle.toPlainText()
    page.go_on.click()
    assert desk.ui.last_resort.page is None
    desk.sign_in()
