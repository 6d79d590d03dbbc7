"""Fields and their company: input methods, Enter, errors, dates, choices, counters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.language import _
from app.ui.application import choose_language
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.cards import FieldGrid
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField, parse_date
from app.ui.widgets.dialog import Dialog, PasswordDialog
from app.ui.widgets.editors import CodeEdit
from app.ui.widgets.enter_walk import EnterWalk
from app.ui.widgets.error_summary import ErrorSummary, FieldError
from app.ui.widgets.fields import DisplayField, PasswordField, TextField
from app.ui.widgets.initials import initials, matches
from app.ui.widgets.keyed_button import KeyedButton
from app.ui.widgets.multiline import MultilineField

TODAY = date(2026, 11, 23)
PRODUCTS = [Choice("card", "信用卡", "0101"), Choice("loan", "个人贷款", "0201"), Choice("fee", "服务收费", "0301")]


def type_with_input_method(widget: QWidget, preedit: str, commit: str) -> None:
    for end in range(1, len(preedit) + 1):
        QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit[:end], []))
    event = QInputMethodEvent("", [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(widget, event)


class Form(QWidget):
    """Five fields as on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField("姓名")
        self.phone = TextField("电话", code=True)
        self.product = ComboField("类别", PRODUCTS, searchable=True)
        self.story = MultilineField("事项", max_length=20)
        self.day = DateField("日期", today=lambda: TODAY, optional=True)
        self.main = PrimaryButton("登记")
        column = QVBoxLayout(self)
        self.errors = ErrorSummary()
        for widget in (self.errors, self.name, self.phone, self.product, self.story, self.day, self.main):
            column.addWidget(widget)
        stops = [self.name, self.phone, self.product, self.story, self.day]
        self.walk = EnterWalk(self, stops, then=self.main)


@pytest.fixture
def form(qtbot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.name.editor.setFocus()
    qtbot.waitUntil(made.name.editor.hasFocus)
    return made


def test_a_name_arrives_from_the_input_method_in_one_piece(form: Form) -> None:
    seen: list[str] = []
    form.name.editor.textChanged.connect(seen.append)
    type_with_input_method(form.name.editor, "zhaohaiyan", "赵海燕")
    assert form.name.value() == "赵海燕"
    assert seen == ["赵海燕"]


def test_code_fields_refuse_the_input_method(form: Form, qtbot) -> None:
    query = Qt.InputMethodQuery.ImEnabled
    password = PasswordField("密码")
    qtbot.addWidget(password)
    for field in (form.phone, form.day, password):
        assert isinstance(field.editor, CodeEdit)
        assert field.editor.inputMethodQuery(query) is False
    assert form.name.editor.inputMethodQuery(query) is True


def test_enter_walks_and_the_keypad_counts(form: Form, qtbot) -> None:
    line = form.product.editor.lineEdit()
    for key, editor in (
        (Qt.Key.Key_Return, form.phone.editor),
        (Qt.Key.Key_Enter, line),
        (Qt.Key.Key_Return, form.story.editor),
        (Qt.Key.Key_Return, form.day.editor),
        (Qt.Key.Key_Enter, form.main),
    ):
        QTest.keyClick(form.focusWidget(), key)
        assert form.focusWidget() in (editor, editor.parentWidget()), editor
    assert form.story.value() == ""


def test_tab_takes_the_same_way(form: Form) -> None:
    order = [form.phone.editor, form.product.editor, form.story.editor, form.day.editor, form.main]
    for editor in order:
        QTest.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        assert form.focusWidget() in (editor, getattr(editor, "lineEdit", lambda: None)())


def test_ctrl_enter_submits_from_any_field_once(form: Form, qtbot) -> None:
    pressed: list[bool] = []
    form.main.clicked.connect(lambda: pressed.append(True))
    submitted: list[bool] = []
    form.walk.submitted.connect(lambda: submitted.append(True))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(form.story.editor, key, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 2
    assert submitted == []


def test_shift_enter_starts_a_new_line(form: Form) -> None:
    form.story.set_value("一")
    form.story.editor.setFocus()
    form.story.editor.moveCursor(form.story.editor.textCursor().MoveOperation.End)
    QTest.keyClick(form.story.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert form.story.value() == "一\n"


def test_an_error_stands_at_the_field_and_is_read_out(form: Form, qtbot) -> None:
    message = "手机号应为 11 位，如 138 1234 5678，请与客户核对后重新输入，可以带空格和短横线。"
    width = form.phone.width()
    labels_before = len(form.phone.findChildren(QLabel))
    form.errors.show_errors([FieldError(message, form.phone), FieldError("请填写投诉事项", form.story)])
    assert form.phone.error() == message
    assert form.phone.editor.accessibleDescription() == message
    assert form.phone.width() == width
    assert form.phone.editor.hasFocus()
    assert form.errors.accessibleName().startswith("有 2 处需要更正")
    links = form.errors.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    next(link for link in links if link.accessibleName() == "请填写投诉事项").click()
    assert form.story.editor.hasFocus()
    form.errors.clear()
    qtbot.waitUntil(lambda: len(form.phone.findChildren(QLabel)) == labels_before)
    assert form.phone.editor.accessibleDescription() == ""
    assert form.errors.isHidden()


def test_boxes_in_a_row_stay_level_under_an_error(qtbot) -> None:
    grid = FieldGrid(2)
    left = grid.add(MultilineField("事项"), grows=True)
    right = grid.add(MultilineField("诉求"), grows=True)
    qtbot.addWidget(grid)
    grid.resize(600, 200)
    grid.show()
    left.set_error("请填写投诉事项")
    qtbot.waitUntil(lambda: left.editor.height() == right.editor.height())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("２０２６１１２０", date(2026, 11, 20)),
        ("1120", date(2026, 11, 20)),
        ("12.01", date(2025, 12, 1)),
        ("今天", TODAY),
        ("y", date(2026, 11, 22)),
        ("2026-02-30", None),
        ("11", None),
        ("", None),
    ],
)
def test_dates_as_people_dictate_them(text: str, day: date | None) -> None:
    assert parse_date(text, TODAY) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_date(text: str) -> None:
    assert parse_date(text, TODAY) is None or isinstance(parse_date(text, TODAY), date)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_written_out_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat(), TODAY) == day
    assert parse_date(day.strftime("%Y%m%d"), TODAY) == day


def test_a_date_is_tidied_on_leaving(form: Form) -> None:
    form.day.editor.setFocus()
    QTest.keyClicks(form.day.editor, "1120")
    assert form.day.value() == date(2026, 11, 20)
    form.name.editor.setFocus()
    assert form.day.typed() == "2026-11-20"
    form.day.editor.setText("32.13")
    assert form.day.is_wrong()


@pytest.mark.parametrize(("typed", "key"), [("xyk", "card"), ("贷", "loan"), ("0301", "fee"), ("FWSF", "fee")])
def test_choices_are_found_by_part_initials_and_code(form: Form, typed: str, key: str) -> None:
    form.product.editor.setFocus()
    line = form.product.editor.lineEdit()
    QTest.keyClicks(line, typed) if typed.isascii() else type_with_input_method(line, "dai", typed)
    if not typed.isascii():
        line.textEdited.emit(line.text())
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert form.product.value() == key
    assert line.text() == form.product.editor.currentText()


def test_what_matches_nothing_is_put_back(form: Form) -> None:
    form.product.set_value("loan")
    line = form.product.editor.lineEdit()
    form.product.editor.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "zzz")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert form.product.value() == "loan"
    assert line.text() == "个人贷款"


def test_initials() -> None:
    assert initials("信用卡") == "xyk"
    assert initials("ATM 取款") == "atmqk"
    assert matches("yh", "银行卡盗刷")
    assert matches("", "anything")
    assert not matches("zz", "信用卡")


def test_choices_keep_what_is_still_offered(form: Form) -> None:
    form.product.set_value("fee")
    form.product.set_choices(PRODUCTS[1:])
    assert form.product.value() == "fee"
    form.product.set_choices(PRODUCTS[:1])
    assert form.product.value() == ""


def test_the_counter_counts_characters_not_units(form: Form) -> None:
    form.story.set_value("𠮷" * 20)
    assert not form.story.is_too_long()
    form.story.set_value("𠮷" * 21)
    assert form.story.is_too_long()
    assert form.story.value() == "𠮷" * 21


def test_caps_lock_is_noticed(qtbot) -> None:
    field = PasswordField("密码")
    qtbot.addWidget(field)
    QTest.keyClick(field.editor, Qt.Key.Key_A)
    assert "大写锁定已打开" not in [label.text() for label in field.findChildren(QLabel)]
    QTest.keyEvent(QTest.KeyAction.Click, field.editor, "A")
    assert "大写锁定已打开" in [label.text() for label in field.findChildren(QLabel)]
    assert field.take() == "aA"
    assert field.value() == ""


def test_a_display_field_is_skipped(qtbot) -> None:
    field = DisplayField("答复时限")
    qtbot.addWidget(field)
    assert field.editor.isReadOnly()
    assert not field.editor.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_optional_fields_say_so_in_both_languages(qtbot) -> None:
    field = TextField(lambda: _("Password"), optional=True)
    qtbot.addWidget(field)
    assert field.label.text() == "密码（选填）"
    choose_language("en")
    assert field.label.text() == "Password (optional)"
    assert field.editor.accessibleName() == "Password"


def test_a_dialog_confirms_with_ctrl_enter_and_cancels_with_esc(qtbot) -> None:
    dialog = Dialog("标题", confirm="好")
    qtbot.addWidget(dialog)
    dialog.body.addWidget(field := TextField("说明"))
    dialog.walk([field])
    with qtbot.waitExposed(dialog):
        dialog.open()
    with qtbot.waitSignal(dialog.confirmed):
        QTest.keyClick(field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(field.editor, Qt.Key.Key_Escape)


def test_the_password_dialog_gives_the_password_once(qtbot) -> None:
    dialog = PasswordDialog("批准延期", confirm="批准并签名")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.confirm()
    assert dialog.staff_no.error() == "请输入工号"
    QTest.keyClicks(dialog.staff_no.editor, " 0108 ")
    QTest.keyClick(dialog.staff_no.editor, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.password.editor, "secret")
    with qtbot.waitSignal(dialog.entered) as entered:
        QTest.keyClick(dialog.password.editor, Qt.Key.Key_Return)
    assert entered.args == ["0108", "secret"]
    assert dialog.password.value() == ""
    dialog.refuse("工号或密码不正确")
    assert dialog.password.error() == "工号或密码不正确"
    assert isinstance(dialog.password.editor, QLineEdit)
    dialog.reject()


@pytest.mark.parametrize(
    "made",
    [
        lambda parent: PrimaryButton("去", shortcut="", parent=parent),
        lambda parent: KeyedButton("去", "Ctrl+R", is_natural=True, name="go", parent=parent),
    ],
)
def test_the_keyboard_is_seen_on_a_filled_button(qtbot, made) -> None:
    row = QWidget()
    lay = QVBoxLayout(row)
    first, second = made(row), made(row)
    for button in (first, second):
        lay.addWidget(button)
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    row.activateWindow()
    second.setFocus()
    without = first.grab().toImage()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    assert first.grab().toImage() != without
