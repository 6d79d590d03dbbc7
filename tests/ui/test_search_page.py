"""The search page by keyboard: words, a scan with a Chinese input method on, hits, every empty state."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from support.counter import Branch
from support.page_calls import FakeSearchCalls
from support.pages import Key, Visit, compose, context_of, focus_name, nameless, press, settle, type_keys

from app.ui.application import choose_language
from app.ui.search.page import SearchPage


@pytest.fixture
def branch() -> Branch:
    made = Branch()
    made.add("2026-11-19 10:00", complainant_name="王明芳", phone="13810242716")
    made.add("2026-11-20 10:00", complainant_name="王明远")
    return made


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, SearchPage(context_of(branch), FakeSearchCalls(branch)))


def test_words_find_cases_and_enter_opens_one(visit: Visit, qtbot: Any) -> None:
    assert focus_name() == "search"
    compose("王明")
    qtbot.waitUntil(lambda: visit.page.list.count() == 2, timeout=2000)
    press(Key.Key_Return)
    assert focus_name() == "found"
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert visit.went[-1] == ("case", {"case_id": "case-2"})


def test_a_scan_opens_its_case_and_the_box_is_ready_for_the_next(visit: Visit, branch: Branch) -> None:
    visit.page.scan.editor.setFocus()
    assert not visit.page.scan.editor.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    type_keys(branch.cases()[0].case_no.lower())
    press(Key.Key_Return)
    assert visit.went[-1] == ("case", {"case_id": "case-1"})
    assert visit.page.scan.value() == ""


def test_a_wrong_number_is_named_at_its_box(visit: Visit, branch: Branch) -> None:
    visit.page.scan.editor.setFocus()
    number = branch.cases()[0].case_no
    type_keys(number[:-1] + ("1" if number[-1] != "1" else "2"))
    press(Key.Key_Return)
    assert visit.page.scan.error()
    assert focus_name() == "scan"
    type_keys("T")
    assert not visit.page.scan.error()


def test_nothing_found_says_so(visit: Visit) -> None:
    compose("没有这个人")
    press(Key.Key_Return)
    settle()
    assert "没有找到" in visit.page.empty._title.text()


def test_words_from_the_command_box(qtbot: Any, branch: Branch) -> None:
    visit = Visit(qtbot, SearchPage(context_of(branch), FakeSearchCalls(branch)), text="王明芳")
    assert visit.page.list.count() == 1
    assert visit.page.words.value() == "王明芳"


def test_people_are_masked(visit: Visit, qtbot: Any) -> None:
    from PySide6.QtWidgets import QLabel

    compose("王明")
    qtbot.waitUntil(lambda: visit.page.list.count() == 2, timeout=2000)
    shown = "\n".join(label.text() for label in visit.page.list.findChildren(QLabel))
    assert "王*芳" in shown
    assert "138****2716" in shown
    assert "王明芳" not in shown


def test_language_switches_at_once(visit: Visit) -> None:
    compose("王明")
    press(Key.Key_Return)
    choose_language("en")
    settle()
    assert visit.page.count.text() == "2 cases"


def test_every_field_has_a_name_for_screen_readers(visit: Visit) -> None:
    assert nameless(visit.page) == []
