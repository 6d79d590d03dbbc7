"""Refusals in sentences, one module per part of the rules."""

from __future__ import annotations

from app.language.refusals import (
    after,
    attachments,
    clocks,
    concluding,
    disclosure,
    form,
    handling,
    holding,
    ownership,
    people,
    who,
)
from app.language.refusals.details import Details, Sentences

__all__ = ["SENTENCES", "Details"]

SENTENCES: Sentences = {
    code: words
    for module in (who, people, form, ownership, clocks, handling, concluding, after, attachments, holding, disclosure)
    for code, words in module.SENTENCES.items()
}
"""The sentence of each reason code; each names what to do about it."""
