"""What can go wrong between the program and a printer. The words are in app/language/printing_reasons.py."""

from __future__ import annotations

from app.system.errors import KnownError


class PrinterMissingError(KnownError):
    """There is no printer of this name (any more); `printer` may be empty when none was chosen."""

    code = "printer_missing"


class PrinterUnavailableError(KnownError):
    """The printer or the printing system takes no papers now; `reason` is a `PrinterReason`."""

    code = "printer_unavailable"


class PrintFailedError(KnownError):
    """The printing system refused or lost the paper; `reason` is a short code."""

    code = "print_failed"
