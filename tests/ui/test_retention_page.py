"""The list of what is due for deletion on a real store: looked at, held back and deleted by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from support.cases import HANDLER, PEOPLE, RULES, SUPERVISOR
from support.pages import CONTROL, SHIFT, Key, Visit, compose, focus_name, nameless, press, settle
from support.retention_scene import LONG_AGO, NOW, Pc, pcs
from support.stores import Desk as Counter

from app.domain.calendar import china_day
from app.domain.commands import LiftHold, PlaceHold
from app.operations.retention import look_daily
from app.system.lanes import Lane
from app.ui.application import choose_language
from app.ui.page_context import PageContext
from app.ui.retention.page import RetentionPage
from app.ui.retention.watch import RetentionWatch
from app.ui.shell.jobs import Jobs


class Room:
    """A PC of a branch with old cases, behind a lane."""

    def __init__(self, folder: Path, qtbot: Any, cases: int) -> None:
        self.qtbot = qtbot
        self.lane = Lane("database")
        self.jobs = Jobs({"database": self.lane})
        self.stack = ExitStack()
        self.hub, self.pc, self.other = self.there(lambda: self._opened(folder, cases))
        self.desk = self.there(lambda: self.pc.desk())

    def _opened(self, folder: Path, cases: int) -> tuple[Any, Pc, Pc]:
        hub, (pc, other) = self.stack.enter_context(pcs(folder, "AB"))
        for number in range(cases):
            pc.closed(LONG_AGO + timedelta(days=number))
        Counter(other.store, NOW).register()  # so that headquarters has told this PC the time
        hub.level(pc.store, other.store)
        return hub, pc, other

    def there(self, work: Any) -> Any:
        return self.lane.do(work).result()

    def run(self, work: Any, then: Any = None, failed: Any = None, lane: str = "database") -> None:
        self.jobs.run("database", lambda: work(self.desk), then, failed)

    def show(self) -> Visit:
        context = PageContext(
            self.run,
            self.desk.actor,
            lambda: PEOPLE,
            lambda: RULES.taxonomy,
            self.pc.clock,
            run_aside=self.run,
        )
        visit = Visit(self.qtbot, RetentionPage(context))
        self.wait()
        return visit

    def wait(self) -> None:
        for _n in range(3):
            self.qtbot.waitUntil(lambda: self.jobs.pending() == 0, timeout=10_000)
            settle()

    def close(self) -> None:
        self.wait()
        self.there(self.stack.close)
        self.lane.close()


@pytest.fixture
def room(tmp_path: Path, qtbot: Any) -> Iterator[Room]:
    made = Room(tmp_path, qtbot, 3)
    yield made
    made.close()


def lines(page: RetentionPage) -> list[list[str]]:
    model = page.model
    return [[model.data(model.index(row, n)) for n in range(model.columnCount())] for row in range(model.rowCount())]


def test_it_says_what_is_due_and_why_and_nobody_s_name(room: Room) -> None:
    visit = room.show()
    found = lines(visit.page)
    assert found[0][2:] == ["2023-03-01", "2026-03-01", "自 2023-03-01 起 3 年（办结）"]
    assert [line[1] for line in found] == ["投诉，已办结"] * 3
    assert "葡萄" not in str(found)
    assert visit.page.purge_button.text().startswith("删除 3 件")
    assert visit.page.bar.isVisible()
    assert nameless(visit.page) == []
    choose_language("en")
    assert lines(visit.page)[0][4] == "3 years from 2023-03-01 (Case closed)"
    choose_language("zh")


def test_everything_goes_after_one_more_question(room: Room) -> None:
    visit = room.show()
    press(Key.Key_Return, CONTROL)
    assert visit.page.dialog is not None
    assert "总行按其规定另行保存" in visit.page.dialog.intro.text()
    press(Key.Key_Escape)
    assert visit.page.dialog is None
    assert len(lines(visit.page)) == 3
    press(Key.Key_Return, CONTROL)
    press(Key.Key_Return, CONTROL)
    room.wait()
    room.qtbot.waitUntil(lambda: not visit.page.presenter.due, timeout=10_000)
    room.wait()
    assert lines(visit.page) == []
    assert visit.page.bar.note() == "已删除 3 件投诉。"
    assert visit.page.empty.isVisibleTo(visit.page)
    why = [label.text() for label in visit.page.empty.findChildren(QLabel) if label.isVisible() and label.text()]
    assert len(why) == 2  # that nothing is due, and by which day's word
    assert not visit.page.purge_button.isVisible()  # it would offer to delete nothing
    assert room.there(lambda: room.pc.rows("SELECT count(*) FROM purged_case")) == [(3,)]


def test_some_are_held_back_and_the_rest_goes(room: Room) -> None:
    visit = room.show()
    assert focus_name() == "dueCases"
    press(Key.Key_Down, SHIFT)
    assert visit.page.count.text() == "3 件 · 已选 2 件"
    press(Key.Key_H, CONTROL)
    dialog = visit.page.dialog
    press(Key.Key_Return, CONTROL)
    assert dialog.reason.error()
    dialog.reason.set_value("lawsuit")
    dialog.text.editor.setFocus()
    compose("案")
    press(Key.Key_Return, CONTROL)
    room.wait()
    assert dialog.text.error()  # too short to say anything; it is still there
    assert dialog.text.value() == "案"
    dialog.text.editor.setFocus()
    compose("西城法院年费争议一案")
    press(Key.Key_Return, CONTROL)
    room.wait()
    assert visit.page.dialog is None
    assert len(lines(visit.page)) == 1
    press(Key.Key_Return, CONTROL)
    press(Key.Key_Return, CONTROL)
    room.wait()
    room.qtbot.waitUntil(lambda: not visit.page.presenter.due, timeout=10_000)
    assert room.there(lambda: room.pc.rows("SELECT count(*) FROM case_row")) == [
        (3,)
    ]  # the two and the one of the other PC


def test_enter_opens_the_case(room: Room) -> None:
    visit = room.show()
    press(Key.Key_Return)
    assert visit.went == [("case", {"case_id": visit.page.presenter.due[0].case_id})]


def test_what_was_deleted_elsewhere_and_stays_here_is_said(room: Room) -> None:
    def elsewhere() -> None:
        from app.operations.retention import due_for_purge, purge

        first = due_for_purge(room.other.desk())[0]
        purge(room.other.desk(), [first.case_id])
        room.pc.do(first.case_id, SUPERVISOR, PlaceHold("h1", "audit", "年度审计调阅"))
        room.hub.level(room.other.store, room.pc.store)
        look_daily(room.desk)

    room.there(elsewhere)
    visit = room.show()
    assert visit.page.kept.text().startswith("已在另一台电脑删除，因设定保留本机仍保存：TS0102-23A00001")
    assert len(lines(visit.page)) == 2


def test_a_hold_that_was_lifted_brings_the_case_back(room: Room) -> None:
    visit = room.show()
    case_id = visit.page.presenter.due[0].case_id

    def held() -> None:
        room.pc.do(case_id, SUPERVISOR, PlaceHold("h1", "audit", "年度审计调阅"))
        room.hub.level(room.pc.store)

    def lifted() -> None:
        room.pc.do(case_id, "0402", LiftHold("h1", "审计已经结束"))
        room.hub.level(room.pc.store)

    for step, count in ((held, 2), (lifted, 3)):
        room.there(step)
        visit.page.refresh()
        room.wait()
        assert len(lines(visit.page)) == count


def test_whoever_may_delete_is_told_once_a_day(room: Room) -> None:
    noted: list[int] = []
    told: list[str] = []
    watch = RetentionWatch(room.run, today=lambda: china_day(room.pc.clock.now()), note=noted.append, tell=told.append)
    watch.look(SUPERVISOR)
    watch.look(SUPERVISOR)
    room.wait()
    assert (noted, told) == ([3], ["保存期满 3 件，请办理删除。"])
    room.pc.clock.time += timedelta(days=1)
    watch.look(SUPERVISOR)
    room.wait()
    assert noted == [3, 3]


def test_others_are_told_nothing(room: Room) -> None:
    room.desk = room.there(lambda: room.pc.desk(HANDLER))
    assert room.there(lambda: look_daily(room.desk)) == 0
