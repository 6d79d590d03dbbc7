"""Fields for several choices, questions with a tick, sections that fold: by keyboard, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from support.pages import Key, focus_name, nameless, press, settle, type_keys

from app.language import _
from app.ui.application import choose_language
from app.ui.intake.papers_field import PapersField
from app.ui.widgets.choices import Choice
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.fields import Field, TextField
from app.ui.widgets.fold import Fold
from app.ui.widgets.multi_choice import CheckField, MultiChoiceField
from app.ui.widgets.pick_many import PickManyField

PEOPLE = [Choice("0301", "吴兰 0301", "0301"), Choice("0302", "吴军 0302", "0302"), Choice("0401", "王芳 0401", "0401")]


def shown(qtbot: Any, *fields: Field) -> QWidget:
    """The fields in a window, walked with Enter to a last line."""
    window = QWidget()
    column = QVBoxLayout(window)
    last = TextField("Last", name="last")
    for field in (*fields, last):
        column.addWidget(field)
    EnterWalk(window, [*fields, last])
    qtbot.addWidget(window)
    window.resize(400, 500)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    focus(fields[0].editor)
    settle()
    return window


@pytest.fixture
def several() -> MultiChoiceField:
    letters = [Choice(key, key.upper(), key) for key in "abcde"]
    return MultiChoiceField(lambda: _("Rights infringed"), letters, name="several")


def test_arrows_move_space_ticks_and_enter_goes_on(qtbot: Any, several: MultiChoiceField) -> None:
    _window = shown(qtbot, several)
    changes: list[tuple[str, ...]] = []
    several.changed.connect(lambda: changes.append(several.value()))
    assert focus_name() == "several.a"
    press(Key.Key_Space)
    press(Key.Key_Right)
    press(Key.Key_Down)
    press(Key.Key_Space)
    press(Key.Key_Down)  # nothing below: it stays
    assert focus_name() == "several.d"
    assert several.value() == ("a", "d")
    assert changes == [("a",), ("a", "d")]
    press(Key.Key_Return)
    assert focus_name() == "last"


def test_one_stop_of_tab_that_comes_back_to_the_same_box(qtbot: Any, several: MultiChoiceField) -> None:
    _window = shown(qtbot, several)
    press(Key.Key_Right)
    press(Key.Key_Tab)
    assert focus_name() == "last"
    press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert focus_name() == "several.b"


def test_keys_that_are_not_offered_are_kept(qtbot: Any, several: MultiChoiceField) -> None:
    _window = shown(qtbot, several)
    several.set_value(("b", "of a newer program"))
    assert several.value() == ("b", "of a newer program")


def test_words_follow_the_language_and_name_what_they_belong_to(qtbot: Any, several: MultiChoiceField) -> None:
    window = shown(qtbot, several, CheckField(lambda: _("Agency suspected"), name="agency"))
    choose_language("en")
    assert several._boxes[0].accessibleName() == "Rights infringed: A"
    assert nameless(window) == []
    choose_language("zh")
    assert several._boxes[0].accessibleName() == "涉及权益: A"


def test_a_question_is_ticked_with_space_and_left_with_enter(qtbot: Any) -> None:
    field = CheckField(lambda: _("Agency suspected"), name="agency")
    _window = shown(qtbot, field)
    press(Key.Key_Space)
    assert field.value()
    press(Key.Key_Return)
    assert field.value()
    assert focus_name() == "last"


def test_people_are_picked_by_name_number_and_initials(qtbot: Any) -> None:
    field = PickManyField("Staff", lambda: PEOPLE, name="staff")
    _window = shown(qtbot, field)
    type_keys("wl")
    press(Key.Key_Return)
    assert (field.value(), focus_name()) == (("0301",), "staff")
    type_keys("03")
    press(Key.Key_Return)  # the first that is not picked yet
    assert field.value() == ("0301", "0302")
    type_keys("nobody")
    press(Key.Key_Return)
    assert (field.value(), field.editor.text()) == (("0301", "0302"), "")
    press(Key.Key_Return)
    assert focus_name() == "last"


def test_what_is_picked_and_gone_from_the_list_is_shown_as_it_stands(qtbot: Any) -> None:
    field = PickManyField("Staff", lambda: PEOPLE, name="staff")
    _window = shown(qtbot, field)
    field.set_value(("0999", "0401"))
    assert [chip.text() for chip in field._chips] == ["0999  ×", "王芳 0401  ×"]
    field._chips[0].click()
    assert field.value() == ("0401",)


def test_papers_have_a_count_and_are_originals_or_copies(qtbot: Any) -> None:
    field = PapersField("Papers", name="papers")
    field.offer(("power_of_attorney", "contract_copy", "other"))
    _window = shown(qtbot, field)
    type_keys("o")
    press(Key.Key_Down)
    type_keys("3")
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert field.value() == ("power_of_attorney/1/original", "contract_copy/3/copy", "other/1/copy")
    field.offer(("succession", "contract_copy", "other"))
    assert field.value() == ("contract_copy/3/copy", "other/1/copy")
    field.set_value(("succession/2/original",))
    assert field.value() == ("succession/2/original",)
    settle()
    field.editor.setFocus()
    press(Key.Key_Return)
    assert focus_name() == "last"


def test_a_section_opens_closes_and_says_so(qtbot: Any) -> None:
    fold = Fold(lambda: _("Classification"), name="about")
    inner = TextField("Inner", name="inner")
    fold.body.addWidget(inner)
    entered: list[bool] = []
    fold.entered.connect(lambda: entered.append(True))
    window = QWidget()
    QVBoxLayout(window).addWidget(fold)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    fold.head.setFocus()
    settle()
    assert not inner.isVisible()
    assert "已折叠" in fold.head.accessibleName()
    press(Key.Key_Return)
    assert inner.isVisible()
    assert entered == [True]
    fold.set_summary("已填 2 项")
    assert "已填 2 项" in fold.head.accessibleName()
    assert "已展开" in fold.head.accessibleName()
    press(Key.Key_Left)
    assert not inner.isVisible()
    press(Key.Key_Space)
    assert inner.isVisible()
