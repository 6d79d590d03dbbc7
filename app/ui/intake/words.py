"""The computed due date of the intake page in words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import _, labels, ngettext_
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
    """Both clocks in one line; the one that governs first. Clocks of one length are told apart by their rules."""
    if deadlines is None:
        return ""
    parts = []
    lengths = [(clock.days, clock.unit) for clock in deadlines.each]
    for clock in sorted(deadlines.each, key=lambda c: c.policy_id != deadlines.governing):
        pattern = (
            ngettext_("{n} working day → {due}", "{n} working days → {due}", clock.days)
            if clock.unit == "working"
            else ngettext_("{n} natural day → {due}", "{n} natural days → {due}", clock.days)
        )
        text = pattern.format(n=clock.days, due=clock.due_on.isoformat())
        if lengths.count((clock.days, clock.unit)) > 1:
            text = _("{rule}: {text}").format(rule=labels.policy(clock.policy_id), text=text)
        if clock.is_provisional:
            text = _("{text} (provisional)").format(text=text)
        if clock.policy_id == deadlines.governing and len(deadlines.each) > 1:
            text = _("{text} (earlier, governs)").format(text=text)
        parts.append(text)
    return "  ·  ".join(parts)


def clock_sentences(deadlines: Deadlines | None) -> str:
    """Both clocks in whole sentences, one a line, for whoever wants to know."""
    return "\n".join(clock_sentence(clock) for clock in deadlines.each) if deadlines is not None else ""
