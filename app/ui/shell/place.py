"""Where a person was and what was typed but not recorded: plain values that the store keeps while nobody is signed in.

Widgets hold nothing behind the lock screen; this is what the pages are built from again (security.md 2, session lock).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PLAIN = (str, int, bool, type(None))


@dataclass(slots=True)
class KeptPlace:
    """`name` and `arguments` of the page in view, `history` of those before it, and what each page gave by `keep`."""

    name: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    history: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """For the store: JSON values."""
        return {
            "name": self.name,
            "arguments": self.arguments,
            "history": [[name, arguments] for name, arguments in self.history],
            "pages": self.pages,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> KeptPlace:
        """Back from the store; what another version of the program kept otherwise is left out."""
        history, pages = plain.get("history") or (), plain.get("pages") or {}
        steps = [step for step in history if isinstance(step, list) and len(step) == 2]
        return cls(
            str(plain.get("name") or ""),
            plain_only(plain.get("arguments")),
            [(str(name), plain_only(arguments)) for name, arguments in steps],
            {str(name): kept for name, kept in pages.items() if isinstance(kept, dict)},
        )

    @property
    def has_typed(self) -> bool:
        """Whether a page gave something that its person would miss."""
        return any(kept.get(TYPED) for kept in self.pages.values())

    def __repr__(self) -> str:
        return f"<KeptPlace {self.name} and {len(self.pages)} pages>"


TYPED = "typed"
"""The key under which a page gives what was typed; what it gives beside it is only where the person was."""

ARGUMENTS = "arguments"
"""The key under which a page says with which arguments it is shown again, where those of its visit are outdated."""


def plain_only(arguments: object) -> dict[str, Any]:
    """Arguments of a page that can be kept: words and numbers, no functions."""
    if not isinstance(arguments, Mapping):
        return {}
    return {str(name): value for name, value in arguments.items() if isinstance(value, PLAIN)}
