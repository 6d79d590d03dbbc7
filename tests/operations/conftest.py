"""A real branch for every test of what people do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.real_desk import RealBranch, real_branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[RealBranch]:
    """A branch with tellers, a handler, supervisors and an auditor, on a morning in November."""
    with real_branch(tmp_path) as branch:
        yield branch
