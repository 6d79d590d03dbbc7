"""Two desks and headquarters, every role, every command, moving clocks, late arrivals: what must hold, holds.

Oracle: the law's terms counted by hand from the day of receipt, and the list of who may do what.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from support.cases import DECISION, LOCAL, NFRA, PEOPLE, RULES, at, context, form
from support.two_desks import TwoDesks, check_case

from app.domain.calendar import china_day
from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
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
from app.domain.deadlines import next_stages
from app.domain.decide import decide
from app.domain.entry import EntryKind
from app.domain.fold import fold
from app.domain.refusal import Refusal

DESKS = st.sampled_from("ab")
STAFF = st.sampled_from(sorted(PEOPLE))
LINES = st.sampled_from(["", " ", "忙", "需要调取监控录像", "客户来电", "a\0b", "长" * 6000])
SOUND = st.just("需要调取监控录像")


class Lives(TwoDesks):
    """One case, seen by two desks of a branch and by headquarters."""

    requests = 0

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
        self.write("a", who, outcome)
        self.exchange("a")
        self.exchange("b")

    # --- what people try -----------------------------------------------------------------------------------------

    @rule(desk=DESKS, who=STAFF)
    def start(self, desk: str, who: str) -> None:
        self.attempt(desk, who, StartHandling())

    @rule(desk=DESKS, who=STAFF, text=LINES)
    def note(self, desk: str, who: str, text: str) -> None:
        self.attempt(desk, who, AddNote(text))
        self.attempt(desk, who, LogContact("phone", "客户", text))

    @rule(desk=DESKS, who=STAFF, policy=st.sampled_from([LOCAL, NFRA]), stage=st.integers(0, 3), reason=LINES | SOUND)
    def request(self, desk: str, who: str, policy: str, stage: int, reason: str) -> None:
        self._request(desk, who, policy, stage, reason)

    def _request(self, desk: str, who: str, policy: str, stage: int, reason: str) -> None:
        self.requests += 1
        self.attempt(desk, who, RequestExtension(f"r{self.requests}", policy, stage, reason))

    @rule(desk=DESKS, who=st.sampled_from(["0217", "0401"]), pick=st.integers(0, 5))
    def request_what_is_offered(self, desk: str, who: str, pick: int) -> None:
        offers = next_stages(self.case_at(desk), RULES)
        if offers:
            offer = offers[pick % len(offers)]
            self._request(desk, who, offer.policy_id, offer.stage, "需要调取监控录像")

    @rule(desk=DESKS, who=STAFF, is_approved=st.booleans(), reason=LINES | SOUND, behind=st.integers(0, 3))
    def decide_request(self, desk: str, who: str, is_approved: bool, reason: str, behind: int) -> None:
        case = self.case_at(desk)
        request = case.extensions[-1].request_id if case.extensions else "none"
        self.attempt(desk, who, DecideExtension(request, is_approved, reason, case.version - behind, "n"))

    @rule(desk=DESKS, who=STAFF, text=LINES | SOUND, outcome=st.sampled_from(["upheld", "?"]))
    def record_decision(self, desk: str, who: str, text: str, outcome: str) -> None:
        self.attempt(desk, who, replace(DECISION, findings=text, outcome=outcome))

    @rule(desk=DESKS, who=st.sampled_from(["0401", "0402", "HQ01"]))
    def approve_properly(self, desk: str, who: str) -> None:
        """As it goes on a good day; the approver may still be the one who asked, or not be headquarters."""
        request = self.case_at(desk).pending_extension
        if request is not None:
            self.attempt(desk, who, DecideExtension(request.request_id, True, "", self.case_at(desk).version, "n"))

    @rule(desk=DESKS, chance=st.integers(0, 5))
    def record_sound_decision(self, desk: str, chance: int) -> None:
        if not chance:
            self.attempt(desk, "0301", RecordDecision("not_upheld", "核实", "依据", "理由", "解释"))

    @rule(desk=DESKS, about=st.sampled_from(["decision", "extension"]))
    def tell_properly(self, desk: str, about: str) -> None:
        self.attempt(desk, "0217", GiveNotice(about, "phone", "王芳芳", "录音 88", None))

    @rule(desk=DESKS, who=STAFF, kind=st.sampled_from(["ack_slip", "extension_notice", "resolution_letter", "poster"]))
    def paper(self, desk: str, who: str, kind: str) -> None:
        self.attempt(desk, who, RecordPaper(kind, "ab" * 32, "a4"))

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
        self.attempt(desk, who, GiveNotice(about, "in_person", "王芳芳", proof, given_at, succeeded))

    @rule(desk=DESKS, who=STAFF | st.just("0301"))
    def close(self, desk: str, who: str) -> None:
        self.attempt(desk, who, CloseCase())

    @rule(desk=DESKS, who=STAFF, way=st.sampled_from(["phone", "pigeon"]), days=st.integers(-1, 40))
    def withdraw(self, desk: str, who: str, way: str, days: int) -> None:
        if days % 8 == 0:
            self.attempt(desk, who, WithdrawCase(way, "", china_day(self.now) - timedelta(days=days)))

    @rule(desk=DESKS, who=STAFF, owner=STAFF)
    def assign(self, desk: str, who: str, owner: str) -> None:
        self.attempt(desk, who, AssignCase(owner))

    # --- time and synchronisation --------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 60, 60 * 13, 60 * 24, 60 * 24 * 5]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(desk=DESKS)
    def synchronise(self, desk: str) -> None:
        self.exchange(desk)

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: bool(self.feed))
    def every_view_is_sound(self) -> None:
        for entries in (*self.known.values(), {str(e.origin): e for e in self.feed}):
            check_case(fold(entries.values()), list(entries.values()))

    def teardown(self) -> None:
        """After a full exchange everybody sees the same case."""
        if self.feed:
            for desk in "abab":
                self.exchange(desk)
            assert self.case_at("a") == self.case_at("b") == fold(self.feed)
            kinds = {entry.kind for entry in self.feed if entry.verdict == "accepted"}
            assert EntryKind.CASE_REGISTERED in kinds


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
