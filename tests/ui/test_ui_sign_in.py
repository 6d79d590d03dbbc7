"""Sign-in, lock, waiting time, passphrase way and trial card, with a vault that behaves like the real one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.people import Person, Role
from app.language.trouble_words import Way
from app.store.errors import DamagedStoreError, NoPermissionError, StoreTooNewError, StoreTooOldError, WrongKeyError
from app.system.errors import KnownError
from app.ui.application import choose_language
from app.ui.sign_in.page import SignInPage, TrialLogin
from app.ui.sign_in.presenter import Doors, SignInPresenter
from app.ui.widgets.fields import PasswordField
from app.vault.errors import (
    KeyringMissingError,
    KeystoreTamperedError,
    LockedOutError,
    NewPasswordNeededError,
    WeakPasswordError,
    WrongPassphraseError,
    WrongPasswordError,
)

START = datetime(2026, 11, 23, 6, 32, 0, tzinfo=UTC)


class Vault:
    """A vault with one person, three tries and, if asked, no keyring."""

    def __init__(self) -> None:
        self.now = START
        self.tries_left = 3
        self.has_keyring = True
        self.trouble: KnownError | None = None
        self.passphrase = ""
        self.entered: list[Any] = []
        self.first: set[str] = set()  # numbers that have a first password
        self.is_new: bool | None = None

    def prepare(self) -> None:
        if self.trouble is not None:
            raise self.trouble
        if not self.has_keyring and not self.passphrase:
            raise KeyringMissingError(found="plaintext", **({} if self.is_new is None else {"is_new": self.is_new}))

    def sign_in(self, staff_no: str, password: str) -> str:
        if (staff_no, password) == ("0217", "secret"):
            if staff_no in self.first:
                raise NewPasswordNeededError(Person("0217", "李晓", Role.TELLER, "0102"))
            return f"session of {staff_no}"
        self.tries_left -= 1
        if not self.tries_left:
            raise LockedOutError(self.now + timedelta(minutes=5))
        raise WrongPasswordError(self.tries_left)

    def choose_password(self, staff_no: str, old: str, new: str) -> str:
        if new == old:
            raise WeakPasswordError("same")
        assert (staff_no, old) == ("0217", "secret")
        return f"session of {staff_no} with {len(new)} characters"

    def unlock(self, staff_no: str, password: str) -> str:
        return "unlocked " + self.sign_in(staff_no, password)

    def use_passphrase(self, text: str) -> None:
        if text != "long branch words":
            raise WrongPassphraseError
        self.passphrase = text


def at_once(
    work: Callable[[], Any], then: Callable[[Any], object] | None = None, failed: Callable[..., object] | None = None
) -> None:
    try:
        result = work()
    except KnownError as error:
        if failed:
            failed(error)
    else:
        if then:
            then(result)


class Desk:
    """Page, presenter and vault joined as bootstrap joins them."""

    def __init__(self) -> None:
        self.vault = vault = Vault()
        self.page = SignInPage(now=lambda: vault.now)
        doors = Doors(
            vault.prepare,
            vault.sign_in,
            vault.unlock,
            vault.entered.append,
            vault.use_passphrase,
            vault.choose_password,
        )
        self.presenter = SignInPresenter(self.page, at_once, doors)
        self.page.join(self.presenter)


@pytest.fixture
def desk(qtbot) -> Desk:
    made = Desk()
    qtbot.addWidget(made.page, before_close_func=lambda page: page.ask_password())
    made.page.resize(1366, 749)
    with qtbot.waitExposed(made.page):
        made.page.show()
    made.page.activateWindow()
    return made


def type_in(desk: Desk, staff_no: str, password: str) -> None:
    QTest.keyClicks(desk.page.staff_no.editor, staff_no)
    QTest.keyClick(desk.page.staff_no.editor, Qt.Key.Key_Return)
    QTest.keyClicks(desk.page.password.editor, password)
    QTest.keyClick(desk.page.password.editor, Qt.Key.Key_Return)


def test_number_enter_password_enter(desk: Desk, qtbot) -> None:
    qtbot.waitUntil(desk.page.staff_no.editor.hasFocus)
    type_in(desk, "0217", "secret")
    assert desk.vault.entered == ["session of 0217"]
    assert desk.page.password.value() == ""


def test_the_keypads_enter_works_too(desk: Desk) -> None:
    QTest.keyClicks(desk.page.staff_no.editor, "0217")
    QTest.keyClick(desk.page.staff_no.editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert desk.page.password.editor.hasFocus()
    QTest.keyClicks(desk.page.password.editor, "secret")
    QTest.keyClick(desk.page.password.editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert desk.vault.entered == ["session of 0217"]


def test_a_wrong_password_says_how_many_tries_are_left(desk: Desk) -> None:
    type_in(desk, "0217", "wrong")
    assert desk.page.password.error() == "工号或密码不正确，还可尝试 2 次。"
    assert desk.page.password.value() == ""
    assert desk.page.password.editor.hasFocus()
    assert desk.vault.entered == []


def test_typing_takes_the_message_away(desk: Desk) -> None:
    type_in(desk, "0217", "wrong")
    QTest.keyClicks(desk.page.password.editor, "s")
    assert desk.page.password.error() == ""


def test_after_the_last_try_the_button_counts_down(desk: Desk, qtbot) -> None:
    type_in(desk, "0217", "wrong")
    for _i in range(2):
        QTest.keyClicks(desk.page.password.editor, "wrong")
        QTest.keyClick(desk.page.password.editor, Qt.Key.Key_Return)
    assert not desk.page.button.isEnabled()
    assert desk.page.button.text() == "请等待 5:00"
    assert desk.page.password.error().startswith("失败次数过多")
    desk.vault.now += timedelta(minutes=5)
    desk.page.panel.count_down()
    assert desk.page.button.isEnabled()
    assert desk.page.button.text() == "登录"


def test_others_need_not_wait_for_one_who_is_locked_out(desk: Desk) -> None:
    desk.vault.tries_left = 1
    type_in(desk, "0305", "wrong")
    assert not desk.page.button.isEnabled()
    desk.page.staff_no.editor.clear()
    type_in(desk, "0217", "secret")
    assert desk.vault.entered == ["session of 0217"]
    desk.page.staff_no.editor.clear()
    QTest.keyClicks(desk.page.staff_no.editor, "0305")
    assert desk.page.button.text() == "请等待 5:00"


def test_empty_fields_are_asked_for(desk: Desk) -> None:
    desk.page.panel.submit()
    assert desk.page.staff_no.error() == "请输入工号"
    QTest.keyClicks(desk.page.staff_no.editor, "0217")
    desk.page.panel.submit()
    assert desk.page.password.error() == "请输入密码"


def test_without_a_keyring_the_branch_passphrase_opens(desk: Desk) -> None:
    desk.vault.has_keyring = False
    desk.presenter.prepare()
    assert desk.page.mode() == "passphrase"
    assert desk.page.findChild(PasswordField, "passphrase").editor.hasFocus()
    QTest.keyClicks(desk.page.findChild(PasswordField, "passphrase").editor, "short")
    QTest.keyClick(desk.page.findChild(PasswordField, "passphrase").editor, Qt.Key.Key_Return)
    assert desk.page.findChild(PasswordField, "passphrase").error().startswith("网点口令不正确。")
    QTest.keyClicks(desk.page.findChild(PasswordField, "passphrase").editor, "long branch words")
    QTest.keyClick(desk.page.findChild(PasswordField, "passphrase").editor, Qt.Key.Key_Return)
    assert desk.page.mode() == "sign_in"
    assert desk.page.findChild(PasswordField, "passphrase").value() == ""


def test_trouble_is_told_and_can_be_tried_again(desk: Desk) -> None:
    desk.vault.trouble = KeystoreTamperedError()
    desk.presenter.prepare()
    assert desk.page.mode() == "trouble"
    texts = [label.text() for label in desk.page.findChildren(QLabel) if label.isVisible()]
    assert "密钥库被外部改动" in texts
    desk.vault.trouble = None
    desk.page.findChild(QWidget, "retry").click()
    assert desk.page.mode() == "sign_in"


def test_trouble_pages_say_what_was_not_touched_and_offer_ways_in_both_languages(desk: Desk) -> None:
    ways: list[str] = []
    desk.page.rare.way_wanted.connect(ways.append)
    titles = []
    for error in (WrongKeyError(), NoPermissionError(), DamagedStoreError(), StoreTooNewError(), StoreTooOldError()):
        desk.vault.trouble = error
        desk.presenter.prepare()
        panel = desk.page.rare.trouble
        assert panel is not None
        titles.append(panel.heading.text())
        assert panel.untouched.text()
        assert panel.steps.text().startswith("1. ") == ("\n" in panel.steps.text())  # one step alone has no number
        assert error.code in panel.code.text()
        panel.ways[Way.BUNDLE].click()
    assert len(set(titles)) == 5
    assert ways == ["bundle"] * 5
    choose_language("en")
    assert panel.heading.text() == "The database is too old for this program"
    choose_language("zh")


def test_a_first_password_is_good_for_choosing_another_one_only(desk: Desk) -> None:
    desk.vault.first.add("0217")
    type_in(desk, "0217", "secret")
    assert desk.page.mode() == "new_password"
    assert desk.vault.entered == []
    panel = desk.page.rare.first_password
    assert panel is not None
    assert panel.fields.password.editor.hasFocus()
    assert "至少 8 个字符" in panel.fields.word.text()
    QTest.keyClicks(panel.fields.password.editor, "abc")
    assert panel.fields.word.text() == "还需 5 个字符。"
    panel.fields.password.editor.clear()
    QTest.keyClicks(panel.fields.password.editor, "password")
    assert "容易" in panel.fields.word.text() or panel.fields.word.text()
    QTest.keyClick(panel.fields.password.editor, Qt.Key.Key_Return)
    panel.submit()
    assert panel.fields.password.error()
    panel.fields.password.editor.clear()
    QTest.keyClicks(panel.fields.password.editor, "every day one flower")
    assert panel.fields.word.text() == "很好。"
    QTest.keyClicks(panel.fields.again.editor, "every day one")
    QTest.keyClick(panel.fields.again.editor, Qt.Key.Key_Return)
    assert panel.fields.again.error()
    QTest.keyClicks(panel.fields.again.editor, "every day one flower")
    QTest.keyClick(panel.fields.again.editor, Qt.Key.Key_Return)
    assert desk.vault.entered == ["session of 0217 with 20 characters"]
    assert panel.fields.value() == panel.fields.again.value() == ""
    assert "secret" not in repr(desk.presenter)


def test_a_new_passphrase_is_typed_twice(desk: Desk) -> None:
    desk.vault.has_keyring, desk.vault.is_new = False, True
    desk.presenter.prepare()
    panel = desk.page.rare.passphrase
    assert panel is not None
    assert panel.new is not None
    QTest.keyClicks(panel.new.password.editor, "long branch words")
    QTest.keyClick(panel.new.again.editor, Qt.Key.Key_Return)
    assert desk.page.mode() == "passphrase"
    assert panel.new.again.error()
    QTest.keyClicks(panel.new.again.editor, "long branch words")
    QTest.keyClick(panel.new.again.editor, Qt.Key.Key_Return)
    assert desk.page.mode() == "sign_in"


def test_a_passphrase_is_not_asked_for_where_it_opens_nothing(desk: Desk) -> None:
    desk.vault.has_keyring, desk.vault.is_new = False, False
    desk.presenter.prepare()
    assert desk.page.mode() == "trouble"


def test_a_locked_desk_asks_the_same_person(desk: Desk) -> None:
    desk.page.show_lock("0217", "李晓", "柜员")
    desk.presenter.lock("0217")
    assert not desk.page.staff_no.isVisible()
    assert desk.page.button.text() == "解锁"
    QTest.keyClicks(desk.page.password.editor, "secret")
    QTest.keyClick(desk.page.password.editor, Qt.Key.Key_Return)
    assert desk.vault.entered == ["unlocked session of 0217"]


def test_ctrl_u_lets_another_person_in(desk: Desk) -> None:
    desk.page.show_lock("0108", "王建国", "主管")
    desk.presenter.lock("0108")
    QTest.keyClick(desk.page, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.mode() == "sign_in"
    type_in(desk, "0217", "secret")
    assert desk.vault.entered == ["session of 0217"]


def test_the_trial_card_fills_in(desk: Desk) -> None:
    desk.page.set_trial([TrialLogin("0217", "李晓", "柜员", "secret"), TrialLogin("0108", "王建国", "主管", "x")])
    desk.page.trial.findChild(QWidget, "trial-0217").click()
    assert desk.page.staff_no.value() == "0217"
    QTest.keyClick(desk.page.password.editor, Qt.Key.Key_Return)
    assert desk.vault.entered == ["session of 0217"]


def test_the_corner_offers_the_other_language_and_the_next_theme(desk: Desk, qtbot) -> None:
    with qtbot.waitSignal(desk.page.language_chosen) as chosen:
        desk.page.corner.findChild(QWidget, "language").click()
    assert chosen.args == ["en"]
    with qtbot.waitSignal(desk.page.theme_chosen) as chosen:
        desk.page.corner.findChild(QWidget, "theme").click()
    assert chosen.args == ["dark"]
