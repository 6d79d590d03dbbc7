"""Printers and print jobs as plain data, and what a printing system must be able to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Protocol

JobRef = NewType("JobRef", str)
"""The printing system's own name of a job, such as "counter-12"."""


class PrinterReason(StrEnum):
    """Why a printer does not print."""

    NONE = ""
    PAUSED = "paused"
    NO_PAPER = "no_paper"
    PAPER_JAM = "paper_jam"
    COVER_OPEN = "cover_open"
    NO_INK = "no_ink"
    OFFLINE = "offline"
    NOT_ACCEPTING = "not_accepting"
    STOPPED = "stopped"
    NO_SERVICE = "no_service"


class JobState(StrEnum):
    """How far the printing system is with a job."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"  # the printing system keeps no history, or the job is not its own

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in (JobState.PRINTED, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer. It takes papers even when it is not ready: they wait in its queue, unless it is `not_accepting`."""

    name: str
    is_ready: bool
    reason: PrinterReason = PrinterReason.NONE
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """Paper of an exact size, in millimetres."""

    width_mm: float
    length_mm: float
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Media:
        """From "a4", "a5" or "80mm:297.4" (a roll: width and the length of this paper).

        Raises: ValueError for anything else.
        """
        sizes = {"a4": cls(210, 297, "A4"), "a5": cls(148, 210, "A5")}
        if text.lower() in sizes:
            return sizes[text.lower()]
        roll = re.fullmatch(r"([0-9]{2,3})mm:([0-9]{2,4}(?:\.[0-9]{1,2})?)", text)
        if roll is None:
            raise ValueError(text)
        return cls(float(roll.group(1)), float(roll.group(2)))


class PrinterDriver(Protocol):
    """A printing system: CUPS on Linux and macOS; others have their own driver behind the same words."""

    def printers(self) -> list[Printer]:
        """All printers, the default one first."""
        ...

    def print_pdf(self, pdf: bytes, printer: str, media: Media, title: str, copies: int) -> JobRef:
        """Hand a paper over.

        Raises: PrinterMissingError, PrinterUnavailableError, PrintFailedError.
        """
        ...

    def job_state(self, ref: JobRef) -> JobState:
        """How far a job is.

        Raises: PrinterUnavailableError.
        """
        ...

    def cancel(self, ref: JobRef) -> None:
        """Take a job back; nothing happens when it is over.

        Raises: PrinterUnavailableError.
        """
        ...
