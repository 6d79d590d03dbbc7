"""One paper in the print queue, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.language import _
from app.ui.shell.printer_words import short_reason

OPEN = frozenset({"waiting", "sent", "failed"})

_STATES: Mapping[str, Callable[[], str]] = {
    "waiting": lambda: _("Waiting"),
    "sent": lambda: _("At the printer"),
    "printed": lambda: _("Printed"),
    "failed": lambda: _("Print failed"),
    "cancelled": lambda: _("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print job. `state`: waiting, sent, printed, failed, cancelled; `kind` in words; `reason` is a code or words."""

    job_id: int
    case_no: str
    kind: str
    printer: str
    copies: int
    state: str
    reason: str
    queued_by: str
    queued_at: datetime

    def is_open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.state in OPEN

    def state_words(self) -> str:
        """The state with its reason."""
        words = _STATES.get(self.state, lambda: self.state)()
        reason = short_reason(self.reason)
        return f"{words} · {reason}" if reason and self.state in ("waiting", "failed") else words

    def tone(self) -> str:
        """The colours of the state's chip."""
        return {"waiting": "soon", "sent": "info", "failed": "overdue", "printed": "ok"}.get(self.state, "ended")
