"""Approvals by keyboard: a supervisor signs on the teller's screen with her own password, wrong first, then right."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from support.case_calls import FakeApprovalCalls
from support.cases import HANDLER, PEOPLE, SUPERVISOR, TELLER
from support.counter import Branch
from support.pages import CONTROL, Key, Visit, compose, context_of, focus_name, nameless, press, settle, type_keys

from app.ui.application import choose_language
from app.ui.approvals.page import ApprovalsPage
from app.ui.widgets.chips import Chip


@pytest.fixture
def branch() -> Branch:
    made = Branch(person=PEOPLE[TELLER])
    made.add("2026-11-19 10:00").request(who=TELLER, request_id="own")
    made.add("2026-11-20 10:00").request(who=HANDLER, request_id="other")
    return made


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, ApprovalsPage(context_of(branch), FakeApprovalCalls(branch)))


def test_wrong_then_right_password_by_keyboard_alone(visit: Visit, branch: Branch) -> None:
    assert focus_name() == "requests"
    press(Key.Key_Return)
    assert focus_name() == "reason"
    compose("情况属实，同意。")
    press(Key.Key_Return, CONTROL)
    assert focus_name() == "staffNo"
    type_keys(SUPERVISOR)
    press(Key.Key_Return)
    type_keys("wrong")
    press(Key.Key_Return)
    dialog = visit.page.dialog
    assert dialog is not None
    assert "4" in dialog.password.error()
    assert dialog.staff_no.value() == SUPERVISOR
    assert dialog.password.value() == ""
    assert focus_name() == "password"
    type_keys("right")
    press(Key.Key_Return)
    assert visit.page.dialog is None
    extension = branch.scenes["case-1"].folded.extensions[0]
    assert (extension.decision, extension.decided_by) == ("approved", SUPERVISOR)
    assert extension.decision_reason == "情况属实，同意。"
    assert "已批准" in visit.toasts[-1]
    assert visit.page.list.count() == 1


def test_the_asker_is_stopped_and_told_who_could(visit: Visit, branch: Branch) -> None:
    press(Key.Key_Return, CONTROL)
    type_keys(TELLER)
    press(Key.Key_Return)
    type_keys("mine")
    press(Key.Key_Return)
    dialog = visit.page.dialog
    assert dialog is not None
    assert dialog.staff_no.error()
    assert branch.scenes["case-1"].folded.pending_extension is not None
    press(Key.Key_Escape)
    assert visit.page.dialog is None


def test_returning_asks_for_the_reason_first(visit: Visit, branch: Branch) -> None:
    press(Key.Key_Backspace, CONTROL)
    assert visit.page.card.reason.error()
    assert focus_name() == "reason"
    compose("请先联系客户核实。")
    assert not visit.page.card.reason.error()
    visit.page.return_button.click()
    settle()
    type_keys(SUPERVISOR)
    press(Key.Key_Return)
    type_keys("right")
    press(Key.Key_Return, CONTROL)
    assert branch.scenes["case-1"].folded.extensions[0].decision == "refused"
    assert "已退回" in visit.toasts[-1]


def test_leaving_the_dialog_keeps_the_reason(visit: Visit) -> None:
    press(Key.Key_Return)
    compose("同意。")
    press(Key.Key_Return, CONTROL)
    press(Key.Key_Escape)
    settle()
    assert visit.page.card.reason.value() == "同意。"


def test_another_request_by_arrow_keeps_each_reason(visit: Visit) -> None:
    press(Key.Key_Return)
    compose("第一件")
    visit.page.list.setFocus()
    press(Key.Key_Down)
    assert visit.page.card.reason.value() == ""
    assert visit.page.presenter.selected.case_id == "case-2"
    press(Key.Key_Up)
    assert visit.page.card.reason.value() == "第一件"


def test_both_dates_the_reason_and_who_could_are_shown(visit: Visit) -> None:
    shown = "\n".join(label.text() for label in visit.page.card.findChildren(QLabel))
    for words in ("2026-11-26", "2026-12-03", "需要调取监控录像", "王芳 0401"):
        assert words in shown
    assert [chip.accessibleName() for chip in visit.page.card.findChildren(Chip)] == ["本人提交的申请，须由他人审批"]


def test_open_the_case(visit: Visit) -> None:
    press(Key.Key_O, CONTROL)
    assert visit.went[-1] == ("case", {"case_id": "case-1"})


def test_nothing_waits(qtbot: Any) -> None:
    empty = Branch()
    visit = Visit(qtbot, ApprovalsPage(context_of(empty), FakeApprovalCalls(empty)))
    assert visit.page.empty.isVisible()
    visit.page.approve_button.click()
    assert visit.page.dialog is None


def test_a_case_leads_to_its_request(qtbot: Any, branch: Branch) -> None:
    visit = Visit(qtbot, ApprovalsPage(context_of(branch), FakeApprovalCalls(branch)), case_id="case-2")
    assert visit.page.list.currentRow() == 1


def test_a_list_that_cannot_be_read_says_so(visit: Visit, branch: Branch) -> None:
    branch.broken.add("waiting")
    visit.page.refresh()
    assert visit.page.stale.isVisible()
    assert visit.page.list.count() == 2


def test_language_switches_at_once(visit: Visit) -> None:
    press(Key.Key_Return)
    compose("同意。")
    choose_language("en")
    settle()
    assert visit.page.title() == "Approvals"
    assert visit.page.card.reason.value() == "同意。"


def test_every_field_has_a_name_for_screen_readers(visit: Visit) -> None:
    assert nameless(visit.page) == []
    press(Key.Key_Return, CONTROL)
    assert visit.page.dialog is not None
    assert nameless(visit.page.dialog) == []
    press(Key.Key_Escape)
