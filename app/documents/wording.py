"""Days, amounts and codes in words, in the language of the paper (`app.language.in_language` around the call)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain.calendar import CHINA
from app.domain.money import format_yuan, in_capitals
from app.language import _, language

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """2026年12月8日 · 8 December 2026 (the English one never parted at a line's end)"""
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day}\N{NO-BREAK SPACE}{_MONTHS_EN[value.month - 1]}\N{NO-BREAK SPACE}{value.year}"


def day_in_week(value: date) -> str:
    """2026年12月8日（星期二） · Tuesday, 8 December 2026"""
    if language() == "zh":
        return f"{day(value)}（星期{_WEEKDAYS_ZH[value.weekday()]}）"
    return f"{_WEEKDAYS_EN[value.weekday()]},\N{NO-BREAK SPACE}{day(value)}"


def moment(value: datetime) -> str:
    """2026年11月23日 14:32 · 23 Nov 2026, 14:32, in Chinese time

    Raises: ValueError for an instant without an offset.
    """
    if value.tzinfo is None:
        raise ValueError("an instant without an offset")
    local = value.astimezone(CHINA)
    if language() == "zh":
        return f"{day(local.date())} {local:%H:%M}"
    return f"{local.day} {_MONTHS_EN[local.month - 1][:3]} {local.year}, {local:%H:%M}"


def amount(fen: int) -> str:
    """人民币1,286.00元 · CNY 1,286.00"""
    return f"人民币{format_yuan(fen)}元" if language() == "zh" else f"CNY {format_yuan(fen)}"


def amount_in_full(fen: int) -> str:
    """人民币1,286.00元（大写：壹仟贰佰捌拾陆元整） · CNY 1,286.00 (in words: 壹仟贰佰捌拾陆元整)"""
    if language() == "zh":
        return f"{amount(fen)}（大写：{in_capitals(fen)}）"
    return f"{amount(fen)} (in Chinese capitals: {in_capitals(fen)})"


def reprint_mark(copy_no: int) -> str:
    """第2次补打 · Reprint no. 2; empty for the first print."""
    return _("Reprint no. {n}").format(n=copy_no) if copy_no else ""


_LABELS: dict[str, dict[str, Callable[[], str]]] = {
    "capacity": {
        "self": lambda: _("In person"),
        "statutory_rep": lambda: _("Statutory representative"),
        "agent": lambda: _("Authorised agent"),
        "heir": lambda: _("Heir"),
        "organisation": lambda: _("Organisation"),
    },
    "id_kind": {
        "resident_id": lambda: _("Resident identity card"),
        "passport": lambda: _("Passport"),
        "hmt_permit": lambda: _("Residence permit (Hong Kong, Macao, Taiwan)"),
        "permanent_residence": lambda: _("Foreigner's permanent residence card"),
        "military": lambda: _("Military identity card"),
        "household": lambda: _("Household register"),
        "other": lambda: _("Other identity paper"),
    },
    "channel": {
        "counter": lambda: _("At the counter"),
        "phone": lambda: _("By telephone"),
        "letter": lambda: _("By letter"),
        "opinion_box": lambda: _("Opinion box"),
        "email": lambda: _("By e-mail"),
        "fax": lambda: _("By fax"),
        "web": lambda: _("Online"),
        "message": lambda: _("Message left"),
        "media": lambda: _("Through the media"),
        "regulator": lambda: _("Forwarded by the regulator"),
    },
    "post": {
        "teller": lambda: _("Counter teller"),
        "handler": lambda: _("Complaint handler"),
        "supervisor": lambda: _("Branch supervisor"),
        "branch_head": lambda: _("Branch head"),
        "auditor": lambda: _("Branch auditor"),
        "headquarters": lambda: _("Head office"),
    },
    "outcome": {
        "upheld": lambda: _("The complaint is upheld."),
        "partly_upheld": lambda: _("The complaint is upheld in part."),
        "not_upheld": lambda: _("The complaint is not upheld."),
        "settled": lambda: _("Both sides have agreed on a settlement."),
        "answered": lambda: _("The matter has been answered."),
        "declined": lambda: _("The complaint is not taken up."),
        "out_of_scope": lambda: _("The matter is not within what we handle."),
    },
    "paper": {
        "ack_slip": lambda: _("Complaint acknowledgement"),
        "extension_notice": lambda: _("Notice of extension"),
        "resolution_letter": lambda: _("Decision on your complaint"),
        "reply": lambda: _("Our reply"),
        "pause_notice": lambda: _("Notice that the time limit is suspended"),
        "decline_notice": lambda: _("Notice that a complaint is not taken up"),
        "out_of_scope_note": lambda: _("Notice that a matter is outside our remit"),
        "withdrawal_record": lambda: _("Record of withdrawal"),
        "confirmation_form": lambda: _("Confirmation form"),
        "settlement_agreement": lambda: _("Settlement agreement"),
        "transfer_note": lambda: _("Transfer note"),
        "service_receipt": lambda: _("Proof of service"),
        "supplement_request": lambda: _("Request for further papers"),
    },
    "intake_type": {
        "complaint": lambda: _("Complaint"),
        "enquiry": lambda: _("Enquiry"),
        "whistle_report": lambda: _("Report of wrongdoing"),
        "suggestion": lambda: _("Suggestion"),
        "praise": lambda: _("Praise"),
    },
    "paper_taken": {
        "power_of_attorney": lambda: _("Power of attorney"),
        "guardianship": lambda: _("Proof of guardianship"),
        "kinship": lambda: _("Proof of kinship"),
        "succession": lambda: _("Proof of succession"),
        "business_licence": lambda: _("Business licence"),
        "representative_letter": lambda: _("Letter naming the legal representative"),
        "complaint_letter": lambda: _("Letter of complaint"),
        "identity_copy": lambda: _("Copy of an identity paper"),
        "contract_copy": lambda: _("Copy of a contract"),
        "correspondence": lambda: _("Letters and messages exchanged"),
        "picture": lambda: _("Picture or screenshot"),
        "other": lambda: _("Other paper"),
    },
    "regulator": {
        "nfra": lambda: _("National Financial Regulatory Administration"),
        "pboc": lambda: _("People's Bank of China"),
        "petition": lambda: _("Petition office"),
        "other": lambda: _("Another authority"),
    },
    "pause": {
        "appraisal": lambda: _("Appraisal"),
        "testing": lambda: _("Testing"),
        "assessment": lambda: _("Assessment"),
        "mediation": lambda: _("Mediation"),
    },
    "way": {
        "in_person": lambda: _("Handed over"),
        "registered_mail": lambda: _("Post or courier"),
        "phone": lambda: _("Telephone call"),
        "sms": lambda: _("Text message"),
        "email": lambda: _("E-mail"),
    },
    "withdrawal_way": {
        "in_person": lambda: _("Face to face"),
        "letter": lambda: _("By letter"),
        "registered_mail": lambda: _("Post or courier"),
        "phone": lambda: _("By telephone"),
        "sms": lambda: _("Text message"),
        "email": lambda: _("By e-mail"),
    },
}


def label(kind: str, code: str) -> str:
    """A code in words, e.g. label("channel", "counter"); an unknown code as it stands, so that nothing gets lost."""
    words = _LABELS[kind].get(code)
    return words() if words else code


def page_of(number: int, count: int) -> str:
    """第 1 页 共 3 页 · Page 1 of 3"""
    return _("Page {number} of {count}").format(number=number, count=count)
