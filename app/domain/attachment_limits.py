"""What may be attached to a case: kinds of file, size, number (data in resources/rules/attachments.json)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MEDIA_TYPES = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/bmp",
    "image/tiff",
    "image/webp",
    "application/pdf",
    "text/plain",
)
"""Pictures, PDF and plain text. Nothing that could carry a program or macros (office files, archives, web pages)."""

_NUMBERS = ("max_size", "max_count", "max_total", "max_pixels", "max_pages")


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """`max_size` in bytes of one file; `max_count` files of one case that were not set aside, and `max_total` bytes of
    them together; `max_pixels` of one picture, `max_pages` of a PDF or of a picture with several."""

    max_size: int = 20 * 1024 * 1024
    max_count: int = 50
    media_types: tuple[str, ...] = MEDIA_TYPES
    max_total: int = 100 * 1024 * 1024
    max_pixels: int = 50_000_000
    max_pages: int = 500
    version: str = "2026-11-22"
    effective_from: date = date(2026, 11, 22)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AttachmentLimits:
        """The limits of a rules file.

        Raises: KeyError, TypeError or ValueError when the data is not what it should be.
        """
        limits = cls(
            **{name: data[name] for name in (*_NUMBERS, "version")},
            media_types=tuple(data["media_types"]),
            effective_from=date.fromisoformat(data["effective_from"]),
        )
        if any(type(getattr(limits, name)) is not int for name in _NUMBERS) or type(limits.version) is not str:
            raise TypeError("limits are whole numbers")
        if any(getattr(limits, name) < 1 for name in _NUMBERS) or not limits.media_types or not limits.version:
            raise ValueError("limits that let nothing in")
        if strange := set(limits.media_types) - set(MEDIA_TYPES):
            raise ValueError(f"kinds of file that can't be checked: {', '.join(sorted(strange))}")
        return limits


SHIPPED_LIMITS = AttachmentLimits()
"""The limits as they ship, for a desk whose rules say nothing else."""
