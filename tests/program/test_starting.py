"""Starting and ending the real program: the first time, a second time, without a keyring, from a terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from support.running_desk import ROOT, RunningDesk, new_place
from support.screen import Screen

StartDesk = Callable[..., RunningDesk]
PASSPHRASE = "yinhang-tousu-2026"


def test_a_second_start_says_that_the_desk_is_open(start_desk: StartDesk) -> None:
    desk = start_desk()
    second = subprocess.run(
        [sys.executable, "-m", "app", "desk", "--data", str(desk.place.data)],
        cwd=ROOT,
        env={**os.environ, **desk.screen.environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 1
    assert "已经打开" in second.stderr
    assert "is open already" in second.stderr
    assert len(desk.screen.windows("接诉台")) == 1
    desk.sign_in()


def test_ctrl_c_in_the_terminal_ends_everything_in_order(start_desk: StartDesk) -> None:
    desk = start_desk()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.fill("complainant_name", "孙小明")
    assert desk.process is not None
    desk.process.send_signal(signal.SIGINT)
    assert desk.process.wait(40) == 0, desk.said()
    assert desk.said() == ""
    desk.end()
    desk = start_desk()
    desk.sign_in()
    desk.wait_page("intake", "complainant_name")
    desk.screen.key("alt+1")
    desk.wait("what was typed", lambda s: s["lengths"]["complainant_name"] == 3)


def test_without_a_keyring_the_branch_lies_under_a_passphrase(screen: Screen) -> None:
    with _desk_without_keyring(screen) as desk:
        desk.start()
        desk.wait("a page for a new one", lambda s: s["sign_in"] == "passphrase" and s["focus"] == "newPassphrase")
        screen.type("too short")
        screen.key("Return")
        desk.wait_focus("newPassphraseAgain")
        screen.key("Return")
        desk.wait("it is told", lambda s: s["wrong"] == ["newPassphrase"] and s["focus"] == "newPassphrase")
        screen.key("ctrl+a", "BackSpace")
        screen.type(PASSPHRASE)
        screen.key("Return")
        desk.wait_focus("newPassphraseAgain")
        _give_passphrase(desk, PASSPHRASE)
        desk.sign_in()
        desk.quit()

        desk.start()
        desk.wait("the passphrase page again", lambda s: s["sign_in"] == "passphrase" and s["focus"] == "passphrase")
        screen.type("yinhang-tousu-2025")
        screen.key("Return")
        desk.wait("it is told", lambda s: "passphrase" in s["wrong"] and not s["pending"])
        _give_passphrase(desk, PASSPHRASE)
        desk.sign_in()
        desk.quit()
        leftovers = [path for path in desk.place.root.rglob("*") if path.is_file() and _holds(path, PASSPHRASE)]
        assert leftovers == []


@contextmanager
def _desk_without_keyring(screen: Screen) -> Iterator[RunningDesk]:
    with new_place() as place:
        runtime = place.root / "runtime"
        runtime.mkdir(mode=0o700)
        no_bus = {"DBUS_SESSION_BUS_ADDRESS": None, "XDG_RUNTIME_DIR": str(runtime)}
        desk = RunningDesk(place, screen, more=no_bus)
        try:
            yield desk
        finally:
            desk.end()


def _give_passphrase(desk: RunningDesk, passphrase: str) -> None:
    desk.screen.type(passphrase)
    desk.screen.key("Return")
    desk.wait("the sign-in page", lambda s: s["sign_in"] == "sign_in" and s["focus"] == "staffNo")


def _holds(path: os.PathLike[str], secret: str) -> bool:
    with open(path, "rb") as file:
        return secret.encode() in file.read()
