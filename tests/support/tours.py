"""`jiesu tour` as a program of its own, off-screen, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from support.screen import wait_for

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300


@dataclass
class Tour:
    """One run of `words` in `folder`, begun when it is made. Its temporary files lie in `folder`/tmp.

    `before` are files that are there before it begins; `full` are files on a device that has no room.
    """

    folder: Path
    words: tuple[str, ...]
    before: Mapping[str, bytes] = field(default_factory=dict)
    full: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir(mode=0o711)
        for name, data in self.before.items():
            (self.folder / name).write_bytes(data)
        for name in self.full:
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).symlink_to("/dev/full")
        left_out = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_", "DBUS_", "JIESU_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        environment |= {"HOME": str(self.folder), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)}
        self._said = self.folder / "said"
        with open(self._said, "wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", *self.words],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def finish(self) -> int:
        """Wait for its end; the exit status."""
        return self.process.wait(SECONDS)

    def wait_for_word(self, word: str) -> None:
        """Wait until it has written `word`."""
        wait_for(word, lambda: word in self.said() or self.process.poll() is not None, SECONDS)
        assert word in self.said()

    def said(self) -> str:
        """What it wrote to the terminal."""
        return self._said.read_text(encoding="utf-8")

    def end(self) -> None:
        """Stop it if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
