"""What may be attached to a case: kinds of file, size, number (data in resources/rules/attachments.json)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """`max_size` in bytes of one file; `max_count` files of one case that were not set aside."""

    max_size: int = 20 * 1024 * 1024
    max_count: int = 50
    media_types: tuple[str, ...] = MEDIA_TYPES

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AttachmentLimits:
        """The limits of a rules file.

        Raises: KeyError, TypeError or ValueError when the data is not what it should be.
        """
        limits = cls(data["max_size"], data["max_count"], tuple(data["media_types"]))
        if type(limits.max_size) is not int or type(limits.max_count) is not int:
            raise TypeError("limits are whole numbers")
        if limits.max_size < 1 or limits.max_count < 1 or not limits.media_types:
            raise ValueError("limits that let nothing in")
        if strange := set(limits.media_types) - set(MEDIA_TYPES):
            raise ValueError(f"kinds of file that can't be checked: {', '.join(sorted(strange))}")
        return limits


SHIPPED_LIMITS = AttachmentLimits()
"""The limits as they ship, for a desk whose rules say nothing else."""
