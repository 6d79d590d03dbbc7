"""The list of cases: views with counts, filters, a table of any length, and a look at one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.page_context import PageContext
    from app.ui.worklist.page import WorklistPage


def make_page(context: PageContext) -> WorklistPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.worklist.page import WorklistPage

    return WorklistPage(context)
