"""Details in full on the case page: what for, the password after a while, half a minute, copied one by one."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import delete
from support.case_calls import FakeCaseCalls
from support.cases import HANDLER, PEOPLE
from support.counter import Branch
from support.pages import Key, Visit, compose, context_of, focus_name, nameless, press, settle, type_keys

from app.domain.commands import StartHandling
from app.ui.case.page import CasePage
from app.ui.shell.clipboard import ClipboardKeeper
from app.ui.widgets.buttons import IconButton


@pytest.fixture
def branch() -> Branch:
    made = Branch(person=PEOPLE[HANDLER])
    made.add("2026-11-20 10:00", phone="13810242716", remedy_sought="退费").do(HANDLER, StartHandling())
    made.add("2026-11-21 10:00")
    return made


def visit_of(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, CasePage(context_of(branch), FakeCaseCalls(branch)), case_id="case-1")


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return visit_of(qtbot, branch)


def texts(page: CasePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_details_in_full_and_masked_again_after_their_time(visit: Visit) -> None:
    page = visit.page
    page.facts.reveal.click()
    settle()
    press("1")
    settle()
    assert "王芳芳" in texts(page)
    assert "13810242716" in texts(page)
    assert page.facts._mark.isVisible()
    assert page.facts._mark.text().startswith("0301 吴兰")
    for _n in range(30):
        page.facts._timer.timeout.emit()
    settle()
    assert "王芳芳" not in texts(page)
    assert not page.facts._timer.isActive()
    assert not page.facts._mark.isVisible()
    page.facts.reveal.click()
    settle()
    press(Key.Key_Return)
    settle()
    assert "王芳芳" in texts(page)
    page.on_hidden()
    settle()
    assert "王芳芳" not in texts(page)


def test_what_stood_in_an_imported_file_folds_open(qtbot: Any, branch: Branch) -> None:
    branch.add("2026-11-21 11:00", given={"phone": "13810242716", "备注": "客户很急"})
    page = visit_of(qtbot, branch).page
    assert not page.facts.given.isVisible()
    page.presenter.open("case-3", "")
    settle()
    assert "备注" not in texts(page)
    page.facts.given.head.click()
    settle()
    assert "备注" in texts(page)
    assert "客户很急" not in texts(page)
    page.facts.reveal.click()
    settle()
    press("1")
    settle()
    assert "客户很急" in texts(page)
    page.presenter.open("case-1", "")
    settle()
    assert not page.facts.given.isVisible()


def test_the_eye_in_the_top_bar_shows_and_masks(visit: Visit) -> None:
    said: list[bool] = []
    visit.page.revealed.connect(said.append)
    assert visit.page.toggle_reveal()
    settle()
    press("1")
    settle()
    assert "王芳芳" in texts(visit.page)
    visit.page.toggle_reveal()
    settle()
    assert "王芳芳" not in texts(visit.page)
    assert said == [True, False]


def test_after_a_while_the_password_comes_after_the_reason(qtbot: Any, branch: Branch) -> None:
    calls = FakeCaseCalls(branch)
    calls.needs_password = True
    branch.passwords[HANDLER] = "mine"
    page = Visit(qtbot, CasePage(context_of(branch), calls), case_id="case-1").page
    page.toggle_reveal()
    settle()
    dialog = page.reveal_dialog
    assert nameless(dialog) == []
    press("5")
    assert dialog.note.isVisible()
    compose("核对地址")
    press(Key.Key_Return)
    assert focus_name() == "reasonPassword"
    type_keys("wrong")
    press(Key.Key_Return)
    assert dialog.password.error()
    assert (dialog.password.value(), dialog.note.value(), dialog.chosen()) == ("", "核对地址", "other")
    assert "王芳芳" not in texts(page)
    type_keys("mine")
    press(Key.Key_Return)
    settle()
    assert page.reveal_dialog is None
    assert "王芳芳" in texts(page)


def test_what_is_shown_in_full_is_copied_by_its_button_only(visit: Visit) -> None:
    page = visit.page
    page.toggle_reveal()
    settle()
    press("1")
    settle()
    clear = [label for label in page.facts.findChildren(QLabel) if "13810242716" in label.text()]
    assert clear
    assert all(label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction for label in clear)
    keeper = ClipboardKeeper(QApplication.instance())
    page.facts.findChild(IconButton, "copy_phone").click()
    assert QGuiApplication.clipboard().text() == "13810242716"
    keeper.clear()
    delete(keeper)
    page.toggle_reveal()
    settle()
    assert [b for b in page.facts.findChildren(IconButton, "copy_phone") if b.isVisible()] == []
