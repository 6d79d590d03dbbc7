"""What the audit page shows of a check of the journal: a banner above the list, and two buttons below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from app.language import _, audit_words
from app.ui.audit.calls import AuditCalls
from app.ui.audit.checking import JournalChecking
from app.ui.shell.page import Page
from app.ui.taking_out import Leaving, TakingOut
from app.ui.widgets.buttons import Button
from app.ui.widgets.notices import Banner

if TYPE_CHECKING:
    from app.operations.verify_journal import JournalCheck

TICK_MS = 200


class CheckPanel:
    """Lives as long as its page, which lays out `banner` and `buttons()`."""

    def __init__(self, page: Page, taking_out: TakingOut) -> None:
        self._page = page
        self._taking_out = taking_out
        self.banner = Banner("", tone="ok", is_inset=True, is_report=True, parent=page)
        self.verify_button = Button(
            lambda: _("Check the journal"),
            icon="shield-check",
            shortcut="F9",
            is_shortcut_shown=True,
            on_click=lambda: self.checking.verify(),
            name="verifyJournal",
        )
        self.evidence_button = Button(
            lambda: _("Export evidence package"), icon="download", on_click=self._save_evidence, name="exportEvidence"
        )
        self.evidence_button.hide()
        self._clock = QTimer(page)
        self._clock.setInterval(TICK_MS)

    def join(self, checking: JournalChecking, calls: AuditCalls) -> None:
        """Let `checking` decide."""
        self.checking, self._calls = checking, calls
        self._clock.timeout.connect(lambda: checking.show_progress())

    def buttons(self) -> tuple[QPushButton, ...]:
        """For the bar below the list."""
        return (self.verify_button, self.evidence_button)

    def show_checking(self, step: str, done: int, of: int) -> None:
        """How far the check is."""
        self._clock.start()
        self.verify_button.set_words(lambda: _("Stop the check"))
        how_far = f"{done:,} / {of:,}" if of else f"{done:,}" if done else ""

        def words() -> str:
            return " ".join(part for part in (_("Checking the journal"), audit_words.step(step), how_far) if part)

        self.banner.set_words(words, "info")

    def show_checked(self, check: JournalCheck | None, problem: str) -> None:
        """What the check came to: red with the first difference, and what to do."""
        self._clock.stop()
        self.verify_button.set_words(lambda: _("Check the journal"))
        self.banner.set_action(None)
        first = check.report.first if check is not None else None
        self.evidence_button.setVisible(first is not None and bool(first.case_id))
        if check is None:
            self.banner.set_words(problem, "error")
            return
        tone = "error" if first is not None else "ok" if check.report.is_complete else "warning"
        self.banner.set_words(lambda: "\n".join(line.strip() for line in check.sentence().splitlines()), tone)
        if first is not None and first.origin:
            self.banner.set_action(
                Button(lambda: _("Show the entry"), on_click=self.checking.show_broken, name="showBroken")
            )

    def tell(self, text: str) -> None:
        """A short word."""
        self._page.toast(text)

    def _save_evidence(self) -> None:
        """The package of the case in which the first difference is."""
        check, calls = self.checking.check, self._calls
        first = check.report.first if check is not None else None
        if check is None or first is None:
            return
        case_id = first.case_id
        self._taking_out.ask(
            Leaving(
                "evidence",
                f"evidence-{check.case_no or case_id}.zip",
                lambda desk, given, path: calls.evidence(desk, case_id, given, path),
                lambda name: _("{name} saved.").format(name=name),
                case_id,
                lambda: _("Export evidence package"),
            )
        )
