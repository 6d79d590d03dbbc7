"""Acts that people might try on a case, sound ones and slips: one maker for every kind of command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import get_args

from support.cases import LOCAL, NFRA, PBOC, PEOPLE, RULES

from app.domain import codes, commands
from app.domain.calendar import china_day
from app.domain.case import Case, Classification, LiabilityShare
from app.domain.commands import Command, RegisterComplaint
from app.domain.deadlines import deadlines_of, final_due_on, next_stages
from app.domain.decisions.concluding import outcomes_for

STAFF = tuple(PEOPLE)
WORDS = ("需要调取监控录像", "客户来电询问进度", "已核实，情况属实")
SLIPS = ("", " ", "忙", "a\0b", "长" * 6000)


@dataclass(frozen=True, slots=True)
class Try:
    """What somebody looks at when they try something. `is_slip` makes one of the inputs wrong, more or less."""

    case: Case
    now: datetime
    dice: Random
    number: int

    @property
    def today(self) -> date:
        return china_day(self.now)

    @property
    def is_slip(self) -> bool:
        return self.dice.random() < 0.12

    def text(self) -> str:
        return self.dice.choice(SLIPS if self.is_slip else WORDS)

    def of(self, choices: tuple[str, ...]) -> str:
        return "?" if not choices or self.is_slip else self.dice.choice(choices)

    def person(self) -> str:
        return "9999" if self.is_slip else self.dice.choice(STAFF)

    def id(self, known: tuple[str, ...] = ()) -> str:
        """An id of something that is there, now and then one that is not."""
        return "none" if not known or self.is_slip else self.dice.choice(known)

    def new_id(self, known: tuple[str, ...] = ()) -> str:
        """An id of something new, now and then a repeat."""
        return self.id(known) if known and self.is_slip else f"n{self.number}"

    def day(self, *offsets: int) -> date:
        return self.today + timedelta(days=self.dice.choice((-400, -3, 400) if self.is_slip else offsets))

    def instant(self) -> datetime | None:
        if self.dice.random() < 0.5:
            return None
        return self.now - timedelta(minutes=self.dice.choice((0, 1, 30, 60 * 24 * 3, -5)))


def _ids(items: tuple[object, ...], name: str) -> tuple[str, ...]:
    return tuple(getattr(item, name) for item in items)


def _extension(t: Try) -> Command:
    offers = next_stages(t.case, RULES)
    known = _ids(t.case.extensions, "request_id")
    if offers and not t.is_slip:
        offer = t.dice.choice(offers)
        return commands.RequestExtension(t.new_id(known), offer.policy_id, offer.stage, t.text())
    policy = t.dice.choice((LOCAL, NFRA, PBOC, "CN_REVIEW", "?"))
    return commands.RequestExtension(t.new_id(known), policy, t.dice.randrange(4), t.text())


def _request_id(t: Try) -> str:
    pending = t.case.pending_extension
    return t.id((pending.request_id,) if pending else _ids(t.case.extensions, "request_id"))


def _decision(t: Try) -> Command:
    given = commands.RecordDecision(
        t.of(outcomes_for(t.case.intake.intake_type)),
        t.text(),
        "《领用合约》第八条",
        t.text(),
        t.text(),
        t.dice.choice(("", "", "200.00", "?")),
        (t.of(codes.MEASURES),) if t.is_slip else (),
        competent_body="保险监管部门" if not t.is_slip else "",
    )
    if given.outcome in codes.OTHER_OUTCOMES and not t.is_slip:
        return replace(given, compensation="")
    return given


def _pause(t: Try) -> Command:
    kind = t.of(codes.PAUSES)
    return commands.StartPause(
        t.new_id(_ids(t.case.pauses, "pause_id")),
        kind,
        "鉴定中心",
        t.day(1, 7, 30, 61),
        t.of(codes.WAYS),
        "回执 7",
        t.dice.choice((None, t.day(0, -1, -2))),
        "等待鉴定",
        "" if t.is_slip else "同意书 1",
    )


def _agreed(t: Try) -> Command:
    last = final_due_on(t.case, RULES)
    due_on = t.dice.choice((deadlines_of(t.case, RULES).due_on, last, last + timedelta(days=1), t.day(1, 3, 20)))
    return commands.AgreeDate(due_on, t.of(codes.WAYS), "" if t.is_slip else "录音 88")


def _notice(t: Try) -> Command:
    way = t.of(codes.WAYS)
    about = t.of(codes.NOTICE_SUBJECTS) if t.dice.random() < 0.5 else "decision"
    given_at = t.instant() if way not in ("sms", "email") else t.now
    proof = "" if t.is_slip else "XA12345678912"
    return commands.GiveNotice(about, way, "王芳芳", proof, given_at, t.dice.random() < 0.7)


def _classify(t: Try) -> Command:
    respondents = tuple(t.dice.sample([s for s in STAFF if s != "HQ01"], t.dice.choice((0, 0, 1, 1, 2))))
    about = Classification(
        severity=t.of(codes.SEVERITIES), rights=("R2_information",), respondents=respondents, respondent_unit="营业部"
    )
    return commands.ClassifyCase(about, "补充分类", t.dice.choice(("", t.person())))


def _liability(t: Try) -> Command:
    first = t.dice.choice((100, 60, 60, 0))
    shares = [LiabilityShare(t.person(), first)] + ([LiabilityShare("营业部", 40)] if first == 60 else [])
    is_at_fault = t.dice.random() < 0.7
    return commands.FindLiability(is_at_fault, tuple(shares) if is_at_fault or t.is_slip else (), "核实后认定")


def _void_decision(t: Try) -> Command:
    request = t.case.void_request
    seen = t.case.version - (t.dice.randrange(4) if t.is_slip else 0)
    return commands.DecideVoid(
        t.id((request.request_id,) if request else ()), t.dice.random() < 0.4, t.text(), seen, "n"
    )


def _extension_decision(t: Try) -> Command:
    seen = t.case.version - (t.dice.randrange(4) if t.is_slip else 0)
    return commands.DecideExtension(_request_id(t), t.dice.random() < 0.8, t.text(), seen, "n")


MAKERS: Mapping[type, Callable[[Try], Command]] = {
    commands.StartHandling: lambda t: commands.StartHandling(),
    commands.AssignCase: lambda t: commands.AssignCase(t.person(), "调整分工"),
    commands.OfferTransfer: lambda t: commands.OfferTransfer(
        t.new_id(_ids(t.case.transfers, "transfer_id")), t.person(), t.text()
    ),
    commands.AnswerTransfer: lambda t: commands.AnswerTransfer(
        t.id(_ids(t.case.transfers, "transfer_id")), t.of(codes.TRANSFER_ANSWERS), t.text()
    ),
    commands.EscalateCase: lambda t: commands.EscalateCase(t.of(codes.LEVELS), t.text()),
    commands.ReportUpward: lambda t: commands.ReportUpward(t.of(codes.LEVELS), t.text()),
    commands.DeclareConflict: lambda t: commands.DeclareConflict(t.text(), t.dice.choice(("", t.person()))),
    commands.OrderSupervision: lambda t: commands.OrderSupervision(
        t.new_id(_ids(t.case.orders, "order_id")), t.text(), t.day(0, 1, 5)
    ),
    commands.AnswerOrder: lambda t: commands.AnswerOrder(t.id(_ids(t.case.orders, "order_id")), t.text()),
    commands.SendReminder: lambda t: commands.SendReminder(t.text()),
    commands.RequestExtension: _extension,
    commands.DecideExtension: _extension_decision,
    commands.DelegateApproval: lambda t: commands.DelegateApproval(_request_id(t), t.person(), t.day(0, 3, 31)),
    commands.StartPause: _pause,
    commands.EndPause: lambda t: commands.EndPause(
        t.id(_ids(t.case.pauses, "pause_id")), "报告 3", t.dice.choice((None, t.day(0, -1)))
    ),
    commands.RecordNewFacts: lambda t: commands.RecordNewFacts(
        t.new_id(_ids(t.case.restarts, "restart_id")), t.text(), "", t.dice.choice((None, t.day(0, -1)))
    ),
    commands.AgreeDate: _agreed,
    commands.AddNote: lambda t: commands.AddNote(t.text()),
    commands.LogContact: lambda t: commands.LogContact(
        t.of(codes.WAYS), "王芳芳", t.text(), t.dice.random() < 0.4, t.instant()
    ),
    commands.ReceiveEvidence: lambda t: commands.ReceiveEvidence(
        t.new_id(_ids(t.case.evidence, "evidence_id")), t.text(), t.dice.choice((0, 1, 2)), True, "王芳芳"
    ),
    commands.ReturnEvidence: lambda t: commands.ReturnEvidence(t.id(_ids(t.case.evidence, "evidence_id")), t.text()),
    commands.UseMeans: lambda t: commands.UseMeans(t.of(codes.MEANS), t.text()),
    commands.PlanCorrection: lambda t: commands.PlanCorrection(
        t.new_id(_ids(t.case.corrections, "action_id")), t.of(codes.CORRECTIONS), t.text(), t.person(), t.day(0, 30)
    ),
    commands.FinishCorrection: lambda t: commands.FinishCorrection(
        t.id(_ids(t.case.corrections, "action_id")), t.text()
    ),
    commands.FindRootCause: lambda t: commands.FindRootCause(t.of(codes.ROOT_CAUSES), t.text()),
    commands.FindLiability: _liability,
    commands.AddAttachment: lambda t: commands.AddAttachment(
        t.dice.choice(("ab", "cd", "?")) * 32, "截图.png", t.dice.choice(("image/png", "text/html")), 9
    ),
    commands.SetAsideAttachment: lambda t: commands.SetAsideAttachment(
        t.id(_ids(t.case.attachments, "sha256")), t.text()
    ),
    commands.RecordDecision: _decision,
    commands.AgreeSettlement: lambda t: commands.AgreeSettlement(
        t.text(), t.dice.choice(("", "500.00", "?")), t.day(0, 10), "和解 5"
    ),
    commands.RecordPaper: lambda t: commands.RecordPaper(t.of(codes.PAPER_KINDS), "ab" * 32, "a4"),
    commands.GiveNotice: _notice,
    commands.RecordUnreachable: lambda t: commands.RecordUnreachable(t.text()),
    commands.CloseCase: lambda t: commands.CloseCase(),
    commands.WithdrawCase: lambda t: commands.WithdrawCase(t.of(codes.WITHDRAWAL_WAYS), "", t.day(0, 0, -2)),
    commands.MergeCase: lambda t: commands.MergeCase(
        t.dice.choice(("c2", t.case.case_id, "")), "TS0102-26A00040-R", t.text()
    ),
    commands.RequestVoid: lambda t: commands.RequestVoid(t.new_id(), t.text()),
    commands.DecideVoid: _void_decision,
    commands.RequestReview: lambda t: commands.RequestReview(
        t.new_id(_ids(t.case.reviews, "review_id")), t.text(), t.of(codes.WITHDRAWAL_WAYS), t.day(0, -1)
    ),
    commands.RecordReviewDecision: lambda t: commands.RecordReviewDecision(
        t.id(_ids(t.case.reviews, "review_id")), t.of(codes.REVIEW_RESULTS), t.text(), "核 8", t.day(0, -1)
    ),
    commands.ReopenCase: lambda t: commands.ReopenCase(
        t.new_id(_ids(t.case.restarts, "restart_id")), t.text(), "", t.dice.choice((None, t.day(0, -1)))
    ),
    commands.AskSatisfaction: lambda t: commands.AskSatisfaction(t.of(codes.SATISFACTION), t.of(codes.WAYS)),
    commands.RecordFollowUp: lambda t: commands.RecordFollowUp(t.of(codes.WAYS), t.text()),
    commands.MarkTypical: lambda t: commands.MarkTypical("年费收取", t.dice.choice((t.text(), "王芳芳投诉年费"))),
    commands.CheckTypical: lambda t: commands.CheckTypical(t.dice.random() < 0.6, t.text()),
    commands.PlaceHold: lambda t: commands.PlaceHold(
        t.new_id(tuple(hold.hold_id for hold in t.case.holds)), t.of(codes.HOLD_REASONS), t.text(), t.day(1, 30)
    ),
    commands.LiftHold: lambda t: commands.LiftHold(t.id(tuple(hold.hold_id for hold in t.case.holds)), t.text()),
    commands.ClassifyCase: _classify,
}
"""One maker for each command."""

LIKELY: Mapping[str, tuple[type, ...]] = {
    "registered": (commands.AddNote,),
    "accepted": (commands.StartHandling, commands.RequestExtension, commands.RecordDecision, commands.OfferTransfer),
    "in_progress": (
        commands.RequestExtension,
        commands.RecordDecision,
        commands.StartPause,
        commands.EndPause,
        commands.AgreeDate,
        commands.RecordNewFacts,
        commands.AnswerTransfer,
        commands.AgreeSettlement,
    ),
    "extension_requested": (commands.DecideExtension, commands.DecideExtension, commands.DelegateApproval),
    "decided": (commands.GiveNotice, commands.GiveNotice, commands.LogContact, commands.RecordUnreachable),
    "told": (commands.CloseCase, commands.GiveNotice, commands.RequestReview, commands.AnswerOrder),
    "closed": (commands.ReopenCase, commands.RequestReview, commands.RecordReviewDecision, commands.AskSatisfaction),
    "settled_on_spot": (commands.ReopenCase, commands.AskSatisfaction, commands.RecordFollowUp),
    "withdrawn": (commands.ReopenCase, commands.AskSatisfaction),
    "merged": (commands.AddNote, commands.RequestVoid),
    "voided": (commands.AddNote,),
}
"""What people mostly do in each state, so that lives get far."""


def missing() -> set[type]:
    """Commands without a maker here."""
    return set(get_args(Command)) - {RegisterComplaint} - set(MAKERS)


def attempt(kind: type, case: Case, now: datetime, dice: Random, number: int) -> Command:
    """A command of this kind, as somebody looking at `case` might give it."""
    return MAKERS[kind](Try(case, now, dice, number))
