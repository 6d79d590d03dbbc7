"""Work for a page whose answer is dropped once the page is gone: another person may have signed in meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.ui.running import Run


def owned(run: Run, owner: QObject) -> Run:
    """`run`, without calling back into an `owner` that has been destroyed."""

    def while_there(call: Callable[[Any], object] | None) -> Callable[[Any], None] | None:
        if call is None:
            return None

        def answer(value: Any) -> None:
            if isValid(owner):
                call(value)

        return answer

    def run_owned(
        work: Callable[[Any], Any],
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        run(work, while_there(then), while_there(failed))

    return run_owned
