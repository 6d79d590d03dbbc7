"""What a restore comes to, in sentences."""

from __future__ import annotations

from app.language.catalogue import _


def only_here(of_cases: int, of_book: int) -> list[str]:
    """What was on this PC alone: entries of cases, which paper tells of, and of the desk's own book."""
    lines = []
    if of_cases:
        lines.append(
            _("Entries of cases that were only on this PC: {count}. Record them again from paper.").format(
                count=f"{of_cases:,}"
            )
        )
    if of_book:
        lines.append(
            _(
                "Records of the desk itself that were only on this PC (sign-ins, backups): {count}. Nothing has to be "
                "recorded again for them."
            ).format(count=f"{of_book:,}")
        )
    return lines
