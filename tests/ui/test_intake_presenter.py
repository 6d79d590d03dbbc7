"""What the intake page decides, without Qt: drafts, checks, the live slip, recording once and only once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support.cases import RULES, TELLER
from support.counter import Branch, FakeIntakeCalls, Held, Inline

from app.domain.commands import IntakeForm
from app.domain.intake import normalise_intake
from app.domain.refusal import Problem, Refusal, refuse
from app.language import set_language
from app.system.errors import KnownError
from app.ui.intake.calls import SlipWish
from app.ui.intake.presenter import IntakePresenter

FORM = IntakeForm(narrative="自助机吞卡。", complainant_name="王明芳")


class Screen:
    """What the presenter shows, kept."""

    def __init__(self) -> None:
        self.form = IntakeForm(narrative="")
        self.settlement: str | None = None
        self.tabs: list[Any] = []
        self.offers: list[Any] = []
        self.saved: datetime | None = None
        self.not_saved = ""
        self.problems: dict[str, str] = {}
        self.summary: list[tuple[str, str]] = []
        self.due: Any = None
        self.pages: Any = None
        self.slip_failed = ""
        self.busy: list[bool] = []
        self.reprint = ""
        self.focus: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.action: Callable[[], None] | None = None

    def show_form(self, form: IntakeForm, settlement: str | None) -> None:
        self.form, self.settlement = form, settlement

    def show_tabs(self, tabs: Any) -> None:
        self.tabs = list(tabs)

    def show_offers(self, offers: Any) -> None:
        self.offers = list(offers)

    def show_saved(self, at: datetime | None) -> None:
        self.saved = at
        self.not_saved = ""

    def show_not_saved(self, why: str) -> None:
        self.not_saved = why

    def show_problems(self, at_fields: Any, summary: Any) -> None:
        self.problems, self.summary = dict(at_fields), list(summary)

    def show_due(self, deadlines: Any) -> None:
        self.due = deadlines

    def show_slip(self, pages: Any) -> None:
        self.pages = pages

    def show_slip_failed(self, why: str) -> None:
        self.slip_failed = why

    def show_busy(self, is_busy: bool) -> None:
        self.busy.append(is_busy)

    def show_reprint(self, case_no: str) -> None:
        self.reprint = case_no

    def focus_field(self, name: str) -> None:
        self.focus.append(name)

    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        self.told.append((text, tone))
        self.action = do


def check(form: IntakeForm, now: datetime) -> tuple[Problem, ...]:
    found = normalise_intake(form, now, RULES.taxonomy)
    return found if isinstance(found, tuple) else ()


class Desk:
    """A presenter on a branch in memory; `held` keeps the work until it is flushed."""

    def __init__(self, *, is_held: bool = False) -> None:
        set_language("en")
        self.branch = Branch()
        self.run = Held() if is_held else Inline()
        self.screen = Screen()
        self.calls = FakeIntakeCalls(self.branch)
        self.opened: list[str] = []
        self.presenter = self.make()

    def make(self) -> IntakePresenter:
        return IntakePresenter(
            self.screen,
            self.run,
            now=self.branch.clock.now,
            check=check,
            open_case=self.opened.append,
            calls=self.calls,
            wish=SlipWish("80mm", 2),
        )

    def type(self, settlement: str | None = None, **fields: str) -> None:
        self.presenter.change(replace(self.presenter.form, **fields), settlement)


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.presenter.start()
    return made


# ---- drafts


def test_a_blank_form_is_no_draft_and_begins_with_the_name(desk: Desk) -> None:
    assert desk.screen.focus == ["complainant_name"]
    desk.presenter.save_draft()
    assert desk.branch.drafts == {}
    assert desk.screen.saved is None


def test_what_is_typed_is_saved_with_its_time_and_only_when_it_changed(desk: Desk) -> None:
    desk.type(complainant_name="王")
    desk.presenter.save_draft()
    desk.presenter.save_draft()
    assert desk.branch.called.count("save_draft") == 1
    assert desk.screen.saved == desk.branch.clock.now()
    (draft,) = desk.branch.drafts.values()
    assert draft.form.complainant_name == "王"


def test_a_draft_that_is_emptied_again_is_forgotten(desk: Desk) -> None:
    desk.type(complainant_name="王")
    desk.presenter.save_draft()
    desk.type(complainant_name="")
    desk.presenter.save_draft()
    assert desk.branch.drafts == {}


def test_a_draft_that_cannot_be_saved_says_so_and_is_tried_again(desk: Desk) -> None:
    desk.branch.broken.add("save_draft")
    desk.type(complainant_name="王")
    desk.presenter.save_draft()
    assert desk.screen.not_saved
    assert desk.presenter.has_unsaved
    desk.branch.broken.clear()
    desk.presenter.save_draft()
    assert not desk.screen.not_saved
    assert not desk.presenter.has_unsaved


def test_the_last_three_drafts_are_offered_after_a_crash_and_one_goes_on(desk: Desk) -> None:
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


def test_the_words_of_a_settlement_are_in_the_draft_too(desk: Desk) -> None:
    desk.type("已退卡。", complainant_name="王明芳")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    again.resume(desk.screen.offers[0].draft_id)
    assert desk.screen.settlement == "已退卡。"
    again.save_draft()
    assert desk.branch.called.count("save_draft") == 1


def test_nothing_is_filled_in_by_itself_after_a_crash(desk: Desk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    assert desk.screen.form.complainant_name == ""


def test_a_draft_that_was_recorded_meanwhile_is_not_offered_twice(desk: Desk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    offer = desk.screen.offers[0]
    desk.branch.drafts.clear()
    again.resume(offer.draft_id)
    assert desk.screen.told[-1][1] == "warning"
    assert desk.screen.offers == []


def test_several_customers_at_once(desk: Desk) -> None:
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


def test_f2_on_a_blank_form_opens_no_second_one(desk: Desk) -> None:
    desk.presenter.new_form()
    desk.presenter.new_form()
    assert len(desk.screen.tabs) == 1


def test_a_blank_form_that_is_left_goes(desk: Desk) -> None:
    desk.type(complainant_name="王明芳")
    desk.presenter.new_form()
    desk.presenter.next_draft()
    assert [tab.title for tab in desk.screen.tabs] == ["王*芳"]


def test_clearing_can_be_undone(desk: Desk) -> None:
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


def test_clearing_a_blank_form_only_goes_to_its_beginning(desk: Desk) -> None:
    desk.presenter.clear()
    assert desk.screen.told == []
    assert desk.screen.focus[-1] == "complainant_name"


# ---- checks


def test_nothing_is_scolded_while_someone_types_or_leaves_a_field_empty(desk: Desk) -> None:
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
    desk: Desk, name: str, value: str
) -> None:
    desk.type(**{name: value})
    desk.presenter.leave(name)
    assert list(desk.screen.problems) == [name]
    assert desk.screen.summary == []
    desk.type(**{name: ""})
    assert desk.screen.problems == {}


def test_an_identity_number_with_a_wrong_check_character(desk: Desk) -> None:
    desk.type(id_kind="resident_id", id_number="110105194912310021")
    desk.presenter.leave("id_number")
    assert list(desk.screen.problems) == ["id_number"]
    desk.type(id_number="11010519491231002X")
    assert desk.screen.problems == {}


def test_recording_lists_what_is_wrong_in_the_order_of_the_form_and_goes_to_the_first(desk: Desk) -> None:
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


def test_settling_on_the_spot_needs_words(desk: Desk) -> None:
    desk.type("  ", complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    assert [name for name, _text in desk.screen.summary] == ["settlement"]
    desk.type("已当场退卡。")
    assert desk.screen.summary == []
    desk.presenter.record()
    assert desk.calls.recorded[0][1] == "已当场退卡。"
    assert desk.branch.cases()[0].state.value == "settled_on_spot"


# ---- recording


def test_recording_empties_the_form_tells_the_number_and_prints(desk: Desk) -> None:
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


def test_record_only_prints_nothing(desk: Desk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record(is_printing=False)
    assert len(desk.branch.cases()) == 1
    assert desk.branch.printed == []


def test_a_double_press_records_once() -> None:
    desk = Desk(is_held=True)
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
    desk = Desk(is_held=True)
    desk.presenter.start()
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    desk.presenter.save_draft()
    desk.presenter.new_form()
    desk.presenter.clear()
    desk.run.flush()
    assert desk.branch.drafts == {}
    assert len(desk.branch.cases()) == 1


def test_without_a_printer_the_slip_waits_and_the_person_is_told(desk: Desk) -> None:
    desk.branch.is_printer_ready = False
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    text, tone = desk.screen.told[-1]
    assert "waits in the print queue" in text
    assert tone == "warning"


@pytest.mark.parametrize("trouble", [KnownError(), refuse("case_not_found")])
def test_a_slip_that_fails_never_takes_the_recording_back(desk: Desk, trouble: Exception | Refusal) -> None:
    desk.branch.paper_error = trouble
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    text, tone = desk.screen.told[-1]
    assert desk.branch.cases()[0].case_no in text
    assert tone == "warning"
    assert desk.screen.form.complainant_name == ""


def test_a_failed_recording_keeps_everything(desk: Desk) -> None:
    desk.branch.broken.add("record")
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    assert desk.screen.told[-1][1] == "error"
    assert desk.presenter.form.complainant_name == "王明芳"
    assert desk.screen.busy == [True, False]
    desk.branch.broken.clear()
    desk.presenter.record()
    assert len(desk.branch.cases()) == 1


def test_a_refusal_without_a_field_is_told(desk: Desk) -> None:
    desk.branch.person = desk.branch.people["0501"]  # an auditor may not record
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    text, tone = desk.screen.told[-1]
    assert tone == "error"
    assert TELLER in text
    assert desk.presenter.form.complainant_name == "王明芳"


def test_reprinting_the_last_slip(desk: Desk) -> None:
    desk.presenter.reprint_last()
    assert desk.branch.printed == []
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.record()
    desk.presenter.wish_for(SlipWish("a5", 1))
    desk.presenter.reprint_last()
    assert desk.branch.printed[-1][1] == "a5 x1"
    assert desk.branch.cases()[0].case_no in desk.screen.told[-1][0]


def test_other_open_drafts_survive_a_recording(desk: Desk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.new_form()
    desk.type(complainant_name="赵军", narrative="排队")
    desk.presenter.record()
    assert [tab.title for tab in desk.screen.tabs] == ["王*芳", "New complaint"]
    assert [d.form.complainant_name for d in desk.branch.drafts.values()] == ["王明芳"]


# ---- the slip


def test_the_slip_follows_the_form_and_goes_with_it(desk: Desk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.preview()
    assert desk.screen.pages
    assert desk.screen.due.due_on.isoformat() == "2026-11-30"
    desk.presenter.clear()
    assert desk.screen.pages is None
    assert desk.screen.due is None


def test_only_the_newest_wish_is_made_while_one_is_being_made() -> None:
    desk = Desk(is_held=True)
    desk.presenter.start()
    desk.run.flush()
    for text in ("吞", "吞卡", "吞卡了"):
        desk.type(narrative=text)
        desk.presenter.preview()
    desk.run.flush()
    assert desk.branch.called.count("preview") == 2


def test_a_slip_of_another_draft_is_not_shown() -> None:
    desk = Desk(is_held=True)
    desk.presenter.start()
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.preview()
    desk.presenter.new_form()
    desk.run.flush()
    assert desk.screen.pages is None


def test_a_slip_that_cannot_be_made_says_so_and_does_not_stop_the_next(desk: Desk) -> None:
    desk.branch.broken.add("preview")
    desk.type(narrative="吞卡")
    desk.presenter.preview()
    assert desk.screen.slip_failed
    desk.branch.broken.clear()
    desk.presenter.preview()
    assert desk.screen.pages


def test_another_size_is_previewed_another_number_of_copies_is_not(desk: Desk) -> None:
    desk.type(narrative="吞卡")
    desk.presenter.wish_for(SlipWish("80mm", 3))
    assert "preview" not in desk.branch.called
    desk.presenter.wish_for(SlipWish("a4", 3))
    assert desk.branch.called.count("preview") == 1
    desk.presenter.fit(800)
    desk.presenter.fit(800)
    assert desk.branch.called.count("preview") == 2


def test_nothing_of_a_customer_shows_in_a_repr(desk: Desk) -> None:
    desk.type(complainant_name="王明芳", narrative="吞卡")
    desk.presenter.save_draft()
    again = desk.make()
    again.start()
    for thing in (*desk.presenter._drafts.all, desk.screen.offers[0], desk.screen.tabs[0]):
        assert "王明芳" not in repr(thing)
        assert "吞卡" not in repr(thing)
