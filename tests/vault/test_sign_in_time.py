"""Signing in costs what the key derivation costs, and hardly more."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.vault import STORE, SUPERVISOR, TELLER, MemorySecrets

from app.vault.errors import UnknownPersonError, WrongPasswordError
from app.vault.kdf import PASSWORD_COST, stretch
from app.vault.vault import Vault


def _median_ms(call: Callable[[], object], times: int = 7) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def _refused(vault: Vault, staff_no: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        vault.sign_in(staff_no, "mistyped")


def test_a_sign_in_is_one_key_derivation(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Aim: 250 ms; held as a ratio to the bare Argon2 run, which is what the computer of the day can do."""
    people = (TELLER, SUPERVISOR)
    with Vault.create(tmp_path, STORE, MemorySecrets(), people, branch="TS0102") as vault:
        bare = _median_ms(lambda: stretch(bytearray(b"password"), bytes(16), PASSWORD_COST))
        whole = _median_ms(lambda: vault.sign_in("T001", TELLER.password).wipe())
        wrong = _median_ms(lambda: _refused(vault, "T001", WrongPasswordError), 4)
        vault.sign_in("T001", TELLER.password).wipe()
        unknown = _median_ms(lambda: _refused(vault, "X001", UnknownPersonError), 4)
    for name, value in (("bare", bare), ("whole", whole), ("wrong", wrong), ("unknown", unknown)):
        record_property(f"{name}_ms", round(value, 1))
    assert whole < bare * 1.5 + 20
    assert abs(wrong - unknown) < bare * 0.5 + 20, "time tells who exists"
