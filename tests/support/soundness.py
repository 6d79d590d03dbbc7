"""What holds for every refusal, every act and every case, whoever did what, when and in whatever order it arrived."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from random import Random

from support.cases import NFRA, PBOC, PEOPLE, RULES

from app.domain.calendar import china_day
from app.domain.case import Case, CaseState, Extension
from app.domain.commands import Command
from app.domain.deadlines import AGREED, deadlines_of, ever_overdue, next_stages
from app.domain.decide import Context, decide
from app.domain.entry import Entry
from app.domain.fold import CaseFold, apply, fold, in_order
from app.domain.next_date import next_date_of
from app.domain.people import Right, Role
from app.domain.recusal import able_owners, is_recused, may_own, needs_new_owner
from app.domain.refusal import Refusal
from app.language import in_language
from app.language.reasons import refusal_text, sentence
from app.language.refusals import SENTENCES

ABOUT_PEOPLE = {
    "no_right", "person_inactive", "recused", "four_eyes", "void_four_eyes", "typical_four_eyes",
    "not_an_approver", "headquarters_only", "not_your_transfer", "not_the_owner",
}  # fmt: skip
"""Reasons that lie in who acts: whoever is named beside them is held to be able to."""

ACTS_OF_THE_UNCONCERNED = {
    "handling_started", "extension_decided", "approval_delegated", "decision_recorded", "settlement_agreed",
    "case_closed", "unreachable_recorded", "void_decided", "review_decided", "liability_found", "case_reopened",
}  # fmt: skip
"""Written down here a second time, on purpose: what nobody does in a case about themselves (令2020-3 art. 17)."""

TELLS_OF_THE_PAST = {"notice_given", "case_withdrawn", "unreachable_recorded"}
"""Entries by which it turns out that the complainant was told, or gave up, in time."""

MOST_DAYS = {NFRA: {0: 15, 1: 30, 2: 60}, PBOC: {0: 15, 1: 60}}
"""The law's terms, by stage (令2020-3 art. 18; 人民银行令2020-5)."""

TOLD_STAGES = {(NFRA, 2), (PBOC, 1)}
"""Stages that count once the complainant has been told ("经…审批并告知投诉人")."""


def check_refusal(case: Case, command: Command, refusal: Refusal, context: Callable[[str], Context]) -> None:
    """Worded in both languages with a way out, and whoever it names could really do it."""
    assert refusal.problems
    for problem in refusal.problems:
        assert str(problem.code) in SENTENCES, problem.code
        for language, stop in (("zh", "。"), ("en", ".")):
            with in_language(language):
                words = sentence(problem)
                assert words.endswith(stop), words
                assert len(words) >= 5
                assert "–" not in words, (problem.code, words)  # a detail that the sentence needs is missing
                assert refusal_text(refusal, PEOPLE)
    if refusal.code in ABOUT_PEOPLE and refusal.problems[0].field is None:  # at a field they are there to be chosen
        for staff_no in refusal.who_could:
            other = decide(case, command, context(staff_no))
            if isinstance(other, Refusal) and other.problems[0].field is None:
                assert other.code not in {"no_right", "person_inactive", refusal.code}, (refusal, staff_no, other)


def check_act(case: Case, entries: Iterable[Entry], written: Sequence[Entry], context: Context) -> None:
    """What was decided stands where it was decided, and leaves the case with somebody."""
    after = fold(entries)
    step_by_step = case
    for entry in written:
        step_by_step = apply(step_by_step, entry)
    assert step_by_step == after
    fresh = {str(entry.origin) for entry in written}
    flags = [flag for flag in after.flags if flag.entry_id in fresh]
    assert not flags, flags
    was_owned = not needs_new_owner(case, context.people)
    if was_owned and not case.state.is_ended and able_owners(after, context.people):
        assert not needs_new_owner(after, context.people), (after.owner, [entry.kind for entry in written])
    if not TELLS_OF_THE_PAST & {entry.kind for entry in written}:
        assert ever_overdue(after, RULES, context.today) >= ever_overdue(case, RULES, context.today)


def check_case(case: Case, entries: Collection[Entry], today: date) -> None:
    """What holds for every case that can come about."""
    shuffled = list(entries)
    Random(len(shuffled)).shuffle(shuffled)
    assert fold(shuffled) == case
    assert len(case.timeline) == case.version == len(entries)
    check_owner_and_date(case)
    check_nobody_about_themselves(case, entries)
    check_four_eyes(case)
    check_dates(case, today)
    check_state(case)


def check_owner_and_date(case: Case) -> None:
    """No case without somebody who answers for it, no open case without a next date (domain.md no. 15)."""
    assert case.owner in PEOPLE
    if case.state.is_ended:
        return
    next_date = next_date_of(case, RULES)
    assert next_date is not None
    if not may_own(case, PEOPLE[case.owner]):  # can come about where two PCs did not know of each other
        assert needs_new_owner(case, PEOPLE)
    if case.pending_transfer is not None:
        assert not is_recused(case, case.pending_transfer.to)
        assert case.pending_transfer.to != case.owner
    assert sum(1 for transfer in case.transfers if transfer.answer is None) <= 1


def check_nobody_about_themselves(case: Case, entries: Collection[Entry]) -> None:
    """No handling, decision, approval or closing of somebody who had to keep out at that moment counts."""
    set_aside = {flag.entry_id for flag in case.flags}
    builder = CaseFold()
    for entry in in_order(entries):
        if entry.kind in ACTS_OF_THE_UNCONCERNED and str(entry.origin) not in set_aside:
            assert not is_recused(builder, entry.actor), entry
        builder.add(entry)
    assert builder.freeze() == case


def check_four_eyes(case: Case) -> None:
    for extension in case.extensions:
        if extension.decision in ("approved", "refused"):
            check_approver(case, extension)
    void = case.void_request
    if void is not None and void.decision is not None:
        assert void.decided_by != void.requested_by
        assert void.decided_by is not None
        assert PEOPLE[void.decided_by].may(Right.DECIDE_VOID)
    typical = case.typical
    if typical is not None and typical.is_approved is not None:
        assert typical.checked_by != typical.marked_by


def check_approver(case: Case, extension: Extension) -> None:
    """Never the asker; the roles of the stage, or somebody who was let by such a person (art. 18, 24)."""
    assert extension.decided_by is not None
    assert extension.decided_by != extension.requested_by
    roles = {Role.SUPERVISOR, Role.BRANCH_HEAD, Role.HEADQUARTERS}
    if extension.policy_id == NFRA:
        roles = {Role.BRANCH_HEAD, Role.HEADQUARTERS} if extension.stage == 1 else {Role.HEADQUARTERS}
    elif extension.policy_id == PBOC:
        roles = {Role.HEADQUARTERS}
    if PEOPLE[extension.decided_by].role in roles:
        return
    let = [d for d in case.delegations if (d.request_id, d.to) == (extension.request_id, extension.decided_by)]
    assert any(PEOPLE[d.given_by].role in roles for d in let) or (
        Role.BRANCH_HEAD in roles and extension.decided_by == "0402"  # the standing delegation of the branch on paper
    ), extension


def check_dates(case: Case, today: date) -> None:
    """No due date behind the law's, counted by hand from receipt or restart, with paused days; or agreed with proof."""
    deadlines = deadlines_of(case, RULES)
    if case.intake.intake_type == "complaint":
        latest = _latest_by_law(case)
        if deadlines.governing == AGREED:
            assert case.agreed is not None
            assert case.agreed.evidence_no.strip()
            assert deadlines.due_on <= min(case.agreed.due_on, _latest_by_law(case, 60)), deadlines
        else:
            assert deadlines.due_on <= latest, (deadlines, latest)
        for offer in next_stages(case, RULES):
            assert deadlines.due_on < offer.new_due_on
    if case.state is CaseState.CLOSED:
        assert case.due_on_at_end is not None
        assert case.told_at is not None
        assert ever_overdue(case, RULES, today) == case.was_overdue or bool(case.overdue_marks)
    if case.overdue_marks:
        assert ever_overdue(case, RULES, today)
    elif not case.state.is_ended and case.told_at is None:
        assert ever_overdue(case, RULES, date(2040, 1, 1))


def _latest_by_law(case: Case, at_least: int = 15) -> date:
    """Day by day from receipt or restart: the stages that count, without the days on which something was paused."""
    start = max(china_day(case.received_at), *(restart.received_on for restart in case.restarts), date.min)
    days = max(at_least, *(MOST_DAYS[e.policy_id][e.stage] for e in case.extensions if _gives_time(case, e)), 15)
    day = start
    while days:
        day += timedelta(days=1)
        days -= not any(p.started_on <= day < (p.ended_on or p.expected_end_on) for p in case.pauses)
    return day


def _gives_time(case: Case, extension: Extension) -> bool:
    """Approved since the term began, and known to the complainant where the law says so, or tried."""
    if not extension.counts or extension.policy_id not in MOST_DAYS or extension.decided_at is None:
        return False
    since = extension.decided_at.replace(second=0, microsecond=0)
    told = any(notice.about == "extension" and notice.given_at >= since for notice in case.notices)
    return told or (extension.policy_id, extension.stage) not in TOLD_STAGES


def check_state(case: Case) -> None:
    """State and facts say the same."""
    assert case.state.is_ended == (case.ended_at is not None)
    assert (case.state is CaseState.EXTENSION_REQUESTED) == (case.pending_extension is not None)
    assert case.told_at is None or case.decision is not None
    if case.state in (CaseState.TOLD, CaseState.CLOSED):
        assert case.told_at is not None
    if case.state is CaseState.VOIDED:
        assert case.void_request is not None
        assert case.void_request.decision == "approved"
    if case.liability is not None:
        assert sum(share.percent for share in case.liability.shares) == (100 if case.liability.is_bank_at_fault else 0)
    assert len({attachment.sha256 for attachment in case.attachments}) == len(case.attachments)
