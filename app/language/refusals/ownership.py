"""Hand-over, escalation, conflict of interest, supervision."""

from __future__ import annotations

from app.language.refusals.details import Sentences

SENTENCES: Sentences = {}
