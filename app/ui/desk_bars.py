"""What the bars around the pages show by themselves: printer, figures of the day, what waits for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from app.domain.calendar import china_day
from app.language import _
from app.system.clock import Clock
from app.ui.bell import Bell
from app.ui.retention.watch import RetentionWatch
from app.ui.shell.facts import PrinterFacts, TodayFacts
from app.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from app.operations.desk import Desk


class RunOnLane(Protocol):
    """`Run` with the lane's name."""

    def __call__(self, work: Any, then: Any = None, failed: Any = None, lane: str = "database") -> None: ...


class DeskBars:
    """Reads on the lanes, shows in the window."""

    def __init__(self, window: MainWindow, run: RunOnLane, clock: Clock) -> None:
        self._window = window
        self._run = run
        self.bell = Bell(window)
        self._watch = RetentionWatch(
            run, today=lambda: china_day(clock.now()), note=self.bell.note_due, tell=self._tell_due
        )

    def print_waiting(self) -> None:
        """Send what waits to the printer, and show how it stands."""

        def work(desk: Desk) -> Any:
            from app.operations.print_queue import print_waiting, printer_status

            print_waiting(desk)
            return printer_status(desk)

        self._run(work, self._show_printer, lambda error: None, lane="papers")

    def _show_printer(self, status: Any) -> None:
        if self._window.desk is not None:
            facts = PrinterFacts(status.name, status.is_ready, status.waiting, status.reason)
            self._window.desk.status_bar.set_printer(facts)

    def read_figures(self) -> None:
        """The figures of the day, and what waits."""

        def work(desk: Desk) -> dict[str, int]:
            from app.operations.worklist import today_figures, waiting_for_me

            return today_figures(desk) | waiting_for_me(desk)

        self._run(work, self._show_figures, lambda error: None)
        person = self._window.person()
        if person is not None:
            self._watch.look(person.staff_no)

    def _tell_due(self, text: str) -> None:
        self._window.toast(text, _("Look"), lambda: self._window.go("retention"))

    def _show_figures(self, figures: dict[str, int]) -> None:
        if self._window.desk is not None:
            today = TodayFacts(figures["registered_today"], figures["due_today"], figures["overdue"])
            self._window.desk.status_bar.set_today(today)
            self.bell.note(figures)
