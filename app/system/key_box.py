"""A box for key bytes that can be emptied. Vault fills it, the store and the signers read it."""

from __future__ import annotations

from types import TracebackType
from typing import NoReturn

from app.system.errors import KnownError


class KeyWipedError(KnownError):
    """The key was wiped, because its session was locked or ended. Whoever asked must stop."""

    code = "key_wiped"


class KeyBox:
    """Secret bytes with one owner, overwritten with zeros by `wipe()`.

    The box takes the bytearray over; it does not copy it. Nothing of the content shows in `repr`, and the box refuses
    to be pickled. Python may still have left copies of the bytes elsewhere in memory: wiping shortens the time that a
    key lies about, it does not prove that it is gone (security.md 2, threat table).
    """

    __slots__ = ("_bytes", "_is_wiped")

    def __init__(self, content: bytearray) -> None:
        if not isinstance(content, bytearray):
            raise TypeError("a key box holds a bytearray, which can be overwritten")
        self._bytes = content
        self._is_wiped = False

    @property
    def b(self) -> bytearray:
        """The bytes themselves, not a copy. Raises: KeyWipedError after `wipe()`."""
        if self._is_wiped:
            raise KeyWipedError
        return self._bytes

    @property
    def is_wiped(self) -> bool:
        """Whether the content is gone."""
        return self._is_wiped

    def copy(self) -> KeyBox:
        """A second box with its own bytes, which its owner wipes on its own. Raises: KeyWipedError."""
        return KeyBox(bytearray(self.b))

    def wipe(self) -> None:
        """Overwrite the bytes with zeros. May be called again."""
        self._is_wiped = True
        for place in range(len(self._bytes)):
            self._bytes[place] = 0

    def __len__(self) -> int:
        return len(self._bytes)

    def __enter__(self) -> KeyBox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return f"<KeyBox {'wiped' if self._is_wiped else f'of {len(self._bytes)} bytes'}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key box can't be pickled")
