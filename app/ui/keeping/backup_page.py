"""The page of backups: the last one, the next one, one now; where they go; those that are kept, each to be proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.language import _
from app.language.reasons import error_text
from app.system.settings import Settings
from app.ui.keeping.calls import KeepingCalls
from app.ui.keeping.path_field import FOLDER, PathField
from app.ui.keeping.words import kept_sheet, last_words, next_words, overdue_words, proved_words
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.permissions.sheet_table import SheetTable
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card, FieldGrid
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.notices import Banner
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.back_up import BackupMade
    from app.operations.desk import Desk

TIMES = tuple(f"{hour:02d}:{minute:02d}" for hour in range(7, 24) for minute in (0, 30))


@dataclass(frozen=True, slots=True)
class BackupJoin:
    """What the page needs besides its surroundings: the keeper's calls, settings and the way to a restore."""

    calls: KeepingCalls
    settings: Callable[[], Settings]
    change: Callable[..., Settings]
    restore: Callable[[], object]


@dataclass(frozen=True, slots=True)
class BackupReading:
    """What is read for the page: the folder, what lies in it, what stands against it, working days since the newest."""

    place: Path
    kept: tuple[BackupMade, ...]
    error: Exception | None
    overdue: int


class BackupPage(Page):
    """Reads on coming up and whenever a backup was made."""

    shows: ClassVar[frozenset[str]] = frozenset({"backups"})

    def __init__(self, context: PageContext, join: BackupJoin, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._join = join
        self._run = owned(context.run, self)
        self._aside = owned(context.run_aside or context.run, self)
        self._kept: tuple[BackupMade, ...] = ()
        self._proved: dict[str, tuple[bool, str]] = {}
        self._is_showing = False
        self.problem = Banner("", tone="warning", is_inset=True, parent=self)
        self.last = WrappedLabel(parent=self, kind="strong")
        self.next = WrappedLabel(parent=self, kind="body2")
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(metrics().px(6))
        self.now_button = PrimaryButton(lambda: _("Back up now"), icon="download", on_click=self._now)
        self.stop_button = Button(lambda: _("Stop"), shortcut="Ctrl+D", on_click=self._stop, name="stopBackup")
        self.place = PathField(lambda: _("Folder of backups"), FOLDER, name="backupPlace", chosen=self._move)
        self.place.editor.returnPressed.connect(self._move)
        self.time = ComboField(
            lambda: _("Every day at"), [Choice(time, time, time.replace(":", "")) for time in TIMES], name="backupAt"
        )
        self.time.changed.connect(self._retime)
        level = QWidget(self)  # as high as the other field's link, so that both lines are level
        level.setFixedSize(1, self.place.button.sizeHint().height())
        self.time.add_corner(level)
        self.table = SheetTable(self)
        self.table.setObjectName("backups")
        self.table.opened.connect(lambda _row, _column: self._prove())
        self.prove_button = Button(
            lambda: _("Verify it"),
            icon="shield-check",
            shortcut="Ctrl+E",
            is_shortcut_shown=True,
            on_click=self._prove,
            name="proveBackup",
        )
        self.restore_button = Button(
            lambda: _("Restore…"), icon="refresh", on_click=self._restore, name="restoreBackup"
        )
        self._lay_out()
        self.show_state()

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.gap, size.margin, size.gap)
        column.setSpacing(size.gap)
        column.addWidget(self.problem)
        first = Card(1, lambda: _("Backup"))
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(size.px(4))
        for widget in (self.last, self.next, self.progress):
            words.addWidget(widget)
        row.addLayout(words, 1)
        row.addWidget(self.stop_button)
        row.addWidget(self.now_button)
        first.body.addLayout(row)
        column.addWidget(first)
        second = Card(2, lambda: _("Place and time"))
        grid = FieldGrid(3)
        grid.add(self.place, 2)
        grid.add(self.time)
        second.body.addWidget(grid)
        column.addWidget(second)
        third = Card(3, lambda: _("The last seven are kept"))
        third.add_corner(self.prove_button)
        third.add_corner(self.restore_button)
        third.body.addWidget(self.table, 1)
        column.addWidget(third, 1)
        self.column.addLayout(column, 1)

    def title(self) -> str:
        """The page's name."""
        return _("Backups")

    def retranslate(self) -> None:
        """The table too."""
        super().retranslate()
        if self._kept:
            self.table.show_sheet(kept_sheet(self._kept, self._proved))

    def on_shown(self, **arguments: object) -> None:
        """Read, and stand at the button."""
        self.refresh()
        self.now_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """A backup was made, or failed."""
        self.show_state()
        place_of = self._join.calls.place

        def read(desk: Desk) -> BackupReading:
            from app.operations.back_up import all_backups, backup_is_overdue

            place = place_of()
            kept: tuple[BackupMade, ...] = ()
            error: Exception | None = None
            try:
                kept = all_backups(place, desk.store.identity.store_id)
            except Exception as failed:
                error = failed
            overdue = backup_is_overdue(desk.clock.now(), kept[0].made_at, desk.rules.calendar) if kept else 0
            return BackupReading(place, kept, error, overdue)

        self._run(read, self._show, lambda error: self.problem.set_words(lambda: error_text(error)))

    def _show(self, reading: BackupReading) -> None:
        self._is_showing = True
        self._kept = reading.kept
        self.place.set_value(str(reading.place))
        self.place.set_error("")
        at = self._join.settings().backup_at
        if at not in TIMES:
            self.time.set_choices([Choice(time, time, time.replace(":", "")) for time in sorted({*TIMES, at})])
        self.time.set_value(at)
        self.table.show_sheet(kept_sheet(reading.kept, self._proved))
        self._is_showing = False
        error = reading.error if reading.kept or not _is_missing(reading.error) else None
        if error is not None:
            self.problem.set_words(lambda: error_text(error), "error")
        elif self._failed() is None:
            self.problem.set_words(lambda: overdue_words(reading.overdue), "warning")
        self.prove_button.setEnabled(bool(reading.kept))
        self.show_state()

    # -- now -------------------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """How the keeper stands: called often while a backup is being made."""
        state = self._join.calls.state
        is_running = bool(state is not None and state.is_running)
        self.say(self.last.setText, lambda: last_words(self._kept[0] if self._kept else None, is_running=is_running))
        at, now = self._join.settings().backup_at, self._context.now()
        self.say(self.next.setText, lambda: next_words(now, at))
        self.progress.setVisible(is_running)
        self.progress.setRange(0, state.total if is_running else 1)
        self.progress.setValue(state.done if is_running else 0)
        self.stop_button.setVisible(is_running)
        self.now_button.setEnabled(not is_running)
        failed = self._failed()
        if failed is not None:
            self.problem.set_words(lambda: error_text(failed), "error")

    def _failed(self) -> Exception | None:
        state: Any = self._join.calls.state
        return None if state is None or state.is_running else state.error

    def _now(self) -> None:
        self.problem.set_words("")
        if self._join.calls.back_up_now():
            self.now_button.setEnabled(False)

    def _stop(self) -> None:
        self._join.calls.stop_backup()

    # -- place and time --------------------------------------------------------------------------------------------

    def _move(self) -> None:
        path = self.place.path()
        if path is None or not path.is_absolute():
            self.place.set_error(_("Choose a folder, on another drive if there is one."))
            return

        def check(desk: Desk) -> None:
            from app.operations.back_up import check_place

            check_place(path)

        def then(_nothing: None) -> None:
            self._join.change(backup_folder=str(path))
            self.toast(_("Backups are kept there from now on."))
            self.refresh()

        self._run(check, then, lambda error: self.place.set_error(error_text(error)))

    def _retime(self) -> None:
        if not self._is_showing and self.time.value():
            self._join.change(backup_at=self.time.value())
            self.show_state()

    # -- one of those that are kept --------------------------------------------------------------------------------

    def _prove(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self._kept) or not self.prove_button.isEnabled():
            return
        made = self._kept[row]
        self.prove_button.setEnabled(False)

        def work(desk: Desk) -> bool:
            from app.operations.back_up import prove_backup

            return prove_backup(desk, made)

        def told(is_sound: bool, said: str) -> None:
            self._proved[made.name] = (is_sound, said)
            self.prove_button.setEnabled(True)
            self.table.show_sheet(kept_sheet(self._kept, self._proved))
            self.toast(said)

        self._aside(
            work,
            lambda was_opened: told(True, proved_words(was_opened=was_opened)),
            lambda error: told(False, error_text(error)),
        )

    def _restore(self) -> None:
        self._join.restore()


def _is_missing(error: Exception | None) -> bool:
    """Whether the folder is only not there yet: the first backup makes it."""
    return getattr(error, "details", {}).get("why") == "missing"
