"""The audit page on a real desk, walked by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from support.cases import AUDITOR, HANDLER, TELLER
from support.figures_scene import do, november
from support.pages import Key, Visit, focused, nameless, press, settle, type_keys
from support.real_office import Office

from app.domain.book import BookKind
from app.domain.commands import AddNote
from app.domain.entry import book_entry
from app.operations.note import note
from app.ui.audit.page import AuditPage
from app.ui.audit.spans import SpanKind


def busy(office: Office) -> dict[str, str]:
    branch = office.branch
    ids = november(branch)
    do(branch, HANDLER, ids["d"], AddNote("王明芳来电，电话 13810242716。"))
    desk = branch.desk(TELLER)
    note(desk, book_entry(BookKind.SESSION_OPENED, refused_before=1))
    seen = {"case_id": ids["a"], "what": ["phone"], "reason": "call_customer", "note": ""}
    note(desk, book_entry(BookKind.DETAILS_REVEALED, **seen))
    return ids


@pytest.fixture
def visit(office: Office) -> Visit:
    office.ids = office.there(lambda: busy(office))  # type: ignore[attr-defined]
    office.sign_in(AUDITOR)
    return office.show(AuditPage)


def said(visit: Visit) -> list[str]:
    model = visit.page.table.model_
    return [model.data(model.index(row, 2)) for row in range(model.rowCount())]


def test_the_newest_entries_stand_at_the_top_and_the_first_is_explained(visit: Visit) -> None:
    lines = said(visit)
    assert lines[0].startswith("查看 TS0102-26A")
    assert "的电话" in lines[0]
    assert lines[1] == "登录，此前密码错误 1 次"
    assert focused() is visit.page.table
    assert nameless(visit.page) == []
    assert "王明芳" not in "".join(lines) + visit.page.pane.spoken()
    assert visit.page.filters.spans.chosen_key() == SpanKind.WEEK
    assert lines[0] in visit.page.pane.spoken()
    assert "(UTC" in visit.page.pane.spoken()


def test_filters_by_keyboard(visit: Visit, office: Office) -> None:
    page = visit.page
    everything = page.table.model_.rowCount()
    page.filters.group.set_value("sessions")
    office.wait()
    assert said(visit) == ["登录，此前密码错误 1 次"]
    page.filters.clear_button.click()
    office.wait()
    assert page.table.model_.rowCount() == everything
    page.filters.case_no.editor.setFocus()
    assert not focused().inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    number = office.there(lambda: office.branch.view(office.ids["a"]).case.case_no)  # type: ignore[attr-defined]
    type_keys(number.lower())
    press(Key.Key_Return)
    office.wait()
    assert any("查看" in line for line in said(visit))
    assert len(said(visit)) < everything
    page.filters.case_no.editor.selectAll()
    type_keys("nothing")
    press(Key.Key_Return)
    office.wait()
    assert page.filters.case_no.error()
    assert page.filters.case_no.value() == "nothing"


def test_days_without_entries_say_so(visit: Visit, office: Office) -> None:
    page = visit.page
    page.filters.first.editor.setText("2026-01-01")
    page.filters.last.editor.setText("2026-01-05")
    page.filters.last.editor.setFocus()
    press(Key.Key_Return)
    office.wait()
    assert page.empty.isVisible()
    page.filters.first.editor.setText("2026-02-01")
    press(Key.Key_Return)
    office.wait()
    assert page.filters.first.error()


def test_the_list_leaves_with_a_reason(visit: Visit, office: Office, tmp_path: Path) -> None:
    page = visit.page
    page.export_button.click()
    office.take_out(page, tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert visit.toasts
    page.presenter.refresh()
    office.wait()
    assert said(visit)[0].startswith("导出列表")


def test_the_journal_is_checked_from_here(visit: Visit, office: Office) -> None:
    page = visit.page
    press(Key.Key_F9)
    office.wait()
    assert page.check.banner.isVisible()
    assert not page.check.checking.is_checking
    assert page.check.checking.check is not None


def test_a_broken_entry_is_named_in_red_and_shown(visit: Visit, office: Office) -> None:
    page = visit.page

    def tamper() -> None:
        with office.branch.store.database.write() as connection:
            connection.exec_driver_sql("DROP TRIGGER tr_entry_no_update")
            connection.exec_driver_sql("UPDATE entry SET kind = 'note_added' WHERE seq = 3")

    office.there(tamper)
    page.check.checking.verify()
    office.wait()
    assert page.check.banner.property("tone") == "error"
    said = page.check.banner.text().splitlines()
    assert said[0] == "发现问题，共 1 处。第一处："
    assert len(said) == 4
    assert not any(line.startswith(" ") for line in said)
    page.check.checking.show_broken()
    office.wait()
    assert ".3" in page.pane.spoken()


def test_enter_goes_to_the_entry_in_full_and_on_to_the_case(visit: Visit) -> None:
    press(Key.Key_Return)
    assert focused() is visit.page.pane.area
    visit.page.pane.open_button.click()
    settle()
    assert visit.went[-1][0] == "case"
