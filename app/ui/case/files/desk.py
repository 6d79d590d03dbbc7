"""The files of a case joined with their page: keys, drops, the clipboard, dialogs, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.language import _
from app.ui.case.files.adding import FileAdding
from app.ui.case.files.calls import FileCalls
from app.ui.case.files.dialogs import SetAsideDialog, open_dialog, save_dialog
from app.ui.case.files.drop_hint import DropHint
from app.ui.case.files.incoming import Incoming
from app.ui.case.files.lines import FileLine, file_lines
from app.ui.case.files.looking import FileLooking, Shown
from app.ui.case.files.mime import has_files, incoming_from
from app.ui.case.files.tab import FilesTab
from app.ui.running import Run
from app.ui.shell.page import Page

if TYPE_CHECKING:
    from app.operations.open_case import CaseView
    from app.store.attachment_transfers import AttachmentStanding


class FilesDesk(QObject):
    """Everything that people do with the files of the case on `page`. `bring_up` shows the tab; `took` is called when
    the case has changed by it. `run` is for short reads, `run_aside` for work that decodes files."""

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
        self.dialog: QDialog | None = None
        self._hint = DropHint(page)
        self.adding = FileAdding(tab, run_aside, self._calls, shown=lambda: self._view, took=took)
        self.looking = FileLooking(self, run_aside, self._calls, case_id=lambda: self.case_id, took=took)
        tab.desk = self
        self._connect()

    def _connect(self) -> None:
        tab, page = self._tab, self._page
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self._bind("Ctrl+O", self.choose_files, page)
        self._bind("Ctrl+V", self.paste, page)
        self._bind("Ctrl+S", self.export, tab)
        tab.add.clicked.connect(self.choose_files)
        tab.note.editor.returnPressed.connect(self.choose_files)
        tab.look.clicked.connect(self.look)
        tab.export.clicked.connect(self.export)
        tab.remove.clicked.connect(self.remove)
        tab.unwanted.read.connect(self._on_unwanted_read)
        tab.list.opened.connect(self.look)
        tab.list.removed.connect(self.remove)
        tab.list.placed.connect(self._on_placed)
        tab.list.turned.connect(self.looking.turn)
        tab.list.scrolled.connect(tab.pane.scroll_by)
        tab.pane.turned.connect(self.looking.turn)
        tab.pane.closed.connect(self.looking.look_away)
        tab.pane.width_wanted.connect(self.looking.fit)

    def _bind(self, keys: str, do: Callable[[], None], where: QWidget) -> None:
        QShortcut(QKeySequence(keys), where).activated.connect(do)

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
            self.tell(_("There is no picture and no file on the clipboard."))

    def choose_files(self) -> None:
        """Ctrl+O: the dialog of the system."""
        if self._view is None or self.dialog is not None:
            return
        dialog = open_dialog(self._page)
        dialog.filesSelected.connect(lambda names: self.add([Incoming(Path(name).name, Path(name)) for name in names]))
        self._open(dialog)

    def _on_unwanted_read(self) -> None:
        self.adding.forget_unwanted()
        self._tab.take_keyboard()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files dragged over the page and dropped on it."""
        if isinstance(event, QDragMoveEvent):  # entering is a move too
            if self._view is not None and has_files(event.mimeData()):
                event.acceptProposedAction()
                self._hint.lie_over()
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._hint.hide()
            return self._take_drop(event, event.mimeData())
        return False

    def _take_drop(self, event: QDropEvent, mime: QMimeData) -> bool:
        found = incoming_from(mime, self._now())
        if not found:
            return False
        event.acceptProposedAction()
        self.add(found)
        return True

    # ---- one file

    def look(self) -> None:
        """Enter: show the current file in the pane."""
        line = self._tab.list.line()
        if line is not None:
            self.looking.look(line)

    def _on_placed(self) -> None:
        if self._tab.is_looking():
            self.look()

    def export(self) -> None:
        """Ctrl+S: save the current file outside."""
        line = self._tab.list.line()
        if line is not None and self.dialog is None:
            self.looking.export(line)

    def remove(self) -> None:
        """Delete: ask why the current file does not belong to the case."""
        line = self._tab.list.line()
        if line is None or self.dialog is not None:
            return
        if line.is_set_aside:
            self.tell(_("This file was set aside already."))
            return
        dialog = SetAsideDialog(line.name, self._page)
        dialog.reasoned.connect(lambda reason: self.looking.set_aside(line, reason))
        self._open(dialog)

    # ---- what is shown of one file

    def show_file(self, shown: Shown | None) -> None:
        """A page in the pane."""
        self._tab.show_file(shown)

    def ask_where(self, line: FileLine, name: str) -> None:
        """The file may leave the house: where to?"""
        if self.dialog is not None:
            return
        dialog = save_dialog(self._page, name)
        dialog.fileSelected.connect(lambda path: self.looking.save(line, Path(path)))
        self._open(dialog)

    def show_reason_problem(self, text: str) -> None:
        """The reason says too little, or it may not be done."""
        if isinstance(self.dialog, SetAsideDialog):
            self.dialog.show_problem(text)
        else:
            self.tell(text)

    def end_set_aside(self) -> None:
        """It is done."""
        if isinstance(self.dialog, SetAsideDialog):
            self.dialog.accept()

    def tell(self, text: str) -> None:
        """A short message."""
        self._tab.tell(text)

    def _open(self, dialog: QDialog | QFileDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self._tab.take_keyboard()
