"""An office with its real headquarters whose words are kept, to be waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.trial_desk import PASSPHRASE, TELLER, opened

from app.bootstrap.office import Office
from app.domain.book import BOOK
from app.journal.view import case_bytes
from app.operations.desk import Desk
from app.sync.service import Phase, SyncState

SECONDS = 90.0


class Watched:
    """An office whose words are kept, to be waited for."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder, passphrase=PASSPHRASE)
        self.states: list[SyncState] = []
        self.steps: list[str] = []
        self.touched: set[str] = set()
        self._said = threading.Condition()
        self.office.on_sync = lambda state: self._hear(self.states, state)
        self.office.on_headquarters = lambda step: self._hear(self.steps, step)
        self.office.on_changed = lambda what, cases: self.touched.update(cases)

    def _hear(self, into: list[Any], what: Any) -> None:
        with self._said:
            into.append(what)
            self._said.notify_all()

    def until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait until something was said that makes it so."""
        with self._said:
            assert self._said.wait_for(is_so, SECONDS), (what, self.steps, self.states[-3:])

    def on(self, lane: str, work: Callable[[], Any]) -> Any:
        return self.office.lanes[lane].do(work).result(SECONDS)

    def enter(self, person: Any = TELLER) -> Desk:
        desk = self.on("database", lambda: self.office.sign_in(person.staff_no, person.password))
        assert isinstance(desk, Desk)
        return desk

    def synchronise(self) -> None:
        """Ask for it and wait until nothing waits any more."""
        self.on("network", lambda: None)  # it may just be starting for somebody else
        heard = len(self.states)
        assert self.office.sync_now()
        self.until(
            "synchronised",
            lambda: any(
                state.phase is Phase.IDLE and state.waiting == 0 and state.error is None
                for state in self.states[heard + 1 :]
            ),
        )


@pytest.fixture
def watched(folder: Path) -> Iterator[Watched]:
    with opened(folder):
        pass
    watched = Watched(folder)
    yield watched
    watched.office.close()


def book_entries(desk: Desk) -> int:
    """How many entries of the desk's own book there are."""
    with desk.store.database.read() as connection:
        row = connection.exec_driver_sql("SELECT count(*) FROM entry WHERE case_id = ?", (case_bytes(BOOK),)).fetchone()
    assert row is not None
    return int(row[0])
