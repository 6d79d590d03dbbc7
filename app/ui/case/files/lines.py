"""The files of a case as lines. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.language import _
from app.ui.case.words import at_text, mask_for

if TYPE_CHECKING:
    from app.domain.case import Attachment
    from app.domain.free_text import Mask
    from app.operations.open_case import CaseView

_KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/webp": "WebP",
    "application/pdf": "PDF",
}
PAGED = frozenset({"application/pdf", "image/tiff"})
"""Kinds that may have several pages."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file: its name, a small line below, the note, and how it stands (`mark`, "" for nothing to say)."""

    sha256: str
    name: str
    media_type: str
    icon: str
    caption: str
    note: str = ""
    mark: str = ""
    tone: str = "info"
    size: int = 0
    is_set_aside: bool = False

    def __repr__(self) -> str:
        return f"<FileLine {self.sha256[:12]}>"

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return ". ".join(part for part in (self.name, self.mark, self.caption, self.note) if part)


def file_lines(view: CaseView, today: date, here: frozenset[str] | None) -> list[FileLine]:
    """Every file in the order in which they came, those that were set aside last. `here` are those whose content is on
    this PC, None while that is not known. Personal data in names and notes is masked."""
    mask = mask_for(view)
    lines = [_line(file, view, today, here, mask) for file in view.case.attachments]
    return sorted(lines, key=lambda line: line.is_set_aside)


def _line(file: Attachment, view: CaseView, today: date, here: frozenset[str] | None, mask: Mask) -> FileLine:
    is_gone = bool(file.set_aside)
    is_missing = here is not None and file.sha256 not in here
    parts = (
        _KINDS.get(file.media_type) or _("Text"),
        size_text(file.size),
        at_text(file.added_at, today),
        view.names.get(file.added_by, file.added_by),
    )
    note = _("Set aside: {why}").format(why=file.set_aside) if is_gone else file.note
    return FileLine(
        file.sha256,
        mask(file.name),
        file.media_type,
        "paperclip" if file.media_type.startswith("image/") else "file",
        " · ".join(part for part in parts if part),
        mask(note),
        _("set aside") if is_gone else _("not on this PC") if is_missing else "",
        "soon" if is_missing and not is_gone else "info",
        file.size,
        is_gone,
    )


def size_text(size: int) -> str:
    """A size in bytes as people say it, never as nothing."""
    if size < 1 << 20:
        return _("{n} KB").format(n=-(-size // 1024))
    return _("{n} MB").format(n=f"{size / (1 << 20):.1f}")
