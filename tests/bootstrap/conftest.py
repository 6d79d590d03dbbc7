"""A desk's folder for every test, with the real keyring of the session under it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.left_over import Branch

from app.vault.errors import KeyringMissingError
from app.vault.keyring_secret import find_backend


@pytest.fixture
def keyring() -> None:
    """The real keyring of this session."""
    try:
        find_backend()
    except KeyringMissingError as error:
        pytest.fail(f"no Secret Service here ({error}): run the tests by ./packaging/test", pytrace=False)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer whose only keyring is one that keeps nothing."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the desk keeps everything."""
    return tmp_path / "desk"


@pytest.fixture
def branch(folder: Path) -> Iterator[Branch]:
    """A branch where people worked, with headquarters' side of it."""
    branch = Branch(folder)
    branch.work()
    yield branch
    branch.wipe_keyring()
