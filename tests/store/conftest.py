"""Stores that most tests of this room need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.stores import Desk, new_store

from app.store.store import Store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two desks of one branch."""
    with new_store(tmp_path, "A") as first, new_store(tmp_path, "B") as second:
        yield first, second


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    """A closed store with twenty cases."""
    with new_store(tmp_path) as store:
        desk = Desk(store)
        for number in range(20):
            desk.register(narrative=f"MARKER-NARRATIVE 吞卡 {number} " * 20, complainant_name="MARKER-NAME")
    return tmp_path / "A.db"
