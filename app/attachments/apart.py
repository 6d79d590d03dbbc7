"""Strange files are decoded in a process of their own: one that makes the decoder hang, crash or eat all memory takes
nothing down but that process, which ends with its memory when it has answered."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from app.attachments.page import Page
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import AttachmentLimits
from app.domain.reasons import ReasonCode

TIME_LIMIT = 15.0
"""Seconds. The largest sound files take one or two."""

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def count_pages(data: bytes, media_type: str, limits: AttachmentLimits) -> int:
    """Decode the file once; returns how many pages it has. Raises: UnfitError."""
    wanted = {"max_pixels": limits.max_pixels, "max_pages": limits.max_pages}
    answer, _ = _ask({"do": "check", "media_type": media_type, "limits": wanted}, data)
    return int(answer["pages"])


def render_pages(data: bytes, media_type: str, width: int, first: int, count: int) -> list[Page]:
    """`count` pages from `first` (0 is the first) on. Raises: UnfitError."""
    question = {"do": "render", "media_type": media_type, "width": width, "first": first, "count": count}
    answer, pixels = _ask(question, data)
    pages, place = [], 0
    for wide, high in answer["sizes"]:
        pages.append(Page(wide, high, pixels[place : place + 4 * wide * high]))
        place += 4 * wide * high
    return pages


def _ask(question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    sent = json.dumps(question).encode() + b"\n" + data
    try:
        done = subprocess.run(
            _looker(), input=sent, capture_output=True, timeout=TIME_LIMIT, check=True, creationflags=_NO_WINDOW
        )
        line, _, rest = done.stdout.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
    except (subprocess.SubprocessError, ValueError):
        raise UnfitError(ReasonCode.ATTACHMENT_DAMAGED) from None
    if "code" in answer:
        raise UnfitError(ReasonCode(answer["code"]), **answer["details"])
    return answer, rest


def _looker() -> list[str]:
    """The command that is the other process; a frozen program starts itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "look-at-file"]
    return [sys.executable, "-m", "app.attachments.looker"]
