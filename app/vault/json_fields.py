"""Reading the keystore's JSON objects strictly, and writing the values that JSON lacks."""

from __future__ import annotations

from typing import Any, NoReturn

from app.domain.people import Role
from app.journal.json_fields import JsonFields, from_time
from app.journal.suites import PUBLIC_KEY_BYTES, SUITES
from app.vault.errors import KeystoreDamagedError
from app.vault.kdf import KdfCost
from app.vault.lockout import Failures


class Fields(JsonFields):
    """Takes the fields of a JSON object one by one; whatever is wrong or left over is KeystoreDamagedError."""

    def refuse(self) -> NoReturn:
        """See JsonFields."""
        raise KeystoreDamagedError(why="shape")

    def role(self, key: str) -> Role:
        return Role(self.one_of(key, tuple(Role)))

    def signing_key(self, key: str) -> bytes:
        """A public key of any suite; which one, its length says."""
        value = self.blob(key)
        if len(value) not in PUBLIC_KEY_BYTES:
            self.refuse()
        return value

    def signing_suite(self, key: str) -> str:
        """The name of a suite that keys may sign with."""
        return self.one_of(key, tuple(SUITES))

    def cost(self, key: str) -> KdfCost:
        with Fields(self.take(key)) as fields:
            fields.one_of("name", ("argon2id",))
            cost = KdfCost(fields.number("memory_kib"), fields.number("passes"), fields.number("lanes"))
        if not cost.is_sane:
            self.refuse()
        return cost

    def failures(self, key: str) -> Failures:
        with Fields(self.take(key)) as fields:
            return Failures(fields.number("count"), fields.time_or_none("last_at"), fields.time_or_none("until"))


def from_cost(cost: KdfCost) -> dict[str, Any]:
    """The cost of a derivation, with the name of the function."""
    return {"name": "argon2id", "memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes}


def from_failures(failures: Failures) -> dict[str, Any]:
    """A lock-out counter."""
    return {
        "count": failures.count,
        "last_at": from_time(failures.last_at),
        "until": from_time(failures.until),
    }
