"""The keys that work everywhere (ux.md 6), and those that forms handle themselves, listed for the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.language import _
from app.ui.shell.actions import Action

if TYPE_CHECKING:
    from app.ui.shell.desk_frame import DeskFrame
    from app.ui.shell.main_window import MainWindow
    from app.ui.shell.palette import Palette


def standard_actions(window: MainWindow, desk: DeskFrame, palette: Palette) -> Iterator[Action]:
    """One action for each page that can be opened by name, then the global ones."""

    def everywhere() -> str:
        return _("Everywhere")

    def forms() -> str:
        return _("In forms")

    for spec in window.navigation or ():
        # A page without a place and key (a case) is opened with arguments, never by name alone.
        if spec.place.value != "nowhere" or spec.shortcut:
            yield (
                Action(
                    f"open_{spec.name}",
                    spec.words,
                    spec.shortcut,
                    lambda name=spec.name: window.go(name),
                    group=lambda: _("Pages"),
                    icon=spec.icon,
                    right=spec.right,
                    aliases=(spec.name.replace("_", " "), *spec.aliases),
                )
            )
    yield from (
        Action(
            "command_palette",
            lambda: _("Search or run a command"),
            "Ctrl+K",
            palette.begin,
            group=everywhere,
            is_in_palette=False,
        ),
        # The idle watch hears this key, also in dialogs.
        Action(
            "lock",
            lambda: _("Lock"),
            "Ctrl+L",
            window.lock,
            group=everywhere,
            icon="lock",
            aliases=("lock",),
            is_listed_only=True,
        ),
        Action(
            "mask",
            lambda: _("Show or mask customer data"),
            "Ctrl+M",
            window.toggle_mask,
            group=everywhere,
            icon="eye",
            aliases=("mask",),
        ),
        Action(
            "shortcuts",
            lambda: _("Keyboard shortcuts"),
            "F1",
            window.show_shortcuts,
            group=everywhere,
            icon="help",
            aliases=("help", "keys", "?"),
        ),
        Action(
            "back", lambda: _("Back to the page before"), "Alt+Left", desk.back, group=everywhere, is_in_palette=False
        ),
        Action("next_field", lambda: _("Next field"), "Enter", group=forms, is_listed_only=True),
        Action("new_line", lambda: _("New line in a text box"), "Shift+Enter", group=forms, is_listed_only=True),
        Action("submit", lambda: _("Confirm the main action"), "Ctrl+Enter", group=forms, is_listed_only=True),
        Action("cancel", lambda: _("Close or go back"), "Esc", group=forms, is_listed_only=True),
        Action("open_list", lambda: _("Open a list or calendar"), "Down", group=forms, is_listed_only=True),
    )
