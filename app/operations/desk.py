"""The desk as operations see it: the open store, the person who is signed in, the rules and the branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.domain.context import Context
from app.domain.people import Person
from app.domain.rules import Rules
from app.system.clock import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.branch import BranchFacts
    from app.store.store import Author, Store
    from app.vault.vault import Vault


class Signer(Protocol):
    """Someone who can put their own signature under an entry, once or while they are signed in."""

    person: Person
    signer_key_id: bytes
    suite: str

    def sign(self, digest: bytes) -> bytes:
        """The person's signature over `digest`, by `suite` (app/journal/suites.py)."""
        ...


class SignedIn(Signer, Protocol):
    """A signer with a session of their own."""

    session_id: str
    signed_in_at: datetime
    refused_before: int

    def forget_signing(self) -> None:
        """Overwrite the person's own signing key at once; the database key stays until `wipe`."""
        ...

    def wipe(self) -> None:
        """End the session: its keys are overwritten in memory."""
        ...


@dataclass(slots=True)
class Disclosed:
    """What the person has seen since they were let in, to be forgotten with the desk: when their password was last
    proved besides at sign-in, until when which details may be copied, until when they are shown and what for, whose
    letter they have before their eyes, which files they have seen."""

    proved_at: datetime | None = None
    copy_until: dict[str, datetime] = field(default_factory=dict)  # by case id
    shown: dict[str, tuple[datetime, str]] = field(default_factory=dict)  # until when and why, by case id
    letters: set[str] = field(default_factory=set)  # case ids
    files: set[tuple[str, str, bool]] = field(default_factory=set)  # case id, hash, whether masked


def _nobody(what: frozenset[str], case_ids: frozenset[str]) -> None:
    return None


@dataclass(slots=True)
class Desk:
    """One open store with one person signed in. Made by bootstrap at sign-in, dropped when the desk locks.

    `people` are everybody as they may work now (app/bootstrap/staff.py).
    `vault` holds everybody's keys and `folder` the store's files; both are there wherever a real desk was opened.
    `headquarters_key` is headquarters' public key, empty until it is known.
    """

    store: Store
    session: SignedIn
    rules: Rules
    branch: BranchFacts
    people: Mapping[str, Person]
    sign_once: Callable[[str, str], AbstractContextManager[Signer]]
    clock: Clock = field(default_factory=Clock)
    slip_size: str = "80mm"
    printer_name: str = ""
    announce: Callable[[frozenset[str], frozenset[str]], None] = _nobody
    vault: Vault | None = None
    folder: Path | None = None
    headquarters_key: bytes = b""
    disclosed: Disclosed = field(default_factory=Disclosed)

    @property
    def actor(self) -> Person:
        """Who is signed in, as they may work now: headquarters' directory rules over what stood at the sign-in."""
        person = self.session.person
        return self.people.get(person.staff_no, person)

    def context(self, now: datetime, actor: Person | None = None) -> Context:
        """What a decision may look at; the actor as headquarters' directory says."""
        person = actor or self.actor
        person = self.people.get(person.staff_no, person)
        return Context(person, now, self.rules, self.people, self.branch)

    def author(self, signer: Signer | None = None) -> Author:
        """Whose name and signature new entries carry: the signed-in person's, or `signer`'s for a single act."""
        from app.store.store import Author

        by = signer or self.session
        return Author(by.person.staff_no, self.session.session_id, by.sign, by.signer_key_id, by.suite)

    def name_of(self, staff_no: str) -> str:
        """A colleague's name, or the number where the directory does not know it."""
        person = self.people.get(staff_no)
        return person.name if person else staff_no

    def __repr__(self) -> str:
        return f"<Desk {self.branch.code} of {self.actor.staff_no}>"
