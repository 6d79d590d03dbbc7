"""What somebody wants to add to a case, before anybody has looked into it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.operations.take_in_file import Pixels


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file by its path, or the pixels of a picture from the clipboard. `name` is what the person knows it by."""

    name: str
    path: Path | None = None
    pixels: Pixels | None = None

    def __repr__(self) -> str:
        return "<Incoming file>" if self.path is not None else "<Incoming picture>"


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A file that was not added, and why."""

    name: str
    why: str

    def __repr__(self) -> str:
        return "<Unwanted file>"
