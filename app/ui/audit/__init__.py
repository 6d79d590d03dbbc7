"""The audit page: every entry of the journal, by person, case, kind and day, each explained; no customer is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.audit.page import AuditPage
    from app.ui.page_context import PageContext


def make_page(context: PageContext) -> AuditPage:
    """The page, for the person who is signed in. Qt is imported here, so that presenters stay free of it."""
    from app.ui.audit.page import AuditPage

    return AuditPage(context)
