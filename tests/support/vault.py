"""A vault for tests: cheap key derivation, a clock that stands still, machine secrets kept in memory only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.people import Role
from app.system.clock import Clock
from app.system.key_box import KeyBox
from app.vault.errors import VaultExistsError
from app.vault.kdf import KdfCost
from app.vault.machine_secret import MachineSecrets
from app.vault.people_keys import NewPerson
from app.vault.vault import Vault

CHEAP = KdfCost(memory_kib=8, passes=1, lanes=1)
STORE = "store-0001"
BRANCH = "TS0102"
TELLER = NewPerson("T001", "王芳", Role.TELLER, "吃葡萄不吐葡萄皮")
SUPERVISOR = NewPerson("S001", "欧阳娜娜", Role.SUPERVISOR, "battery staple 8")
HANDLER = NewPerson("H001", "赵𬀩", Role.HANDLER, "correct horse 3")
PEOPLE = (TELLER, SUPERVISOR, HANDLER)


class SetClock(Clock):
    """A clock that tests move."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class MemorySecrets(MachineSecrets):
    """Behaves as a keyring does, for tests that are not about keyrings."""

    kind = "keyring"
    place = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.notes: dict[str, str] = {}

    def load(self, store_id: str) -> KeyBox | None:
        secret = self.kept.get(store_id)
        return None if secret is None else KeyBox(bytearray(secret))

    def save(self, store_id: str, secret: KeyBox) -> None:
        if store_id in self.kept:
            raise VaultExistsError(place=self.place)
        self.kept[store_id] = bytes(secret.b)

    def delete(self, store_id: str) -> None:
        self.kept.pop(store_id, None)

    def save_note(self, store_id: str, text: str) -> None:
        self.notes[store_id] = text

    def load_note(self, store_id: str) -> str | None:
        return self.notes.get(store_id)


class Branch:
    """A folder with a vault in it, opened as often as a test likes."""

    def __init__(self, folder: Path, secrets: MachineSecrets | None = None) -> None:
        self.folder = folder
        self.secrets = secrets or MemorySecrets()
        self.clock = SetClock()
        self.file = folder / "keystore.json"

    def create(self, people: tuple[NewPerson, ...] = PEOPLE, **how: object) -> Vault:
        return Vault.create(
            self.folder,
            STORE,
            self.secrets,
            people,
            branch=BRANCH,
            clock=self.clock,
            **{"cost": CHEAP, **how},  # type: ignore[arg-type]
        )

    def open(self, **how: object) -> Vault:
        return Vault.open(self.folder, self.secrets, clock=self.clock, **{"cost": CHEAP, **how})  # type: ignore[arg-type]
