"""A screen of one's own, with a keyboard: Xvfb, openbox and xdotool. Tests that type do not take each other's keys."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import real_services
from PIL import Image, ImageGrab

T = TypeVar("T")

PATIENCE_SECONDS = 40.0
LOOK_AGAIN_SECONDS = 0.02
CHINESE_DELAY_MS = 240
"""xdotool changes the keyboard's map for every character it does not have, for half this time; the program must have
looked at the map by then. 50 do on a machine that has nothing else to do."""


class NotSeenError(AssertionError):
    """What was waited for did not come."""


def wait_for(what: str, look: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """Look until `look()` gives something true, and return it. Raises: NotSeenError naming `what`."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise NotSeenError(f"not seen within {seconds:.0f} s: {what}")
        pause.wait(LOOK_AGAIN_SECONDS)


class Screen:
    """An X display with a window manager, and hands on its keyboard. `presses` counts the keys pressed."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.presses = 0

    def key(self, *keys: str) -> None:
        """Press keys one after the other, such as "F2" or "ctrl+Return"."""
        self.presses += len(keys)
        self._do("key", "--clearmodifiers", "--delay", "4", *keys)

    def type(self, text: str) -> None:
        """Type characters that are on the keyboard, as quickly as a scanner does."""
        self.presses += len(text)
        self._do("type", "--clearmodifiers", "--delay", "2", "--", text)

    def type_chinese(self, text: str) -> None:
        """Type characters that no keyboard has, slowly enough for xdotool."""
        self.presses += len(text)
        self._do("type", "--clearmodifiers", "--delay", str(CHINESE_DELAY_MS), "--", text)

    @contextmanager
    def paste(self, text: str) -> Iterator[None]:
        """Copied elsewhere, then Ctrl+V here; leave the block once it has arrived."""
        with self.clipboard(text):
            self.key("ctrl+v")
            yield

    @contextmanager
    def clipboard(self, text: str) -> Iterator[None]:
        """Another program's clipboard holds `text` meanwhile."""
        command = ["xclip", "-quiet", "-selection", "clipboard", "-in"]
        with subprocess.Popen(
            command,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as xclip:
            assert xclip.stdin is not None
            xclip.stdin.write(text.encode())
            xclip.stdin.close()
            try:
                wait_for("the clipboard", lambda: self.copied() == text, 10)
                yield
            finally:
                xclip.terminate()

    def windows(self, name: str) -> list[str]:
        """The ids of visible windows whose title matches the pattern `name`."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return found.stdout.split()

    def properties(self, window: str) -> str:
        """Everything that a window tells the window manager and other programs."""
        return self._read("xprop", "-id", window)

    def picture(self) -> Image.Image:
        """What is to be seen."""
        return ImageGrab.grab(xdisplay=self.display)

    def copied(self) -> str:
        """What another program would paste; "" while nothing is there."""
        return self._read("xclip", "-selection", "clipboard", "-out")

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment(), check=True, capture_output=True, timeout=60)

    def _read(self, *words: str) -> str:
        return subprocess.run(
            words, env=self._environment(), capture_output=True, text=True, timeout=20, check=False
        ).stdout

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


@contextmanager
def new_screen() -> Iterator[Screen]:
    """Start a screen of 1920x1080 and end it with everything on it."""
    with ExitStack() as stack:
        yield Screen(real_services.display(stack, dict(os.environ))["DISPLAY"])
