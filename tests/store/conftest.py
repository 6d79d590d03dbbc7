"""Stores that most tests of this room need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.stores import new_store

from app.store.store import Store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two desks of one branch."""
    with new_store(tmp_path, "A") as first, new_store(tmp_path, "B") as second:
        yield first, second
