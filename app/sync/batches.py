"""How much to send at a time: little at first, more while the line carries it (journal.md 4.11).

Sizes are of entries as they stand in the journal. On the line they are two and a half to seven times smaller, so that
the largest batch is the megabyte that is meant there.
"""

from __future__ import annotations

SMALLEST_BYTES = 4 * 1024
FIRST_BYTES = 64 * 1024
LARGEST_BYTES = 4 * 1024 * 1024
LARGEST_PAGE_BYTES = 512 * 1024
_QUICK_SECONDS = 5.0


class BatchSize:
    """Bytes of the next batch, doubled while a round trip takes under five seconds, halved after each failure."""

    def __init__(self) -> None:
        self.size = FIRST_BYTES
        self._largest = LARGEST_BYTES

    @property
    def page_size(self) -> int:
        """Bytes of the next page to read. Pages stay small: each is one transaction, and the desk waits behind it."""
        return min(self.size, LARGEST_PAGE_BYTES)

    def limit(self, largest: int) -> None:
        """Headquarters takes at most `largest` bytes."""
        self._largest = max(SMALLEST_BYTES, min(LARGEST_BYTES, largest))
        self.size = min(self.size, self._largest)

    def succeeded(self, seconds: float) -> None:
        """A batch went through in `seconds`."""
        if seconds < _QUICK_SECONDS:
            self.size = min(self._largest, self.size * 2)

    def failed(self) -> None:
        """The line failed."""
        self.size = max(SMALLEST_BYTES, self.size // 2)
