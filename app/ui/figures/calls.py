"""What the page of figures asks of the operations. Runs on the database lane and imports its operation there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.operations.read_figures import FiguresReading


class FiguresCalls:
    """The operations behind the page of figures."""

    def read(self, desk: Desk, first: date, last: date) -> FiguresReading:
        """The figures of a period."""
        from app.operations.read_figures import read_figures

        return read_figures(desk, first, last)
