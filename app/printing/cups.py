"""CUPS through its own commands (security.md 5): the paper goes to `lp` on standard input, no file is left behind.

The server is the one that CUPS itself would take: `CUPS_SERVER`, else the system's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from http.client import HTTPException

from app.printing.errors import PrinterMissingError, PrinterUnavailableError, PrintFailedError
from app.printing.ipp import job_state_number
from app.printing.printers import JobRef, JobState, Media, Printer, PrinterReason

_SECONDS = 20.0
_REQUEST_ID = re.compile(r"request id is (\S+-[0-9]+)")
_JOB_STATES = {  # RFC 8011, 5.3.7
    3: JobState.WAITING,
    4: JobState.WAITING,
    5: JobState.PRINTING,
    6: JobState.WAITING,
    7: JobState.CANCELLED,
    8: JobState.FAILED,
    9: JobState.PRINTED,
}
_ALERTS = (
    (re.compile(r"(?i)media-empty|media-needed|no paper|out of paper|缺纸"), PrinterReason.NO_PAPER),
    (re.compile(r"(?i)media-jam|paper jam"), PrinterReason.PAPER_JAM),
    (re.compile(r"(?i)cover-open|door-open"), PrinterReason.COVER_OPEN),
    (re.compile(r"(?i)(toner|marker-supply)-empty"), PrinterReason.NO_INK),
    (re.compile(r"(?i)offline|connecting-to-device|timed-out|unreachable"), PrinterReason.OFFLINE),
)


class CupsDriver:
    """Speaks to one CUPS server."""

    @staticmethod
    def is_here() -> bool:
        """Whether this computer has the commands of CUPS."""
        return all(shutil.which(command) for command in ("lp", "lpstat", "cancel"))

    def printers(self) -> list[Printer]:
        """All queues, the default one first; none when no server answers."""
        told = _run(["lpstat", "-l", "-p"])
        if told.returncode != 0 and not told.stdout.strip():
            return []
        default = self._default()
        refusing = self._refusing()
        found = [_printer(paragraph, default, refusing) for paragraph in _paragraphs(told.stdout, "printer ")]
        return sorted(found, key=lambda printer: (not printer.is_default, printer.name))

    def print_pdf(self, pdf: bytes, printer: str, media: Media, title: str, copies: int) -> JobRef:
        """Hand `pdf` to `lp`, at its exact size and without scaling."""
        words = ["lp", "-d", printer, "-n", str(copies), "-t", title]
        for option in (f"media={_cups_media(media)}", "print-scaling=none", "job-sheets=none,none"):
            words += ["-o", option]
        done = _run(words, pdf)
        accepted = _REQUEST_ID.search(done.stdout)
        if done.returncode == 0 and accepted:
            return JobRef(accepted.group(1))
        raise self._refusal(printer, done.stderr)

    def job_state(self, ref: JobRef) -> JobState:
        """Asks the server itself."""
        printer, _dash, number = ref.rpartition("-")
        if not printer or not number.isdecimal():
            return JobState.UNKNOWN
        try:
            state = job_state_number(printer, int(number))
        except (OSError, HTTPException, ValueError) as error:
            raise PrinterUnavailableError(printer=printer, reason=PrinterReason.NO_SERVICE.value) from error
        return _JOB_STATES.get(state or 0, JobState.UNKNOWN)

    def cancel(self, ref: JobRef) -> None:
        """Takes a job back."""
        done = _run(["cancel", ref])
        if done.returncode != 0 and not self._answers():
            raise PrinterUnavailableError(reason=PrinterReason.NO_SERVICE.value)

    def _answers(self) -> bool:
        return "scheduler is running" in _run(["lpstat", "-r"]).stdout

    def _default(self) -> str:
        told = _run(["lpstat", "-d"]).stdout
        return told.partition("system default destination:")[2].strip()

    def _refusing(self) -> frozenset[str]:
        """Names of the queues that accept no jobs."""
        told = _run(["lpstat", "-a"]).stdout
        return frozenset(re.findall(r"(?m)^(\S+) not accepting requests", told))

    def _refusal(self, printer: str, said: str) -> PrinterMissingError | PrinterUnavailableError | PrintFailedError:
        """What lp's complaint means. Its words are not passed on: they may hold anything."""
        if not self._answers():
            return PrinterUnavailableError(printer=printer, reason=PrinterReason.NO_SERVICE.value)
        if re.search(r"(?i)not accepting|rejecting", said):
            return PrinterUnavailableError(printer=printer, reason=PrinterReason.NOT_ACCEPTING.value)
        if all(other.name != printer for other in self.printers()):
            return PrinterMissingError(printer=printer)
        return PrintFailedError(printer=printer, reason="refused")


def _run(words: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Runs a command of CUPS with its messages in English.

    Raises: PrinterUnavailableError when it is not there or gives no answer in time.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": ""}
    try:
        done = subprocess.run(list(words), input=given, capture_output=True, env=environment, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrinterUnavailableError(reason=PrinterReason.NO_SERVICE.value) from error
    return subprocess.CompletedProcess(
        words, done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )


def _cups_media(media: Media) -> str:
    return media.name or f"Custom.{media.width_mm:g}x{media.length_mm:g}mm"


def _paragraphs(text: str, start: str) -> list[str]:
    """Lines that begin in the first column with `start`, each with the indented lines that follow it."""
    result: list[str] = []
    for line in text.splitlines():
        if line[:1].isspace() and result:
            result[-1] += f"\n{line}"
        elif line.startswith(start) and line.strip():
            result.append(line)
    return result


def _printer(paragraph: str, default: str, refusing: frozenset[str]) -> Printer:
    head = paragraph.splitlines()[0]
    name = head.split()[1]
    is_stopped = " disabled since " in head
    reason = _reason(paragraph, is_stopped=is_stopped)
    if name in refusing:
        reason = PrinterReason.NOT_ACCEPTING
    return Printer(name, reason is PrinterReason.NONE, reason, name == default)


def _reason(paragraph: str, *, is_stopped: bool) -> PrinterReason:
    """What the queue's state and alerts say; texts of a person who stopped the queue count too."""
    lines = [line.strip() for line in paragraph.splitlines()]
    alerts = " ".join(line for line in lines if line.startswith("Alerts:"))
    free = lines[1] if is_stopped and len(lines) > 1 and ":" not in lines[1] else ""
    for pattern, reason in _ALERTS:
        if pattern.search(alerts) or pattern.search(free):
            return reason
    if not is_stopped:
        return PrinterReason.NONE
    return (
        PrinterReason.PAUSED if "paused" in alerts.lower() or free.lower() in ("paused", "") else PrinterReason.STOPPED
    )
