"""A keystore that was edited, cut, swapped or comes from elsewhere is recognised as what it is and left alone."""

from __future__ import annotations

import json
import os
import random
import stat
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.vault import STORE, SUPERVISOR, TELLER, Branch

from app.journal.json_fields import canonical
from app.system.key_box import KeyBox
from app.vault.errors import (
    ForeignKeystoreError,
    KeystoreDamagedError,
    KeystoreTamperedError,
    KeystoreTooNewError,
    KeystoreUnreadableError,
    LockedOutError,
    MachineSecretLostError,
    VaultError,
    VaultMissingError,
    WrongPasswordError,
)
from app.vault.keystore_text import parse, sealed
from app.vault.vault import Vault


def _edited(branch: Branch, edit: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(branch.file.read_bytes())
    edit(document)
    branch.file.write_bytes(canonical(document))


@pytest.fixture
def closed(branch: Branch) -> Branch:
    """A folder with a vault that is closed, one failure counted."""
    with branch.create() as vault, pytest.raises(WrongPasswordError):
        vault.sign_in("T001", "wrong")
    return branch


def test_every_flipped_byte_is_noticed(closed: Branch) -> None:
    whole = closed.file.read_bytes()
    dice = random.Random(20261120)
    seen = set()
    store_id = whole.index(STORE.encode())
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << dice.randrange(8)
        closed.file.write_bytes(flipped)
        with pytest.raises(VaultError) as caught:
            closed.open()
        seen.add(type(caught.value))
        if isinstance(caught.value, MachineSecretLostError):
            assert store_id <= place < store_id + len(STORE)  # under another name there is no secret
        assert closed.file.read_bytes() == flipped
    assert KeystoreTamperedError in seen
    closed.file.write_bytes(whole)
    closed.open().close()


def test_an_edited_lock_out_counter_is_tampering(closed: Branch) -> None:
    with closed.open() as vault:
        for _ in range(4):
            with pytest.raises((WrongPasswordError, LockedOutError)):
                vault.sign_in("T001", "wrong")
    _edited(closed, lambda d: d["users"][0].update(failures={"count": 0, "last_at": None, "until": None}))
    with pytest.raises(KeystoreTamperedError):
        closed.open()


def test_an_edit_while_the_program_runs_is_noticed_before_anybody_is_let_in(branch: Branch) -> None:
    with branch.create() as vault:
        _edited(branch, lambda d: d["users"][0].update(role="supervisor"))
        with pytest.raises(KeystoreTamperedError):
            vault.sign_in("T001", TELLER.password)
        with pytest.raises(KeystoreTamperedError), vault.sign_once("T001", TELLER.password):
            raise AssertionError("let in")


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d["users"].pop(),
        lambda d: d["users"].reverse(),
        lambda d: d["users"].append(d["users"][0]),
        lambda d: d["users"][0].update(keys=d["users"][1]["keys"]),
        lambda d: d["users"][0]["kdf"].update(memory_kib=9),
        lambda d: d.update(mac=""),
        lambda d: d.update(mac=None),
        lambda d: d.pop("mac"),
        lambda d: d.update(epoch=2),
        lambda d: d.update(surplus=1),
        lambda d: d["machine_secret"].update(check="AAAAAAAAAAA="),
        lambda d: d["machine_secret"].update(place="elsewhere"),
    ],
)
def test_edits_are_tampering(closed: Branch, edit: Callable[[dict[str, Any]], object]) -> None:
    _edited(closed, edit)
    with pytest.raises(KeystoreTamperedError):
        closed.open()


def test_another_machine_secret_is_told_apart_from_an_edited_file(closed: Branch) -> None:
    closed.secrets.kept[STORE] = bytes(range(32))
    with pytest.raises(MachineSecretLostError) as caught:
        closed.open()
    assert caught.value.details == {"why": "other", "kept_in": "memory"}
    del closed.secrets.kept[STORE]
    with pytest.raises(MachineSecretLostError) as caught:
        closed.open()
    assert caught.value.details["why"] == "missing"


@pytest.mark.parametrize("size", [0, 1, 2, 100, -1, -2])
def test_a_cut_file_is_damaged(closed: Branch, size: int) -> None:
    closed.file.write_bytes(closed.file.read_bytes()[:size])
    with pytest.raises(KeystoreDamagedError):
        closed.open()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", KeystoreDamagedError),
        (b"\0" * 4096, KeystoreDamagedError),
        (b"\xff\xfe", KeystoreDamagedError),
        (b"SQLite format 3\0", KeystoreDamagedError),
        (b"[" * 100_000, KeystoreDamagedError),
        (b'{"a":' * 100_000, KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","version":' + b"9" * 5000 + b"}", KeystoreDamagedError),
        (b" " * (9 << 20), KeystoreDamagedError),
        (b"{}", ForeignKeystoreError),
        (b"[]", ForeignKeystoreError),
        (b"null", ForeignKeystoreError),
        (b'{"format":"other","version":1}', ForeignKeystoreError),
        (b'{"format":"jiesu-keystore","version":3}', KeystoreTooNewError),
        (b'{"format":"jiesu-keystore","version":"1"}', KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","version":true}', KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","version":0}', KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","version":1}', KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","format":"jiesu-keystore","version":1}', KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","version":1,"x":NaN}', KeystoreDamagedError),
        (b'{"format":"jiesu-keystore","version":1,"x":"\\ud800"}', KeystoreDamagedError),
    ],
)
def test_foreign_files_are_told_apart(branch: Branch, content: bytes, error: type[VaultError]) -> None:
    branch.file.write_bytes(content)
    with pytest.raises(error):
        branch.open()
    with pytest.raises(error):
        Vault.header(branch.folder)
    assert branch.file.read_bytes() == content


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_at_all_end_in_a_known_error(branch: Branch, content: bytes) -> None:
    branch.file.write_bytes(content)
    with pytest.raises(VaultError):
        branch.open()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_wrong_shape_under_a_right_seal_is_damage(closed: Branch, data: st.DataObject) -> None:
    """What another program with the same machine secret might write: never a crash, never let in."""
    whole = closed.file.read_bytes()
    document = json.loads(whole)
    place, key = document, data.draw(st.sampled_from(sorted(set(document) - {"mac"})), label="field")
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans(), label="deeper"):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))), label="field")
    before, value = place[key], data.draw(_json, label="value")
    place[key] = value
    try:
        try:
            closed.file.write_bytes(sealed(document, bytearray(closed.secrets.kept[STORE])))
        except ValueError:  # a lone surrogate, which no program could have written
            return
        try:
            closed.open().close()
        except VaultError:
            return
        may_be_none = key in ("pending", "until", "last_at", "retired_at", "retired_why")
        assert type(value) is type(before) or may_be_none, "taken for what it is not"
    finally:
        closed.file.write_bytes(whole)


def test_unknown_suites_wait_for_a_newer_program(closed: Branch) -> None:
    document = parse(closed.file.read_bytes())
    document["suite"] = "sm-1"
    closed.file.write_bytes(sealed(document, bytearray(closed.secrets.kept[STORE])))
    with pytest.raises(KeystoreTooNewError):
        closed.open()


def test_a_monstrous_cost_is_not_begun(closed: Branch) -> None:
    document = parse(closed.file.read_bytes())
    document["users"][0]["kdf"]["memory_kib"] = 1 << 40
    closed.file.write_bytes(sealed(document, bytearray(closed.secrets.kept[STORE])))
    with pytest.raises(KeystoreDamagedError):
        closed.open()


def test_sealed_keys_do_not_open_in_another_place(closed: Branch) -> None:
    """Somebody who has the machine secret, but nobody's password, can't hand one person's access to another."""
    document = parse(closed.file.read_bytes())
    seals = document["keys"][document["current"]]["seals"]
    teller, supervisor = (user["uid"] for user in document["users"][:2])
    seals[teller], seals[supervisor] = seals[supervisor], seals[teller]
    closed.file.write_bytes(sealed(document, bytearray(closed.secrets.kept[STORE])))
    with closed.open() as vault, pytest.raises(KeystoreDamagedError):
        vault.sign_in("T001", TELLER.password)


def test_wrapped_keys_do_not_open_in_another_place(closed: Branch) -> None:
    document = parse(closed.file.read_bytes())
    teller, supervisor = document["users"][:2]
    for part in ("wrapped_sign", "wrapped_seal", "salt"):
        supervisor[part] = teller[part]
    closed.file.write_bytes(sealed(document, bytearray(closed.secrets.kept[STORE])))
    with closed.open() as vault, pytest.raises(WrongPasswordError):
        vault.sign_in("S001", TELLER.password)


def test_another_store_is_foreign(closed: Branch) -> None:
    with pytest.raises(ForeignKeystoreError):
        closed.open(expected_store_id="store-0002")


def test_a_missing_keystore_is_missing(branch: Branch) -> None:
    with pytest.raises(VaultMissingError):
        branch.open()
    assert Vault.header(branch.folder) is None
    assert list(branch.folder.iterdir()) == []


def test_a_folder_in_its_place_is_unreadable(branch: Branch) -> None:
    branch.file.mkdir()
    with pytest.raises(KeystoreUnreadableError):
        branch.open()


def test_the_header_says_where_the_secret_is_before_anything_is_asked(closed: Branch) -> None:
    header = Vault.header(closed.folder)
    assert header is not None
    assert (header.store_id, header.branch, header.secret_kind, header.suite) == (STORE, "TS0102", "keyring", "intl-1")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_file_is_its_owners_alone(closed: Branch) -> None:
    assert stat.S_IMODE(closed.file.stat().st_mode) == 0o600
    assert sorted(path.name for path in closed.folder.iterdir()) == ["keystore.json", "keystore.lock"]
    lock = (closed.folder / "keystore.lock").stat()
    assert (lock.st_size, stat.S_IMODE(lock.st_mode)) == (0, 0o600)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_loose_umask_changes_nothing(branch: Branch) -> None:
    before = os.umask(0)
    try:
        branch.create().close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(branch.file.stat().st_mode) == 0o600


def test_the_file_holds_no_secret(branch: Branch) -> None:
    with branch.create() as vault, vault.sign_in("S001", SUPERVISOR.password) as session:
        content = branch.file.read_bytes()
        for secret in (session.key, session._sign_seed, KeyBox(bytearray(branch.secrets.kept[STORE]))):
            raw = bytes(secret.b)
            for shape in _shapes(raw):
                assert shape not in content
        for person in (TELLER, SUPERVISOR):
            assert person.password.encode() not in content


def _shapes(raw: bytes) -> tuple[bytes, ...]:
    import base64

    return (raw, raw.hex().encode(), base64.b64encode(raw), base64.b64encode(raw)[:20])
