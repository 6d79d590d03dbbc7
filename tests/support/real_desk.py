"""A branch on one computer with everything real but its size: vault, encrypted store, rules, people with their keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from support.cases import BRANCH, PEOPLE, RULES, TELLER, at, form
from support.vault import CHEAP, MemorySecrets, SetClock

from app.domain.branch import BranchFacts
from app.domain.case import Case
from app.domain.refusal import Refusal
from app.journal.signature import KeyDirectory, PublicKey
from app.journal.suites import INTERNATIONAL
from app.operations.desk import Desk
from app.operations.open_case import CaseView, open_case
from app.operations.register_complaint import Registered, register_complaint
from app.store.identity import StoreIdentity
from app.store.opening import create_database
from app.store.store import Store, open_store
from app.vault.people_keys import NewPerson
from app.vault.sessions import Session
from app.vault.vault import Vault

STORE_ID = "store-real"
STAFF = [
    NewPerson(p.staff_no, p.name, p.role, f"mima-{p.staff_no}")
    for p in PEOPLE.values()
    if p.is_active and p.branch == "0102"
]


def password_of(staff_no: str) -> str:
    """Everybody's password."""
    return f"mima-{staff_no}"


class RealBranch:
    """One vault and one store in `folder`. Desks of several people share the store, as they do one after the other."""

    def __init__(
        self,
        folder: Path,
        clock: SetClock | None = None,
        secrets: MemorySecrets | None = None,
        signs: str = INTERNATIONAL,
    ) -> None:
        self.folder = folder
        self.signs = signs
        self.clock = clock or SetClock(at("2026-11-20 10:00"))
        self.secrets = secrets or MemorySecrets()
        self.changes: list[tuple[frozenset[str], frozenset[str]]] = []
        self.facts: BranchFacts = BRANCH
        self._desks: dict[str, Desk] = {}
        self._store: Store | None = None
        self.vault = self._made() if Vault.header(folder) is None else self._opened()

    def _made(self) -> Vault:
        return Vault.create(
            self.folder,
            STORE_ID,
            self.secrets,
            STAFF,
            branch="0102",
            cost=CHEAP,
            clock=self.clock,
            device="a" * 32,
            signs=self.signs,
        )

    def _opened(self) -> Vault:
        return Vault.open(self.folder, self.secrets, cost=CHEAP, clock=self.clock)

    @property
    def path(self) -> Path:
        """The database."""
        return self.folder / "journal.db"

    def desk(self, staff_no: str = TELLER) -> Desk:
        """The desk with this person signed in."""
        if staff_no not in self._desks:
            session = self.vault.sign_in(staff_no, password_of(staff_no))
            if self._store is None:
                self._store = self._open(session)
            self._desks[staff_no] = Desk(
                store=self._store,
                session=session,
                rules=RULES,
                branch=self.facts,
                people=self.vault.people(),
                sign_once=self.vault.sign_once,
                clock=self.clock,
                announce=lambda what, cases: self.changes.append((what, cases)),
            )
        return self._desks[staff_no]

    def _open(self, session: Session) -> Store:
        if not self.path.exists():
            create_database(self.path, session.key, StoreIdentity(STORE_ID, "0102", "a" * 32, 1, "A")).close()
        return open_store(self.path, session.key, RULES, STORE_ID, self.directory())

    def directory(self) -> KeyDirectory:
        """Everybody's public keys."""
        keys = {e.key_id: PublicKey(e.person.staff_no, e.sign_public) for e in self.vault.directory()}
        return keys.get

    @property
    def store(self) -> Store:
        """The open store."""
        return self.desk().store

    def later(self, **delta: float) -> None:
        """Let time pass: minutes=, hours=, days=."""
        from datetime import timedelta

        self.clock.time += timedelta(**delta)

    def register(self, who: str = TELLER, settlement: str = "", **fields: Any) -> Case:
        """A recorded case."""
        done = register_complaint(self.desk(who), form(**fields), settlement=settlement)
        assert isinstance(done, Registered), done
        self.later(minutes=1)
        return done.case

    def view(self, case_id: str, who: str = TELLER) -> CaseView:
        """The page of a case, as this person sees it."""
        seen = open_case(self.desk(who), case_id)
        assert isinstance(seen, CaseView), seen
        return seen

    def entries(self) -> int:
        """How many entries the journal holds."""
        with self.store.database.read() as connection:
            row = connection.exec_driver_sql("SELECT count(*) FROM entry").fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """Sign everybody out and close everything."""
        for desk in self._desks.values():
            desk.session.wipe()
        if self._store is not None:
            self._store.close()
        self.vault.close()


@contextmanager
def real_branch(folder: Path, **how: Any) -> Iterator[RealBranch]:
    """A branch that is closed at the end."""
    branch = RealBranch(folder, **how)
    try:
        yield branch
    finally:
        branch.close()


def done(outcome: CaseView | Refusal) -> CaseView:
    """What must not be refused."""
    assert isinstance(outcome, CaseView), outcome
    return outcome


def refused(outcome: object) -> Refusal:
    """What must be refused."""
    assert isinstance(outcome, Refusal), outcome
    return outcome


def text_of(pdf: bytes) -> str:
    """All words of a paper, with no white space between them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "".join("".join(pages).split())
