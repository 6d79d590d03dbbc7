"""Why a printer does not print, in two or three words for chips and the status bar (long ones: app/language)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language import _

_REASONS: Mapping[str, Callable[[], str]] = {
    "no_printer": lambda: _("no printer is set up"),
    "printer_missing": lambda: _("the printer is not there"),
    "printer_unavailable": lambda: _("the printer can't be reached"),
    "print_failed": lambda: _("the printer did not take it"),
    "paused": lambda: _("the printer is paused"),
    "no_paper": lambda: _("out of paper"),
    "paper_jam": lambda: _("paper jam"),
    "cover_open": lambda: _("the cover is open"),
    "no_ink": lambda: _("out of toner or ribbon"),
    "offline": lambda: _("the printer can't be reached"),
    "not_accepting": lambda: _("takes no papers at present"),
    "stopped": lambda: _("the printer has stopped"),
    "no_service": lambda: _("the printing service does not answer"),
}


def short_reason(code: str) -> str:
    """The reason `code` in a few words; words that are no code come back as they are."""
    words = _REASONS.get(code)
    return words() if words is not None else code
