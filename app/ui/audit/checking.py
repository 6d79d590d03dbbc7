"""The check of the whole journal from the audit page: how far it is, what it came to, what to do about it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.ui.audit.calls import AuditCalls
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.verify_journal import JournalCheck
    from app.store.audit_trail import AuditKey


class CheckView(Protocol):
    """What the check needs of the page."""

    def show_checking(self, step: str, done: int, of: int) -> None: ...
    def show_checked(self, check: JournalCheck | None, problem: str) -> None: ...
    def tell(self, text: str) -> None: ...


class JournalChecking:
    """One page's check. It runs beside all other work."""

    def __init__(
        self, view: CheckView, run: Run, run_aside: Run, calls: AuditCalls, explain: Callable[[AuditKey], None]
    ) -> None:
        self._view = view
        self._run = run
        self._run_aside = run_aside
        self._calls = calls
        self._explain = explain
        self._is_stopped = False
        self._progress: tuple[str, int, int] = ("", 0, 0)
        self.is_checking = False
        self.check: JournalCheck | None = None

    def verify(self) -> None:
        """Check the whole journal; asked again meanwhile, the check is stopped."""
        if self.is_checking:
            self._is_stopped = True
            return
        self.is_checking, self._is_stopped, self._progress = True, False, ("", 0, 0)
        self._view.show_checking(*self._progress)

        def told(step: str, done: int, of: int) -> bool:
            self._progress = (step, done, of)
            return not self._is_stopped

        def then(check: JournalCheck | Refusal) -> None:
            self.is_checking = False
            if isinstance(check, Refusal):
                self._view.show_checked(None, refusal_text(check))
                return
            self.check = check
            self._view.show_checked(check, "")

        def failed(error: Exception) -> None:
            self.is_checking = False
            self._view.show_checked(None, error_text(error))

        self._run_aside(lambda desk: self._calls.verify(desk, told), then, failed)

    def show_progress(self) -> None:
        """How far the check is, asked by the page's clock."""
        if self.is_checking:
            self._view.show_checking(*self._progress)

    def show_broken(self) -> None:
        """Explain the first entry that is not as it should be."""
        first = self.check.report.first if self.check is not None else None
        if first is None or not first.origin:
            return
        origin = first.origin

        def then(key: AuditKey | None) -> None:
            if key is None:
                self._view.tell(
                    _("This entry can't be read any more. Keep the database as it is and call the IT desk.")
                )
            else:
                self._explain(key)

        self._run(lambda desk: self._calls.find(desk, origin), then, lambda error: self._view.tell(error_text(error)))
