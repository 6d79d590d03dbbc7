"""Codes in words, for screens: states, channels, ways, roles, rules, dates. An unknown code is shown as it stands, so
that nothing gets lost when a newer program wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from app.language import book_labels, closing_labels, dealing_labels, holding_labels
from app.language.catalogue import _, language, ngettext_

_Words = Mapping[str, Callable[[], str]]

_STATES: _Words = {
    "registered": lambda: _("Registered"),
    "accepted": lambda: _("Accepted, not in hand yet"),
    "in_progress": lambda: _("In progress"),
    "extension_requested": lambda: _("Extension awaits approval"),
    "decided": lambda: _("Decided, to be told"),
    "told": lambda: _("Told, to be closed"),
    "closed": lambda: _("Closed"),
    "settled_on_spot": lambda: _("Settled on the spot"),
    "withdrawn": lambda: _("Withdrawn"),
    **closing_labels.STATES,
}
_CHANNELS: _Words = {
    "counter": lambda: _("Counter"),
    "phone": lambda: _("Phone"),
    "letter": lambda: _("Letter"),
    "opinion_box": lambda: _("Opinion box"),
    "email": lambda: _("E-mail"),
    "fax": lambda: _("Fax"),
    "web": lambda: _("Web"),
    "message": lambda: _("Message left"),
    "media": lambda: _("Media"),
    "regulator": lambda: _("Regulator"),
    "visit": lambda: _("Visit"),
    "chat": lambda: _("Online chat"),
    "hotline": lambda: _("Hotline"),
    "government_web": lambda: _("Government website"),
}
_INTAKE_TYPES: _Words = {
    "complaint": lambda: _("Complaint"),
    "enquiry": lambda: _("Enquiry"),
    "whistle_report": lambda: _("Report of wrongdoing"),
    "suggestion": lambda: _("Suggestion"),
    "praise": lambda: _("Praise"),
}
_OUTCOMES: _Words = {
    "upheld": lambda: _("Upheld"),
    "partly_upheld": lambda: _("Partly upheld"),
    "not_upheld": lambda: _("Not upheld"),
    **closing_labels.OUTCOMES,
}
_WAYS: _Words = {
    "in_person": lambda: _("Face to face"),
    "registered_mail": lambda: _("Registered mail"),
    "phone": lambda: _("Phone"),
    "sms": lambda: _("Text message"),
    "email": lambda: _("E-mail"),
    "letter": lambda: _("Letter"),
}
_ID_KINDS: _Words = {
    "": lambda: _("No identity paper"),
    "resident_id": lambda: _("Resident identity card"),
    "passport": lambda: _("Passport"),
    "hmt_permit": lambda: _("Residence permit (Hong Kong, Macao, Taiwan)"),
    "permanent_residence": lambda: _("Foreigner's permanent residence card"),
    "military": lambda: _("Military identity card"),
    "household": lambda: _("Household register"),
    "uscc": lambda: _("Unified social credit code"),
    "other": lambda: _("Other identity paper"),
}
_CAPACITIES: _Words = {
    "self": lambda: _("The person concerned"),
    "statutory_rep": lambda: _("Statutory representative"),
    "agent": lambda: _("Authorised agent"),
    "heir": lambda: _("Heir"),
    "organisation": lambda: _("Organisation"),
}
_ROLES: _Words = {
    "teller": lambda: _("Teller"),
    "handler": lambda: _("Handler"),
    "supervisor": lambda: _("Supervisor"),
    "branch_head": lambda: _("Branch head"),
    "auditor": lambda: _("Auditor"),
    "headquarters": lambda: _("Headquarters"),
}
_PAPERS: _Words = {
    "ack_slip": lambda: _("Acknowledgement slip"),
    "extension_notice": lambda: _("Notice of extension"),
    "resolution_letter": lambda: _("Resolution letter"),
    **closing_labels.PAPERS,
}
_SUBJECTS: _Words = {
    "extension": lambda: _("about the extension"),
    "decision": lambda: _("about the decision"),
    "progress": lambda: _("about the progress"),
    **closing_labels.SUBJECTS,
}
_VERDICTS: _Words = {
    "": lambda: _("awaits a decision"),
    "approved": lambda: _("approved"),
    "refused": lambda: _("refused"),
    "lapsed": lambda: _("no longer needed"),
}
_POLICIES: _Words = {
    "CN_LOCAL_5_10": lambda: _("Bank rule (working days)"),
    "CN_NFRA_2020_3": lambda: _("Regulator's rule (natural days)"),
    "CN_PBOC_FORWARDED": lambda: _("Rule for cases forwarded by the central bank"),
    "CN_LOCAL_2_5": lambda: _("Bank rule for enquiries"),
    "BANK_WHISTLE_15_30": lambda: _("Bank rule for reports of wrongdoing"),
    "BANK_OPINION_15": lambda: _("Bank rule for suggestions and praise"),
    "CN_FIRST_RESPONSE": lambda: _("Bank rule for the first response"),
    "CN_REVIEW": lambda: _("Term of the review"),
    "CN_REVIEW_RIGHT": lambda: _("Right to ask for a review"),
    "agreed": lambda: _("Agreed with the complainant"),
}
_KINDS: _Words = {
    "case_registered": lambda: _("Complaint recorded"),
    "case_accepted": lambda: _("Complaint accepted"),
    "case_assigned": lambda: _("Case assigned"),
    "handling_started": lambda: _("Taken in hand"),
    "note_added": lambda: _("Note"),
    "contact_logged": lambda: _("Contact with the complainant"),
    "extension_requested": lambda: _("Extension requested"),
    "extension_decided": lambda: _("Extension decided"),
    "decision_recorded": lambda: _("Decision recorded"),
    "paper_made": lambda: _("Paper made"),
    "notice_given": lambda: _("Notice to the complainant"),
    "settled_on_spot": lambda: _("Settled on the spot"),
    "case_withdrawn": lambda: _("Complaint withdrawn"),
    "case_closed": lambda: _("Case closed"),
    "case_classified": lambda: _("Classified anew"),
    "approval_delegated": lambda: _("Approval delegated"),
    "pause_started": lambda: _("Time limit paused"),
    "pause_ended": lambda: _("Pause ended"),
    "new_facts_received": lambda: _("New facts received"),
    "date_agreed": lambda: _("Date agreed with the complainant"),
    **dealing_labels.KINDS,
    **closing_labels.KINDS,
    **holding_labels.KINDS,
    **book_labels.KINDS,
}
_RIGHTS: _Words = {
    "register": lambda: _("record complaints"),
    "handle": lambda: _("handle cases"),
    "request_extension": lambda: _("request extensions"),
    "decide_extension": lambda: _("decide on extensions"),
    "decide_final_extension": lambda: _("decide on the last extension"),
    "record_decision": lambda: _("decide complaints"),
    "give_notice": lambda: _("record notices"),
    "close": lambda: _("close cases"),
    "withdraw": lambda: _("record withdrawals"),
    "print": lambda: _("print papers"),
    "assign": lambda: _("assign cases"),
    "read": lambda: _("read cases"),
    "reveal": lambda: _("see full contact details"),
    "read_audit": lambda: _("read the audit log"),
    "synchronise": lambda: _("synchronise"),
    "order": lambda: _("order supervision"),
    "remind": lambda: _("send reminders"),
    "decide_void": lambda: _("decide on voiding"),
    "record_review": lambda: _("record the result of a review"),
    "check_typical": lambda: _("check typical cases"),
    "reopen": lambda: _("reopen cases"),
    "take_out": lambda: _("take data out"),
    "hold": lambda: _("place and lift holds"),
    "purge": lambda: _("delete what is kept long enough"),
    "manage_people": lambda: _("manage people and passwords"),
    "keep_store": lambda: _("back up, restore and recover"),
}
_PARTS: _Words = {
    "complainant_name": lambda: _("name of the complainant"),
    "request": lambda: _("what is asked for"),
    "decision": lambda: _("decision"),
    "outcome": lambda: _("decision"),
    "findings": lambda: _("verification findings"),
    "basis": lambda: _("basis"),
    "reasons": lambda: _("reasons"),
    "remedy": lambda: _("remedy"),
    "branch_contact": lambda: _("telephone of the branch"),
    "superior_name": lambda: _("name of the superior institution"),
    "superior_address": lambda: _("address of the superior institution"),
    **closing_labels.PARTS,
}


def state(code: str) -> str:
    """Where a case stands."""
    return _say(_STATES, code)


def channel(code: str) -> str:
    """How a complaint came in."""
    return _say(_CHANNELS, code)


def intake_type(code: str) -> str:
    """What kind of matter it is."""
    return _say(_INTAKE_TYPES, code)


def outcome(code: str) -> str:
    """The outcome of a decision."""
    return _say(_OUTCOMES, code)


def way(code: str) -> str:
    """A way of telling, or of receiving a withdrawal."""
    return _say(_WAYS, code)


def id_kind(code: str) -> str:
    """A kind of identity paper; "" is none."""
    return _say(_ID_KINDS, code)


def capacity(code: str) -> str:
    """In what capacity somebody complains."""
    return _say(_CAPACITIES, code)


def role(code: str) -> str:
    """A role; takes a `Role` too, which is a string."""
    return _say(_ROLES, code)


def paper_kind(code: str) -> str:
    """A kind of paper."""
    return _say(_PAPERS, code)


def notice_subject(code: str) -> str:
    """What a notice is about."""
    return _say(_SUBJECTS, code)


def extension_decision(code: str | None) -> str:
    """What became of a request for time; None while it waits."""
    return _say(_VERDICTS, code or "")


def entry_kind(code: str) -> str:
    """What happened, without its details."""
    return _say(_KINDS, code)


def right(code: str) -> str:
    """What a role may do, as a verb phrase."""
    return _say(_RIGHTS, code)


def letter_part(code: str) -> str:
    """A part of the resolution letter."""
    return _say(_PARTS, code)


def policy(policy_id: str) -> str:
    """A clock by its short name."""
    return _say(_POLICIES, policy_id)


def policy_stage(policy_id: str, stage: int) -> str:
    """A clock at one of its stages: the base term or the n-th extension."""
    if stage == 0:
        return policy(policy_id)
    return _("{rule}, extension {n}").format(rule=policy(policy_id), n=stage)


def deadline_chip(days: int | None) -> str:
    """Days left in words: 逾期 2 天, 今日, 剩 3 天. None says nothing."""
    if days is None:
        return ""
    if days < 0:
        return ngettext_("{n} day overdue", "{n} days overdue", -days).format(n=-days)
    if days == 0:
        return _("due today")
    return ngettext_("{n} day left", "{n} days left", days).format(n=days)


def day(value: date) -> str:
    """2026年12月5日, or 5 December 2026."""
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def list_of(items: Iterable[str]) -> str:
    """甲、乙、丙, or one, two, three."""
    return ("、" if language() == "zh" else ", ").join(items)


def entry_sentence(kind: str, details: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One line of a case's history in one sentence; `names` by staff number."""
    words = _SENTENCES.get(kind)
    try:
        return words(details, names) if words else entry_kind(kind)
    except (KeyError, TypeError, ValueError):
        return entry_kind(kind)


def _say(words: _Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)


def _day_text(text: object) -> str:
    return day(date.fromisoformat(str(text)))


def _asked(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Extension requested from {old} to {new}").format(
        old=_day_text(d["old_due_on"]), new=_day_text(d["new_due_on"])
    )


def _answered(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if d["decision"] != "approved":
        return _("Extension refused")
    return _("Extension approved, due {new}").format(new=_day_text(d["new_due_on"]))


def _told(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    pattern = _("Complainant told {about}, {way}") if d["succeeded"] else _("Not reached {about}, {way}")
    return pattern.format(about=notice_subject(d["about"]), way=way(d["way"]))


def _closed(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Case closed, overdue") if d["was_overdue"] else _("Case closed in time")


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], str]] = {
    "case_registered": lambda d, n: _("Complaint recorded, {channel}").format(channel=channel(d["channel"])),
    "case_assigned": lambda d, n: _("Assigned to {name}").format(name=n.get(d["owner"], d["owner"])),
    "contact_logged": lambda d, n: _("Contact with the complainant, {way}").format(way=way(d["way"])),
    "extension_requested": _asked,
    "extension_decided": _answered,
    "decision_recorded": lambda d, n: _("Decision: {outcome}").format(outcome=outcome(d["outcome"])),
    "paper_made": lambda d, n: (_("{paper} reprinted, no. {n}") if d["copy_no"] else _("{paper} made")).format(
        paper=paper_kind(d["kind"]), n=d["copy_no"]
    ),
    "notice_given": _told,
    "case_closed": _closed,
    "approval_delegated": lambda d, n: _("Approval delegated to {name} until {day}").format(
        name=n.get(d["to"], d["to"]), day=_day_text(d["until_on"])
    ),
    "pause_started": lambda d, n: _("Time limit paused, expected until {day}").format(
        day=_day_text(d["expected_end_on"])
    ),
    "date_agreed": lambda d, n: _("Agreed with the complainant: {day}").format(day=_day_text(d["due_on"])),
    **dealing_labels.SENTENCES,
    **closing_labels.SENTENCES,
    **holding_labels.SENTENCES,
    **book_labels.SENTENCES,
}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
