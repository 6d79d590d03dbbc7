"""A real branch for tests of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.evidence import package, worked_case
from support.real_desk import RealBranch, real_branch

from app.journal.suites import NATIONAL


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[RealBranch]:
    """A branch on a morning in November."""
    with real_branch(tmp_path) as branch:
        yield branch


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A package of a worked case."""
    with real_branch(tmp_path_factory.mktemp("branch")) as branch:
        case, _ = worked_case(branch)
        return package(branch, case)


@pytest.fixture(scope="module")
def made_national(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same of a branch on the national suite."""
    with real_branch(tmp_path_factory.mktemp("national"), signs=NATIONAL) as branch:
        case, _ = worked_case(branch)
        return package(branch, case)
