"""The branch's figures of a period: how fast, how well, how often again, and which cases were late."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.figures.page import FiguresPage
    from app.ui.page_context import PageContext


def make_page(context: PageContext) -> FiguresPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.figures.page import FiguresPage

    return FiguresPage(context)
