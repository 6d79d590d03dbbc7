"""The pages with everything real behind them: vault, encrypted store, rules, papers, on a lane of their own."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from support.cases import DECISION, HANDLER, SUPERVISOR, TELLER
from support.pages import ALT, CONTROL, SHIFT, Key, Visit, compose, press, type_keys
from support.real_desk import password_of
from support.real_office import Office

from app.ui.approvals.page import ApprovalsPage
from app.ui.case.page import CasePage
from app.ui.intake.page import IntakePage
from app.ui.search.page import SearchPage
from app.ui.worklist.page import WorklistPage


def record(office: Office) -> Visit:
    visit = office.show(IntakePage)
    compose("王明芳")
    press(Key.Key_Return)
    type_keys("13810242716")
    visit.page.form.narrative.editor.setFocus()
    compose("未经同意开通账单分期，要求退还手续费。")
    office.wait()
    office.until(lambda: visit.page.slip.preview.page_count() == 1)
    press(Key.Key_Return, CONTROL)
    office.until(lambda: visit.toasts)
    office.wait()
    return visit


def test_a_complaint_from_the_counter_to_its_slip(office: Office) -> None:
    visit = record(office)
    case = office.newest()
    assert case.intake.complainant.name == "王明芳"
    assert case.case_no in visit.toasts[-1]
    assert case.prints_of("ack_slip") == 1
    assert office.there(lambda: len(office.desk.store.print_queue.open_jobs())) == 1
    assert visit.page.form.value().complainant_name == ""
    description = visit.page.slip.preview.accessibleDescription()
    assert description == ""  # the form is empty, so is the slip
    assert office.there(lambda: office.desk.store.drafts.list(TELLER)) == []


def test_worklist_search_and_pane_find_it(office: Office) -> None:
    record(office)
    case = office.newest()
    work = office.show(WorklistPage, view="all", size=(1732, 900))
    model = work.page.table.model_
    assert model.data(model.index(0, 0)) == case.case_no
    office.until(lambda: work.page.pane._number.text() == case.case_no)
    press(Key.Key_Return)
    name, arguments = work.went[-1]
    assert (name, arguments["case_id"]) == ("case", case.case_id)
    found = office.show(SearchPage)
    compose("账单分期")
    press(Key.Key_Return)
    office.wait()
    assert found.page.list.count() == 1
    found.page.scan.editor.setFocus()
    type_keys(case.case_no.replace("-", "").lower())
    press(Key.Key_Return)
    office.wait()
    assert found.went[-1] == ("case", {"case_id": case.case_id})


def extend(office: Office, case_id: str) -> None:
    office.show(CasePage, case_id=case_id)
    press(Key.Key_E, CONTROL)
    compose("需要调取监控录像")
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert office.newest().pending_extension is not None
    approvals = office.show(ApprovalsPage, case_id=case_id)
    press(Key.Key_Return)
    compose("情况属实，同意。")
    press(Key.Key_Return, CONTROL)
    type_keys(SUPERVISOR)
    press(Key.Key_Return)
    type_keys("not hers")
    press(Key.Key_Return)
    office.wait()
    assert approvals.page.dialog is not None
    assert approvals.page.dialog.password.error()
    type_keys(password_of(SUPERVISOR))
    press(Key.Key_Return)
    office.wait()
    assert approvals.page.dialog is None
    extension = office.newest().extensions[0]
    assert (extension.decision, extension.decided_by) == ("approved", SUPERVISOR)


def test_extension_approval_decision_letter_notice_and_closing(office: Office) -> None:
    record(office)
    case_id = office.newest().case_id
    extend(office, case_id)
    office.sign_in(HANDLER)
    page = office.show(CasePage, case_id=case_id)
    page.page.presenter.choose("make_extension_notice")
    office.wait()
    assert office.newest().prints_of("extension_notice") == 1
    press(Key.Key_R, CONTROL)
    for name in ("findings", "basis", "reasons", "remedy"):
        page.page.form.fields[name].set_value(getattr(DECISION, name))
    page.page.form.fields["outcome"].set_value("upheld")
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert office.newest().decision is not None
    press(Key.Key_R, CONTROL | SHIFT)
    office.wait()
    office.until(lambda: page.page.form.preview.page_count() >= 1)
    assert "王明芳" in page.page.form.preview.accessibleDescription()
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert office.newest().prints_of("resolution_letter") == 1
    press(Key.Key_T, CONTROL)
    page.page.form.fields["receiver"].set_value("王明芳")
    page.page.form.fields["evidence_no"].set_value("EMS 1234567890")
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert office.newest().state.value == "told"
    press(Key.Key_D, CONTROL)
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert office.newest().state.value == "closed"
    assert "已结案" in page.toasts[-1]


def test_a_draft_is_there_again_after_the_program_was_killed(office: Office, tmp_path: Path, qtbot: Any) -> None:
    first = office.show(IntakePage)
    compose("王明芳")
    press(Key.Key_Return)
    office.wait()
    assert "草稿已自动保存" in first.page.bar.note()
    second = office.show(IntakePage)  # another window on the same store, as after a start
    assert len(second.page.slip.empty._rows) == 1
    press(Key.Key_1, ALT)
    office.wait()
    assert second.page.form.value().complainant_name == "王明芳"


def test_answers_that_come_when_the_page_is_gone_are_dropped(office: Office) -> None:
    gate = threading.Event()
    page = WorklistPage(office.context())
    page.show()
    page.on_shown(view="all")
    office.wait()
    office.lane.do(gate.wait)
    page.refresh()
    page.hide()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.set()
    office.wait()
