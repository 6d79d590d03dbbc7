"""The page of people: who works at this PC, enrolled, changed, suspended and removed by whoever may."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.page_context import PageContext
    from app.ui.people.page import PeoplePage
    from app.ui.people.presenter import ChangeKey


def make_page(context: PageContext, change_key: ChangeKey) -> PeoplePage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.people.page import PeoplePage

    return PeoplePage(context, change_key)
