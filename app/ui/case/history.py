"""A case's history as lines: what happened, who did it, what was said. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.case import CaseState, TimelineItem
from app.domain.masking import mask_name
from app.domain.money import format_yuan
from app.language import _, closing_labels, labels, ngettext_
from app.ui.case.words import at_text, mask_for, set_aside_line

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


def history(
    view: CaseView, today: date, new_entries: frozenset[str] = frozenset(), *, is_clear: bool = False
) -> list[HistoryLine]:
    """All lines, oldest first; at the end what is waited for. Personal data in them is masked unless `is_clear`."""
    names, mask = view.names, mask_for(view, is_clear=is_clear)
    flags = {flag.entry_id: flag for flag in view.case.flags}
    lines = []
    for item in view.case.timeline:
        title, body = map(mask, _words_of(item, names))
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


def _proof(d: Mapping[str, Any], key: str = "evidence_no") -> str:
    return _("proof no. {no}").format(no=d[key]) if d.get(key) else ""


def _notice(d: Mapping[str, Any]) -> str:
    parts = (mask_name(str(d.get("receiver", ""))), _proof(d), str(d.get("remark", "")))
    return " · ".join(part for part in parts if part)


def _came_by(*keys: str) -> Callable[[Mapping[str, Any]], str]:
    """The words under `keys`, and the way by which it came in or was asked."""

    def words(d: Mapping[str, Any]) -> str:
        return " · ".join(part for part in (labels.way(str(d["way"])) if d.get("way") else "", _said(*keys)(d)) if part)

    return words


def _decision(d: Mapping[str, Any]) -> str:
    """All that art. 19 of 令2020-3 demands, each part in a line."""
    parts = [(labels.letter_part(key), str(d[key])) for key in _DECISION_PARTS if d.get(key)]
    if isinstance(d.get("compensation_fen"), int):
        paid = _("CNY {amount}").format(amount=format_yuan(d["compensation_fen"]))
        parts.append((closing_labels.measure("compensation"), paid))
    measures = d.get("measures")
    measures = measures if isinstance(measures, list | tuple) else ()  # set aside entries may hold anything
    parts.append((_("Measures"), labels.list_of(closing_labels.measure(str(code)) for code in measures)))
    parts.append(("", str(d.get("what_to_bring", ""))))
    lines = (_("{what}: {text}").format(what=what, text=text) if what else text for what, text in parts if text)
    return "\n".join(lines)


_DECISION_PARTS = ("findings", "basis", "reasons", "remedy", "competent_body")


def _said(*keys: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda d: " · ".join(str(d[key]) for key in keys if d.get(key))


def _contact(d: Mapping[str, Any]) -> str:
    person = mask_name(str(d.get("receiver", "")))
    head = person if d.get("was_reached", True) else _("not reached")
    return "\n".join(part for part in (head, str(d.get("result", ""))) if part)


def _pause(d: Mapping[str, Any]) -> str:
    parts = [str(d.get("body_name", "")), _("expected to end on {day}").format(day=d.get("expected_end_on", ""))]
    parts += [_proof(d, "notice_evidence_no"), _proof(d, "consent_evidence_no")]
    return " · ".join([part for part in parts if part] + _said("why")(d).splitlines())


def _proved(*keys: str) -> Callable[[Mapping[str, Any]], str]:
    def words(d: Mapping[str, Any]) -> str:
        return " · ".join(part for part in (_said(*keys)(d), _proof(d)) if part)

    return words


def _returned(d: Mapping[str, Any]) -> str:
    parts = [mask_name(str(d.get("to", "")))]
    if d.get("receipt_no"):
        parts.append(_("receipt no. {no}").format(no=d["receipt_no"]))
    return " · ".join(part for part in parts if part)


def _agreed(d: Mapping[str, Any]) -> str:
    paid = d.get("amount_fen") or d.get("compensation_fen")
    parts = [str(d.get("terms", ""))]
    if isinstance(paid, int):
        parts.append(_("CNY {amount}").format(amount=format_yuan(paid)))
    if d.get("performance_on"):
        parts.append(_("to be performed by {day}").format(day=d["performance_on"]))
    return " · ".join(part for part in parts if part)


def _reviewed(d: Mapping[str, Any]) -> str:
    number = _("document no. {no}").format(no=d["document_no"]) if d.get("document_no") else ""
    return " · ".join(part for part in (_said("text")(d), number) if part)


def _held(d: Mapping[str, Any]) -> str:
    until = _("expected to end on {day}").format(day=d["expected_end_on"]) if d.get("expected_end_on") else ""
    return " · ".join(part for part in (_said("text")(d), until) if part)


_BODIES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "case_assigned": _said("reason"),
    "note_added": _said("text"),
    "contact_logged": _contact,
    "extension_requested": _said("reason"),
    "extension_decided": _said("reason"),
    "approval_delegated": _said("why"),
    "pause_started": _pause,
    "pause_ended": _proved(),
    "new_facts_received": _proved("facts"),
    "date_agreed": _proved("why"),
    "decision_recorded": _decision,
    "notice_given": _notice,
    "settled_on_spot": _said("settlement"),
    "case_withdrawn": _came_by("received_on", "reason"),
    "case_classified": _said("why"),
    "transfer_offered": _said("reason"),
    "transfer_answered": _said("reason"),
    "case_escalated": _said("reason"),
    "reported_upward": _said("summary"),
    "conflict_declared": _said("reason"),
    "supervision_ordered": _said("text"),
    "order_answered": _said("answer"),
    "reminder_sent": _said("text"),
    "evidence_returned": _returned,
    "means_used": _said("text"),
    "correction_planned": _said("text"),
    "correction_finished": _said("result"),
    "root_cause_found": _said("text"),
    "liability_found": _said("text"),
    "attachment_set_aside": _said("reason"),
    "settlement_agreed": _agreed,
    "unreachable_recorded": _said("summary"),
    "case_merged": _said("reason"),
    "void_requested": _said("reason"),
    "void_decided": _said("reason"),
    "review_requested": _came_by("grounds"),
    "review_decided": _reviewed,
    "case_reopened": _proved("facts"),
    "satisfaction_asked": _came_by("comment"),
    "followed_up": _came_by("result"),
    "typical_marked": _said("title", "text"),
    "typical_checked": _said("remark"),
    "hold_placed": _held,
    "hold_lifted": _said("reason"),
}
"""What stands below the line of each kind; people outside the bank are masked."""
