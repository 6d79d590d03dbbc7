"""The computed due date of the intake page in words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import _
from app.ui.case.words import clock_sentence, day_text

if TYPE_CHECKING:
    from app.domain.deadlines import Deadlines


def due_line(deadlines: Deadlines | None) -> str:
    """The effective due date with its weekday, "2026-12-08 周二", and the mark of a provisional one."""
    if deadlines is None:
        return ""
    text = day_text(deadlines.due_on)
    return _("{text} (provisional)").format(text=text) if deadlines.is_provisional else text


def clock_line(deadlines: Deadlines | None) -> str:
    """Both clocks, one a line; the one that governs first."""
    if deadlines is None:
        return ""
    lines = []
    for clock in sorted(deadlines.each, key=lambda c: c.policy_id != deadlines.governing):
        text = clock_sentence(clock)
        if clock.policy_id == deadlines.governing and len(deadlines.each) > 1:
            text = _("{text}; earlier, so it governs").format(text=text)
        if clock.is_provisional:
            text = _("{text} (provisional: holidays of that year are not published yet)").format(text=text)
        lines.append(text)
    return "\n".join(lines)
