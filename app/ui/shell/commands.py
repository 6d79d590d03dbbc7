"""Joins the table of actions to the window: keys that are bound, and what the command palette offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.people import Right
from app.ui.shell.actions import Action, ActionTable
from app.ui.shell.palette import Suggestion
from app.ui.widgets.buttons import key_sequences


class Commands:
    """The actions of `window` for a person with `rights()`; `of_page()` are those of the page in view."""

    def __init__(
        self,
        window: QWidget,
        rights: Callable[[], frozenset[Right] | None],
        of_page: Callable[[], Sequence[Action]],
    ) -> None:
        self.table = ActionTable()
        self._window = window
        self._rights = rights
        self._of_page = of_page
        self._bound: list[QAction] = []

    def all(self) -> tuple[Action, ...]:
        """Everything that the person may do now, the page's own actions last."""
        return (*self.table.allowed(self._rights()), *self._of_page())

    def suggestions(self) -> Sequence[Suggestion]:
        """The same as lines of the palette."""
        return [
            Suggestion(
                action.text(),
                action.run,
                action.keys,
                action.icon or "chevron-right",
                (*action.aliases, action.name.replace("_", " ")),
            )
            for action in self.all()
            if action.run is not None and action.is_in_palette
        ]

    def bind(self) -> None:
        """Make the keys of the window's actions work for the person signed in."""
        self.unbind()
        for action in self.table.allowed(self._rights()):
            if action.keys and action.run is not None and not action.is_listed_only:
                bound = QAction(self._window)
                bound.setShortcuts(key_sequences(action.keys) + (key_sequences(action.also) if action.also else []))
                bound.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                bound.triggered.connect(lambda _checked=False, run=action.run: run())
                self._window.addAction(bound)
                self._bound.append(bound)

    def unbind(self) -> None:
        """Make no key of the desk work."""
        for bound in self._bound:
            self._window.removeAction(bound)
            bound.deleteLater()
        self._bound.clear()
