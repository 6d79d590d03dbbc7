"""Say anew what a case is about (JR/T 0169-2018; 令2020-3 art. 29)."""

from __future__ import annotations

from app.domain.decisions.outcome import Decisions

DECISIONS: Decisions = {}
