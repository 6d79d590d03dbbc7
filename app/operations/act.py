"""The one way from a command to the journal: load, fold, decide, sign, append, in one transaction (house.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.commands import Command
from app.domain.decide import decide
from app.domain.refusal import Refusal
from app.operations.desk import Desk, Signer

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

CASES = frozenset({"cases"})


def carry_out(desk: Desk, case_id: str, command: Command, *, signer: Signer | None = None) -> CaseView | Refusal:
    """Do `command` on one case and return the case as it stands then, or why it was refused.

    `signer` is another person who acts on this screen with their own password (four eyes at one PC).
    """
    from app.operations.open_case import view_of

    now = desk.clock.now()
    actor = signer.person if signer else desk.actor
    context = desk.context(now, actor)
    outcome = desk.store.act(case_id, lambda case: decide(case, command, context), desk.author(signer), now)
    if isinstance(outcome, Refusal):
        return outcome
    desk.announce(CASES, frozenset({case_id}))
    return view_of(desk, outcome.case, now)


def carry_out_signed(desk: Desk, case_id: str, command: Command, staff_no: str, password: str) -> CaseView | Refusal:
    """Do `command` as the person `staff_no`, whose key is unwrapped for this one signature (four eyes at one PC).

    Raises: WrongPasswordError, LockedOutError (known errors), with nothing written.
    """
    with desk.sign_once(staff_no, password) as signer:
        return carry_out(desk, case_id, command, signer=signer)
