"""The intake page as a teller uses it: keyboard only, Chinese by input method, real checks, nothing ever lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListView
from support.counter import Branch
from support.page_calls import FakeIntakeCalls
from support.pages import (
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

from app.system.lanes import Lane
from app.ui.application import choose_language, choose_theme
from app.ui.intake.page import IntakePage
from app.ui.intake.presenter import FIELD_ORDER
from app.ui.shell.jobs import Jobs

Branches = tuple[Branch, FakeIntakeCalls]


@pytest.fixture
def branch() -> Branch:
    return Branch()


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))


def fill_in() -> None:
    """A complaint, from the first field to the words of the customer."""
    compose("王明芳", "wangmingfang")
    press(Key.Key_Return)
    type_keys("138 1024 2716")
    for _n in range(3):
        press(Key.Key_Return)
    type_keys("11010519491231002x")
    press(Key.Key_Return)
    type_keys("6789")
    press(Key.Key_Return)
    type_keys("xykzd")
    press(Key.Key_Return)
    type_keys("1120")
    press(Key.Key_Return)
    type_keys("1,286")
    press(Key.Key_Return)
    compose("未经同意开通账单分期")
    press(Key.Key_Return, SHIFT)
    compose("要求退还手续费。")


# ---- typing


def test_enter_walks_through_all_fields_in_order_to_the_main_button(visit: Visit) -> None:
    seen = []
    for _n in range(len(FIELD_ORDER)):
        seen.append(focus_name())
        press(Key.Key_Return)
    assert tuple(seen[:-1]) == FIELD_ORDER[:-1]  # the settlement is hidden
    assert seen[-1] == "record"


def test_tab_follows_the_same_order(visit: Visit) -> None:
    seen = []
    for _n in range(len(FIELD_ORDER) - 1):
        seen.append(focus_name())
        press(Key.Key_Tab)
    assert tuple(seen) == FIELD_ORDER[:-1]


def test_a_complaint_by_keyboard_alone(visit: Visit, branch: Branch) -> None:
    fill_in()
    press(Key.Key_Return, CONTROL)
    (case,) = branch.cases()
    intake = case.intake
    assert intake.complainant.name == "王明芳"
    assert intake.complainant.phone == "13810242716"
    assert (intake.complainant.id_kind, intake.complainant.id_number) == ("resident_id", "11010519491231002X")
    assert intake.account_tail == "6789"
    assert intake.category == "B03023"
    assert str(intake.occurred_on) == "2026-11-20"
    assert intake.amount_fen == 128600
    assert intake.narrative == "未经同意开通账单分期\n要求退还手续费。"
    assert case.case_no in visit.toasts[-1]
    assert branch.printed == [(case.case_id, "80mm x2")]
    assert visit.page.form.value().complainant_name == ""
    assert focus_name() == "complainant_name"


def test_the_number_pads_enter_records_too_and_only_once(visit: Visit, branch: Branch) -> None:
    fill_in()
    press(Key.Key_Enter, CONTROL)
    press(Key.Key_Enter, CONTROL)
    assert len(branch.cases()) == 1


def test_record_only(visit: Visit, branch: Branch) -> None:
    fill_in()
    press(Key.Key_Return, CONTROL | SHIFT)
    assert len(branch.cases()) == 1
    assert branch.printed == []


def test_settling_on_the_spot_in_one_go(visit: Visit, branch: Branch) -> None:
    fill_in()
    press(Key.Key_D, CONTROL)
    assert focus_name() == "settlement"
    compose("当场退还手续费。")
    press(Key.Key_Return, CONTROL)
    assert branch.cases()[0].state.value == "settled_on_spot"
    assert branch.cases()[0].settlement == "当场退还手续费。"
    assert not visit.page.form.settled.isChecked()


def test_code_fields_refuse_the_input_method_and_words_take_it(visit: Visit) -> None:
    form = visit.page.form
    codes = (form.phone, form.id_number, form.account_tail, form.occurred_on, form.amount, form.received_at)
    assert not any(field.editor.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) for field in codes)
    words = (form.complainant_name, form.narrative, form.remedy_sought)
    assert all(field.editor.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) for field in words)


def test_composing_changes_nothing_until_it_is_committed(visit: Visit) -> None:
    changes: list[str] = []
    visit.page.form.changed.connect(lambda: changes.append(visit.page.form.complainant_name.value()))
    compose("欧阳娜娜", "ouyangnana")
    assert changes == ["欧阳娜娜"]


def test_a_rare_name_and_a_long_one_pass_unchanged(visit: Visit, branch: Branch) -> None:
    name = "买买提·" + "𫖮" * 40
    compose(name)
    visit.page.form.narrative.set_value("吞卡。😀")
    press(Key.Key_Return, CONTROL)
    assert branch.cases()[0].intake.complainant.name == name
    assert branch.cases()[0].intake.narrative == "吞卡。😀"


def test_codes_are_shown_grouped_or_masked_while_nobody_types_there(visit: Visit) -> None:
    form = visit.page.form
    form.id_number.set_value("11010519491231002X")
    form.narrative.editor.setFocus()
    settle()
    masked = form.id_number.editor.grab().toImage()
    form.id_number.set_value("11010119000101002X")  # other digits where the mask is
    settle()
    assert form.id_number.editor.grab().toImage() == masked
    form.id_number.editor.setFocus()
    form.id_number.editor.deselect()
    settle()
    assert form.id_number.editor.grab().toImage() != masked
    assert form.id_number.value() == "11010119000101002X"


# ---- errors


def test_errors_stand_above_and_at_the_fields_and_the_first_has_the_keyboard(visit: Visit, branch: Branch) -> None:
    press(Key.Key_Return)
    type_keys("138102")
    visit.page.form.remedy_sought.set_value("退款")
    press(Key.Key_Return, CONTROL)
    form = visit.page.form
    assert branch.cases() == []
    assert [e.field.objectName() for e in visit.page.errors.errors()] == ["complainant_name", "phone", "narrative"]
    assert all(field.error() for field in (form.complainant_name, form.phone, form.narrative))
    assert form.phone.editor.accessibleDescription() == form.phone.error()
    assert focus_name() == "complainant_name"
    assert form.remedy_sought.value() == "退款"
    assert form.phone.value() == "138102"
    compose("王明芳")
    assert not form.complainant_name.error()
    assert [e.field.objectName() for e in visit.page.errors.errors()] == ["phone", "narrative"]
    assert focus_name() == "complainant_name"


def test_a_link_in_the_list_goes_to_its_field(visit: Visit) -> None:
    press(Key.Key_Return, CONTROL)
    link = visit.page.errors._links[2]
    link.click()
    assert focus_name() == "narrative"


def test_leaving_a_field_checks_only_hard_rules_of_what_was_typed(visit: Visit) -> None:
    press(Key.Key_Return)
    assert not visit.page.form.complainant_name.error()
    type_keys("138102")
    press(Key.Key_Return)
    assert visit.page.form.phone.error()
    assert visit.page.errors.errors() == ()


def test_a_failed_recording_keeps_the_form_and_the_cursor(visit: Visit, branch: Branch) -> None:
    fill_in()
    branch.broken.add("record")
    press(Key.Key_Return, CONTROL)
    assert "已填内容均已保留" in visit.toasts[-1]
    assert visit.page.form.value().complainant_name == "王明芳"
    assert visit.page.form.isEnabled()
    assert focus_name() == "narrative"


def test_the_printer_is_missing(visit: Visit, branch: Branch) -> None:
    branch.is_printer_ready = False
    fill_in()
    press(Key.Key_Return, CONTROL)
    assert "打印队列" in visit.toasts[-1]


# ---- drafts and slip


def test_a_draft_is_saved_after_a_moment_and_at_once_on_leaving(visit: Visit, branch: Branch, qtbot: Any) -> None:
    compose("王")
    assert branch.drafts == {}
    qtbot.waitUntil(lambda: len(branch.drafts) == 1, timeout=2000)
    compose("明芳")
    press(Key.Key_Return)
    (draft,) = branch.drafts.values()
    assert draft.form.complainant_name == "王明芳"
    assert "14:32" in visit.page.bar.note()


def test_drafts_of_before_are_offered_and_one_key_goes_on(qtbot: Any, branch: Branch) -> None:
    first = Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))
    fill_in()
    first.page.hide()
    second = Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))
    assert second.page.form.value().complainant_name == ""
    press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert second.page.form.value() == first.page.form.value()
    assert second.page.form.value().narrative == "未经同意开通账单分期\n要求退还手续费。"


def test_several_customers_at_once(visit: Visit, branch: Branch) -> None:
    compose("王明芳")
    visit.page.on_shown(new=True)
    settle()
    compose("赵军")
    assert not visit.page.tabs.isHidden()
    press(Key.Key_Tab, CONTROL)
    assert visit.page.form.value().complainant_name == "王明芳"
    assert len(branch.drafts) == 2


def test_clear_and_undo(visit: Visit) -> None:
    fill_in()
    visit.page.clear_button.click()
    assert visit.page.form.value().complainant_name == ""
    action, do = visit.actions[-1]
    assert action
    assert do is not None
    do()
    assert visit.page.form.value().complainant_name == "王明芳"


def test_the_slip_appears_while_typing_and_follows_language_and_size(visit: Visit, branch: Branch, qtbot: Any) -> None:
    page = visit.page
    assert page.slip.stack.currentWidget() is page.slip.empty
    fill_in()
    qtbot.waitUntil(lambda: page.slip.stack.currentWidget() is page.slip.preview, timeout=2000)
    assert page.form.due.value().startswith("2026-11-30")
    assert "先到" in page.form.clocks.text()
    page.slip.language_box.setCurrentIndex(1)
    assert page.form.value().language == "en"
    page.slip.size_box.setCurrentIndex(1)
    page.slip.copies_box.setCurrentIndex(0)
    press(Key.Key_Return, CONTROL)
    assert branch.printed[-1][1] == "a5 x1"
    assert branch.cases()[0].intake.language == "en"
    press(Key.Key_P, CONTROL | SHIFT)
    assert len(branch.printed) == 2


def test_typing_never_waits_for_the_slip(qtbot: Any, branch: Branch) -> None:
    """With a lane that stands still, keys still arrive; the newest slip is made when it goes on."""
    import threading

    gate = threading.Event()
    lane = Lane("test")
    jobs = Jobs({"store": lane})
    run = jobs.runner("store")

    def on_lane(work: Any, then: Any = None, failed: Any = None) -> None:
        run(lambda: work(branch), then, failed)

    lane.do(gate.wait)
    visit = Visit(qtbot, IntakePage(context_of(branch, on_lane), FakeIntakeCalls(branch)))
    fill_in()
    visit.page._preview_timer.timeout.emit()
    assert visit.page.form.value().complainant_name == "王明芳"
    assert "preview" not in branch.called
    gate.set()
    qtbot.waitUntil(lambda: visit.page.slip.preview.page_count() == 1, timeout=5000)
    visit.page.hide()
    qtbot.waitUntil(lambda: jobs.pending() == 0, timeout=5000)
    lane.close()


# ---- looks


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_whole_form_fits_the_smallest_screen_without_scrolling(qtbot: Any, branch: Branch, code: str) -> None:
    choose_language(code)
    visit = Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))
    visit.page.form.narrative.set_value("吞卡")
    visit.page.presenter.slip.make()
    settle()
    assert visit.page._area.verticalScrollBar().maximum() == 0
    for field in visit.page.form.fields.values():
        if field.isVisible():
            assert field.label.width() >= field.label.sizeHint().width() or not field.label.text()


def test_language_and_theme_switch_at_once_and_keep_what_was_typed(visit: Visit) -> None:
    fill_in()
    before = visit.page.form.value()
    choose_language("en")
    choose_theme("dark", 1.25)
    settle()
    assert visit.page.title() == "Record a complaint"
    assert visit.page.form.value() == before
    choose_theme("light", 1.0)


def test_every_field_has_a_name_for_screen_readers(visit: Visit) -> None:
    assert nameless(visit.page) == []
    for combo in (visit.page.form.category.editor,):
        assert combo.lineEdit().accessibleName()


def test_a_field_out_of_view_comes_into_view_with_the_keyboard(visit: Visit) -> None:
    visit.page.resize(QSize(1024, 420))
    settle()
    visit.page.form.go_to("received_at")
    settle()
    area = visit.page._area
    place = visit.page.form.received_at.editor.mapTo(
        area.viewport(), visit.page.form.received_at.editor.rect().center()
    )
    assert area.viewport().rect().contains(place)


def test_nothing_of_the_page_is_kept_in_the_presenters_imports() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import app.ui.intake.presenter, app.ui.case.presenter, app.ui.worklist.presenter, "
        "app.ui.approvals.presenter, app.ui.search.presenter; "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('PySide6', 'sqlalchemy', 'reportlab', 'cryptography', 'httpx', 'keyring', 'segno', 'pypdfium2', 'babel')])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


def test_a_category_by_initials_and_enter_in_the_list_goes_on_at_once(visit: Visit) -> None:
    for _n in range(6):
        press(Key.Key_Return)
    assert focus_name() == "category"
    type_keys("xykdshu")
    found = visit.page.window().findChild(QListView, "found")
    assert found is None or not found.isVisible()  # nothing is found
    for _n in range(2):
        press(Key.Key_Backspace)
    found = visit.page.window().findChild(QListView, "found")
    assert found is not None
    assert found.isVisible()
    assert focus_name() == "category"
    press(Key.Key_Return)
    assert visit.page.form.category.value() == "B03026"
    assert not found.isVisible()
    assert focus_name() == "occurred_on"
