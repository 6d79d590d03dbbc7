"""Cases whose time of keeping is over: what would go, what is held back, and the signed deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.page_context import PageContext
    from app.ui.retention.page import RetentionPage


def make_page(context: PageContext) -> RetentionPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.retention.page import RetentionPage

    return RetentionPage(context)
