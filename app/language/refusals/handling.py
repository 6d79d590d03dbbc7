"""Evidence, means, corrections, liability."""

from __future__ import annotations

from app.language.refusals.details import Sentences

SENTENCES: Sentences = {}
