"""Two desks of a branch and headquarters on paper: each with the entries it knows, joined by a feed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis.stateful import RuleBasedStateMachine
from support.cases import NFRA, PEOPLE, RULES, as_entry, at, context

from app.domain.authority import validate_entry
from app.domain.calendar import china_day
from app.domain.case import Case, CaseState
from app.domain.commands import Command
from app.domain.deadlines import deadlines_of, next_stages, overdue_on
from app.domain.decide import decide
from app.domain.entry import Entry, NewEntry
from app.domain.fold import fold
from app.domain.people import Right, Role
from app.domain.refusal import Refusal
from app.language import in_language
from app.language.reasons import refusal_text, sentence

ABOUT_PEOPLE = {"no_right", "person_inactive", "four_eyes", "not_an_approver", "headquarters_only", "recused"}
CAPS = {0: 15, 1: 30, 2: 60}


class TwoDesks(RuleBasedStateMachine):
    """How commands are tried and entries travel. Rules are added by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2026-11-20 10:00")
        self.known: dict[str, dict[str, Entry]] = {"a": {}, "b": {}}
        self.feed: list[Entry] = []
        self.made = {"a": 0, "b": 0}

    def exchange(self, desk: str) -> None:
        """Up: headquarters places what is new and gives its word on it. Down: everything placed."""
        for key, entry in sorted(self.known[desk].items(), key=lambda item: item[1].origin):
            if entry.feed_seq is None:
                self.known[desk][key] = self._place(entry)
        self.known[desk].update({str(entry.origin): entry for entry in self.feed})

    def _place(self, entry: Entry) -> Entry:
        code = validate_entry(fold(self.feed) if self.feed else None, entry, PEOPLE, RULES)
        verdict = "accepted" if code is None else "superseded" if code == "superseded" else "rejected"
        placed = replace(entry, feed_seq=len(self.feed) + 1, verdict=verdict)
        self.feed.append(placed)
        return placed

    def case_at(self, desk: str) -> Case:
        return fold(self.known[desk].values())

    def attempt(self, desk: str, who: str, command: Command) -> None:
        case = self.case_at(desk)
        outcome = decide(case, command, context(who, self.now))
        assert decide(case, command, context(who, self.now)) == outcome
        if isinstance(outcome, Refusal):
            check_refusal(case, command, outcome, self.now)
        else:
            written = self.write(desk, who, outcome)
            set_aside = {flag.entry_id for flag in self.case_at(desk).flags}
            assert not set_aside & {str(entry.origin) for entry in written}

    def write(self, desk: str, who: str, outcome: tuple[NewEntry, ...]) -> list[Entry]:
        written = []
        for new in outcome:
            self.made[desk] += 1
            latest = max((entry.hlc for entry in self.known[desk].values()), default=0)
            clock = int(self.now.timestamp() * 1000) << 16
            entry = as_entry(new, who, self.now, self.made[desk], desk * 32, hlc=max(clock, latest + 1))
            self.known[desk][str(entry.origin)] = entry
            written.append(entry)
        return written


def check_refusal(case: Case, command: Command, refusal: Refusal, now: datetime) -> None:
    """Worded in both languages, and whoever it names could really do it."""
    for language in ("zh", "en"):
        with in_language(language):
            for problem in refusal.problems:
                assert len(sentence(problem)) >= 5
                assert problem.code not in sentence(problem)
            assert refusal_text(refusal, PEOPLE)
    if refusal.code in ABOUT_PEOPLE:
        for staff_no in refusal.who_could:
            other = decide(case, command, context(staff_no, now))
            assert not isinstance(other, Refusal) or other.code not in ABOUT_PEOPLE, (staff_no, other)


def check_case(case: Case, entries: list[Entry]) -> None:
    """What holds for every case that can come about."""
    shuffled = list(entries)
    random.Random(len(entries)).shuffle(shuffled)
    assert fold(shuffled) == case
    assert len(case.timeline) == case.version == len(entries)
    assert PEOPLE[case.owner].may(Right.HANDLE) or PEOPLE[case.owner].may(Right.REGISTER)
    for extension in case.extensions:
        if extension.decision in ("approved", "refused"):
            assert extension.decided_by is not None
            assert extension.decided_by != extension.requested_by
            assert PEOPLE[extension.decided_by].role in (Role.SUPERVISOR, Role.BRANCH_HEAD, Role.HEADQUARTERS)
            if (extension.policy_id, extension.stage) == (NFRA, 1):
                assert PEOPLE[extension.decided_by].role is not Role.SUPERVISOR
            if (extension.policy_id, extension.stage) == (NFRA, 2):
                assert PEOPLE[extension.decided_by].role is Role.HEADQUARTERS
    check_dates(case)
    assert case.state.is_ended == (case.ended_at is not None)
    assert (case.state is CaseState.EXTENSION_REQUESTED) == (case.pending_extension is not None)
    assert case.told_at is None or case.decision is not None
    if case.state is CaseState.CLOSED:
        assert case.told_at is not None


def check_dates(case: Case) -> None:
    """The terms of the law, counted by hand, and the history of being overdue."""
    received_on: date = china_day(case.received_at)
    due_on = deadlines_of(case, RULES).due_on
    assert due_on <= received_on + timedelta(days=CAPS[case.reached_stage(NFRA)])
    for offer in next_stages(case, RULES):
        assert due_on < offer.new_due_on <= received_on + timedelta(days=60)
    far = date(2040, 1, 1)
    if case.state is CaseState.CLOSED:
        assert case.due_on_at_end is not None
        assert case.told_at is not None
        assert overdue_on(case, RULES, far) == case.was_overdue
        assert case.was_overdue == (china_day(case.told_at) > case.due_on_at_end)
    elif not case.state.is_ended and case.told_at is None:
        assert overdue_on(case, RULES, far)
