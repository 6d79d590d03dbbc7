"""`jiesu tour` as a program of its own, off-screen, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 170


@dataclass
class Tour:
    """One run of `words` in `folder`, begun when it is made. Its temporary files lie in `folder`/tmp."""

    folder: Path
    words: tuple[str, ...]
    more: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        left_out = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_", "DBUS_", "JIESU_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        environment |= {"HOME": str(self.folder), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT), **self.more}
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

    def said(self) -> str:
        """What it wrote to the terminal."""
        return self._said.read_text(encoding="utf-8")

    def end(self) -> None:
        """Stop it if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
