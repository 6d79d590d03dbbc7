"""One row of the worklist as words, made once when the row is read. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.case import CaseState
from app.domain.deadlines import CHINA
from app.language import _, labels
from app.ui.case.words import deadline_words, state_tone

COLUMNS = ("case_no", "name", "category", "summary", "channel", "owner", "state", "due_on", "updated_at")
"""Columns in order; each is also the name that the list is sorted by."""


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row ready for painting: the texts of all columns, the tone of deadline and state, and what is read out."""

    row_id: int
    case_id: str
    texts: tuple[str, ...]
    deadline_tone: str
    state_role: str
    is_at_headquarters: bool
    has_flags: bool
    spoken_deadline: str

    def __repr__(self) -> str:
        return f"<RowWords {self.row_id}>"


@dataclass(frozen=True, slots=True)
class RowWording:
    """What turning rows into words needs to know of this moment: the day, names of colleagues, category labels."""

    today: date
    name_of: Callable[[str], str]
    category_of: Callable[[str], str]

    def words(self, row: Any) -> RowWords:
        """The words of one row that the store delivered."""
        state = CaseState(row.state)
        is_stopped = state.is_ended or state is CaseState.TOLD
        deadline = deadline_words(row.due_on, self.today, is_stopped=is_stopped, was_overdue=row.was_overdue)
        text = deadline.text
        if row.is_provisional and not is_stopped:
            text = _("{text}*").format(text=text)
        updated = row.updated_at.astimezone(CHINA)
        texts = (
            row.case_no,
            row.masked_name,
            self.category_of(row.category),
            row.summary,
            labels.channel(row.channel),
            self.name_of(row.owner),
            labels.state(state),
            text,
            updated.strftime("%H:%M" if updated.date() == self.today else "%m-%d"),
        )
        spoken = _("Due date {date}, {text}").format(
            date=row.due_on.isoformat() if row.due_on else "", text=deadline.text
        )
        if row.is_provisional:
            spoken = _("{text} (provisional)").format(text=spoken)
        return RowWords(
            row.row_id,
            row.case_id,
            texts,
            deadline.tone,
            state_tone(state.value),
            row.is_at_headquarters,
            row.has_flags,
            spoken,
        )


def column_title(column: str) -> str:
    """The head of a column."""
    return {
        "case_no": _("Number"),
        "name": _("Customer"),
        "category": _("Category"),
        "summary": _("Summary"),
        "channel": _("Channel"),
        "owner": _("Owner"),
        "state": _("State"),
        "due_on": _("Deadline"),
        "updated_at": _("Updated"),
    }[column]
