"""After the case: review, reopening, satisfaction, follow-up, lessons (令2020-3 art. 20, 26; S0 no. 64)."""

from __future__ import annotations

from app.domain.decisions.outcome import Decisions

DECISIONS: Decisions = {}
