"""One case: facts, both clocks, history and the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.case.page import CasePage
    from app.ui.page_context import PageContext


def make_page(context: PageContext) -> CasePage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.case.page import CasePage

    return CasePage(context)
