"""All that a person can do by key or by name: the table behind shortcuts, shortcut sheet and command palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.people import Right
from app.ui.wording import Words, worded


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `keys` as Qt writes them ("Ctrl+K"), "" for none. `aliases`: further words that find it.

    `right`: who lacks it is not offered the action. `is_listed_only`: keys that a widget handles by itself (Enter in
    a form); they stand on the sheet, the window does not bind them. `is_in_palette`: offered in the palette.
    `also`: a second key.
    """

    name: str
    words: Words
    keys: str = ""
    run: Callable[[], object] | None = None
    group: Words = ""
    icon: str = ""
    right: Right | None = None
    aliases: tuple[str, ...] = ()
    is_listed_only: bool = False
    is_in_palette: bool = True
    also: str = ""

    def text(self) -> str:
        """The action's words in the language in use."""
        return worded(self.words)


class ActionTable:
    """The actions of the window in order of adding; names are unique."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    def add(self, action: Action) -> None:
        """Add `action`. Raises: ValueError for a second one of its name or with the same keys."""
        if action.name in self._actions:
            raise ValueError(action.name)
        if action.keys and not action.is_listed_only:
            twin = next(
                (a.name for a in self._actions.values() if a.keys == action.keys and not a.is_listed_only), None
            )
            if twin is not None:
                raise ValueError(f"{action.keys}: {twin} and {action.name}")
        self._actions[action.name] = action

    def __iter__(self) -> Iterable[Action]:
        return iter(tuple(self._actions.values()))

    def allowed(self, rights: frozenset[Right] | None) -> tuple[Action, ...]:
        """Those that a person with `rights` may do; None stands for nobody signed in."""
        return tuple(a for a in self._actions.values() if a.right is None or (rights is not None and a.right in rights))
