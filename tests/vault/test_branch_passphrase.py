"""The way without a keyring: a supervisor types the branch passphrase at start."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from support.vault import CHEAP, PEOPLE, STORE, TELLER

from app.journal.json_fields import canonical
from app.system.key_box import KeyBox
from app.vault.errors import (
    KeystoreTooNewError,
    MachineSecretLostError,
    PassphraseFileDamagedError,
    VaultError,
    VaultExistsError,
    WeakPasswordError,
    WrongPassphraseError,
)
from app.vault.kdf import PASSPHRASE_COST
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.vault import Vault

PHRASE = "长亭外，古道边，芳草碧连天"


def _secrets(folder: Path, passphrase: str = PHRASE) -> PassphraseMachineSecret:
    return PassphraseMachineSecret(folder, passphrase, cost=CHEAP)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a vault that was made with a passphrase and is closed."""
    Vault.create(tmp_path, STORE, _secrets(tmp_path), PEOPLE, branch="TS0102", cost=CHEAP).close()
    return tmp_path / f"branch-secret-{STORE}.json"


def test_it_opens_with_the_passphrase_alone(tmp_path: Path, file: Path) -> None:
    header = Vault.header(tmp_path)
    assert header is not None
    assert header.secret_kind == "passphrase"
    with Vault.open(tmp_path, _secrets(tmp_path)) as vault, vault.sign_in("T001", TELLER.password) as session:
        assert len(session.key) == 32
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("typed", ["", PHRASE + " ", PHRASE[:-1], "\ud800", "x" * 100_000])
def test_a_wrong_passphrase_is_told_apart_from_a_lost_secret(tmp_path: Path, file: Path, typed: str) -> None:
    before = file.read_bytes()
    with pytest.raises(WrongPassphraseError):
        Vault.open(tmp_path, _secrets(tmp_path, typed))
    assert file.read_bytes() == before
    file.unlink()
    with pytest.raises(MachineSecretLostError):
        Vault.open(tmp_path, _secrets(tmp_path))


def test_after_forgetting_it_opens_nothing(tmp_path: Path, file: Path) -> None:
    secrets = _secrets(tmp_path)
    secrets.forget()
    with pytest.raises(WrongPassphraseError):
        secrets.load(STORE)


def test_every_flipped_byte_is_noticed(tmp_path: Path, file: Path) -> None:
    whole = file.read_bytes()
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        file.write_bytes(flipped)
        with pytest.raises(VaultError):
            Vault.open(tmp_path, _secrets(tmp_path))
    for size in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(PassphraseFileDamagedError):
            Vault.open(tmp_path, _secrets(tmp_path))


def test_another_stores_file_and_a_later_version_are_named(tmp_path: Path, file: Path) -> None:
    document = json.loads(file.read_bytes())
    file.write_bytes(canonical({**document, "store_id": "store-0002"}))
    with pytest.raises(PassphraseFileDamagedError) as caught:
        _secrets(tmp_path).load(STORE)
    assert caught.value.details == {"why": "other_store"}
    file.write_bytes(canonical({**document, "version": 2}))
    with pytest.raises(KeystoreTooNewError):
        _secrets(tmp_path).load(STORE)


def test_a_secret_is_never_replaced_and_another_store_has_its_own(tmp_path: Path, file: Path) -> None:
    with pytest.raises(VaultExistsError):
        _secrets(tmp_path).save(STORE, KeyBox(bytearray(32)))
    _secrets(tmp_path, "quite another phrase").save("store-0002", KeyBox(bytearray(b"2" * 32)))
    assert _secrets(tmp_path).load(STORE) is not None
    other = _secrets(tmp_path, "quite another phrase").load("store-0002")
    assert other is not None
    assert other.b == b"2" * 32


def test_the_real_cost_is_a_quarter_of_a_gigabyte(tmp_path: Path) -> None:
    assert PASSPHRASE_COST.memory_kib == 256 << 10
    PassphraseMachineSecret(tmp_path, PHRASE).save(STORE, KeyBox(bytearray(32)))
    assert json.loads((tmp_path / f"branch-secret-{STORE}.json").read_bytes())["kdf"] == {
        "name": "argon2id",
        "memory_kib": 262144,
        "passes": 3,
        "lanes": 2,
    }
    assert PHRASE not in repr(PassphraseMachineSecret(tmp_path, PHRASE))


@pytest.mark.parametrize("passphrase", ["", "short", "eleven char", "123456123456"])
def test_a_weak_passphrase_makes_no_file(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(WeakPasswordError) as caught:
        Vault.create(tmp_path, STORE, _secrets(tmp_path, passphrase), PEOPLE, branch="TS0102", cost=CHEAP)
    assert caught.value.details["of"] == "passphrase"
    assert list(tmp_path.iterdir()) == []
