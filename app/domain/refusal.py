"""Why a command was refused: codes, never sentences; the words are in app/language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason. `code` is from `ReasonCode`; `field` names the input it belongs to; `details` fill the sentence."""

    code: str
    field: str | None = None
    details: Mapping[str, object] = with_default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that may not be carried out. Nothing was written. `who_could` holds staff numbers who could do it."""

    problems: tuple[Problem, ...]
    who_could: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The first reason's code."""
        return self.problems[0].code


def refuse(code: str, field: str | None = None, *, who_could: tuple[str, ...] = (), **details: object) -> Refusal:
    """A refusal with a single reason."""
    return Refusal((Problem(code, field, details),), who_could)
