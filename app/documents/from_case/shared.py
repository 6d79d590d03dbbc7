"""What the papers of a case have in common: whom to turn to, how it was delivered, what is masked (domain.md 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.documents.papers import UNDELIVERED, DeliveryRecord, PaperHead, StaffLine
from app.documents.wording import label
from app.domain.branch import BranchFacts
from app.domain.case import Case, Complainant, Notice, Representative
from app.domain.masking import mask_id, mask_name, mask_phone
from app.domain.people import Person, Role
from app.language import _, in_language


def head_of(
    case: Case, branch: BranchFacts, owner: Person, *, issued_on: date, copy_no: int = 0, language: str | None = None
) -> PaperHead:
    """The head of a paper of `case`, with the complainant's name in full."""
    return PaperHead(
        case_no=case.case_no,
        branch=branch,
        complainant=case.intake.complainant.name,
        received_at=case.received_at,
        handler=staff_line(owner, branch, language or case.intake.language),
        issued_on=issued_on,
        copy_no=copy_no,
    )


def staff_line(person: Person, branch: BranchFacts, language: str) -> StaffLine:
    """Post, name and telephone of the member of staff whom the complainant may turn to (domain.md 2.9)."""
    with in_language(language):
        post = branch.said("complaint_post", language) if person.role is Role.HANDLER else ""
        return StaffLine(post or label("post", person.role.value), person.name, branch.phone, person.staff_no)


def identity_of(who: Complainant | Representative) -> str:
    """The identity paper with its number masked; "" where none was seen."""
    if not who.id_number:
        return ""
    return f"{label('id_kind', who.id_kind)} {mask_id(who.id_number)}"


def representative_of(case: Case, *, is_masked: bool = True) -> str:
    """Who acts for the complainant, and which paper shows it: 王*芳 138****2716（授权委托书 原件）."""
    who = case.intake.representative
    if who is None:
        return ""
    name = mask_name(who.name) if is_masked else who.name
    said = " ".join(part for part in (name, mask_phone(who.phone)) if part)
    if not who.authority:
        return said
    kind = _("original") if who.is_original else _("copy")
    return said + _(" ({paper}, {kind})").format(paper=label("paper_taken", who.authority), kind=kind)


def delivery(notices: Iterable[Notice], about: str) -> DeliveryRecord:
    """How the last notice about this reached the complainant; nothing while none has."""
    told = [notice for notice in notices if notice.about == about and notice.succeeded]
    return _record(told[-1]) if told else UNDELIVERED


def attempts(notices: Iterable[Notice], about: str) -> tuple[DeliveryRecord, ...]:
    """The notices about this that reached nobody, the earliest first (art. 21)."""
    failed = (notice for notice in notices if notice.about == about and not notice.succeeded)
    return tuple(
        replace(_record(notice), evidence_no="    ".join(part for part in (notice.remark, notice.evidence_no) if part))
        for notice in failed
    )


def _record(notice: Notice) -> DeliveryRecord:
    return DeliveryRecord(notice.way, notice.given_at, notice.receiver, notice.evidence_no, notice.given_by)
