"""The process that decodes one strange file: a question and the file come in on standard input, the answer goes out."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import replace
from typing import Any

from app.attachments.page import Page
from app.attachments.pdf import check_pdf, pdf_pages
from app.attachments.pictures import check_picture, picture_pages
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import SHIPPED_LIMITS
from app.system.hardening import harden_process

_MOST_MEMORY = 3 << 30
_PDF = "application/pdf"


def main() -> int:
    """Answer one question."""
    _keep_small()
    line, _, data = sys.stdin.buffer.read().partition(b"\n")
    question = json.loads(line)
    pages: list[Page] = []
    try:
        answer, pages = _answer(question, data)
    except UnfitError as unfit:
        answer = {"code": unfit.code, "details": unfit.details}
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n")
    for page in pages:
        out.write(page.rgba)
    out.flush()
    return 0


def _answer(question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[Page]]:
    media_type = question["media_type"]
    if question["do"] == "check":
        limits = replace(SHIPPED_LIMITS, **question["limits"])
        count = check_pdf(data, limits) if media_type == _PDF else check_picture(data, media_type, limits)
        return {"pages": count}, []
    width, first, count = question["width"], question["first"], question["count"]
    if media_type == _PDF:
        pages = pdf_pages(data, width, first, count)
    else:
        pages = picture_pages(data, media_type, width, first, count)
    return {"sizes": [(page.width, page.height) for page in pages]}, pages


def _keep_small() -> None:
    """Less memory than the PC has, less of the processor than people need, no crash dump with a customer's picture."""
    harden_process()
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        os.nice(5)


if __name__ == "__main__":
    sys.exit(main())
