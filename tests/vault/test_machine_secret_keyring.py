"""The machine secret in a real Secret Service, and every way in which a keyring can fail."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring import backend as keyring_backend
from keyring.backends import SecretService
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, PasswordSetError
from support.vault import CHEAP, PEOPLE, STORE, TELLER

from app.system.key_box import KeyBox
from app.vault.errors import (
    KeyringFailedError,
    KeyringLockedError,
    KeyringMissingError,
    MachineSecretLostError,
    VaultExistsError,
)
from app.vault.keyring_secret import KeyringMachineSecret, find_backend, name_of
from app.vault.vault import Vault

ROOT = Path(__file__).resolve().parents[2]
SECRET = bytes(range(32))
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Secret Service is Linux's keyring")


def _box() -> KeyBox:
    return KeyBox(bytearray(SECRET))


def _keep(secrets: KeyringMachineSecret, store_id: str, text: str) -> None:
    find_backend().set_password(secrets._service, f"ms:{store_id}", text)


# --- a keyring that works --------------------------------------------------------------------------------------------


@linux_only
def test_it_keeps_gives_back_and_forgets(keyring_secrets: KeyringMachineSecret) -> None:
    assert keyring_secrets.place == "keyring.backends.SecretService.Keyring"
    assert keyring_secrets.load(STORE) is None
    keyring_secrets.save(STORE, _box())
    kept = keyring_secrets.load(STORE)
    assert kept is not None
    assert kept.b == SECRET
    assert keyring_secrets.load("store-0002") is None
    keyring_secrets.delete(STORE)
    keyring_secrets.delete(STORE)
    assert keyring_secrets.load(STORE) is None


def test_it_never_replaces_a_secret(keyring_secrets: KeyringMachineSecret) -> None:
    keyring_secrets.save(STORE, _box())
    with pytest.raises(VaultExistsError):
        keyring_secrets.save(STORE, KeyBox(bytearray(32)))
    kept = keyring_secrets.load(STORE)
    assert kept is not None
    assert kept.b == SECRET


def test_another_process_of_the_same_person_opens_the_vault(
    tmp_path: Path, keyring_secrets: KeyringMachineSecret
) -> None:
    with Vault.create(tmp_path, STORE, keyring_secrets, PEOPLE, branch="TS0102", cost=CHEAP) as vault:
        device = vault.device_public_key
    script = (
        "import sys, pathlib\n"
        "from app.vault.vault import Vault\n"
        "from app.vault.keyring_secret import KeyringMachineSecret\n"
        "with Vault.open(pathlib.Path(sys.argv[1]), KeyringMachineSecret(sys.argv[2])) as vault:\n"
        "    with vault.sign_in(sys.argv[3], sys.argv[4]):\n"
        "        print(vault.device_public_key.hex())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), keyring_secrets._service, TELLER.staff_no, TELLER.password],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == device.hex()


def test_a_lost_or_replaced_secret_leads_to_recovery_and_touches_nothing(
    tmp_path: Path, keyring_secrets: KeyringMachineSecret
) -> None:
    Vault.create(tmp_path, STORE, keyring_secrets, PEOPLE, branch="TS0102", cost=CHEAP).close()
    before = (tmp_path / "keystore.json").read_bytes()
    for text, why in (
        ("AAAA" * 10 + "AAA=", "other"),
        ("AAAA", "malformed"),
        ("no base64 at all", "malformed"),
        ("", "malformed"),
        (None, "missing"),
    ):
        keyring_secrets.delete(STORE)
        if text is not None:
            _keep(keyring_secrets, STORE, text)
        with pytest.raises(MachineSecretLostError) as caught:
            Vault.open(tmp_path, keyring_secrets)
        assert caught.value.details["why"] == why
        with pytest.raises(VaultExistsError):
            Vault.create(tmp_path, STORE, keyring_secrets, PEOPLE, branch="TS0102", cost=CHEAP)
        assert (tmp_path / "keystore.json").read_bytes() == before


def test_a_keystore_that_can_not_be_written_leaves_no_secret_behind(
    tmp_path: Path, keyring_secrets: KeyringMachineSecret
) -> None:
    with pytest.raises(Exception, match="keystore_unreadable"):
        Vault.create(tmp_path / "missing", STORE, keyring_secrets, PEOPLE, branch="TS0102", cost=CHEAP)
    assert keyring_secrets.load(STORE) is None


# --- the pin ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "named",
    [
        "keyring.backends.fail.Keyring",
        "keyring.backends.null.Keyring",
        "keyrings.alt.file.PlaintextKeyring",
        "keyrings.alt.file.EncryptedKeyring",
        "keyring.backends.libsecret.Keyring",
        "nothing.at.all",
        "no dots",
    ],
)
def test_a_backend_named_by_the_environment_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    with pytest.raises(KeyringMissingError) as caught:
        KeyringMachineSecret().load(STORE)
    assert caught.value.details == {"found": named}
    assert not any(name.startswith("keyrings.alt") for name in sys.modules)


@linux_only
def test_a_backend_named_by_a_configuration_file_obeys_the_pin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, keyring_service: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "python_keyring" / "keyringrc.cfg"
    file.parent.mkdir()
    file.write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n")
    with pytest.raises(KeyringMissingError) as caught:
        KeyringMachineSecret().load(STORE)
    assert caught.value.details == {"found": "keyring.backends.null.Keyring"}
    file.write_text("[backend]\ndefault-keyring=keyring.backends.SecretService.Keyring\n")
    assert KeyringMachineSecret(keyring_service).load(STORE) is None
    file.write_bytes(b"\xff\xfe not a configuration")
    assert KeyringMachineSecret(keyring_service).load(STORE) is None


@linux_only
@pytest.mark.usefixtures("keyring_service")
def test_a_backend_that_pushes_itself_to_the_front_is_not_taken() -> None:
    class Pushing(keyring_backend.KeyringBackend):
        priority = 99  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:
            raise AssertionError("asked")

        def set_password(self, service: str, username: str, password: str) -> None:
            raise AssertionError("asked")

    try:
        assert name_of(find_backend()) == "keyring.backends.SecretService.Keyring"
    finally:
        keyring_backend.KeyringBackend._classes.discard(Pushing)


def test_a_given_backend_obeys_the_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    class Keyring(SecretService.Keyring):
        """Of the same name, from elsewhere."""

    for refused in (FailKeyring(), NullKeyring(), Keyring()):
        with pytest.raises(KeyringMissingError):
            KeyringMachineSecret(backend=refused)
    good = SecretService.Keyring()
    for links, is_taken in (([good], True), ([good, NullKeyring()], False), ([], False)):
        monkeypatch.setattr(ChainerBackend, "backends", links)
        if is_taken:
            KeyringMachineSecret(backend=ChainerBackend())
        else:
            with pytest.raises(KeyringMissingError):
                KeyringMachineSecret(backend=ChainerBackend())


@linux_only
def test_without_a_session_bus_there_is_no_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(KeyringMissingError) as caught:
        KeyringMachineSecret().load(STORE)
    assert caught.value.details["found"] not in ("", None)


# --- a keyring that does not answer ----------------------------------------------------------------------------------


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The real backend, whose answers wait until the event is set."""
    release = threading.Event()

    def wait(*_: object) -> None:
        release.wait(60)

    monkeypatch.setattr(SecretService.Keyring, "get_password", wait)
    yield release
    release.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)


def test_a_keyring_that_hangs_is_given_up_and_not_asked_again_meanwhile(stuck: threading.Event) -> None:
    secrets = KeyringMachineSecret(backend=SecretService.Keyring(), time_limit_seconds=0.05)
    for _ in range(5):
        with pytest.raises(KeyringLockedError) as caught:
            secrets.load(STORE)
        assert caught.value.details["why"] == "timeout"
    assert [thread.name for thread in threading.enumerate()].count("keyring") == 1
    stuck.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)
    assert secrets.load(STORE) is None  # it answers again


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (KeyringLocked("dismissed"), KeyringLockedError),
        (InitError("no collection"), KeyringLockedError),
        (PasswordSetError(-25293, "denied"), KeyringFailedError),
        (OSError(1783, "too long"), KeyringFailedError),
        (ConnectionResetError(), KeyringFailedError),
        (ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_errors_of_the_keyring_become_ours_and_bugs_stay_bugs(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, expected: type[Exception]
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(SecretService.Keyring, "get_password", fail)
    with pytest.raises(expected):
        KeyringMachineSecret(backend=SecretService.Keyring()).load(STORE)


def test_a_keyring_that_forgets_is_noticed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecretService.Keyring, "get_password", lambda *_: None)
    monkeypatch.setattr(SecretService.Keyring, "set_password", lambda *_: None)
    with pytest.raises(KeyringFailedError) as caught:
        KeyringMachineSecret(backend=SecretService.Keyring()).save(STORE, _box())
    assert caught.value.details["why"] == "not_kept"


_LOCKED_SESSION = """
import sys, secretstorage
from app.system.key_box import KeyBox
from app.vault.errors import KeyringLockedError
from app.vault.keyring_secret import KeyringMachineSecret
secrets = KeyringMachineSecret(time_limit_seconds=8)
secrets.save("store-0001", KeyBox(bytearray(32)))
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
bus.close()
try:
    secrets.load("store-0001")
except KeyringLockedError as error:
    print("locked", error.details["why"])
"""


@linux_only
def test_a_locked_collection_says_so_within_the_limit(tmp_path: Path) -> None:
    """In a session of its own: nobody there can answer the question that unlocks it."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    for name in ("DISPLAY", "GNOME_KEYRING_CONTROL", "DBUS_SESSION_BUS_ADDRESS"):
        environment.pop(name, None)
    unlocked = (
        'printf "%s\\n" only-here | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", unlocked, "sh", sys.executable, "-c", _LOCKED_SESSION],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() in ("locked locked", "locked timeout"), done.stderr


def test_an_anchor_is_an_entry_of_its_own(keyring_secrets: KeyringMachineSecret) -> None:
    assert keyring_secrets.load_note(STORE) is None
    keyring_secrets.save_note(STORE, '{"seq":1}')
    keyring_secrets.save_note(STORE, '{"seq":2}')
    assert keyring_secrets.load_note(STORE) == '{"seq":2}'
    assert keyring_secrets.load(STORE) is None
    assert keyring_secrets.load_note("store-0002") is None
