"""A desk that nobody touches locks itself. It has its own screen and waits while the other tests run."""

from __future__ import annotations

from support.running_desk import RunningDesk

LOCKS_AFTER_SECONDS = 60


def test_a_desk_that_nobody_touches_is_locked_with_its_content_hidden(untouched_desk: RunningDesk) -> None:
    desk = untouched_desk
    state = desk.wait("the lock", lambda s: s["is_locked"], LOCKS_AFTER_SECONDS + 20)
    assert state["page"] == ""
    assert state["sign_in"] == "lock"
    assert state["focus"] == "password"
    assert state["locks_in"] == -1
    desk.screen.type("guitai-0217")
    desk.screen.key("Return")
    desk.wait("the desk is open again", lambda s: not s["is_locked"] and s["page"] == "intake" and not s["pending"])
    desk.quit()
