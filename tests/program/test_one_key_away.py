"""What is rare is one key away in the real program: the fields beside the intake form, the list of all steps."""

from __future__ import annotations

import pytest
from support.counter_work import type_complaint
from support.running_desk import RunningDesk

NOTE = "已请信用卡中心调取外呼录音"

pytestmark = pytest.mark.usefixtures("cups_queue")


def test_f6_goes_to_the_rarer_fields_and_back_to_where_the_cursor_was(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    desk.at_counter()
    keys.key("Return")
    desk.wait_focus("phone")
    keys.key("F6")
    desk.wait_focus("arrival.head")
    keys.key("Down", "Return")
    desk.wait_focus("address")
    keys.type("Example Road 1")
    desk.wait("it is typed", lambda s: s["lengths"]["address"] == 14)
    keys.key("Escape")
    desk.wait_focus("phone")
    keys.key("F6", "F6")
    desk.wait_focus("phone")
    keys.key("F6", "Down", "Return")
    desk.wait_focus("address")
    keys.key("ctrl+a", "BackSpace", "Escape")
    desk.wait("nothing is left of it", lambda s: s["focus"] == "phone" and not s["pending"])


def test_a_step_is_found_by_initials_and_put_on_record(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    before = {case["case_no"] for case in desk.cases_at_headquarters()}
    desk.at_counter()
    type_complaint(desk)
    keys.key("ctrl+Return")
    desk.wait_page("intake", "complainant_name")
    keys.key("ctrl+1")
    desk.wait_page("worklist")
    keys.key("Return")
    desk.wait_page("case")
    keys.key("period")
    desk.wait_focus("stepSearch")
    keys.type("tjbz")  # 添加备注
    keys.key("Return")
    desk.fill("text", NOTE)
    keys.key("ctrl+Return")
    desk.wait("the note is on record", lambda s: "text" not in s["lengths"] and not s["pending"])
    desk.synchronise()
    (case,) = (case for case in desk.cases_at_headquarters() if case["case_no"] not in before)
    assert "note_added" in case["kinds"]
