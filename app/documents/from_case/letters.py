"""From a case to its decision letter and its notices of extension, which show the full name only."""

from __future__ import annotations

from datetime import date

from app.documents.from_case.shared import delivery, staff_line
from app.documents.papers import ExtensionNoticePaper, ResolutionLetterPaper
from app.documents.wording import label
from app.domain.branch import BranchFacts
from app.domain.calendar import china_day
from app.domain.case import Case, Extension
from app.domain.people import Person, Role
from app.domain.rights import RightsVersion
from app.language import in_language


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
            delivery=delivery(case.notices, "extension"),
            copy_no=copy_no,
        )


def resolution_letter_paper(
    case: Case,
    branch: BranchFacts,
    owner: Person,
    *,
    issued_on: date,
    rights: RightsVersion,
    review_days: int,
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
            intake_type=label("intake_type", case.intake.intake_type),
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
            rights=rights,
            review_days=review_days,
            received_on=received_on,
            delivery=delivery(case.notices, "decision"),
            copy_no=copy_no,
        )


def _approving_role(extension: Extension) -> Role:
    return Role.HEADQUARTERS if extension.stage > 1 else Role.SUPERVISOR
