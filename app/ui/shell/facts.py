"""What the window shows around the pages, as plain data, and how it is worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from app.domain.people import Right
from app.language import _, ngettext_
from app.ui.shell.printer_words import short_reason

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who is signed in. `role_words` in the language in use, or a callable that says it in the one in use later."""

    staff_no: str
    name: str
    role_words: str | Callable[[], str]
    rights: frozenset[Right]

    def words(self) -> str:
        """Role, name and number."""
        role = self.role_words if isinstance(self.role_words, str) else self.role_words()
        return f"{role} {self.name} {self.staff_no}"


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """How synchronisation stands. `state`: synced, syncing, waiting, offline, attention, never.

    `at`: last success; `waiting`: entries not receipted yet; `next_at`: next attempt; `since`: offline since.
    `attention`: conflicts and quarantined entries together.
    """

    state: str = "never"
    at: datetime | None = None
    waiting: int = 0
    next_at: datetime | None = None
    since: datetime | None = None
    attention: int = 0

    def words(self) -> str:
        """The pill's text: words, not only a colour."""
        count = _("{count} waiting to upload").format(count=self.waiting)
        if self.state == "syncing":
            return _("Synchronising…")
        if self.state == "attention":
            return ngettext_("{count} entry needs attention", "{count} entries need attention", self.attention).format(
                count=self.attention
            )
        if self.state == "offline":
            since = _("since {time}").format(time=clock_time(self.since, seconds=False)) if self.since else ""
            return " · ".join(part for part in (_("Offline"), count if self.waiting else "", since) if part)
        if self.state == "waiting":
            return count
        if self.state == "synced":
            return _("Synced {time}").format(time=clock_time(self.at))
        return _("Not synchronised yet")

    def tone(self) -> str:
        """The pill's colours: ok, warning, error or info."""
        return {"synced": "ok", "syncing": "info", "attention": "error"}.get(self.state, "warning")

    def icon(self) -> str:
        """The pill's icon."""
        return {"synced": "check", "syncing": "refresh", "attention": "alert-triangle", "waiting": "clock"}.get(
            self.state, "cloud-off"
        )


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """The printer of this computer ("" when none is set up) and papers that wait."""

    name: str = ""
    is_ready: bool = False
    waiting: int = 0
    reason: str = ""

    def words(self) -> str:
        """What the status bar says."""
        if not self.name:
            text = _("No printer")
        elif self.is_ready:
            text = _("Printer ready · {name}").format(name=self.name)
        else:
            text = _("Printer not ready · {name}").format(name=self.name)
            text += f" · {short_reason(self.reason)}" if self.reason else ""
        if self.waiting:
            text += " · " + ngettext_("{count} paper waits", "{count} papers wait", self.waiting).format(
                count=self.waiting
            )
        return text


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """Figures of the day."""

    received: int = 0
    due: int = 0
    overdue: int = 0

    def words(self) -> str:
        """What the status bar says."""
        return _("Today {received} · due {due} · overdue {overdue}").format(
            received=self.received, due=self.due, overdue=self.overdue
        )


def clock_time(instant: datetime | None, *, seconds: bool = True) -> str:
    """Two-digit clock time in China, "--" for none."""
    if instant is None:
        return "--"
    return instant.astimezone(CHINA).strftime("%H:%M:%S" if seconds else "%H:%M")


def day_and_time(instant: datetime | None) -> str:
    """ "2026-11-23 14:32" in China, "--" for none."""
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if instant else "--"


def countdown(seconds: int) -> str:
    """ "4:32"."""
    return f"{max(0, seconds) // 60}:{max(0, seconds) % 60:02d}"
