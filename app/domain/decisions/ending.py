"""Merge, void, settle by agreement, record that somebody cannot be reached (令2020-3 art. 18-3, 21; ux.md 6)."""

from __future__ import annotations

from app.domain.decisions.outcome import Decisions

DECISIONS: Decisions = {}
