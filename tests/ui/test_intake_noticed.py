"""What the desk notices while a complaint is typed: it is said, never done, and moves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from support.counter import Branch
from support.intake_walk import choose, ordinary, recorded, walk_to
from support.page_calls import FakeIntakeCalls
from support.pages import (
    CONTROL,
    Key,
    Visit,
    compose,
    context_of,
    focus_name,
    press,
    settle,
    type_keys,
)

from app.ui.application import choose_language
from app.ui.intake.page import IntakePage


@pytest.fixture
def branch() -> Branch:
    return Branch()


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))


@pytest.mark.parametrize("code", ["zh", "en"])
def test_chips_that_come_while_typing_move_nothing(qtbot: Any, branch: Branch, code: str) -> None:
    from datetime import date

    from app.ui.intake.assistance import Assistance, SimilarCase, Suggested

    choose_language(code)
    calls = FakeIntakeCalls(branch)
    visit = Visit(qtbot, IntakePage(context_of(branch), calls))
    page = visit.page
    compose("王明芳")
    page.form.narrative.set_value("刷卡")
    page._preview_timer.timeout.emit()
    settle()
    before = {name: field.geometry() for name, field in page.form.fields.items()}
    found = SimilarCase("c", "TS0102-26A00031-X", "in_progress", True, date(2026, 11, 6), ("same_phone",), True, "吞卡")
    calls.noticed = Assistance(
        (Suggested("B03023", ("账单", "分期")), Suggested("B03022", ("还款",))), similar=(found,)
    )
    page.form.narrative.set_value("刷卡 6222021001000000007")
    page._preview_timer.timeout.emit()
    settle()
    assert page.form.suggestions.isVisible()
    assert page.form.card_warning.isVisible()
    assert {name: field.geometry() for name, field in page.form.fields.items()} == before
    assert page._area.verticalScrollBar().maximum() == 0


def test_a_suggestion_is_chosen_with_its_key_and_never_by_itself(qtbot: Any, branch: Branch) -> None:
    from app.ui.intake.assistance import Assistance, Suggested

    calls = FakeIntakeCalls(branch)
    calls.noticed = Assistance((Suggested("B03023", ("账单",)), Suggested("B03022", ("还款",))))
    visit = Visit(qtbot, IntakePage(context_of(branch), calls))
    page = visit.page
    ordinary()
    page._preview_timer.timeout.emit()
    settle()
    assert page.form.category.value() == ""
    assert "“账单”" in page.form.suggestions._chips[0].text()
    press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.form.category.value() == "B03022"
    assert not page.form.suggestions.isVisible()
    assert focus_name() == "narrative"
    assert recorded(branch).intake.category == "B03022"


# ---- part 4: guards


def test_a_card_number_is_masked_in_place_and_the_undo_brings_it_back(visit: Visit, branch: Branch) -> None:
    page = visit.page
    compose("王明芳")
    walk_to("narrative")
    compose("卡号 6222 0210 0100 0000 007 被盗刷")
    page._preview_timer.timeout.emit()
    settle()
    assert page.form.card_warning.isVisible()
    press(Key.Key_M, Qt.KeyboardModifier.AltModifier)
    masked = page.form.value().narrative
    assert "0100" not in masked
    assert masked.startswith("卡号 6222 02")
    assert not page.form.card_warning.isVisible()
    press(Key.Key_Z, CONTROL)
    assert page.form.value().narrative == "卡号 6222 0210 0100 0000 007 被盗刷"
    press(Key.Key_M, Qt.KeyboardModifier.AltModifier)
    page._preview_timer.timeout.emit()
    settle()
    press(Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert page.form.value().narrative == masked
    _action, undo = visit.actions[-1]
    assert undo is not None
    undo()
    assert page.form.value().narrative == "卡号 6222 0210 0100 0000 007 被盗刷"
    assert branch.cases() == []


def test_a_security_code_is_refused_and_nothing_that_was_typed_is_lost(visit: Visit, branch: Branch) -> None:
    compose("王明芳")
    walk_to("narrative")
    compose("卡背面 CVN2：123，被他人使用。")
    press(Key.Key_Return, CONTROL)
    page = visit.page
    assert branch.cases() == []
    assert page.form.narrative.error()
    assert focus_name() == "narrative"
    assert page.form.value().narrative == "卡背面 CVN2：123，被他人使用。"
    assert page.form.value().complainant_name == "王明芳"


# ---- nothing typed is lost


def test_a_person_still_being_typed_is_recorded_too(visit: Visit, branch: Branch) -> None:
    ordinary()
    press(Key.Key_F6)
    visit.page.more.go_to("respondents")
    type_keys("0301")
    assert recorded(branch).intake.about.respondents == ("0301",)


def test_what_has_no_place_any_more_is_kept_and_said_and_can_be_taken_back(visit: Visit, branch: Branch) -> None:
    page = visit.page
    ordinary()
    page.form.channel.set_value("regulator")
    press(Key.Key_F6)
    choose(1)
    page.form.channel.set_value("counter")
    press(Key.Key_Return, CONTROL)
    assert branch.cases() == []
    assert focus_name() == "regulator"
    choose(4)
    assert page.form.value().regulator == ""
    assert recorded(branch).intake.forwarded is None


# ---- speed


def test_typing_stays_quick_with_everything_beside(visit: Visit) -> None:
    from time import perf_counter

    press(Key.Key_F6)
    press(Key.Key_Escape)
    compose("王明芳")
    walk_to("narrative")
    visit.page.form.narrative.set_value("未经同意开通账单分期。" * 300)
    settle()
    times = []
    for _n in range(30):
        began = perf_counter()
        QApplication.sendEvent(visit.page.form.narrative.editor, _key("a"))
        times.append(perf_counter() - began)
    assert sorted(times)[15] < 0.016


def _key(text: str) -> Any:
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, text)


def test_alt_and_a_digit_never_types(visit: Visit) -> None:
    page = visit.page
    compose("王明芳")
    page.form.go_to("amount")
    type_keys("300.00")
    for key in (Key.Key_0, Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_9):
        press(key, Qt.KeyboardModifier.AltModifier)
    assert page.form.amount.value() == "300.00"
    assert focus_name() == "amount"


def test_alt_and_a_digit_goes_on_with_a_draft_while_the_form_is_empty(visit: Visit) -> None:
    page = visit.page
    compose("王明芳")
    page.presenter.save_draft()
    draft_id = page.presenter._drafts.current.draft_id
    page.presenter._drafts.drop(draft_id)
    page.presenter.start()
    assert page.form.value().complainant_name == ""
    press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.form.value().complainant_name == ""
    press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    settle()
    assert page.form.value().complainant_name == "王明芳"


# ---- clocks below the form


def test_clocks_of_one_length_are_told_apart_by_their_rules() -> None:
    from datetime import date

    from app.domain.deadlines import Deadline, Deadlines
    from app.ui.intake.words import clock_line

    choose_language("zh")
    day = date(2026, 11, 23)
    due, later = date(2026, 12, 8), date(2026, 12, 10)
    ours = Deadline("CN_NFRA_2020_3", 0, "natural", day, 15, due, False)
    theirs = Deadline("CN_PBOC_FORWARDED", 0, "natural", day, 15, later, False)
    local = Deadline("CN_LOCAL_5_10", 0, "working", day, 5, later, False)
    both = clock_line(Deadlines((ours, theirs), due, ours.policy_id, False, day))
    assert "监管时限（自然日）：15" in both
    assert both.count("：15") == 2
    assert "：" not in clock_line(Deadlines((ours, local), due, ours.policy_id, False, day))
