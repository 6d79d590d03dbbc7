"""Files that ship with the program, from the source tree or from a frozen build."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def resource_path(relative: str) -> Path:
    """The path of a shipped file, named relative to `resources/` with forward slashes."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[2]
    return root / "resources" / relative


def read_json(relative: str) -> Any:
    """A shipped JSON file, decoded.

    Raises: FileNotFoundError when the file is not shipped.
    """
    return json.loads(resource_path(relative).read_text(encoding="utf-8"))
