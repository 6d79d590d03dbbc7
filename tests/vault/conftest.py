"""Fixtures of the vault's tests."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.vault import Branch

from app.vault.errors import KeyringMissingError
from app.vault.keyring_secret import KeyringMachineSecret, find_backend
from app.vault.vault import Vault


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    """An empty folder for a vault."""
    return Branch(tmp_path)


@pytest.fixture
def vault(branch: Branch) -> Iterator[Vault]:
    """A fresh vault with a teller, a supervisor and a handler."""
    with branch.create() as vault:
        yield vault


@pytest.fixture
def keyring_service() -> str:
    """A name of its own for entries in the real keyring. Fails where no Secret Service answers: these tests count."""
    try:
        find_backend()
    except KeyringMissingError as error:
        pytest.fail(f"no Secret Service here ({error}): run the tests by ./packaging/test", pytrace=False)
    return f"cn.jiesu.desk.test-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def keyring_secrets(keyring_service: str) -> KeyringMachineSecret:
    """Machine secrets in the real keyring."""
    return KeyringMachineSecret(keyring_service)
