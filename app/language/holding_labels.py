"""Holds and the time for which cases are kept, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from app.language.catalogue import _, language, ngettext_

if TYPE_CHECKING:
    from app.domain.retention import Retention

Words = Mapping[str, Callable[[], str]]
Sentence = Callable[[Mapping[str, Any], Mapping[str, str]], str]

KINDS: Words = {
    "hold_placed": lambda: _("Kept on hold"),
    "hold_lifted": lambda: _("Hold lifted"),
}
_REASONS: Words = {
    "dispute": lambda: _("a dispute that goes on"),
    "lawsuit": lambda: _("a lawsuit or arbitration"),
    "inquiry": lambda: _("an inquiry of the regulator"),
    "audit": lambda: _("an audit or inspection"),
    "other": lambda: _("another reason"),
}


def hold_reason(code: str) -> str:
    """What a case is held for."""
    found = _REASONS.get(code)
    return found() if found else str(code)


def hold_reasons(codes: Iterable[str]) -> str:
    """What a case is held for, each reason once."""
    words = dict.fromkeys(hold_reason(code) for code in codes)
    return ("、" if language() == "zh" else ", ").join(words)


def retention_sentence(kept: Retention) -> str:
    """For how long a case is kept and from which day on that counts; which entry was the last about the matter."""
    from app.language import labels  # it knows the sentences of this module

    text = ngettext_("{n} year from {day}", "{n} years from {day}", kept.years).format(
        n=kept.years, day=kept.counted_from.isoformat()
    )
    if not kept.counted_kind:
        return text
    return _("{first} ({what})").format(first=text, what=labels.entry_kind(kept.counted_kind))


SENTENCES: Mapping[str, Sentence] = {
    "hold_placed": lambda d, names: _("Kept on hold for {reason}").format(reason=hold_reason(str(d["reason"]))),
}
"""Lines of the history."""
