"""What the search page asks of the operations. Each runs on the database lane and imports its operation there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView


class SearchCalls:
    """The operations behind the search page."""

    def find(self, desk: Desk, text: str, limit: int) -> list[Any]:
        """Cases that hold `text`, newest first."""
        from app.operations.search_cases import search_cases

        return list(search_cases(desk, text, limit))

    def open_by_number(self, desk: Desk, case_no: str) -> CaseView | Refusal:
        """The case with this number."""
        from app.operations.open_case import open_case_by_number

        return open_case_by_number(desk, case_no)
