"""One's own password: changed at any time, and how good a new one is while it is typed (NIST SP 800-63B, 5.1.1.2).

Length first, nothing about kinds of characters, no expiry.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.operations.desk import Desk
from app.operations.note import note
from app.system.errors import KnownError
from app.vault.errors import WeakPasswordError
from app.vault.passwords import SHORTEST, check_new_password

_log = logging.getLogger(__name__)

GOOD_FROM, STRONG_FROM = 12, 16


class Strength(StrEnum):
    """What to say about a password that is being typed."""

    EMPTY = "empty"
    REFUSED = "refused"
    FAIR = "fair"
    GOOD = "good"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Advice:
    """How good it is; for one that is refused, why, as the vault's error says. `more`: characters that it lacks."""

    strength: Strength
    error: KnownError | None = None
    more: int = 0


def advise(password: str, *, personal: tuple[str, ...] = (), shortest: int = SHORTEST) -> Advice:
    """What to say about `password` now. Pure and quick, for every key. `personal`: own number, name, branch."""
    if not password:
        return Advice(Strength.EMPTY)
    try:
        check_new_password(password, personal=personal, shortest=shortest)
    except WeakPasswordError as error:
        return Advice(Strength.REFUSED, error, max(0, shortest - len(password)))
    weight = sum(1 if each.isascii() else 2 for each in password)  # there are far more of the others to guess among
    if len(set(password)) < GOOD_FROM // 2:
        return Advice(Strength.FAIR)
    return Advice(Strength.STRONG if weight >= STRONG_FROM else Strength.GOOD if weight >= GOOD_FROM else Strength.FAIR)


def change_own_password(desk: Desk, old: str, new: str) -> None:
    """Give whoever is signed in another password; the keys stay. It stands in the book.

    Raises: WeakPasswordError, WrongPasswordError, LockedOutError and what else the vault raises; then the old one
    holds.
    """
    vault = desk.vault
    if vault is None:
        raise TypeError("only somebody who is signed in here has a password")
    vault.change_password(desk.session.person.staff_no, old, new)
    desk.disclosed.proved_at = desk.clock.now()
    note_password_changed(desk)


def note_password_changed(desk: Desk) -> None:
    """Put on record that the password was changed; a full disk does not take the new one away."""
    try:
        note(desk, book_entry(BookKind.PASSWORD_CHANGED))
    except KnownError as error:
        _log.warning("a change of password was not noted: %s", error.code)
