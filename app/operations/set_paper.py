"""Set a paper of a case into a PDF: which facts of the case and of the desk go onto which paper.

The documents room is opened only when a paper is set: a desk that prints nothing does not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.calendar import china_day
from app.domain.case import Case, PaperRecord
from app.domain.codes import SETTLED
from app.domain.deadlines import deadlines_of
from app.domain.money import parse_yuan
from app.domain.people import Person
from app.domain.refusal import Problem
from app.domain.targets import review_right_days
from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.documents.papers import PaperHead, StaffLine

ACK_SLIP = "ack_slip"
EXTENSION_NOTICE = "extension_notice"
RESOLUTION_LETTER = "resolution_letter"
SETTLEMENT_AGREEMENT = "settlement_agreement"
SERVICE_RECEIPT = "service_receipt"
SUPPLEMENT_REQUEST = "supplement_request"

Words = Mapping[str, str]
"""What stands on a paper and nowhere else in the case; kept with the record of the paper (`RecordPaper.given`)."""

SetPaper = Callable[[Desk, Case, str, int, Words], bytes]
"""Sets a paper of a case that is about something (its id) as its n-th copy (0 = first print)."""


def set_paper(desk: Desk, case: Case, kind: str, about: str, copy_no: int, words: Words | None = None) -> bytes:
    """The paper as a PDF. The rules must have allowed it, and `about` be what `subject_of` says.

    `words` are those of a paper that is made for the first time; a copy takes them from the record.
    """
    return _SETTERS[kind](desk, case, about, copy_no, words or words_of(case, kind, about))


def subject_of(case: Case, kind: str, about: str = "") -> str:
    """What a paper of `kind` is about where nobody says it: the latest thing in the case that it could be about."""
    latest = _LATEST.get(kind)
    return about or (latest(case) if latest else "")


def words_of(case: Case, kind: str, about: str) -> Words:
    """The words that were given for the paper when it was first made; none where it has none."""
    return next((paper.given for paper in _made(case, kind, about) if paper.given), {})


def is_settable(case: Case, kind: str, about: str) -> bool:
    """Whether everything that the paper takes from elsewhere than the case's facts is at hand."""
    if kind == SUPPLEMENT_REQUEST:
        return bool(words_of(case, kind, about))
    if kind == SETTLEMENT_AGREEMENT:
        is_settled = case.decision is not None and case.decision.outcome == SETTLED
        return bool(words_of(case, kind, about)) if about else is_settled
    return kind != SERVICE_RECEIPT or any(_made(case, about))


def slip(desk: Desk, case: Case, size: str, copy_no: int, language: str | None) -> bytes:
    """The acknowledgement slip in one of its sizes; `language` None is the complainant's."""
    from app.documents.from_case import slip_paper
    from app.documents.slip import make_slip

    lang = language or case.intake.language
    paper = slip_paper(
        case,
        deadlines_of(case, desk.rules),
        desk.branch,
        _owner(desk, case),
        rights=desk.rules.rights.as_of(china_day(case.registered_at)),
        copy_no=copy_no,
        language=lang,
        category=_category(desk, case, lang),
        reprinted_on=china_day(desk.clock.now()),
    )
    return make_slip(paper, size, lang)


def _ack_slip(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    return slip(desk, case, desk.slip_size, copy_no, None)


def _extension_notice(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.extension_notice import make_extension_notice
    from app.documents.from_case import extension_notice_paper

    lang = case.intake.language
    extension = next(e for e in case.extensions if e.request_id == about)
    paper = extension_notice_paper(
        case,
        extension,
        desk.branch,
        _owner(desk, case),
        desk.people.get(extension.decided_by or ""),
        is_provisional=deadlines_of(case, desk.rules).is_provisional,
        copy_no=copy_no,
        language=lang,
    )
    return make_extension_notice(paper, lang)


def _resolution_letter(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.from_case import resolution_letter_paper
    from app.documents.resolution_letter import make_resolution_letter

    lang = case.intake.language
    issued_on = _issued_on(desk, case, RESOLUTION_LETTER)
    paper = resolution_letter_paper(
        case,
        desk.branch,
        _owner(desk, case),
        issued_on=issued_on,
        rights=desk.rules.rights.as_of(issued_on),
        review_days=review_right_days(case, desk.rules),
        copy_no=copy_no,
        language=lang,
    )
    return make_resolution_letter(paper, lang)


def _pause_notice(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.from_case import pause_notice_paper
    from app.documents.notices import make_pause_notice

    pause = next(pause for pause in case.pauses if pause.pause_id == about)
    others = tuple(one for one in case.pauses if one.pause_id != about)
    as_told = replace(pause, ended_on=None)
    with_it = deadlines_of(replace(case, pauses=(*others, as_told)), desk.rules)
    paper = pause_notice_paper(
        _head(desk, case, "pause_notice", about, copy_no),
        case,
        pause,
        due_without=deadlines_of(replace(case, pauses=others), desk.rules).due_on,
        due_with=with_it.due_on,
        is_provisional=with_it.is_provisional,
    )
    return make_pause_notice(paper, case.intake.language)


def _decline_notice(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.from_case import decline_notice_paper
    from app.documents.notices import make_decline_notice

    head = _head(desk, case, "decline_notice", about, copy_no)
    return make_decline_notice(decline_notice_paper(head, case), case.intake.language)


def _out_of_scope_note(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.from_case import out_of_scope_note_paper
    from app.documents.notices import make_out_of_scope_note

    head = _head(desk, case, "out_of_scope_note", about, copy_no)
    return make_out_of_scope_note(out_of_scope_note_paper(head, case), case.intake.language)


def _supplement_request(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.from_case import supplement_request_paper
    from app.documents.notices import make_supplement_request

    head = _head(desk, case, SUPPLEMENT_REQUEST, about, copy_no)
    by_when = date.fromisoformat(words["by_when"])
    paper = supplement_request_paper(head, words["items"].split("\n"), words["why"], by_when)
    return make_supplement_request(paper, case.intake.language)


def _withdrawal_record(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.forms import make_withdrawal_record
    from app.documents.from_case import withdrawal_record_paper

    head = _head(desk, case, "withdrawal_record", about, copy_no)
    return make_withdrawal_record(withdrawal_record_paper(head, case), case.intake.language)


def _confirmation_form(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.forms import make_confirmation_form
    from app.documents.from_case import confirmation_form_paper

    head = _head(desk, case, "confirmation_form", about, copy_no)
    return make_confirmation_form(confirmation_form_paper(head, case), case.intake.language)


def _settlement_agreement(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    """From `words` while it is to be signed, else as it is on record."""
    from app.documents.from_case import settlement_agreement_paper
    from app.documents.settlement_agreement import make_settlement_agreement

    head = _head(desk, case, SETTLEMENT_AGREEMENT, about, copy_no)
    if words:
        amount = parse_yuan(words["amount"]) if words["amount"].strip() else None
        terms, performance_on, number = words["terms"], date.fromisoformat(words["performance_on"]), ""
        fen = None if isinstance(amount, Problem) else amount
    else:
        decision = case.decision
        if decision is None or decision.performance_on is None:
            raise ValueError("nothing has been agreed")
        terms, fen, performance_on = decision.remedy, decision.compensation_fen, decision.performance_on
        number = decision.agreement_no
    paper = settlement_agreement_paper(
        head, case, terms=terms, amount_fen=fen, performance_on=performance_on, agreement_no=number
    )
    return make_settlement_agreement(paper, case.intake.language)


def _transfer_note(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    """For staff: in the language of their screens, not of the complainant."""
    from app.documents.from_case import transfer_note_paper
    from app.documents.transfer_note import make_transfer_note
    from app.language import language

    lang = language()
    transfer = next(one for one in case.transfers if one.transfer_id == about)
    paper = transfer_note_paper(
        _head(desk, case, "transfer_note", about, copy_no, lang),
        case,
        transfer,
        deadlines_of(case, desk.rules),
        offered_by=_staff(desk, transfer.offered_by, lang),
        to=_staff(desk, transfer.to, lang),
        category=_category(desk, case, lang),
        language=lang,
    )
    return make_transfer_note(paper, lang)


def _service_receipt(desk: Desk, case: Case, about: str, copy_no: int, words: Words) -> bytes:
    from app.documents.from_case import service_receipt_paper
    from app.documents.service_receipt import make_service_receipt

    first = next(iter(_made(case, about)))
    head = _head(desk, case, SERVICE_RECEIPT, about, copy_no)
    paper = service_receipt_paper(head, case, about, china_day(first.made_at), desk.name_of)
    return make_service_receipt(paper, case.intake.language)


def _head(desk: Desk, case: Case, kind: str, about: str, copy_no: int, language: str | None = None) -> PaperHead:
    from app.documents.from_case import head_of

    return head_of(
        case,
        desk.branch,
        _owner(desk, case),
        issued_on=_issued_on(desk, case, kind, about),
        copy_no=copy_no,
        language=language,
    )


def _issued_on(desk: Desk, case: Case, kind: str, about: str = "") -> date:
    """A copy bears the day of the paper, not its own."""
    first = next(iter(_made(case, kind, about)), None)
    return china_day(first.made_at if first else desk.clock.now())


def _owner(desk: Desk, case: Case) -> Person:
    """Who has the case; the person at the desk where the directory does not know the owner."""
    return desk.people.get(case.owner, desk.actor)


def _staff(desk: Desk, staff_no: str, language: str) -> StaffLine:
    from app.documents.from_case import staff_line
    from app.documents.papers import StaffLine

    person = desk.people.get(staff_no)
    return staff_line(person, desk.branch, language) if person else StaffLine("", staff_no, desk.branch.phone)


def _category(desk: Desk, case: Case, language: str) -> str:
    code = case.about.category or case.intake.category
    return desk.rules.taxonomy.path_label(code, language) if code else ""


def _made(case: Case, kind: str, about: str | None = None) -> tuple[PaperRecord, ...]:
    """The prints of a paper, the earliest first."""
    return tuple(paper for paper in case.papers if paper.kind == kind and about in (None, paper.about))


def _latest_extension(case: Case) -> str:
    return next((e.request_id for e in reversed(case.extensions) if e.decision == "approved"), "")


def _latest_agreement(case: Case) -> str:
    """The latest draft while nothing has been agreed; after that it is the agreement itself."""
    drafts = _made(case, SETTLEMENT_AGREEMENT)
    return drafts[-1].about if drafts and case.decision is None else ""


def _latest_served(case: Case) -> str:
    from app.documents.from_case import SUBJECT_OF_PAPER

    return next((paper.kind for paper in reversed(case.papers) if paper.kind in SUBJECT_OF_PAPER), "")


_LATEST: Mapping[str, Callable[[Case], str]] = {
    EXTENSION_NOTICE: _latest_extension,
    "pause_notice": lambda case: case.pauses[-1].pause_id if case.pauses else "",
    "transfer_note": lambda case: case.transfers[-1].transfer_id if case.transfers else "",
    SETTLEMENT_AGREEMENT: _latest_agreement,
    SERVICE_RECEIPT: _latest_served,
    SUPPLEMENT_REQUEST: lambda case: next((p.about for p in reversed(_made(case, SUPPLEMENT_REQUEST))), ""),
}

_SETTERS: Mapping[str, SetPaper] = {
    ACK_SLIP: _ack_slip,
    EXTENSION_NOTICE: _extension_notice,
    RESOLUTION_LETTER: _resolution_letter,
    "pause_notice": _pause_notice,
    "decline_notice": _decline_notice,
    "out_of_scope_note": _out_of_scope_note,
    SUPPLEMENT_REQUEST: _supplement_request,
    "withdrawal_record": _withdrawal_record,
    "confirmation_form": _confirmation_form,
    SETTLEMENT_AGREEMENT: _settlement_agreement,
    "transfer_note": _transfer_note,
    SERVICE_RECEIPT: _service_receipt,
}
