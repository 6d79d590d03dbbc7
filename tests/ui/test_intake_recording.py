"""Recording once and only once, the slip beside the form, and what is told; without Qt."""

from __future__ import annotations

from typing import Any

import pytest
from support.cases import TELLER
from support.intake_desk import FORM, IntakeDesk

from app.domain.refusal import Refusal, refuse
from app.language import set_language
from app.system.errors import KnownError
from app.ui.intake.calls import SlipWish


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


@pytest.fixture
def desk() -> IntakeDesk:
    made = IntakeDesk()
    made.presenter.start()
    return made


# ---- recording


def test_recording_empties_the_form_tells_the_number_and_prints(desk: IntakeDesk) -> None:
    desk.type(complainant_name=FORM.complainant_name, narrative=FORM.narrative)
    desk.presenter.save_draft()
    desk.presenter.record()
    case = desk.branch.cases()[0]
    text, tone = desk.screen.told[-1]
    assert case.case_no in text
    assert tone == "ok"
    assert desk.branch.printed == [(case.case_id, "80mm x2")]
    assert desk.screen.form.complainant_name == ""
    assert desk.screen.focus[-1] == "complainant_name"
    assert desk.branch.drafts == {}
    assert desk.screen.reprint == case.case_no
    assert desk.screen.busy == [True, False]
    assert desk.screen.action is not None
    desk.screen.action()
    assert desk.opened == [case.case_id]


def test_record_only_prints_nothing(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record(is_printing=False)
    assert len(desk.branch.cases()) == 1
    assert desk.branch.printed == []


def test_a_double_press_records_once() -> None:
    desk = IntakeDesk(is_held=True)
    desk.presenter.start()
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    desk.presenter.record()
    desk.presenter.record(is_printing=False)
    desk.run.flush()
    assert len(desk.branch.cases()) == 1
    desk.presenter.record()  # the form is empty now
    desk.run.flush()
    assert len(desk.branch.cases()) == 1


def test_no_draft_is_saved_behind_a_recording() -> None:
    desk = IntakeDesk(is_held=True)
    desk.presenter.start()
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    desk.presenter.save_draft()
    desk.presenter.new_form()
    desk.presenter.clear()
    desk.run.flush()
    assert desk.branch.drafts == {}
    assert len(desk.branch.cases()) == 1


def test_without_a_printer_the_slip_waits_and_the_person_is_told(desk: IntakeDesk) -> None:
    desk.branch.is_printer_ready = False
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    text, tone = desk.screen.told[-1]
    assert "waits in the print queue" in text
    assert tone == "warning"


@pytest.mark.parametrize("trouble", [KnownError(), refuse("case_not_found")])
def test_a_slip_that_fails_never_takes_the_recording_back(desk: IntakeDesk, trouble: Exception | Refusal) -> None:
    desk.branch.paper_error = trouble
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    text, tone = desk.screen.told[-1]
    assert desk.branch.cases()[0].case_no in text
    assert tone == "warning"
    assert desk.screen.form.complainant_name == ""


def test_a_failed_recording_keeps_everything(desk: IntakeDesk) -> None:
    desk.branch.broken.add("record")
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    assert desk.screen.told[-1][1] == "error"
    assert desk.presenter.form.complainant_name == "王明芳"
    assert desk.screen.busy == [True, False]
    desk.branch.broken.clear()
    desk.presenter.record()
    assert len(desk.branch.cases()) == 1


def test_a_refusal_without_a_field_is_told(desk: IntakeDesk) -> None:
    desk.branch.person = desk.branch.people["0501"]  # an auditor may not record
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    text, tone = desk.screen.told[-1]
    assert tone == "error"
    assert TELLER in text
    assert desk.presenter.form.complainant_name == "王明芳"


def test_reprinting_the_last_slip(desk: IntakeDesk) -> None:
    desk.presenter.reprint_last()
    assert desk.branch.printed == []
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    desk.presenter.slip.wish_for(SlipWish("a5", 1))
    desk.presenter.reprint_last()
    assert desk.branch.printed[-1][1] == "a5 x1"
    assert desk.branch.cases()[0].case_no in desk.screen.told[-1][0]


def test_other_open_drafts_survive_a_recording(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.new_form()
    desk.type(complainant_name="赵军", narrative="排队")
    desk.presenter.record()
    assert [tab.title for tab in desk.screen.tabs] == ["王*芳", "New complaint"]
    assert [d.form.complainant_name for d in desk.branch.drafts.values()] == ["王明芳"]


# ---- the slip


def test_the_slip_follows_the_form_and_goes_with_it(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.slip.make()
    assert desk.screen.pages
    assert desk.screen.due.due_on.isoformat() == "2026-11-30"
    desk.presenter.clear()
    assert desk.screen.pages is None
    assert desk.screen.due is None


def test_only_the_newest_wish_is_made_while_one_is_being_made() -> None:
    desk = IntakeDesk(is_held=True)
    desk.presenter.start()
    desk.run.flush()
    for text in ("吞", "吞卡", "吞卡了"):
        desk.type(narrative=text)
        desk.presenter.slip.make()
    desk.run.flush()
    assert desk.branch.called.count("preview") == 2


def test_a_slip_of_another_draft_is_not_shown() -> None:
    desk = IntakeDesk(is_held=True)
    desk.presenter.start()
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.slip.make()
    desk.presenter.new_form()
    desk.run.flush()
    assert desk.screen.pages is None


def test_a_slip_that_cannot_be_made_says_so_and_does_not_stop_the_next(desk: IntakeDesk) -> None:
    desk.branch.broken.add("preview")
    desk.type(narrative="吞卡")
    desk.presenter.slip.make()
    assert desk.screen.slip_failed
    desk.branch.broken.clear()
    desk.presenter.slip.make()
    assert desk.screen.pages


def test_another_size_is_previewed_another_number_of_copies_is_not(desk: IntakeDesk) -> None:
    desk.type(narrative="吞卡")
    desk.presenter.slip.wish_for(SlipWish("80mm", 3))
    assert "preview" not in desk.branch.called
    desk.presenter.slip.wish_for(SlipWish("a4", 3))
    assert desk.branch.called.count("preview") == 1
    desk.presenter.slip.fit(800)
    desk.presenter.slip.fit(800)
    assert desk.branch.called.count("preview") == 2


def test_nothing_of_a_customer_shows_in_a_repr(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    for thing in (*desk.presenter._drafts.all, desk.screen.offers[0], desk.screen.tabs[0]):
        assert "王明芳" not in repr(thing)
        assert "吞卡" not in repr(thing)


def test_whoever_records_what_is_about_them_is_told_who_has_it(desk: IntakeDesk) -> None:
    desk.type(complainant_name="王明芳", narrative="态度差", respondents=(TELLER,))
    desk.presenter.record()
    text, _tone = desk.screen.told[-1]
    (case,) = desk.branch.cases()
    assert case.owner != TELLER
    assert f"so {desk.branch.people[case.owner].name} {case.owner} has the case" in text
    desk.type(complainant_name="李强", narrative="吞卡")
    desk.presenter.record()
    assert "has the case" not in desk.screen.told[-1][0]
