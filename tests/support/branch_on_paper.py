"""Several desks of a branch and headquarters on paper: each knows some entries, and a feed joins them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis.stateful import RuleBasedStateMachine
from support.acts import attempt
from support.cases import BRANCH, HEAD, PEOPLE, RULES, SUPERVISOR_2, as_entry, at
from support.soundness import check_act, check_refusal

from app.domain.authority import validate_entry
from app.domain.case import Case
from app.domain.commands import Command
from app.domain.decide import Context, decide
from app.domain.entry import Entry, NewEntry
from app.domain.fold import fold
from app.domain.people import Person, Role, StandingDelegation
from app.domain.refusal import Refusal
from app.journal.envelope import decode_body, encode_body

HEADQUARTERS = "e"
"""The desk at which headquarters acts: it is always up to date."""

_STANDING = StandingDelegation(Role.BRANCH_HEAD, date(2026, 11, 21), date(2026, 12, 31), HEAD)
STAFF: Mapping[str, Person] = {
    **PEOPLE,
    SUPERVISOR_2: replace(PEOPLE[SUPERVISOR_2], delegations=(_STANDING,)),
}
"""The people of the branch; for some weeks a supervisor stands in for the head (令2020-3 art. 24)."""


class BranchOnPaper(RuleBasedStateMachine):
    """How acts are tried and entries travel. Rules are added by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2026-11-20 10:00")
        self.known: dict[str, dict[str, Entry]] = {desk: {} for desk in f"abc{HEADQUARTERS}"}
        self.made = dict.fromkeys(self.known, 0)
        self.feed: list[Entry] = []
        self.touched: set[str] = set()
        self.tries = 0

    def context(self, who: str) -> Context:
        return Context(STAFF[who], self.now, RULES, STAFF, BRANCH)

    def case_at(self, desk: str) -> Case:
        if desk == HEADQUARTERS:
            self.exchange(desk)
        return fold(self.known[desk].values())

    def try_some(self, desk: str, who: str, kind: type, dice: Random) -> None:
        """Somebody tries something; when they may not, mostly somebody who may does it for them."""
        self.tries += 1
        command = attempt(kind, self.case_at(_place_of(who, desk)), self.now, dice, self.tries)
        refusal = self.try_one(desk, who, command)
        is_about_who = refusal is not None and refusal.problems[0].field is None
        could = [other for other in refusal.who_could if other != who] if refusal and is_about_who else []
        if could and dice.random() < 0.8:
            other = dice.choice(could)
            self.try_one(desk, other, command)

    def try_one(self, desk: str, who: str, command: Command) -> Refusal | None:
        """Decide, check the answer, write what it calls for."""
        desk = _place_of(who, desk)
        case, context = self.case_at(desk), self.context(who)
        outcome = decide(case, command, context)
        assert decide(case, command, context) == outcome
        if isinstance(outcome, Refusal):
            check_refusal(case, command, outcome, self.context)
            return outcome
        written = self.write(desk, who, outcome)
        check_act(case, self.known[desk].values(), written, context)
        if desk == HEADQUARTERS:
            self.exchange(desk)
        return None

    def write(self, desk: str, who: str, outcome: tuple[NewEntry, ...]) -> list[Entry]:
        written = []
        for new in outcome:
            assert decode_body(encode_body(new.body)) == new.body
            self.made[desk] += 1
            latest = max((entry.hlc for entry in self.known[desk].values()), default=0)
            clock = int(self.now.timestamp() * 1000) << 16
            entry = as_entry(new, who, self.now, self.made[desk], desk * 32, hlc=max(clock, latest + 1))
            self.known[desk][str(entry.origin)] = entry
            self.touched.add(desk)
            written.append(entry)
        self.now += timedelta(milliseconds=1)  # nobody does the same thing twice within one; a replay would be that
        return written

    def exchange(self, desk: str) -> None:
        """Up: headquarters places what is new and gives its word on it. Down: everything placed."""
        before = len(self.known[desk]), len(self.feed)
        new = [entry for entry in self.known[desk].values() if entry.feed_seq is None]
        has_seen_all = len(self.known[desk]) - len(new) == len(self.feed)
        for entry in sorted(new, key=lambda entry: entry.origin):
            placed = self.known[desk][str(entry.origin)] = self._place(entry)
            # What was decided in sight of everything, headquarters finds no fault with.
            assert placed.verdict == "accepted" or not has_seen_all, placed
        self.known[desk].update({str(entry.origin): entry for entry in self.feed})
        if (len(self.known[desk]), len(self.feed)) != before:
            self.touched.add(desk)

    def _place(self, entry: Entry) -> Entry:
        code = validate_entry(fold(self.feed) if self.feed else None, entry, STAFF, RULES)
        verdict = "accepted" if code is None else "superseded" if code == "superseded" else "rejected"
        placed = replace(entry, feed_seq=len(self.feed) + 1, verdict=verdict)
        self.feed.append(placed)
        return placed

    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


def _place_of(who: str, desk: str) -> str:
    """Headquarters acts at headquarters, people of the branch at `desk`."""
    return HEADQUARTERS if STAFF[who].role is Role.HEADQUARTERS else desk
