"""What people do with one file of a case: look at it, save it outside, set it aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog

from app.domain.disclosure import Given
from app.domain.people import Person
from app.language import _
from app.ui.case.files.calls import FileCalls
from app.ui.case.files.dialogs import SetAsideDialog, TakeOutDialog
from app.ui.case.files.lines import FileLine
from app.ui.case.files.looking import FileLooking, Shown
from app.ui.case.files.tab import FilesTab
from app.ui.running import Run
from app.ui.shell.page import Page
from app.ui.widgets.save_dialog import save_dialog

if TYPE_CHECKING:
    from app.operations.attach import ExportTerms


class OneFile(QObject):
    """The current file of the list. `dialog` is what asks something now, None for nothing."""

    def __init__(
        self,
        tab: FilesTab,
        page: Page,
        run: Run,
        calls: FileCalls,
        *,
        case_id: Callable[[], str],
        took: Callable[[], None],
        people: Callable[[], Mapping[str, Person]],
        reveal: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__(page)
        self._tab = tab
        self._page = page
        self.dialog: QDialog | None = None
        self.reasons: dict[str, str] = {}  # why files do not belong here, typed before a lock, by the file's hash
        self._asked = ""  # the hash of the file that the dialog is about
        self.looking = FileLooking(self, run, calls, case_id=case_id, took=took, people=people, reveal=reveal)
        self._connect()

    def _connect(self) -> None:
        tab, looking = self._tab, self.looking
        QShortcut(QKeySequence("Ctrl+S"), tab).activated.connect(self.export)
        tab.look.clicked.connect(self.look)
        tab.export.clicked.connect(self.export)
        tab.remove.clicked.connect(self.remove)
        tab.list.opened.connect(self.look)
        tab.list.removed.connect(self.remove)
        tab.list.placed.connect(self._on_placed)
        tab.list.turned.connect(looking.turn)
        tab.list.scrolled.connect(tab.pane.scroll_by)
        tab.pane.turned.connect(looking.turn)
        tab.pane.closed.connect(looking.look_away)
        tab.pane.width_wanted.connect(looking.fit)

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
        dialog.reason.set_value(self.reasons.pop(line.sha256, ""))
        self._asked = line.sha256
        dialog.reasoned.connect(lambda reason: self.looking.set_aside(line, reason))
        self.open(dialog)

    def typed_reasons(self) -> dict[str, str]:
        """Reasons that were typed and not given yet, by the file's hash."""
        dialog = self.dialog
        typed = dialog.reason.value().strip() if isinstance(dialog, SetAsideDialog) else ""
        return self.reasons | ({self._asked: typed} if typed else {})

    # ---- what is shown of one file

    def show_file(self, shown: Shown | None) -> None:
        """A page in the pane."""
        self._tab.show_file(shown)

    def ask_why(self, line: FileLine, terms: ExportTerms) -> None:
        """The file may leave the house: what for?"""
        if self.dialog is not None:
            return
        dialog = TakeOutDialog(terms.reasons, self._page)
        dialog.given.connect(lambda why, note, _none: self.looking.because(line, terms.name, Given(why, note)))
        self.open(dialog)

    def show_why_problems(self, at_fields: Mapping[str, str], whole: str) -> None:
        """What is wrong with the reason."""
        if isinstance(self.dialog, TakeOutDialog):
            self.dialog.show_problems(at_fields, whole)

    def ask_where(self, line: FileLine, name: str, given: Given) -> None:
        """There is a reason: where to?"""
        if isinstance(self.dialog, TakeOutDialog):
            self.dialog.accept()
        if self.dialog is not None:
            return
        dialog = save_dialog(self._page, _("Save a file outside"), name)
        dialog.fileSelected.connect(lambda path: self.looking.save(line, given, Path(path)))
        self.open(dialog)

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

    def open(self, dialog: QDialog | QFileDialog) -> None:
        """Show a dialog; the keyboard comes back to the list."""
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self._tab.take_keyboard()
