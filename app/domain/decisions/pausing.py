"""Stop the clock, begin it anew, agree on a date (令2020-3 art. 18-2, 18-3, 21, 23)."""

from __future__ import annotations

from app.domain.decisions.outcome import Decisions

DECISIONS: Decisions = {}
