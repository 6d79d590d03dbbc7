"""This device's signing key: wrapped under the machine secret alone, so that synchronisation needs nobody signed in."""

from __future__ import annotations

import secrets

from app.journal.sealing import UnopenableError, context_of
from app.journal.suites import suite
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.errors import KeystoreDamagedError
from app.vault.kdf import derive, wipe
from app.vault.people_keys import Binding
from app.vault.records import DeviceRecord


def new_device_id() -> str:
    """A fresh device id, 32 hex digits (journal.md 4.2)."""
    return secrets.token_hex(16)


def new_device(binding: Binding, device: str, epoch: int) -> DeviceRecord:
    """A device record with a fresh signing key, wrapped under the machine secret alone."""
    with KeyBox(sealing.new_seed()) as seed:
        key = _wrapping_key(binding, device)
        try:
            wrapped = sealing.wrap(key, seed.b, _place(binding, device))
        finally:
            wipe(key)
        return DeviceRecord(device, epoch, binding.signs, suite(binding.signs).public_of(seed.b), wrapped)


def sign_as_device(binding: Binding, record: DeviceRecord, digest: bytes) -> bytes:
    """The device's signature, 64 bytes. Raises: KeystoreDamagedError, KeyWipedError."""
    key = _wrapping_key(binding, record.device)
    try:
        with KeyBox(sealing.unwrap(key, record.wrapped_sign, _place(binding, record.device))) as seed:
            return suite(record.suite).sign(seed.b, digest)
    except UnopenableError:
        raise KeystoreDamagedError(why="key") from None
    finally:
        wipe(key)


def _wrapping_key(binding: Binding, device: str) -> bytearray:
    return derive(binding.machine_secret.b, context_of("device-key", binding.store_id, device))


def _place(binding: Binding, device: str) -> bytes:
    return context_of("device-sign", binding.store_id, device)
