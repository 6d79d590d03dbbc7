"""Reading JSON objects strictly, field by field, and writing the values that JSON lacks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from app.domain.people import Role
from app.vault.errors import KeystoreDamagedError
from app.vault.kdf import KdfCost
from app.vault.keystore_text import decode_bytes
from app.vault.lockout import Failures


class Fields:
    """Takes the fields of a JSON object one by one; whatever is wrong or left over is KeystoreDamagedError."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise KeystoreDamagedError(why="shape")
        self._left = dict(value)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._left:
            raise KeystoreDamagedError(why="shape")

    def take(self, key: str) -> Any:
        try:
            return self._left.pop(key)
        except KeyError:
            raise KeystoreDamagedError(why="shape") from None

    def _typed(self, key: str, wanted: type) -> Any:
        value = self.take(key)
        if type(value) is not wanted:
            raise KeystoreDamagedError(why="shape")
        return value

    def text(self, key: str) -> str:
        return str(self._typed(key, str))

    def text_or_none(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and type(value) is not str:
            raise KeystoreDamagedError(why="shape")
        return value

    def number(self, key: str) -> int:
        return int(self._typed(key, int))

    def flag(self, key: str) -> bool:
        return bool(self._typed(key, bool))

    def items(self, key: str) -> list[Any]:
        return list(self._typed(key, list))

    def table(self, key: str) -> dict[str, Any]:
        return dict(self._typed(key, dict))

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise KeystoreDamagedError(why="shape")
        return value

    def role(self, key: str) -> Role:
        return Role(self.one_of(key, tuple(Role)))

    def blob(self, key: str, length: int | None = None) -> bytes:
        return _to_bytes(self.text(key), length)

    def blobs(self, key: str) -> dict[str, bytes]:
        return {name: _to_bytes(text, None) for name, text in self.table(key).items()}

    def hexadecimal(self, key: str, length: int) -> bytes:
        try:
            value = bytes.fromhex(self.text(key))
        except ValueError:
            raise KeystoreDamagedError(why="shape") from None
        if len(value) != length:
            raise KeystoreDamagedError(why="shape")
        return value

    def time(self, key: str) -> datetime:
        return _to_time(self.text(key))

    def time_or_none(self, key: str) -> datetime | None:
        text = self.text_or_none(key)
        return None if text is None else _to_time(text)

    def cost(self, key: str) -> KdfCost:
        with Fields(self.take(key)) as fields:
            fields.one_of("name", ("argon2id",))
            cost = KdfCost(fields.number("memory_kib"), fields.number("passes"), fields.number("lanes"))
        if not cost.is_sane:
            raise KeystoreDamagedError(why="shape")
        return cost

    def failures(self, key: str) -> Failures:
        with Fields(self.take(key)) as fields:
            return Failures(fields.number("count"), fields.time_or_none("last_at"), fields.time_or_none("until"))


def _to_bytes(text: Any, length: int | None) -> bytes:
    try:
        value = decode_bytes(text)
    except (ValueError, AttributeError):
        raise KeystoreDamagedError(why="shape") from None
    if length is not None and len(value) != length:
        raise KeystoreDamagedError(why="shape")
    return value


def _to_time(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise KeystoreDamagedError(why="shape") from None
    if when.tzinfo is not UTC:
        raise KeystoreDamagedError(why="shape")
    return when


def from_time(when: datetime | None) -> str | None:
    """A time as it stands in JSON: UTC, to the millisecond."""
    return None if when is None else when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
