"""The pages of the desk by name, with icon, words, key and the right that they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from app.domain.people import Right
from app.ui.shell.page import Page
from app.ui.wording import Words


class Place(Enum):
    """Where a page's button stands."""

    TOP = "top"
    BOTTOM = "bottom"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page. `factory` makes it at the first visit. `parent_name`: the rail entry that is lit while it is shown.

    `short` stands in the narrow rail where `words` would be cut.
    """

    name: str
    words: Words
    icon: str
    factory: Callable[[], Page]
    shortcut: str = ""
    right: Right | None = None
    place: Place = Place.TOP
    parent_name: str = ""
    aliases: tuple[str, ...] = ()
    short: Words | None = None


class Navigation:
    """Pages in the order of the rail."""

    def __init__(self) -> None:
        self._specs: dict[str, PageSpec] = {}

    def add(self, spec: PageSpec) -> None:
        """Add a page. Raises: ValueError when its name is taken."""
        if spec.name in self._specs:
            raise ValueError(spec.name)
        self._specs[spec.name] = spec

    def __getitem__(self, name: str) -> PageSpec:
        return self._specs[name]

    def __contains__(self, name: str) -> bool:
        return name in self._specs

    def __iter__(self) -> Iterator[PageSpec]:
        return iter(self._specs.values())

    def allowed(self, rights: frozenset[Right]) -> tuple[PageSpec, ...]:
        """The pages that a person with `rights` may open."""
        return tuple(spec for spec in self if spec.right is None or spec.right in rights)
