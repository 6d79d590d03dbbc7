"""The password of whoever is signed in, proved once more before sensitive acts (ASVS 7.5.3). It signs nothing.

A proof counts for the few minutes that the rules of disclosure say; so does the sign-in itself.
"""

from __future__ import annotations

from datetime import datetime

from app.operations.desk import Desk
from app.operations.disclosure import rules_now


def is_proved(desk: Desk, now: datetime) -> bool:
    """Whether the password was proved recently enough."""
    rules = rules_now(desk, now)
    return any(rules.is_fresh(at, now) for at in (desk.disclosed.proved_at, desk.session.signed_in_at))


def prove(desk: Desk, password: str) -> None:
    """Check the password of whoever is signed in; the right to sign that comes with it is given back unused.

    Raises: WrongPasswordError, LockedOutError and what else the vault raises for a password.
    """
    with desk.sign_once(desk.actor.staff_no, password):
        pass
    desk.disclosed.proved_at = desk.clock.now()
