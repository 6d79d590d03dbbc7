"""Stop the clock, begin it anew, agree on a date (令2020-3 art. 18-2, 18-3, 21, 23).

Every entry that moves dates says where the due date stood and whether it had passed: what was overdue stays overdue
(domain.md finding 8).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import china_day
from app.domain.case import AgreedDate, Case, Pause
from app.domain.codes import PAUSES, WAYS
from app.domain.commands import AgreeDate, EndPause, RecordNewFacts, StartPause
from app.domain.context import Context
from app.domain.deadlines import deadlines_of, final_due_on, is_overdue
from app.domain.decisions.outcome import Decisions, Outcome, refused, write, wrong_state
from app.domain.entry import EntryKind
from app.domain.people import Right
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, refuse
from app.domain.texts import MAX_LINE, MAX_NARRATIVE, check_needed, check_text

MEDIATION = "mediation"


def start_pause(case: Case, command: StartPause, context: Context) -> Outcome:
    """`pause_started`: one at a time, the complainant told with proof; mediation only with consent (art. 18-2, 23)."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if any(known.pause_id == command.pause_id for known in case.pauses):
        return ()
    if objection := wrong_state(case, EntryKind.PAUSE_STARTED):
        return objection
    if (running := case.open_pause) is not None:
        return refuse(ReasonCode.PAUSE_OPEN, kind=running.kind, started_on=running.started_on.isoformat())
    started_on = command.started_on or context.today
    if objection := refused((*_pause_problems(command), *_span_problems(case, command, started_on, context))):
        return objection
    pause = Pause(
        command.pause_id,
        command.kind,
        command.body_name,
        started_on,
        command.expected_end_on,
        command.notice_way,
        command.notice_evidence_no,
        context.actor.staff_no,
    )
    return write(
        case,
        EntryKind.PAUSE_STARTED,
        {
            "pause_id": command.pause_id,
            "kind": command.kind,
            "body_name": command.body_name,
            "started_on": started_on.isoformat(),
            "expected_end_on": command.expected_end_on.isoformat(),
            "notice_way": command.notice_way,
            "notice_evidence_no": command.notice_evidence_no,
            "consent_evidence_no": command.consent_evidence_no,
            "why": command.why,
            **_moved(case, replace(case, pauses=(*case.pauses, pause)), context),
        },
    )


def end_pause(case: Case, command: EndPause, context: Context) -> Outcome:
    """`pause_ended`: the clock runs again from that day on. A repeat writes nothing."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    pause = next((known for known in case.pauses if known.pause_id == command.pause_id), None)
    if pause is None:
        return refuse(ReasonCode.UNKNOWN_PAUSE)
    ended_on = command.ended_on or context.today
    if pause.ended_on is not None:
        if (pause.ended_on, pause.end_evidence_no) == (ended_on, command.evidence_no):
            return ()
        return refuse(ReasonCode.PAUSE_ENDED, ended_on=pause.ended_on.isoformat())
    problems = [*check_needed(command.evidence_no, "evidence_no", MAX_LINE, ReasonCode.EVIDENCE_MISSING)]
    if ended_on > context.today:
        problems.append(Problem(ReasonCode.PAUSE_END_IN_FUTURE, "ended_on"))
    elif ended_on < pause.started_on:
        details = {"earliest": pause.started_on.isoformat()}
        problems.append(Problem(ReasonCode.PAUSE_END_TOO_EARLY, "ended_on", details))
    if objection := refused(tuple(problems)):
        return objection
    then = replace(
        case, pauses=tuple(replace(p, ended_on=ended_on) if p.pause_id == pause.pause_id else p for p in case.pauses)
    )
    return write(
        case,
        EntryKind.PAUSE_ENDED,
        {
            "pause_id": command.pause_id,
            "evidence_no": command.evidence_no,
            "ended_on": ended_on.isoformat(),
            **_moved(case, then, context),
        },
    )


def record_new_facts(case: Case, command: RecordNewFacts, context: Context) -> Outcome:
    """`new_facts_received`: the term begins anew on the day they came in (art. 18-3); a waiting request for time
    lapses. After the decision the case is opened again instead."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    if any(known.restart_id == command.facts_id for known in case.restarts):
        return ()
    if case.decision is not None and not case.state.is_ended:
        return refuse(ReasonCode.FACTS_AFTER_DECISION, who_could=context.who_could(Right.REOPEN, case))
    if objection := wrong_state(case, EntryKind.NEW_FACTS_RECEIVED):
        return objection
    received_on = command.received_on or context.today
    problems = [
        *check_needed(command.facts, "facts", MAX_NARRATIVE, ReasonCode.FACTS_MISSING),
        *check_text(command.evidence_no, "evidence_no", MAX_LINE),
    ]
    earliest = max(china_day(case.received_at), *(r.received_on for r in case.restarts), date.min)
    if received_on > context.today:
        problems.append(Problem(ReasonCode.FACTS_IN_FUTURE, "received_on"))
    elif received_on < earliest:
        problems.append(Problem(ReasonCode.FACTS_TOO_EARLY, "received_on", {"earliest": earliest.isoformat()}))
    return refused(tuple(problems)) or write(
        case,
        EntryKind.NEW_FACTS_RECEIVED,
        {
            "facts_id": command.facts_id,
            "facts": command.facts,
            "evidence_no": command.evidence_no,
            "received_on": received_on.isoformat(),
            **_moved(case, None, context),
        },
    )


def agree_date(case: Case, command: AgreeDate, context: Context) -> Outcome:
    """`date_agreed`: a day that the complainant agreed to, with proof (art. 21), never behind the last day that the law
    could give."""
    if objection := context.objection(Right.HANDLE, case):
        return objection
    agreed = case.agreed
    same = (command.due_on, command.way, command.evidence_no)
    if agreed is not None and (agreed.due_on, agreed.way, agreed.evidence_no) == same:
        return ()
    if objection := wrong_state(case, EntryKind.DATE_AGREED):
        return objection
    problems = [
        *check_needed(command.evidence_no, "evidence_no", MAX_LINE, ReasonCode.EVIDENCE_MISSING),
        *check_text(command.why, "why"),
    ]
    if command.way not in WAYS:
        problems.append(Problem(ReasonCode.WAY_UNKNOWN, "way"))
    last = final_due_on(case, context.rules)
    if command.due_on <= context.today:
        problems.append(Problem(ReasonCode.AGREED_NOT_AHEAD, "due_on"))
    elif command.due_on > last:
        problems.append(Problem(ReasonCode.AGREED_TOO_LATE, "due_on", {"last": last.isoformat()}))
    if objection := refused(tuple(problems)):
        return objection
    new = AgreedDate(*same, context.now, context.actor.staff_no)
    moved = _moved(case, replace(case, agreed=new), context)
    return write(
        case,
        EntryKind.DATE_AGREED,
        {
            "due_on": command.due_on.isoformat(),
            "way": command.way,
            "evidence_no": command.evidence_no,
            "why": command.why,
            **moved,
        },
    )


def _moved(case: Case, then: Case | None, context: Context) -> dict[str, object]:
    """Where the due date stood, whether it had passed, and, where it can be said at once, where it goes."""
    old = deadlines_of(case, context.rules).due_on
    known: dict[str, object] = {
        "old_due_on": old.isoformat(),
        "was_overdue": is_overdue(case, context.rules, context.today),
    }
    if then is not None:
        known["new_due_on"] = deadlines_of(then, context.rules).due_on.isoformat()
    return known


def _pause_problems(command: StartPause) -> tuple[Problem, ...]:
    found = [
        *check_needed(command.body_name, "body_name", MAX_LINE, ReasonCode.PAUSE_BODY_MISSING),
        *check_needed(command.notice_evidence_no, "notice_evidence_no", MAX_LINE, ReasonCode.EVIDENCE_MISSING),
        *check_text(command.consent_evidence_no, "consent_evidence_no", MAX_LINE),
        *check_text(command.why, "why"),
    ]
    if command.kind not in PAUSES:
        found.append(Problem(ReasonCode.CHOICE_UNKNOWN, "kind"))
    if command.notice_way not in WAYS:
        found.append(Problem(ReasonCode.WAY_UNKNOWN, "notice_way"))
    if command.kind == MEDIATION and not command.consent_evidence_no.strip():
        found.append(Problem(ReasonCode.CONSENT_MISSING, "consent_evidence_no"))
    return tuple(found)


def _span_problems(case: Case, command: StartPause, started_on: date, context: Context) -> tuple[Problem, ...]:
    received_on = china_day(case.received_at)
    if started_on > context.today:
        return (Problem(ReasonCode.PAUSE_IN_FUTURE, "started_on"),)
    if started_on < received_on:
        return (Problem(ReasonCode.PAUSE_TOO_EARLY, "started_on", {"earliest": received_on.isoformat()}),)
    earliest = max(started_on + timedelta(days=1), context.today)
    if command.expected_end_on < earliest:
        return (Problem(ReasonCode.PAUSE_END_TOO_EARLY, "expected_end_on", {"earliest": earliest.isoformat()}),)
    if command.kind not in PAUSES:
        return ()
    limit = context.rules.version_for(case)[0].limits.pause_limit(command.kind)
    if command.expected_end_on > started_on + timedelta(days=limit):
        return (Problem(ReasonCode.PAUSE_TOO_LONG, "expected_end_on", {"limit": limit}),)
    return ()


DECISIONS: Decisions = {
    StartPause: start_pause,
    EndPause: end_pause,
    RecordNewFacts: record_new_facts,
    AgreeDate: agree_date,
}
