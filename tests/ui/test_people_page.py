"""The page of people in the whole desk: enrolled, suspended and removed by keys alone, on the real vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from support.pages import CONTROL, Key, compose, focus_name, nameless, press, settle, type_keys
from support.trial_desk import HEAD, SUPERVISOR, TELLER
from support.whole_desk import WholeDesk, whole_desk

from app.domain.people import Right
from app.operations.people import Because, NewColleague, enrol_person
from app.ui.application import choose_language
from app.ui.people.dialogs import FirstPasswordDialog, PersonDialog
from app.ui.people.page import PeoplePage


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[WholeDesk]:
    """A desk with a supervisor at the page of people."""
    with whole_desk(tmp_path / "desk", qtbot) as desk:
        desk.sign_in(SUPERVISOR)
        yield desk


def shown(desk: WholeDesk) -> PeoplePage:
    desk.window.go("people")
    desk.wait()
    page = desk.page
    assert isinstance(page, PeoplePage)
    page.window().activateWindow()
    settle()
    return page


def lines(page: PeoplePage) -> list[tuple[str, ...]]:
    return list(page.table.model_.sheet.rows)


def choose(page: PeoplePage, staff_no: str) -> None:
    row = next(place for place, line in enumerate(lines(page)) if line[0] == staff_no)
    page.table.setCurrentIndex(page.table.model_.index(row, 0))
    settle()


def dialog_of(page: PeoplePage) -> Any:
    settle()
    assert page.asking.dialog is not None
    return page.asking.dialog


def test_the_list_says_how_everybody_stands(desk: WholeDesk) -> None:
    page = shown(desk)
    assert [line[0] for line in lines(page)] == ["0101", "0108", "0217", "0305", "0901"]
    assert lines(page)[1][2:] == ("主管", "可登录", "本人")
    assert nameless(page) == []
    choose_language("en")
    assert lines(page)[1][2:] == ("Supervisor", "May sign in", "You")
    choose_language("zh")


def test_somebody_is_enrolled_and_the_first_password_is_shown_once(desk: WholeDesk) -> None:
    page = shown(desk)
    press(Key.Key_Return, CONTROL)
    dialog = dialog_of(page)
    assert isinstance(dialog, PersonDialog)
    assert dialog.fields["role"].editor.count() == 2  # what a supervisor may give
    press(Key.Key_Return, CONTROL)
    assert dialog.fields["staff_no"].error()
    assert focus_name() == "personNumber"
    type_keys("0217")
    dialog.fields["name"].editor.setFocus()
    compose("古丽努尔·阿卜杜热合曼")
    dialog.fields["role"].set_value("teller")
    press(Key.Key_Return, CONTROL)
    desk.wait()
    assert dialog.fields["staff_no"].error()  # taken; what was typed is still there
    assert dialog.fields["name"].value() == "古丽努尔·阿卜杜热合曼"
    dialog.fields["staff_no"].set_value("0222")
    press(Key.Key_Return, CONTROL)
    desk.wait()
    first = dialog_of(page)
    assert isinstance(first, FirstPasswordDialog)
    password = first.shown.text()
    assert len(password) == 17
    first.copy_button.click()
    assert QApplication.clipboard().text() == password
    press(Key.Key_Return, CONTROL)
    assert page.asking.dialog is None
    desk.wait()
    row = next(line for line in lines(page) if line[0] == "0222")
    assert row[3:] == ("可登录", "持初始密码，下次登录须另设密码")


def test_suspended_and_let_in_again_with_a_reason(desk: WholeDesk) -> None:
    page = shown(desk)
    for keys, standing in (("停用", "网点停用"), ("恢复", "可登录")):
        choose(page, TELLER.staff_no)
        assert page.suspend_button.text().startswith(keys)
        press(Key.Key_D, CONTROL)
        dialog = dialog_of(page)
        press(Key.Key_Return, CONTROL)
        assert dialog.fields["reason"].error()
        compose("借调支行一个月")
        press(Key.Key_Return, CONTROL)
        desk.wait()
        assert page.asking.dialog is None
        assert next(line for line in lines(page) if line[0] == TELLER.staff_no)[3] == standing
        assert lines(page)[page.table.currentIndex().row()][0] == TELLER.staff_no, "the list was sorted anew"


def test_who_is_removed_is_asked_twice_and_the_key_is_to_be_changed(desk: WholeDesk) -> None:
    page = shown(desk)
    choose(page, TELLER.staff_no)
    press(Key.Key_Delete)
    dialog = dialog_of(page)
    compose("已调离本行")
    press(Key.Key_Return, CONTROL)
    settle()
    assert page.asking.second is not None
    press(Key.Key_Escape)
    assert dialog.isVisible()
    assert lines(page)[2][3] == "可登录"
    press(Key.Key_Return, CONTROL)
    press(Key.Key_Return, CONTROL)
    desk.wait()
    assert lines(page)[-1][3] == "已移除"
    assert page.key_due.isVisibleTo(page)
    before = desk.there(lambda desk: desk.vault.key_name)
    page.presenter.change_key()
    desk.qtbot.waitUntil(lambda: not page.key_due.isVisibleTo(page), timeout=20_000)
    assert desk.there(lambda desk: desk.vault.key_name) != before
    assert desk.there(lambda desk: desk.vault.rotation_due) is None


def test_what_can_t_be_done_is_said_before_anything_is_asked(desk: WholeDesk) -> None:
    page = shown(desk)
    for staff_no in (SUPERVISOR.staff_no, HEAD.staff_no):
        choose(page, staff_no)
        page.asking.suspend()
        assert page.asking.dialog is None
    told: list[str] = []
    page.toast_wanted.connect(lambda text, _action, _do: told.append(text))
    page.asking.suspend()
    assert "行长" in told[0]


def test_only_who_may_finds_the_page(desk: WholeDesk) -> None:
    navigation = desk.window.navigation
    assert navigation is not None
    assert navigation["people"].right is Right.MANAGE_PEOPLE
    desk.switch(TELLER)
    assert "open_people" not in {action.name for action in desk.window.commands.all()}


def test_a_first_password_leads_to_one_s_own_before_anything_else(desk: WholeDesk) -> None:
    first = "k7m2x-p9q4w-z3n8r"
    desk.there(lambda there: enrol_person(there, NewColleague("0222", "欧阳娜娜", "teller", first), Because()))
    desk.lock()
    desk.ui.presenter.switch()
    desk.ui.presenter.submit("0222", first)
    page = desk.ui.sign_in
    desk.qtbot.waitUntil(lambda: page.mode() == "new_password", timeout=20_000)
    assert desk.office.desk is None  # nothing was opened
    panel = page.rare.first_password
    assert panel is not None
    for typed in (first, "every day one flower"):  # the first one is not taken again
        panel.fields.password.set_value(typed)
        panel.fields.again.set_value(typed)
        panel.submit()
        desk.wait()
    desk.qtbot.waitUntil(lambda: desk.office.desk is not None and not desk.window.is_locked(), timeout=20_000)
    person = desk.window.person()
    assert person is not None
    assert person.staff_no == "0222"


def test_one_s_own_password_is_changed_from_the_palette(desk: WholeDesk) -> None:
    action = next(one for one in desk.window.commands.all() if one.name == "change_password")
    assert action.run is not None
    action.run()
    dialog = desk.ui.own_password.dialog
    assert dialog is not None
    dialog.old.set_value("not mine")
    dialog.fields.password.set_value("every day one flower")
    dialog.fields.again.set_value("every day one flower")
    dialog.confirm()
    desk.wait()
    assert dialog.old.error()
    dialog.old.set_value(SUPERVISOR.password)
    dialog.confirm()
    desk.wait()
    assert desk.ui.own_password.dialog is None
    desk.lock()
    desk.ui.presenter.submit(SUPERVISOR.staff_no, "every day one flower")
    desk.qtbot.waitUntil(lambda: not desk.window.is_locked(), timeout=20_000)
