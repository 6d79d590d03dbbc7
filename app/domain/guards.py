"""Guards over free text: data that a complaint desk must never hold (JR/T 0171 C3; domain.md 2.4)."""

from __future__ import annotations

from app.domain.refusal import Problem


def secrets_in(text: str, field: str) -> tuple[Problem, ...]:
    """Problems with authentication data in `text`. Every free text of the form passes here; nothing is refused yet."""
    del text, field
    return ()
