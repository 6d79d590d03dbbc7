"""A case's history as lines: what happened, who did it, what was said. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.case import CaseState, TimelineItem
from app.domain.masking import mask_name
from app.language import _, labels, ngettext_
from app.ui.case.words import at_text, set_aside_line

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line. `tone`: done, waiting (still to come), warning (set aside). `marks` are short words behind the time."""

    entry_id: str
    title: str
    body: str = ""
    at: str = ""
    who: str = ""
    marks: tuple[str, ...] = ()
    tone: str = "done"
    is_new: bool = False

    def __repr__(self) -> str:
        return f"<HistoryLine {self.entry_id}>"

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return ". ".join(part for part in (self.title, self.body, self.at, self.who, *self.marks) if part)


def history(view: CaseView, today: date, new_entries: frozenset[str] = frozenset()) -> list[HistoryLine]:
    """All lines, oldest first; at the end what is waited for."""
    names = view.names
    flags = {flag.entry_id: flag for flag in view.case.flags}
    lines = []
    for item in view.case.timeline:
        title, body = _words_of(item, names)
        marks = []
        if item.is_signed:
            marks.append(_("signed"))
        flag = flags.pop(item.entry_id, None)
        if flag is not None:
            body = _("{body}\nSet aside: {why}").format(body=body, why=set_aside_line(flag)).strip()
        lines.append(
            HistoryLine(
                item.entry_id,
                title,
                body,
                at_text(item.at, today),
                names.get(item.actor, item.actor),
                tuple(marks),
                "warning" if flag is not None else "done",
                item.entry_id in new_entries,
            )
        )
    lines.extend(
        HistoryLine(
            flag.entry_id,
            _("Set aside: {what}").format(what=labels.entry_kind(flag.kind)),
            set_aside_line(flag),
            at_text(flag.at, today),
            names.get(flag.actor, flag.actor),
            tone="warning",
            is_new=flag.entry_id in new_entries,
        )
        for flag in flags.values()
    )
    waiting = waiting_for(view.case.state)
    if waiting:
        lines.append(HistoryLine("", waiting, tone="waiting"))
    return lines


def waiting_upload(view: CaseView) -> str:
    """How many entries headquarters has not got yet; "" when it has all."""
    count = sum(not item.is_at_headquarters for item in view.case.timeline)
    text = ngettext_("{n} entry waits for upload", "{n} entries wait for upload", count)
    return text.format(n=count) if count else ""


def waiting_for(state: CaseState) -> str:
    """What a case in this state waits for; "" when it has ended."""
    return {
        CaseState.REGISTERED: _("To be accepted"),
        CaseState.ACCEPTED: _("To be taken in hand"),
        CaseState.IN_PROGRESS: _("Decision to be made"),
        CaseState.EXTENSION_REQUESTED: _("Extension to be approved"),
        CaseState.DECIDED: _("Complainant to be told"),
        CaseState.TOLD: _("Case to be closed"),
    }.get(state, "")


def _words_of(item: TimelineItem, names: Mapping[str, str]) -> tuple[str, str]:
    details = {key: "" if value is None else value for key, value in item.details.items()}
    maker = _BODIES.get(item.kind)
    return labels.entry_sentence(item.kind, details, names), maker(details) if maker else ""


def _notice(d: Mapping[str, Any]) -> str:
    parts = [mask_name(str(d.get("receiver", "")))]
    if d.get("evidence_no"):
        parts.append(_("proof no. {no}").format(no=d["evidence_no"]))
    return " · ".join(part for part in parts if part)


_BODIES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "case_assigned": lambda d: str(d.get("reason", "")),
    "note_added": lambda d: str(d.get("text", "")),
    "contact_logged": lambda d: str(d.get("result", "")),
    "extension_requested": lambda d: str(d.get("reason", "")),
    "extension_decided": lambda d: str(d.get("reason", "")),
    "decision_recorded": lambda d: str(d.get("remedy", "")),
    "notice_given": _notice,
    "settled_on_spot": lambda d: str(d.get("settlement", "")),
    "case_withdrawn": lambda d: str(d.get("reason", "")),
}
