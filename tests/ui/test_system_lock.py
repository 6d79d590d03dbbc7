"""The computer's own lock, its sleep and its change of user reach the desk, heard on a real D-Bus."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.buses import Speaker, private_bus

from app.ui.shell.system_lock import SCREEN_SAVERS, LinuxLock
from app.ui.shell.windows_lock import why_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")


class Heard:
    """A listener on a bus of its own, which stands for both of the computer's, and who speaks there."""

    def __init__(self, address: str, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.speaker = Speaker(address)
        self.lock = LinuxLock(system=address, session=address)
        assert self.lock.is_listening
        self.whys: list[str] = []
        self.lock.heard.connect(self.whys.append)

    def after(self, line: str, *expected: str, waits: bool = True) -> None:
        self.whys.clear()
        self.speaker.say(line, waits=waits)
        self.qtbot.waitUntil(lambda: len(self.whys) >= len(expected))
        assert tuple(self.whys) == expected

    def end(self) -> None:
        self.speaker.end()
        self.lock.stop()


@pytest.fixture
def own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)


@pytest.fixture
def heard(tmp_path: Path, qtbot: Any, own_session: None) -> Iterator[Heard]:
    with private_bus(tmp_path) as address:
        made = Heard(address, qtbot)
        yield made
        made.end()


@pytest.mark.parametrize(("path", "interface"), SCREEN_SAVERS)
def test_a_screen_saver_that_begins_locks_the_desk(heard: Heard, path: str, interface: str) -> None:
    heard.speaker.say(f"saver {path} {interface} off")
    heard.after(f"saver {path} {interface} on", "system_locked")


def test_the_session_is_locked_put_to_sleep_or_left_for_another_user(heard: Heard) -> None:
    heard.after("lock", "system_locked")
    heard.speaker.say("sleep off")
    heard.after("sleep on", "suspended")


def test_another_user_at_the_computer(heard: Heard) -> None:
    heard.after("active off", "switched", waits=False)


def test_other_sessions_of_the_computer_are_not_ours(
    tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "1")
    with private_bus(tmp_path) as address:
        heard = Heard(address, qtbot)
        try:
            heard.speaker.say("answer", waits=False)
            qtbot.waitUntil(lambda: heard.lock._own_session != "")
            heard.speaker._heard("said")
            heard.speaker.say("lock /org/freedesktop/login1/session/_32")
            heard.after("lock", "system_locked")
        finally:
            heard.end()


@pytest.mark.parametrize(
    ("message", "wparam", "why"),
    [(0x02B1, 7, "system_locked"), (0x02B1, 8, ""), (0x02B1, 2, "switched"), (0x0218, 4, "suspended"), (0x10, 7, "")],
)
def test_what_windows_says(message: int, wparam: int, why: str) -> None:
    assert why_of(message, wparam) == why
