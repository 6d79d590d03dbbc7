"""What the intake page asks of the operations. Each runs on the database lane and imports its operation there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.commands import IntakeForm
from app.domain.guards import GUARDED_FIELDS, card_numbers_in
from app.domain.refusal import Refusal
from app.domain.taxonomy import REASONS
from app.language import _
from app.system.errors import KnownError
from app.ui.intake.assistance import Assistance, SimilarCase, Suggested

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.domain.case import Case
    from app.domain.deadlines import Deadlines
    from app.domain.suggesting import Suggestion
    from app.operations.desk import Desk
    from app.operations.drafts import DraftView
    from app.operations.open_case import CaseView
    from app.operations.register_complaint import Registered
    from app.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class SlipWish:
    """How the slip is wanted: paper size ("80mm", "a5", "a4") and number of copies."""

    size: str = "80mm"
    copies: int = 1


def card_numbers(form: IntakeForm) -> int:
    """How many whole card numbers stand in the texts of a form."""
    return sum(len(card_numbers_in(getattr(form, name))) for name in GUARDED_FIELDS)


def _suggested(suggestions: Iterable[Suggestion]) -> tuple[Suggested, ...]:
    return tuple(Suggested(suggestion.code, suggestion.words) for suggestion in suggestions)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A complaint that is safe on disk, and what became of its slip.

    `slip` is what the print queue took, or why it took nothing (a refusal or a known error); None when no slip was
    asked for. `printer` is the printer's state at that moment. `merged` is what became of merging it into another
    case: a refusal, or the case; None when that was not asked for. `passed_to` is who got the case
    instead of the recorder, because the recorder is complained about in it (art. 17); "" ordinarily.
    """

    registered: Registered
    slip: Any = None
    printer: Any = None
    merged: Any = None
    passed_to: str = ""


@dataclass(frozen=True, slots=True)
class ShownSlip:
    """The slip as it would be printed now, as pictures, and the due dates (None while they cannot be told)."""

    due: Deadlines | None
    pages: tuple[Picture, ...]


def passed_to(desk: Desk, case: Case) -> str:
    """Name and number of who has a case that was just recorded, where that is not the recorder."""
    if case.owner == case.registered_by:
        return ""
    person = desk.people.get(case.owner)
    return f"{person.name} {case.owner}" if person else case.owner


class IntakeCalls:
    """The operations behind the intake page."""

    def preview(self, desk: Desk, form: IntakeForm, size: str, width: int) -> ShownSlip:
        """The paper itself, `width` device px wide."""
        from app.operations.preview_intake import preview_intake
        from app.ui.pictures import pictures_of

        made = preview_intake(desk, form, size)
        return ShownSlip(made.due, pictures_of(made.slip_pdf, width) if made.slip_pdf else ())

    def record(
        self, desk: Desk, form: IntakeForm, settlement: str, draft_id: str, wish: SlipWish | None
    ) -> Recorded | Refusal:
        """Record the complaint; then make the slip. A slip that fails never takes the recording back."""
        from app.operations.register_complaint import register_complaint

        outcome = register_complaint(desk, form, settlement=settlement, draft_id=draft_id)
        if isinstance(outcome, Refusal):
            return outcome
        owner = passed_to(desk, outcome.case)
        if wish is None:
            return Recorded(outcome, passed_to=owner)
        slip, printer = self.reprint(desk, outcome.case.case_id, wish)
        return Recorded(outcome, slip, printer, passed_to=owner)

    def reprint(self, desk: Desk, case_id: str, wish: SlipWish) -> tuple[Any, Any]:
        """Make a slip of a recorded case; returns the paper (or refusal or known error) and the printer's state."""
        from app.operations.make_paper import make_slip
        from app.operations.print_queue import printer_status

        try:
            slip: Any = make_slip(desk, case_id, size=wish.size, copies=wish.copies)
            return slip, printer_status(desk)
        except KnownError as error:
            return error, None

    def merge(self, desk: Desk, case_id: str, into_id: str, into_no: str) -> Any:
        """Handle a recorded case together with another one that is open (art. 18-3); the case, or why not."""
        from app.domain.commands import MergeCase
        from app.operations.act import carry_out

        return carry_out(desk, case_id, MergeCase(into_id, into_no, _("The same matter, found while recording.")))

    def assist(self, desk: Desk, form: IntakeForm) -> Assistance:
        """What is to be noticed about the form: likely categories, card numbers, similar complaints."""
        from app.operations.find_similar import find_similar

        book: Any = getattr(desk.rules, "suggestions", None)
        similar = tuple(
            SimilarCase(
                hit.case_id,
                hit.case_no,
                hit.state,
                hit.is_open,
                hit.received_on,
                hit.reasons,
                hit.is_repeat,
                hit.summary,
                hit.masked_name,
            )
            for hit in find_similar(desk, form)
        )
        return Assistance(
            _suggested(book.suggest(form.narrative)) if book and not form.category else (),
            _suggested(book.suggest(form.narrative, REASONS)) if book and not form.reason else (),
            similar,
            card_numbers(form),
        )

    def summary(self, desk: Desk, case_id: str) -> CaseView | Refusal:
        """A case on record, to read."""
        from app.operations.open_case import open_case

        return open_case(desk, case_id)

    def save_draft(self, desk: Desk, draft_id: str, form: IntakeForm, settlement: str | None) -> datetime:
        """Keep what was typed; returns when it was saved."""
        from app.operations.drafts import save_draft

        return save_draft(desk, draft_id, form, settlement)

    def list_drafts(self, desk: Desk) -> list[DraftView]:
        """This person's drafts, newest first."""
        from app.operations.drafts import list_drafts

        return list_drafts(desk)

    def discard_draft(self, desk: Desk, draft_id: str) -> None:
        """Forget a draft."""
        from app.operations.drafts import discard_draft

        discard_draft(desk, draft_id)
