"""What the page asks of the operations. Runs on lanes and imports its operations there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.retention import Purged, RetentionReading


class RetentionCalls:
    """The operations behind the page."""

    def __init__(self) -> None:
        self._cleaning: Iterator[None] | None = None

    def read(self, desk: Desk) -> RetentionReading:
        """What is due, and what is kept although it was deleted elsewhere."""
        from app.operations.retention import read_retention

        return read_retention(desk)

    def hold(self, desk: Desk, case_ids: Sequence[str], reason: str, text: str, until: date | None) -> Refusal | None:
        """Keep cases on hold."""
        from app.operations.holds import place_holds

        return place_holds(desk, case_ids, reason, text, until)

    def purge(self, desk: Desk, case_ids: Sequence[str]) -> Purged | Refusal:
        """Delete the first batch of these cases."""
        from app.operations.retention import purge

        return purge(desk, case_ids)

    def batch(self) -> int:
        """How many cases go in one batch."""
        from app.operations.retention import CASES_A_BATCH

        return CASES_A_BATCH

    def clean(self, desk: Desk) -> bool:
        """One step of cleaning up after a deletion; whether there is more."""
        from app.operations.retention import clean_up

        self._cleaning = self._cleaning or clean_up(desk)
        try:
            next(self._cleaning)
        except StopIteration:
            self._cleaning = None
        return self._cleaning is not None
