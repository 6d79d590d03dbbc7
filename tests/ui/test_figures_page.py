"""The page of figures on a real desk, walked by keyboard, against figures counted by hand."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from support.cases import AUDITOR, SUPERVISOR
from support.figures_scene import november
from support.pages import ALT, SHIFT, Key, Visit, focus_name, focused, nameless, press, settle, type_keys
from support.real_office import Office

from app.ui.application import choose_language
from app.ui.figures.page import FiguresPage
from app.ui.figures.words import TITLES


@pytest.fixture
def visit(office: Office) -> Visit:
    office.ids = office.there(lambda: november(office.branch))  # type: ignore[attr-defined]
    office.sign_in(SUPERVISOR)
    return office.show(FiguresPage)


def figures(visit: Visit) -> dict[str, tuple[str, str]]:
    return {key: (card.figure(), card.counted()) for key, card in visit.page.cards.cards.items()}


def lines(visit: Visit) -> list[list[str]]:
    model = visit.page.model
    return [[model.data(model.index(row, n)) for n in range(model.columnCount())] for row in range(model.rowCount())]


def test_the_month_as_counted_by_hand(visit: Visit) -> None:
    assert figures(visit) == {
        "timeliness": ("66.7%", "办结 3 件中 2 件"),
        "strict_timeliness": ("50.0%", "办结及在办逾期 4 件中 2 件"),
        "satisfaction": ("评价太少", "评价 1 件中 1 件"),
        "answered": ("33.3%", "办结 3 件中 1 件"),
        "completion": ("60.0%", "受理 5 件中 3 件"),
        "first_contact_resolution": ("0.0%", "受理 5 件中 0 件"),
        "regulator_escalation": ("0.0%", "受理 5 件中 0 件"),
        "repeats": ("20.0%", "收到 5 件中 1 件"),
    }
    late = lines(visit)
    assert [line[4] for line in late] == ["11 天", "10 天，尚未告知"]
    assert all("王明芳" not in "".join(line) for line in late)
    assert ("自营理财", 1) in visit.page.by_category.bars()
    assert ("电话", 1) in visit.page.by_channel.bars()
    assert visit.page.as_of.text() == "数据截至 14:32"
    assert visit.page.received.text() == "收到 5 件，受理 5 件，办结 3 件"
    assert nameless(visit.page) == []


def test_arrows_go_from_figure_to_figure_and_enter_says_the_formula(visit: Visit) -> None:
    cards = visit.page.cards
    keys = list(TITLES)
    assert focused() is cards.cards["timeliness"]
    hint = visit.page.formula.text()
    press(Key.Key_Return)
    assert visit.page.formula.text().startswith("及时率（办结口径） = 本期办结")
    press(Key.Key_Right)
    assert visit.page.formula.text().startswith("及时率（含在办逾期） = ")
    press(Key.Key_Down)
    assert focused() is cards.cards[keys[5]]
    assert "30 日内没有重复投诉" in visit.page.formula.text()
    press(Key.Key_Escape)
    assert visit.page.formula.text() == hint
    type_keys("i")
    assert visit.page.formula.text() != hint
    press(Key.Key_End)
    assert focused() is cards.cards["repeats"]
    press(Key.Key_Down)
    assert focused() is cards.cards["repeats"]
    press(Key.Key_Home)
    assert focused() is cards.cards["timeliness"]
    assert "66.7%" in focused().accessibleName()


def test_tab_goes_to_the_overdue_cases_and_enter_opens_one(visit: Visit, office: Office) -> None:
    press(Key.Key_Tab)
    assert focused() is visit.page.table
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert visit.went[-1] == ("case", {"case_id": office.ids["d"]})  # type: ignore[attr-defined]
    press(Key.Key_Tab, SHIFT)
    assert focused() is visit.page.cards.cards["timeliness"]


def test_brackets_go_to_other_months_and_the_keyboard_comes_back(visit: Visit, office: Office) -> None:
    page = visit.page
    assert not page.period.later.isEnabled()
    type_keys("[")
    office.wait()
    assert page.views.chosen_key() == "last_month"
    assert (page.period.first.editor.text(), page.period.last.editor.text()) == ("2026-10-01", "2026-10-31")
    assert page.empty.isVisible()
    type_keys("[")
    office.wait()
    assert page.views.chosen_key() == "free"
    assert page.period.first.editor.text() == "2026-09-01"
    type_keys("]]")
    office.wait()
    assert page.views.chosen_key() == "this_month"
    assert page.cards.isVisible()
    assert focused() is page.cards.cards["timeliness"]
    type_keys("]")  # the future has no figures
    office.wait()
    assert page.period.first.editor.text() == "2026-11-01"


def test_any_days_by_keyboard(visit: Visit, office: Office) -> None:
    page = visit.page
    press(Key.Key_5, ALT)
    assert focus_name() == "first"
    type_keys("11-03")
    press(Key.Key_Tab)
    assert focus_name() == "last"
    focused().selectAll()  # type: ignore[attr-defined]
    type_keys("1101")
    press(Key.Key_Return)
    assert page.problem.text() == "开始日不能晚于结束日。"
    focused().selectAll()  # type: ignore[attr-defined]
    type_keys("1119")
    press(Key.Key_Return)
    office.wait()
    assert page.problem.isHidden()
    assert figures(visit)["completion"] == ("0.0%", "受理 2 件中 0 件")  # d and e; open on the 19th
    assert [line[4] for line in lines(visit)] == ["10 天，期末未告知", "9 天，期末未告知"]
    press(Key.Key_3, ALT)
    office.wait()
    assert (page.period.first.editor.text(), page.period.last.editor.text()) == ("2026-10-01", "2026-12-31")


def test_new_cases_change_the_figures_and_languages_all_words(visit: Visit, office: Office) -> None:
    office.there(lambda: office.branch.register(settlement="当场退还"))
    visit.page.refresh()
    office.wait()
    assert figures(visit)["first_contact_resolution"] == ("16.7%", "受理 6 件中 1 件")
    choose_language("en")
    settle()
    assert figures(visit)["first_contact_resolution"] == ("16.7%", "1 of 6 accepted")
    assert visit.page.as_of.text() == "Data as of 14:33"
    assert lines(visit)[0][4] == "11 days"


def test_an_auditor_reads_it_too(visit: Visit, office: Office) -> None:
    office.sign_in(AUDITOR)
    again = office.show(FiguresPage)
    assert figures(again)["timeliness"][0] == "66.7%"
    assert QApplication.focusWidget() is again.page.cards.cards["timeliness"]
