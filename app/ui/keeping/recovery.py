"""The dialog of recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import _
from app.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.ui.keeping.opening import KeepingScreens


class RecoveryDialog(Dialog):
    """See the module."""

    def __init__(self, screens: KeepingScreens, start: str = "") -> None:
        super().__init__(lambda: _("Recover with headquarters"), confirm=lambda: _("Go on"), parent=screens.window)
        self.screens = screens

    def begin(self) -> None:
        """Read what is there."""
