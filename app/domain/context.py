"""What a decision may look at, and nothing else: who acts, when, the rules, the people, the branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.branch import BranchFacts
from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.people import RIGHTS, Person, Right, Role, who_may
from app.domain.reasons import ReasonCode
from app.domain.recusal import is_recused, unconcerned
from app.domain.refusal import Refusal, refuse
from app.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Context:
    """`now` is an aware instant. `people` is the branch's directory by staff number. `branch` is needed for letters."""

    actor: Person
    now: datetime
    rules: Rules
    people: Mapping[str, Person]
    branch: BranchFacts | None = None

    @property
    def today(self) -> date:
        """The day in China."""
        return china_day(self.now)

    def objection(self, right: Right, case: Case | None = None) -> Refusal | None:
        """Why the actor may not do what needs `right`, None when they may. Says who could.

        Nobody does anything but read about a case from which they are recused (令2020-3 art. 17).
        """
        who = self.who_could(right, case, but=self.actor.staff_no)
        if not self.actor.is_active:
            return refuse(ReasonCode.PERSON_INACTIVE, who_could=who)
        if not self.actor.may(right):
            if self.actor.is_read_only and right in RIGHTS[self.actor.role]:
                return refuse(ReasonCode.DIRECTORY_STALE)
            return refuse(ReasonCode.NO_RIGHT, who_could=who, right=right.value, role=self.actor.role.value)
        if case is not None and self.actor.role is not Role.HEADQUARTERS and self.actor.branch != case.branch:
            return refuse(ReasonCode.OTHER_BRANCH, branch=case.branch)
        if case is not None and right is not Right.READ and is_recused(case, self.actor.staff_no):
            return refuse(ReasonCode.RECUSED, who_could=who)
        return None

    def who_could(self, right: Right, case: Case | None = None, *, but: str | None = None) -> tuple[str, ...]:
        """Staff numbers of those who hold `right` and need not keep out of `case`, leaving out the person `but`."""
        who = who_may(right, self.people.values(), but=but)
        return who if case is None or right is Right.READ else unconcerned(case, who)
