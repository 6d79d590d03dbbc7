"""Lines of a history for the timeline widget."""

from __future__ import annotations

from app.ui.case.history import HistoryLine
from app.ui.widgets.timeline import TimelineItem


def timeline_item(line: HistoryLine) -> TimelineItem:
    """One line: time, person and marks go into the small line below the title."""
    when = "  ".join(part for part in (line.at, line.who) if part)
    caption = " · ".join(part for part in (when, *line.marks) if part)
    tone = "warning" if line.tone == "warning" else "ok" if line.is_new else ""
    return TimelineItem(line.title, caption, line.body, tone, line.tone == "waiting")
