"""What the case page and the approvals page ask of the operations, answered by a branch in memory."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from support.counter import Branch

from app.domain.case import Case
from app.domain.commands import DecideExtension, DecideVoid, RecordPaper
from app.domain.disclosure import (
    SHIPPED_DISCLOSURE,
    Given,
    detail_of,
    objection_to_looking,
    objection_to_reason,
)
from app.domain.letter import missing_letter_parts
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal
from app.operations.approvals import waiting_approvals
from app.operations.foresee import foresee
from app.operations.open_case import CaseView
from app.operations.reveal import Revealed, RevealTerms
from app.operations.step_commands import PAPER_OF_STEP
from app.store.links import LinkedCase
from app.ui.approvals.calls import Verdict
from app.ui.case.calls import Signature, WhyShown
from app.ui.case.forms import command_for
from app.ui.pictures import Picture


class FakeCaseCalls:
    """The case page's calls on a branch in memory."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch

    def open(self, desk: Any, case_id: str) -> CaseView | Refusal:
        """Open a case."""
        self.branch.note("open")
        return self.branch.view(case_id)

    needs_password = False

    def reveal_terms(self, desk: Any, case_id: str) -> Any:
        """The reasons that ship."""
        self.branch.note("reveal_terms")
        rules = SHIPPED_DISCLOSURE.versions[0]
        case = self.branch.scenes[case_id].folded
        objection = objection_to_looking(case, self.branch.person, self.branch.people.values())
        return objection or RevealTerms(rules.reveal_reasons, self.needs_password, 40)

    def reveal(self, desk: Any, case_id: str, why: WhyShown) -> Any:
        """The details in full, by the real rules of reasons."""
        self.branch.note("reveal")
        rules = SHIPPED_DISCLOSURE.versions[0]
        if objection := objection_to_reason(Given(why.reason, why.note), rules.reveal_reasons, rules):
            return objection
        if why.password:
            self.branch.check_password(self.branch.person.staff_no, why.password)
        person = self.branch.person
        mark = f"{person.staff_no} {person.name}  2026-11-23 14:32  0102"
        who = self.branch.scenes[case_id].folded.intake.complainant
        return Revealed(case_id, who, rules.shown_seconds, mark, rules.limits(person).may_copy)

    def copy_detail(self, desk: Any, case_id: str, what: str) -> Any:
        """One detail in clear."""
        self.branch.note("copy_detail")
        return detail_of(self.branch.scenes[case_id].folded, what)

    def preview_letter(self, desk: Any, case_id: str, width: int) -> Any:
        """A grey page, or the parts that are missing."""
        case = self.branch.scenes[case_id].folded
        missing = missing_letter_parts(case, self.branch.branch)
        if missing:
            return Refusal(tuple(Problem(ReasonCode.LETTER_INCOMPLETE, p, {"part": p}) for p in missing))
        return self.letter_pages(case, width)

    def letter_pages(self, case: Case, width: int) -> tuple[Picture, ...]:
        """What the letter looks like."""
        return (Picture(2, 3, b"\x80" * 24),)

    def related(self, desk: Any, case_id: str) -> list[LinkedCase]:
        """What the case repeats and what repeats it."""
        case = self.branch.scenes[case_id].folded
        found = [c for c in self.branch.cases() if case.case_id in (c.repeat_of, c.merged_into)]
        linked = [LinkedCase("repeat_of", False, c.case_id, c.case_no, c.state.value) for c in found]
        for kind, other in (("repeat_of", case.repeat_of), ("merged_into", case.merged_into)):
            if other in self.branch.scenes:
                there = self.branch.scenes[other].folded
                linked.append(LinkedCase(kind, True, other, there.case_no, there.state.value))
        return linked

    def foresee(self, desk: Any, case_id: str, step: str, values: Mapping[str, str]) -> Any:
        """What a step does to the due date, by the real operation."""
        command = command_for(step, values)
        return foresee(self.branch, case_id, command) if command is not None else None  # type: ignore[arg-type]

    def take(
        self, desk: Any, case_id: str, step: str, values: Mapping[str, str], signature: Signature | None = None
    ) -> Any:
        """Take a step by the real rules."""
        self.branch.note(step)
        if step in PAPER_OF_STEP:
            return self._paper(case_id, PAPER_OF_STEP[step], values.get("about", ""))
        if signature is not None:
            self.branch.check_password(signature.staff_no, signature.password)
        command = command_for(step, self._with_ids(values))
        assert command is not None, step
        return self.branch.act(case_id, command, signature.staff_no if signature else "")

    def _with_ids(self, values: Mapping[str, str]) -> Mapping[str, str]:
        if "into_case_no" not in values:
            return values
        other = next((c for c in self.branch.cases() if c.case_no == values["into_case_no"]), None)
        return {**values, "into_case_id": other.case_id if other else ""}

    def _paper(self, case_id: str, kind: str, about: str) -> Any:
        outcome = self.branch.act(case_id, RecordPaper(kind, uuid.uuid4().hex, "a4", about))
        if isinstance(outcome, Refusal):
            return outcome
        self.branch.printed.append((case_id, kind))
        return SimpleNamespace(case_id=case_id, kind=kind, copy_no=0, job_id=1)


class FakeApprovalCalls:
    """The approvals page's calls on a branch in memory."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch

    def waiting(self, desk: Any) -> Any:
        """What waits, by the real operation."""
        self.branch.note("waiting")
        return waiting_approvals(self.branch)  # type: ignore[arg-type]

    def decide(self, desk: Any, verdict: Verdict, staff_no: str, password: str) -> Any:
        """Check the password and decide by the real rules."""
        self.branch.note("decide")
        self.branch.check_password(staff_no, password)
        kind = DecideVoid if verdict.kind == "void" else DecideExtension
        command = kind(verdict.request_id, verdict.is_approved, verdict.reason, verdict.seen_version, uuid.uuid4().hex)
        return self.branch.act(verdict.case_id, command, staff_no)
