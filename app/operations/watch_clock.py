"""Watch the computer's clock: a desk whose clock was set back says so, once on record and on screen while it lasts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.operations.desk import Desk
from app.operations.note import note
from app.system.clock import GuardedClock

if TYPE_CHECKING:
    from app.vault.vault import Vault


def guard_clock(desk: Desk) -> None:
    """Hold the desk's clock against what the store knows, from now on; while headquarters was not reached since that
    came out of a backup, also against when the journal was anchored last. Raises: StoreError, the keyring's errors."""
    from app.store.clock_mark import clock_mark
    from app.store.directories import is_of_before

    mark = clock_mark(desk.store.database)
    at = mark.at
    if desk.vault is not None and (mark.contact is None or is_of_before(desk.store.database, desk.store.identity)):
        at = max(at, _anchored_at(desk.vault) or at)
    desk.clock = GuardedClock(desk.clock, at)


def _anchored_at(vault: Vault) -> datetime | None:
    from app.vault.errors import AnchorLostError, AnchorTamperedError

    try:
        anchor = vault.anchor()
    except (AnchorLostError, AnchorTamperedError):
        return None
    return anchor.at if anchor is not None else None


def watch_clock(desk: Desk, seen: ClockWatch) -> int:
    """By how many seconds the computer's clock is behind what is known, 0 while all is well; to be asked each minute.

    The first time in a session it goes into the desk's book. Raises: StoreError.
    """
    from app.store.clock_mark import clock_mark

    clock = desk.clock
    if not isinstance(clock, GuardedClock):
        return 0
    mark = clock_mark(desk.store.database)
    if seen.has_heard(mark.contact):
        clock.believe(mark.at)
    else:
        clock.know(mark.at)
    behind = clock.behind_seconds
    if behind and not seen.is_noted:
        seen.is_noted = True
        note(desk, book_entry(BookKind.CLOCK_DOUBTED, behind_seconds=behind))
    return behind


class ClockWatch:
    """What the watch over one session's clock remembers."""

    def __init__(self) -> None:
        self.is_noted = False
        self._contact: object = _NOT_YET

    def has_heard(self, contact: object) -> bool:
        """Whether headquarters was reached since the last look; never at the first one."""
        before, self._contact = self._contact, contact
        return before is not _NOT_YET and contact is not None and contact != before


_NOT_YET = object()
