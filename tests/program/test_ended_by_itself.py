"""The program fails or ends by itself: nothing is lost, nothing is silent, and it starts again when it is asked to."""

from __future__ import annotations

import signal
from collections.abc import Callable

from support.running_desk import RunningDesk

StartDesk = Callable[..., RunningDesk]


def test_a_segmentation_fault_is_told_at_the_next_start(start_desk: StartDesk) -> None:
    desk = start_desk()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.fill("complainant_name", "孙小明")
    desk.wait("the draft is in the store", lambda s: not s["has_unsaved"] and not s["pending"])
    desk.dies_by(signal.SIGSEGV)

    desk = start_desk()
    desk.wait_focus("goOn")
    assert "the program ended by itself" in desk.log()
    assert "Segmentation fault" in desk.log()
    desk.screen.key("Return")
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.screen.key("alt+1")
    desk.wait("what was typed", lambda s: s["lengths"]["complainant_name"] == 3)
    desk.quit()
    desk = start_desk()
    desk.sign_in()  # it is told once


def test_an_error_that_nothing_catches_leads_to_another_start(start_desk: StartDesk) -> None:
    desk = start_desk()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.fill("complainant_name", "孙小明")
    desk.process_signal(signal.SIGUSR2)
    desk.wait("the page of last resort", lambda s: s["focus"] == "goOn" and not s["pending"])
    desk.starts_again()
    desk.screen.key("Tab", "Return")
    desk.wait_for_first_report()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.screen.key("alt+1")
    desk.wait("what was typed", lambda s: s["lengths"]["complainant_name"] == 3)
    desk.quit()
