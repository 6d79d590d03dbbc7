"""Review, reopening, satisfaction, lessons."""

from __future__ import annotations

from app.language.refusals.details import Sentences

SENTENCES: Sentences = {}
