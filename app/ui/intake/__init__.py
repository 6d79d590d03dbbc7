"""Recording a complaint at the counter, with the slip as it will be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.intake.page import IntakePage
    from app.ui.page_context import PageContext


def make_page(context: PageContext) -> IntakePage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.intake.page import IntakePage

    return IntakePage(context)
