"""No password and no key in what the vault shows, says or logs."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.vault import CHEAP, PEOPLE, STORE, SUPERVISOR, TELLER, Branch, MemorySecrets

from app.domain.people import Role
from app.system.key_box import KeyBox
from app.vault.keyring_secret import KeyringMachineSecret
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.people_keys import NewPerson
from app.vault.vault import Vault

WRONG = "mistyped-and-still-secret"
NEW = "fresh-and-secret-8"
OWN = "T001T001"
PHRASE = "branch-phrase-is-secret"


def _shapes(secret: bytes) -> list[str]:
    encoded = base64.b64encode(secret).decode()
    return [secret.hex(), encoded, encoded[:16], repr(secret)[2:-1], repr(bytearray(secret))]


def _caught(call: Callable[[], object], said: list[str]) -> None:
    try:
        call()
    except Exception as error:
        said += [repr(error), str(error), *traceback.format_exception(error)]
        details = getattr(error, "details", {})
        said.append(repr(details))
        while error.__context__ is not None and isinstance(error.__context__, Exception):
            error = error.__context__
            said += [repr(error), repr(error.args), repr(vars(error))]
    else:
        raise AssertionError("went through")


@pytest.mark.allow_log(".")
def test_nothing_secret_is_said(branch: Branch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    vault = branch.create()
    session = vault.sign_in("S001", SUPERVISOR.password)
    secrets = [bytes(session.key.b), bytes(session._sign_seed.b), branch.secrets.kept[STORE]]
    with vault.sign_once("S001", SUPERVISOR.password) as one:
        secrets.append(bytes(one._sign_seed.b))
        said += [repr(one), repr(vars(one))]
    with vault._door.enter("T001", TELLER.password) as entered:
        secrets.append(bytes(entered.password_key))
        said.append(repr(entered))
    new = NewPerson("A001", "周八", Role.HANDLER, NEW)
    vault.add_person(session, new)
    vault.change_password("A001", NEW, NEW + NEW)
    said += [repr(each) for each in (vault, vars(vault), session, vars(session), new, vault._kept, vault._kept.value)]
    said += [repr(each) for each in (vault.directory(), vault.people(), vault._binding, *vault._kept.value.users)]
    phrase = PassphraseMachineSecret(branch.folder, PHRASE, cost=CHEAP)
    said += [repr(phrase), repr(KeyringMachineSecret())]

    _caught(lambda: vault.sign_in("T001", WRONG), said)
    _caught(lambda: vault.sign_in(WRONG, WRONG), said)
    _caught(lambda: vault.change_password("T001", WRONG, NEW), said)
    _caught(lambda: vault.change_password("T001", TELLER.password, OWN), said)
    _caught(lambda: vault.add_person(session, replace(new, password="12345678")), said)
    _caught(lambda: branch.create(), said)
    session.wipe()
    _caught(lambda: session.sign(b""), said)
    content = branch.file.read_bytes()
    for damaged in (content[:-3], content.replace(b"T001", b"T002"), b"", b'{"' + WRONG.encode() + b'":'):
        branch.file.write_bytes(damaged)
        _caught(lambda: vault.sign_in("T001", TELLER.password), said)
        _caught(branch.open, said)
    _caught(lambda: PassphraseMachineSecret(branch.folder, "12345678").save(STORE, _box(secrets[2])), said)
    phrase.save(STORE, _box(secrets[2]))
    _caught(lambda: PassphraseMachineSecret(branch.folder, WRONG).load(STORE), said)
    vault.close()
    _caught(lambda: vault.device_sign(b""), said)

    everything = "\n".join([*said, caplog.text, *(repr(record.__dict__) for record in caplog.records)])
    assert caplog.records
    for password in (WRONG, NEW, PHRASE, OWN, *(new.password for new in PEOPLE)):
        assert password not in everything
    for secret in secrets:
        for shape in _shapes(secret):
            assert shape not in everything


def _box(secret: bytes) -> KeyBox:
    return KeyBox(bytearray(secret))


def test_a_keyring_that_complains_does_not_pass_the_secret_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some keyrings put what they were given into their errors."""
    from keyring.backends import SecretService
    from keyring.errors import PasswordSetError

    given: list[str] = []

    def refuse(self: object, service: str, username: str, password: str) -> None:
        given.append(password)
        raise PasswordSetError(f"can't keep {password}")

    monkeypatch.setattr(SecretService.Keyring, "get_password", lambda *_: None)
    monkeypatch.setattr(SecretService.Keyring, "set_password", refuse)
    said: list[str] = []
    secrets = KeyringMachineSecret(backend=SecretService.Keyring())
    _caught(lambda: secrets.save(STORE, _box(bytes(range(32)))), said)
    assert given
    assert given[0] not in "\n".join(said)


def test_what_is_written_holds_no_secret(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    with Vault.create(tmp_path, STORE, secrets, PEOPLE, branch="TS0102", cost=CHEAP) as vault:
        PassphraseMachineSecret(tmp_path, PHRASE, cost=CHEAP).save(STORE, _box(secrets.kept[STORE]))
        with vault.sign_in("S001", SUPERVISOR.password) as session:
            keys = [bytes(session.key.b), bytes(session._sign_seed.b), secrets.kept[STORE]]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3, "the keystore, its lock, and the secret under the passphrase"
    for content in (path.read_bytes() for path in files):
        for text in (PHRASE, *(new.password for new in PEOPLE)):
            assert text.encode() not in content
        for key in keys:
            assert key not in content
            assert not any(shape.encode() in content for shape in _shapes(key))
