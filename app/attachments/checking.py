"""Whether a file may become part of a case: everything that could run, hide something or harm stays out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from app.attachments.apart import count_pages
from app.attachments.kinds import media_type_of
from app.attachments.names import cleaned_name
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import AttachmentLimits
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse

FIELD = "file"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may come in: `name` is cleaned, `sha256` in hex, `pages` 1 for single pictures and text."""

    sha256: str
    name: str
    media_type: str
    size: int
    pages: int

    def __repr__(self) -> str:
        return f"<CheckedFile {self.media_type} {self.sha256[:12]}>"


def check(data: bytes, name: str, limits: AttachmentLimits) -> CheckedFile | Refusal:
    """What the file is, or why it may not come in. Everything is decoded once, so call it on a lane."""
    if not data:
        return refuse(ReasonCode.ATTACHMENT_EMPTY, FIELD)
    if len(data) > limits.max_size:
        return refuse(ReasonCode.ATTACHMENT_TOO_LARGE, FIELD, limit=limits.max_size // (1 << 20))
    try:
        media_type = media_type_of(data)
        if media_type not in limits.media_types:
            return refuse(ReasonCode.ATTACHMENT_TYPE, FIELD)
        pages = 1 if media_type == "text/plain" else count_pages(data, media_type, limits)
    except UnfitError as unfit:
        return unfit.refusal(FIELD)
    return CheckedFile(hashlib.sha256(data).hexdigest(), cleaned_name(name, media_type), media_type, len(data), pages)
