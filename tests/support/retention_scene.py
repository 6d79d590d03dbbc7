"""PCs of one branch with cases that ended long ago, and a headquarters that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from support.cases import BRANCH, DECISION, HANDLER, PEOPLE, RULES, SUPERVISOR, at
from support.feeds import Headquarters
from support.stores import Desk as Counter
from support.stores import author, directory, new_store, reopened
from support.vault import SetClock

from app.domain.case import Case
from app.domain.commands import CloseCase, GiveNotice, RecordDecision, StartHandling
from app.domain.people import Person
from app.journal.view import milliseconds
from app.operations.desk import Desk
from app.store.store import Store

LONG_AGO = at("2023-03-01 09:00")
NOW = at("2026-11-20 10:00")
MARK = "标记文字葡萄美酒"
"""Stands in everything that a customer said, so that tests can look for it."""


class SignedIn:
    """Somebody who is signed in, with their own key."""

    def __init__(self, staff_no: str) -> None:
        by = author(staff_no)
        assert by.sign is not None
        assert by.signer_key_id is not None
        self.person: Person = PEOPLE[staff_no]
        self.session_id, self.sign, self.signer_key_id = by.session, by.sign, by.signer_key_id
        self.suite = by.suite
        self.suite = by.suite

    def wipe(self) -> None:
        """Nothing to wipe."""


@dataclass
class Pc:
    """One PC: its store, its clock, and what people do there."""

    store: Store
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    announced: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store.sync.use_directory(directory)

    def desk(self, staff_no: str = SUPERVISOR, **changed: Any) -> Desk:
        """The desk with this person signed in."""
        made = Desk(
            store=self.store,
            session=SignedIn(staff_no),
            rules=RULES,
            branch=BRANCH,
            people=PEOPLE,
            sign_once=lambda *_: (_ for _ in ()).throw(AssertionError),
            clock=self.clock,
            announce=lambda what, cases: self.announced.append(what),
        )
        return replace(made, **changed)

    def closed(self, when: datetime = LONG_AGO, mark: str = MARK, name: str = "葡萄牙", **fields: Any) -> Case:
        """A case that was closed an hour after it came."""
        counter = Counter(self.store, when)
        given = {"narrative": f"{mark}，信用卡年费被重复收取。", "complainant_name": name, **fields}
        case = counter.register(**given)
        counter.do(case.case_id, HANDLER, StartHandling())
        counter.do(case.case_id, HANDLER, replace(DECISION, findings=f"经核实，{mark}属实。"))
        notice = GiveNotice("decision", "in_person", name, "QS-001", given_at=counter.now)
        counter.do(case.case_id, HANDLER, notice)
        return counter.do(case.case_id, HANDLER, CloseCase())

    def do(self, case_id: str, who: str, command: Any, now: datetime = NOW) -> Case:
        """Something is done with a case."""
        return Counter(self.store, now).do(case_id, who, command)

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What a query finds."""
        with self.store.database.read() as connection:
            return list(connection.connection.cursor().execute(sql, values).fetchall())


@contextmanager
def pcs(folder: Path, letters: str = "A") -> Iterator[tuple[Headquarters, list[Pc]]]:
    """PCs with these letters, and headquarters, whose clock is right."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        stores = [stack.enter_context(new_store(folder, letter)) for letter in letters]
        yield Headquarters(wall=milliseconds(NOW)), [Pc(store) for store in stores]


__all__ = ["LONG_AGO", "MARK", "NOW", "Pc", "RecordDecision", "pcs", "reopened", "timedelta"]
