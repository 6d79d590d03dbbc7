"""Named places where a test may kill the process for good, to prove that nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal

_CRASH_AT = os.environ.get("JIESU_CRASH_AT", "")


def reach(name: str) -> None:
    """Do nothing, unless the environment names this place: then die at once, as in a power cut."""
    if _CRASH_AT and name == _CRASH_AT:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
