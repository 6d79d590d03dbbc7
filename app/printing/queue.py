"""What the program asks of printers. Where there is no printing system there are no printers, and papers wait."""

from __future__ import annotations

import re
import sys

from app.printing.cups import CupsDriver
from app.printing.errors import PrinterMissingError, PrinterUnavailableError
from app.printing.printers import JobRef, JobState, Media, Printer, PrinterDriver, PrinterReason

_TITLE = re.compile(r"[A-Za-z0-9 -]{1,60}")
MAX_COPIES = 9


def driver() -> PrinterDriver | None:
    """The printing system of this computer, None where there is none that the program can speak to."""
    if sys.platform != "win32" and CupsDriver.is_here():
        return CupsDriver()
    return None


def printers() -> list[Printer]:
    """All printers with their state, the default one first; empty where there is no printing system."""
    here = driver()
    if here is None:
        return []
    try:
        return here.printers()
    except PrinterUnavailableError:
        return []


def default_printer() -> Printer | None:
    """The printer that the system names as default, None when it names none."""
    return next((printer for printer in printers() if printer.is_default), None)


def print_pdf(pdf: bytes, printer: str, media: str, title: str, copies: int = 1) -> JobRef:
    """Give a paper to `printer` at its exact size. `media` is "a4", "a5" or "80mm:LENGTH" (see `media_of`).

    `title` is the case number and nothing else: printing systems keep and show it (security.md 5).
    Raises: PrinterMissingError, PrinterUnavailableError, PrintFailedError; ValueError for another title, media or
    number of copies.
    """
    if not _TITLE.fullmatch(title):
        raise ValueError("a print title is a case number")
    if not 1 <= copies <= MAX_COPIES:
        raise ValueError(copies)
    if not printer or printer.startswith("-"):
        raise PrinterMissingError(printer=printer)
    size = Media.parse(media)
    here = driver()
    if here is None:
        raise PrinterUnavailableError(printer=printer, reason=PrinterReason.NO_SERVICE.value)
    return here.print_pdf(pdf, printer, size, title, copies)


def job_state(ref: JobRef) -> JobState:
    """How far a job is.

    Raises: PrinterUnavailableError.
    """
    here = driver()
    return here.job_state(ref) if here else JobState.UNKNOWN


def cancel(ref: JobRef) -> None:
    """Take a job back; nothing happens when it is over.

    Raises: PrinterUnavailableError.
    """
    here = driver()
    if here is not None:
        here.cancel(ref)


def media_of(pdf: bytes, size: str) -> str:
    """The media for a paper made in `size` ("80mm", "a5", "a4"): a roll's length is that of its page."""
    if size != "80mm":
        return size
    from app.printing.preview import page_size

    length = page_size(pdf, 0)[1] * 25.4 / 72
    return f"80mm:{round(length, 2):g}"
