"""What the worklist says of a case beside its deadline: weight, warnings, orders, hand-overs, kinds of matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from support.cases import HANDLER, HEAD, PEOPLE, SUPERVISOR, TELLER
from support.counter import Branch
from support.page_calls import FakeWorklistCalls
from support.pages import ALT, Key, Visit, context_of, nameless, press, settle

from app.domain.commands import ClassifyCase, OfferTransfer, OrderSupervision
from app.ui.application import choose_language, choose_theme
from app.ui.widgets.notices import Banner
from app.ui.worklist.page import WorklistPage
from app.ui.worklist.rows import COLUMNS

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def branch() -> Branch:
    made = Branch()
    for number, day in enumerate(("16", "19", "20", "20", "21", "17"), 1):
        made.add(f"2026-11-{day} 10:00", complainant_name=f"王明{number}")
    made.add("2026-11-20 12:00", intake_type="enquiry")
    for number, severity in ((3, "key_case"), (5, "key_case"), (2, "major")):
        scene = made.scenes[f"case-{number}"]
        scene.do(SUPERVISOR, ClassifyCase(replace(scene.folded.about, severity=severity), "涉及多名客户"))
    made.scenes["case-4"].do(HEAD, OrderSupervision("o1", "三日内书面报告核查情况", date(2026, 11, 25)))
    made.scenes["case-1"].do(SUPERVISOR, OfferTransfer("t1", HANDLER, "熟悉此业务"))
    made.scenes["case-4"].do(SUPERVISOR, OfferTransfer("t2", HANDLER, "熟悉此业务"))
    return made


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Iterator[Visit]:
    yield Visit(qtbot, WorklistPage(context_of(branch), FakeWorklistCalls(branch)), view="all")
    choose_theme("light", 1.0)
    choose_language("zh")


def numbers(visit: Visit) -> list[str]:
    model = visit.page.table.model_
    return [model.case_id(row) for row in range(model.rowCount())]


def spoken(visit: Visit, case_id: str, column: str) -> str:
    model = visit.page.table.model_
    return str(model.data(model.index(numbers(visit).index(case_id), COLUMNS.index(column)), SPOKEN))


def test_key_cases_lead_the_list_set_off_by_a_line(visit: Visit) -> None:
    assert numbers(visit)[:3] == ["case-3", "case-5", "case-2"]
    rows = [visit.page.table.model_.words_at(row) for row in range(3)]
    assert [row.is_key for row in rows] == [True, True, False]
    assert visit.page.table._painter.is_ranked
    visit.page.table.horizontalHeader().sectionClicked.emit(0)
    assert not visit.page.table._painter.is_ranked


def test_marks_are_words_not_colours_alone(visit: Visit) -> None:
    assert spoken(visit, "case-3", "summary").startswith("重点. ")
    assert spoken(visit, "case-2", "summary").startswith("重大. ")
    assert spoken(visit, "case-4", "summary").startswith("督办. 移交中. ")
    assert spoken(visit, "case-7", "summary").startswith("咨询. ")
    assert spoken(visit, "case-6", "summary").startswith("信用卡")


def test_how_much_of_the_term_is_over_stands_beside_the_days(visit: Visit) -> None:
    def said(case_id: str) -> str:
        model = visit.page.table.model_
        return str(model.data(model.index(numbers(visit).index(case_id), COLUMNS.index("due_on"))))

    assert said("case-6") == "剩 1 天 · 过八成"
    assert said("case-2") == "剩 3 天 · 过半"
    assert said("case-1") == "今日到期"
    assert said("case-5") == "剩 4 天"
    assert "过八成" in spoken(visit, "case-6", "due_on")


def test_views_of_transfers_orders_key_cases_and_warnings(qtbot: Any, visit: Visit, branch: Branch) -> None:
    press(Key.Key_8, ALT)
    assert numbers(visit) == ["case-4"]
    press(Key.Key_9, ALT)
    assert numbers(visit) == ["case-3", "case-5"]
    press(Key.Key_0, ALT)
    assert set(numbers(visit)) == {"case-1", "case-2", "case-6", "case-7"}
    press(Key.Key_7, ALT)
    assert numbers(visit) == []
    assert visit.page.empty._title.text() == "没有移交给您的投诉"
    branch.person = PEOPLE[HANDLER]
    visit.page.refresh()
    settle()
    assert numbers(visit) == ["case-1", "case-4"]


def test_filters_by_severity_and_kind(visit: Visit) -> None:
    boxes = visit.page.filters.boxes
    boxes["severity"].setCurrentIndex(boxes["severity"].findData("major"))
    assert numbers(visit) == ["case-2"]
    boxes["intake_type"].setCurrentIndex(boxes["intake_type"].findData("enquiry"))
    assert numbers(visit) == []
    visit.page.filters.clear_button.click()
    assert len(numbers(visit)) == 7
    assert boxes["severity"].currentIndex() == boxes["intake_type"].currentIndex() == 0


def test_the_pane_says_what_stands_open(visit: Visit, qtbot: Any) -> None:
    visit.page.resize(1732, 900)
    visit.page.table.choose_row(numbers(visit).index("case-4"))
    pane = visit.page.pane
    qtbot.waitUntil(lambda: any("督办" in banner.text() for banner in pane.findChildren(Banner)), timeout=2000)
    assert any("移交" in banner.text() or "吴兰" in banner.text() for banner in pane.findChildren(Banner))
    visit.page.table.choose_row(0)
    qtbot.waitUntil(lambda: not [b for b in pane.findChildren(Banner) if b.isVisible()], timeout=2000)


@pytest.mark.parametrize(("language", "scale"), [("zh", 1.0), ("en", 1.0), ("en", 1.25), ("zh", 1.5)])
def test_views_and_filters_fit_a_small_screen(visit: Visit, language: str, scale: float) -> None:
    choose_theme("light", scale)
    choose_language(language)
    settle()
    page = visit.page
    page.resize(1290, 614)
    settle()
    assert page.width() == 1290
    shown = [button for button in page.chips._buttons.values() if button.isVisible()]
    assert shown
    assert max(button.geometry().right() for button in shown) <= page.chips.width()
    assert page.table.horizontalScrollBar().maximum() == 0
    assert nameless(page) == []
    if scale == 1.0:
        assert len(shown) == 10


def test_the_bell_counts_what_is_mine(tmp_path: Any) -> None:
    from support.real_desk import real_branch

    from app.operations.act import carry_out
    from app.operations.worklist import waiting_for_me

    with real_branch(tmp_path) as branch:
        case_id = branch.register().case_id
        assert waiting_for_me(branch.desk(TELLER)) == {"transfers": 0, "orders": 0}
        carry_out(branch.desk(HEAD), case_id, OrderSupervision("o1", "三日内报告", date(2026, 11, 25)))
        carry_out(branch.desk(SUPERVISOR), case_id, OfferTransfer("t1", HANDLER, "熟悉此业务"))
        assert waiting_for_me(branch.desk(TELLER)) == {"transfers": 0, "orders": 1}
        assert waiting_for_me(branch.desk(HANDLER)) == {"transfers": 1, "orders": 0}
