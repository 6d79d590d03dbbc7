"""The figures in words: what they are called, how much they are, what they count and by which formula. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.language import _, labels, language, ngettext_

if TYPE_CHECKING:
    from app.domain.figures import Figures, Rate
    from app.domain.taxonomy import Taxonomy
    from app.operations.read_figures import FiguresReading

TITLES: Mapping[str, Callable[[], str]] = {
    "timeliness": lambda: _("Timeliness, of closed cases"),
    "strict_timeliness": lambda: _("Timeliness, with open overdue cases"),
    "satisfaction": lambda: _("Satisfaction"),
    "answered": lambda: _("Answers about satisfaction"),
    "completion": lambda: _("Completion"),
    "first_contact_resolution": lambda: _("First-contact resolution"),
    "regulator_escalation": lambda: _("Escalation to a regulator"),
    "repeats": lambda: _("Repeat complaints"),
}
"""Every figure that has a card, in their order (domain.md section 5)."""

_COUNTED: Mapping[str, Callable[[], str]] = {
    "timeliness": lambda: _("{n} of {m} closed"),
    "strict_timeliness": lambda: _("{n} of {m} closed or overdue"),
    "satisfaction": lambda: _("{n} of {m} answers"),
    "answered": lambda: _("{n} of {m} closed"),
    "completion": lambda: _("{n} of {m} accepted"),
    "first_contact_resolution": lambda: _("{n} of {m} accepted"),
    "regulator_escalation": lambda: _("{n} of {m} accepted"),
    "repeats": lambda: _("{n} of {m} received"),
}
_FORMULAS: Mapping[str, Callable[[], str]] = {
    "timeliness": lambda: _(
        "Cases closed in the period whose complainant was told on or before the due date and that were never overdue "
        "before ÷ all cases closed in the period. A withdrawal counts as in time."
    ),
    "strict_timeliness": lambda: _(
        "Cases closed in time as on the left ÷ all cases closed in the period and those that were open and overdue at "
        "its end."
    ),
    "satisfaction": lambda: _(
        "Cases closed in the period whose complainant last answered “satisfied” ÷ those with an answer; “fairly "
        "satisfied” is an answer only. Below {few} answers no rate is shown."
    ),
    "answered": lambda: _(
        "Cases closed in the period with an answer about satisfaction ÷ all cases closed in the period. Refusing to "
        "answer and not being reached are no answers."
    ),
    "completion": lambda: _(
        "Cases accepted in the period that were closed, settled on the spot or withdrawn by its last day ÷ all cases "
        "accepted in the period."
    ),
    "first_contact_resolution": lambda: _(
        "Cases accepted in the period that were settled on the spot without a repeat within {days} days ÷ all cases "
        "accepted in the period."
    ),
    "regulator_escalation": lambda: _(
        "Cases accepted in the period that came back through a regulator ÷ all cases accepted in the period. What a "
        "regulator forwarded in the first place has not escalated."
    ),
    "repeats": lambda: _(
        "Cases received in the period that repeat another case, merged ones included ÷ all cases received in the "
        "period, merged ones included."
    ),
}


@dataclass(frozen=True, slots=True)
class CardWords:
    """What one card says. `is_figure` False where there is no rate to show, but words."""

    title: str
    figure: str
    counted: str
    formula: str
    is_figure: bool = True

    def spoken(self) -> str:
        """All of it in one line, for screen readers."""
        return _("{title}: {figure}, {counted}").format(title=self.title, figure=self.figure, counted=self.counted)


def card_words(key: str, reading: FiguresReading) -> CardWords:
    """The card of the figure `key`."""
    rate = rate_of(key, reading.figures)
    formula = _("{title} = {formula}").format(
        title=TITLES[key](), formula=_FORMULAS[key]().format(few=reading.few_answers, days=reading.repeat_days)
    )
    counted = _COUNTED[key]().format(n=rate.count, m=rate.of)
    if not rate.of:
        return CardWords(TITLES[key](), "—", _("nothing to count"), formula, is_figure=False)
    if key == "satisfaction" and rate.is_thin:
        return CardWords(TITLES[key](), _("Too few answers"), counted, formula, is_figure=False)
    return CardWords(TITLES[key](), percent(rate), counted, formula)


def rate_of(key: str, figures: Figures) -> Rate:
    """The figure `key` of `figures`."""
    rate: Rate = getattr(figures, key)
    return rate


def percent(rate: Rate) -> str:
    """The rate to a tenth of a per cent. Rounding makes nothing whole: 100.0% is all of them and 0.0% none."""
    share = rate.share or 0
    tenths = round(share * 1000)
    if 0 < share < 1:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:.1f}%"


def overdue_words(days: int, *, is_running: bool, is_past: bool = False) -> str:
    """How long a case is or was overdue; `is_past` where it ran on at the end of a period that is over."""
    if is_running and is_past:
        return ngettext_("{n} day, not told by then", "{n} days, not told by then", days).format(n=days)
    if is_running:
        return ngettext_("{n} day, not told yet", "{n} days, not told yet", days).format(n=days)
    return ngettext_("{n} day", "{n} days", days).format(n=days)


def category_words(code: str, taxonomy: Taxonomy) -> str:
    """A category, or that there is none yet."""
    return taxonomy.label(code, language()) if code else _("Not classified yet")


def channel_words(code: str) -> str:
    """A way in."""
    return labels.channel(code) if code else "—"


def received_words(figures: Figures) -> str:
    """How much happened in the period, in one line."""
    return _("{received} received, {accepted} accepted, {closed} closed").format(
        received=figures.received, accepted=figures.accepted, closed=figures.closed
    )
