"""Take a file or a picture from the clipboard into a case: read it within bounds, then attach it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.attach import attach
from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

FIELD = "file"


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture from the clipboard: RGBA bytes row after row."""

    width: int
    height: int
    rgba: bytes = field(repr=False)


def take_in_file(desk: Desk, case_id: str, path: Path, note: str = "") -> CaseView | Refusal:
    """Attach the file at `path`. One that is too large is refused without being read. Call it on a lane."""
    limit = desk.rules.attachments.max_size
    try:
        if path.is_dir():
            return refuse(ReasonCode.ATTACHMENT_FOLDER, FIELD)
        if not path.is_file():  # a pipe or a device would never end
            return refuse(ReasonCode.ATTACHMENT_UNREADABLE, FIELD)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        return refuse(ReasonCode.ATTACHMENT_UNREADABLE, FIELD)
    if len(data) > limit:
        return refuse(ReasonCode.ATTACHMENT_TOO_LARGE, FIELD, limit=limit // (1 << 20))
    return attach(desk, case_id, data, path.name, note)


def take_in_picture(desk: Desk, case_id: str, pixels: Pixels, name: str, note: str = "") -> CaseView | Refusal:
    """Attach a picture from the clipboard as a PNG called `name`. Call it on a lane."""
    from app.attachments.pasted import png_of
    from app.attachments.unfit import UnfitError

    try:
        data = png_of(pixels.width, pixels.height, pixels.rgba, desk.rules.attachments)
    except UnfitError as unfit:
        return unfit.refusal(FIELD)
    return attach(desk, case_id, data, name, note)
