"""A power cut at the counter: what was typed is offered again, what was recorded is there once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.counter_work import NAME, NARRATIVE, REMEDY, recorded_case, type_complaint
from support.running_desk import RunningDesk
from support.screen import wait_for

StartDesk = Callable[..., RunningDesk]


def resumed_after_a_new_start(start_desk: StartDesk) -> RunningDesk:
    """The desk once more, the same teller signed in, the cursor in the blank form's first field."""
    desk = start_desk()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    return desk


def test_a_half_typed_form_is_offered_again_complete(start_desk: StartDesk) -> None:
    desk = start_desk()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.fill("complainant_name", NAME)
    desk.screen.key("Return")
    desk.screen.type("138 1024 2716")
    for _field in range(8):
        desk.screen.key("Return")
    desk.fill("narrative", NARRATIVE)
    desk.screen.key("Return")
    desk.fill("remedy_sought", REMEDY)
    desk.wait("the draft is in the store", lambda s: not s["has_unsaved"] and not s["pending"])
    desk.kill()
    desk.end()

    desk = resumed_after_a_new_start(start_desk)
    desk.screen.key("alt+1")
    desk.wait("the draft", lambda s: s["lengths"]["narrative"] == len(NARRATIVE))
    desk.screen.key("ctrl+Return")
    desk.wait("it is recorded", lambda s: s["lengths"]["narrative"] == 0 and not s["pending"])
    intake = recorded_case(desk)["registration"]["intake"]
    assert intake["complainant"]["name"] == NAME
    assert intake["complainant"]["phone"] == "13810242716"
    assert (intake["narrative"], intake["remedy_sought"]) == (NARRATIVE, REMEDY)


@pytest.mark.parametrize("place_of_death", ["", "store.before_commit", "store.after_commit"])
def test_killed_while_recording_the_complaint_is_there_exactly_once(start_desk: StartDesk, place_of_death: str) -> None:
    desk = start_desk(more={"JIESU_CRASH_AT": place_of_death})
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    type_complaint(desk)
    desk.wait("the draft is in the store", lambda s: not s["has_unsaved"] and not s["pending"])
    desk.screen.key("ctrl+Return")
    if place_of_death:
        desk.wait_until_dead()
    desk.kill()
    desk.end()

    desk = resumed_after_a_new_start(start_desk)
    desk.screen.key("alt+1")
    typed = desk.wait("nothing is under way", lambda s: not s["pending"])["lengths"]["narrative"]
    assert (place_of_death, bool(typed)) not in {("store.before_commit", False), ("store.after_commit", True)}
    if typed:
        desk.screen.key("ctrl+Return")
        desk.wait("it is recorded", lambda s: s["lengths"]["narrative"] == 0 and not s["pending"])
    intake = recorded_case(desk)["registration"]["intake"]
    assert (intake["narrative"], intake["remedy_sought"]) == (NARRATIVE, REMEDY)
    assert wait_for("one case", lambda: len(desk.cases_at_headquarters()) == 1)
    desk.quit()
    checked = desk.verify()
    assert checked.returncode == 0, checked.stdout + checked.stderr
