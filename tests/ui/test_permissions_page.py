"""The page of permissions on a real desk, walked by keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.cases import SUPERVISOR, TELLER, at
from support.figures_scene import november
from support.pages import CONTROL, Key, Visit, focused, nameless, press
from support.real_office import Office

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.operations.note import note
from app.ui.application import choose_language
from app.ui.permissions.page import PermissionsPage


def busy(office: Office) -> None:
    branch = office.branch
    ids = november(branch)
    desk = branch.desk(TELLER)
    note(desk, book_entry(BookKind.SESSION_OPENED, refused_before=7))
    seen = {"case_id": ids["a"], "what": ["phone"], "reason": "call_customer", "note": ""}
    note(desk, book_entry(BookKind.DETAILS_REVEALED, **seen))
    branch.clock.time = at("2027-01-05 10:00")


@pytest.fixture
def visit(office: Office) -> Visit:
    office.there(lambda: busy(office))
    office.sign_in(SUPERVISOR)
    return office.show(PermissionsPage)


def cells(visit: Visit) -> tuple[tuple[str, ...], ...]:
    return visit.page.table.model_.sheet.rows  # type: ignore[no-any-return]


def test_it_begins_with_the_last_quarter_and_what_stands_out(visit: Visit) -> None:
    page = visit.page
    assert (page.period.first.value(), page.period.last.value()) == (date(2026, 10, 1), date(2026, 12, 31))
    assert cells(visit)[0][0] == "!"
    assert "密码错误 7 次" in cells(visit)[0][1]
    assert focused() is page.table
    assert nameless(page) == []
    press(Key.Key_Return)
    name, wanted = visit.went[-1]
    assert name == "audit"
    assert (wanted["staff_no"], wanted["group"]) == (TELLER, "sessions")


def test_a_number_leads_to_the_entries_behind_it(visit: Visit, office: Office) -> None:
    page = visit.page
    page.choose_section("acts")
    office.wait()
    row = next(row for row, line in enumerate(cells(visit)) if TELLER in line[0])
    assert cells(visit)[row][1] == "1"
    page.table.setCurrentIndex(page.table.model_.index(row, 1))
    press(Key.Key_Return)
    wanted = visit.went[-1][1]
    assert (wanted["staff_no"], wanted["group"]) == (TELLER, "act_reveals")
    assert wanted["first"] == date(2026, 10, 1)


@pytest.mark.parametrize("section", ["people", "rights", "acts", "stations"])
def test_every_part_has_its_table_in_both_languages(visit: Visit, office: Office, section: str) -> None:
    visit.page.choose_section(section)
    office.wait()
    assert cells(visit)
    assert visit.page.table.isVisible()
    chinese = visit.page.table.model_.sheet.heads
    choose_language("en")
    assert visit.page.table.model_.sheet.heads != chinese


def test_periods_by_bracket_keys_and_wrong_days(visit: Visit, office: Office) -> None:
    page = visit.page
    press("[")
    office.wait()
    assert page.period.first.value() == date(2026, 7, 1)
    page.period.last.set_value(date(2026, 1, 1))
    page.period.last.editor.setFocus()
    press(Key.Key_Return)
    office.wait()
    assert page.period.first.error()


def test_the_paper_is_shown_and_queued(visit: Visit, office: Office) -> None:
    page = visit.page
    page.choose_section("paper")
    office.wait()
    assert "权限审计表" in page.preview.accessibleDescription()
    assert page.preview.width() > 1200  # its scroll bar stands at the card's edge,
    assert page.preview.page_width() == 860  # the pages in the middle
    press(Key.Key_P, CONTROL)
    office.wait()
    assert visit.toasts == ["文书已加入打印队列。"]
    jobs = office.there(lambda: office.branch.store.print_queue.recent_jobs())
    assert [job.title for job in jobs if job.title.startswith("QX")] == ["QX0102-20270105"]


def test_data_leaves_with_a_reason(visit: Visit, office: Office, tmp_path: Path) -> None:
    page = visit.page
    press(Key.Key_S, CONTROL)
    office.take_out(page, tmp_path / "audit.json")
    assert b'"remarks"' in (tmp_path / "audit.json").read_bytes()
    assert len(visit.toasts) == 1
