"""Meeting headquarters: the first one that a desk talks to is the one that it believes, also without a line."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.operations.desk import Desk
from app.operations.standing import learn_people
from app.store.directories import pin_headquarters, pinned_key
from app.sync.service import Phase, SyncState
from app.system.errors import KnownError
from app.system.lanes import Lane

_log = logging.getLogger(__name__)


def meet_headquarters(desk: Desk, public_key: bytes) -> None:
    """Keep headquarters' key at the first contact; what it published before can be proven from then on.

    Raises: HeadquartersChangedError, StoreError.
    """
    is_first = not pinned_key(desk.store.database)
    pin_headquarters(desk.store.database, public_key)
    if is_first:
        learn_people(desk)


def is_the_same_headquarters(
    desk: Desk, public_key: bytes, database: Lane, on_sync: Callable[[SyncState], None]
) -> bool:
    """Whether this is the headquarters that the desk has known since its first contact; no other is talked to, and
    `on_sync` hears why. Waits for the lane of the database."""
    try:
        database.do(lambda: meet_headquarters(desk, public_key)).result()
    except KnownError as error:
        _log.error("no synchronisation: %s", error.code)
        on_sync(SyncState(phase=Phase.ERROR, error=error))
        return False
    return True
