"""What the worklist asks of the operations. Each runs on the database lane and imports its operation there."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView
    from app.operations.worklist import Query, Worklist


class WorklistCalls:
    """The operations behind the worklist."""

    def read(self, desk: Desk, wanted: Query) -> Worklist:
        """Ids, counts of all views and today's figures."""
        from app.operations.worklist import read_worklist

        return read_worklist(desk, wanted)

    def rows(self, desk: Desk, ids: Sequence[int]) -> list[Any]:
        """The rows with these ids."""
        from app.operations.worklist import read_rows

        return list(read_rows(desk, ids))

    def place_of(self, desk: Desk, case_id: str, ids: array[int]) -> int:
        """Where a case stands in a list, -1 when it is not there."""
        row_id = desk.store.worklist.row_id_of(case_id)
        try:
            return ids.index(row_id) if row_id is not None else -1
        except ValueError:
            return -1

    def open(self, desk: Desk, case_id: str) -> CaseView | Refusal:
        """One case for the pane beside the table."""
        from app.operations.open_case import open_case

        return open_case(desk, case_id)

    def reprint_slip(self, desk: Desk, case_id: str) -> Any:
        """Make the slip of a case again."""
        from app.operations.make_paper import make_slip

        return make_slip(desk, case_id)
