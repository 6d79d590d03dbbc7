"""Key derivation: Argon2id for what people type, HKDF for everything else. Costs are values, so that they can rise."""

from __future__ import annotations

from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess costs: memory in KiB, passes over it, lanes. Kept with each person, raised at sign-in."""

    memory_kib: int
    passes: int
    lanes: int

    def is_weaker_than(self, other: KdfCost) -> bool:
        """Whether `other` asks for more memory, or for more passes over as much."""
        return (self.memory_kib, self.passes) < (other.memory_kib, other.passes)

    @property
    def is_sane(self) -> bool:
        """Within what Argon2 takes and a counter PC can give (up to 4 GiB): a file can't hang the program."""
        return 1 <= self.lanes <= 16 and 8 * self.lanes <= self.memory_kib <= 4 << 20 and 1 <= self.passes <= 64


PASSWORD_COST = KdfCost(memory_kib=64 << 10, passes=3, lanes=2)
"""For sign-in: 119 ms on two cores, far over OWASP's floor (security.md 2)."""

PASSPHRASE_COST = KdfCost(memory_kib=256 << 10, passes=3, lanes=2)
"""For the branch passphrase, which is typed once a day and stands alone: 482 ms."""


def stretch(secret: bytearray, salt: bytes, cost: KdfCost) -> bytearray:
    """Argon2id of what a person typed: 32 bytes. The caller wipes both."""
    raw = hash_secret_raw(bytes(secret), salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
    return bytearray(raw)


def derive(secret: bytes | bytearray, context: bytes, *, length: int = KEY_BYTES) -> bytearray:
    """HKDF-SHA-256 of `secret` for one purpose, named by `context` (`context_of`). The caller wipes the result."""
    out = bytearray(length)
    HKDF(algorithm=SHA256(), length=length, salt=None, info=context).derive_into(secret, out)
    return out


def wipe(*secrets: bytearray) -> None:
    """Overwrite each with zeros."""
    for secret in secrets:
        for place in range(len(secret)):
            secret[place] = 0
