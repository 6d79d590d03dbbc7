"""Tours are long: they run side by side, and each is looked at by several tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.tours import Tour

BeginTour = Callable[..., Tour]


@pytest.fixture(scope="module")
def begin_tour() -> Iterator[BeginTour]:
    """`begin_tour(*words, **how)` starts a tour in a folder of its own, where PostgreSQL's user may walk."""
    with ExitStack() as stack:

        def begin(*words: str, **how: Any) -> Tour:
            folder = Path(tempfile.mkdtemp(prefix="jiesu-test-tour-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.chmod(0o711)
            tour = Tour(folder, words, **how)
            stack.callback(tour.end)
            return tour

        yield begin
