"""A day at the counter, by keys alone, in the real program on a real screen with a real printer."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from PIL import ImageChops
from support.counter_work import ID_NUMBER, NAME, NARRATIVE, REMEDY, recorded_case, text_of, type_complaint
from support.printing import CupsQueue
from support.running_desk import RunningDesk

REASON = "需调取 10 月 8 日外呼录音并请信用卡中心核实分期申请渠道"

pytestmark = pytest.mark.usefixtures("cups_queue")


def test_a_complaint_is_recorded_and_its_slip_printed_by_keys_alone(
    counter: RunningDesk, cups_queue: CupsQueue, record_testsuite_property: Any
) -> None:
    desk, keys = counter, counter.screen
    desk.at_counter()
    before = len(desk.cases_at_headquarters())
    keys.presses, began = 0, monotonic()
    keys.key("F2")
    type_complaint(desk)
    keys.key("Return")
    desk.wait_focus("channel")
    keys.key("Return")
    desk.wait_focus("received_at")
    keys.key("Return")
    desk.wait_focus("record")
    keys.key("ctrl+Return")
    paper = text_of(cups_queue.next_paper())
    seconds = monotonic() - began
    record_testsuite_property("keys_for_a_complaint", keys.presses)
    record_testsuite_property("seconds_for_a_complaint", round(seconds, 1))
    assert seconds < 60
    assert keys.presses < 100  # every field, names and numbers included; long texts are pasted

    state = desk.wait("a blank form with the cursor in the name", lambda s: s["focus"] == "complainant_name")
    assert state["lengths"]["narrative"] == 0
    assert state["toast"] > 0
    case = recorded_case(desk, before)
    intake = case["registration"]["intake"]
    assert intake["complainant"]["name"] == NAME
    assert intake["complainant"]["phone"] == "13810242716"
    assert intake["complainant"]["id_number"] == ID_NUMBER
    assert (intake["account_tail"], intake["occurred_on"], intake["amount_fen"]) == ("2716", "2026-11-20", 128600)
    assert intake["category"] == "B0302"
    assert (intake["narrative"], intake["remedy_sought"]) == (NARRATIVE, REMEDY)
    assert case["kinds"] == ["case_registered", "case_accepted", "paper_made"]
    assert case["case_no"].replace(" ", "") in paper
    assert "赵*燕" in paper
    assert "138****2716" in paper
    assert NAME not in paper
    assert "".join(NARRATIVE.split()) in paper.replace("\n", "")


def test_a_case_is_opened_from_the_worklist_and_more_time_asked_for(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    before = len(desk.cases_at_headquarters())
    desk.at_counter()
    type_complaint(desk)
    keys.key("ctrl+Return")
    desk.wait_page("intake", "complainant_name")
    keys.key("ctrl+1")
    desk.wait_page("worklist")
    keys.key("Return")
    desk.wait_page("case")
    keys.key("ctrl+e")
    desk.wait_focus("reason")
    desk.fill("reason", REASON)
    keys.key("ctrl+Return")
    desk.wait("the request is on record", lambda s: "reason" not in s["lengths"] and not s["pending"])
    desk.synchronise()
    asked = [case for case in desk.cases_at_headquarters() if "extension_requested" in case["kinds"]]
    assert len(asked) == 1
    assert asked[0]["extensions"][0][:3] == ["CN_LOCAL_5_10", 1, ""]
    assert len(desk.cases_at_headquarters()) == before + 1


def test_the_lock_asks_for_the_password_and_keeps_what_is_typed(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    desk.at_counter()
    keys.type("138 1024")
    keys.key("Return")
    keys.type("6666")
    desk.wait("it is typed", lambda s: s["lengths"]["phone"] == 4 and not s["pending"])
    open_desk = keys.picture()
    keys.key("ctrl+l")
    desk.wait("the lock", lambda s: s["is_locked"] and s["sign_in"] == "lock" and s["focus"] == "password")
    locked = keys.picture()
    assert all(len(picture.convert("L").getcolors(256) or ()) > 50 for picture in (open_desk, locked))
    assert ImageChops.difference(open_desk, locked).getbbox() is not None
    keys.type("guitai-0218")
    keys.key("Return")
    desk.wait("the wrong password is told", lambda s: "password" in s["wrong"] and not s["pending"])
    assert desk.state()["is_locked"]
    keys.type("guitai-0217")
    keys.key("Return")
    state = desk.wait("the desk is open again", lambda s: not s["is_locked"] and s["page"] == "intake")
    assert state["lengths"]["complainant_name"] == len("138 1024")
    assert state["lengths"]["phone"] == 4
    keys.key("ctrl+a", "BackSpace")
    desk.wait("the cursor is where it was", lambda s: s["lengths"]["phone"] == 0)


def test_another_person_leaves_the_draft_of_the_first_alone(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    desk.at_counter()
    desk.fill("complainant_name", "孙小明")
    keys.key("Return")
    keys.type("01055550102")
    desk.wait("all is typed", lambda s: s["lengths"]["phone"] == 11)
    _switch_to(desk, "0108")
    state = desk.wait_page("worklist")
    assert state["person"] == "0108"
    keys.key("F2")
    assert desk.wait_page("intake")["lengths"]["complainant_name"] == 0
    _switch_to(desk, "0217")
    desk.wait_page("intake", "complainant_name")
    keys.key("alt+1")
    state = desk.wait("the draft", lambda s: s["lengths"]["complainant_name"] == 3)
    assert state["lengths"]["phone"] == 11
    keys.key("ctrl+a", "BackSpace", "Return")
    desk.wait_focus("phone")
    keys.key("ctrl+a", "BackSpace")
    desk.wait("nothing is left of it", lambda s: s["lengths"]["phone"] == 0 and not s["pending"])


def test_the_palette_takes_initials_and_case_numbers(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    desk.at_counter()
    keys.key("ctrl+k")
    desk.wait("the palette", lambda s: s["is_palette_open"])
    keys.type("cx")  # 查询
    keys.key("Return")
    desk.wait_page("search")
    keys.key("ctrl+k")
    keys.type("dyd")  # 打印队列 is found by 打印 too, the first three initials say which
    keys.key("Return")
    desk.wait_page("print_queue")
    keys.key("ctrl+k")
    desk.wait("the palette", lambda s: s["is_palette_open"])
    keys.key("Escape")
    desk.wait("the palette is gone", lambda s: not s["is_palette_open"])


def test_f1_shows_every_key_and_goes_again(counter: RunningDesk) -> None:
    desk, keys = counter, counter.screen
    desk.at_counter()
    keys.key("F1")
    desk.wait("the sheet has the keyboard", lambda s: s["dialog"] == "ShortcutSheet" and s["focus"] == "PrimaryButton")
    keys.key("Escape")
    desk.wait("the sheet is gone", lambda s: not s["dialog"] and s["focus"] == "complainant_name")


def _switch_to(desk: RunningDesk, staff_no: str) -> None:
    desk.screen.key("ctrl+l")
    desk.wait("the lock", lambda s: s["is_locked"] and s["sign_in"] == "lock")
    desk.screen.key("ctrl+u")
    desk.sign_in(staff_no)
