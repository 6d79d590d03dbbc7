"""What every page of the desk has: a title, a moment of being shown, a say in being left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.shell.actions import Action
from app.ui.widgets.column_area import ColumnArea
from app.ui.wording import Worded


class Page(QWidget, Worded):
    """Base of all pages. The window builds a page when it is first visited and keeps it until the desk is locked.

    Override what you need: `title`, `on_shown`, `on_hidden`, `refresh`, `can_leave`, `toggle_reveal`, `actions`; pages
    with forms that have no drafts of their own also `keep` and `resume`.
    Signals, all heard by the window: title_changed(); wanted(page name, arguments dict); back_wanted();
    toast_wanted(text, action text, callable or None); foot_changed() when `foot_height` did;
    changed(kinds: frozenset[str]) after this page changed data; revealed(bool) when masked details come into sight or
    go out of it.
    """

    shows: ClassVar[frozenset[str]] = frozenset()
    """Kinds of data on this page ("cases", "sync", "print"...): it is refreshed when one of them changes."""

    title_changed = Signal()
    wanted = Signal(str, dict)
    back_wanted = Signal()
    toast_wanted = Signal(str, str, object)
    foot_changed = Signal()
    changed = Signal(frozenset)
    revealed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.is_stale = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def title(self) -> str:
        """What stands in the top bar, in the language in use. Never customer data."""
        return ""

    def on_shown(self, **arguments: object) -> None:
        """The page came into view; `arguments` are those of `go`. Called at every visit, after `refresh` if stale."""

    def on_hidden(self) -> None:
        """Another page came into view."""

    def refresh(self) -> None:
        """Data of a kind that this page shows has changed: read it again."""

    def can_leave(self) -> bool:
        """Whether another page may come now; False keeps this one (a dialog of yours should say why)."""
        return True

    def toggle_reveal(self) -> bool:
        """Ctrl+M and the eye in the top bar: begin to show what is masked, or mask it. False where it stays masked."""
        return False

    def actions_offered(self) -> Sequence[Action]:
        """Actions of this page for the command palette and the shortcut sheet while it is shown."""
        return ()

    def is_filling_in(self) -> bool:
        """Whether the person is in the middle of a form: the idle lock then waits longer."""
        return False

    def keep(self) -> Mapping[str, Any]:
        """Give what the person must find again once this page has been destroyed (by a lock, or by the power going), as
        JSON values. Called every few seconds, so it changes nothing.

        Under "typed" what was typed and is not in the store; under "arguments" what `on_shown` gets instead of what it
        got last; under other keys where the person was. {} for nothing.
        """
        return {}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Take back what `keep` gave; called once on the new page, before it is shown."""

    def foot_height(self) -> int:
        """Height in px of what stands at the foot (the action bar), which toasts must not cover."""
        bar = self.findChild(QFrame, "actionBar")
        return bar.minimumHeight() if bar is not None and bar.isVisibleTo(self) else 0

    def go(self, name: str, **arguments: object) -> None:
        """Ask the window for the page `name`."""
        self.wanted.emit(name, arguments)

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Show a short message above the action bar."""
        self.toast_wanted.emit(text, action, on_action)

    def announce(self, *kinds: str) -> None:
        """Say that data of `kinds` changed, so that all pages that show them refresh."""
        self.changed.emit(frozenset(kinds))

    def retranslate(self) -> None:
        """Texts and title in the language in use."""
        super().retranslate()
        self.title_changed.emit()


def scrolling(body: QWidget) -> ColumnArea:
    """`body` in a scroll area without a frame that shows the page's ground."""
    return ColumnArea(body)
