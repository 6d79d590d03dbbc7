"""The product's look on the application of pytest-qt, fresh for every test of the screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from support.real_office import Office

from app.ui.application import choose_language, make_application


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    make_application([], theme="light", language="zh")
    yield
    choose_language("zh")


@pytest.fixture
def office(tmp_path: Path, qtbot: Any) -> Iterator[Office]:
    """The surroundings of a page with everything real, in a folder beside what a test keeps for itself."""
    folder = tmp_path / "desk"
    folder.mkdir()
    made = Office(folder, qtbot)
    yield made
    made.close()
