"""How much to send at a time: little at first, more while the line carries it (journal.md 4.11)."""

from __future__ import annotations

SMALLEST_BYTES = 4 * 1024
FIRST_BYTES = 64 * 1024
LARGEST_BYTES = 1024 * 1024
_QUICK_SECONDS = 5.0


class BatchSize:
    """Bytes of the next batch, doubled while a round trip takes under five seconds, halved after each failure."""

    def __init__(self) -> None:
        self.size = FIRST_BYTES
        self._largest = LARGEST_BYTES

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
