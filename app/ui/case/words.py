"""The sentences of the case page: due dates, clocks, names, instants. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.case import Case, CaseState, Flag
from app.domain.deadlines import CHINA, Urgency, days_left, is_clock_stopped, urgency
from app.domain.free_text import Mask, mask_of, unmasked
from app.domain.masking import mask_name
from app.domain.refusal import Problem
from app.language import _, labels
from app.language.clock_labels import clock_sentence
from app.language.reasons import sentence

if TYPE_CHECKING:
    from app.operations.open_case import CaseView, DateExplanation

__all__ = [
    "DeadlineWords",
    "at_text",
    "case_deadline",
    "clock_marks",
    "clock_sentence",
    "day_text",
    "deadline_words",
    "mask_for",
    "masked_name",
    "owner_name",
    "set_aside_line",
    "state_tone",
]

_TONES = {
    CaseState.REGISTERED: "primary",
    CaseState.ACCEPTED: "primary",
    CaseState.IN_PROGRESS: "primary",
    CaseState.EXTENSION_REQUESTED: "soon_text",
    CaseState.DECIDED: "soon_text",
    CaseState.TOLD: "ok_text",
    CaseState.CLOSED: "text3",
    CaseState.SETTLED_ON_SPOT: "text3",
    CaseState.WITHDRAWN: "text3",
    CaseState.MERGED: "text3",
    CaseState.VOIDED: "text3",
}


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """A due date as a chip says it: its urgency (overdue, today, soon, later, ended) and the words."""

    tone: str
    text: str


def deadline_words(due_on: date | None, today: date, *, is_stopped: bool, was_overdue: bool = False) -> DeadlineWords:
    """How near a due date is, for chips and for screen readers. Of an ended case: whether it was in time."""
    tone = urgency(due_on, today, is_stopped=is_stopped)
    if tone is Urgency.ENDED or due_on is None:
        return DeadlineWords("ended", _("was overdue") if was_overdue else _("in time"))
    return DeadlineWords(tone.value, labels.deadline_chip(days_left(due_on, today)))


def day_text(day: date) -> str:
    """A day with its weekday: "2026-12-08 周二", "Tue 2026-12-08"."""
    weekday = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]
    return _("{weekday} {day}").format(weekday=weekday, day=day.isoformat())


def state_tone(state: str) -> str:
    """The colour role of the dot before a state."""
    return _TONES.get(CaseState(state), "text3") if state in set(CaseState) else "text3"


def case_deadline(view: CaseView, today: date) -> DeadlineWords:
    """The chip in the head of the page."""
    case = view.case
    return deadline_words(view.deadlines.due_on, today, is_stopped=is_clock_stopped(case), was_overdue=case.was_overdue)


def masked_name(view: CaseView) -> str:
    """The complainant's name as screens show it."""
    return mask_name(view.case.intake.complainant.name)


def mask_for(view: CaseView, *, is_clear: bool = False) -> Mask:
    """How free texts of the case are shown: masked, or as they are while the details are shown in full."""
    return unmasked if is_clear else mask_of(view.case)


# ---- clocks


def clock_marks(item: DateExplanation) -> list[str]:
    """What stands behind a clock: that it governs, that it is provisional."""
    marks = []
    if item.is_governing:
        is_agreed = item.since == "agreed"
        marks.append(_("as agreed, so it governs") if is_agreed else _("earlier, so it governs"))
    if item.is_provisional:
        marks.append(_("provisional: holidays not published"))
    return marks


def at_text(instant: datetime, today: date | None = None) -> str:
    """An instant in Chinese time as lists show it: without the year while that is this year."""
    local = instant.astimezone(CHINA)
    same_year = today is not None and local.year == today.year
    return local.strftime("%m-%d %H:%M" if same_year else "%Y-%m-%d %H:%M")


def set_aside_line(flag: Flag) -> str:
    """A flag in words: what was set aside and why."""
    return sentence(Problem(flag.code))


def owner_name(case: Case, names: Mapping[str, str]) -> str:
    """Who answers for the case."""
    return names.get(case.owner, case.owner)
