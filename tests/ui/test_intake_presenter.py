"""What the intake page decides, without Qt: drafts and checks."""

from __future__ import annotations

from typing import Any

import pytest
from support.intake_desk import IntakeDesk

from app.language import set_language


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


@pytest.fixture
def desk() -> IntakeDesk:
    made = IntakeDesk()
    made.presenter.start()
    return made


# ---- drafts


def test_a_blank_form_is_no_draft_and_begins_with_the_name(desk: IntakeDesk) -> None:
    assert desk.screen.focus == ["complainant_name"]
    desk.presenter.save_draft()
    assert desk.branch.drafts == {}
    assert desk.screen.saved is None


def test_what_is_typed_is_saved_with_its_time_and_only_when_it_changed(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王")
    desk.presenter.save_draft()
    desk.presenter.save_draft()
    assert desk.branch.called.count("save_draft") == 1
    assert desk.screen.saved == desk.branch.clock.now()
    (draft,) = desk.branch.drafts.values()
    assert draft.form.complainant_name == "王"


def test_a_draft_that_is_emptied_again_is_forgotten(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王")
    desk.presenter.save_draft()
    desk.type(complainant_name="")
    desk.presenter.save_draft()
    assert desk.branch.drafts == {}


def test_a_draft_that_cannot_be_saved_says_so_and_is_tried_again(desk: IntakeDesk) -> None:
    desk.branch.broken.add("save_draft")
    desk.type(complainant_name="王")
    desk.presenter.save_draft()
    assert desk.screen.not_saved
    assert desk.presenter.has_unsaved
    desk.branch.broken.clear()
    desk.presenter.save_draft()
    assert not desk.screen.not_saved
    assert not desk.presenter.has_unsaved


def test_the_last_three_drafts_are_offered_after_a_crash_and_one_goes_on(desk: IntakeDesk) -> None:
    for character in "甲乙丙丁戊":
        desk.type(complainant_name=f"客户{character}")
        desk.presenter.save_draft()
        desk.branch.clock.move(minutes=1)
        desk.presenter.new_form()
    again = desk.make()  # the program starts anew with the same store
    again.start()
    assert [offer.title for offer in desk.screen.offers] == ["客*戊", "客*丁", "客*丙"]
    again.resume(desk.screen.offers[1].draft_id)
    assert desk.screen.form.complainant_name == "客户丁"
    assert desk.screen.offers == []
    assert desk.screen.saved is not None


def test_the_words_of_a_settlement_are_in_the_draft_too(desk: IntakeDesk) -> None:
    desk.type("已退卡。", complainant_name="王明芳")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    again.resume(desk.screen.offers[0].draft_id)
    assert desk.screen.settlement == "已退卡。"
    again.save_draft()
    assert desk.branch.called.count("save_draft") == 1


def test_nothing_is_filled_in_by_itself_after_a_crash(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    assert desk.screen.form.complainant_name == ""


def test_a_draft_that_was_recorded_meanwhile_is_not_offered_twice(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    offer = desk.screen.offers[0]
    desk.branch.drafts.clear()
    again.resume(offer.draft_id)
    assert desk.screen.told[-1][1] == "warning"
    assert desk.screen.offers == []


def test_several_customers_at_once(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.new_form()
    assert desk.screen.form.complainant_name == ""
    assert len(desk.branch.drafts) == 1
    desk.type(complainant_name="赵军")
    assert [(tab.title, tab.is_current) for tab in desk.screen.tabs] == [("王*芳", False), ("赵*", True)]
    desk.presenter.next_draft()
    assert desk.screen.form.complainant_name == "王明芳"
    desk.presenter.next_draft()
    assert desk.screen.form.complainant_name == "赵军"
    desk.presenter.next_draft(-1)
    assert desk.screen.form.complainant_name == "王明芳"


def test_f2_on_a_blank_form_opens_no_second_one(desk: IntakeDesk) -> None:
    desk.presenter.new_form()
    desk.presenter.new_form()
    assert len(desk.screen.tabs) == 1


def test_a_blank_form_that_is_left_goes(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.new_form()
    desk.presenter.next_draft()
    assert [tab.title for tab in desk.screen.tabs] == ["王*芳"]


def test_clearing_can_be_undone(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳", settlement="当场退款")
    desk.presenter.save_draft()
    desk.presenter.clear()
    assert desk.screen.form.complainant_name == ""
    assert desk.branch.drafts == {}
    assert desk.screen.action is not None
    desk.screen.action()
    assert desk.screen.form.complainant_name == "王明芳"
    assert desk.screen.settlement == "当场退款"
    assert len(desk.branch.drafts) == 1


def test_clearing_a_blank_form_only_goes_to_its_beginning(desk: IntakeDesk) -> None:
    desk.presenter.clear()
    assert desk.screen.told == []
    assert desk.screen.focus[-1] == "complainant_name"


# ---- checks


def test_nothing_is_scolded_while_someone_types_or_leaves_a_field_empty(desk: IntakeDesk) -> None:
    desk.type(phone="138102")
    assert desk.screen.problems == {}
    desk.presenter.leave("complainant_name")
    desk.type(phone="")
    desk.presenter.leave("phone")
    assert desk.screen.problems == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone", "138102"),
        ("occurred_on", "2026-12-01"),
        ("received_at", "2026-12-01"),
        ("amount", "一百"),
        ("account_tail", "12345"),
    ],
)
def test_a_hard_rule_speaks_when_the_field_is_left_and_is_silent_when_it_is_mended(
    desk: IntakeDesk, name: str, value: str
) -> None:
    desk.type(**{name: value})
    desk.presenter.leave(name)
    assert list(desk.screen.problems) == [name]
    assert desk.screen.summary == []
    desk.type(**{name: ""})
    assert desk.screen.problems == {}


def test_an_identity_number_with_a_wrong_check_character(desk: IntakeDesk) -> None:
    desk.type(id_kind="resident_id", id_number="110105194912310021")
    desk.presenter.leave("id_number")
    assert list(desk.screen.problems) == ["id_number"]
    desk.type(id_number="11010519491231002X")
    assert desk.screen.problems == {}


def test_recording_lists_what_is_wrong_in_the_order_of_the_form_and_goes_to_the_first(desk: IntakeDesk) -> None:
    desk.type(phone="138102", remedy_sought="退款")
    desk.presenter.record()
    assert [name for name, _text in desk.screen.summary] == ["complainant_name", "phone", "narrative"]
    assert desk.screen.focus[-1] == "complainant_name"
    assert "record" not in desk.branch.called
    assert desk.presenter.form.remedy_sought == "退款"
    desk.type(complainant_name="王明芳")
    assert [name for name, _text in desk.screen.summary] == ["phone", "narrative"]
    desk.type(phone="13810242716", narrative="吞卡")
    assert desk.screen.summary == []


def test_settling_on_the_spot_needs_words(desk: IntakeDesk) -> None:
    desk.type("  ", complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    assert [name for name, _text in desk.screen.summary] == ["settlement"]
    desk.type("已当场退卡。")
    assert desk.screen.summary == []
    desk.presenter.record()
    assert desk.calls.recorded[0][1] == "已当场退卡。"
    assert desk.branch.cases()[0].state.value == "settled_on_spot"
