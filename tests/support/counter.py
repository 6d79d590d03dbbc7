"""A branch in memory for the pages: the real rules, kept cases, and calls that answer without a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from support.cases import BRANCH, PEOPLE, RULES, TELLER, Scene, at

from app.domain.case import Case
from app.domain.commands import (
    Command,
    RegisterComplaint,
)
from app.domain.context import Context
from app.domain.people import Person
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.drafts import DraftView
from app.operations.open_case import CaseView, view_of
from app.store.case_rows import is_awaiting
from app.system.errors import KnownError


class WrongPasswordError(KnownError):
    """As the vault raises it."""

    code = "wrong_password"


class StoppedClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        """The moment that it shows."""
        return self.moment

    def move(self, **delta: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**delta)


class Inline:
    """A runner that does the work at once, with the branch as its desk."""

    def __init__(self, desk: Any = None) -> None:
        self.desk = desk

    def __call__(
        self,
        work: Callable[[Any], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        try:
            result = work(self.desk)
        except Exception as error:
            if failed is None:
                raise
            failed(error)
        else:
            if then is not None:
                then(result)


class Held(Inline):
    """A runner that keeps the work until `flush`, as a lane does."""

    def __init__(self, desk: Any = None) -> None:
        super().__init__(desk)
        self.waiting: list[tuple[Any, Any, Any]] = []

    def __call__(self, work: Any, then: Any = None, failed: Any = None) -> None:
        self.waiting.append((work, then, failed))

    def flush(self) -> None:
        """Do everything that waits, also what it leads to."""
        while self.waiting:
            super().__call__(*self.waiting.pop(0))


@dataclass
class Branch:
    """Cases, drafts and papers of one branch, and the person who is signed in."""

    person: Person = field(default_factory=lambda: PEOPLE[TELLER])
    clock: StoppedClock = field(default_factory=lambda: StoppedClock(at("2026-11-23 14:32")))
    scenes: dict[str, Scene] = field(default_factory=dict)
    drafts: dict[str, DraftView] = field(default_factory=dict)
    is_printer_ready: bool = True
    paper_error: Exception | Refusal | None = None
    passwords: dict[str, str] = field(default_factory=lambda: {"0401": "right", "0402": "also right", "0217": "mine"})
    tries: int = 5
    printed: list[tuple[str, str]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # calls that fail with a known error
    rules: Any = RULES
    branch: Any = BRANCH
    people: Mapping[str, Person] = field(default_factory=lambda: PEOPLE)

    # ---- as operations see a desk

    @property
    def actor(self) -> Person:
        """Who is signed in."""
        return self.person

    @property
    def store(self) -> Any:
        """What `waiting_approvals` needs."""
        return SimpleNamespace(
            cases_awaiting_approval=lambda: [c for c in self.cases() if is_awaiting(c)],
            case=lambda case_id: self.scenes[case_id].folded,
        )

    def context(self, now: datetime, actor: Person | None = None) -> Context:
        """What a decision may look at."""
        return Context(actor or self.person, now, self.rules, self.people, self.branch)

    def check_password(self, staff_no: str, password: str) -> None:
        """As the vault does when somebody signs once."""
        if self.passwords.get(staff_no) != password:
            self.tries -= 1
            raise WrongPasswordError(tries_left=self.tries)

    def name_of(self, staff_no: str) -> str:
        """A colleague's name."""
        return self.people[staff_no].name if staff_no in self.people else staff_no

    # ---- cases

    def note(self, name: str) -> None:
        """A call is made: it may be broken."""
        self.called.append(name)
        if name in self.broken:
            raise KnownError()

    def cases(self) -> list[Case]:
        """All cases."""
        return [scene.folded for scene in self.scenes.values()]

    def add(self, when: str, who: str = TELLER, settlement: str = "", **fields: Any) -> Scene:
        """A case that was recorded earlier."""
        number = len(self.scenes) + 1
        scene = Scene(at(when), case_id=f"case-{number}")
        from support.cases import form

        command = RegisterComplaint(scene.case_id, number_of(number), form(**fields), settlement)
        scene.do(who, command, now=at(when))
        self.scenes[scene.case_id] = scene
        return scene

    def view(self, case_id: str) -> CaseView | Refusal:
        """A case for its page."""
        scene = self.scenes.get(case_id)
        if scene is None:
            return refuse(ReasonCode.CASE_NOT_FOUND)
        return view_of(self, scene.folded, self.clock.now())  # type: ignore[arg-type]

    def act(self, case_id: str, command: Command, who: str = "") -> CaseView | Refusal:
        """Carry out a command now."""
        outcome = self.scenes[case_id].try_(who or self.person.staff_no, command, now=self.clock.now())
        return outcome if isinstance(outcome, Refusal) else self.view(case_id)


def number_of(number: int) -> str:
    from app.domain.case_number import make

    return make("0102", 2026, "A", 30 + number)
