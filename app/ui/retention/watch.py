"""Once a day: deletions from elsewhere are followed here, and whoever may delete is told what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.language import ngettext_

if TYPE_CHECKING:
    from app.operations.desk import Desk


class RunAside(Protocol):
    """`Run` with the lane's name."""

    def __call__(
        self,
        work: Callable[[Desk], int],
        then: Callable[[int], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        lane: str = "database",
    ) -> None: ...


class RetentionWatch:
    """`look` is called at each sign-in and every now and then; it works once a day for each person."""

    def __init__(
        self,
        run: RunAside,
        *,
        today: Callable[[], date],
        note: Callable[[int], object],
        tell: Callable[[str], object],
    ) -> None:
        self._run = run
        self._today = today
        self._note = note
        self._tell = tell
        self._looked: dict[str, date] = {}

    def look(self, staff_no: str) -> None:
        """Look if nobody has looked today while this person was here."""
        today = self._today()
        if self._looked.get(staff_no) == today:
            return
        self._looked[staff_no] = today

        def work(desk: Desk) -> int:
            from app.operations.retention import look_daily

            return look_daily(desk)

        def then(count: int) -> None:
            self._note(count)
            if count:
                text = ngettext_("{n} case is due for deletion.", "{n} cases are due for deletion.", count)
                self._tell(text.format(n=count))

        self._run(work, then, lambda error: self._looked.pop(staff_no, None), lane="papers")
