"""Similar complaints beside the form, on a real store: found while typing, then linked, merged or put aside."""

from __future__ import annotations

import pytest
from support.cases import TELLER
from support.intake_walk import walk_to
from support.pages import ALT, CONTROL, Key, Visit, compose, focus_name, press, type_keys
from support.real_office import Office

from app.domain.case import Case
from app.ui.intake.page import IntakePage

STORY = "自助机吞卡后三天未退还，多次来电无人回复。"


@pytest.fixture
def earlier(office: Office) -> Case:
    case = office.there(
        lambda: office.branch.register(TELLER, complainant_name="王明芳", phone="13810242716", narrative=STORY)
    )
    assert isinstance(case, Case)
    return case


def type_it(office: Office, narrative: str = "自助机吞卡后多日未退还，来电无人回复。") -> Visit:
    visit = office.show(IntakePage)
    compose("王明芳")
    press(Key.Key_Return)
    type_keys("138 1024 2716")
    walk_to("narrative")
    compose(narrative)
    visit.page._preview_timer.timeout.emit()
    office.wait()
    return visit


def test_a_similar_complaint_is_found_while_typing_and_stays_out_of_the_way(office: Office, earlier: Case) -> None:
    visit = type_it(office)
    page = visit.page
    assert page.right.shown() == "slip"
    assert "1" in page.right.tabs["similar"].text()
    assert focus_name() == "narrative"
    press(Key.Key_F7)
    assert focus_name() == "similarList"
    (case,) = page.presenter.assist.similar
    assert (case.case_no, case.is_open) == (earlier.case_no, True)
    assert "same_phone" in case.reasons
    press(Key.Key_Return)
    office.wait()
    assert STORY in page.similar.summary.text()
    press(Key.Key_Escape)
    assert focus_name() == "similarList"
    press(Key.Key_Escape)
    assert focus_name() == "narrative"
    assert page.right.shown() == "slip"


def test_it_is_linked_as_a_repeat_and_the_link_can_be_undone(office: Office, earlier: Case) -> None:
    visit = type_it(office)
    page = visit.page
    press(Key.Key_F7)
    press(Key.Key_L, ALT)
    assert page.form.value().repeat_of == earlier.case_id
    assert earlier.case_no in page.form.link.text()
    press(Key.Key_L, ALT)
    assert page.form.value().repeat_of == ""
    assert not page.form.link.isVisible()
    press(Key.Key_L, ALT)
    _action, undo = visit.actions[-1]
    assert undo is not None
    undo()
    assert page.form.value().repeat_of == ""
    press(Key.Key_L, ALT)
    press(Key.Key_Escape)
    press(Key.Key_Return, CONTROL)
    office.until(lambda: page.presenter.is_blank)
    office.wait()
    case = office.newest()
    assert case.case_id != earlier.case_id
    assert case.intake.repeat_of == earlier.case_id


def test_it_is_recorded_and_merged_in_one_go(office: Office, earlier: Case) -> None:
    visit = type_it(office)
    page = visit.page
    press(Key.Key_F7)
    press(Key.Key_G, ALT)
    office.until(lambda: page.presenter.is_blank)
    office.wait()
    assert earlier.case_no in visit.toasts[-1]
    case = office.newest()
    assert case.case_id != earlier.case_id
    assert case.state.value == "merged"
    assert case.prints_of("ack_slip") == 1


def test_a_form_with_a_problem_is_not_merged_and_keeps_what_was_typed(office: Office, earlier: Case) -> None:
    visit = type_it(office, "卡背面 CVN2：123，自助机吞卡。")
    page = visit.page
    press(Key.Key_F7)
    press(Key.Key_G, ALT)
    office.wait()
    assert office.newest().case_id == earlier.case_id
    assert page.form.narrative.error()
    assert focus_name() == "narrative"
    assert page.form.value().narrative == "卡背面 CVN2：123，自助机吞卡。"


def test_what_is_not_the_same_matter_is_put_aside(office: Office, earlier: Case) -> None:
    visit = type_it(office)
    page = visit.page
    press(Key.Key_F7)
    press(Key.Key_X, ALT)
    assert page.presenter.assist.similar == ()
    assert "1" not in page.right.tabs["similar"].text()
    press(Key.Key_Escape)
    compose("请尽快处理。")
    page._preview_timer.timeout.emit()
    office.wait()
    assert page.presenter.assist.similar == ()


def test_nothing_similar_says_so(office: Office) -> None:
    visit = type_it(office)
    press(Key.Key_F7)
    assert visit.page.similar._stack.currentIndex() == 0
    press(Key.Key_F7)
    assert focus_name() == "narrative"


def test_an_ended_case_can_be_linked_but_not_merged_into(office: Office) -> None:
    office.there(
        lambda: office.branch.register(
            TELLER, settlement="当场退卡。", complainant_name="王明芳", phone="13810242716", narrative=STORY
        )
    )
    visit = type_it(office)
    press(Key.Key_F7)
    assert not visit.page.similar.merge_button.isEnabled()
    assert visit.page.similar.link_button.isEnabled()


def test_the_whole_form_is_in_the_journal(office: Office) -> None:
    """The rarer parts too: what the page collects is what the case holds after it was read back from the store."""
    visit = office.show(IntakePage)
    compose("王明芳")
    walk_to("narrative")
    compose(STORY)
    press(Key.Key_F6)
    page = visit.page
    page.more.go_to("address")
    compose("北京市朝阳区示例路 1 号")
    page.more.go_to("rights")
    press(Key.Key_Space)
    page.more.go_to("respondents")
    type_keys("0301")
    press(Key.Key_Return)
    page.more.go_to("recording_no")
    type_keys("LX-20261120-07")
    press(Key.Key_Escape)
    office.wait()
    press(Key.Key_Return, CONTROL)
    office.until(lambda: page.presenter.is_blank)
    office.wait()
    case = office.newest()
    assert case.intake.address == "北京市朝阳区示例路 1 号"
    assert case.about.rights == ("R1_property",)
    assert case.about.respondents == ("0301",)
    assert case.intake.recording_no == "LX-20261120-07"


def test_the_summary_follows_a_short_list_directly(office: Office, earlier: Case) -> None:
    visit = type_it(office)
    similar = visit.page.similar
    press(Key.Key_F7)
    press(Key.Key_Return)
    office.wait()
    similar.window().repaint()
    assert similar.list.height() <= similar.list.sizeHintForRow(0) + 2 * similar.list.frameWidth()
    assert similar.list.height() <= similar._inside.height() // 2
    assert similar._area.y() - similar.list.geometry().bottom() < 20
    press(Key.Key_Escape)
    assert similar.list.maximumHeight() > similar._inside.height()
