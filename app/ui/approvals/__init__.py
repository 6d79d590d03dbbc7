"""What waits for a second pair of eyes, decided with one's own password."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.approvals.page import ApprovalsPage
    from app.ui.page_context import PageContext


def make_page(context: PageContext) -> ApprovalsPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.approvals.page import ApprovalsPage

    return ApprovalsPage(context)
