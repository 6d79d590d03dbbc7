"""Sound commands for each next step: the step may be taken when the rules allow one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from app.domain import case_number
from app.domain.case import Case
from app.domain.codes import (
    CORRECTIONS,
    HOLD_REASONS,
    LEVELS,
    MEANS,
    NOTICE_SUBJECTS,
    OTHER_OUTCOMES,
    OUTCOMES,
    PAPER_KINDS,
    PAUSES,
    REVIEW_RESULTS,
    ROOT_CAUSES,
    SATISFACTION,
    WITHDRAWAL_WAYS,
)
from app.domain.commands import (
    AddNote,
    AgreeDate,
    AgreeSettlement,
    AnswerOrder,
    AnswerTransfer,
    AskSatisfaction,
    AssignCase,
    CheckTypical,
    ClassifyCase,
    CloseCase,
    Command,
    DeclareConflict,
    DelegateApproval,
    EndPause,
    EscalateCase,
    FindLiability,
    FindRootCause,
    FinishCorrection,
    GiveNotice,
    LiftHold,
    LogContact,
    MarkTypical,
    MergeCase,
    OfferTransfer,
    OrderSupervision,
    PlaceHold,
    PlanCorrection,
    ReceiveEvidence,
    RecordDecision,
    RecordFollowUp,
    RecordNewFacts,
    RecordPaper,
    RecordReviewDecision,
    RecordUnreachable,
    ReopenCase,
    ReportUpward,
    RequestExtension,
    RequestReview,
    RequestVoid,
    ReturnEvidence,
    SendReminder,
    StartHandling,
    StartPause,
    UseMeans,
    WithdrawCase,
)
from app.domain.context import Context
from app.domain.deadlines import deadlines_of
from app.domain.people import Right, who_may
from app.domain.recusal import is_recused

WORDS = "情况属实，同意办理，已核实清楚"  # long enough for every text that must say something
NEW_ID = ""  # of what does not exist yet
_UNKNOWN = "-"
_ANOTHER_CASE = case_number.make("0000", 2000, "A", 1)
_WAY = "in_person"

Commands = Callable[[Case, Context], Iterator[Command]]
"""Sound commands for one step."""


def _always(command: Command) -> Commands:
    return lambda case, context: iter((command,))


def _paper(kind: str) -> Commands:
    return lambda case, context: iter((RecordPaper(kind, "", "a4"),))


def _able(case: Case, context: Context, but: str = "") -> tuple[str, ...]:
    """Who could have the case; somebody who may not, for the reason, where there is nobody."""
    able = who_may(Right.HANDLE, context.people.values(), but=but or case.owner)
    return tuple(s for s in able if not is_recused(case, s)) or (case.owner,)


def _request_extension(case: Case, context: Context) -> Iterator[Command]:
    """The next stage of each clock, the governing one first: its refusal is the one that says why."""
    deadlines = deadlines_of(case, context.rules)
    for clock in sorted(deadlines.each, key=lambda clock: clock.policy_id != deadlines.governing):
        yield RequestExtension(NEW_ID, clock.policy_id, case.reached_stage(clock.policy_id) + 1, WORDS)


def _delegate(case: Case, context: Context) -> Iterator[Command]:
    waiting = case.pending_extension
    until = context.today + timedelta(days=1)
    for staff_no in _able(case, context, but=waiting.requested_by if waiting else ""):
        yield DelegateApproval(waiting.request_id if waiting else _UNKNOWN, staff_no, until, WORDS)


def _start_pause(case: Case, context: Context) -> Iterator[Command]:
    end = context.today + timedelta(days=10)
    yield StartPause(NEW_ID, PAUSES[0], WORDS, end, _WAY, WORDS, context.today, WORDS)


def _end_pause(case: Case, context: Context) -> Iterator[Command]:
    pause = case.open_pause
    yield EndPause(pause.pause_id if pause else _UNKNOWN, WORDS, context.today)


def _agree_date(case: Case, context: Context) -> Iterator[Command]:
    due_on = deadlines_of(case, context.rules).due_on
    for days in (1, 2, 7):
        yield AgreeDate(due_on + timedelta(days=days), _WAY, WORDS, WORDS)
    yield AgreeDate(context.today + timedelta(days=1), _WAY, WORDS, WORDS)


def _answer_transfer(answer: str) -> Commands:
    def commands(case: Case, context: Context) -> Iterator[Command]:
        pending = case.pending_transfer
        yield AnswerTransfer(pending.transfer_id if pending else _UNKNOWN, answer, WORDS)

    return commands


def _conflict(case: Case, context: Context) -> Iterator[Command]:
    yield DeclareConflict(WORDS)
    for staff_no in _able(case, context, but=context.actor.staff_no):
        yield DeclareConflict(WORDS, staff_no)


def _order(case: Case, context: Context) -> Iterator[Command]:
    yield OrderSupervision(NEW_ID, WORDS, context.today + timedelta(days=3))


def _answer_order(case: Case, context: Context) -> Iterator[Command]:
    return (AnswerOrder(order, WORDS) for order in [o.order_id for o in case.open_orders] or [_UNKNOWN])


def _return_evidence(case: Case, context: Context) -> Iterator[Command]:
    kept = [item.evidence_id for item in case.evidence if item.returned_at is None]
    return (ReturnEvidence(item, WORDS, WORDS) for item in kept or [_UNKNOWN])


def _plan_correction(case: Case, context: Context) -> Iterator[Command]:
    for owner in (case.owner, context.actor.staff_no):
        yield PlanCorrection(NEW_ID, CORRECTIONS[0], WORDS, owner, context.today + timedelta(days=30))


def _finish_correction(case: Case, context: Context) -> Iterator[Command]:
    open_ones = [plan.action_id for plan in case.corrections if plan.finished_at is None]
    return (FinishCorrection(action, WORDS) for action in open_ones or [_UNKNOWN])


def _decide(case: Case, context: Context) -> Iterator[Command]:
    for outcome in (*OUTCOMES, *OTHER_OUTCOMES):
        yield RecordDecision(outcome, WORDS, WORDS, WORDS, WORDS, competent_body=WORDS, what_to_bring=WORDS)


def _settlement(case: Case, context: Context) -> Iterator[Command]:
    yield AgreeSettlement(WORDS, "", context.today + timedelta(days=7), WORDS)


def _review_decision(case: Case, context: Context) -> Iterator[Command]:
    review = case.open_review
    review_id = review.review_id if review else _UNKNOWN
    return (RecordReviewDecision(review_id, result, WORDS, WORDS, context.today) for result in REVIEW_RESULTS)


def _lift_hold(case: Case, context: Context) -> Iterator[Command]:
    return (LiftHold(hold, WORDS) for hold in [hold.hold_id for hold in case.open_holds] or [_UNKNOWN])


STEP_COMMANDS: Mapping[str, Commands] = {
    "start_handling": _always(StartHandling()),
    "add_note": _always(AddNote(WORDS)),
    "log_contact": _always(LogContact("phone", WORDS, WORDS)),
    "receive_evidence": _always(ReceiveEvidence(NEW_ID, WORDS, 1, False, WORDS)),
    "return_evidence": _return_evidence,
    "use_means": _always(UseMeans(MEANS[0], WORDS)),
    "plan_correction": _plan_correction,
    "finish_correction": _finish_correction,
    "find_root_cause": _always(FindRootCause(ROOT_CAUSES[0], WORDS)),
    "find_liability": _always(FindLiability(False, (), WORDS)),
    "classify": lambda case, context: iter((ClassifyCase(case.about, WORDS),)),
    "request_extension": _request_extension,
    "delegate_approval": _delegate,
    "start_pause": _start_pause,
    "end_pause": _end_pause,
    "record_new_facts": lambda case, context: iter((RecordNewFacts(NEW_ID, WORDS, WORDS, context.today),)),
    "agree_date": _agree_date,
    "assign": lambda case, context: (AssignCase(staff_no) for staff_no in _able(case, context)),
    "offer_transfer": lambda case, context: (OfferTransfer(NEW_ID, s, WORDS) for s in _able(case, context)),
    "accept_transfer": _answer_transfer("accepted"),
    "decline_transfer": _answer_transfer("declined"),
    "take_back_transfer": _answer_transfer("taken_back"),
    "escalate": lambda case, context: (EscalateCase(level, WORDS) for level in reversed(LEVELS[:-1])),
    "report_upward": lambda case, context: (ReportUpward(level, WORDS) for level in reversed(LEVELS)),
    "declare_conflict": _conflict,
    "order_supervision": _order,
    "answer_order": _answer_order,
    "send_reminder": _always(SendReminder(WORDS)),
    "give_notice": lambda case, context: (GiveNotice(about, _WAY, WORDS, WORDS) for about in NOTICE_SUBJECTS),
    "record_unreachable": _always(RecordUnreachable(WORDS)),
    "make_letter": _paper("resolution_letter"),
    "make_extension_notice": _paper("extension_notice"),
    "reprint_slip": _paper("ack_slip"),
    **{f"make_{kind}": _paper(kind) for kind in PAPER_KINDS[3:]},
    "record_decision": _decide,
    "agree_settlement": _settlement,
    "close": _always(CloseCase()),
    "withdraw": _always(WithdrawCase(WITHDRAWAL_WAYS[0])),
    "merge": _always(MergeCase(_UNKNOWN, _ANOTHER_CASE, WORDS)),
    "request_void": _always(RequestVoid(NEW_ID, WORDS)),
    "request_review": lambda case, context: iter((RequestReview(NEW_ID, WORDS, "letter", context.today),)),
    "record_review_decision": _review_decision,
    "reopen": lambda case, context: iter((ReopenCase(NEW_ID, WORDS, WORDS, context.today),)),
    "ask_satisfaction": _always(AskSatisfaction(SATISFACTION[0], "phone", WORDS)),
    "record_follow_up": _always(RecordFollowUp("phone", WORDS)),
    "mark_typical": _always(MarkTypical(WORDS, WORDS)),
    "check_typical": _always(CheckTypical(True, WORDS)),
    "place_hold": _always(PlaceHold(NEW_ID, HOLD_REASONS[0], WORDS)),
    "lift_hold": _lift_hold,
}
"""Every step but the two decisions under four eyes, which are offered while anybody here could take them."""

PAPER_OF_STEP: Mapping[str, str] = {
    "make_letter": "resolution_letter",
    "reprint_slip": "ack_slip",
    **{f"make_{kind}": kind for kind in ("extension_notice", *PAPER_KINDS[3:])},
}
"""Which paper a step makes."""
