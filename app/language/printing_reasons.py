"""Printers and print jobs in words, by code: what is the matter and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _

_REASONS: Mapping[str, Callable[[], str]] = {
    "": lambda: _("Ready"),
    "paused": lambda: _("Paused. Resume the printer; papers wait until then."),
    "no_paper": lambda: _("Out of paper. Put paper in; the papers that wait are printed then."),
    "paper_jam": lambda: _("Paper jam. Take the jammed paper out and close the cover."),
    "cover_open": lambda: _("The cover is open. Close it."),
    "no_ink": lambda: _("Out of toner or ribbon. Replace it."),
    "offline": lambda: _("Does not answer. Check that it is switched on and connected."),
    "not_accepting": lambda: _("Takes no papers at present. Choose another printer or ask the IT desk."),
    "stopped": lambda: _("Stopped by a fault. Look at the printer, then resume it."),
    "no_service": lambda: _("The printing service of this PC does not answer. Papers wait; ask the IT desk."),
}
_JOB_STATES: Mapping[str, Callable[[], str]] = {
    "waiting": lambda: _("Waits at the printer"),
    "printing": lambda: _("Is being printed"),
    "printed": lambda: _("Printed"),
    "failed": lambda: _("Not printed"),
    "cancelled": lambda: _("Cancelled"),
    "unknown": lambda: _("Given to the printer"),
}


def printer_reason(code: str) -> str:
    """The state of a printer; an unknown code as it stands."""
    words = _REASONS.get(code)
    return words() if words else code


def job_state(code: str) -> str:
    """The state of a print job; an unknown code as it stands."""
    words = _JOB_STATES.get(code)
    return words() if words else code


def sentence(code: str, details: Mapping[str, object]) -> str | None:
    """A printing error in words; None for a code that is not worded here."""
    printer = str(details.get("printer") or "")
    if code == "printer_missing":
        if not printer:
            return _("No printer has been chosen. The paper is kept and waits; choose a printer and print again.")
        return _('There is no printer "{printer}". The paper is kept and waits; choose another printer.').format(
            printer=printer
        )
    if code == "printer_unavailable":
        why = printer_reason(str(details.get("reason") or "no_service"))
        return _("The paper is kept and waits. {why}").format(why=why)
    if code == "print_failed":
        return _("The printer did not take the paper. It is kept; look at the printer and print again.")
    return None
