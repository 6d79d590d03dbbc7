"""The permission audit: who may do what, who did what, unused rights, shared stations, what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.page_context import PageContext
    from app.ui.permissions.page import PermissionsPage


def make_page(context: PageContext) -> PermissionsPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.permissions.page import PermissionsPage

    return PermissionsPage(context)
