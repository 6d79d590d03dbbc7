"""Without headquarters the staff directory grows old: once a day what people may do is worked out again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.calendar import china_day
from app.system.clock import Clock
from app.system.lanes import Lane

if TYPE_CHECKING:
    from app.bootstrap.workplace import Workplace


class Aging:
    """Looks at most once a day; to be asked whenever headquarters was not reached."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked_on: date | None = None

    def look(self, workplace: Workplace, database: Lane) -> None:
        """Have it worked out on the lane of the database, unless that was done today. Returns at once."""
        today = china_day(self._clock.now())
        if self._looked_on == today:
            return
        self._looked_on = today

        def learn() -> None:
            desk = workplace.desk
            if desk is not None:
                workplace.learn_published(desk)

        database.do(learn)
