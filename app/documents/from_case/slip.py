"""From a case to its acknowledgement slip, which goes home in a pocket: name, telephone and identity are masked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.documents.from_case.shared import identity_of, representative_of, staff_line
from app.documents.papers import PaperTaken, SlipPaper
from app.documents.wording import label
from app.domain.branch import BranchFacts
from app.domain.case import Case, CaseState, Complainant, ForwardedCase, JointComplaint
from app.domain.case import PaperTaken as TakenAtIntake
from app.domain.deadlines import Deadlines
from app.domain.masking import mask_name, mask_phone
from app.domain.people import Person
from app.domain.rights import RightsVersion
from app.language import _, in_language, ngettext_

_WRITTEN_CHANNELS = frozenset({"letter", "opinion_box", "email", "fax", "web", "message"})


def slip_paper(
    case: Case,
    deadlines: Deadlines,
    branch: BranchFacts,
    owner: Person,
    *,
    rights: RightsVersion,
    copy_no: int = 0,
    language: str | None = None,
    category: str = "",
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
            identity=identity_of(who),
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
            papers_taken=tuple(_taken(paper) for paper in intake.papers_taken),
            intake_type="" if intake.intake_type == "complaint" else label("intake_type", intake.intake_type),
            representative=representative_of(case),
            represents_organisation=who.capacity == "organisation",
            joint=_joint(intake.joint),
            forwarded=_forwarded(intake.forwarded),
            settlement=case.settlement,
            rights=rights,
            copy_no=copy_no,
            reprinted_on=reprinted_on if copy_no else None,
        )


def draft_of(paper: SlipPaper) -> SlipPaper:
    """The same slip before the complaint has been recorded: without a number, for the preview beside the form."""
    return replace(paper, case_no="", accepted_at=None, copy_no=0)


def _term(deadlines: Deadlines) -> str:
    clock = next((clock for clock in deadlines.each if clock.policy_id == deadlines.governing), None)
    if clock is None:  # a date that was agreed on follows from no term
        return ""
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


def _taken(paper: TakenAtIntake) -> PaperTaken:
    return PaperTaken(label("paper_taken", paper.kind), paper.count, paper.is_original)


def _joint(joint: JointComplaint | None) -> str:
    """How many complain together and the representatives whom they elected, masked (art. 12)."""
    if joint is None:
        return ""
    said = ngettext_("{count} person together", "{count} people together", joint.count).format(count=joint.count)
    if not joint.representatives:
        return said
    elected = _(", ").join(mask_name(name) for name, _phone in joint.representatives)
    return said + _("; representatives: {names}").format(names=elected)


def _forwarded(forwarded: ForwardedCase | None) -> str:
    """The authority that sent it on, and its reference (art. 33)."""
    if forwarded is None:
        return ""
    said = label("regulator", forwarded.authority)
    return said + _(", ref. {number}").format(number=forwarded.reference_no) if forwarded.reference_no else said
