"""Meeting headquarters: the first one that a desk talks to is the one that it believes, also without a line."""

from __future__ import annotations

from app.operations.desk import Desk
from app.operations.standing import learn_people
from app.store.directories import pin_headquarters, pinned_key


def meet_headquarters(desk: Desk, public_key: bytes) -> None:
    """Keep headquarters' key at the first contact; what it published before can be proven from then on.

    Raises: HeadquartersChangedError, StoreError.
    """
    is_first = not pinned_key(desk.store.database)
    pin_headquarters(desk.store.database, public_key)
    if is_first:
        learn_people(desk)
