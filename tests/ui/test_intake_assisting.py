"""What becomes of what the desk notices, without Qt: one look at a time, never of another draft, never by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.intake_desk import IntakeDesk

from app.language import set_language
from app.ui.intake.assistance import Assistance, SimilarCase, Suggested

FOUND = SimilarCase("c-9", "TS0102-26A00031-X", "in_progress", True, date(2026, 11, 6), ("same_phone",), True, "吞卡")
NOTICED = Assistance((Suggested("B03023", ("账单",)),), (Suggested("C01", ("态度",)),), (FOUND,))


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


def begun(*, is_held: bool = False) -> IntakeDesk:
    made = IntakeDesk(is_held=is_held)
    made.presenter.start()
    made.calls.noticed = NOTICED
    return made


def test_a_blank_form_is_not_looked_at() -> None:
    desk = begun()
    desk.presenter.assist.make()
    assert "assist" not in desk.branch.called


def test_suggestions_go_once_a_category_is_chosen_whoever_chose_it() -> None:
    desk = begun()
    desk.type(narrative="账单")
    desk.presenter.assist.make()
    assert [s.code for s in desk.screen.suggestions] == ["B03023"]
    assert desk.presenter.form.category == ""
    desk.presenter.assist.choose("B03023")
    assert desk.presenter.form.category == "B03023"
    assert desk.screen.suggestions == []
    assert [s.code for s in desk.screen.reasons] == ["C01"]
    desk.type(reason="C02")
    desk.presenter.assist.make()
    assert desk.screen.reasons == []


def test_the_same_form_is_looked_at_once() -> None:
    desk = begun()
    desk.type(narrative="账单")
    desk.presenter.assist.make()
    desk.presenter.assist.make()
    assert desk.branch.called.count("assist") == 1
    desk.type(narrative="账单分期")
    desk.presenter.assist.make()
    assert desk.branch.called.count("assist") == 2


def test_an_answer_for_another_draft_is_dropped() -> None:
    desk = begun(is_held=True)
    desk.type(narrative="账单")
    desk.presenter.assist.make()
    desk.presenter.new_form()
    desk.run.flush()  # type: ignore[union-attr]
    assert desk.screen.similar == []
    assert desk.screen.suggestions == []


def test_help_that_fails_disturbs_nobody_and_is_tried_again() -> None:
    desk = begun()
    desk.branch.broken.add("assist")
    desk.type(narrative="账单")
    desk.presenter.assist.make()
    assert desk.screen.told == []
    desk.branch.broken.clear()
    desk.presenter.assist.make()
    assert desk.screen.similar == [FOUND]


def test_putting_aside_lasts_for_this_draft_and_takes_the_link_away() -> None:
    desk = begun()
    desk.type(narrative="吞卡")
    desk.presenter.assist.make()
    desk.presenter.assist.link("c-9")
    assert desk.screen.linked == "c-9"
    desk.presenter.assist.put_aside("c-9")
    assert desk.presenter.form.repeat_of == ""
    assert desk.screen.similar == []
    desk.presenter.new_form()
    desk.type(narrative="另一位客户吞卡")
    desk.presenter.assist.make()
    assert desk.screen.similar == [FOUND]


def test_masking_spares_what_was_typed_since_when_it_is_undone() -> None:
    desk = begun()
    desk.type(narrative="卡号 6222021001000000007", remedy_sought="退到 6222021001000000007")
    desk.presenter.assist.make()
    assert desk.screen.cards == 2
    desk.presenter.assist.mask()
    assert desk.presenter.form.narrative == "卡号 622202*********0007"
    desk.type(narrative=desk.presenter.form.narrative + "，请尽快")
    assert desk.screen.action is not None
    desk.screen.action()
    assert desk.presenter.form.narrative == "卡号 622202*********0007，请尽快"
    assert desk.presenter.form.remedy_sought == "退到 6222021001000000007"


def test_a_choice_of_capacity_says_what_is_wanted_and_typing_does_not_ask_again() -> None:
    desk = begun()
    desk.type(complainant_name="王明芳", narrative="吞卡")
    assert desk.screen.wanted == []
    desk.type(capacity="agent")
    assert desk.screen.wanted == ["representative_name", "authority"]
    desk.type(representative_name="赵海燕", authority="power_of_attorney")
    assert desk.screen.wanted == ["is_authority_original"]
    desk.type(is_authority_original=True)
    assert desk.screen.wanted == []
    desk.type(capacity="self", representative_name="", authority="", is_authority_original=False)
    assert desk.screen.wanted == []


def test_a_draft_that_holds_only_rarer_parts_is_a_draft() -> None:
    desk = begun()
    desk.type(rights=("R1_property",))
    assert not desk.presenter.is_blank
    desk.presenter.save_draft()
    (draft,) = desk.branch.drafts.values()
    assert draft.form.rights == ("R1_property",)
