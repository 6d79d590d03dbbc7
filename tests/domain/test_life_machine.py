"""Desks that work apart, headquarters, every role, every act, moving clocks, late arrivals: what must hold, holds.

Oracles (tests/support/soundness.py): the law's terms counted by hand, who may decide what, who has to keep out.
JIESU_LONG_RUN=1000 in the environment makes it a long run of that many lives.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from support.acts import LIKELY, MAKERS, missing
from support.branch_on_paper import STAFF, BranchOnPaper
from support.cases import HANDLER, SUPERVISOR, TELLER, at, form
from support.soundness import check_case

from app.domain.calendar import china_day
from app.domain.codes import LIVE_CHANNELS
from app.domain.commands import (
    AnswerTransfer,
    AssignCase,
    ClassifyCase,
    DeclareConflict,
    OfferTransfer,
    RegisterComplaint,
)
from app.domain.decide import decide
from app.domain.entry import EntryKind
from app.domain.fold import fold
from app.domain.refusal import Refusal

DESKS = st.sampled_from("abc")
WHO = st.sampled_from(sorted(STAFF))
DICE = st.integers(0, 2**32)
ABOUT_PEOPLE = (ClassifyCase, OfferTransfer, AnswerTransfer, AnswerTransfer, AssignCase, DeclareConflict)
KINDS = st.sampled_from(sorted(MAKERS, key=lambda kind: kind.__name__))


def test_every_command_is_tried() -> None:
    assert not missing()


class Lives(BranchOnPaper):
    """One case, seen by three desks of a branch and by headquarters."""

    @initialize(
        received=st.sampled_from(["", "2026-11-19", "2026-11-06", "2026-10-30"]),
        start=st.sampled_from(["2026-11-20 10:00", "2026-12-24 23:58", "2026-09-30 09:00", "2027-02-04 16:00"]),
        who=st.sampled_from([TELLER, HANDLER, SUPERVISOR]),
        settlement=st.integers(0, 9),
        intake_type=st.sampled_from(["complaint", "complaint", "complaint", "enquiry", "whistle_report"]),
        respondents=st.sampled_from([(), (), (HANDLER,), (SUPERVISOR,), (TELLER,)]),
        channel=st.sampled_from([{}, {"channel": "letter"}, {"channel": "regulator", "regulator": "pboc"}]),
    )
    def record(
        self,
        received: str,
        start: str,
        who: str,
        settlement: int,
        intake_type: str,
        respondents: tuple[str, ...],
        channel: dict[str, str],
    ) -> None:
        self.now = at(start)
        if received and at(f"{received} 00:00") > self.now:
            received = ""
        given = form(received_at=received, intake_type=intake_type, respondents=respondents, **channel)
        command = RegisterComplaint("c1", "TS0102-26A00032-W", given, "" if settlement else "已退款")
        outcome = decide(None, command, self.context(who))
        if isinstance(outcome, Refusal):  # nobody settles what is about them, or what nobody is there to hear
            is_live = channel.get("channel", "counter") in LIVE_CHANNELS
            code = "recused" if who in respondents else "not_on_the_spot"
            assert (outcome.code, settlement, who in respondents or not is_live) == (code, 0, True)
            outcome = decide(None, replace(command, settlement=""), self.context(who))
        assert not isinstance(outcome, Refusal), outcome
        self.write("a", who, outcome)
        for desk in "abc":
            self.exchange(desk)

    # --- what people try ---------------------------------------------------------------------------------------------

    @rule(desk=DESKS, who=WHO, kind=KINDS, dice=DICE)
    def anything(self, desk: str, who: str, kind: type, dice: int) -> None:
        self.try_some(desk, who, kind, Random(dice))

    @rule(desk=DESKS, who=WHO, dice=DICE)
    def what_is_next(self, desk: str, who: str, dice: int) -> None:
        likely = LIKELY[self.case_at(desk).state.value]
        self.try_some(desk, who, likely[dice % len(likely)], Random(dice))

    @rule(desk=DESKS, who=WHO, kind=st.sampled_from(ABOUT_PEOPLE), dice=DICE)
    def about_people(self, desk: str, who: str, kind: type, dice: int) -> None:
        self.try_some(desk, who, kind, Random(dice))

    # --- time and synchronisation ------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 60, 60 * 13, 60 * 24, 60 * 24 * 5, 60 * 24 * 16]))
    def wait(self, minutes: int) -> None:
        self.pass_time(minutes)

    @rule(desk=DESKS)
    def synchronise(self, desk: str) -> None:
        self.exchange(desk)

    # --- what must hold ----------------------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: bool(self.touched))
    def every_view_is_sound(self) -> None:
        today = china_day(self.now)
        for desk in sorted(self.touched):
            check_case(self.case_at(desk), self.known[desk].values(), today)
        self.touched.clear()

    def teardown(self) -> None:
        """After a full exchange everybody sees the same case."""
        if not self.feed:
            return
        for desk in "abcabc":
            self.exchange(desk)
        case = fold(self.feed)
        assert self.case_at("a") == self.case_at("b") == self.case_at("c") == case
        check_case(case, self.feed, china_day(self.now))
        kinds = {entry.kind for entry in self.feed if entry.verdict == "accepted"}
        assert EntryKind.CASE_REGISTERED in kinds


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=int(os.environ.get("JIESU_LONG_RUN", "250")), stateful_step_count=60, deadline=None
)
