"""Files that are no sound store of this desk: what is done to one, and that nothing ever writes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.cases import RULES
from support.stores import KEY_BYTES, key_box

from app.store.errors import StoreError
from app.store.probe import PAGE_SIZE
from app.store.store import open_store


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """Whatever happens inside, the file stays as it is, and no log of SQLite is left beside it."""
    before = path.read_bytes() if path.exists() else None
    yield
    assert (path.read_bytes() if path.exists() else None) == before
    assert not path.with_name(path.name + "-wal").exists()
    assert not path.with_name(path.name + "-journal").exists()


def refused(path: Path, error: type[StoreError], key: bytes = KEY_BYTES, store_id: str | None = None) -> StoreError:
    """The error with which the file at `path` is refused, untouched."""
    with untouched(path), pytest.raises(error) as caught:
        open_store(path, key_box(key), RULES, store_id)
    return caught.value


def flip(place: int) -> Callable[[bytearray], None]:
    """Damage: one bit of the byte at `place`."""

    def damage(content: bytearray) -> None:
        content[place] ^= 1

    return damage


def cut(size: int) -> Callable[[bytearray], None]:
    """Damage: only the first `size` bytes are left."""

    def damage(content: bytearray) -> None:
        del content[size:]

    return damage


def zero_page(number: int) -> Callable[[bytearray], None]:
    """Damage: page `number`, from 1, is all zeroes."""

    def damage(content: bytearray) -> None:
        content[(number - 1) * PAGE_SIZE : number * PAGE_SIZE] = bytes(PAGE_SIZE)

    return damage


def swap(one: int, other: int) -> Callable[[bytearray], None]:
    """Damage: two pages, from 1, in each other's place."""

    def damage(content: bytearray) -> None:
        first, second = slice((one - 1) * PAGE_SIZE, one * PAGE_SIZE), slice((other - 1) * PAGE_SIZE, other * PAGE_SIZE)
        content[first], content[second] = content[second], content[first]

    return damage
