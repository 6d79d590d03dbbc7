"""The case page as a handler uses it, by keyboard alone: note, extension, decision, letter, notice, closing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from support.case_calls import FakeCaseCalls
from support.cases import DECISION, HANDLER, LOCAL, PEOPLE, TELLER, TELLER_2, Scene
from support.counter import Branch
from support.pages import (
    ALT,
    CONTROL,
    SHIFT,
    Key,
    Visit,
    compose,
    context_of,
    focus_name,
    nameless,
    press,
    settle,
    type_keys,
)

from app.domain.commands import AddNote, StartHandling
from app.ui.application import choose_language, choose_theme
from app.ui.case.page import CasePage
from app.ui.shell.desk_frame import DeskFrame
from app.ui.shell.navigation import Navigation, PageSpec
from app.ui.widgets.chips import Chip
from app.ui.widgets.notices import Toast


@pytest.fixture
def branch() -> Branch:
    made = Branch(person=PEOPLE[HANDLER])
    scene = made.add("2026-11-20 10:00", phone="13810242716", remedy_sought="退费")
    scene.do(HANDLER, StartHandling())
    made.add("2026-11-21 10:00")
    return made


@pytest.fixture
def scene(branch: Branch) -> Scene:
    return branch.scenes["case-1"]


def visit_of(qtbot: Any, branch: Branch, **arguments: Any) -> Visit:
    return Visit(qtbot, CasePage(context_of(branch), FakeCaseCalls(branch)), case_id="case-1", **arguments)


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return visit_of(qtbot, branch)


def texts(page: CasePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


# ---- what is shown


def test_number_state_deadline_facts_and_clocks(visit: Visit) -> None:
    page = visit.page
    assert page.head.number.text() == "TS0102-26A00031-0"
    assert page.head.chip.accessibleName() == "剩 4 天"
    shown = texts(page)
    for words in ("处理中", "王*芳", "138****2716", "信用卡年费被重复收取", "5 个工作日", "退费"):
        assert words in shown
    assert "先到，以此为准" in [chip.accessibleName() for chip in page.facts.findChildren(Chip)]
    assert "王芳芳" not in shown
    assert "13810242716" not in shown


def test_a_case_that_is_not_there(qtbot: Any, branch: Branch) -> None:
    page = CasePage(context_of(branch), FakeCaseCalls(branch))
    Visit(qtbot, page, case_id="case-77")
    assert page.missing.isVisible()


def test_refused_steps_say_why_and_who_could(qtbot: Any, branch: Branch) -> None:
    branch.person = PEOPLE[TELLER]
    visit = visit_of(qtbot, branch)
    shown = texts(visit.page)
    assert "目前不能办理" in shown
    assert "吴兰 0301" in shown
    press(Key.Key_R, CONTROL)
    assert "吴兰 0301" in visit.toasts[-1]


# ---- steps by keyboard


def test_a_note_by_keyboard(visit: Visit, scene: Scene) -> None:
    press(Key.Key_N, CONTROL)
    assert focus_name() == "text"
    compose("已致电客户，约定周三回访。")
    press(Key.Key_Return, CONTROL)
    assert scene.folded.timeline[-1].details["text"] == "已致电客户，约定周三回访。"
    assert "备注已保存" in visit.toasts[-1]
    assert "已致电客户" in texts(visit.page)
    assert focus_name().startswith("step_")


def test_an_extension_request_by_keyboard(visit: Visit, scene: Scene) -> None:
    press(Key.Key_E, CONTROL)
    assert "2026-11-27" in visit.page.form._note.text()
    assert "2026-12-04" in visit.page.form._note.text()
    assert focus_name() == "reason"
    compose("需要")
    press(Key.Key_Return, CONTROL)
    assert visit.page.form.fields["reason"].error()
    assert focus_name() == "reason"
    compose("调取监控录像")
    press(Key.Key_Return, CONTROL)
    assert scene.folded.pending_extension is not None
    assert scene.folded.pending_extension.reason == "需要调取监控录像"
    press(Key.Key_E, CONTROL | SHIFT)
    assert visit.went[-1] == ("approvals", {"case_id": "case-1"})


def test_escape_puts_the_form_away_and_keeps_the_words(visit: Visit) -> None:
    press(Key.Key_N, CONTROL)
    compose("半句话")
    press(Key.Key_Escape)
    assert visit.page.presenter.action == ""
    press(Key.Key_N, CONTROL)
    assert visit.page.form.fields["text"].value() == "半句话"
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert visit.backs == 1


def test_another_step_can_be_begun_while_a_form_is_open(visit: Visit) -> None:
    press(Key.Key_R, CONTROL)
    press(Key.Key_N, CONTROL)
    assert visit.page.presenter.action == "add_note"
    press(Key.Key_R, CONTROL)
    assert visit.page.presenter.action == "record_decision"


def decide_by_keyboard() -> None:
    press(Key.Key_R, CONTROL)
    assert focus_name() == "outcome"
    press(Key.Key_Down)
    press(Key.Key_Return)
    type_keys("200")
    press(Key.Key_Return)
    for text in (DECISION.findings, DECISION.basis, DECISION.reasons, DECISION.remedy):
        compose(text)
        press(Key.Key_Return)
    press(Key.Key_Return, CONTROL)


def test_from_decision_to_closing_by_keyboard_alone(visit: Visit, branch: Branch, scene: Scene) -> None:
    decide_by_keyboard()
    decision = scene.folded.decision
    assert decision is not None
    assert (decision.outcome, decision.compensation_fen) == ("upheld", 20000)
    assert (decision.findings, decision.remedy) == (DECISION.findings, DECISION.remedy)
    assert QApplication.focusWidget() is visit.page.steps.buttons["make_letter"]
    press(Key.Key_Return)
    assert visit.page.form.preview.page_count() == 1
    press(Key.Key_Return, CONTROL)
    assert branch.printed == [("case-1", "resolution_letter")]
    press(Key.Key_T, CONTROL)
    assert focus_name() == "receiver"
    compose("王芳芳")
    press(Key.Key_Return)
    type_keys("EMS 1234567890")
    press(Key.Key_Return, CONTROL)
    assert scene.folded.state.value == "told"
    press(Key.Key_D, CONTROL)
    assert "按期" in visit.page.form._lead.text()
    press(Key.Key_Return, CONTROL)
    assert scene.folded.state.value == "closed"
    assert visit.page.presenter.action == ""


def test_errors_of_a_form_stand_above_it_and_at_the_fields(visit: Visit, scene: Scene) -> None:
    press(Key.Key_R, CONTROL)
    press(Key.Key_Return, CONTROL)
    assert focus_name() == "outcome"
    press(Key.Key_Down)
    press(Key.Key_Return, CONTROL)
    names = [error.field.objectName() for error in visit.page.form.errors.errors()]
    assert names == ["findings", "basis", "reasons", "remedy"]
    assert focus_name() == "findings"
    assert scene.folded.decision is None


def test_the_letter_cannot_be_made_while_a_part_is_missing(qtbot: Any, branch: Branch, scene: Scene) -> None:
    scene.decide()
    visit = visit_of(qtbot, branch)
    data = {name: getattr(branch.branch, name) for name in branch.branch.__dataclass_fields__}
    branch.branch = type(branch.branch)(**{**data, "superior_address": ""})
    press(Key.Key_R, CONTROL | SHIFT)
    assert "上级机构" in visit.page.form._missing.text()
    assert visit.page.form._missing.isVisible()
    assert not visit.page.form.submit.isEnabled()
    press(Key.Key_Return, CONTROL)
    assert branch.printed == []
    press(Key.Key_Escape)
    press(Key.Key_N, CONTROL)
    assert visit.page.form.submit.isEnabled()


def test_withdrawal_asks_first(visit: Visit, scene: Scene) -> None:
    press(Key.Key_Period)
    assert focus_name() == "stepSearch"
    compose("撤诉")
    press(Key.Key_Return)
    assert "不能撤回" in visit.page.form._lead.text()
    press(Key.Key_Return, CONTROL)
    assert scene.folded.state.value == "withdrawn"


def test_an_approved_extension_is_printed_at_once(qtbot: Any, branch: Branch, scene: Scene) -> None:
    scene.extend(LOCAL, 1)
    visit_of(qtbot, branch)
    assert focus_name() == "step_make_extension_notice"
    press(Key.Key_Return)
    assert branch.printed == [("case-1", "extension_notice")]


def test_a_step_that_fails_says_why_in_the_form_and_keeps_it(visit: Visit, branch: Branch) -> None:
    press(Key.Key_N, CONTROL)
    compose("已致电客户。")
    branch.broken.add("add_note")
    press(Key.Key_Return, CONTROL)
    assert visit.page.form.errors.errors()
    assert visit.page.form.fields["text"].value() == "已致电客户。"
    branch.broken.clear()
    press(Key.Key_Return, CONTROL)
    assert visit.page.presenter.action == ""


# ---- news and neighbours


def test_news_while_a_decision_is_typed(visit: Visit, scene: Scene) -> None:
    press(Key.Key_R, CONTROL)
    visit.page.form.fields["findings"].editor.setFocus()
    compose("属实")
    scene.do(TELLER_2, AddNote("客户今日再次来电。"))
    visit.page.refresh()
    settle()
    assert visit.page.news.isVisible()
    assert "1 条新记录" in visit.page.news.text()
    assert "客户今日再次来电" in texts(visit.page)
    assert visit.page.form.fields["findings"].value() == "属实"
    assert focus_name() == "findings"
    visit.page.presenter.acknowledge_news()
    assert not visit.page.news.isVisible()
    assert visit.page.form.fields["findings"].value() == "属实"


def test_the_next_case_of_the_list(qtbot: Any, branch: Branch) -> None:
    def neighbours(case_id: str, step: int, then: Any) -> None:
        then({("case-1", 1): "case-2", ("case-2", -1): "case-1"}.get((case_id, step), ""))

    visit = visit_of(qtbot, branch, neighbours=neighbours)
    press(Key.Key_Down, ALT)
    assert visit.page.presenter.case_id == "case-2"
    press(Key.Key_Down, ALT)
    assert visit.toasts
    press(Key.Key_Up, ALT)
    assert visit.page.presenter.case_id == "case-1"


# ---- looks


def test_language_and_theme_switch_at_once_and_keep_what_was_typed(visit: Visit) -> None:
    press(Key.Key_N, CONTROL)
    compose("半句话")
    choose_language("en")
    choose_theme("contrast", 1.0)
    settle()
    assert "Add a note" in texts(visit.page)
    assert visit.page.form.fields["text"].value() == "半句话"
    choose_theme("light", 1.0)


def test_every_field_has_a_name_for_screen_readers(visit: Visit) -> None:
    assert nameless(visit.page) == []
    press(Key.Key_R, CONTROL)
    assert nameless(visit.page) == []


def test_messages_leave_the_buttons_of_a_form_free(visit: Visit) -> None:
    assert visit.page.foot_height() == 0
    press(Key.Key_N, CONTROL)
    top = visit.page.form.submit.mapTo(visit.page, visit.page.form.submit.rect().topLeft()).y()
    assert visit.page.height() - visit.page.foot_height() <= top


def test_what_one_did_oneself_is_no_news(qtbot: Any, branch: Branch, scene: Scene) -> None:
    scene.extend(LOCAL, 1)
    visit = visit_of(qtbot, branch)
    press(Key.Key_Return)
    assert branch.printed
    assert not any(item.tone == "ok" for item in visit.page.middle.timeline.items())


def test_wrapped_texts_take_just_their_lines(visit: Visit) -> None:
    for label in visit.page.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and label.text():
            assert label.height() <= label.heightForWidth(label.width()) + 4, label.text()


def test_a_message_that_is_shown_already_makes_way_for_the_buttons(qtbot: Any, branch: Branch) -> None:
    page = CasePage(context_of(branch), FakeCaseCalls(branch))
    navigation = Navigation()
    navigation.add(PageSpec("case", "Case", "file", lambda: page))
    frame = DeskFrame(navigation, branch.clock.now)
    qtbot.addWidget(frame)
    frame.resize(1366, 749)
    frame.show()
    frame.open("case", case_id="case-1")
    frame.toast("保存。")
    page.presenter.choose("add_note")
    settle()
    toast = frame.findChild(Toast)
    assert toast is not None
    bottom = toast.mapTo(frame, toast.rect().bottomLeft()).y()
    assert bottom <= page.form.submit.mapTo(frame, page.form.submit.rect().topLeft()).y()
