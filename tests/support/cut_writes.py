"""Writes of small private files that end before they are done: the program dies in them, or the disk is full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from app.system import atomic_file

CRASH_POINTS = ("before_write", "before_replace", "after_replace")


class CrashError(BaseException):
    """The program ends here, as far as the vault is concerned."""


@contextmanager
def _patched(name: str, replacement: object) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic_file, name, replacement)
        yield


def crash_at(point: str) -> AbstractContextManager[None]:
    """Inside, the program "dies" at the named point of a write; what is on the disk then is what stays."""

    def die(name: str) -> None:
        if name == f"vault.{point}":
            raise CrashError

    return _patched("reach", die)


def full_disk() -> AbstractContextManager[None]:
    """Inside, nothing more fits on the disk."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    return _patched("_write_through", full)
