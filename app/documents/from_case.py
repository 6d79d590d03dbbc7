"""From a case to the data of its papers: pure, with the masking that each paper wants (domain.md 2.4).

The slip goes home in a pocket and shows masked name, telephone and identity number; letters show the full name only.
The words are in `language`, by default the language the complainant chose at intake.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.documents.papers import (
    DeliveryRecord,
    ExtensionNoticePaper,
    PaperTaken,
    ResolutionLetterPaper,
    SlipPaper,
    StaffLine,
)
from app.documents.wording import label
from app.domain.branch import BranchFacts
from app.domain.calendar import china_day
from app.domain.case import Case, CaseState, Complainant, Extension, Notice
from app.domain.deadlines import Deadlines
from app.domain.masking import mask_id, mask_name, mask_phone
from app.domain.people import Person, Role
from app.language import _, in_language

_WRITTEN_CHANNELS = frozenset({"letter", "opinion_box", "email", "fax", "web", "message"})


def slip_paper(
    case: Case,
    deadlines: Deadlines,
    branch: BranchFacts,
    owner: Person,
    *,
    copy_no: int = 0,
    language: str | None = None,
    category: str = "",
    papers_taken: tuple[PaperTaken, ...] = (),
    reprinted_on: date | None = None,
) -> SlipPaper:
    """The acknowledgement slip of `case`. `category` is the label of its business category in the same language.

    `copy_no` is `case.prints_of("ack_slip")` before this print: 0 the first time.
    """
    intake = case.intake
    lang = language or intake.language
    with in_language(lang):
        who = intake.complainant
        is_settled = case.state is CaseState.SETTLED_ON_SPOT
        return SlipPaper(
            case_no=case.case_no,
            branch=branch,
            received_at=case.received_at,
            accepted_at=case.accepted_at,
            complainant=mask_name(who.name),
            phone=mask_phone(who.phone),
            identity=_masked_identity(who),
            capacity=label("capacity", who.capacity),
            channel=label("channel", intake.channel),
            category=category,
            occurred_on=intake.occurred_on,
            amount_fen=intake.amount_fen,
            narrative=intake.narrative,
            remedy_sought=intake.remedy_sought,
            handler=staff_line(owner, branch, lang),
            due_on=None if is_settled else deadlines.due_on,
            is_provisional=not is_settled and deadlines.is_provisional,
            term="" if is_settled else _term(deadlines),
            answer_way=_answer_way(intake.channel, who),
            papers_taken=papers_taken,
            settlement=case.settlement,
            copy_no=copy_no,
            reprinted_on=reprinted_on if copy_no else None,
        )


def draft_of(paper: SlipPaper) -> SlipPaper:
    """The same slip before the complaint has been recorded: without a number, for the preview beside the form."""
    return replace(paper, case_no="", accepted_at=None, copy_no=0)


def extension_notice_paper(
    case: Case,
    extension: Extension,
    branch: BranchFacts,
    owner: Person,
    approver: Person | None = None,
    *,
    issued_on: date | None = None,
    is_provisional: bool = False,
    copy_no: int = 0,
    language: str | None = None,
) -> ExtensionNoticePaper:
    """The notice of an approved `extension`, dated on the day of the approval where `issued_on` does not say else.

    `approver` is who approved; where the person is not in the directory, the level follows from the stage: the third
    rung of the regulator's ladder is headquarters' alone (art. 18).

    Raises: ValueError when the extension has not been approved.
    """
    if extension.decision != "approved" or extension.decided_at is None:
        raise ValueError("only an approved extension is told")
    lang = language or case.intake.language
    approved_on = china_day(extension.decided_at)
    with in_language(lang):
        level = label("post", (approver.role if approver else _approving_role(extension)).value)
        return ExtensionNoticePaper(
            case_no=case.case_no,
            branch=branch,
            complainant=case.intake.complainant.name,
            received_at=case.received_at,
            old_due_on=extension.old_due_on,
            new_due_on=extension.new_due_on,
            policy_id=extension.policy_id,
            stage=extension.stage,
            reason=extension.reason,
            approver_level=level,
            approver_name=approver.name if approver else "",
            approved_on=approved_on,
            is_provisional=is_provisional,
            remedy_sought=case.intake.remedy_sought,
            handler=staff_line(owner, branch, lang),
            issued_on=issued_on or approved_on,
            delivery=_delivery(case.notices, "extension"),
            copy_no=copy_no,
        )


def resolution_letter_paper(
    case: Case,
    branch: BranchFacts,
    owner: Person,
    *,
    issued_on: date,
    received_on: date | None = None,
    copy_no: int = 0,
    language: str | None = None,
) -> ResolutionLetterPaper:
    """The decision letter of `case`. Parts that the case does not hold are empty: making the letter then says which.

    `received_on` is the day the complainant gets it, when it is known (handed over at the counter: today).
    """
    lang = language or case.intake.language
    decision = case.decision
    with in_language(lang):
        return ResolutionLetterPaper(
            case_no=case.case_no,
            branch=branch,
            complainant=case.intake.complainant.name,
            received_at=case.received_at,
            channel=label("channel", case.intake.channel),
            matter=case.intake.narrative,
            request=case.intake.remedy_sought,
            outcome=decision.outcome if decision else "",
            findings=decision.findings if decision else "",
            basis=decision.basis if decision else "",
            reasons=decision.reasons if decision else "",
            remedy=decision.remedy if decision else "",
            compensation_fen=decision.compensation_fen if decision else None,
            decided_on=china_day(decision.decided_at) if decision else None,
            handler=staff_line(owner, branch, lang),
            issued_on=issued_on,
            received_on=received_on,
            delivery=_delivery(case.notices, "decision"),
            copy_no=copy_no,
        )


def staff_line(person: Person, branch: BranchFacts, language: str) -> StaffLine:
    """Post, name and telephone of the member of staff whom the complainant may turn to (domain.md 2.9)."""
    with in_language(language):
        post = branch.said("complaint_post", language) if person.role is Role.HANDLER else ""
        return StaffLine(post or label("post", person.role.value), person.name, branch.phone, person.staff_no)


def _masked_identity(who: Complainant) -> str:
    if not who.id_number:
        return ""
    return f"{label('id_kind', who.id_kind)} {mask_id(who.id_number)}"


def _term(deadlines: Deadlines) -> str:
    clock = next(clock for clock in deadlines.each if clock.policy_id == deadlines.governing)
    if clock.unit == "working":
        return _("within {days} working days of acceptance").format(days=clock.days)
    return _("within {days} days of receipt").format(days=clock.days)


def _answer_way(channel: str, who: Complainant) -> str:
    """A caller is answered by telephone, a visitor or writer by telephone or in writing (domain.md no. 35)."""
    if channel == "phone" and who.phone:
        return "phone"
    if channel in _WRITTEN_CHANNELS or not who.phone:
        return "written" if not who.phone else "either"
    return "either"


def _approving_role(extension: Extension) -> Role:
    return Role.HEADQUARTERS if extension.stage > 1 else Role.SUPERVISOR


def _delivery(notices: tuple[Notice, ...], about: str) -> DeliveryRecord:
    told = [notice for notice in notices if notice.about == about and notice.succeeded]
    if not told:
        return DeliveryRecord()
    last = told[-1]
    return DeliveryRecord(last.way, last.given_at, last.receiver, last.evidence_no, last.given_by)
