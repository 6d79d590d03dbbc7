"""What the pages ask of the operations, answered by a branch in memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from support.cases import RULES, Scene
from support.counter import Branch, number_of

from app.domain.case import Case
from app.domain.commands import (
    IntakeForm,
    MergeCase,
    RegisterComplaint,
)
from app.domain.deadlines import china_day, deadlines_of
from app.domain.masking import mask_id, mask_name, mask_phone
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.domain.warning import Alert, warning_of
from app.operations.drafts import DraftView
from app.operations.open_case import CaseView
from app.operations.preview_intake import preview_intake
from app.operations.register_complaint import Registered
from app.operations.worklist import Query, Worklist
from app.ui.intake.assistance import Assistance
from app.ui.intake.calls import Recorded, ShownSlip, SlipWish, card_numbers, passed_to
from app.ui.pictures import Picture, pictures_of


class FakeIntakeCalls:
    """The intake page's calls on a branch in memory."""

    def __init__(self, branch: Branch, *, is_drawn: bool = False) -> None:
        self.branch = branch
        self.is_drawn = is_drawn
        self.recorded: list[tuple[IntakeForm, str, str]] = []
        self.noticed = Assistance()

    def preview(self, desk: Any, form: IntakeForm, size: str, width: int) -> ShownSlip:
        """A grey page, or the real slip when pictures are wanted."""
        self.branch.note("preview")
        if not self.is_drawn:
            case = _supposed(self.branch, form)
            return ShownSlip(deadlines_of(case, RULES) if case else None, (Picture(2, 3, b"\x80" * 24),))
        made = preview_intake(self.branch, form, size)  # type: ignore[arg-type]
        return ShownSlip(made.due, drawn(made.slip_pdf, width))

    def record(
        self, desk: Any, form: IntakeForm, settlement: str, draft_id: str, wish: SlipWish | None
    ) -> Recorded | Refusal:
        """Record by the real rules."""
        self.branch.note("record")
        self.recorded.append((form, settlement, draft_id))
        scene = Scene(self.branch.clock.now(), case_id=f"case-{len(self.branch.scenes) + 1}")
        command = RegisterComplaint(scene.case_id, number_of(len(self.branch.scenes) + 1), form, settlement)
        outcome = scene.try_(self.branch.person.staff_no, command, now=self.branch.clock.now())
        if isinstance(outcome, Refusal):
            return outcome
        self.branch.scenes[scene.case_id] = scene
        self.branch.drafts.pop(draft_id, None)
        done = Registered(scene.folded, deadlines_of(scene.folded, RULES))
        owner = passed_to(self.branch, done.case)  # type: ignore[arg-type]
        slip = self.reprint(desk, scene.case_id, wish) if wish else (None, None)
        return Recorded(done, *slip, passed_to=owner)

    def reprint(self, desk: Any, case_id: str, wish: SlipWish) -> tuple[Any, Any]:
        """Print, if the printer is there."""
        if self.branch.paper_error is not None:
            return self.branch.paper_error, None
        self.branch.printed.append((case_id, f"{wish.size} x{wish.copies}"))
        return SimpleNamespace(job_id=1), SimpleNamespace(name="LQ", is_ready=self.branch.is_printer_ready, reason="")

    def merge(self, desk: Any, case_id: str, into_id: str, into_no: str) -> Any:
        """Merge by the real rules."""
        self.branch.note("merge")
        return self.branch.act(case_id, MergeCase(into_id, into_no, "同一事项"))

    def assist(self, desk: Any, form: IntakeForm) -> Assistance:
        """What a test says is noticed, and real card numbers."""
        self.branch.note("assist")
        return replace(self.noticed, cards=card_numbers(form))

    def summary(self, desk: Any, case_id: str) -> Any:
        """A case to read."""
        self.branch.note("summary")
        return self.branch.view(case_id)

    def save_draft(self, desk: Any, draft_id: str, form: IntakeForm, settlement: str | None) -> datetime:
        """Keep a draft."""
        self.branch.note("save_draft")
        self.branch.drafts[draft_id] = DraftView(draft_id, form, self.branch.clock.now(), settlement)
        return self.branch.clock.now()

    def list_drafts(self, desk: Any) -> list[DraftView]:
        """The newest first."""
        return sorted(self.branch.drafts.values(), key=lambda draft: draft.saved_at, reverse=True)

    def discard_draft(self, desk: Any, draft_id: str) -> None:
        """Forget a draft."""
        self.branch.drafts.pop(draft_id, None)


class FakeWorklistCalls:
    """The worklist's calls on a branch in memory."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch

    def read(self, desk: Any, wanted: Query) -> Worklist:
        """The views, a text filter on number and name, and two orders."""
        self.branch.note("read")
        today = china_day(self.branch.clock.now())
        cases = list(enumerate(self.branch.cases(), 1))

        def due(case: Case) -> Any:
            return deadlines_of(case, RULES).due_on

        views: dict[str, Callable[[Case], bool]] = {
            "all": lambda c: True,
            "mine": lambda c: c.owner == self.branch.person.staff_no and not c.state.is_ended,
            "due_today": lambda c: not c.state.is_ended and due(c) == today,
            "overdue": lambda c: not c.state.is_ended and due(c) < today,
            "awaiting_approval": lambda c: c.pending_extension is not None,
            "ended": lambda c: c.state.is_ended,
            "transfers": lambda c: row_of(0, c).transfer_to == self.branch.person.staff_no,
            "orders": lambda c: bool(c.open_orders),
            "key": lambda c: c.about.severity == "key_case" and not c.state.is_ended,
            "warned": lambda c: warning_of(c, RULES, today) not in (Alert.NONE, Alert.OVERDUE),
        }
        found = [
            (n, c) for n, c in cases if views[wanted.view](c) and wanted.text in c.case_no + c.intake.complainant.name
        ]
        if wanted.channel:
            found = [(n, c) for n, c in found if c.intake.channel == wanted.channel]
        for name in ("severity", "intake_type"):
            if getattr(wanted, name):
                found = [(n, c) for n, c in found if getattr(row_of(n, c), name) == getattr(wanted, name)]

        def in_order_of_work(item: tuple[int, Case]) -> Any:
            severity = item[1].about.severity
            return severity != "key_case", severity != "major", due(item[1]), item[0]

        key = (lambda item: item[1].case_no) if wanted.sort == "case_no" else in_order_of_work
        found.sort(key=key, reverse=wanted.descending)
        counts = {name: sum(test(c) for _n, c in cases) for name, test in views.items()}
        return Worklist(array("q", [n for n, _c in found]), counts)

    def rows(self, desk: Any, ids: Sequence[int]) -> list[Any]:
        """Rows as the store makes them."""
        self.branch.note("rows")
        cases = self.branch.cases()
        return [row_of(n, cases[n - 1]) for n in ids if n <= len(cases)]

    def place_of(self, desk: Any, case_id: str, ids: array[int]) -> int:
        """Where a case stands in a list."""
        place = list(self.branch.scenes).index(case_id) + 1 if case_id in self.branch.scenes else 0
        return ids.index(place) if place in ids else -1

    def open(self, desk: Any, case_id: str) -> CaseView | Refusal:
        """A case for the pane."""
        return self.branch.view(case_id)

    def reprint_slip(self, desk: Any, case_id: str) -> Any:
        """Print again."""
        self.branch.printed.append((case_id, "ack_slip"))
        return SimpleNamespace(job_id=1)


class FakeSearchCalls:
    """The search page's calls on a branch in memory."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch

    def find(self, desk: Any, text: str, limit: int) -> list[Any]:
        """Cases with the words."""
        self.branch.note("find")
        found = [c for c in self.branch.cases() if text in c.case_no + c.intake.complainant.name + c.intake.narrative]
        return [hit_of(n, c) for n, c in enumerate(found, 1)][:limit]

    def open_by_number(self, desk: Any, case_no: str) -> CaseView | Refusal:
        """A case by its number."""
        case = next((c for c in self.branch.cases() if c.case_no == case_no), None)
        return self.branch.view(case.case_id) if case else refuse(ReasonCode.CASE_NOT_FOUND)


def row_of(row_id: int, case: Case) -> Any:
    """A worklist row of a case."""
    deadlines = deadlines_of(case, RULES)
    return SimpleNamespace(
        row_id=row_id,
        case_id=case.case_id,
        case_no=case.case_no,
        masked_name=mask_name(case.intake.complainant.name),
        category=case.intake.category,
        summary=" ".join(case.intake.narrative.split())[:60],
        channel=case.intake.channel,
        owner=case.owner,
        state=case.state.value,
        due_on=deadlines.due_on,
        is_provisional=deadlines.is_provisional,
        updated_at=case.updated_at,
        was_overdue=case.was_overdue,
        is_at_headquarters=False,
        has_flags=bool(case.flags),
        severity=case.about.severity,
        intake_type=case.intake.intake_type,
        has_order=bool(case.open_orders),
        transfer_to=case.pending_transfer.to if case.pending_transfer else "",
        alert=lambda today: warning_of(case, RULES, today, deadlines),
    )


def hit_of(row_id: int, case: Case) -> Any:
    """A search hit of a case."""
    person = case.intake.complainant
    return SimpleNamespace(
        row_id=row_id,
        case_id=case.case_id,
        case_no=case.case_no,
        masked_name=mask_name(person.name),
        masked_phone=mask_phone(person.phone) if person.phone else "",
        masked_id_number=mask_id(person.id_number) if person.id_number else "",
        category=case.intake.category,
        state=case.state.value,
        due_on=deadlines_of(case, RULES).due_on,
        owner=case.owner,
        snippet=case.intake.narrative[:48],
    )


def drawn(pdf: bytes, width: int) -> tuple[Picture, ...]:
    """The pages of a paper as pictures."""
    return pictures_of(pdf, width)


def _supposed(branch: Branch, form: IntakeForm) -> Case | None:
    scene = Scene(branch.clock.now(), case_id="preview")
    command = RegisterComplaint("preview", number_of(1), form, "", False)
    outcome = scene.try_(branch.person.staff_no, command, now=branch.clock.now())
    return None if isinstance(outcome, Refusal) else scene.folded
