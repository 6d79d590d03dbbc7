"""A case that was deleted is found on the audit page by its number: who deleted it, when, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.cases import AUDITOR, PEOPLE, RULES, SUPERVISOR
from support.pages import Key, Visit, nameless, press, settle, type_keys
from support.retention_scene import MARK, Pc, pcs

from app.operations.retention import Purged, purge
from app.system.lanes import Lane
from app.ui.application import choose_language
from app.ui.audit.page import AuditPage
from app.ui.page_context import PageContext
from app.ui.shell.jobs import Jobs


class Room:
    """A PC on which one of two old cases was deleted, behind a lane, and an auditor before it."""

    def __init__(self, folder: Path, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.lane = Lane("database")
        self.jobs = Jobs({"database": self.lane})
        self.scene = pcs(folder)
        self.there(self._made)
        self.visit = Visit(qtbot, AuditPage(self._context()))
        self.wait()

    def _made(self) -> None:
        hub, (pc,) = self.scene.__enter__()
        self.pc: Pc = pc
        gone, self.kept_no = pc.closed(), pc.closed().case_no
        hub.level(pc.store)
        assert purge(pc.desk(SUPERVISOR), [gone.case_id]) == Purged(1)
        self.gone_no, self.entries = gone.case_no, gone.version
        self.desk = pc.desk(AUDITOR)

    def _context(self) -> PageContext:
        return PageContext(self.run, self.desk.actor, lambda: PEOPLE, lambda: RULES.taxonomy, self.pc.clock)

    def run(self, work: Any, then: Any = None, failed: Any = None) -> None:
        self.jobs.run("database", lambda: work(self.desk), then, failed)

    def there(self, work: Any) -> Any:
        return self.lane.do(work).result()

    def wait(self) -> None:
        for _n in range(3):
            self.qtbot.waitUntil(lambda: self.jobs.pending() == 0, timeout=10_000)
            settle()

    def look_for(self, number: str) -> None:
        """Type a number over what stands in the field."""
        field = self.page.filters.case_no.editor
        field.setFocus()
        field.selectAll()
        type_keys(number)
        press(Key.Key_Return)
        self.wait()

    @property
    def page(self) -> AuditPage:
        page = self.visit.page
        assert isinstance(page, AuditPage)
        return page

    def days(self) -> tuple[str, str]:
        return self.page.filters.first.editor.text(), self.page.filters.last.editor.text()

    def close(self) -> None:
        self.wait()
        self.there(lambda: self.scene.__exit__(None, None, None))
        self.lane.close()


@pytest.fixture
def room(tmp_path: Path, qtbot: Any) -> Iterator[Room]:
    made = Room(tmp_path, qtbot)
    yield made
    made.close()


def test_a_deleted_case_is_found_by_its_number(room: Room) -> None:
    page, before = room.page, room.days()
    assert not page.deleted.isVisible()
    room.look_for(room.gone_no.replace("-", "").lower())
    supervisor = PEOPLE[SUPERVISOR]
    assert page.deleted.text() == (
        f"受理编号 {room.gone_no} 的投诉保存期满，已由 {supervisor.name} {SUPERVISOR} 于 2026年11月20日 10:00 删除。"
        f"其 {room.entries} 条记录（2023年3月1日）仍保留人员和事项，内容已删除。"
    )
    model = page.table.model_
    assert model.rowCount() == room.entries
    assert {model.data(model.index(row, 3)) for row in range(room.entries)} == {room.gone_no}
    assert room.gone_no in page.pane.spoken()
    assert MARK not in page.pane.spoken()
    assert room.days() == ("2023-03-01", "2023-03-01")
    assert nameless(page) == []
    choose_language("en")
    assert f"Case {room.gone_no} was deleted by {supervisor.name} {SUPERVISOR} on 20 November" in page.deleted.text()
    choose_language("zh")
    page.filters.clear_button.click()
    room.wait()
    assert not page.deleted.isVisible()
    assert room.days() == before, "the days that were chosen before"


def test_days_that_a_person_chooses_stay(room: Room) -> None:
    page = room.page
    room.look_for(room.gone_no)
    page.filters.first.editor.setText("2023-02-01")
    page.filters.first.editor.setFocus()
    press(Key.Key_Return)
    room.wait()
    assert page.deleted.isVisible()
    page.filters.spans.choose("month")
    page.filters.spans.chosen.emit("month")
    room.wait()
    assert page.empty.isVisible()
    assert page.deleted.isVisible()
    shown = room.days()
    room.look_for(room.kept_no)
    assert room.days() == shown
    assert not page.deleted.isVisible()


def test_a_number_that_nothing_here_bears_is_said_at_the_field(room: Room) -> None:
    from app.domain.case_number import make

    room.look_for(make("0102", 2026, "A", 4711))
    error = room.page.filters.case_no.error()
    assert error == "本机没有该受理编号的投诉。请核对编号或同步后再试；该投诉也可能已删除。"
