"""The files of a case joined with their page: what there is, and what comes in by drop, clipboard and dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from app.domain.people import Person
from app.language import _
from app.ui.case.files.adding import FileAdding
from app.ui.case.files.calls import FileCalls
from app.ui.case.files.dialogs import open_dialog
from app.ui.case.files.dropping import DropTarget
from app.ui.case.files.incoming import Incoming
from app.ui.case.files.lines import file_lines
from app.ui.case.files.mime import incoming_from
from app.ui.case.files.one_file import OneFile
from app.ui.case.files.tab import FilesTab
from app.ui.running import Run
from app.ui.shell.page import Page

if TYPE_CHECKING:
    from app.operations.open_case import CaseView
    from app.store.attachment_transfers import AttachmentStanding


class FilesDesk(QObject):
    """Everything that people do with the files of the case on `page`. `bring_up` shows the tab; `took` is called when
    the case has changed by it; `reveal` asks for its details to be shown in full. `run` is for short reads, `run_aside`
    for work that decodes files."""

    def __init__(
        self,
        tab: FilesTab,
        page: Page,
        run: Run,
        run_aside: Run,
        *,
        now: Callable[[], datetime],
        today: Callable[[], date],
        bring_up: Callable[[], None],
        took: Callable[[], None],
        reveal: Callable[[Callable[[], None]], None],
        people: Callable[[], Mapping[str, Person]] = dict,
        calls: FileCalls | None = None,
    ) -> None:
        super().__init__(page)
        self._tab = tab
        self._page = page
        self._run = run
        self._now = now
        self._today = today
        self._bring_up = bring_up
        self._took = took
        self._calls = calls or FileCalls()
        self._view: CaseView | None = None
        self._here: frozenset[str] | None = None
        self._arrived = (0, 0)
        self._known: frozenset[str] = frozenset()
        self.one = OneFile(
            *(tab, page, run_aside, self._calls),
            case_id=lambda: self.case_id,
            took=took,
            people=people,
            reveal=reveal,
        )
        self.looking = self.one.looking
        self.drops = DropTarget(page, lambda: self._view is not None)
        self.adding = FileAdding(tab, run_aside, self._calls, shown=lambda: self._view, took=took)
        tab.desk = self
        self._connect()

    def _connect(self) -> None:
        tab, page = self._tab, self._page
        self.drops.dropped.connect(lambda mime: self.add(incoming_from(mime, self._now())))
        QShortcut(QKeySequence("Ctrl+O"), page).activated.connect(self.choose_files)
        QShortcut(QKeySequence("Ctrl+V"), page).activated.connect(self.paste)
        tab.add.clicked.connect(self.choose_files)
        tab.note.editor.returnPressed.connect(self.choose_files)
        tab.unwanted.read.connect(self._on_unwanted_read)

    # ---- over a lock

    def keep(self) -> dict[str, Any]:
        """What was typed about files and not sent."""
        kept = {"note": self._tab.note.value().strip(), "reasons": self.one.typed_reasons()}
        return kept if any(kept.values()) else {}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Take back what `keep` gave."""
        self._tab.note.set_value(str(kept.get("note") or ""))
        self.one.reasons.update(kept.get("reasons") or {})

    # ---- what there is

    @property
    def case_id(self) -> str:
        """The case on the screen, "" for none."""
        return self._view.case.case_id if self._view is not None else ""

    @property
    def is_busy(self) -> bool:
        """Whether files are on their way in."""
        return self.adding.is_busy

    def show_case(self, view: CaseView) -> None:
        """The case as it stands; files that came in meanwhile are chosen."""
        hashes = frozenset(file.sha256 for file in view.case.attachments)
        is_other = view.case.case_id != self.case_id
        fresh = [] if is_other else [f.sha256 for f in view.case.attachments if f.sha256 not in self._known]
        self._view, self._known = view, hashes
        if is_other:
            self._here, self._arrived = None, (0, 0)
            self.looking.look_away()
        self.show_again(fresh[-1] if fresh else "")
        if self._tab.isVisible():
            self._ask_here(view.case.case_id, hashes)

    def show_again(self, chosen: str = "") -> None:
        """The lines in the language in use."""
        if self._view is not None:
            self._tab.show_lines(file_lines(self._view, self._today(), self._here), chosen)
            self._tab.show_arrived(*self._arrived)
            self.adding.show()

    def _ask_here(self, case_id: str, hashes: frozenset[str]) -> None:
        if not hashes:
            return

        def then(here: frozenset[str]) -> None:
            if self.case_id == case_id and here != self._here:
                self._here = here
                self.show_again()

        def show_arrived(standing: dict[str, AttachmentStanding]) -> None:
            if self.case_id == case_id:
                self._arrived = (sum(one.is_at_headquarters for one in standing.values()), len(hashes))
                self._tab.show_arrived(*self._arrived)

        self._run(lambda desk: self._calls.here(desk, hashes), then, lambda error: None)
        self._run(lambda desk: self._calls.standing(desk, case_id), show_arrived, lambda error: None)

    # ---- adding

    def add(self, incoming: list[Incoming]) -> None:
        """Add what was dropped, pasted or chosen; the tab comes up to show what becomes of it."""
        if self._view is None or not incoming:
            return
        self._bring_up()
        note = self._tab.note.value().strip()
        self._tab.note.set_value("")
        self.adding.add(incoming, note)
        if not self._page.is_filling_in():
            self._tab.take_keyboard()

    def paste(self) -> None:
        """Ctrl+V: a picture or files from the clipboard."""
        found = incoming_from(QGuiApplication.clipboard().mimeData(), self._now())
        if found:
            self.add(found)
        else:
            self._tab.tell(_("There is no picture and no file on the clipboard."))

    def choose_files(self) -> None:
        """Ctrl+O: the dialog of the system."""
        if self._view is None or self.one.dialog is not None:
            return
        dialog = open_dialog(self._page)
        dialog.filesSelected.connect(lambda names: self.add([Incoming(Path(name).name, Path(name)) for name in names]))
        self.one.open(dialog)

    def _on_unwanted_read(self) -> None:
        self.adding.forget_unwanted()
        self._tab.take_keyboard()
