"""The machine secret in the operating system's keyring, and in no other: the backend is pinned.

Left to itself the keyring library takes whatever is installed, also backends that write plain files or ask on the
terminal (security.md 2). Here only the stores of the systems themselves are taken, by exact class. Every call may hang,
because a locked collection asks its owner; so every call has a time limit.
"""

from __future__ import annotations

import configparser
import importlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from keyring import backend as keyring_backend
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError
from keyring.util import platform_

from app.journal.json_fields import decode_bytes, encode_bytes
from app.system.key_box import KeyBox
from app.vault.errors import (
    KeyringFailedError,
    KeyringLockedError,
    KeyringMissingError,
    MachineSecretLostError,
    VaultExistsError,
)
from app.vault.kdf import KEY_BYTES
from app.vault.machine_secret import MachineSecrets

SERVICE = "cn.jiesu.desk"
TIME_LIMIT_SECONDS = 30.0

_CHAINER = "keyring.backends.chainer.ChainerBackend"
ACCEPTED = (
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
)
"""In order of preference. A chainer is taken if it was asked for and consists of these alone."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class KeyringMachineSecret(MachineSecrets):
    """The machine secret as the entry "ms:<store id>" of `service`.

    The backend is found at the first use and kept. `backend` is for tests and obeys the same pin.
    """

    kind = "keyring"

    def __init__(
        self,
        service: str = SERVICE,
        *,
        backend: KeyringBackend | None = None,
        time_limit_seconds: float = TIME_LIMIT_SECONDS,
    ) -> None:
        self._service = service
        self._limit = time_limit_seconds
        self._backend = None if backend is None else _pinned(backend)
        self._is_stuck: threading.Thread | None = None

    @property
    def place(self) -> str:
        """The backend's class, e.g. "keyring.backends.SecretService.Keyring". Raises: KeyringMissingError."""
        return name_of(self._found())

    def load(self, store_id: str) -> KeyBox | None:
        """See MachineSecrets."""
        backend = self._found()
        text = self._within_limit(lambda: backend.get_password(self._service, _entry(store_id)))
        if text is None:
            return None
        try:
            secret = bytearray(decode_bytes(text))
        except ValueError:
            secret = bytearray()
        if len(secret) != KEY_BYTES:
            raise MachineSecretLostError(why="malformed", kept_in=name_of(backend))
        return KeyBox(secret)

    def save(self, store_id: str, secret: KeyBox) -> None:
        """See MachineSecrets. Read back, because some keyrings accept and don't keep."""
        backend = self._found()
        if self.load(store_id) is not None:
            raise VaultExistsError(place=name_of(backend))
        text = encode_bytes(bytes(secret.b))
        self._within_limit(lambda: backend.set_password(self._service, _entry(store_id), text))
        if self._within_limit(lambda: backend.get_password(self._service, _entry(store_id))) != text:
            raise KeyringFailedError(found=name_of(backend), why="not_kept")

    def delete(self, store_id: str) -> None:
        """See MachineSecrets."""
        backend = self._found()

        def forget() -> None:
            try:
                backend.delete_password(self._service, _entry(store_id))
            except PasswordDeleteError:  # it was not there
                return

        self._within_limit(forget)

    def save_note(self, store_id: str, text: str) -> None:
        """See MachineSecrets: the entry "anchor:<store id>"."""
        backend = self._found()
        self._within_limit(lambda: backend.set_password(self._service, _note(store_id), text))

    def load_note(self, store_id: str) -> str | None:
        """See MachineSecrets."""
        backend = self._found()
        return self._within_limit(lambda: backend.get_password(self._service, _note(store_id)))

    def _found(self) -> KeyringBackend:
        if self._backend is None:
            self._backend = self._within_limit(find_backend)
        return self._backend

    def _within_limit(self, call: Callable[[], T]) -> T:
        """`call` on a thread of its own, given up after the limit (the thread stays until the keyring answers).

        Raises: KeyringLockedError, KeyringFailedError, and known errors of `call` itself.
        """
        if self._is_stuck is not None and self._is_stuck.is_alive():
            raise KeyringLockedError(why="timeout", seconds=self._limit)
        results: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(call())
            except BaseException as error:  # handed over to the caller below
                errors.append(error)

        thread = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._limit)
        if thread.is_alive():
            self._is_stuck = thread
            raise KeyringLockedError(why="timeout", seconds=self._limit)
        if errors:
            raise _as_ours(errors[0]) from None
        return results[0]

    def __repr__(self) -> str:
        return f"<KeyringMachineSecret service={self._service}>"


def find_backend() -> KeyringBackend:
    """The keyring of this system: the one named by configuration if it may be used, else the first that works.

    Nothing outside `ACCEPTED` is loaded. Raises: KeyringMissingError with `found`, the name of what was there instead.
    """
    named = _configured()
    if named is not None and named != _CHAINER:
        if named not in ACCEPTED:
            raise KeyringMissingError(found=named[:100])
        backend = _usable(named)
        if backend is None:
            raise KeyringMissingError(found=named)
        return backend
    usable = [backend for backend in map(_usable, _for_this_system()) if backend is not None]
    if not usable:
        raise KeyringMissingError(found=_what_else())
    return usable[0]


def name_of(backend: KeyringBackend) -> str:
    """Module and class of a backend."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _entry(store_id: str) -> str:
    return f"ms:{store_id}"


def _note(store_id: str) -> str:
    return f"anchor:{store_id}"


def _pinned(backend: KeyringBackend) -> KeyringBackend:
    name = name_of(backend)
    links = [name_of(each) for each in getattr(backend, "backends", ())] if name == _CHAINER else [name]
    if not links or any(link not in ACCEPTED for link in links):
        raise KeyringMissingError(found=", ".join(links) or name)
    return backend


def _for_this_system() -> tuple[str, ...]:
    if sys.platform == "win32":
        return ACCEPTED[:1]
    return ACCEPTED[1:2] if sys.platform == "darwin" else ACCEPTED[2:]


def _usable(name: str) -> KeyringBackend | None:
    """An instance of the accepted backend `name`, or None where it can't work."""
    module, _, kind = name.rpartition(".")
    try:
        found: type[KeyringBackend] = getattr(importlib.import_module(module), kind)
        return found() if found.priority > 0 else None
    except Exception as error:  # each backend says in its own way that it can't: no bus, no service, no library
        _log.info("keyring backend %s does not work here: %s", name, type(error).__name__)
        return None


def _configured() -> str | None:
    """The backend that the environment or the keyring library's own configuration names, without loading it."""
    name = os.environ.get("PYTHON_KEYRING_BACKEND", "").strip()
    if name:
        return name
    config = configparser.RawConfigParser()
    try:
        config.read(Path(platform_.config_root()) / "keyringrc.cfg", encoding="utf-8")
        return config.get("backend", "default-keyring", fallback="").strip() or None
    except (configparser.Error, UnicodeDecodeError):
        return None


def _what_else() -> str:
    """What the keyring library would have taken, for the error page only."""
    try:
        others = sorted(keyring_backend.get_all_keyring(), key=keyring_backend.by_priority, reverse=True)
    except Exception:  # a plug-in that can't even be listed
        return "unknown"
    names = [name_of(each) for each in others if name_of(each) != _CHAINER]
    return names[0] if names else "none"


def _as_ours(error: BaseException) -> BaseException:
    """A library's error as one of ours; anything that isn't the keyring's is passed on."""
    if isinstance(error, KeyringLocked):
        return KeyringLockedError(why="locked")
    if isinstance(error, InitError):  # there is no collection yet, and nobody answered the question for its password
        return KeyringLockedError(why="dismissed")
    if isinstance(error, NoKeyringError):
        return KeyringMissingError(found="none")
    if isinstance(error, KeyringError):
        return KeyringFailedError(why=type(error).__name__)
    module = type(error).__module__.partition(".")[0]
    if module in ("secretstorage", "jeepney", "dbus", "win32ctypes", "keyring") or isinstance(error, OSError):
        return KeyringFailedError(why=type(error).__name__)
    return error
