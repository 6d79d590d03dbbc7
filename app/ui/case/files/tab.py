"""The tab with the files of a case: the list, what is on its way in, what was refused, and a look at one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.case.files.file_list import FileList
from app.ui.case.files.incoming import Unwanted
from app.ui.case.files.lines import FileLine
from app.ui.case.files.looking import Shown
from app.ui.case.files.preview_pane import PreviewPane
from app.ui.case.files.unwanted_panel import UnwantedPanel
from app.ui.shell.jobs import BUSY_AFTER_MS
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.fields import TextField
from app.ui.widgets.notices import EmptyState
from app.ui.wording import Worded

if TYPE_CHECKING:
    from app.ui.case.files.desk import FilesDesk


class FilesTab(QWidget, Worded):
    """Signals: looking(bool) when the pane beside the list opens or closes; told(text)."""

    looking = Signal(bool)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self.desk: FilesDesk | None = None  # what is done with the files; the page brings it
        self._adding = (0, 0)
        self.list = FileList(self)
        self.empty = EmptyState(
            lambda: _("No files yet"),
            lambda: _("Drop files anywhere on this page, paste a picture with Ctrl+V, or choose them with Ctrl+O."),
            icon="paperclip",
        )
        self.unwanted = UnwantedPanel(self)
        self.arrived = QLabel(self)
        self.arrived.setObjectName("filesAtHeadquarters")
        self.arrived.setProperty("kind", "caption")
        self.arrived.hide()
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress_words = QLabel(self)
        self.progress_words.setProperty("kind", "caption")
        self.note = TextField(lambda: _("Note for what is added next"), optional=True, name="fileNote")
        self.note.editor.setMaxLength(200)
        self.add = Button(lambda: _("Add files…"), icon="plus", name="addFiles", parent=self)
        self.look = IconButton("eye", lambda: _("Look at it"), shortcut="Enter", name="lookAtFile", parent=self)
        self.export = IconButton("download", lambda: _("Save a file outside"), shortcut="Ctrl+S", name="exportFile")
        self.remove = IconButton(
            "x", lambda: _("Set the file aside"), shortcut="Delete", name="setAsideFile", parent=self
        )
        self.pane = PreviewPane(self)
        self.pane.hide()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(self._show_progress)
        self._lay_out(size.px(8))
        self.show_adding(0, 0)
        self.show_lines([])

    def _lay_out(self, gap: int) -> None:
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setSpacing(gap // 2)
        foot.addWidget(self.add)
        foot.addStretch(1)
        for button in (self.look, self.export, self.remove):
            foot.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self.unwanted)
        left.addWidget(self._stack, 1)
        left.addWidget(self.arrived)
        left.addWidget(self.progress_words)
        left.addWidget(self.progress)
        left.addWidget(self.note)
        left.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * gap)
        row.addLayout(left, 2)
        row.addWidget(self.pane, 3)

    # ---- what there is

    def show_lines(self, lines: Sequence[FileLine], chosen: str = "") -> None:
        """The files of the case; the keyboard stays where it is."""
        had_keyboard = self.has_keyboard()
        self.list.show_lines(lines, chosen)
        self._stack.setCurrentWidget(self.list if lines else self.empty)
        if chosen and had_keyboard and not self.note.editor.hasFocus():
            self.take_keyboard()
        for button in (self.look, self.export, self.remove):
            button.setVisible(bool(lines))
        shown = self.desk.looking.line if self.desk is not None else None
        if shown is not None and shown.sha256 not in {line.sha256 for line in lines}:
            self.look_away()

    def show_arrived(self, arrived: int, total: int) -> None:
        """How many of the files headquarters has."""
        self.arrived.setText(_("{n} of {total} files are at headquarters").format(n=arrived, total=total))
        self.arrived.setVisible(total > 0)

    def show_unwanted(self, unwanted: Sequence[Unwanted]) -> None:
        """Files that were not added."""
        self.unwanted.show_unwanted(unwanted)

    def show_adding(self, done: int, total: int) -> None:
        """How many files are in; what takes but a moment is not shown."""
        self._adding = (done, total)
        if not total:
            self._slow.stop()
            self.progress.hide()
            self.progress_words.hide()
        elif self.progress.isVisible():
            self._show_progress()
        elif not self._slow.isActive():
            self._slow.start()

    def _show_progress(self) -> None:
        done, total = self._adding
        self.progress.setRange(0, total if total > 1 else 0)
        self.progress.setValue(done)
        self.progress.setAccessibleName(_("Files being added"))
        self.progress_words.setText(_("Adding file {n} of {total}…").format(n=done + 1, total=total))
        self.progress.show()
        self.progress_words.show()

    # ---- looking

    def is_looking(self) -> bool:
        """Whether the pane beside the list is open."""
        return not self.pane.isHidden()

    def show_file(self, shown: Shown | None) -> None:
        """A page of a file, or nothing: then the pictures are dropped."""
        was_open = self.is_looking()
        self.pane.show_file(shown)
        self.pane.setVisible(shown is not None)
        self.list.is_beside_pane = shown is not None
        if was_open != (shown is not None):
            if shown is None and self.has_keyboard():
                self.list.setFocus()
            self.looking.emit(shown is not None)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the tab."""
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def take_keyboard(self) -> None:
        """Give it to the list, or to what fills it."""
        (self.list if self._stack.currentWidget() is self.list else self.add).setFocus()

    def look_away(self) -> None:
        """Close the pane."""
        if self.desk is not None:
            self.desk.looking.look_away()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the tab any more, or the desk is locked: no picture stays behind."""
        super().hideEvent(event)
        self.look_away()

    def tell(self, text: str) -> None:
        """A short message."""
        self.told.emit(text)

    def retranslate(self) -> None:
        """Also the lines and the progress."""
        super().retranslate()
        if self.desk is not None:
            self.desk.show_again()
            if self.progress.isVisible():
                self._show_progress()
