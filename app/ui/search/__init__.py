"""Finding a case by number, name, phone or words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.page_context import PageContext
    from app.ui.search.page import SearchPage


def make_page(context: PageContext) -> SearchPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.search.page import SearchPage

    return SearchPage(context)
