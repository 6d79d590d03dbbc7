"""The rarer parts of complaint handling as people at a branch do them: by keyboard alone, on a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.cases import DECISION, HANDLER, SUPERVISOR, TELLER
from support.pages import CONTROL, Key, Visit, compose, focus_name, press, settle, type_keys
from support.real_desk import password_of
from support.real_office import Office

from app.domain.case import Case
from app.ui.approvals.page import ApprovalsPage
from app.ui.case.page import CasePage
from app.ui.case.step_words import step_label
from app.ui.intake.page import IntakePage

PRESIDENT = "0101"


@pytest.fixture
def office(tmp_path: Path, qtbot: Any) -> Iterator[Office]:
    made = Office(tmp_path, qtbot)
    visit = made.show(IntakePage)
    compose("王明芳")
    press(Key.Key_Return)
    type_keys("13810242716")
    visit.page.form.narrative.editor.setFocus()
    compose("未经同意开通账单分期，要求退还手续费。")
    made.wait()
    press(Key.Key_Return, CONTROL)
    made.until(lambda: visit.toasts)
    made.wait()
    yield made
    made.close()


class Hands:
    """A person at the case page; every step is found by typing its name."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.case_id = office.newest().case_id
        self.visit: Visit = office.show(CasePage, case_id=self.case_id)
        office.wait()

    @property
    def case(self) -> Case:
        """The case as it stands in the store."""
        return self.office.newest()

    @property
    def page(self) -> Any:
        """The page."""
        return self.visit.page

    def sits_down(self, staff_no: str) -> None:
        """Another person signs in and opens the case."""
        self.office.sign_in(staff_no)
        self.visit = self.office.show(CasePage, case_id=self.case_id)
        self.office.wait()

    def find(self, step: str) -> None:
        """More steps, a part of the name, Enter."""
        press(Key.Key_Period)
        assert focus_name() == "stepSearch"
        compose(step_label(step))
        assert self.page.finder.marked() == step
        press(Key.Key_Return)
        self.office.wait()

    def go_to(self, name: str) -> None:
        """Walk with Enter to a field."""
        for _n in range(20):
            if focus_name() == name:
                return
            press(Key.Key_Return)
        raise AssertionError(f"no way to {name}: {focus_name()}")

    def write(self, name: str, text: str) -> None:
        """Walk to a field and write into it."""
        self.go_to(name)
        if text.isascii():
            type_keys(text)
        else:
            compose(text)

    def pick(self, name: str, times: int = 1) -> None:
        """Walk to a drop-down and go down in it."""
        self.go_to(name)
        for _n in range(times):
            press(Key.Key_Down)

    def sign(self) -> None:
        """Ctrl+Enter, and wait for what comes of it."""
        press(Key.Key_Return, CONTROL)
        self.office.wait()
        settle()
        assert not self.page.form.errors.errors(), [e.message for e in self.page.form.errors.errors()]

    def called_over(self, staff_no: str) -> None:
        """A colleague signs at this screen."""
        press(Key.Key_Return, CONTROL)
        assert self.page.dialog is not None
        if focus_name() == "staffNo" or not self.page.dialog.staff_no.value():
            type_keys(staff_no)
            press(Key.Key_Return)
        type_keys(password_of(staff_no))
        press(Key.Key_Return)
        self.office.wait()
        settle()
        assert self.page.dialog is None


def test_the_case_is_handed_over_and_accepted(office: Office) -> None:
    hands = Hands(office)
    hands.find("offer_transfer")
    hands.write("to", HANDLER)
    hands.write("reason", "休假期间由同事跟进办理")
    hands.sign()
    assert hands.case.owner == TELLER
    hands.sits_down(HANDLER)
    assert "transfer" in hands.page.banners.banners
    office.until(lambda: focus_name() == "step_accept_transfer")
    press(Key.Key_Return)
    hands.sign()
    assert hands.case.owner == HANDLER
    assert hands.page.banners.banners == {}


def test_whoever_declares_a_conflict_keeps_out(office: Office) -> None:
    hands = Hands(office)
    hands.find("declare_conflict")
    hands.write("reason", "投诉人是我的亲属，应当回避")
    hands.write("hand_to", HANDLER)
    hands.sign()
    assert hands.case.owner == HANDLER
    assert "recusal" in hands.page.banners.banners
    press(Key.Key_N, CONTROL)
    assert "回避" in hands.visit.toasts[-1]
    assert hands.page.presenter.action == ""


def test_the_term_is_paused_and_runs_again(office: Office) -> None:
    hands = Hands(office)
    hands.find("start_pause")
    hands.pick("kind")
    hands.write("body_name", "北京市笔迹鉴定中心")
    hands.write("notice_evidence_no", "QS-7")
    office.wait()
    settle()
    assert "→" in hands.page.form._note.text()
    hands.sign()
    assert hands.case.open_pause is not None
    assert "pause" in hands.page.banners.banners
    hands.find("end_pause")
    hands.write("evidence_no", "JD-2026-88")
    hands.sign()
    assert hands.case.open_pause is None


def test_evidence_contacts_correction_and_cause(office: Office) -> None:
    hands = Hands(office)
    hands.find("receive_evidence")
    hands.write("name", "账单复印件")
    hands.sign()
    hands.find("log_contact")
    hands.write("result", "已告知投诉人办理进度")
    hands.sign()
    hands.find("use_means")
    hands.pick("means")
    hands.write("text", "向投诉人解释分期规则")
    hands.sign()
    hands.find("find_root_cause")
    hands.pick("cause")
    hands.write("text", "外呼话术不完整")
    hands.sign()
    hands.find("plan_correction")
    hands.pick("kind")
    hands.write("text", "组织外呼话术培训")
    hands.sign()
    hands.find("finish_correction")
    hands.write("result", "已完成培训并考核")
    hands.sign()
    hands.find("return_evidence")
    hands.write("to", "王明芳")
    hands.sign()
    case = hands.case
    assert (len(case.evidence), len(case.contacts), len(case.means), len(case.corrections)) == (1, 1, 1, 1)
    assert case.root_cause is not None
    assert case.corrections[0].finished_at is not None
    assert case.evidence[0].returned_at is not None
    press(Key.Key_2)
    assert hands.page.middle.tab() == "materials"
    press(Key.Key_Tab, CONTROL)
    assert hands.page.middle.tab() == "files"
    press(Key.Key_1)
    assert hands.page.middle.tab() == "progress"


def test_a_supervision_order_signed_by_the_president_who_was_called_over(office: Office) -> None:
    hands = Hands(office)
    hands.find("order_supervision")
    hands.write("text", "三日内向投诉人反馈核查结果")
    hands.called_over(PRESIDENT)
    order = hands.case.open_orders[0]
    assert order.ordered_by == PRESIDENT
    assert "order" in hands.page.banners.banners
    hands.find("answer_order")
    hands.write("answer", "已向投诉人反馈，正在调取录音")
    hands.sign()
    assert hands.case.open_orders == ()


def test_a_case_recorded_by_mistake_is_voided_by_a_second_person(office: Office) -> None:
    hands = Hands(office)
    hands.find("request_void")
    hands.write("reason", "同一投诉重复登记，误登一次")
    hands.sign()
    press(Key.Key_Period)
    compose(step_label("decide_void"))
    press(Key.Key_Return)
    assert hands.visit.went[-1] == ("approvals", {"case_id": hands.case_id})
    approvals = office.show(ApprovalsPage, case_id=hands.case_id)
    press(Key.Key_Return)
    compose("确属误登，同意作废。")
    press(Key.Key_Return, CONTROL)
    type_keys(SUPERVISOR)
    press(Key.Key_Return)
    type_keys(password_of(SUPERVISOR))
    press(Key.Key_Return)
    office.wait()
    assert approvals.page.dialog is None
    assert hands.case.state.value == "voided"


def test_from_the_decision_to_review_satisfaction_and_the_typical_case(office: Office) -> None:
    hands = Hands(office)
    hands.sits_down(HANDLER)
    press(Key.Key_R, CONTROL)
    hands.pick("outcome")
    for name in ("findings", "basis", "reasons", "remedy"):
        hands.write(name, getattr(DECISION, name))
    hands.sign()
    press(Key.Key_T, CONTROL)
    hands.write("receiver", "王明芳")
    hands.write("evidence_no", "EMS1234567890")
    hands.sign()
    assert hands.case.state.value == "told"
    hands.find("find_root_cause")
    hands.pick("cause")
    hands.write("text", "外呼话术不完整")
    hands.sign()
    press(Key.Key_D, CONTROL)
    hands.sign()
    assert hands.case.state.value == "closed"
    hands.find("ask_satisfaction")
    hands.pick("answer")
    hands.sign()
    hands.find("record_follow_up")
    hands.write("result", "投诉人对处理结果表示认可")
    hands.sign()
    hands.find("request_review")
    hands.write("grounds", "对赔偿金额不满意")
    hands.sign()
    assert "review" in hands.page.banners.banners
    hands.find("mark_typical")
    hands.write("title", "账单分期外呼未经确认")
    hands.write("text", "外呼中未取得明确同意即办理分期。启示：以确认短信为准。")
    hands.sign()
    hands.find("check_typical")
    hands.pick("is_approved")
    hands.called_over(SUPERVISOR)
    case = hands.case
    assert (len(case.satisfaction), len(case.follow_ups)) == (1, 1)
    assert case.open_review is not None
    assert case.typical is not None
    assert (case.typical.checked_by, case.typical.is_approved) == (SUPERVISOR, True)


def test_the_list_of_steps_is_left_without_choosing(office: Office) -> None:
    hands = Hands(office)
    press(Key.Key_J, CONTROL)
    assert hands.page.is_finding()
    compose("没有这样的步骤")
    press(Key.Key_Return)
    assert hands.page.is_finding()
    press(Key.Key_Escape)
    assert not hands.page.is_finding()
    assert focus_name().startswith("step_")


def test_an_outcome_asks_only_for_what_it_needs(office: Office) -> None:
    hands = Hands(office)
    hands.sits_down(HANDLER)
    press(Key.Key_R, CONTROL)
    assert set(hands.page.form.fields) >= {"findings", "basis", "reasons", "remedy"}
    hands.pick("outcome", 4)
    assert set(hands.page.form.fields) == {"outcome", "reasons", "what_to_bring"}
    hands.pick("outcome")
    assert set(hands.page.form.fields) == {"outcome", "reasons", "competent_body"}
    press(Key.Key_Escape)
