"""What the case page asks of the operations. Each runs on the database lane and imports its operation there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.ui.case.forms import command_for
from app.ui.case.forms.reading import needed_day

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.foresee import Foreseen
    from app.operations.open_case import CaseView
    from app.operations.reveal import Revealed, RevealTerms
    from app.store.links import LinkedCase
    from app.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class Signature:
    """Who was called over to sign a step, with their own password."""

    staff_no: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WhyShown:
    """What details are needed for, with the person's own password where the last proof is too old."""

    reason: str
    note: str = field(default="", repr=False)
    password: str | None = field(default=None, repr=False)


class CaseCalls:
    """The operations behind the case page. `values` are what a form holds, as text, by field name."""

    def open(self, desk: Desk, case_id: str) -> CaseView | Refusal:
        """The case as of now."""
        from app.operations.open_case import open_case

        return open_case(desk, case_id)

    def reveal_terms(self, desk: Desk, case_id: str) -> RevealTerms | Refusal:
        """What is asked before details are shown."""
        from app.operations.reveal import reveal_terms

        return reveal_terms(desk, case_id)

    def reveal(self, desk: Desk, case_id: str, why: WhyShown) -> Revealed | Refusal:
        """The details in clear. Raises: WrongPasswordError, LockedOutError (known errors)."""
        from app.operations.reveal import reveal_contact

        return reveal_contact(desk, case_id, why.reason, why.note, why.password)

    def copy_detail(self, desk: Desk, case_id: str, what: str) -> str | Refusal:
        """One detail in clear, for the clipboard."""
        from app.operations.reveal import copy_detail

        return copy_detail(desk, case_id, what)

    def preview_letter(self, desk: Desk, case_id: str, width: int) -> tuple[Picture, ...] | Refusal:
        """The answer letter as it would be printed, as pictures `width` device px wide. A refusal lists the missing
        parts."""
        from app.domain.refusal import Refusal
        from app.operations.reveal import preview_letter
        from app.ui.pictures import pictures_of

        made = preview_letter(desk, case_id)
        return made if isinstance(made, Refusal) else pictures_of(made, width)

    def related(self, desk: Desk, case_id: str) -> list[LinkedCase]:
        """The cases that belong to this one."""
        from app.operations.find_similar import linked_cases

        return linked_cases(desk, case_id)

    def foresee(self, desk: Desk, case_id: str, step: str, values: Mapping[str, str]) -> Foreseen | None:
        """What a step would do to the due date, None while it would be refused."""
        from app.operations.foresee import foresee

        command = command_for(step, values)
        return foresee(desk, case_id, command) if command is not None else None

    def take(
        self, desk: Desk, case_id: str, step: str, values: Mapping[str, str], signature: Signature | None = None
    ) -> Any:
        """Take a step: the case as it stands then, or the paper that was made, or why it was refused.

        Raises: WrongPasswordError, LockedOutError (known errors) when the signature is not good, nothing is written.
        """
        from app.operations.act import carry_out, carry_out_signed
        from app.operations.make_paper import make_paper
        from app.operations.merge_case import merge_case
        from app.operations.step_commands import PAPER_OF_STEP

        if "by_when" in values:
            return _supplement_request(desk, case_id, values)
        if step == "make_settlement_agreement":
            return _settlement_draft(desk, case_id, values)
        if step in PAPER_OF_STEP:
            return make_paper(desk, case_id, PAPER_OF_STEP[step], values.get("about", ""))
        if step == "merge":
            return merge_case(desk, case_id, values["into_case_no"], values["reason"])
        command = command_for(step, values)
        if command is None:
            raise KeyError(step)
        if signature is None:
            return carry_out(desk, case_id, command)
        return carry_out_signed(desk, case_id, command, signature.staff_no, signature.password)


def _supplement_request(desk: Desk, case_id: str, values: Mapping[str, str]) -> Any:
    from app.operations.paper_drafts import make_supplement_request

    items = [line.strip() for line in values["items"].splitlines() if line.strip()]
    return make_supplement_request(desk, case_id, items, values["why"], needed_day(values["by_when"]))


def _settlement_draft(desk: Desk, case_id: str, values: Mapping[str, str]) -> Any:
    from app.operations.paper_drafts import make_settlement_draft

    day = needed_day(values["performance_on"])
    return make_settlement_draft(desk, case_id, values["terms"], values["amount"], day)
