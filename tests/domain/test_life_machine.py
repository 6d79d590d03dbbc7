"""Two desks and headquarters, every role, every command, moving clocks, late arrivals: what must hold, holds.

Oracle: the law's terms counted by hand from the day of receipt, and the list of who may do what.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.cases import DECISION, LOCAL, NFRA, PEOPLE, RULES, as_entry, at, context, form

from app.domain.authority import validate_entry
from app.domain.calendar import china_day
from app.domain.case import Case, CaseState
from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    GiveNotice,
    LogContact,
    RecordDecision,
    RecordPaper,
    RegisterComplaint,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.deadlines import deadlines_of, next_stages, overdue_on
from app.domain.decide import decide
from app.domain.entry import Entry, EntryKind
from app.domain.fold import fold
from app.domain.people import Right, Role
from app.domain.refusal import Refusal
from app.language import in_language
from app.language.reasons import refusal_text, sentence

ABOUT_PEOPLE = {"no_right", "person_inactive", "four_eyes", "not_an_approver", "headquarters_only", "recused"}
CAPS = {0: 15, 1: 30, 2: 60}

DESKS = st.sampled_from("ab")
STAFF = st.sampled_from(sorted(PEOPLE))
LINES = st.sampled_from(["", " ", "忙", "需要调取监控录像", "客户来电", "a\0b", "长" * 6000])
SOUND = st.just("需要调取监控录像")


class Lives(RuleBasedStateMachine):
    """One case, seen by two desks of a branch and by headquarters."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2026-11-20 10:00")
        self.known: dict[str, dict[str, Entry]] = {"a": {}, "b": {}}
        self.feed: list[Entry] = []
        self.made = {"a": 0, "b": 0}
        self.requests = 0

    @initialize(
        received=st.sampled_from(["", "2026-11-19", "2026-11-06", "2026-10-30"]),
        start=st.sampled_from(["2026-11-20 10:00", "2026-12-24 23:58", "2026-09-30 09:00"]),
        who=st.sampled_from(["0217", "0301", "0401"]),
        settlement=st.integers(0, 9),
    )
    def record(self, received: str, start: str, who: str, settlement: int) -> None:
        self.now = at(start)
        if received and at(f"{received} 00:00") > self.now:
            received = ""
        command = RegisterComplaint(
            "c1", "TS0102-26A00032-W", form(received_at=received), "" if settlement else "已退款"
        )
        outcome = decide(None, command, context(who, self.now))
        assert not isinstance(outcome, Refusal)
        self._write("a", who, outcome)
        self.synchronise("a")
        self.synchronise("b")

    # --- what people try -----------------------------------------------------------------------------------------

    @rule(desk=DESKS, who=STAFF)
    def start(self, desk: str, who: str) -> None:
        self._try(desk, who, StartHandling())

    @rule(desk=DESKS, who=STAFF, text=LINES)
    def note(self, desk: str, who: str, text: str) -> None:
        self._try(desk, who, AddNote(text))
        self._try(desk, who, LogContact("phone", "客户", text))

    @rule(desk=DESKS, who=STAFF, policy=st.sampled_from([LOCAL, NFRA]), stage=st.integers(0, 3), reason=LINES | SOUND)
    def request(self, desk: str, who: str, policy: str, stage: int, reason: str) -> None:
        self._request(desk, who, policy, stage, reason)

    @rule(desk=DESKS, who=st.sampled_from(["0217", "0401"]), pick=st.integers(0, 5))
    def request_what_is_offered(self, desk: str, who: str, pick: int) -> None:
        offers = next_stages(self._case(desk), RULES)
        if offers:
            offer = offers[pick % len(offers)]
            self._request(desk, who, offer.policy_id, offer.stage, "需要调取监控录像")

    @rule(desk=DESKS, who=STAFF, is_approved=st.booleans(), reason=LINES | SOUND, behind=st.integers(0, 3))
    def decide_request(self, desk: str, who: str, is_approved: bool, reason: str, behind: int) -> None:
        case = self._case(desk)
        request = case.extensions[-1].request_id if case.extensions else "none"
        self._try(desk, who, DecideExtension(request, is_approved, reason, case.version - behind, "n"))

    @rule(desk=DESKS, who=STAFF, text=LINES | SOUND, outcome=st.sampled_from(["upheld", "?"]))
    def record_decision(self, desk: str, who: str, text: str, outcome: str) -> None:
        self._try(desk, who, replace(DECISION, findings=text, outcome=outcome))

    @rule(desk=DESKS, who=st.sampled_from(["0401", "0402", "HQ01"]))
    def approve_properly(self, desk: str, who: str) -> None:
        """As it goes on a good day; the approver may still be the one who asked, or not be headquarters."""
        request = self._case(desk).pending_extension
        if request is not None:
            self._try(desk, who, DecideExtension(request.request_id, True, "", self._case(desk).version, "n"))

    @rule(desk=DESKS, chance=st.integers(0, 5))
    def record_sound_decision(self, desk: str, chance: int) -> None:
        if not chance:
            self._try(desk, "0301", RecordDecision("not_upheld", "核实", "依据", "理由", "解释"))

    @rule(desk=DESKS, about=st.sampled_from(["decision", "extension"]))
    def tell_properly(self, desk: str, about: str) -> None:
        self._try(desk, "0217", GiveNotice(about, "phone", "王芳芳", "录音 88", None))

    @rule(desk=DESKS)
    def close_properly(self, desk: str) -> None:
        self._try(desk, "0301", CloseCase())

    @rule(desk=DESKS, who=STAFF, kind=st.sampled_from(["ack_slip", "extension_notice", "resolution_letter", "poster"]))
    def paper(self, desk: str, who: str, kind: str) -> None:
        self._try(desk, who, RecordPaper(kind, "ab" * 32, "a4"))

    @rule(
        desk=DESKS,
        who=STAFF,
        about=st.sampled_from(["decision", "decision", "extension", "progress"]),
        succeeded=st.booleans(),
        ago=st.sampled_from([0, 1, 30, 60 * 24 * 3, -5]),
        proof=st.sampled_from(["签收单 1", ""]),
    )
    def notice(self, desk: str, who: str, about: str, succeeded: bool, ago: int, proof: str) -> None:
        given_at = self.now - timedelta(minutes=ago)
        self._try(desk, who, GiveNotice(about, "in_person", "王芳芳", proof, given_at, succeeded))

    @rule(desk=DESKS, who=STAFF)
    def close(self, desk: str, who: str) -> None:
        self._try(desk, who, CloseCase())

    @rule(desk=DESKS, who=STAFF, way=st.sampled_from(["phone", "pigeon"]), days=st.integers(-1, 40))
    def withdraw(self, desk: str, who: str, way: str, days: int) -> None:
        if days % 8 == 0:
            self._try(desk, who, WithdrawCase(way, "", china_day(self.now) - timedelta(days=days)))

    @rule(desk=DESKS, who=STAFF, owner=STAFF)
    def assign(self, desk: str, who: str, owner: str) -> None:
        self._try(desk, who, AssignCase(owner))

    # --- time and synchronisation --------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 60, 60 * 13, 60 * 24, 60 * 24 * 5]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(desk=DESKS)
    def synchronise(self, desk: str) -> None:
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

    # --- how it is done ------------------------------------------------------------------------------------------

    def _case(self, desk: str) -> Case:
        return fold(self.known[desk].values())

    def _request(self, desk: str, who: str, policy: str, stage: int, reason: str) -> None:
        self.requests += 1
        self._try(desk, who, RequestExtension(f"r{self.requests}", policy, stage, reason))

    def _try(self, desk: str, who: str, command: Command) -> None:
        case = self._case(desk)
        outcome = decide(case, command, context(who, self.now))
        assert decide(case, command, context(who, self.now)) == outcome
        if isinstance(outcome, Refusal):
            self._check_refusal(case, command, outcome)
        else:
            self._write(desk, who, outcome)
            written = {entry.actor for entry in self.known[desk].values()} & {who}
            assert written
            assert not {flag.entry_id for flag in self._case(desk).flags} & {str(e.origin) for e in self._last}

    def _write(self, desk: str, who: str, outcome: tuple[object, ...]) -> None:
        self._last = []
        for new in outcome:
            self.made[desk] += 1
            latest = max((entry.hlc for entry in self.known[desk].values()), default=0)
            clock = int(self.now.timestamp() * 1000) << 16
            entry = as_entry(new, who, self.now, self.made[desk], desk * 32, hlc=max(clock, latest + 1))  # type: ignore[arg-type]
            self.known[desk][str(entry.origin)] = entry
            self._last.append(entry)

    def _check_refusal(self, case: Case, command: Command, refusal: Refusal) -> None:
        for language in ("zh", "en"):
            with in_language(language):
                for problem in refusal.problems:
                    assert len(sentence(problem)) >= 5
                    assert problem.code not in sentence(problem)
                assert refusal_text(refusal, PEOPLE)
        if refusal.code in ABOUT_PEOPLE:
            for staff_no in refusal.who_could:
                other = decide(case, command, context(staff_no, self.now))
                assert not isinstance(other, Refusal) or other.code not in ABOUT_PEOPLE, (staff_no, other)

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: bool(self.feed))
    def every_view_is_sound(self) -> None:
        for entries in (*self.known.values(), {str(e.origin): e for e in self.feed}):
            self._check(fold(entries.values()), list(entries.values()))

    def _check(self, case: Case, entries: list[Entry]) -> None:
        shuffled = list(entries)
        random.Random(len(entries)).shuffle(shuffled)
        assert fold(shuffled) == case
        assert len(case.timeline) == case.version == len(entries)
        assert PEOPLE[case.owner].may(Right.HANDLE) or PEOPLE[case.owner].may(Right.REGISTER)
        for extension in case.extensions:
            if extension.decision in ("approved", "refused"):
                assert extension.decided_by is not None
                assert extension.decided_by != extension.requested_by
                assert PEOPLE[extension.decided_by].role in (Role.SUPERVISOR, Role.HEADQUARTERS)
                if (extension.policy_id, extension.stage) == (NFRA, 2):
                    assert PEOPLE[extension.decided_by].role is Role.HEADQUARTERS
        self._check_dates(case)
        assert case.state.is_ended == (case.ended_at is not None)
        assert (case.state is CaseState.EXTENSION_REQUESTED) == (case.pending_extension is not None)
        assert case.told_at is None or case.decision is not None
        if case.state is CaseState.CLOSED:
            assert case.told_at is not None

    def _check_dates(self, case: Case) -> None:
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

    def teardown(self) -> None:
        """After a full exchange everybody sees the same case."""
        if self.feed:
            for desk in "abab":
                self.synchronise(desk)
            assert self._case("a") == self._case("b") == fold(self.feed)
            kinds = {entry.kind for entry in self.feed if entry.verdict == "accepted"}
            assert EntryKind.CASE_REGISTERED in kinds


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
