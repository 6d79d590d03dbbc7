"""What the case page remembers of the cases that are open on it, and how that outlives a lock. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


@dataclass(slots=True)
class Opened:
    """One case while it is on the screen, or while text that was typed for it is not sent yet."""

    case_id: str
    view: CaseView | None = None
    known: frozenset[str] = frozenset()  # entries that the person has had before their eyes
    action: str = ""
    typed: dict[str, dict[str, str]] = field(default_factory=dict)  # by step
    began: dict[str, str] = field(default_factory=dict)  # what the open form began with
    under_way: tuple[str, int] | None = None  # the step that was being taken at the lock, and the entries before it

    @property
    def has_typed(self) -> bool:
        """Whether the open form holds anything that it did not begin with."""
        typed = self.typed.get(self.action, {})
        return any(value.strip() and value != self.began.get(name, "") for name, value in typed.items())

    def settle(self, view: CaseView) -> bool:
        """After a lock: whether the step that was under way then was taken. Then what was typed for it is done with."""
        step, self.under_way = self.under_way, None
        if step is None or len(view.case.timeline) <= step[1]:
            return False
        self.typed.pop(step[0], None)
        return True

    def __repr__(self) -> str:
        return f"<Opened {self.case_id} {self.action}>"


@dataclass(slots=True)
class OpenedCases:
    """`now` is on the screen; `others` are cases with text that was typed and not sent."""

    now: Opened = field(default_factory=lambda: Opened(""))
    others: dict[str, Opened] = field(default_factory=dict)

    def keep(self, step_under_way: str) -> dict[str, Any]:
        """What was typed, by case, as plain values; `step_under_way` is being taken in the case on the screen."""
        kept = {}
        for opened in (self.now, *self.others.values()):
            is_busy = opened is self.now and bool(step_under_way)
            if not opened.case_id or not (opened.has_typed or is_busy):
                continue
            entries = len(opened.view.case.timeline) if opened.view is not None else 0
            under_way = [step_under_way, entries] if is_busy else None
            kept[opened.case_id] = {"action": opened.action, "typed": opened.typed, "under_way": under_way}
        return kept

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Take back what `keep` gave."""
        for case_id, plain in kept.items():
            if not isinstance(plain, dict):
                continue
            typed = {str(step): dict(values) for step, values in dict(plain.get("typed") or {}).items()}
            step = plain.get("under_way")
            under_way = (str(step[0]), int(step[1])) if step else None
            self.others[case_id] = Opened(
                case_id, action=str(plain.get("action") or ""), typed=typed, under_way=under_way
            )
