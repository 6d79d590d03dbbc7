"""Where the program keeps its files on this computer. One folder, readable by its owner only."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder for this person's data; `JIESU_DATA` overrides it. Not created here."""
    override = os.environ.get("JIESU_DATA")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Jiesu"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Jiesu"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jiesu"


def private_folder(path: Path) -> Path:
    """Make `path` with its parents, for its owner alone, and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
