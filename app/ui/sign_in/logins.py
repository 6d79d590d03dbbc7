"""Who may be shown on the trial's sign-in card; no Qt, so that it can be made before the first import of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class TrialLogin(NamedTuple):
    """Somebody of the trial branch: what the card shows and fills in. Texts as in app/ui/wording."""

    staff_no: str
    name: str | Callable[[], str]
    role: str | Callable[[], str]
    password: str
