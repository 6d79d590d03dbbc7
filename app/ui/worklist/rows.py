"""One row of the worklist as words, made once when the row is read. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.case import CaseState
from app.domain.deadlines import CHINA
from app.domain.warning import Alert
from app.language import _, labels
from app.ui.case.words import deadline_words, state_tone

COLUMNS = ("case_no", "name", "category", "summary", "channel", "owner", "state", "due_on", "updated_at")
"""Columns in order; each is also the name that the list is sorted by."""

_SUMMARY = COLUMNS.index("summary")


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row ready for painting: the texts of all columns, the tone of deadline and state, and what is read out.

    `marks` stand before the summary, each with its look: how heavy the case is, what stands open, what kind it is.
    """

    row_id: int
    case_id: str
    texts: tuple[str, ...]
    deadline_tone: str
    state_role: str
    is_at_headquarters: bool
    has_flags: bool
    spoken_deadline: str
    marks: tuple[tuple[str, str], ...] = ()
    is_key: bool = False

    @property
    def spoken_summary(self) -> str:
        """What the matter is, after what marks it."""
        return ". ".join((*(text for text, _look in self.marks), self.texts[_SUMMARY]))

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
        text, tone = deadline.text, deadline.tone
        if row.is_provisional and not is_stopped:
            text = _("{text}*").format(text=text)
        alert = row.alert(self.today)
        if alert in _SHARES:
            text = f"{text} · {_SHARES[alert]()}"
        if alert is Alert.FOUR_FIFTHS and tone == "later":
            tone = "soon"
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
        if alert in _SHARES:
            spoken = f"{spoken}, {_SHARES[alert]()}"
        if row.is_provisional:
            spoken = _("{text} (provisional)").format(text=spoken)
        return RowWords(
            row.row_id,
            row.case_id,
            texts,
            tone,
            state_tone(state.value),
            row.is_at_headquarters,
            row.has_flags,
            spoken,
            tuple(_marks(row)),
            row.severity == "key_case" and not is_stopped,
        )


_SHARES: Mapping[Alert, Callable[[], str]] = {
    Alert.HALF: lambda: _("half gone"),
    Alert.FOUR_FIFTHS: lambda: _("80% gone"),
}
"""How much of the term is over, beside the days left; the last day and overdue are said by the days themselves."""


def shares() -> tuple[str, ...]:
    """All words for how much of a term is over."""
    return tuple(words() for words in _SHARES.values())


def _marks(row: Any) -> Iterator[tuple[str, str]]:
    if row.severity == "key_case":
        yield _("Key"), "key"
    elif row.severity == "major":
        yield _("Major"), "major"
    if row.has_order:
        yield _("Order"), "soon"
    if row.transfer_to:
        yield _("Handing over"), "mark"
    if row.intake_type not in ("", "complaint"):
        yield labels.intake_type(row.intake_type), "mark"


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
