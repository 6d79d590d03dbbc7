"""All pages of the desk, joined with the operations that they stand for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.people import Right
from app.language import _, labels
from app.language.reasons import error_text
from app.system.errors import KnownError
from app.ui import approvals, audit, case, figures, intake, people, permissions, retention, search, worklist
from app.ui.office import Office
from app.ui.page_context import PageContext
from app.ui.print_queue.facts import PrintRow
from app.ui.print_queue.page import PrintQueuePage
from app.ui.print_queue.presenter import PrintCalls, PrintQueuePresenter
from app.ui.rule_book.chapters import RuleBook
from app.ui.rule_book.page import RuleBookPage
from app.ui.shell.facts import SyncFacts
from app.ui.shell.jobs import Jobs
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.sync_centre.facts import Attempt, SyncReport
from app.ui.sync_centre.page import SyncCentrePage
from app.ui.sync_centre.presenter import SyncCentrePresenter

if TYPE_CHECKING:
    from app.operations.desk import Desk

T = TypeVar("T")
KEPT_ATTEMPTS = 20


class LockedMeanwhileError(KnownError):
    """The desk was locked before this could be done; it is done again after unlocking."""

    code = "session_ended"


class DeskPages:
    """Makes the pages for whoever is signed in. `context` is set at each sign-in, before pages are shown."""

    def __init__(self, office: Office, jobs: Jobs, headquarters_name: Callable[[], str]) -> None:
        self._office = office
        self._jobs = jobs
        self._headquarters_name = headquarters_name
        self._attempts: deque[Attempt] = deque(maxlen=KEPT_ATTEMPTS)
        self._last: tuple[datetime | None, str | None] = (None, None)
        self.context: PageContext | None = None

    def add_to(self, navigation: Navigation) -> None:
        """Add every page, in the order of the rail (ux.md 6)."""
        for spec in (*self._working_pages(), *self._overseeing_pages(), *self._other_pages()):
            navigation.add(spec)

    def _working_pages(self) -> tuple[PageSpec, ...]:
        given = self.given
        return (
            PageSpec(
                "worklist", lambda: _("Worklist"), "list", lambda: worklist.make_page(given()), "Ctrl+1", Right.READ
            ),
            PageSpec(
                "intake", lambda: _("Record"), "file-plus", lambda: intake.make_page(given()), "Ctrl+2", Right.REGISTER
            ),
            PageSpec("search", lambda: _("Search"), "search", lambda: search.make_page(given()), "Ctrl+3", Right.READ),
            PageSpec(
                "approvals",
                lambda: _("Approvals"),
                "shield-check",
                lambda: approvals.make_page(given()),
                "Ctrl+4",
                Right.HANDLE,
            ),
            PageSpec(
                "figures", lambda: _("Figures"), "chart", lambda: figures.make_page(given()), "Ctrl+5", Right.READ
            ),
        )

    def _overseeing_pages(self) -> tuple[PageSpec, ...]:
        given = self.given
        return (
            PageSpec("audit", lambda: _("Audit"), "log", lambda: audit.make_page(given()), "Ctrl+6", Right.READ_AUDIT),
            PageSpec(
                "people",
                lambda: _("People"),
                "users",
                lambda: people.make_page(given(), self._change_key),
                "Ctrl+Shift+M",
                Right.MANAGE_PEOPLE,
                Place.BOTTOM,
                aliases=("staff", "suspend", "enrol"),
            ),
            PageSpec(
                "permissions",
                lambda: _("Permission audit"),
                "users",
                lambda: permissions.make_page(given()),
                "Ctrl+Shift+A",
                Right.READ_AUDIT,
                Place.NOWHERE,
                "audit",
            ),
            PageSpec(
                "retention",
                lambda: _("Deletion when the time of keeping is over"),
                "clock",
                lambda: retention.make_page(given()),
                "Ctrl+Shift+B",
                Right.PURGE,
                Place.NOWHERE,
                "audit",
            ),
        )

    def _other_pages(self) -> tuple[PageSpec, ...]:
        given = self.given
        return (
            PageSpec(
                "print_queue",
                lambda: _("Print queue"),
                "printer",
                self._print_queue,
                "Ctrl+Shift+Q",  # Ctrl+Shift+P reprints the last slip
                Right.PRINT,
                Place.BOTTOM,
                short=lambda: _("Papers"),
            ),
            PageSpec(
                "sync_centre",
                lambda: _("Synchronisation"),
                "refresh",
                self._sync_centre,
                "Ctrl+Shift+Y",
                None,
                Place.BOTTOM,
                short=lambda: _("Sync"),
            ),
            PageSpec(
                "rules",
                lambda: _("Rules"),
                "info",
                lambda: RuleBookPage(self._rule_book),
                "Ctrl+Shift+G",
                None,
                Place.BOTTOM,
            ),
            PageSpec(
                "case",
                lambda: _("Case"),
                "list",
                lambda: case.make_page(given()),
                "",
                Right.READ,
                Place.NOWHERE,
                "worklist",
            ),
        )

    def run(
        self,
        work: Callable[[Desk], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        lane: str = "database",
    ) -> None:
        """Do `work` with the open desk on `lane`, then call back on the GUI thread."""
        self._jobs.run(lane, lambda: work(self._desk()), then, failed)

    def note_sync(self, state: Any) -> None:
        """Remember each attempt of synchronisation for the sync centre."""
        mark = (state.last_success_at, state.error_code)
        if mark == self._last or (state.error_code is None and state.last_success_at is None):
            return
        self._last = mark
        context = self.context
        at = state.last_success_at if state.error_code is None or context is None else context.now()
        if state.error_code is None:
            self._attempts.appendleft(Attempt(at, True, state.last_sent, state.last_received))
        elif at is not None:
            self._attempts.appendleft(Attempt(at, False, reason=error_text(state.error)))

    def given(self) -> PageContext:
        """The surroundings of whoever is signed in."""
        if self.context is None:
            raise RuntimeError("nobody is signed in")
        return self.context

    def _desk(self) -> Desk:
        desk = self._office.desk
        if desk is None:
            raise LockedMeanwhileError
        return desk

    # -- pages that are joined here ----------------------------------------------------------------------------------

    def _print_queue(self) -> PrintQueuePage:
        page = PrintQueuePage()
        presenter = PrintQueuePresenter(
            page,
            lambda work, then=None, failed=None: self._jobs.run("papers", work, then, failed, owner=page),
            PrintCalls(rows=self._print_rows, retry=self._retry, reprint=self._reprint, cancel=self._cancel),
        )
        page.join(presenter)
        return page

    def _print_rows(self) -> Sequence[PrintRow]:
        from app.operations.print_queue import print_jobs

        return [
            PrintRow(
                job_id=job.job_id,
                case_no=job.case_no,
                kind=_paper_words(job.kind, job.copy_no),
                printer=job.printer,
                copies=job.copies,
                state=job.state,
                reason=job.reason,
                queued_by=job.queued_by,
                queued_at=job.queued_at,
            )
            for job in print_jobs(self._desk())
        ]

    def _retry(self, job_id: int) -> None:
        from app.operations.print_queue import print_waiting, retry_print

        retry_print(self._desk(), job_id)
        print_waiting(self._desk())

    def _reprint(self, job_id: int) -> None:
        from app.operations.print_queue import print_waiting, reprint

        reprint(self._desk(), job_id)
        print_waiting(self._desk())

    def _cancel(self, job_id: int) -> None:
        from app.operations.print_queue import cancel_print

        cancel_print(self._desk(), job_id)

    def _sync_centre(self) -> SyncCentrePage:
        page = SyncCentrePage()
        presenter = SyncCentrePresenter(
            page,
            self._jobs.runner("database", page),
            self._jobs.runner("network", page),
            self._sync_report,
            self._office.sync_now,
        )
        page.join(presenter)
        return page

    def _change_key(self, then: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        """Put the database under a fresh key; awaited on a lane that the change itself does not need."""
        why = "person_removed"
        self._jobs.run("headquarters", lambda: self._office.change_key(why).result(), then, failed)

    def _rule_book(self) -> RuleBook:
        desk = self._desk()
        return RuleBook(desk.rules, desk.branch, self.given().today())

    def _sync_report(self) -> SyncReport:
        desk = self._desk()
        balance = desk.store.sync.balance()
        facts = sync_facts(self._office.sync_state)
        attention = balance.conflicts + balance.quarantined
        if attention:
            facts = replace(facts, state="attention", attention=attention)
        return SyncReport(facts, balance, tuple(self._attempts), self._headquarters_name(), desk.headquarters_key)


def sync_facts(state: Any) -> SyncFacts:
    """The pill's facts for a state of the sync service, None before it began."""
    if state is None:
        return SyncFacts()
    phase = state.phase.value
    if phase == "syncing":
        name = "syncing"
    elif phase in ("offline", "error"):
        name = "offline"
    elif state.waiting:
        name = "waiting"
    else:
        name = "synced" if state.last_success_at else "never"
    return SyncFacts(name, state.last_success_at, state.waiting, state.next_attempt_at, None)


def _paper_words(kind: str, copy_no: int) -> str:
    words = labels.paper_kind(kind) if kind else _("Paper")
    return _("{paper}, copy {number}").format(paper=words, number=copy_no) if copy_no else words
