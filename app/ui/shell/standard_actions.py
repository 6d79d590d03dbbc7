"""The keys that work everywhere (ux.md 6), and those that forms handle themselves, listed for the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.domain.people import Right
from app.language import _
from app.ui.shell.actions import Action
from app.ui.shell.navigation import Navigation, Place

if TYPE_CHECKING:
    from app.ui.shell.desk_frame import DeskFrame
    from app.ui.shell.main_window import MainWindow
    from app.ui.shell.palette import Palette


def standard_actions(window: MainWindow, desk: DeskFrame, palette: Palette) -> Iterator[Action]:
    """One action for each page that can be opened by name, then the global ones, then what forms do."""
    if window.navigation is not None:
        yield from page_actions(window.navigation, window.go)
        if "intake" in window.navigation:
            yield Action(
                "new_complaint",
                lambda: _("New complaint"),
                "F2",
                desk.register,
                group=_everywhere,
                icon="file-plus",
                right=Right.REGISTER,
                aliases=("new", "register"),
            )
    yield from window_actions(window, desk, palette)
    yield from FORM_ACTIONS


def page_actions(navigation: Navigation, go: Callable[[str], object]) -> Iterator[Action]:
    """Opening pages. A page without place and key (a case) is opened with arguments, never by name alone."""
    for spec in navigation:
        if spec.place is not Place.NOWHERE or spec.shortcut:
            yield Action(
                f"open_{spec.name}",
                spec.words,
                spec.shortcut,
                partial(go, spec.name),
                group=lambda: _("Pages"),
                icon=spec.icon,
                right=spec.right,
                aliases=(spec.name.replace("_", " "), *spec.aliases),
            )


def window_actions(window: MainWindow, desk: DeskFrame, palette: Palette) -> Iterator[Action]:
    """What the window itself does."""
    search = lambda: _("Search or run a command")  # noqa: E731 (a text, as all others)
    yield Action("command_palette", search, "Ctrl+K", palette.begin, group=_everywhere, is_in_palette=False)
    # The idle watch hears this key, also in dialogs, so it is only listed here.
    yield Action("lock", lambda: _("Lock"), "Ctrl+L", window.lock, group=_everywhere, icon="lock", is_listed_only=True)
    mask = lambda: _("Show or mask customer data")  # noqa: E731
    yield Action("mask", mask, "Ctrl+M", window.toggle_mask, group=_everywhere, icon="eye")
    keys = lambda: _("Keyboard shortcuts")  # noqa: E731
    yield Action(
        "shortcuts", keys, "F1", window.show_shortcuts, group=_everywhere, icon="help", aliases=("help",), also="?"
    )
    back = lambda: _("Back to the page before")  # noqa: E731
    yield Action("back", back, "Alt+Left", desk.back, group=_everywhere, is_in_palette=False)


def _everywhere() -> str:
    return _("Everywhere")


def _forms() -> str:
    return _("In forms")


FORM_ACTIONS = (
    Action("next_field", lambda: _("Next field"), "Enter", group=_forms, is_listed_only=True),
    Action("new_line", lambda: _("New line in a text box"), "Shift+Enter", group=_forms, is_listed_only=True),
    Action("submit", lambda: _("Confirm the main action"), "Ctrl+Enter", group=_forms, is_listed_only=True),
    Action("cancel", lambda: _("Close or go back"), "Esc", group=_forms, is_listed_only=True),
    Action("open_list", lambda: _("Open a list or calendar"), "Down", group=_forms, is_listed_only=True),
)
