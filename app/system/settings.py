"""Settings of this computer: words and numbers only, never anything about a customer."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from app.system.plain_file import read_plain

_BIGGEST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What this computer remembers. Unknown keys of a newer program are left alone in the file."""

    language: str = "zh"
    theme: str = "auto"  # auto, light, dark, contrast
    scale_percent: int = 100
    printer: str = ""  # "" = the system's default
    slip_size: str = "80mm"  # 80mm, a5, a4
    slip_copies: int = 1
    idle_lock_seconds: int = 300
    screen_capture: str = "hidden"  # hidden, shown; where the system can leave windows out of pictures of the screen
    backup_folder: str = ""  # "" = "backups" in the data folder
    backup_at: str = "18:00"  # China time; a backup that was missed then is made at the next chance


_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_ALLOWED: dict[str, tuple[Any, ...]] = {
    "language": ("zh", "en"),
    "theme": ("auto", "light", "dark", "contrast"),
    "scale_percent": (100, 110, 125, 150),
    "slip_size": ("80mm", "a5", "a4"),
    "slip_copies": (1, 2, 3),
    "screen_capture": ("hidden", "shown"),
}


class SettingsFile:
    """The settings in one small JSON file; a damaged or missing file means the defaults."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._raw: dict[str, Any] = {}
        self.current = self._load()

    def change(self, **changes: Any) -> Settings:
        """Set the named settings and save them. Raises: ValueError for a value that is not allowed."""
        for name, value in changes.items():
            if not _is_allowed(name, value):
                raise ValueError(f"{name}={value!r}")
        self.current = replace(self.current, **changes)
        self._raw.update(asdict(self.current))
        self._save()
        return self.current

    def _load(self) -> Settings:
        try:
            raw = json.loads(read_plain(self._path, _BIGGEST_BYTES))
        except (OSError, ValueError, RecursionError):
            return Settings()
        if not isinstance(raw, dict):
            return Settings()
        self._raw = raw
        known = {f.name: raw[f.name] for f in fields(Settings) if f.name in raw and _is_allowed(f.name, raw[f.name])}
        return Settings(**known)

    def _save(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(self._raw, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(beside, self._path)


def _is_allowed(name: str, value: object) -> bool:
    if name in _ALLOWED:
        return value in _ALLOWED[name]
    if name == "idle_lock_seconds":
        return isinstance(value, int) and 60 <= value <= 600
    if name == "backup_at":
        return isinstance(value, str) and _TIME.fullmatch(value) is not None
    if name == "backup_folder":
        return isinstance(value, str) and (not value or Path(value).is_absolute())
    return name == "printer" and isinstance(value, str)
