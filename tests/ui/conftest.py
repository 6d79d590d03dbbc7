"""The product's look on the application of pytest-qt, fresh for every test of the screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.application import choose_language, make_application


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    make_application([], theme="light", language="zh")
    yield
    choose_language("zh")
