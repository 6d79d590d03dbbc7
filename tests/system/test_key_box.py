"""The box that keys travel in."""

from __future__ import annotations

import copy
import pickle

import pytest

from app.system.key_box import KeyBox, KeyWipedError


def test_it_takes_the_bytes_over_and_zeroes_them() -> None:
    raw = bytearray(b"0123456789abcdef0123456789abcdef")
    box = KeyBox(raw)
    assert box.b is raw
    assert len(box) == 32
    box.wipe()
    box.wipe()
    assert raw == bytearray(32)
    assert box.is_wiped
    with pytest.raises(KeyWipedError):
        _ = box.b
    with pytest.raises(KeyWipedError):
        box.copy()


def test_a_copy_is_wiped_on_its_own() -> None:
    with KeyBox(bytearray(b"secret")) as box:
        own = box.copy()
    assert own.b == b"secret"


def test_nothing_shows_and_nothing_gets_out() -> None:
    box = KeyBox(bytearray(b"secret"))
    assert "secret" not in repr(box)
    assert "secret" not in f"{box}"
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            way(box)


def test_only_what_can_be_overwritten_is_taken() -> None:
    with pytest.raises(TypeError):
        KeyBox(b"bytes stay for ever")  # type: ignore[arg-type]
