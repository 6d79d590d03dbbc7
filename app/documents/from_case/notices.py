"""From a case to its notices: the time limit suspended, not taken up, outside the remit, further papers wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.from_case.shared import delivery
from app.documents.papers import (
    DeclineNoticePaper,
    DeliveryRecord,
    OutOfScopeNotePaper,
    PaperHead,
    PauseNoticePaper,
    SupplementRequestPaper,
)
from app.domain.case import Case, Decision, Pause


def pause_notice_paper(
    head: PaperHead, case: Case, pause: Pause, *, due_without: date, due_with: date, is_provisional: bool = False
) -> PauseNoticePaper:
    """The notice of `pause`; the due dates are those of the case without it and with it."""
    return PauseNoticePaper(
        head=head,
        kind=pause.kind,
        body_name=pause.body_name,
        started_on=pause.started_on,
        expected_end_on=pause.expected_end_on,
        due_without=due_without,
        due_with=due_with,
        why=pause.why,
        is_provisional=is_provisional,
        delivery=_told(case, pause),
    )


def decline_notice_paper(head: PaperHead, case: Case) -> DeclineNoticePaper:
    """Why the complaint was not taken up.

    Raises: ValueError when the case has not been declined.
    """
    decision = _decision(case, "declined")
    return DeclineNoticePaper(
        head, case.intake.narrative, decision.reasons, decision.what_to_bring, delivery(case.notices, "decision")
    )


def out_of_scope_note_paper(head: PaperHead, case: Case) -> OutOfScopeNotePaper:
    """Why the matter is not the bank's, and whose it is.

    Raises: ValueError when the case was not found to be out of scope.
    """
    decision = _decision(case, "out_of_scope")
    return OutOfScopeNotePaper(
        head, case.intake.narrative, decision.reasons, decision.competent_body, delivery(case.notices, "decision")
    )


def supplement_request_paper(head: PaperHead, items: Sequence[str], why: str, by_when: date) -> SupplementRequestPaper:
    """The papers that are wanted, why, and by when; empty items are left out."""
    return SupplementRequestPaper(head, tuple(item.strip() for item in items if item.strip()), why, by_when)


def _told(case: Case, pause: Pause) -> DeliveryRecord:
    """How the complainant was told of this very pause, as far as it is on record."""
    of_this = [n for n in case.notices if n.evidence_no == pause.notice_evidence_no]
    told = delivery(of_this, "pause")
    return told if told.way else DeliveryRecord(pause.notice_way, evidence_no=pause.notice_evidence_no)


def _decision(case: Case, outcome: str) -> Decision:
    if case.decision is None or case.decision.outcome != outcome:
        raise ValueError(f"the case is not {outcome}")
    return case.decision
