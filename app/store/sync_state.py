"""What synchronisation reads and moves (stub: filled next)."""

from __future__ import annotations

from typing import Any


class SyncState:
    def __init__(self, store: Any, directory: Any) -> None:
        self._store = store
