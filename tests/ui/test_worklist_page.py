"""The worklist as a teller uses it: the model's contract, keyboard, columns by priority, a list that stays in place."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from support.cases import HANDLER, TELLER
from support.counter import Branch, Held, Inline
from support.page_calls import FakeWorklistCalls, row_of
from support.pages import ALT, Key, Visit, context_of, focus_name, nameless, press, settle, type_keys

from app.domain.commands import StartHandling
from app.ui.application import choose_language
from app.ui.worklist.model import CaseTableModel
from app.ui.worklist.page import WorklistPage
from app.ui.worklist.presenter import WINDOW
from app.ui.worklist.rows import COLUMNS, RowWording

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def branch() -> Branch:
    made = Branch()
    for number, last in enumerate("甲乙丙丁戊己庚辛壬癸子丑"):
        made.add(
            f"2026-11-{8 + number:02d} 10:00", complainant_name=f"王明{last}", channel=("counter", "phone")[number % 2]
        )
    return made


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, WorklistPage(context_of(branch), FakeWorklistCalls(branch)), view="all")


def wording(branch: Branch) -> RowWording:
    return RowWording(branch.clock.now().date(), lambda no: no, lambda code: code or "—")


def shown_numbers(page: WorklistPage) -> list[str]:
    model = page.table.model_
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


# ---- the model


def test_the_model_keeps_qts_contract(qtbot: Any, branch: Branch) -> None:
    model = CaseTableModel(lambda: wording(branch))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    cases = branch.cases()
    model.show_list(array("q", range(1, 13)))
    model.show_rows(0, [row_of(n, case) for n, case in enumerate(cases, 1)])
    model.show_list(array("q", range(12, 0, -1)))
    model.show_rows(0, [None, *(row_of(n, cases[n - 1]) for n in range(11, 0, -1))])
    model.show_list(array("q"))
    del tester


def test_rows_are_blank_until_they_are_read_and_each_window_is_asked_for_once(qtbot: Any, branch: Branch) -> None:
    model = CaseTableModel(lambda: wording(branch))
    wanted: list[int] = []
    model.rows_wanted.connect(wanted.append)
    model.show_list(array("q", range(1, 3 * WINDOW + 1)))
    assert model.data(model.index(0, 0)) == ""
    assert model.data(model.index(1, 3)) == ""
    assert wanted == [0]
    cases = branch.cases()
    model.show_rows(0, [row_of(n, cases[0]) for n in range(1, WINDOW + 1)])
    assert model.data(model.index(0, 0)) == cases[0].case_no
    assert wanted == [0]
    model.data(model.index(WINDOW, 0))
    assert wanted == [0, WINDOW]


def test_while_a_window_is_read_only_the_last_few_others_are_remembered(qtbot: Any, branch: Branch) -> None:
    model = CaseTableModel(lambda: wording(branch))
    wanted: list[int] = []
    model.rows_wanted.connect(wanted.append)
    model.show_list(array("q", range(1, 40 * WINDOW + 1)))
    for window in range(30):  # dragging the scroll bar
        model.data(model.index(window * WINDOW, 0))
    assert wanted == [0]
    case = branch.cases()[0]
    asked = 0
    while len(wanted) > asked:
        start = wanted[asked]
        model.show_rows(start, [row_of(n, case) for n in range(start + 1, start + WINDOW + 1)])
        asked += 1
    assert wanted == [0, 29 * WINDOW, 28 * WINDOW, 27 * WINDOW]


def test_a_window_that_could_not_be_read_is_asked_for_again(qtbot: Any, branch: Branch) -> None:
    model = CaseTableModel(lambda: wording(branch))
    wanted: list[int] = []
    model.rows_wanted.connect(wanted.append)
    model.show_list(array("q", range(1, 13)))
    model.data(model.index(0, 0))
    model.show_rows_missing(0)
    model.data(model.index(0, 0))
    assert wanted == [0, 0]


def test_known_rows_stay_visible_while_the_list_is_read_again(qtbot: Any, branch: Branch) -> None:
    model = CaseTableModel(lambda: wording(branch))
    model.show_list(array("q", range(1, 13)))
    model.show_rows(0, [row_of(n, case) for n, case in enumerate(branch.cases(), 1)])
    model.show_list(array("q", range(1, 13)))
    assert model.data(model.index(0, 0)) == branch.cases()[0].case_no
    assert model.case_id(0) == "case-1"
    assert model.case_id(77) == ""


def test_memory_is_bounded(qtbot: Any, branch: Branch) -> None:
    model = CaseTableModel(lambda: wording(branch))
    case = branch.cases()[0]
    model.show_list(array("q", range(1, 100 * WINDOW + 1)))
    for window in range(60):
        start = window * WINDOW
        model.data(model.index(start, 0))
        model.show_rows(start, [row_of(n, case) for n in range(start + 1, start + WINDOW + 1)])
    assert len(model._raw) <= 33 * WINDOW
    assert model.data(model.index(59 * WINDOW, 0)) == case.case_no


def test_deadlines_are_read_out_in_words(visit: Visit) -> None:
    model = visit.page.table.model_
    spoken = model.data(model.index(0, COLUMNS.index("due_on")), SPOKEN)
    assert "2026-11-13" in spoken
    assert "逾期" in spoken
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "编号"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


# ---- keyboard


def test_enter_opens_the_most_urgent_case(visit: Visit) -> None:
    press(Key.Key_Return)
    name, arguments = visit.went[-1]
    assert (name, arguments["case_id"]) == ("case", "case-1")
    found: list[str] = []
    arguments["neighbours"]("case-1", 1, found.append)
    assert found == ["case-2"]


def test_arrows_home_and_end(visit: Visit) -> None:
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert visit.went[-1][1]["case_id"] == "case-3"
    press(Key.Key_End)
    press(Key.Key_Return)
    assert visit.went[-1][1]["case_id"] == "case-12"
    press(Key.Key_Home)
    assert visit.page.table.current_row() == 0


def test_views_by_alt_and_digit(visit: Visit) -> None:
    press(Key.Key_4, ALT)
    assert visit.page.presenter.wanted.view == "overdue"
    assert 0 < len(visit.page.presenter.ids) < 12
    press(Key.Key_1, ALT)
    assert len(visit.page.presenter.ids) == 12


def test_slash_filters_escape_takes_it_back(visit: Visit, qtbot: Any) -> None:
    press(Key.Key_Slash)
    assert focus_name() == "filter"
    visit.page.filters.line.setText("王明丙")
    qtbot.waitUntil(lambda: len(visit.page.presenter.ids) == 1, timeout=2000)
    assert visit.page.filters.clear_button.isVisible()
    press(Key.Key_Down)
    assert QApplication.focusWidget() is visit.page.table
    press(Key.Key_Slash)
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(visit.page.presenter.ids) == 12, timeout=2000)
    press(Key.Key_Escape)
    assert QApplication.focusWidget() is visit.page.table


def test_a_slash_typed_into_the_filter_stays_a_slash(visit: Visit) -> None:
    press(Key.Key_Slash)
    type_keys("1/2")
    assert visit.page.filters.line.text() in ("1/2", "12")  # the shortcut may take it, but nothing else happens
    visit.page.filters._timer.stop()


def test_filters_by_list_and_clear(visit: Visit) -> None:
    box = visit.page.filters.boxes["channel"]
    box.setCurrentIndex(box.findData("phone"))
    assert len(visit.page.presenter.ids) == 6
    visit.page.filters.clear_button.click()
    assert len(visit.page.presenter.ids) == 12
    assert box.currentIndex() == 0


def test_a_header_orders_and_the_same_header_turns_round(visit: Visit) -> None:
    header = visit.page.table.horizontalHeader()
    header.sectionClicked.emit(0)
    ascending = shown_numbers(visit.page)
    assert ascending == sorted(ascending)
    header.sectionClicked.emit(0)
    assert shown_numbers(visit.page) == ascending[::-1]
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    header.sectionClicked.emit(COLUMNS.index("summary"))
    assert visit.page.presenter.wanted.sort == "case_no"


# ---- staying where it was


def test_news_keep_the_case_that_was_selected(visit: Visit, branch: Branch) -> None:
    for _n in range(4):
        press(Key.Key_Down)
    before = visit.page.table.model_.case_id(visit.page.table.current_row())
    branch.add("2026-11-02 10:00")
    visit.page.refresh()
    settle()
    assert visit.page.table.current_row() == 5
    assert visit.page.table.model_.case_id(5) == before


def test_coming_back_finds_view_filter_and_selection(visit: Visit) -> None:
    press(Key.Key_2, ALT)
    press(Key.Key_Down)
    visit.page.on_hidden()
    visit.page.on_shown()
    settle()
    assert visit.page.chips.chosen_key() == "mine"
    assert visit.page.table.current_row() == 1
    assert QApplication.focusWidget() is visit.page.table


def test_a_list_that_cannot_be_read_stays_with_a_word_above_it(visit: Visit, branch: Branch) -> None:
    branch.broken.add("read")
    visit.page.refresh()
    assert visit.page.stale.isVisible()
    assert len(visit.page.presenter.ids) == 12
    branch.broken.clear()
    visit.page.refresh()
    assert not visit.page.stale.isVisible()


def test_nothing_blocks_while_rows_are_read(qtbot: Any, branch: Branch) -> None:
    held = Held(branch)
    visit = Visit(qtbot, WorklistPage(context_of(branch, held), FakeWorklistCalls(branch)), view="all")
    assert visit.page.table.model_.rowCount() == 0
    held.flush()
    settle()
    assert visit.page.table.model_.rowCount() == 12
    assert shown_numbers(visit.page)[0] == ""
    held.flush()
    assert shown_numbers(visit.page)[0].startswith("TS0102")


# ---- looks


def test_columns_hide_by_priority_until_the_summary_can_be_read(visit: Visit) -> None:
    table = visit.page.table

    def visible() -> set[str]:
        return {name for place, name in enumerate(COLUMNS) if not table.isColumnHidden(place)}

    assert visible() == set(COLUMNS)
    visit.page.resize(948, 560)
    settle()
    assert "updated_at" not in visible()
    assert {"case_no", "summary", "state", "due_on"} <= visible()
    assert table.columnWidth(COLUMNS.index("summary")) >= 200
    assert table.horizontalScrollBar().maximum() == 0


def test_the_pane_appears_on_wide_pages_and_follows_the_selection(visit: Visit, qtbot: Any) -> None:
    assert not visit.page.pane.isVisible()
    visit.page.resize(1732, 900)
    qtbot.waitUntil(lambda: visit.page.pane._number.text() == "TS0102-26A00031-0", timeout=2000)
    press(Key.Key_End)
    qtbot.waitUntil(lambda: visit.page.pane._number.text() != "TS0102-26A00031-0", timeout=2000)
    visit.page.pane._reprint.click()
    assert visit.toasts
    visit.page.pane._open.click()
    assert visit.went[-1][0] == "case"
    visit.page.pane._extend.click()
    assert visit.went[-1][1]["action"] == "request_extension"


@pytest.mark.parametrize(("view", "words"), [("ended", "还没有办结的投诉"), ("awaiting_approval", "没有待审批的申请")])
def test_an_empty_view_says_why_without_a_button(visit: Visit, view: str, words: str) -> None:
    visit.page.presenter.choose_view(view)
    settle()
    assert visit.page.empty.isVisible()
    assert visit.page.empty._title.text() == words
    assert not visit.page.empty_button.isVisible()


def test_no_match_offers_to_clear_the_filters(visit: Visit) -> None:
    visit.page.presenter.narrow(text="没有这个人")
    settle()
    assert visit.page.empty_button.isVisible()
    visit.page.empty_button.click()
    settle()
    assert visit.page.table.isVisible()


def test_a_new_branch_is_invited_to_record_its_first_complaint(qtbot: Any) -> None:
    empty = Branch()
    visit = Visit(qtbot, WorklistPage(context_of(empty), FakeWorklistCalls(empty)), view="all")
    visit.page.empty_button.click()
    assert visit.went[-1] == ("intake", {"new": True})


def test_language_switches_at_once(visit: Visit) -> None:
    choose_language("en")
    settle()
    model = visit.page.table.model_
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Number"
    assert "overdue" in model.data(model.index(0, COLUMNS.index("due_on")))
    assert visit.page.filters.count.text() == "12 cases"


def test_every_field_has_a_name_for_screen_readers(visit: Visit) -> None:
    assert nameless(visit.page) == []


def test_another_persons_work_is_not_mine(qtbot: Any, branch: Branch) -> None:
    branch.scenes["case-1"].do(HANDLER, StartHandling())
    visit = Visit(qtbot, WorklistPage(context_of(branch, Inline(branch)), FakeWorklistCalls(branch)), view="mine")
    assert len(visit.page.presenter.ids) == 11
    assert branch.person.staff_no == TELLER
