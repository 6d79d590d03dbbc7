"""The pages' surroundings with everything real: vault, encrypted store, rules, papers, on a lane of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog
from support.cases import RULES, TELLER
from support.pages import Visit, settle
from support.real_desk import RealBranch

from app.operations.desk import Desk
from app.system.lanes import Lane
from app.ui.case.files.dialogs import TakeOutDialog
from app.ui.page_context import PageContext
from app.ui.shell.jobs import Jobs


class Office:
    """A branch behind a lane, as the window has it."""

    def __init__(self, folder: Path, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.lane = Lane("database")
        self.jobs = Jobs({"database": self.lane})
        self.branch: RealBranch = self.there(lambda: RealBranch(folder))
        self.sign_in(TELLER)

    def there(self, work: Callable[[], Any]) -> Any:
        return self.lane.do(work).result()

    def sign_in(self, who: str) -> None:
        self.desk: Desk = self.there(lambda: self.branch.desk(who))

    def run(self, work: Any, then: Any = None, failed: Any = None) -> None:
        desk = self.desk
        self.jobs.run("database", lambda: work(desk), then, failed)

    def context(self) -> PageContext:
        return PageContext(
            self.run, self.desk.actor, lambda: self.desk.people, lambda: RULES.taxonomy, self.branch.clock, "a5", 1
        )

    def show(self, make: Callable[[PageContext], Any], **arguments: Any) -> Visit:
        visit = Visit(self.qtbot, make(self.context()), **arguments)
        self.wait()
        return visit

    def wait(self) -> None:
        """Until nothing is under way and everything that it led to has been shown."""
        self.qtbot.waitUntil(lambda: self.jobs.pending() == 0, timeout=10_000)
        settle()
        self.qtbot.waitUntil(lambda: self.jobs.pending() == 0, timeout=10_000)

    def take_out(self, page: Any, file: Path) -> None:
        """Answer what `page` asks before something leaves: why, and where to."""
        self.wait()
        dialog = page.taking_out.dialog
        assert isinstance(dialog, TakeOutDialog)
        dialog.choose("for_superior")
        self.wait()
        where = page.taking_out.dialog
        assert isinstance(where, QFileDialog)
        where.fileSelected.emit(str(file))
        where.reject()
        self.wait()

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def newest(self) -> Any:
        return self.there(lambda: self.branch.store.case(self.branch.store.newest_case_id()))

    def close(self) -> None:
        self.wait()
        self.there(self.branch.close)
        self.lane.close()
